#ifndef TERCET_QUERY_PARSER_H_
#define TERCET_QUERY_PARSER_H_

// From text to syntax tree.
//
//   absl::StatusOr<Statement> statement = Parse("Lee -meets-> ?who");
//   if (!statement.ok() && IsIncomplete(statement.status())) ... // ask for
//   more
//
// Stateless and thread-safe.

#include <string_view>

#include "absl/status/statusor.h"
#include "query/source.h"
#include "query/syntax.h"

namespace tercet::query::syntax {

// InvalidArgument with line, column, caret and what was expected.
absl::StatusOr<Statement> Parse(const Source& source);
absl::StatusOr<Statement> Parse(std::string_view text);

}  // namespace tercet::query::syntax

#endif  // TERCET_QUERY_PARSER_H_
