#include "tercet/value.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace tercet {
namespace {

TEST(ValueTest, DaysGoThereAndBack) {
  EXPECT_EQ(DaysOf(1970, 1, 1), 0);
  EXPECT_EQ(DaysOf(2000, 3, 1), 11017);
  EXPECT_EQ(DaysOf(1969, 12, 31), -1);
  for (int64_t days = -800000; days < 800000; days += 13) {
    const CivilDate date = CivilDateOf(days);
    ASSERT_EQ(DaysOf(date.year, date.month, date.day), days);
  }
}

// Each is the shortest text of its interval, so it comes back as it was.
TEST(ValueTest, ParsesAndFormatsDates) {
  struct Case {
    std::string_view text;
    int64_t from, minutes;
  };
  const Case kCases[] = {
      {"1970", 0, 365 * kMinutesPerDay},
      {"1972-02", 761 * kMinutesPerDay, 29 * kMinutesPerDay},
      {"1970-01-02", kMinutesPerDay, kMinutesPerDay},
      {"1969-12-31", -kMinutesPerDay, kMinutesPerDay},
      {"1970-01-01T00:01", 1, 1},
      {"1970-01-01T10:30..1970-01-01T10:59", 630, 30},
      {"1970-01-02..1970-01-04", kMinutesPerDay, 3 * kMinutesPerDay},
  };
  for (const Case& c : kCases) {
    const std::optional<DateInterval> interval = ParseDate(c.text);
    ASSERT_TRUE(interval.has_value()) << c.text;
    EXPECT_EQ(interval->from, c.from) << c.text;
    EXPECT_EQ(interval->to - interval->from, c.minutes) << c.text;
    EXPECT_EQ(FormatDate(*interval), c.text);
  }
  EXPECT_EQ(FormatDate(*ParseDate("2026-01..2026-12")), "2026");
}

TEST(ValueTest, RefusesWhatIsNoDate) {
  for (const std::string_view text :
       {"", "26", "2026-13", "2026-00", "2026-02-29", "2026-1-1",
        "2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01 10:30",
        "2026-01-01Z", "2026..", "2026..2025", "Tuesday", "20a6",
        "2026-01-02..2026-01-01..2026"}) {
    EXPECT_FALSE(ParseDate(text).has_value()) << text;
  }
}

TEST(ValueTest, IntervalsOverlapAndContain) {
  const DateInterval day = *ParseDate("2026-01-04");
  const DateInterval month = *ParseDate("2026-01");
  const DateInterval next = *ParseDate("2026-01-05");
  EXPECT_TRUE(day.Overlaps(month));
  EXPECT_TRUE(month.Contains(day));
  EXPECT_FALSE(day.Contains(month));
  EXPECT_FALSE(day.Overlaps(next));
}

TEST(ValueTest, ParsesQuantities) {
  struct Case {
    std::string_view text;
    std::optional<Quantity> want;
  };
  const Case kCases[] = {
      {"12", Quantity{12, ""}},
      {"1,250", Quantity{1250, ""}},
      {"1,25", Quantity{1, ",25"}},
      {"-3.5", Quantity{-3.5, ""}},
      {"$2.3 billion", Quantity{2.3e9, "$"}},
      {"US$40", Quantity{40, "$"}},
      {"$2.5bn", Quantity{2.5e9, "$"}},
      {"$2.1m", Quantity{2.1e6, "$"}},
      {"\u00a33b", Quantity{3e9, "\u00a3"}},
      {"2.1m", Quantity{2.1, "m"}},
      {"\u20ac5k", Quantity{5000, "\u20ac"}},
      {"350 km", Quantity{350, "km"}},
      {"350km", Quantity{350, "km"}},
      {"5%", Quantity{5, "%"}},
      {"5 percent", Quantity{5, "%"}},
      {"20 million tonnes", Quantity{2e7, "tonnes"}},
      {"", std::nullopt},
      {"some", std::nullopt},
      {"$", std::nullopt},
      {".5", std::nullopt},
  };
  for (const Case& c : kCases) {
    const std::optional<Quantity> got = ParseQuantity(c.text);
    ASSERT_EQ(got.has_value(), c.want.has_value()) << c.text;
    if (!got) continue;
    EXPECT_DOUBLE_EQ(got->value, c.want->value) << c.text;
    EXPECT_EQ(got->unit, c.want->unit) << c.text;
  }
}

}  // namespace
}  // namespace tercet
