#ifndef TERCET_QUERY_LEAPFROG_H_
#define TERCET_QUERY_LEAPFROG_H_

// The operator for patterns that close a circle and of which no node is given:
// triangles, squares, pairs that two relations join.  It binds one node after
// the other, each to what all patterns from earlier nodes lead to, by the
// relations in memory (adjacency.h): the Leapfrog Triejoin of Veldhuizen
// (2014), whose work stays within the worst case of its result.
//
//   ?a -knows-> ?b -knows-> ?c, ?a -knows-> ?c
//
//   for ?a of those who know anybody
//     for ?b of those whom ?a knows
//       for ?c of those whom both know

#include <memory>
#include <vector>

#include "query/operators.h"
#include "query/plan.h"

namespace tercet::query {

// REQUIRES: CanIntersect of each pattern; `order` lists their slots, each but
// the first in a pattern with an earlier one; nothing restricts the slots.
std::unique_ptr<Operator> NewLeapfrog(
    Execution* execution, const BoundQuery* query,
    const std::vector<int>& order, const std::vector<const Pattern*>& patterns);

}  // namespace tercet::query

#endif  // TERCET_QUERY_LEAPFROG_H_
