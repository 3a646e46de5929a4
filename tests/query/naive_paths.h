#ifndef TERCET_TESTS_QUERY_NAIVE_PATHS_H_
#define TERCET_TESTS_QUERY_NAIVE_PATHS_H_

// The paths of a random query's edges, without any of the engine: relations
// between nodes made by composition and union, and all paths one by one for
// the shortest.  Pure functions over plain values.

#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include "tests/query/random_query.h"

namespace tercet::query {

// How weak a fact is: a status, and 8 more where it is negated.
using Weakness = int;
Weakness Both(Weakness a, Weakness b);
void KeepBest(Weakness& there, Weakness other);

// The best weakness of each pair of nodes that the edge leads from and to.
using Pairs = std::map<std::pair<int, int>, Weakness>;
Pairs PairsOf(const std::vector<Stated>& facts, const RandomEdge& edge);

// A path: its facts (subject, relation, object, negative) in order; with the
// best weakness of the ways to walk it.
using Path = std::vector<std::tuple<int, int, int, bool>>;
using Paths = std::map<std::pair<int, int>, std::map<Path, Weakness>>;

// Every path that visits no node twice, but may end where it began.
Paths ListPaths(const std::vector<Stated>& facts, const RandomEdge& edge);

// Length and weakness of those paths that a "shortest" block takes.
std::vector<std::pair<int, Weakness>> Chosen(
    const std::map<Path, Weakness>& paths, const RandomBlock& block);

}  // namespace tercet::query

#endif  // TERCET_TESTS_QUERY_NAIVE_PATHS_H_
