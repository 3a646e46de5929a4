#ifndef TERCET_IMPORT_ROWS_H_
#define TERCET_IMPORT_ROWS_H_

// Facts as `extract` and `export` write them, and Turtle, into a graph.
//
//   ImportSource source{.id = "facts", .name = "facts.jsonl", .text = bytes};
//   absl::StatusOr<RowCounts> counts = ImportJsonLines(source, *graph);
//
// Each `document` of the rows becomes a document of the graph, with its
// sentences as far as the rows give them: what was exported and is imported
// into an empty graph is exported the same again.  Rows that name no document
// belong to the source's id.
//
// A CSV file has a header; it must name subject, relation and object.  Rows are
// added a document at a time, not in bulk as N-Triples are (Graph::Import).
//
// Errors are InvalidArgument and name file, line and, where it is known, the
// column: "facts.csv:3: ...".  Documents before the error stay.
//
// Thread safety: as the graph's.

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/graph.h"
#include "tercet/import.h"

namespace tercet {

// What came of an import of rows.
struct RowCounts {
  int64_t documents = 0;   // added or replaced
  int64_t unchanged = 0;   // that the graph had with the same content
  int64_t statements = 0;  // in all of them
};

// What `extract --format jsonl` and ExportFormat::kJsonLines write.
absl::StatusOr<RowCounts> ImportJsonLines(const ImportSource& source,
                                          Graph& graph);
// Any CSV with the three columns; further ones are those of kCsv, and the
// prepositions of arguments.
absl::StatusOr<RowCounts> ImportCsv(const ImportSource& source, Graph& graph,
                                    const ImportOptions& options = {});

// Whether Turtle or N-Triples are such as export writes.  Their statements are
// rows too: documents, sentences and qualifiers come back, and entities with
// their types.  Plain triples that no statement of the text asserts belong to
// the source's id.
bool IsExportedRdf(std::string_view text);
// What ExportFormat::kTurtle and kNTriples write.
absl::StatusOr<RowCounts> ImportExportedRdf(const ImportSource& source,
                                            Graph& graph);

// Any other Turtle as N-Triples, for Graph::Import.
absl::StatusOr<std::string> TurtleToNTriples(const ImportSource& source);

}  // namespace tercet

#endif  // TERCET_IMPORT_ROWS_H_
