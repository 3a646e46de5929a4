#ifndef TERCET_QUERY_SCAN_OPERATORS_H_
#define TERCET_QUERY_SCAN_OPERATORS_H_

// The operators at the leaves of a plan: they bind slots from the graph.

#include <memory>
#include <optional>
#include <vector>

#include "query/operators.h"
#include "query/reach.h"
#include "query/shortest.h"

namespace tercet::query {

// Binds slots and remembers which, so that they can be unbound.
class SlotBinder {
 public:
  SlotBinder(Execution* execution, const BoundQuery* query)
      : execution_(execution), query_(query) {}

  // Whether `datum` may stand in `slot`: equal to what is there, or bound now.
  bool Bind(int slot, Datum datum);
  void Unbind();

 private:
  Execution* const execution_;
  const BoundQuery* const query_;
  std::vector<int> bound_;
};

std::unique_ptr<Operator> NewValues(Execution* execution,
                                    const BoundQuery* query, int slot);
std::unique_ptr<Operator> NewNodes(Execution* execution,
                                   const BoundQuery* query, int slot);
std::unique_ptr<Operator> NewScan(Execution* execution, const BoundQuery* query,
                                  const Pattern* pattern);
std::unique_ptr<Operator> NewPath(Execution* execution, const BoundQuery* query,
                                  const Pattern* pattern);
std::unique_ptr<Operator> NewShortest(Execution* execution,
                                      const BoundQuery* query,
                                      const Pattern* pattern);

}  // namespace tercet::query

#endif  // TERCET_QUERY_SCAN_OPERATORS_H_
