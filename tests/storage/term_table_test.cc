#include "storage/term_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "storage/format.h"
#include "storage/radix_sort.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

TEST(RadixSortTest, IsWhatTheStandardLibrarySays) {
  __extension__ using Wide = unsigned __int128;
  std::mt19937_64 random(1);
  for (const int bits : {0, 1, 11, 12, 55, 64, 90}) {
    std::vector<Wide> keys(5000);
    for (Wide& key : keys) {
      key = Wide{random()} << 64 | random();
      key &= (Wide{1} << bits) - 1;
    }
    std::vector<Wide> want = keys;
    std::sort(want.begin(), want.end());
    std::vector<Wide> scratch(keys.size());
    const Wide* sorted = RadixSort(keys.data(), scratch.data(), keys.size(),
                                   bits, [](Wide key) { return key; });
    EXPECT_TRUE(std::equal(want.begin(), want.end(), sorted)) << bits;
  }
  // Equal keys keep their order.
  std::vector<std::pair<int, int>> items = {{2, 0}, {1, 1}, {2, 2}, {1, 3}};
  std::vector<std::pair<int, int>> scratch(items.size());
  const auto* sorted = RadixSort(items.data(), scratch.data(), items.size(), 2,
                                 [](const auto& item) { return item.first; });
  EXPECT_EQ((std::vector<std::pair<int, int>>(sorted, sorted + 4)),
            (std::vector<std::pair<int, int>>{{1, 1}, {1, 3}, {2, 0}, {2, 2}}));
}

// More terms than the table was made for, from two threads that see the same
// ones: each has one number, and its first place is the least.  In memory,
// partly in files, and all in files.
class TermTableTest : public testing::TestWithParam<uint64_t> {};
INSTANTIATE_TEST_SUITE_P(Budgets, TermTableTest,
                         testing::Values(1 << 30, 100 << 20, 0));

TEST_P(TermTableTest, ThreadsAgree) {
  constexpr int kTerms = 1000000;
  constexpr int kChunk = 1000;
  Scratch scratch;
  MemoryBudget budget(scratch / "", GetParam());
  TermTable table(budget);
  ASSERT_TRUE(table.Reserve(2 * kTerms, 1).ok());
  std::vector<uint32_t> numbers[2];
  const auto add = [&](int thread) {
    TermTable::Adder adder(table);
    numbers[thread].resize(kTerms);
    for (int at = 0; at < kTerms; at += kChunk) {
      const auto lock = table.EnterChunk();
      for (int i = at; i < at + kChunk; ++i) {
        // One goes up and the other down.
        const int term = thread == 0 ? i : kTerms - 1 - i;
        const std::string bytes = std::to_string(term);
        numbers[thread][term] =
            adder.Add(1 + term % 2, bytes, TermHash(1 + term % 2, bytes),
                      static_cast<uint64_t>(term) * 2 + thread);
      }
    }
  };
  std::thread other(add, 1);
  add(0);
  other.join();
  EXPECT_EQ(numbers[0], numbers[1]);
  for (int term = 0; term < kTerms; term += 7) {
    const std::string bytes = std::to_string(term);
    const uint32_t number = numbers[0][term];
    ASSERT_EQ(table.Find(1 + term % 2, bytes), number);
    ASSERT_EQ(table.Find(2 - term % 2, bytes), TermTable::kNone);
    ASSERT_EQ(table.entry(number).text(), bytes);
    ASSERT_EQ(table.entry(number).first, static_cast<uint64_t>(term) * 2);
  }
}

TEST(MemoryBudgetTest, ArraysPastItLieInFilesAndGiveBackWhatTheyTook) {
  Scratch scratch;
  MemoryBudget budget(scratch / "", 4 << 20);
  {
    HugeArray<uint64_t> memory;
    ASSERT_TRUE(memory.Reset(1 << 18, &budget));
    EXPECT_TRUE(budget.Has(2 << 20));
    EXPECT_FALSE(budget.Has((2 << 20) + 1));
    HugeArray<uint64_t> both;
    ASSERT_TRUE(both.Reserve(1 << 20, &budget));
    ASSERT_TRUE(both.Provide(1 << 18));
    both[(1 << 18) - 1] = 17;
    ASSERT_TRUE(both.Provide(1 << 20));
    EXPECT_FALSE(budget.Has(1));
    both[(1 << 20) - 1] = 18;
    HugeArray<uint64_t> moved = std::move(both);
    EXPECT_EQ(moved[(1 << 18) - 1], 17u);
    EXPECT_EQ(moved[1 << 19], 0u);
    EXPECT_EQ(moved[(1 << 20) - 1], 18u);
  }
  EXPECT_TRUE(budget.Has(4 << 20));
  // Files have no names, and no room is an answer.
  EXPECT_TRUE(std::filesystem::is_empty(scratch / ""));
  MemoryBudget nowhere(scratch / "gone", 0);
  HugeArray<uint64_t> array;
  EXPECT_FALSE(array.Reset(1, &nowhere));
}

TEST(ValueTableTest, ValuesAreTermsOfTheirOwn) {
  Scratch scratch;
  MemoryBudget budget(scratch / "", 1 << 26);
  TermTable table(budget);
  ASSERT_TRUE(table.Reserve(100, 1).ok());
  TermTable::Adder adder(table);
  const uint32_t day = adder.AddInline(*InlineDate({17, 1}, 5), 3);
  EXPECT_NE(day, TermTable::kNone);
  EXPECT_EQ(adder.AddInline(*InlineDate({17, 1}, 5), 1), day);
  EXPECT_NE(adder.AddInline(*InlineDate({18, 1}, 5), 2), day);
  EXPECT_EQ(table.entry(day).first, 1u);
  EXPECT_EQ(table.entry(day).kind, 0);
  EXPECT_NE(adder.Add(3, "", TermHash(3, ""), 4), TermTable::kNone);
}

}  // namespace
}  // namespace tercet::storage
