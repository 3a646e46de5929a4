#include "storage/block.h"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::storage {
namespace {

TEST(BlockTest, NumbersAreSmallForWhatIsCommon) {
  for (const TermId id :
       {kNoTerm, MakeTermId(1, 1), MakeTermId(15, kPayloadMask),
        *InlineNumber({-3, 0}, 4), *InlineDate({20000, 1}, 5),
        *InlineDate({-300000, 366}, 5), ~TermId{0}}) {
    EXPECT_EQ(FromNumber(ToNumber(id)), id);
  }
  EXPECT_LT(ToNumber(MakeTermId(3, 1000)), uint64_t{1} << 16);
  EXPECT_LT(ToNumber(*InlineDate({20000, 1}, 5)), uint64_t{1} << 24);
  EXPECT_LT(ToNumber(*InlineDate({-20000, 1}, 5)), uint64_t{1} << 24);
}

// Ids of one width up to all bits, so that each width is packed once.
TEST(BlockTest, EveryWidthAndSizeRoundTrips) {
  std::mt19937_64 random(1);
  for (int bits = 0; bits <= 64; ++bits) {
    for (const int count : {1, 2, 7, 8, 9, 100, kMaxBlockTriples}) {
      std::set<Columns> sorted;
      const auto number = [&] {
        return bits == 0 ? 7 : FromNumber(random() >> (64 - bits));
      };
      for (int i = 0; i < count; ++i) {
        sorted.insert({number(), number(), number()});
      }
      std::vector<Columns> want(sorted.begin(), sorted.end());
      BlockBuilder builder;
      std::vector<bool> removed;
      for (const Columns& columns : want) {
        removed.push_back(bits % 2 == 1 && random() % 3 == 0);
        builder.Add(columns, removed.back());
      }
      EXPECT_EQ(builder.first(), want.front());
      const std::string block = builder.Finish();
      EXPECT_EQ(builder.size(), 0);
      const auto view = BlockView::Parse(block);
      ASSERT_TRUE(view.ok()) << bits << " " << count;
      ASSERT_EQ(view->size(), static_cast<int>(want.size()));
      for (int i = 0; i < view->size(); ++i) {
        ASSERT_EQ(view->At(i), want[i]) << bits << " " << count << " " << i;
        ASSERT_EQ(view->Removed(i), removed[i]);
      }
      for (const int from : {0, view->size() / 3}) {
        std::vector<TermId> read(view->size() - from);
        for (int c = 0; c < 3; ++c) {
          view->Read(c, from, static_cast<int>(read.size()), read.data());
          for (size_t i = 0; i < read.size(); ++i) {
            ASSERT_EQ(read[i], want[from + i][c]) << bits << " " << i;
          }
        }
      }
    }
  }
}

TEST(BlockTest, LowerBoundIsWhatTheStandardLibrarySays) {
  std::mt19937_64 random(2);
  std::set<Columns> sorted;
  for (int i = 0; i < 500; ++i) {
    sorted.insert({random() % 9, random() % 9, random() % 9});
  }
  const std::vector<Columns> want(sorted.begin(), sorted.end());
  BlockBuilder builder;
  for (const Columns& columns : want) builder.Add(columns, false);
  const std::string block = builder.Finish();
  const BlockView view = *BlockView::Parse(block);
  for (int i = 0; i < 2000; ++i) {
    const Columns bound = {random() % 11, random() % 11, random() % 11};
    const int from = static_cast<int>(random() % (want.size() + 1));
    const auto at = std::lower_bound(want.begin() + from, want.end(), bound);
    EXPECT_EQ(view.LowerBound(bound, from), at - want.begin());
  }
}

TEST(BlockTest, PackingIsTight) {
  BlockBuilder builder;
  for (uint64_t i = 0; i < 2048; ++i) {
    builder.Add({MakeTermId(1, 1000 + i / 8), MakeTermId(2, i % 8),
                 MakeTermId(1, i * 7919 % 100000)},
                false);
  }
  // 8 + 3 + 17 bits, the kinds left out, with a little over for the head.
  EXPECT_LT(builder.Finish().size(), 2048 * 28 / 8 + 50);
}

// Entities, texts and days in one column cost what the widest of them does.
TEST(BlockTest, MixedKindsPackTightly) {
  BlockBuilder builder;
  for (uint64_t i = 0; i < 1024; ++i) {
    builder.Add({1, 2, MakeTermId(1, i * 1000)}, false);
  }
  for (int64_t i = 0; i < 1024; ++i) {
    builder.Add({1, 3, *InlineDate({i * 20, 1}, 5)}, false);
  }
  EXPECT_LT(builder.Finish().size(), 2048 * (20 + 5 + 6) / 8 + 50);
}

TEST(BlockTest, DamageIsNoticed) {
  BlockBuilder builder;
  builder.Add({1, 2, 3}, false);
  builder.Add({1, 2, 4}, true);
  const std::string block = builder.Finish();
  for (size_t size = 0; size < block.size(); ++size) {
    const auto view = BlockView::Parse(std::string_view(block).substr(0, size));
    EXPECT_EQ(view.status(),
              absl::DataLossError("a block of triples is damaged"))
        << size;
  }
  EXPECT_FALSE(BlockView::Parse(block + "x").ok());
  struct Case {
    const char* name;
    size_t at;
    char byte;
  };
  for (const Case& c :
       {Case{"no triples", 0, 0}, Case{"another count", 0, 99},
        Case{"too many", 1, '\x7f'}, Case{"a width of 60", 2, 60}}) {
    std::string damaged = block;
    damaged[c.at] = c.byte;
    EXPECT_FALSE(BlockView::Parse(damaged).ok()) << c.name;
  }
}

}  // namespace
}  // namespace tercet::storage
