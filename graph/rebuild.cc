#include "tercet/rebuild.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "graph/carry_over.h"
#include "graph/graph_state.h"
#include "storage/replace.h"

namespace tercet {
namespace {

namespace fs = std::filesystem;

// In a new generation's folder from its beginning until it is complete.
constexpr char kUnfinished[] = "UNFINISHED";

absl::Status FileError(const std::string& path, const std::string& what) {
  return absl::InternalError("rebuilding " + path + ": " + what);
}

// A folder without the file kUnfinished was complete, or is the old graph,
// when a crash came: `path` is whole in either case.
absl::Status ClearAway(const std::string& path, const std::string& draft,
                       bool anew) {
  std::error_code error;
  if (!fs::exists(draft, error)) return absl::OkStatus();
  if (anew || !fs::exists(fs::path(draft) / kUnfinished, error)) {
    fs::remove_all(draft, error);
  }
  return error ? FileError(path, error.message()) : absl::OkStatus();
}

}  // namespace

struct Rebuild::State {
  std::string path;
  std::string draft;
  std::unique_ptr<storage::StoreLock> lock;
  std::unique_ptr<Graph> old;
  std::unique_ptr<Graph> graph;
};

Rebuild::Rebuild(std::unique_ptr<State> state) : state_(std::move(state)) {}
Rebuild::~Rebuild() = default;

const Graph& Rebuild::old() const { return *state_->old; }
Graph& Rebuild::graph() { return *state_->graph; }

absl::StatusOr<std::unique_ptr<Rebuild>> Rebuild::Begin(const std::string& path,
                                                        bool anew) {
  auto state = std::make_unique<State>();
  // "news.db/" is "news.db".
  state->path = (fs::path(path) / "").parent_path().string();
  state->draft = state->path + ".rebuild";
  auto lock = storage::StoreLock::Take(state->path);
  if (!lock.ok()) return lock.status();
  state->lock = *std::move(lock);
  auto old =
      Graph::Open(state->path, {.create_if_missing = false, .read_only = true});
  if (!old.ok()) return old.status();
  state->old = *std::move(old);
  absl::Status status = ClearAway(state->path, state->draft, anew);
  if (!status.ok()) return status;
  auto graph = Graph::Open(state->draft);
  if (!graph.ok()) return graph.status();
  state->graph = *std::move(graph);
  if (!std::ofstream(fs::path(state->draft) / kUnfinished)) {
    return FileError(state->path, state->draft + " cannot be written");
  }
  return std::unique_ptr<Rebuild>(new Rebuild(std::move(state)));
}

absl::StatusOr<std::vector<std::string>> Rebuild::Imported(const Graph& graph) {
  return ImportedDocuments(*graph.state_->store->NewSnapshot());
}

absl::StatusOr<bool> Rebuild::CarryDocument(const std::string& id) {
  Graph::State& to = *state_->graph->state_;
  const auto from = state_->old->state_->store->NewSnapshot();
  const absl::StatusOr<Document> there = state_->graph->Read().GetDocument(id);
  if (!absl::IsNotFound(there.status())) {
    if (!there.ok()) return there.status();
    return false;
  }
  const absl::StatusOr<StoredDocument> document = ReadStoredDocument(*from, id);
  if (!document.ok()) return document.status();
  absl::Status status;
  if (document->import) {
    // Nobody else writes: the view and the snapshot are of one moment.
    const std::lock_guard<std::mutex> lock(to.writing);
    status = CarryImport(*from, *document, state_->graph->Read(),
                         *to.store->NewSnapshot(), *to.store);
  } else {
    status = state_->graph->Add(document->facts).status();
  }
  if (!status.ok()) return status;
  return true;
}

absl::StatusOr<Rebuild::CarriedOver> Rebuild::CarryOver() {
  const auto from = state_->old->state_->store->NewSnapshot();
  CarriedOver carried;
  const absl::StatusOr<std::vector<std::string>> imported = Imported(old());
  if (!imported.ok()) return imported.status();
  for (const std::string& id : *imported) {
    const absl::StatusOr<bool> taken = CarryDocument(id);
    if (!taken.ok()) return taken.status();
    carried.imports += *taken ? 1 : 0;
  }
  const std::lock_guard<std::mutex> lock(state_->graph->state_->writing);
  const absl::Status status =
      state_->graph->state_->Write([&](storage::Batch& batch) {
        absl::Status done = CarryRelations(*from, batch, carried);
        if (done.ok()) done = CarryMerges(*from, batch, carried);
        return done.ok() ? CarryNames(*from, batch, carried) : done;
      });
  if (!status.ok()) return status;
  return carried;
}

absl::Status Rebuild::Finish() {
  absl::Status status = state_->graph->Compact();
  if (!status.ok()) return status;
  state_->graph.reset();
  state_->old.reset();
  std::error_code error;
  fs::remove(fs::path(state_->draft) / kUnfinished, error);
  if (error) return FileError(state_->path, error.message());
  status = state_->lock->Replace(state_->draft, state_->path + ".old");
  state_->lock.reset();
  return status;
}

}  // namespace tercet
