#ifndef TERCET_QUERY_STATEMENTS_H_
#define TERCET_QUERY_STATEMENTS_H_

// The statements that are no patterns: describe, find, and why with an id.

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "query/execution.h"
#include "query/result_rows.h"
#include "query/source.h"
#include "query/syntax.h"

namespace tercet::query {

using RowsOr = absl::StatusOr<std::unique_ptr<Result::Rows>>;

// What is known of a name: its facts, and those within `steps` of it.
RowsOr Describe(Execution& execution, const Source& source,
                const syntax::Term& target, int steps, bool strict);

// Names and sentences that have these words.
RowsOr Find(Execution& execution, const syntax::Term& words);

// The assertions of the fact "#..." or of the document "@...".
RowsOr WhyId(Execution& execution, const Source& source,
             const syntax::Term& id);

// A row of "why": an assertion as its sentence, document and place.
std::vector<std::string> WhyColumns();
ResultRow WhyRow(Execution& execution, const Assertion& assertion);

}  // namespace tercet::query

#endif  // TERCET_QUERY_STATEMENTS_H_
