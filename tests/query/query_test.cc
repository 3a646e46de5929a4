#include "tercet/query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "tests/query/case_file.h"
#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

// One sample for all tests: nobody writes to it.
Graph& Sample() {
  static TestGraph* const graph = [] {
    auto* made = new TestGraph();
    FillSample(**made);
    return made;
  }();
  return **graph;
}

std::string RunToText(Graph& graph, const std::string& text,
                      ResultFormat format, const QueryOptions& options = {}) {
  QueryOptions asked = options;
  asked.links = format == ResultFormat::kDot;
  absl::StatusOr<Result> result = RunQuery(graph.Read(), text, asked);
  if (!result.ok()) {
    return absl::StrCat("error: ", result.status().message(), "\n");
  }
  std::string out;
  const absl::Status status =
      WriteResult(*result, {.format = format},
                  [&out](std::string_view piece) { out += piece; });
  if (!status.ok()) absl::StrAppend(&out, "error: ", status.message(), "\n");
  for (const std::string& note : result->notes()) {
    absl::StrAppend(&out, "note: ", note, "\n");
  }
  return out;
}

std::string RunToText(const std::string& text, ResultFormat format,
                      const QueryOptions& options = {}) {
  return RunToText(Sample(), text, format, options);
}

std::string Table(const std::string& text) {
  return RunToText(text, ResultFormat::kTable);
}

// "0.03 ms" differs from run to run.
std::string WithoutTimes(std::string text) {
  for (size_t end = 0; (end = text.find(" ms]", end)) != std::string::npos;) {
    const size_t begin = text.rfind(' ', end - 1);
    text.replace(begin, end + 4 - begin, " time]");
  }
  return text;
}

// Every example and every construct of the language, in its own order.
TEST(QueryTest, RunsTheWholeLanguage) {
  TestGraph world;
  FillLanguageWorld(*world);
  CheckCases("language.cases", [&world](const std::string& text) {
    return WithoutTimes(RunToText(*world, text, ResultFormat::kTable));
  });
}

TEST(QueryTest, GivesRows) { CheckCases("queries.cases", Table); }

TEST(QueryTest, GivesErrorsAndDiagnoses) {
  CheckCases("query_errors.cases", Table);
}

TEST(QueryTest, WritesEveryFormat) {
  CheckCases("formats.cases", [](const std::string& text) {
    std::string out;
    for (const char* name :
         {"table", "csv", "tsv", "json", "jsonl", "markdown", "dot"}) {
      absl::StrAppend(&out, "# ", name, "\n",
                      RunToText(text, *ResultFormatOf(name)));
    }
    return out;
  });
}

TEST(QueryTest, CutsTablesToTheTerminal) {
  absl::StatusOr<Result> result =
      RunQuery(Sample().Read(), "why Quill -meets-> Marsh");
  ASSERT_TRUE(result.ok()) << result.status();
  std::string out;
  EXPECT_TRUE(WriteResult(*result, {.width = 60}, [&out](std::string_view s) {
                out += s;
              }).ok());
  size_t begin = 0;
  for (size_t end; (end = out.find('\n', begin)) != std::string::npos;
       begin = end + 1) {
    EXPECT_LE(end - begin, 60u) << out;
  }
  EXPECT_GT(std::count(out.begin(), out.end(), '\n'), 4) << out;
}

TEST(QueryTest, TakesParameters) {
  absl::StatusOr<Query> query =
      Query::Prepare("?x -leads-> ?place return ?place");
  ASSERT_TRUE(query.ok());
  const View view = Sample().Read();
  const struct {
    const char* value;
    const char* want;
  } cases[] = {{"Okoro", "Norvik"}, {"Cleo Marsh", "Velland"}};
  for (const auto& test : cases) {
    absl::StatusOr<Result> result =
        query->Run(view, {.parameters = {{"x", test.value}}});
    ASSERT_TRUE(result.ok()) << result.status();
    ASSERT_TRUE(result->Next()) << test.value;
    EXPECT_EQ(result->row().cells[0].text, test.want);
    EXPECT_FALSE(result->Next());
  }
  EXPECT_EQ(
      query->Run(view, {.parameters = {{"x", "Nobody"}}}).status().message(),
      "parameter 'x': no one and nothing is called 'Nobody'");
  EXPECT_EQ(
      query->Run(view, {.parameters = {{"y", "Okoro"}}}).status().message(),
      "parameter 'y': the query has no variable ?y");
}

TEST(QueryTest, IdOfAFactStandsForItsNodes) {
  std::string id;
  for (const Fact& fact :
       Sample().Read().Match({.subject = "Quill", .relation = "visits"})) {
    id = fact.id.ToString();
  }
  EXPECT_EQ(Table(absl::StrCat(id, " -located in-> ?x")),
            "x\n------\nNorvik\n(1 row)\n");
  EXPECT_EQ(Table(absl::StrCat("?x -leads-> ? where ?x = ", id)),
            "no rows\nnote: there are rows, but none where ?x = " + id +
                "; ?x is Ben Okoro, Cleo Marsh\n");
}

TEST(QueryTest, KeepsLimits) {
  const std::string cross =
      "?a -?-> ?b, ?c -?-> ?d, ?e -?-> ?f, ?g -?-> ?h, "
      "?i -?-> ?j where ?a = ?j and ?a != ?j";
  EXPECT_NE(RunToText(cross, ResultFormat::kTable, {.timeout_ms = 30})
                .find("error: the query reached its time limit of 30 ms"),
            std::string::npos);
  EXPECT_EQ(RunToText("?a -leads-> ?b return ?a", ResultFormat::kCsv,
                      {.max_rows = 1}),
            "a,status\nBen Okoro,asserted\n"
            "error: the result has more than 1 row, its limit\n");
  EXPECT_NE(RunToText("?a -?-> ?b, ?c -?-> ?d return count(*)",
                      ResultFormat::kTable, {.max_memory_bytes = 4096})
                .find("error: the query reached its memory limit"),
            std::string::npos);
  const std::atomic<bool> cancelled = true;
  EXPECT_NE(RunToText(cross, ResultFormat::kTable, {.cancelled = &cancelled})
                .find("error: the query was cancelled"),
            std::string::npos);
  EXPECT_EQ(RunToText("Marsh -leads-> ?x", ResultFormat::kTable,
                      {.strict_names = true}),
            "error: line 1, column 1: 'Marsh' names 2 entities: Cleo Marsh, "
            "Dan Marsh\n  Marsh -leads-> ?x\n  ^\n");
}

TEST(QueryTest, CodesTellErrorsApart) {
  const View view = Sample().Read();
  EXPECT_EQ(RunQuery(view, "Quill -meets").status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(IsIncompleteQuery(RunQuery(view, "Quill -meets").status()));
  EXPECT_FALSE(IsIncompleteQuery(RunQuery(view, "Quill )").status()));
  EXPECT_EQ(RunQuery(view, "Quill -meats-> ?x").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(RunQuery(view, "Qill -meets-> ?x").status().code(),
            absl::StatusCode::kNotFound);
}

TEST(QueryTest, CellsAreTyped) {
  absl::StatusOr<Result> result = RunQuery(
      Sample().Read(),
      "?p = Quill -?m:meets[planned]-> ?who return ?p, ?m, ?who, ?m.when, "
      "?m.conf, ?m.neg, ?m.text");
  ASSERT_TRUE(result.ok()) << result.status();
  ASSERT_TRUE(result->Next());
  const std::vector<Cell>& cells = result->row().cells;
  using Kind = Cell::Kind;
  const Kind want[] = {Kind::kPath, Kind::kAssertion, Kind::kTerm,
                       Kind::kDate, Kind::kNumber,    Kind::kBoolean,
                       Kind::kText};
  ASSERT_EQ(cells.size(), std::size(want));
  for (size_t i = 0; i < cells.size(); ++i) {
    EXPECT_EQ(cells[i].kind, want[i]) << result->columns()[i];
  }
  EXPECT_EQ(result->row().status, Status::kPlanned);
  EXPECT_EQ(cells[2].term.type, EntityType::kPerson);
  EXPECT_EQ(cells[3].date, *ParseDate("2026-03-03"));
}

// A circle of people who live in ten towns of a realm.
void FillWide(Graph& graph) {
  DocumentBuilder doc("wide");
  constexpr int kPeople = 300;
  for (int i = 0; i < kPeople; ++i) {
    const Node person = doc.Entity(absl::StrCat("Person ", i));
    doc.Say(person, "knows",
            doc.Entity(absl::StrCat("Person ", (i + 1) % kPeople)), "A.");
    doc.Say(person, "lives in", doc.Entity(absl::StrCat("Town ", i % 10)),
            "B.");
    doc.Say(doc.Entity(absl::StrCat("Town ", i % 10)), "belongs to",
            doc.Entity("Realm"), "C.");
  }
  doc.Say(doc.Entity("Person 5"), "visits", doc.Entity("Town 3"),
          "Rare words stand here.");
  EXPECT_TRUE(
      graph.DefineRelations({{"visits", {.symmetric = true, .inverse = ""}}})
          .ok());
  EXPECT_TRUE(graph.Add(doc.Finish()).ok());
}

// Plans are guarded by the facts that they look at: a query that is anchored
// at one node must not read the whole graph, in whatever order it is written.
TEST(QueryTest, AnchoredQueriesTouchFewFacts) {
  TestGraph graph;
  FillWide(*graph);
  const View view = graph->Read();
  const struct {
    const char* query;
    int rows;
    int most_facts;
  } cases[] = {
      {"Person 7 -knows-> ?x", 1, 2},
      {"Person 7 -knows-> ?x -lives in-> ?t", 1, 4},
      {"?x -lives in-> ?t, Person 7 -knows-> ?x", 1, 4},
      {"?t -belongs to-> ?r, ?x -lives in-> ?t, Person 7 -knows-> ?x", 1, 6},
      {"Realm <-belongs to- ?t", 10, 20},
      {"Person 7 -knows{3}-> ?x", 1, 8},
      {"Person 7 -knows-> Person 8", 1, 4},
      {"?x -lives in-> ?t limit 3", 3, 8},
      {"Person 7 -lives in-> ?t where ?t = Town 7", 1, 4},
      {"?x -knows-> ?y not ?x -lives in-> ?t limit 1", 0, 1000},
      {"shortest Person 7 -knows*-> Person 9", 1, 30},
      // Searches from both ends meet; one from one end would see them all.
      {"?p = shortest Person 7 -knows- Person 8", 1, 8},
      {"?p = shortest Person 7 -(knows|lives in)+- Person 27", 1, 120},
      // Stars and triangles leap over lists that have nothing in common.
      {"?x -lives in-> Town 7, ?x -knows-> Person 8", 1, 6},
      {"?x -lives in-> Town 7, ?y -lives in-> Town 8, ?x -knows-> ?y", 30, 800},
      {"?x -knows-> ?y, ?y -knows-> ?z, ?x -lives in-> ?t, ?z -lives in-> ?t",
       0, 2500},
      // A relation that is asked often is read once.
      {"?x -knows-> ?y -lives in-> ?t return count(*)", 1, 1500},
      // What the graph has counted is not counted again.
      {"?x -knows-> ?y return count(*)", 1, 0},
      {"? -?e-> ? return ?e.rel, count(*) as n order by n desc", 4, 0},
      {"? -?e-> ? return count(distinct ?e)", 1, 0},
      // Circles without a given node are closed by the relations in memory,
      // read once each, and lists that are no longer than they must be.
      {"?x -knows-> ?y -knows-> ?z, ?x -knows-> ?z return count(*)", 1, 1300},
      {"?x -knows-> ?y, ?y -knows-> ?z, ?z -lives in-> ?t, ?x -lives in-> ?t",
       0, 3000},
      // Each row of the left side asks the right side for its own alone.
      {"Person 7 -knows-> ?x optional ?x -lives in-> ?t", 1, 4},
      {"Person 7 -knows-> ?x not ?x -lives in-> Town 3", 1, 4},
      {"Person 7 -?e:knows-> ?x -?f:lives in-> ?t", 1, 8},
      {"Person 7 -knows+-> ?x limit 2", 2, 8},
      // Sentences are found by their words.
      {"? -?e[text~rare]-> ? return ?e", 1, 4},
      {"?x -?e-> ?y where ?e.text ~ \"rare words\" return ?e", 1, 4},
      // So are names, where that is cheaper than to look at all.
      {"?x -lives in-> ?t where ?t ~ \"Town 7\"", 30, 32},
      {"?x -knows-> ?y -lives in-> ?t where ?t ~ realm", 0, 4},
      {"?x where ?x ~ Realm", 1, 0},
      // The rarest end comes first, wherever it is written.
      {"?x -lives in-> ?t -belongs to-> ?r, Person 3 -knows-> ?x", 1, 6},
  };
  for (const auto& test : cases) {
    absl::StatusOr<Result> result = RunQuery(view, test.query);
    ASSERT_TRUE(result.ok()) << test.query << result.status();
    int rows = 0;
    while (result->Next()) ++rows;
    EXPECT_TRUE(result->status().ok()) << result->status();
    EXPECT_EQ(rows, test.rows) << test.query;
    EXPECT_LE(result->facts_touched(), test.most_facts) << test.query;
  }
}

}  // namespace
}  // namespace tercet::query
