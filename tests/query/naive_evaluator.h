#ifndef TERCET_TESTS_QUERY_NAIVE_EVALUATOR_H_
#define TERCET_TESTS_QUERY_NAIVE_EVALUATOR_H_

// What a random query must give, found without any of the engine: facts are a
// list, a path is a relation between nodes made by composition and union, and
// every assignment of nodes to variables is tried.
//
//   std::vector<std::string> rows = Evaluate(facts, query);

#include <string>
#include <vector>

#include "tests/query/random_query.h"

namespace tercet::query {

// A row as it is compared: its cells and how weak it is.
std::string RowText(const std::vector<std::string>& cells, int weakness);

// In their order, where the query gives one; else sorted.
std::vector<std::string> Evaluate(const std::vector<Stated>& facts,
                                  const RandomQuery& query);

}  // namespace tercet::query

#endif  // TERCET_TESTS_QUERY_NAIVE_EVALUATOR_H_
