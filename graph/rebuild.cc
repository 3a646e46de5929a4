#include "tercet/rebuild.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "graph/graph_state.h"
#include "graph/identity.h"
#include "graph/layout.h"
#include "graph/name_writer.h"
#include "graph/record.h"
#include "graph/writer.h"
#include "storage/bytes.h"
#include "storage/replace.h"

namespace tercet {
namespace {

namespace fs = std::filesystem;

// In a new generation's folder from its beginning until it is complete.
constexpr char kUnfinished[] = "UNFINISHED";

absl::Status FileError(const std::string& path, const std::string& what) {
  return absl::InternalError("rebuilding " + path + ": " + what);
}

// The term of another graph that has the bytes of this one's; kNoTerm where it
// has none.
absl::StatusOr<TermId> SameTerm(const storage::Snapshot& from, TermId term,
                                const storage::Batch& to) {
  const absl::StatusOr<std::string> bytes = from.Text(term);
  if (!bytes.ok()) return bytes.status();
  return FindTerm(to, storage::KindOf(term), *bytes);
}

// Puts `from`'s merges by hand into `to`.
absl::Status CarryMerges(const storage::Snapshot& from, storage::Batch& to,
                         Rebuild::CarriedOver& carried) {
  const auto it = from.NewRecordIterator(storage::Family::kTerms, "r");
  for (; it->Valid(); it->Next()) {
    storage::ByteReader key(it->key().substr(1));
    const TermId entity = key.U64();
    const absl::StatusOr<RedirectRecord> redirect =
        Decode<RedirectRecord>(it->value());
    if (!redirect.ok()) return redirect.status();
    if (!redirect->by_hand) continue;
    const absl::StatusOr<TermId> part = SameTerm(from, entity, to);
    if (!part.ok()) return part.status();
    const absl::StatusOr<TermId> whole = SameTerm(from, redirect->node, to);
    if (!whole.ok()) return whole.status();
    if (*part == kNoTerm || *whole == kNoTerm) {
      ++carried.lost;
      continue;
    }
    const absl::Status status =
        Writer(to).Merge(*part, *whole, redirect->reason);
    // One already: the documents or an earlier call said so.
    if (absl::IsFailedPrecondition(status)) continue;
    if (!status.ok()) return status;
    ++carried.merges;
  }
  return it->status();
}

// Puts the names that `from`'s entities were given by hand into `to`.
absl::Status CarryNames(const storage::Snapshot& from, storage::Batch& to,
                        Rebuild::CarriedOver& carried) {
  const auto it = from.NewRecordIterator(storage::Family::kAliases, "e");
  for (; it->Valid(); it->Next()) {
    storage::ByteReader key(it->key().substr(1));
    const TermId entity = key.U64();
    const absl::StatusOr<AliasRecord> record = Decode<AliasRecord>(it->value());
    if (!record.ok()) return record.status();
    for (const AliasRecord::Reason& reason : record->reasons) {
      if (!reason.by_hand) continue;
      const absl::StatusOr<TermId> same = SameTerm(from, entity, to);
      if (!same.ok()) return same.status();
      if (*same == kNoTerm) {
        ++carried.lost;
        continue;
      }
      const std::string name(key.rest());
      const absl::StatusOr<std::optional<AliasRecord>> known =
          Find<AliasRecord>(to, storage::Family::kAliases,
                            AliasKey(*same, name));
      if (!known.ok()) return known.status();
      bool given = false;
      if (*known) {
        for (const auto& each : (*known)->reasons) given |= each.by_hand;
      }
      if (given) continue;
      const absl::Status status =
          NameWriter(to).AddAlias(*same, {name, reason.text}, /*by_hand=*/true);
      if (!status.ok()) return status;
      ++carried.names;
    }
  }
  return it->status();
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

absl::StatusOr<Rebuild::CarriedOver> Rebuild::CarryOver() {
  const auto from = state_->old->state_->store->NewSnapshot();
  CarriedOver carried;
  const std::lock_guard<std::mutex> lock(state_->graph->state_->writing);
  const absl::Status status =
      state_->graph->state_->Write([&](storage::Batch& batch) {
        const absl::Status merged = CarryMerges(*from, batch, carried);
        return merged.ok() ? CarryNames(*from, batch, carried) : merged;
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
