#include "ingest/dateline.h"

#include <gtest/gtest.h>

namespace tercet::text {
namespace {

struct Case {
  const char* text;
  const char* place;  // empty: no dateline
  const char* date;
  const char* rest;  // what follows it
};

constexpr Case kCases[] = {
    {"LISBON (AP) — The mayor resigned.", "LISBON", "", "The mayor resigned."},
    {"OSLO, March 4 — Shares fell.", "OSLO", "March 4", "Shares fell."},
    {"PORT HOPE, Ontario – A fire.", "PORT HOPE", "", "A fire."},
    {"Fire destroys mill\n\nMILLBURY — The mill burnt.", "MILLBURY", "",
     "The mill burnt."},
    {"The plan — if it is one — failed.", "", "", ""},
    {"NASA scientists — and others — agree.", "", "", ""},
    {"Well-known firms closed.", "", "", ""},
    {"", "", "", ""},
};

TEST(DatelineTest, FindsPlaceAndDate) {
  for (const Case& c : kCases) {
    const std::optional<Dateline> found = FindDateline(c.text);
    if (std::string(c.place).empty()) {
      EXPECT_FALSE(found) << c.text;
      continue;
    }
    ASSERT_TRUE(found) << c.text;
    EXPECT_EQ(found->place, c.place);
    EXPECT_EQ(found->date, c.date);
    EXPECT_EQ(std::string(c.text).substr(found->span.end), c.rest);
  }
}

}  // namespace
}  // namespace tercet::text
