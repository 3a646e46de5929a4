#include "tercet/graph.h"

#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/checker.h"
#include "graph/exporter.h"
#include "graph/graph_state.h"
#include "graph/hash.h"
#include "graph/layout.h"
#include "graph/name_writer.h"
#include "graph/sentence_words.h"
#include "graph/view_state.h"
#include "graph/writer.h"
#include "storage/bytes.h"
#include "storage/store.h"

namespace tercet {

using storage::Family;

std::string ContentHash(std::string_view title, std::string_view date,
                        std::string_view text) {
  std::string bytes;
  storage::AppendString(bytes, title);
  storage::AppendString(bytes, date);
  bytes += text;
  const Hash128 hash = HashOf(bytes, 0);
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (const uint64_t half : {hash.high, hash.low}) {
    for (int shift = 60; shift >= 0; shift -= 4) {
      digits += kDigits[half >> shift & 15];
    }
  }
  return digits;
}

Graph::Graph(std::unique_ptr<State> state) : state_(std::move(state)) {}
Graph::~Graph() = default;

absl::StatusOr<std::unique_ptr<Graph>> Graph::Open(
    const std::string& path, const GraphOptions& options) {
  absl::StatusOr<std::unique_ptr<storage::Store>> store = storage::Store::Open(
      path,
      {.create_if_missing = options.create_if_missing && !options.read_only,
       .read_only = options.read_only});
  if (!store.ok()) return store.status();
  auto state = std::make_unique<State>();
  state->path = path;
  state->options = options;
  state->store = *std::move(store);
  return std::unique_ptr<Graph>(new Graph(std::move(state)));
}

absl::StatusOr<AddOutcome> Graph::Add(const DocumentFacts& document) {
  const absl::Status valid = Validate(document);
  if (!valid.ok()) return valid;
  const std::lock_guard<std::mutex> lock(state_->writing);
  const absl::StatusOr<Document> old = Read().GetDocument(document.id);
  if (old.ok() && old->hash == document.hash) return AddOutcome::kUnchanged;
  if (!old.ok() && !absl::IsNotFound(old.status())) return old.status();
  const bool replaces = old.ok();
  const absl::Status status = state_->Write([&](storage::Batch& batch) {
    Writer writer(batch);
    return replaces ? writer.ReplaceDocument(document)
                    : writer.AddDocument(document);
  });
  if (!status.ok()) return status;
  return replaces ? AddOutcome::kReplaced : AddOutcome::kAdded;
}

absl::StatusOr<bool> Graph::Has(std::string_view document,
                                std::string_view hash) const {
  const absl::StatusOr<Document> found = Read().GetDocument(document);
  if (absl::IsNotFound(found.status())) return false;
  if (!found.ok()) return found.status();
  return found->hash == hash;
}

absl::Status Graph::Forget(std::string_view document) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  const absl::Status found = Read().GetDocument(document).status();
  if (!found.ok()) return found;
  return state_->Write([&](storage::Batch& batch) {
    return Writer(batch).RemoveDocument(document);
  });
}

absl::Status Graph::DefineRelations(
    const std::vector<std::pair<std::string, RelationProperties>>& relations) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  const View view = Read();
  std::vector<std::pair<std::string, RelationProperties>> changed;
  for (const auto& [name, properties] : relations) {
    if (name.empty()) {
      return absl::InvalidArgumentError("a relation has no name");
    }
    const absl::StatusOr<std::optional<Term>> known =
        view.ResolveRelation(name);
    if (!known.ok()) return known.status();
    RelationProperties now;
    if (*known && (*known)->text == name) {
      const absl::StatusOr<RelationInfo> info = view.GetRelation((*known)->id);
      if (!info.ok()) return info.status();
      now = info->properties;
    }
    if (now != properties) changed.emplace_back(name, properties);
  }
  if (changed.empty()) return absl::OkStatus();
  return state_->Write([&](storage::Batch& batch) {
    Writer writer(batch);
    for (const auto& [name, properties] : changed) {
      const absl::Status status = writer.DefineRelation(name, properties);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  });
}

absl::Status Graph::Merge(TermId from, TermId into, std::string_view reason) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->Write([&](storage::Batch& batch) {
    return Writer(batch).Merge(from, into, reason);
  });
}

absl::Status Graph::Unmerge(TermId from) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->Write(
      [&](storage::Batch& batch) { return Writer(batch).Unmerge(from); });
}

absl::Status Graph::AddAlias(TermId entity, const Alias& alias) {
  if (!IsKind(entity, TermKind::kEntity)) {
    return absl::InvalidArgumentError("only an entity can have aliases");
  }
  if (alias.text.empty()) {
    return absl::InvalidArgumentError("an alias is empty");
  }
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->Write([&](storage::Batch& batch) -> absl::Status {
    const absl::StatusOr<std::string> known = batch.Text(entity);
    if (!known.ok()) return known.status();
    const absl::StatusOr<std::optional<AliasRecord>> record = Find<AliasRecord>(
        batch, Family::kAliases, AliasKey(entity, alias.text));
    if (!record.ok()) return record.status();
    if (*record) {
      for (const AliasRecord::Reason& reason : (*record)->reasons) {
        if (reason.by_hand) {
          return absl::AlreadyExistsError("'" + alias.text +
                                          "' was given by hand already");
        }
      }
    }
    return NameWriter(batch).AddAlias(entity, alias, /*by_hand=*/true);
  });
}

absl::Status Graph::RemoveAlias(TermId entity, std::string_view alias) {
  const std::lock_guard<std::mutex> lock(state_->writing);
  return state_->Write([&](storage::Batch& batch) -> absl::Status {
    const absl::StatusOr<std::optional<AliasRecord>> record =
        Find<AliasRecord>(batch, Family::kAliases, AliasKey(entity, alias));
    if (!record.ok()) return record.status();
    if (*record) {
      for (const AliasRecord::Reason& reason : (*record)->reasons) {
        if (!reason.by_hand) continue;
        return NameWriter(batch).RemoveAlias(
            entity, {std::string(alias), reason.text}, /*by_hand=*/true);
      }
    }
    return absl::NotFoundError(
        absl::StrCat("'", std::string(alias), "' was not given by hand"));
  });
}

View Graph::Read() const {
  auto state = std::make_shared<View::State>();
  state->snapshot = state_->store->NewSnapshot();
  return View(std::move(state));
}

FactRange Graph::Match(const FactPattern& pattern) const {
  return Read().Match(pattern);
}

absl::StatusOr<GraphStats> Graph::Stats() const { return Read().Stats(); }

absl::StatusOr<CheckReport> Graph::Check() const {
  return Checker(Read()).Run();
}

absl::Status Graph::Compact() {
  if (!state_->options.read_only) {
    const std::lock_guard<std::mutex> lock(state_->writing);
    const absl::Status status = IndexSentences(*state_->store);
    if (!status.ok()) return status;
  }
  return state_->store->Compact();
}

absl::Status Graph::BackUp(const std::string& folder, int keep) {
  return state_->store->BackUp(folder, keep);
}

absl::Status Graph::Restore(const std::string& backup,
                            const std::string& path) {
  return storage::Store::Restore(backup, path);
}

absl::StatusOr<int64_t> Graph::SizeOnDisk() const {
  const absl::StatusOr<uint64_t> size = state_->store->SizeOnDisk();
  if (!size.ok()) return size.status();
  return static_cast<int64_t>(*size);
}

absl::Status Graph::Export(
    ExportFormat format,
    const std::function<absl::Status(std::string_view)>& write) const {
  return ExportView(Read(), format, write);
}

const std::string& Graph::path() const { return state_->path; }

}  // namespace tercet
