#include "ingest/dates.h"

#include <gtest/gtest.h>

namespace tercet::text {
namespace {

std::string Shown(const std::optional<DayRange>& range) {
  if (!range) return "none";
  return DayText(range->first) + " " + DayText(range->last);
}

struct Case {
  const char* text;
  bool future;
  const char* want;
};

// The document's day, 2024-03-06, is a Wednesday.
constexpr Case kCases[] = {
    {"on Tuesday", false, "2024-03-05 2024-03-05"},
    {"on Tuesday", true, "2024-03-12 2024-03-12"},
    {"on Friday", true, "2024-03-08 2024-03-08"},
    {"Wednesday", false, "2024-03-06 2024-03-06"},
    {"last Friday", true, "2024-03-01 2024-03-01"},
    {"last week", false, "2024-02-26 2024-03-03"},
    {"next month", false, "2024-04-01 2024-04-30"},
    {"this year", false, "2024-01-01 2024-12-31"},
    {"two years ago", false, "2022-01-01 2022-12-31"},
    {"yesterday", false, "2024-03-05 2024-03-05"},
    {"in December", false, "2023-12-01 2023-12-31"},
    {"in December", true, "2024-12-01 2024-12-31"},
    {"in February", true, "2025-02-01 2025-02-28"},
    {"until June 30", true, "2024-06-30 2024-06-30"},
    {"on Feb. 2, 1936", false, "1936-02-02 1936-02-02"},
    {"on 2 February 1936", false, "1936-02-02 1936-02-02"},
    {"in 1958", false, "1958-01-01 1958-12-31"},
    {"between 1970 and 2005", false, "1970-01-01 2005-12-31"},
    {"in the 1990s", false, "1990-01-01 1999-12-31"},
    {"on February 30", false, "none"},
    {"after the storm", false, "none"},
    {"", false, "none"},
};

TEST(DatesTest, ResolvesAgainstTheDocumentsDay) {
  const std::optional<int32_t> day = ParseDay("2024-03-06");
  ASSERT_TRUE(day);
  for (const Case& c : kCases) {
    EXPECT_EQ(Shown(ResolveTime(c.text, day, c.future)), c.want) << c.text;
  }
}

TEST(DatesTest, WithoutADayOnlyAbsoluteExpressionsResolve) {
  EXPECT_EQ(Shown(ResolveTime("on Tuesday", std::nullopt, false)), "none");
  EXPECT_EQ(Shown(ResolveTime("in March", std::nullopt, false)), "none");
  EXPECT_EQ(Shown(ResolveTime("in March 1999", std::nullopt, false)),
            "1999-03-01 1999-03-31");
}

TEST(DatesTest, DayNumbersRoundTrip) {
  for (const char* text : {"1970-01-01", "2000-02-29", "1600-12-31",
                           "2026-11-24", "0001-01-01"}) {
    const std::optional<int32_t> day = ParseDay(text);
    ASSERT_TRUE(day) << text;
    EXPECT_EQ(DayText(*day), text);
  }
  EXPECT_EQ(DayNumber(1970, 1, 1), 0);
  EXPECT_FALSE(ParseDay("2023-02-29"));
  EXPECT_FALSE(ParseDay("soon"));
}

TEST(DatesTest, TellsTimeExpressions) {
  for (const char* text : {"on Tuesday", "in 1960", "last week", "in May",
                           "two years later", "that night"}) {
    EXPECT_TRUE(IsTimeExpression(text)) << text;
  }
  for (const char* text : {"in Lisbon", "with care", "may", "20 companies"}) {
    EXPECT_FALSE(IsTimeExpression(text)) << text;
  }
}

}  // namespace
}  // namespace tercet::text
