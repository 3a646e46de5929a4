#ifndef TERCET_QUERY_NARROW_H_
#define TERCET_QUERY_NARROW_H_

// "where ?x ~ words" as a list of what ?x may be, by the index of words, where
// that costs less than to read the names of all rows.

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query/plan.h"
#include "tercet/view.h"

namespace tercet::query {

// Gives slots of *query candidates, as the estimates of `plan` suggest, and
// marks them `narrowed`; the conditions stay.  Whether there are any: the query
// is then to be planned anew.  `check` is called often, and its error passed
// on.
absl::StatusOr<bool> NarrowByWords(const View& view, const PlanNode& plan,
                                   const std::function<absl::Status()>& check,
                                   BoundQuery* query);

// Takes them away again.
void Widen(BoundQuery* query);

}  // namespace tercet::query

#endif  // TERCET_QUERY_NARROW_H_
