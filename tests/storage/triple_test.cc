#include "storage/triple.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::storage {
namespace {

TEST(TripleTest, OrdersPermuteAndRestore) {
  const Triple triple = {1, 2, 3};
  EXPECT_EQ(Permute(Order::kSpo, triple), (Columns{1, 2, 3}));
  EXPECT_EQ(Permute(Order::kPos, triple), (Columns{2, 3, 1}));
  EXPECT_EQ(Permute(Order::kOsp, triple), (Columns{3, 1, 2}));
  for (const Order order : kOrders) {
    EXPECT_EQ(Restore(order, Permute(order, triple)), triple);
  }
}

TEST(TripleTest, KeysRoundTripAndOrderAsColumnsDo) {
  const std::vector<Columns> sorted = {
      {0, 0, 0},          {0, 0, 1},
      {0, 255, 256},      {0, 256, 0},
      {1, 0, 0},          {256, 0, 0},
      {UINT64_MAX, 0, 1}, {UINT64_MAX, UINT64_MAX, UINT64_MAX}};
  std::string last;
  for (const Columns& columns : sorted) {
    const std::string key = EncodeKey(columns);
    EXPECT_EQ(key.size(), kTripleKeySize);
    EXPECT_LT(last, key);
    last = key;
    const auto decoded = DecodeKey(key);
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(*decoded, columns);
  }
}

TEST(TripleTest, KeysOfAWrongLengthAreDataLoss) {
  const std::string key = EncodeKey(Columns{1, 2, 3}) + "x";
  for (size_t size = 0; size <= key.size(); ++size) {
    if (size == kTripleKeySize) continue;
    const auto decoded = DecodeKey(std::string_view(key).substr(0, size));
    EXPECT_EQ(decoded.status().code(), absl::StatusCode::kDataLoss) << size;
  }
  EXPECT_EQ(DecodeKey("abc").status().message(),
            "a triple's key has 3 bytes instead of 24");
}

TEST(TripleTest, PrefixesBeginTheKeysTheyCover) {
  const Columns columns = {7, 8, 9};
  const std::string key = EncodeKey(columns);
  for (const Prefix& prefix :
       {Prefix(), Prefix(7), Prefix(7, 8), Prefix(7, 8, 9)}) {
    EXPECT_TRUE(prefix.Covers(columns));
    EXPECT_EQ(EncodeKey(prefix), key.substr(0, prefix.size() * 8));
  }
  for (const Prefix& prefix :
       {Prefix(6), Prefix(7, 9), Prefix(7, 8, 10), Prefix(8, 8, 9)}) {
    EXPECT_FALSE(prefix.Covers(columns));
  }
}

TEST(TripleTest, EveryPatternIsThePrefixOfAnOrder) {
  struct Case {
    const char* name;
    Triple pattern;
    Order order;
    std::string_view key;
  };
  const std::vector<Case> cases = {
      {"free", {0, 0, 0}, Order::kSpo, ""},
      {"s", {1, 0, 0}, Order::kSpo, "s"},
      {"sp", {1, 2, 0}, Order::kSpo, "sp"},
      {"spo", {1, 2, 3}, Order::kSpo, "spo"},
      {"p", {0, 2, 0}, Order::kPos, "p"},
      {"po", {0, 2, 3}, Order::kPos, "po"},
      {"o", {0, 0, 3}, Order::kOsp, "o"},
      {"so", {1, 0, 3}, Order::kOsp, "os"},
  };
  for (const Case& c : cases) {
    const Access access = AccessFor(c.pattern);
    EXPECT_EQ(access.order, c.order) << c.name;
    std::string columns;
    for (int i = 0; i < access.prefix.size(); ++i) {
      columns += "?spo"[access.prefix.ids()[i]];
    }
    EXPECT_EQ(columns, c.key) << c.name;
    EXPECT_TRUE(access.prefix.Covers(Permute(c.order, {1, 2, 3}))) << c.name;
  }
}

}  // namespace
}  // namespace tercet::storage
