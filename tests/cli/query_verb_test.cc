// `query` and `shell` through the built program, the prompt as a pipe.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

constexpr char kNews[] =
    "Ana Silva visited Portugal on Monday. Silva met Bruno Costa in Lisbon.\n";

TEST(QueryVerbTest, SaysWhatIsWrong) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  struct Case {
    const char* words;
    int exit_code;
    const char* err;  // a part of standard error
  };
  const Case kCases[] = {
      {"--db none query '? -meets-> ?'", 1, "none"},
      {"--db none </dev/null", 1, "ingest FILE"},
      {"--db none shell </dev/null", 1, "ingest FILE"},
      {"query 'Ana -meets'", 3, "^"},
      {"query 'Ana -meets-> ?' --format xml", 2, "xml"},
      {"query --param x 'Ana -meets-> ?x'", 2, "not NAME=VALUE"},
      {"query", 2, "QUERY is required"},
      {"--db g query 'Ana Silva -visitz-> ?'", 1, "visits"},
      {"--db g query --max-rows 1 '? -?r-> ?x return ?r, ?x'", 1, "row"},
  };
  for (const Case& c : kCases) {
    const Ran ran = place.Run(c.words);
    EXPECT_EQ(ran.exit_code, c.exit_code) << c.words << "\n" << ran.err;
    EXPECT_NE(ran.err.find(c.err), std::string::npos) << c.words << "\n"
                                                      << ran.err;
  }
  EXPECT_FALSE(std::filesystem::exists(place.folder() / "none"));
}

TEST(QueryVerbTest, AnswersAndCites) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  Ran ran = place.Run("--db g query --format tsv 'Ana Silva -visits-> ?where'");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Portugal"), std::string::npos) << ran.out;
  ran = place.Run("--db g query 'why Ana Silva -visits-> Portugal'");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Ana Silva visited Portugal on Monday."),
            std::string::npos)
      << ran.out;
  for (const char* format :
       {"table", "csv", "tsv", "json", "jsonl", "markdown", "dot"}) {
    ran = place.Run(std::string("--db g query --format ") + format +
                    " '?who -visits-> ?where'");
    EXPECT_EQ(ran.exit_code, 0) << format << ran.err;
    EXPECT_NE(ran.out.find("Portugal"), std::string::npos) << ran.out;
  }
}

TEST(QueryVerbTest, AnswersStatementsFromAPipe) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  place.Write("q", "Ana Silva -visits->\n?where\n\n.docs\n.quit\n.bogus\n");
  const Ran ran = place.Run("--db g <q");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Portugal"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("a\t\t\t2\t"), std::string::npos) << ran.out;
  place.Write("q", ".bogus\n.stats\n.source a 2\n");
  const Ran wrong = place.Run("--db g shell <q");
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_NE(wrong.err.find("no command .bogus"), std::string::npos);
  EXPECT_NE(wrong.out.find("documents"), std::string::npos);
  EXPECT_NE(wrong.out.find("Silva met Bruno Costa in Lisbon."),
            std::string::npos);
}

}  // namespace
}  // namespace tercet::tests
