#include "storage/term_id.h"

#include <cstdint>
#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::storage {
namespace {

constexpr uint8_t kNumber = 4;
constexpr uint8_t kDate = 5;

TEST(TermIdTest, PartsComeBack) {
  for (const uint8_t kind : {1, 5, 15}) {
    for (const uint64_t serial : {uint64_t{1}, uint64_t{77}, kPayloadMask}) {
      const TermId id = MakeTermId(kind, serial);
      EXPECT_EQ(KindOf(id), kind);
      EXPECT_EQ(SerialOf(id), serial);
      EXPECT_FALSE(IsInline(id));
    }
  }
}

TEST(TermIdTest, NumbersRoundTrip) {
  constexpr int64_t kLimit = int64_t{1} << 54;
  for (const Decimal number :
       {Decimal{0, 0}, Decimal{1, 0}, Decimal{-1, 0}, Decimal{314, 2},
        Decimal{-271828, 5}, Decimal{2000, 0}, Decimal{kLimit - 1, 0},
        Decimal{-kLimit, 0}, Decimal{1, 15}}) {
    const std::optional<TermId> id = InlineNumber(number, kNumber);
    ASSERT_TRUE(id.has_value()) << number.mantissa << " " << number.scale;
    EXPECT_TRUE(IsInline(*id));
    EXPECT_EQ(KindOf(*id), kNumber);
    EXPECT_EQ(NumberOf(*id), number);
  }
}

TEST(TermIdTest, EqualNumbersAreOneTerm) {
  EXPECT_EQ(InlineNumber({250, 2}, kNumber), InlineNumber({25, 1}, kNumber));
  EXPECT_EQ(InlineNumber({100, 2}, kNumber), InlineNumber({1, 0}, kNumber));
  EXPECT_EQ(InlineNumber({0, 9}, kNumber), InlineNumber({0, 0}, kNumber));
}

TEST(TermIdTest, NumbersThatDoNotFitAreRefused) {
  constexpr int64_t kLimit = int64_t{1} << 54;
  for (const Decimal number :
       {Decimal{kLimit, 0}, Decimal{-kLimit - 1, 0}, Decimal{INT64_MAX, 0},
        Decimal{INT64_MIN, 0}, Decimal{1, 16}, Decimal{1, -1}}) {
    EXPECT_EQ(InlineNumber(number, kNumber), std::nullopt)
        << number.mantissa << " " << number.scale;
  }
}

TEST(TermIdTest, NumbersOfOneScaleAreInOrder) {
  TermId last = kNoTerm;
  for (const int64_t n : {-1000000, -12, -1, 0, 1, 2, 9, 10, 11, 1000000}) {
    const TermId id = *InlineNumber({n, 0}, kNumber);
    EXPECT_LT(last, id) << n;
    last = id;
  }
}

TEST(TermIdTest, DatesRoundTripInOrder) {
  TermId last = kNoTerm;
  constexpr int64_t kLimit = int64_t{1} << 28;
  for (const DayRange range :
       {DayRange{-kLimit, 1}, DayRange{-719162, 1}, DayRange{-1, 1},
        DayRange{0, 1}, DayRange{0, 31}, DayRange{0, 365}, DayRange{20000, 1},
        DayRange{20000, kLimit}, DayRange{kLimit - 1, 1}}) {
    const std::optional<TermId> id = InlineDate(range, kDate);
    ASSERT_TRUE(id.has_value());
    EXPECT_TRUE(IsInline(*id));
    EXPECT_EQ(KindOf(*id), kDate);
    EXPECT_EQ(DateOf(*id), range);
    EXPECT_LT(last, *id);
    last = *id;
  }
}

TEST(TermIdTest, DatesThatDoNotFitAreRefused) {
  constexpr int64_t kLimit = int64_t{1} << 28;
  for (const DayRange range :
       {DayRange{kLimit, 1}, DayRange{-kLimit - 1, 1}, DayRange{0, 0},
        DayRange{0, -5}, DayRange{0, kLimit + 1}, DayRange{INT64_MAX, 1},
        DayRange{0, INT64_MAX}}) {
    EXPECT_EQ(InlineDate(range, kDate), std::nullopt);
  }
}

}  // namespace
}  // namespace tercet::storage
