#ifndef TERCET_QUERY_BINDER_H_
#define TERCET_QUERY_BINDER_H_

// From the syntax tree to patterns over slots: names become ids, variables
// become slots, properties and functions are checked.
//
// Errors: InvalidArgument with line and column for what is wrong in the
// query; NotFound for a name or relation that its required part needs and the
// graph has not.

#include <functional>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "query/plan.h"
#include "query/source.h"
#include "query/syntax.h"
#include "tercet/query.h"

namespace tercet::query {

// `every_assertion` binds an assertion to each edge, for "why".  `check` is
// called in long searches for names, and ends them with the error it gives.
absl::StatusOr<BoundQuery> Bind(const syntax::Query& query,
                                const Source& source, const View& view,
                                const QueryOptions& options,
                                bool every_assertion,
                                std::function<absl::Status()> check);

}  // namespace tercet::query

#endif  // TERCET_QUERY_BINDER_H_
