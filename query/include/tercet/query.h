#ifndef TERCET_QUERY_H_
#define TERCET_QUERY_H_

// Questions to a graph, in a language whose patterns look like sentences.
//
//   tercet::View view = graph->Read();
//   absl::StatusOr<tercet::Query> query =
//       tercet::Query::Prepare("Lee -meets-> ?who");
//   if (!query.ok()) ...                   // line, column, caret
//   absl::StatusOr<tercet::Result> result =
//       query->Run(view, {.timeout_ms = 1000});
//   if (!result.ok()) ...                  // "no relation 'meats'; ..."
//   while (result->Next()) {
//     std::cout << result->row().cells[0].text << "\n";    // "Xi Jinping"
//   }
//   if (!result->status().ok()) ...        // a limit was reached
//
// A prepared query may be run many times, on any view.  A parameter is a
// variable with a value given from outside:
//
//   query = tercet::Query::Prepare("?x -meets-> ?who return ?who");
//   result = query->Run(view, {.parameters = {{"x", "Lee"}}});
//
// The language is described in query/README.md.
//
// Thread safety: a Query is immutable and may be run from any number of
// threads at once; a Result belongs to one thread.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/result.h"
#include "tercet/view.h"

namespace tercet {

// The limits of a query, and what it is given.
struct QueryOptions {
  // Milliseconds from Run to the last row; 0: no limit.
  int64_t timeout_ms = 0;
  // Rows of the result; one more is ResourceExhausted.  0: no limit.  (A
  // "limit" clause ends a result without an error.)
  int64_t max_rows = 0;
  // What the query may hold at once: groups, sorted rows, visited nodes.
  int64_t max_memory_bytes = int64_t{1} << 30;
  // Set it to end the query with Cancelled; not owned.
  const std::atomic<bool>* cancelled = nullptr;
  // A name that names several entities is an error, not a note.
  bool strict_names = false;
  // Rows come with the facts behind them (ResultRow::links), for drawings.
  bool links = false;
  // Values of variables: {"x", "Lee"}.
  std::vector<std::pair<std::string, std::string>> parameters = {};
};

// A question that was read; see the head of this file.
class Query {
 public:
  // InvalidArgument: the text is no query; the message gives line, column and
  // what was expected.  IsIncompleteQuery tells whether it merely stops early.
  static absl::StatusOr<Query> Prepare(std::string_view text);

  // NotFound: a name or relation that the pattern needs is not in the graph.
  // InvalidArgument: a variable, property or function is used wrongly.
  absl::StatusOr<Result> Run(const View& view,
                             const QueryOptions& options = {}) const;

 private:
  struct Compiled;
  explicit Query(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

// Prepare and Run.
absl::StatusOr<Result> RunQuery(const View& view, std::string_view text,
                                const QueryOptions& options = {});

// Whether `status` comes from a text that could go on to be a query, so that
// a prompt can ask for more: an open bracket, quote or chain.
bool IsIncompleteQuery(const absl::Status& status);

}  // namespace tercet

#endif  // TERCET_QUERY_H_
