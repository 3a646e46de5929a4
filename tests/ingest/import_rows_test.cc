#include "tercet/import_rows.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace tercet {
namespace {

class ImportRowsTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        testing::TempDir() + "tercet_rows_" + std::string(6, 'X');
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::unique_ptr<Graph> Open(const std::string& name) {
    auto graph = Graph::Open(folder_ + "/" + name);
    EXPECT_TRUE(graph.ok()) << graph.status();
    return *std::move(graph);
  }
  static std::string Exported(const Graph& graph, ExportFormat format) {
    std::string text;
    EXPECT_TRUE(graph
                    .Export(format,
                            [&](std::string_view piece) {
                              text += piece;
                              return absl::OkStatus();
                            })
                    .ok());
    return text;
  }
  static bool IsSound(const Graph& graph) {
    const auto report = graph.Check();
    return report.ok() && report->problems.empty();
  }

  std::string folder_;
};

constexpr const char* kRows =
    R"({"document":"a","sentence":2,"subject":"Ada Hale","subject_type")"
    R"(:"person","relation":"visits","object":"Norvik","object_type":"p)"
    R"(lace","status":"reported","negated":false,"time":"on Monday","da)"
    R"(te":"2026-01-05","place":"in the north","said_by":"Norvik",)"
    R"("said_by_type":"place","confidence":0.75,"open":[["with",)"
    R"("two \"friends\"","text"]],"text":"Ada visits Norvik.",)"
    R"("span":[20,38]})"
    "\n"
    R"({"document":"a","sentence":4,"subject":"Norvik","subject_type":")"
    R"(place","relation":"costs","object":"$5","object_type":"number",")"
    R"(status":"denied","negated":true,"time":"","place":"","said_by":")"
    R"(","confidence":0.5,"text":"It costs.","span":[40,49]})"
    "\n"
    R"({"document":"b","sentence":1,"subject":"Ada Hale","subject_type")"
    R"(:"person","relation":"arrives","object":"","object_type":"text",)"
    R"("status":"asserted","negated":false,"time":"","place":"","said_b)"
    R"(y":"","confidence":1,"text":"Ada arrives.","span":[0,12]})"
    "\n";

TEST_F(ImportRowsTest, WhatWasExportedComesBackTheSame) {
  const auto first = Open("first");
  const auto counts =
      ImportJsonLines({.id = "x", .name = "x.jsonl", .text = kRows}, *first);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->documents, 2);
  EXPECT_EQ(counts->statements, 3);
  EXPECT_TRUE(IsSound(*first));
  EXPECT_EQ(Exported(*first, ExportFormat::kJsonLines), kRows);
  // And once more: nothing changes.
  const auto again =
      ImportJsonLines({.id = "x", .name = "x.jsonl", .text = kRows}, *first);
  EXPECT_EQ(again->unchanged, 2);
  const std::string csv = Exported(*first, ExportFormat::kCsv);
  const auto second = Open("second");
  ASSERT_TRUE(
      ImportCsv({.id = "x", .name = "x.csv", .text = csv}, *second).ok());
  EXPECT_EQ(Exported(*second, ExportFormat::kCsv), csv);
  EXPECT_TRUE(IsSound(*second));
}

// As other programs write it, and earlier versions did.
TEST_F(ImportRowsTest, ArgumentsMayBeAnObject) {
  std::string rows = kRows;
  const auto replace = [&](std::string_view from, std::string_view to) {
    const size_t at = rows.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    rows.replace(at, from.size(), to);
  };
  replace(R"([["with","two \"friends\"","text"]])",
          R"({"with":"two \"friends\""})");
  replace(R"("said_by_type":"place",)", "");
  const auto graph = Open("object");
  ASSERT_TRUE(
      ImportJsonLines({.id = "x", .name = "x.jsonl", .text = rows}, *graph)
          .ok());
  EXPECT_EQ(Exported(*graph, ExportFormat::kJsonLines), kRows);
}

TEST_F(ImportRowsTest, PlainCsv) {
  const auto graph = Open("db");
  const std::string csv =
      "\xEF\xBB\xBFsubject,relation,object,in\r\n"
      "Ada,\"visits, \"\"often\"\"\",Norvik,May\r\n"
      "\r\n"
      "Norvik,lies by,\"the\nsea\",\r\n";
  const auto counts =
      ImportCsv({.id = "towns", .name = "towns.csv", .text = csv}, *graph);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->statements, 2);
  const auto assertions = graph->Read().AssertionsOf("towns");
  ASSERT_EQ(assertions->size(), 2u);
  EXPECT_EQ(assertions->front().open.front().preposition, "in");
  EXPECT_EQ(graph->Read().Resolve("the\nsea")->size(), 1u);
}

TEST_F(ImportRowsTest, ErrorsNameTheirPlace) {
  const auto graph = Open("db");
  struct Case {
    const char* text;
    const char* error;
  };
  for (const Case& c :
       {Case{"{\"subject\":\"a\"",
             "f:1:15: Missing a comma or '}' after an "
             "object member."},
        Case{"[]", "f:1: it is no object"},
        Case{"\n{\"subject\":1}", "f:2: \"subject\" is not a string"},
        Case{"{\"subject\":\"a\"}", "f:1: the relation is empty"},
        Case{"{\"subject\":\"a\",\"relation\":\"b\",\"status\":\"c\"}",
             "f:1: there is no status 'c'"},
        Case{"{\"subject\":\"a\",\"relation\":\"b\",\"confidence\":2}",
             "f:1: the confidence is not between 0 and 1"}}) {
    EXPECT_EQ(ImportJsonLines({.id = "f", .name = "f", .text = c.text}, *graph)
                  .status(),
              absl::InvalidArgumentError(c.error))
        << c.text;
  }
  for (const Case& c :
       {Case{"subject,object\n", "f:1: the header names no column 'relation'"},
        Case{"subject,relation,object\na,b\n",
             "f:2: 2 cells, but the header has 3"},
        Case{"subject,relation,object\na,b,\"c\n",
             "f:2: a quoted cell does not end"},
        Case{"subject,relation,object,negated\na,b,c,no\n",
             "f:2: 'no' does not fit into column 'negated'"}}) {
    EXPECT_EQ(
        ImportCsv({.id = "f", .name = "f", .text = c.text}, *graph).status(),
        absl::InvalidArgumentError(c.error))
        << c.text;
  }
}

TEST_F(ImportRowsTest, Turtle) {
  const std::string turtle =
      "@prefix e: <http://e.org/> .\n"
      "e:ada a e:Person ; e:age 41 ; e:says \"hi\"@en , \"\\u00e9\" .\n";
  const auto triples =
      TurtleToNTriples({.id = "t", .name = "t.ttl", .text = turtle});
  ASSERT_TRUE(triples.ok()) << triples.status();
  const auto graph = Open("db");
  const auto counts =
      graph->Import({.id = "t", .name = "t.nt", .text = *triples});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->facts, 4u);
  int found = 0;
  for (const Fact& fact : graph->Match({.subject = "ada", .relation = "age"})) {
    EXPECT_EQ(fact.object.kind, TermKind::kNumber);
    EXPECT_EQ(fact.object.text, "41");
    ++found;
  }
  EXPECT_EQ(found, 1);
  const auto bad = TurtleToNTriples(
      {.id = "t", .name = "t.ttl", .text = "<a:b> <a:c>\n ; .\n"});
  EXPECT_TRUE(absl::IsInvalidArgument(bad.status())) << bad.status();
  EXPECT_EQ(bad.status().message().substr(0, 8), "t.ttl:2:");
}

}  // namespace
}  // namespace tercet
