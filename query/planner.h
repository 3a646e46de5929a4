#ifndef TERCET_QUERY_PLANNER_H_
#define TERCET_QUERY_PLANNER_H_

// From patterns to a tree of operators.  The order of the joins is the cheapest
// that is found by adding, from each pattern as the first, the one that then
// costs least by the graph's statistics (cost.h).  Patterns that close a circle
// of nodes none of which is known are bound together (circle.h); others that
// bind the same node from nodes that are known by then become one
// intersection.  Conditions move down to the first place where all that they
// read is bound.

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "query/plan.h"
#include "tercet/view.h"

namespace tercet::query {

// The plan points into `query`, which must outlive it.  It is one that keeps
// relations in memory only where they leave half of it (0: no limit).
absl::StatusOr<std::unique_ptr<PlanNode>> MakePlan(const BoundQuery& query,
                                                   const View& view,
                                                   int64_t max_memory_bytes);

// The part of a plan below its projection or grouping.
PlanNode* PatternsOf(PlanNode* plan);

}  // namespace tercet::query

#endif  // TERCET_QUERY_PLANNER_H_
