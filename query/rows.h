#ifndef TERCET_QUERY_ROWS_H_
#define TERCET_QUERY_ROWS_H_

// The upper part of a plan: from assignments of registers to the rows of the
// result: projected or grouped, distinct, ordered, sliced.
//
// Not thread-safe: streams belong to one run.

#include <memory>
#include <vector>

#include "query/execution.h"
#include "query/operators.h"
#include "query/plan.h"

namespace tercet::query {

struct Tuple {
  std::vector<Datum> values;  // one an item
  Mark mark;                  // set from Distinct upwards
};

class TupleStream {
 public:
  virtual ~TupleStream() = default;
  // False at the end or where the run must end.
  virtual bool Next(Tuple* tuple) = 0;
};

// Builds all of a plan.  Everything must outlive what is returned.
std::unique_ptr<TupleStream> BuildRows(Execution* execution,
                                       const BoundQuery* query, PlanNode* plan,
                                       bool measure);

}  // namespace tercet::query

#endif  // TERCET_QUERY_ROWS_H_
