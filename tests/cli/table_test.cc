#include "cli/table.h"

#include <gtest/gtest.h>

#include <clocale>
#include <string>

#include "cli/terminal.h"

namespace tercet::cli {
namespace {

class TableTest : public ::testing::Test {
 protected:
  TableTest() { std::setlocale(LC_CTYPE, "C.UTF-8"); }
};

TEST_F(TableTest, AlignsByWhatAReaderSees) {
  Table table({"who", "what"});
  table.AddRow({"Zo\u00eb", "sings"});
  table.AddRow({"\u674e\u660e", "leaves\tin\na hurry"});
  EXPECT_EQ(table.ToString(80),
            "who   what\n"
            "\u2500\u2500\u2500\u2500  "
            "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
            "\u2500\u2500\u2500\u2500\u2500\u2500\n"
            "Zo\u00eb   sings\n"
            "\u674e\u660e  leaves in a hurry\n");
}

TEST_F(TableTest, BreaksWideCellsAndCutsNothing) {
  Table table({"a", "b"});
  table.AddRow({"one two three four five", "x"});
  EXPECT_EQ(table.ToString(14),
            "a            b\n"
            "\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500\u2500"
            "\u2500  \u2500\n"
            "one two      x\n"
            "three four\n"
            "five\n");
}

TEST_F(TableTest, WrapsAtBlanks) {
  struct Case {
    std::string input;
    int width;
    std::string want;
  };
  const Case kCases[] = {
      {"", 5, ""},
      {"abc", 5, "abc"},
      {"abc def", 5, "abc\ndef"},
      {"abcdefgh", 5, "abcde\nfgh"},
      {"a bcdefghi", 5, "a\nbcdef\nghi"},
      {"\u674e\u660e\u674e", 4, "\u674e\u660e\n\u674e"},
      {"caf\xE9 x", 5, "caf\xE9\nx"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Wrapped(c.input, c.width), c.want) << c.input;
  }
}

}  // namespace
}  // namespace tercet::cli
