#ifndef TERCET_GRAPH_H_
#define TERCET_GRAPH_H_

// A graph of facts in a directory.
//
//   absl::StatusOr<std::unique_ptr<tercet::Graph>> graph =
//       tercet::Graph::Open("news.db");
//   if (!graph.ok()) ...
//   for (const tercet::Fact& fact :
//        (*graph)->Match({.subject = "Lee", .relation = "meets"})) {
//     Print(fact.subject.text, fact.object.text, Name(fact.status));
//   }
//
// Writing is one atomic batch a document (document_facts.h): after Add has
// returned, the document survives the end of the process; if the process ends
// before, nothing of it is there.
//
// Reading goes through a View (view.h), a snapshot; Match and Stats are short
// for Read().Match and Read().Stats.
//
// The same documents give the same Export, byte for byte, in whatever order
// they came.
//
// Thread safety: all methods may be called from any thread.  Writers wait for
// each other; readers wait for nobody.  One process has a store open for
// writing.
//
// Ownership: the caller owns the graph; views, cursors and ranges must end
// before it.

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/document_facts.h"
#include "tercet/fact.h"
#include "tercet/import.h"
#include "tercet/term.h"
#include "tercet/view.h"

namespace tercet {

// How a graph is opened.
struct GraphOptions {
  // Without: NotFound where there is none.
  bool create_if_missing = true;
  // No writes: the graph as it is now, in a folder that others may write to
  // and that may not be writable at all.
  bool read_only = false;
  // Waits for the disk on every write: survives a power cut, not only the
  // end of the process.
  bool sync = false;
};

// What Add did.
enum class AddOutcome : uint8_t {
  kAdded,      // the id was not there
  kReplaced,   // the id was there with another hash
  kUnchanged,  // the id was there with this hash: nothing was written
};

// What Export writes.
enum class ExportFormat : uint8_t {
  kJsonLines,  // an assertion a line, in the shape that `extract` writes
  kNTriples,   // an asserted fact between or about entities a line
  kCsv,        // subject,relation,object and qualifiers, an assertion a line
  kTurtle,     // asserted facts, labels, and each assertion reified
  kGraphml,    // nodes and edges, a fact an edge, with its sources
  kDot,        // the same for Graphviz
};

// What Check found.  No problems: the graph is sound.
struct CheckReport {
  int64_t facts = 0;                  // looked at, negative ones too
  int64_t assertions = 0;             // looked at
  int64_t documents = 0;              // looked at, imports too
  std::vector<std::string> problems;  // one a line, at most a hundred
};

// The graph of one directory; see the head of this file.
class Graph {
 public:
  // Unavailable: another process has it open for writing, and read_only is
  // off.  FailedPrecondition: a newer format.
  // NotFound: no graph there, and create_if_missing is false (or read_only):
  // nothing is created.
  static absl::StatusOr<std::unique_ptr<Graph>> Open(
      const std::string& path, const GraphOptions& options = {});
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  // --- Writing ------------------------------------------------------------

  // One document, one batch.  A document of the same id and hash is skipped;
  // one of another hash is replaced.  InvalidArgument names what is wrong
  // with `document`; nothing is written then.
  absl::StatusOr<AddOutcome> Add(const DocumentFacts& document);

  // Whether Add would skip: for callers that want to save the analysis.
  absl::StatusOr<bool> Has(std::string_view document,
                           std::string_view hash) const;

  // Adds the facts of a text in N-Triples as one document, millions of them
  // within seconds: see import.h.  InvalidArgument names file, line and column
  // of what is no N-Triples; FailedPrecondition: another document of that id is
  // there.  Whatever ends it early, nothing of it is there then.
  absl::StatusOr<ImportCounts> Import(const ImportSource& source,
                                      const ImportOptions& options = {});

  // Removes its assertions, then what no other document supports.  NotFound:
  // no such document.
  absl::Status Forget(std::string_view document);

  // Says that a relation is symmetric or names its inverse.  Whoever ingests
  // gives the lexicon's relations here once at the start; what is already so
  // costs no write.  Properties belong to the graph, not to a document.
  absl::Status DefineRelations(
      const std::vector<std::pair<std::string, RelationProperties>>& relations);

  // Makes `from` a part of node `into`: every fact of `from` moves there, now
  // and for documents to come.  Both as Resolve's matches or JoinedInto give
  // them.  FailedPrecondition: they are one already.
  absl::Status Merge(TermId from, TermId into, std::string_view reason);
  // Undoes a Merge exactly; what was joined for an acronym or a legal form is
  // kept apart from now on.  NotFound: `from` was not merged.
  absl::Status Unmerge(TermId from);
  // Gives an entity another name by hand.
  absl::Status AddAlias(TermId entity, const Alias& alias);
  // Takes such a name back.  NotFound: it was not given by hand.
  absl::Status RemoveAlias(TermId entity, std::string_view alias);

  // --- Upkeep -------------------------------------------------------------

  // Rewrites the files so that reads are fastest and removed bytes are gone.
  absl::Status Compact();
  // Adds a backup of the graph as it is now to a folder of backups and keeps
  // the latest `keep`.  Files that an earlier one holds are not copied again.
  absl::Status BackUp(const std::string& folder, int keep = 3);
  // Makes a graph at `path` of the latest backup in a folder.  AlreadyExists:
  // something is at `path`.  DataLoss: the backup is damaged.  Nothing is left
  // at `path` then.
  static absl::Status Restore(const std::string& backup,
                              const std::string& path);
  // Bytes of all files, also of those that no reader needs any more.
  absl::StatusOr<int64_t> SizeOnDisk() const;

  // --- Reading ------------------------------------------------------------

  // The graph as it is now, whatever is written later.
  View Read() const;
  // Read().Match(pattern).
  FactRange Match(const FactPattern& pattern) const;
  // Read().Stats().
  absl::StatusOr<GraphStats> Stats() const;

  // Every permutation against the others, every id against the dictionary,
  // every fact against its assertions and the other way round.  The status is
  // for what could not be read at all.
  absl::StatusOr<CheckReport> Check() const;

  // Writes the graph by content, not by id, in pieces that end with a line.
  absl::Status Export(
      ExportFormat format,
      const std::function<absl::Status(std::string_view)>& write) const;

  // As Open was given it.
  const std::string& path() const;

 private:
  friend class Rebuild;
  struct State;
  explicit Graph(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace tercet

#endif  // TERCET_GRAPH_H_
