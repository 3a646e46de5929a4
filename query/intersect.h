#ifndef TERCET_QUERY_INTERSECT_H_
#define TERCET_QUERY_INTERSECT_H_

// The operator that binds one node from several hops at once: whatever all of
// them lead to.
//
//   ?x -lives in-> Norvik, ?x -owns-> Wren      the owners among the residents
//   ?a -knows-> ?c, ?b -knows-> ?c              with ?a and ?b bound
//
// Every hop gives its nodes in ascending order, so that the lists leap over
// each other's gaps and no list is read beyond what the others allow: the
// leapfrog join of Veldhuizen, "Leapfrog Triejoin" (2014).  Joining all the
// hops of a variable at once keeps a triangle's work within the worst case of
// its result.

#include <memory>

#include "query/operators.h"

namespace tercet::query {

// Whether the pattern can take part: a hop of one relation in one direction
// between two nodes, nothing said of its assertions.
bool CanIntersect(const Pattern& pattern);

// REQUIRES: CanIntersect of each pattern; `slot` is one end of each, and the
// other end is bound when the operator is opened.
std::unique_ptr<Operator> NewIntersect(
    Execution* execution, const BoundQuery* query, int slot,
    const std::vector<const Pattern*>& patterns);

}  // namespace tercet::query

#endif  // TERCET_QUERY_INTERSECT_H_
