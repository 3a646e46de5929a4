#ifndef TERCET_GRAPH_EXPORTER_H_
#define TERCET_GRAPH_EXPORTER_H_

// Writes a view by content: the order of documents and of ids leaves no trace.
//
//   absl::Status status = ExportView(graph.Read(), ExportFormat::kCsv, write);
//
// JSON Lines and CSV give the assertions, by document, sentence and place in
// the document; they take no memory to speak of.  N-Triples gives asserted
// facts, sorted; it holds them all in memory while it sorts.  So do Turtle,
// GraphML and DOT, which have a file each.
//
// Thread safety: pure but for what `write` does.

#include <functional>
#include <string_view>

#include "absl/status/status.h"
#include "tercet/graph.h"
#include "tercet/view.h"

namespace tercet {

absl::Status ExportView(
    const View& view, ExportFormat format,
    const std::function<absl::Status(std::string_view)>& write);

absl::Status ExportTurtle(
    const View& view,
    const std::function<absl::Status(std::string_view)>& write);
absl::Status ExportGraphml(
    const View& view,
    const std::function<absl::Status(std::string_view)>& write);
absl::Status ExportDot(
    const View& view,
    const std::function<absl::Status(std::string_view)>& write);

}  // namespace tercet

#endif  // TERCET_GRAPH_EXPORTER_H_
