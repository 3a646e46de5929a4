#include "query/table.h"

#include <gtest/gtest.h>

namespace tercet::query {
namespace {

TEST(TableTest, AlignsByWhatAReaderSees) {
  Table table({"who", "what"});
  table.AddRow({"Zoë", "sings"});
  table.AddRow({"李明", "leaves\tin\n\na hurry"});
  EXPECT_EQ(table.Text(),
            "who   what\n"
            "----  -----------------\n"
            "Zoë   sings\n"
            "李明  leaves in a hurry\n");
}

TEST(TableTest, BreaksWideCellsAndCutsNothing) {
  Table table({"a", "b"});
  table.AddRow({"one two three four five", "x"});
  table.Fit(14);
  EXPECT_EQ(table.Text(),
            "a            b\n"
            "-----------  -\n"
            "one two      x\n"
            "three four\n"
            "five\n");
}

TEST(TableTest, ColumnsWithoutAHeadHaveNoRule) {
  Table table({"a", ""});
  table.AddRow({"one", "[planned]"});
  EXPECT_EQ(table.Head(), "a\n---\n");
  EXPECT_EQ(table.Row(0), "one  [planned]\n");
}

// Eight columns are the least; a terminal that is narrower breaks the line.
TEST(TableTest, NeverNarrowerThanEight) {
  Table table({"a"});
  table.AddRow({"one two three"});
  table.Fit(3);
  EXPECT_EQ(table.Text(),
            "a\n"
            "--------\n"
            "one two\n"
            "three\n");
}

}  // namespace
}  // namespace tercet::query
