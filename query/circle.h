#ifndef TERCET_QUERY_CIRCLE_H_
#define TERCET_QUERY_CIRCLE_H_

// Finds patterns that close a circle between nodes of which none is given, and
// the order in which to bind these: what Leapfrog (leapfrog.h) runs.
//
//   ?a -knows-> ?b -knows-> ?c, ?a -knows-> ?c      all three, ?a ?b ?c
//   ?a -knows-> ?b, ?b -lives in-> ?t               none
//
// Pure; the graph's statistics are read.

#include <cstdint>
#include <optional>
#include <vector>

#include "query/plan.h"
#include "tercet/view.h"

namespace tercet::query {

struct Circle {
  std::vector<const Pattern*> patterns;
  std::vector<int> order;  // of their slots
  double rows = 1;         // an estimate
};

// The circle that the first of the patterns is part of.  None where a pattern
// that is better as a beginning stands before those of the circle, or where
// the relations would not fit into half of the memory (0: no limit).
std::optional<Circle> FindCircle(const BoundQuery& query, const View& view,
                                 const std::vector<bool>& bound,
                                 const std::vector<const Pattern*>& patterns,
                                 int64_t max_memory_bytes);

}  // namespace tercet::query

#endif  // TERCET_QUERY_CIRCLE_H_
