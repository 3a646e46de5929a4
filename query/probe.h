#ifndef TERCET_QUERY_PROBE_H_
#define TERCET_QUERY_PROBE_H_

// A part of a query, run beside it for its first rows: whether there are any.
//
//   Probe probe(execution, first_two);
//   if (!probe.Next()) ...        // nothing fits the first two patterns
//   if (!probe.ok()) ...          // that took too long: nobody knows
//
// Not thread-safe.

#include <memory>

#include "query/execution.h"
#include "query/operators.h"
#include "query/plan.h"

namespace tercet::query {

class Probe {
 public:
  // A run like `other`, of what `part` has below its projection.
  Probe(const Execution& other, BoundQuery part);
  Probe(const Probe&) = delete;
  Probe& operator=(const Probe&) = delete;

  // To the next row, which the execution's slots hold; false at the end, or
  // where the probe has looked at enough.
  bool Next();
  bool ok() const { return execution_.ok(); }
  Execution& execution() { return execution_; }

 private:
  const BoundQuery part_;
  Execution execution_;
  std::unique_ptr<PlanNode> plan_;
  std::unique_ptr<Operator> rows_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_PROBE_H_
