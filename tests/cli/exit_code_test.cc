// Every way the program may end, and what it says then: bad input, a graph
// that is locked, time that runs out.

#include "cli/exit_code.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "tercet/graph.h"
#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

using cli::kDone;
using cli::kFailed;
using cli::kLocked;
using cli::kQuerySyntax;
using cli::kTimeLimit;
using cli::kUsage;

class ExitCodeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = new Workplace;
    place_->Write("a.txt",
                  "Ana Silva visited Portugal. Ana Silva met Bruno Costa.\n");
    const Ran ran = place_->Run("--db g ingest a.txt");
    ASSERT_EQ(ran.exit_code, kDone) << ran.err;
  }
  static void TearDownTestSuite() { delete place_; }

  // The program ends so and says so; it never says so on standard output.
  static void Expect(const std::string& words, cli::ExitCode exit_code,
                     const std::string& err) {
    const Ran ran = place_->Run(words);
    EXPECT_EQ(ran.exit_code, exit_code) << words << "\n" << ran.err;
    EXPECT_NE(ran.err.find(err), std::string::npos) << words << "\n" << ran.err;
    EXPECT_EQ(ran.out, "") << words;
  }

  static Workplace* place_;
};

Workplace* ExitCodeTest::place_ = nullptr;

TEST_F(ExitCodeTest, MissingModel) {
  for (const char* verb : {"extract a.txt", "--db new ingest a.txt",
                           "extract --format conllu a.txt"}) {
    Expect(std::string("--data nowhere ") + verb, kFailed,
           "cannot open the model nowhere/model/english.model");
  }
  EXPECT_FALSE(std::filesystem::exists(place_->folder() / "new"));
}

TEST_F(ExitCodeTest, MalformedQueries) {
  place_->Write("deep", std::string(100'000, '('));
  place_->Write("utf8", "Ana\xFF -visits-> ?\n");
  place_->Write("empty", "");
  place_->Write("long", std::string(50 << 20, 'x') + "\n");
  struct Case {
    const char* words;
    const char* err;
  };
  const Case kCases[] = {
      {"query 'Ana -visits'", "line 1, column 12: expected '->' or '-'"},
      {"query 'Ana Silva -visits-> ?x return ?y'", "?y"},
      {"query -- '-> ?x'", "line 1, column 1: "},
      {"query '\"Ana'", "line 1, column 5: expected a closing '\"'"},
      {"query ''", "line 1, column 1: "},
      {"query - <deep", "line 1, column "},
      {"query - <utf8", "line 1, column 4: invalid UTF-8: byte 0xff"},
      {"query - <empty", "line 1, column 1: "},
      {"query - <long", "52428801 bytes long; at most 1048576"},
      {"shell <utf8", "line 1, column 4: invalid UTF-8: byte 0xff"},
      {"shell <long", "line 1 is longer than 1048576 bytes"},
  };
  for (const Case& c : kCases) {
    Expect(std::string("--db g ") + c.words, kQuerySyntax, c.err);
  }
}

TEST_F(ExitCodeTest, InputsThatAreNoTexts) {
  place_->Write("empty.txt", "");
  place_->Write("long.txt", std::string(50 << 20, 'x'));
  place_->Write("long.jsonl", "{\"text\":\"" + std::string(50 << 20, 'x'));
  place_->Write("cut.jsonl", "{\"id\":\"a\",\"text\":\"Ana sings");
  struct Case {
    const char* file;
    cli::ExitCode exit_code;
    const char* err;
  };
  const Case kCases[] = {
      {"empty.txt", kDone, "empty.txt: no text; skipped"},
      {"long.txt", kFailed, "long.txt: more than 16777216 bytes"},
      {"long.jsonl", kFailed, "long.jsonl:1:52428810: not JSON"},
      {"cut.jsonl", kFailed, "cut.jsonl:1:28: not JSON"},
      {"gone.txt", kFailed, "gone.txt: no such file"},
  };
  for (const Case& c : kCases) {
    Expect(std::string("--db other ingest ") + c.file, c.exit_code, c.err);
  }
}

TEST_F(ExitCodeTest, InvalidUtf8IsReplacedAndNamed) {
  place_->Write("latin.txt", "Ana Silva visited Mexico.\nShe met Jos\xE9.\n");
  const Ran ran = place_->Run("--db latin ingest latin.txt");
  EXPECT_EQ(ran.exit_code, kDone);
  EXPECT_NE(ran.err.find("latin.txt:2:12: not UTF-8"), std::string::npos)
      << ran.err;
  EXPECT_EQ(place_->Run("--db latin check").exit_code, kDone);
}

TEST_F(ExitCodeTest, WrongWords) {
  Expect("--db g forget", kUsage, "DOCUMENT is required");
  Expect("--db g query", kUsage, "QUERY is required");
  Expect("--db g ask x", kUsage,
         "tercet: there is no verb 'ask'\n'tercet --help' explains.\n");
  Expect("quer x", kUsage, "no verb 'quer'; did you mean 'query'?");
  Expect("--bogus", kUsage, "there is no option --bogus");
  // Not that the question is missing as well.
  Expect("query --bogus", kUsage, "there is no option --bogus");
  Expect("--db g stats --format xml", kUsage,
         "tercet: --format: xml not in {text,json}\n"
         "'tercet stats --help' explains.\n");
  Expect("--db g export --format xml", kUsage, "xml");
  Expect("--db g query --timeout -1 x", kUsage,
         "tercet: --timeout: -1 is no number of seconds\n");
  Expect("--db g query --max-rows many x", kUsage, "many");
  Expect("--db g shell --bogus", kUsage, "--bogus");
  Expect("--db g check now", kUsage, "now");
  Expect("ingest --threads none a.txt", kUsage, "none");
}

// Some 10^18 rows, counted one by one.
TEST_F(ExitCodeTest, TimeLimit) {
  std::string query = "?a0 -> ?b0";
  for (int i = 1; i < 60; ++i) {
    const std::string n = std::to_string(i);
    query += ", ?a" + n + " -> ?b" + n;
  }
  query += " return count(*)";
  Expect("--db g query --timeout 0.1 '" + query + "'", kTimeLimit,
         "the query reached its time limit of 100 ms after looking at ");
  place_->Write("slow", ".timeout 0.1\n" + query + "\n");
  const Ran ran = place_->Run("--db g shell <slow");
  EXPECT_EQ(ran.exit_code, kTimeLimit) << ran.err;
}

TEST_F(ExitCodeTest, LockedGraph) {
  const auto open = Graph::Open((place_->folder() / "g").string());
  ASSERT_TRUE(open.ok()) << open.status();
  place_->Write("facts.csv", "subject,relation,object\nAna,visits,Oslo\n");
  for (const char* words : {"ingest a.txt", "forget a", "compact", "backup b",
                            "import facts.csv", "rebuild"}) {
    Expect(std::string("--db g ") + words, kLocked,
           "opening g: the graph is locked: another process has it open");
  }
  EXPECT_FALSE(std::filesystem::exists(place_->folder() / "b"));
  // Who only reads waits for nobody.
  for (const char* words : {"shell </dev/null", "check", "stats", "export",
                            "query 'Ana Silva -visits-> ?'"}) {
    const Ran ran = place_->Run(std::string("--db g ") + words);
    EXPECT_EQ(ran.exit_code, kDone) << words << "\n" << ran.err;
  }
}

}  // namespace
}  // namespace tercet::tests
