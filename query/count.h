#ifndef TERCET_QUERY_COUNT_H_
#define TERCET_QUERY_COUNT_H_

// Counts that need no rows: of a relation's facts, or of the assertions of
// each relation.
//
//   ?a -knows-> ?b return count(*)
//   ?a -?e-> ?b return ?e.rel, count(*)
//
// The graph has these numbers at hand, but for relations that lead both ways
// or have nothing but marked facts: the facts of those are read, one by one.

#include <cstdint>
#include <vector>

#include "query/execution.h"
#include "query/plan.h"

namespace tercet::query {

// The relations that the query counts, where it asks for no more; else none.
// `unique`: rows come in one way each.
std::vector<CountedRelation> CountedRelations(const BoundQuery& query,
                                              const View& view, bool unique);

struct RowCount {
  int64_t rows = 0;
  Mark mark;  // the best of theirs
};

// None where the run must end.
RowCount CountRows(Execution& execution, const CountedRelation& counted);

}  // namespace tercet::query

#endif  // TERCET_QUERY_COUNT_H_
