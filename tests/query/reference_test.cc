// The engine against the naive evaluator: random queries over random graphs.
// TERCET_RANDOM_QUERIES says how many, TERCET_RANDOM_SEED where to begin.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tercet/query.h"
#include "tests/query/naive_evaluator.h"
#include "tests/query/random_query.h"
#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

constexpr int kQueriesPerGraph = 160;

int FromEnvironment(const char* name, int otherwise) {
  const char* const value = std::getenv(name);
  return value != nullptr ? std::atoi(value) : otherwise;
}

// The rows as the engine gives them; sorted, unless the query orders them.
std::vector<std::string> RowsOf(const View& view, const RandomQuery& query) {
  std::vector<std::string> rows;
  absl::StatusOr<Result> result = RunQuery(view, query.text);
  if (!result.ok()) return {std::string(result.status().message())};
  while (result->Next()) {
    std::vector<std::string> cells;
    for (const Cell& cell : result->row().cells) cells.push_back(cell.text);
    rows.push_back(RowText(cells, static_cast<int>(result->row().status) |
                                      (result->row().negated ? 8 : 0)));
  }
  if (!result->status().ok()) {
    return {std::string(result->status().message())};
  }
  if (!query.ordered) std::sort(rows.begin(), rows.end());
  return rows;
}

// The operators of plans, and in how many queries each of them occurs.
using Operators = std::map<std::string, int>;

void CountOperators(const View& view, const std::string& query,
                    Operators* operators) {
  absl::StatusOr<Result> result = RunQuery(view, "explain " + query);
  ASSERT_TRUE(result.ok()) << result.status();
  std::set<std::string> seen;
  while (result->Next()) {
    const std::string& line = result->row().cells[0].text;
    const size_t begin = line.find_first_not_of(' ');
    seen.insert(line.substr(begin, line.find(' ', begin) - begin));
  }
  for (const std::string& name : seen) ++(*operators)[name];
}

// Queries on the graph of one seed; gives how many have rows.
int Compare(int seed, Operators* operators = nullptr) {
  Random random(seed);
  const std::vector<Stated> facts = MakeFacts(random);
  TestGraph graph;
  Store(facts, *graph);
  const View view = graph->Read();
  int with_rows = 0;
  for (int i = 0; i < kQueriesPerGraph; ++i) {
    const RandomQuery query = MakeQuery(random);
    const std::vector<std::string> want = Evaluate(facts, query);
    with_rows += !want.empty();
    if (operators != nullptr) CountOperators(view, query.text, operators);
    EXPECT_EQ(RowsOf(view, query), want)
        << "seed " << seed << ": " << query.text;
    const RandomQuery count = CountOf(query);
    EXPECT_EQ(RowsOf(view, count), Evaluate(facts, count))
        << "seed " << seed << ": " << count.text;
    if (::testing::Test::HasFailure()) break;
  }
  return with_rows;
}

// Graphs of long runs whose queries once disagreed: a path whose facts fit the
// expression in two ways has the better mark of the two.
TEST(ReferenceTest, EngineAgreesWhereItOnceDidNot) {
  for (int seed : {1405, 1492}) Compare(seed);
}

TEST(ReferenceTest, EngineAgreesOnRandomQueries) {
  const int queries = FromEnvironment("TERCET_RANDOM_QUERIES", 4000);
  const int first = FromEnvironment("TERCET_RANDOM_SEED", 0);
  int with_rows = 0;
  Operators operators;
  for (int i = 0; i < queries / kQueriesPerGraph; ++i) {
    with_rows += Compare(first + i, &operators);
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GT(with_rows, queries / 4);
  for (const char* name :
       {"Values", "FactScan", "AssertionScan", "Intersect", "Leapfrog", "Path",
        "Shortest", "Join", "LeftJoin", "AntiJoin", "Filter", "Group",
        "Distinct", "Order", "Slice"}) {
    EXPECT_GT(operators[name], 0) << name << " was not exercised";
    std::cout << name << " in " << operators[name] << " queries\n";
  }
}

}  // namespace
}  // namespace tercet::query
