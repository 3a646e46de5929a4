// Every verb that the program has, with every option, every format and every
// way to end.  The list of verbs and of their options is the program's own, so
// that a new one without cases fails here.

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tercet/graph.h"
#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

constexpr char kLocked[] = "the graph is locked: another process has it open";
constexpr char kNone[] =
    "there is no graph at none; 'tercet ingest FILE' makes";

struct Case {
  const char* verb;
  const char* words;  // behind the verb
  int exit_code;
  const char* shows;  // a part of what it writes, to whichever output
};

// Those of code 5 run while somebody writes to the graph.  Each runs on a
// fresh copy of the same graph.
constexpr Case kCases[] = {
    {"extract", "a.txt", 0, "Ana Silva  visits"},
    {"extract", "--format table a.txt", 0, "Ana Silva  visits"},
    {"extract", "--format jsonl a.txt", 0, "\"relation\":\"visits\""},
    {"extract", "--format openie --lines a.txt", 0,
     "\tvisited\tAna Silva\tPortugal"},
    {"extract", "--format conllu a.txt", 0, "1\tAna\tAna\tPROPN"},
    {"extract", "--format conllu --pretokenized a.conllu", 0, "1\tBo\t"},
    {"extract", "--format jsonl --as markdown --id x a.txt", 0,
     "\"document\":\"x\""},
    {"extract", "--format jsonl --date 2026-01-07 a.txt", 0, "\"2026-01-05\""},
    {"extract", "--max-mb 1 big.txt", 1, "big.txt: more than 1048576 bytes"},
    {"extract", "none.txt", 1, "none.txt: no such file"},
    {"extract", "--date soon a.txt", 2,
     "--date: soon is no date as 2026-01-03"},
    {"extract", "--as pdf a.txt", 2, "--as: pdf not in"},
    {"extract", "", 2, "FILE is required"},
    {"ingest", "b.txt", 0, "db: 1 document added, 0 replaced, 0 unchanged"},
    {"ingest", "a.txt", 0, "db: 0 documents added, 0 replaced, 1 unchanged"},
    {"ingest", "-v --sync --threads 1 b.txt", 0, "added\tb\t1 sentence, "},
    {"ingest", "--as text --id x --date 2026-01-07 b.txt", 0,
     "1 document added"},
    {"ingest", "--dry-run a.txt b.txt", 0, "unchanged\ta\nadded\tb\n"},
    {"ingest", "--max-mb 1 big.txt", 1, "big.txt: more than 1048576 bytes"},
    {"ingest", "b.txt zero.txt", 1,
     "1 document added, 0 replaced, 0 unchanged, 1"},
    {"ingest", "''", 1, "the name of a file is empty"},
    {"ingest", "--threads 0 b.txt", 2, "--threads: "},
    {"ingest", "b.txt", 5, kLocked},
    {"import", "rows.csv", 0, "rows.csv: 1 statement, 1 document, 0 unchanged"},
    {"import", "--format csv - <rows.csv", 0, "-: 1 statement"},
    {"import", "--format jsonl rows.jsonl", 0, "rows.jsonl: 1 statement"},
    {"import", "--format turtle rows.ttl", 0,
     "rows.ttl: 1 statement, 1 fact, 1 new"},
    {"import", "--format ntriples rows.ttl --memory 1GB --threads 1 --id x", 0,
     "rows.ttl: 1 statement, 1 fact, 1 new"},
    {"import", "--dry-run rows.csv", 0, "added\trows\n"},
    {"import", "rows.csv bad.csv", 1, "bad.csv:1: the header names no column"},
    {"import", "none.nt", 1, "none.nt"},
    {"import", "b.txt", 2, "b.txt: is it ntriples, turtle, csv or jsonl?"},
    {"import", "--memory much rows.csv", 2, "--memory: "},
    {"import", "rows.csv", 5, kLocked},
    {"query", "'Ana Silva -visits-> ?x'", 0, "Portugal\n(1 row)\n"},
    {"query", "--format table 'Ana Silva -visits-> ?x'", 0,
     "Portugal\n(1 row)\n"},
    {"query", "--format csv 'Ana Silva -visits-> ?x'", 0,
     "x,status\nPortugal,"},
    {"query", "--format tsv 'Ana Silva -visits-> ?x'", 0,
     "x\tstatus\nPortugal\t"},
    {"query", "--format json 'Ana Silva -visits-> ?x'", 0, "\"bindings\""},
    {"query", "--format jsonl 'Ana Silva -visits-> ?x'", 0, "{\"x\":"},
    {"query", "--format markdown 'Ana Silva -visits-> ?x'", 0, "| Portugal |"},
    {"query", "--format dot 'Ana Silva -visits-> ?x'", 0, "digraph"},
    {"query", "--param x=Portugal 'Ana Silva -?e-> ?x return ?e.rel'", 0,
     "visits"},
    {"query", "--timeout 9 --strict-names - <question", 0, "Portugal"},
    {"query", "--max-rows 1 '? -?r-> ?x return ?r, ?x'", 1, "more than 1 row"},
    {"query", "Nobody", 1, "no one and nothing is called 'Nobody'"},
    {"query", "Ana Silva", 2, "more than one question; put quotes around one"},
    {"query", "--param x 'Ana Silva -visits-> ?x'", 2, "not NAME=VALUE"},
    {"query", "'Ana Silva -visits'", 3, "line 1, column 18: expected"},
    {"query", "--timeout 0.1 - <endless", 4, "its time limit of 100 ms"},
    {"shell", "<question", 0, "Portugal"},
    {"shell", "--db none <question", 1, kNone},
    {"shell", "now", 2, "'now' is one word too many"},
    {"shell", "<wrong", 3, "expected a relation, '->' or '-'"},
    {"shell", "<slow", 4, "its time limit of 100 ms"},
    {"shell", "<forgetting", 5, kLocked},
    {"stats", "", 0, "documents"},
    {"stats", "--format text", 0, "documents"},
    {"stats", "--format json", 0, "{\"documents\":1,"},
    {"stats", "--db none", 1, kNone},
    {"stats", "--format xml", 2, "--format: xml not in {text,json}"},
    {"forget", "a", 0, "forgot a: 2 statements"},
    {"forget", "--dry-run a", 0, "would forget a: 2 statements"},
    {"forget", "a.txt", 1, "no document 'a.txt'\ndid you mean 'a'?"},
    {"forget", "", 2, "DOCUMENT is required"},
    {"forget", "a", 5, kLocked},
    {"check", "", 0, "sound: 2 facts, 2 statements, 1 document"},
    {"check", "--db a.txt", 1, "a.txt is a file, and a graph is a folder"},
    {"check", "now", 2, "'now' is one word too many"},
    {"rebuild", "", 0, "db: rebuilt from 1 document; the old graph is db.old"},
    {"rebuild", "--anew --threads 1 --as text --id x --date 2026-01-07 b.txt",
     0, "rebuilt from 1 document"},
    {"rebuild", "--dry-run", 0, "extracted\ta\n"},
    {"rebuild", "--max-mb 1 big.txt", 1, "the graph is as it was"},
    {"rebuild", "--threads none", 2, "--threads: "},
    {"rebuild", "", 5, kLocked},
    {"compact", "", 0, " MB before, "},
    {"compact", "--db none", 1, kNone},
    {"compact", "now", 2, "'now' is one word too many"},
    {"compact", "", 5, kLocked},
    {"backup", "backups --keep 2", 0, "backed up db to backups"},
    {"backup", "a.txt", 1, "a.txt"},
    {"backup", "", 2, "FOLDER is required"},
    {"backup", "backups", 5, kLocked},
    {"restore", "--db restored kept", 0, "restored restored from kept"},
    {"restore", "kept", 1, "db is there already: restore to a new folder"},
    {"restore", "--db restored none", 1, "there is no backup at none"},
    {"restore", "", 2, "FOLDER is required"},
    {"export", "", 0, "{\"document\":\"a\",\"sentence\":1,"},
    {"export", "--format jsonl", 0, "{\"document\":\"a\",\"sentence\":1,"},
    {"export", "--format csv", 0, "subject,relation,object,"},
    {"export", "--format ntriples", 0, "<urn:tercet:relation/visits>"},
    {"export", "--format turtle", 0, "a rdf:Statement"},
    {"export", "--format graphml --output /dev/stdout", 0, "<graphml"},
    {"export", "--format dot", 0, "digraph"},
    {"export", "-o none/x", 1, "none/x: cannot be written: No such file"},
    {"export", "--format json", 2, "--format: json not in"},
    {"draw", "'Ana Silva' --steps 2 --nodes 9 --output x.svg", 0,
     "x.svg: 3 nodes, 2 facts"},
    {"draw", "Nobody -o x.svg", 1, "no one and nothing is called 'Nobody'"},
    {"draw", "'Ana Silva' -o x.bmp", 2, "ends in neither .svg nor .png"},
    {"draw", "'Ana Silva'", 2, "--output is required"},
};

// All ways in which each verb may end.
const std::map<std::string, std::set<int>>& ExitCodes() {
  static const auto* const codes = new std::map<std::string, std::set<int>>{
      {"extract", {0, 1, 2}},        {"ingest", {0, 1, 2, 5}},
      {"import", {0, 1, 2, 5}},      {"query", {0, 1, 2, 3, 4}},
      {"shell", {0, 1, 2, 3, 4, 5}}, {"stats", {0, 1, 2}},
      {"forget", {0, 1, 2, 5}},      {"check", {0, 1, 2}},
      {"rebuild", {0, 1, 2, 5}},     {"compact", {0, 1, 2, 5}},
      {"backup", {0, 1, 2, 5}},      {"restore", {0, 1, 2}},
      {"export", {0, 1, 2}},         {"draw", {0, 1, 2}}};
  return *codes;
}

class VerbsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = new Workplace;
    place_->Write("a.txt",
                  "Ana Silva visited Portugal on Monday. Ana Silva met Bruno "
                  "Costa in Lisbon.\n");
    place_->Write("b.txt", "Clara Reis visited Spain.\n");
    place_->Write("a.conllu",
                  "1\tBo\tBo\tPROPN\tNNP\t_\t2\tnsubj\t_\t_\n"
                  "2\tsings\tsing\tVERB\tVBZ\t_\t0\troot\t_\t_\n\n");
    place_->Write("big.txt", std::string(2 << 20, 'x'));
    place_->Write("zero.txt", std::string("a\0b", 3));
    place_->Write("rows.csv", "subject,relation,object\nAna,visits,Oslo\n");
    place_->Write("bad.csv", "subject,relation\nAna,visits\n");
    place_->Write("rows.jsonl",
                  "{\"subject\":\"Ana\",\"relation\":\"visits\",\"object\":"
                  "\"Oslo\"}\n");
    place_->Write("rows.ttl", "<urn:x:a> <urn:x:r> <urn:x:b> .\n");
    place_->Write("question", "Ana Silva -visits-> ?x\n");
    place_->Write("wrong", "Ana -\n\n");
    place_->Write("forgetting", ".forget a\n");
    // Some 10^18 rows, counted one by one.
    std::string endless = "?a0 -> ?b0";
    for (int i = 1; i < 60; ++i) {
      const std::string n = std::to_string(i);
      endless += ", ?a" + n + " -> ?b" + n;
    }
    place_->Write("endless", endless + " return count(*)\n");
    place_->Write("slow", ".timeout 0.1\n" + endless + " return count(*)\n");
    ASSERT_EQ(place_->Run("--db kept.db ingest a.txt").exit_code, 0);
    ASSERT_EQ(place_->Run("--db kept.db backup kept").exit_code, 0);
  }
  static void TearDownTestSuite() { delete place_; }

  static Ran RunOnCopy(const std::string& words, bool locked) {
    namespace fs = std::filesystem;
    const fs::path db = place_->folder() / "db";
    for (const char* made : {"db", "db.old", "restored", "backups"}) {
      fs::remove_all(place_->folder() / made);
    }
    fs::copy(place_->folder() / "kept.db", db, fs::copy_options::recursive);
    std::optional<absl::StatusOr<std::unique_ptr<Graph>>> writer;
    if (locked) writer.emplace(Graph::Open(db.string()));
    return place_->Run(words);
  }

  // What `--help` lists below a heading: the names in the first column.
  static std::vector<std::string> Listed(const std::string& help,
                                         const std::string& pattern) {
    std::vector<std::string> names;
    const std::regex line(pattern);
    for (std::sregex_iterator it(help.begin(), help.end(), line), end;
         it != end; ++it) {
      names.push_back((*it)[1]);
    }
    return names;
  }

  static Workplace* place_;
};

Workplace* VerbsTest::place_ = nullptr;

TEST_F(VerbsTest, EveryVerbHasCases) {
  std::string help = place_->Run("--help").out;
  help.erase(0, help.find("\nVerbs:\n"));
  help.erase(help.find("\n\n"));
  std::set<std::string> named;
  for (const std::string& verb : Listed(help, "\n  ([a-z]+) ")) {
    named.insert(verb);
  }
  std::set<std::string> tested;
  for (const Case& c : kCases) tested.insert(c.verb);
  EXPECT_EQ(named, tested);
}

TEST_F(VerbsTest, EveryVerbExplainsItselfWithAnExample) {
  for (const auto& [verb, codes] : ExitCodes()) {
    const Ran ran = place_->Run(verb + " --help");
    EXPECT_EQ(ran.exit_code, 0) << verb;
    EXPECT_NE(ran.out.find("Usage: tercet " + verb), std::string::npos) << verb;
    const size_t examples = ran.out.find("\nExamples:\n  tercet ");
    ASSERT_NE(examples, std::string::npos) << verb;
    EXPECT_NE(ran.out.find(verb, examples), std::string::npos) << verb;
  }
}

TEST_F(VerbsTest, EveryOptionFormatAndExitCodeHasACase) {
  for (const auto& [verb, codes] : ExitCodes()) {
    const std::string help = place_->Run(verb + " --help").out;
    std::string done = " ";  // the words of the cases that succeed
    std::set<int> exit_codes;
    for (const Case& c : kCases) {
      if (c.verb != verb) continue;
      exit_codes.insert(c.exit_code);
      if (c.exit_code == 0) done += std::string(c.words) + " ";
    }
    EXPECT_EQ(exit_codes, codes) << verb;
    EXPECT_TRUE(exit_codes.contains(0) && exit_codes.contains(1) &&
                exit_codes.contains(2))
        << verb;
    for (const std::string& option :
         Listed(help, "\n  ((?:-[a-z],)?--[a-z-]+)")) {
      const std::string name = option.substr(option.find("--"));
      if (name == "--help" || name == "--db") continue;
      const bool used =
          done.find(" " + name + " ") != std::string::npos ||
          (option[1] != '-' &&
           done.find(" " + option.substr(0, 2) + " ") != std::string::npos);
      // What only refuses has nothing to succeed with.
      EXPECT_TRUE(used || name == "--max-mb" || name == "--max-rows")
          << verb << " " << name;
    }
    for (const std::string& formats :
         Listed(help, "\n  --format \\{([a-z,]+)\\}")) {
      for (const std::string& format : Listed("," + formats, ",([a-z]+)")) {
        EXPECT_NE(done.find(" --format " + format + " "), std::string::npos)
            << verb << " " << format;
      }
    }
  }
}

TEST_F(VerbsTest, EveryCaseEndsAsItShould) {
  for (const Case& c : kCases) {
    const std::string words = std::string("--db db ") + c.verb + " " + c.words;
    const Ran ran = RunOnCopy(words, c.exit_code == 5);
    EXPECT_EQ(ran.exit_code, c.exit_code) << words << "\n" << ran.err;
    EXPECT_NE((ran.out + ran.err).find(c.shows), std::string::npos)
        << words << "\nlacks: " << c.shows << "\n"
        << ran.out << ran.err;
    // Complaints go to standard error, and begin with the program's name.
    if (c.exit_code != 0) {
      EXPECT_NE(ran.err.find("tercet: "), std::string::npos) << words;
    }
  }
  EXPECT_FALSE(std::filesystem::exists(place_->folder() / "none"));
}

// A graph that would be made for documents that cannot be read is not.
TEST_F(VerbsTest, WhatFailsLeavesNoEmptyGraph) {
  for (const char* words :
       {"ingest zero.txt", "import bad.csv", "import none.nt"}) {
    EXPECT_EQ(place_->Run(std::string("--db new ") + words).exit_code, 1);
    EXPECT_FALSE(std::filesystem::exists(place_->folder() / "new")) << words;
  }
}

TEST_F(VerbsTest, AnImportIsTriedOutAgainstWhatIsThere) {
  EXPECT_EQ(place_->Run("--db new import -n rows.csv").exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(place_->folder() / "new"));
  ASSERT_EQ(place_->Run("--db new import rows.csv rows.jsonl --id r").exit_code,
            0);
  place_->Write("more.csv", "subject,relation,object\nAna,visits,Rome\n");
  const Ran ran = place_->Run("--db new import -n --id r more.csv");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "replaced\tr\n");
  EXPECT_EQ(place_->Run("--db new import -n --id r rows.jsonl").out,
            "unchanged\tr\n");
  EXPECT_EQ(place_->Run("--db new export").out.find("Rome"), std::string::npos);
}

}  // namespace
}  // namespace tercet::tests
