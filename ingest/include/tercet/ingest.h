#ifndef TERCET_INGEST_H_
#define TERCET_INGEST_H_

// Texts into a graph: analysis on several threads, one atomic batch a
// document.
//
//   absl::StatusOr<Ingestor> ingestor = Ingestor::Load("share/tercet");
//   auto source = [&]() -> absl::StatusOr<std::optional<InputDocument>> {…};
//   absl::StatusOr<IngestCounts> counts =
//       ingestor->Ingest(source, graph, {.threads = 2});
//
// The graph that results depends on the documents and their order alone, not
// on the number of threads: workers analyse, one writer adds the results in
// the order in which the source gave them.  A document whose content the
// graph already holds under the same id is skipped; one whose content has
// changed replaces what was there.
//
// Thread safety: an Ingestor may serve several calls at once, each with a
// graph of its own; a graph has one writer at a time.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/input_document.h"

namespace tercet {

class Graph;

// What became of one document; given in the order of the source.
struct IngestedDocument {
  // New, changed, or neither.
  enum class Outcome : uint8_t { kAdded, kReplaced, kUnchanged };

  std::string id;                     // the document's
  Outcome outcome = Outcome::kAdded;  // what became of it
  int64_t sentences = 0;              // 0 of an unchanged one
  int64_t assertions = 0;             // 0 of an unchanged one
};

// What became of all of them.
struct IngestCounts {
  int64_t added = 0;       // documents
  int64_t replaced = 0;    // documents
  int64_t unchanged = 0;   // documents
  int64_t sentences = 0;   // of those that were added or replaced
  int64_t assertions = 0;  // of those that were added or replaced
};

// How documents are taken in.
struct IngestOptions {
  int threads = 0;  // analysing; 0: as many as the machine has
  // Called after a document's batch is durable, on the calling thread.
  std::function<void(const IngestedDocument&)> on_document;
  // Checked between documents; true ends with Cancelled.
  const std::atomic<bool>* cancelled = nullptr;
};

// The next document, nothing at the end, or why it cannot be read.
using DocumentSource =
    std::function<absl::StatusOr<std::optional<InputDocument>>()>;

// The model and the lexicons, ready for texts; see the head of this file.
class Ingestor {
 public:
  // Reads the model and the lexicons below `data_dir`.
  // NotFound: a file is missing; DataLoss: one cannot be read.
  static absl::StatusOr<Ingestor> Load(const std::string& data_dir);

  Ingestor(Ingestor&&) noexcept;
  Ingestor& operator=(Ingestor&&) noexcept;
  ~Ingestor();

  // Takes documents from `source` until it ends.  On an error of the source
  // or of the graph, documents that were reported stay in the graph.
  absl::StatusOr<IngestCounts> Ingest(const DocumentSource& source,
                                      Graph& graph,
                                      const IngestOptions& options) const;

 private:
  struct Parts;
  explicit Ingestor(std::shared_ptr<const Parts> parts);
  std::shared_ptr<const Parts> parts_;
};

}  // namespace tercet

#endif  // TERCET_INGEST_H_
