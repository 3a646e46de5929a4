#include "query/parser.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/query/case_file.h"

namespace tercet::query::syntax {
namespace {

std::string DumpOf(const std::string& text) {
  absl::StatusOr<Statement> statement = Parse(text);
  if (statement.ok()) return Dump(*statement);
  return std::string(IsIncomplete(statement.status()) ? "incomplete: "
                                                      : "error: ") +
         std::string(statement.status().message());
}

std::string Repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(ParserTest, ReadsQueries) { CheckCases("parser.cases", DumpOf); }

TEST(ParserTest, ReportsErrors) { CheckCases("parser_errors.cases", DumpOf); }

TEST(ParserTest, LimitsDepth) {
  const struct {
    const char* name;
    std::string query;
    bool ok;
  } cases[] = {
      {"path brackets within the limit",
       absl::StrCat("a -", Repeat("(", 100), "r", Repeat(")", 100), "-> b"),
       true},
      {"path brackets beyond it",
       absl::StrCat("a -", Repeat("(", 101), "r", Repeat(")", 101), "-> b"),
       false},
      {"a hundred thousand path brackets",
       absl::StrCat("a -", Repeat("(", 100000)), false},
      {"condition brackets",
       absl::StrCat("a -r-> ?b where ", Repeat("(", 101), "?b",
                    Repeat(")", 101)),
       false},
      {"not not not",
       absl::StrCat("a -r-> ?b where ", Repeat("not ", 101), "?b"), false},
  };
  for (const auto& test : cases) {
    absl::StatusOr<Statement> statement = Parse(test.query);
    EXPECT_EQ(statement.ok(), test.ok) << test.name;
    if (!test.ok) {
      EXPECT_NE(statement.status().message().find("nested too deep"),
                std::string::npos)
          << test.name << ": " << statement.status();
      EXPECT_FALSE(IsIncomplete(statement.status())) << test.name;
    }
  }
}

TEST(ParserTest, RefusesAMillionBracketsAndMegabytes) {
  for (const std::string mark : {"(", "[", "{", "not ", "a -", "\"", "?"}) {
    for (const char* start : {"", "a -", "a -b-> ?c where "}) {
      std::string text = start;
      text += Repeat(mark, 1000000 / static_cast<int>(mark.size()));
      EXPECT_FALSE(Parse(text).ok());
    }
  }
  EXPECT_EQ(Parse(std::string(2 << 20, 'a')).status().message(),
            "the query is 2097152 bytes long; at most 1048576 are read");
}

TEST(ParserTest, ReadsLongQueries) {
  EXPECT_TRUE(Parse(absl::StrCat("a", Repeat(" -b-> c", 10000))).ok());
  EXPECT_TRUE(Parse(absl::StrCat("a -", Repeat("b|", 10000), "b-> c")).ok());
  EXPECT_TRUE(Parse(absl::StrCat("a -b-> ?c where ?c = d",
                                 Repeat(" and ?c = d", 10000)))
                  .ok());
}

TEST(ParserTest, RefusesInvalidUtf8WhereItStands) {
  EXPECT_EQ(Parse("Lee -meets-> \xC3(").status().message(),
            "line 1, column 14: invalid UTF-8: byte 0xc3\n"
            "  Lee -meets-> \n"
            "               ^");
  EXPECT_EQ(Parse("Lee\n\x80").status().message(),
            "line 2, column 1: invalid UTF-8: byte 0x80\n"
            "  \n"
            "  ^");
}

TEST(ParserTest, RefusesControlCharacters) {
  EXPECT_EQ(Parse(std::string("Lee \0 Xi", 8)).status().message(),
            "line 1, column 5: expected an edge such as '-meets->', a clause "
            "such as 'where' or 'return' or the end of the query, but found a "
            "control character\n"
            "  Lee ? Xi\n"
            "      ^");
}

// Random pieces of the language in random order: most are errors, none may
// crash, and an error always has a place.
TEST(ParserTest, SurvivesRandomText) {
  const std::string pieces[] = {
      "Lee",       "?x",     "?",         " ",     "-",         "->",
      "<-",        "–",      "\"",        "(",     ")",         "[",
      "]",         "{",      "}",         "|",     "/",         "^",
      "!",         "~",      "*",         "+",     ",",         "where ",
      "return ",   "not ",   "=",         "1",     "2026-01",   "$2.1bn",
      "@a",        "..",     "and ",      "count", "習",        "\xFF",
      "order by ", "limit ", "describe ", "why ",  "shortest ", ";",
      "//",        "\n",     ".",         ":",     "optional "};
  std::mt19937 random(7);
  int parsed = 0;
  for (int i = 0; i < 30000; ++i) {
    std::string text;
    const int length = static_cast<int>(random() % 12);
    for (int j = 0; j < length; ++j) {
      text += pieces[random() % std::size(pieces)];
    }
    absl::StatusOr<Statement> statement = Parse(text);
    if (statement.ok()) {
      ++parsed;
      EXPECT_FALSE(Dump(*statement).empty());
    } else {
      EXPECT_EQ(statement.status().message().find("line "), 0u) << text;
    }
  }
  EXPECT_GT(parsed, 100);
}

}  // namespace
}  // namespace tercet::query::syntax
