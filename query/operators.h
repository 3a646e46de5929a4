#ifndef TERCET_QUERY_OPERATORS_H_
#define TERCET_QUERY_OPERATORS_H_

// Plans made to run: operators that move from one assignment of the run's
// registers to the next.  A scan reads the slots that are bound when it is
// opened and binds the others; a join opens its right side anew for each row
// of its left, so that every join looks up rather than compares.
//
// Not thread-safe: operators belong to one run.

#include <cstdint>
#include <memory>
#include <vector>

#include "query/execution.h"
#include "query/plan.h"

namespace tercet::query {

class Operator {
 public:
  virtual ~Operator() = default;
  // Starts anew with the slots as they are bound now.
  virtual void Open() = 0;
  // To the next row; false at the end or where the run must end, and then
  // whatever this operator bound is unbound.
  virtual bool Next() = 0;
  // How many rows are left, for who wants no more; then it is at its end.
  virtual int64_t CountRest() {
    int64_t count = 0;
    while (Next()) ++count;
    return count;
  }
  // Unbinds what the current row bound; the next call is Open.
  virtual void Reset() = 0;
};

// Builds the operators of a plan below its projection.  All three must
// outlive what is returned.  With `measure`, the plan's nodes are filled.
std::unique_ptr<Operator> BuildOperator(Execution* execution,
                                        const BoundQuery* query, PlanNode* plan,
                                        bool measure);

// Whether a term may stand in a slot: its candidates and its type.
bool Admits(Execution& execution, const Slot& slot, TermId term);

// Every subject and object of the graph, of negative facts too, sorted by id.
// Empty where the run must end.
std::vector<TermId> AllNodes(Execution& execution);

}  // namespace tercet::query

#endif  // TERCET_QUERY_OPERATORS_H_
