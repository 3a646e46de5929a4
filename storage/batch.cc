#include "storage/batch.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/record_table.h"
#include "storage/triple_table.h"
#include "storage/view.h"

namespace tercet::storage {

Batch::Batch(std::unique_ptr<Changes> changes) : changes_(std::move(changes)) {}
Batch::~Batch() = default;

absl::StatusOr<TermId> Batch::Intern(uint8_t kind, std::string_view bytes) {
  return changes_->terms.Intern(kind, bytes);
}

absl::StatusOr<TermId> Batch::Lookup(uint8_t kind,
                                     std::string_view bytes) const {
  return changes_->terms.Lookup(kind, bytes);
}

absl::StatusOr<std::string> Batch::Text(TermId id) const {
  return changes_->terms.Text(id);
}

void Batch::AddTriple(const Triple& triple) {
  changes_->triples[triple] = true;
}

void Batch::RemoveTriple(const Triple& triple) {
  changes_->triples[triple] = false;
}

absl::StatusOr<bool> Batch::Contains(const Triple& triple) const {
  const auto found = changes_->triples.find(triple);
  if (found != changes_->triples.end()) return found->second;
  const Snapshot::View& below = changes_->Below();
  if (!below.runs.ok()) return below.runs.status();
  return TableContains(below.rocks, below.options, *below.runs, triple);
}

absl::StatusOr<std::vector<Triple>> Batch::Naming(TermId node) const {
  const Snapshot::View& below = changes_->Below();
  if (!below.runs.ok()) return below.runs.status();
  std::set<Triple> triples;
  for (const auto& [order, prefix] : {std::pair(Order::kSpo, Prefix(node)),
                                      std::pair(Order::kOsp, Prefix(node))}) {
    const auto it =
        NewTableIterator(below.rocks, below.options, *below.runs, order);
    for (it->Seek(prefix); it->Valid(); it->Next())
      triples.insert(it->triple());
    if (!it->status().ok()) return it->status();
  }
  for (const auto& [triple, added] : changes_->triples) {
    if (triple.s != node && triple.o != node) continue;
    if (added) {
      triples.insert(triple);
    } else {
      triples.erase(triple);
    }
  }
  return std::vector<Triple>(triples.begin(), triples.end());
}

absl::Status Batch::GiveUpStated(uint64_t run) {
  return changes_->files.runs->GiveUp(run, *changes_->records.GetWriteBatch());
}

absl::StatusOr<std::unique_ptr<StatedIterator>> Batch::NewStated(
    uint64_t run) const {
  auto kept = changes_->files.runs->ReadKept({}, run);
  if (!kept.ok()) return kept.status();
  return NewStatedIterator(*changes_->files.rocks, {}, *std::move(kept));
}

void Batch::Put(Family family, std::string_view key, std::string_view value) {
  // Fails only where the batch has a size limit, which it has not.
  changes_->records
      .Put(changes_->files.rocks->column(ColumnOf(family)), SliceOf(key),
           SliceOf(value))
      .PermitUncheckedError();
}

void Batch::Delete(Family family, std::string_view key) {
  changes_->records
      .Delete(changes_->files.rocks->column(ColumnOf(family)), SliceOf(key))
      .PermitUncheckedError();
}

absl::StatusOr<std::string> Batch::Get(Family family,
                                       std::string_view key) const {
  std::string value;
  const Rocks& rocks = *changes_->files.rocks;
  const rocksdb::Status status = changes_->records.GetFromBatchAndDB(
      rocks.db(), {}, rocks.column(ColumnOf(family)), SliceOf(key), &value);
  if (!status.ok()) {
    const std::string_view name = Name(family);
    return FromRocks(status, absl::StrCat("reading ", std::string(name)));
  }
  return value;
}

std::unique_ptr<RecordIterator> Batch::NewRecordIterator(
    Family family, std::string_view prefix) const {
  const Rocks& rocks = *changes_->files.rocks;
  rocksdb::ColumnFamilyHandle* column = rocks.column(ColumnOf(family));
  return NewRecordTableIterator(
      std::unique_ptr<rocksdb::Iterator>(changes_->records.NewIteratorWithBase(
          column, rocks.db()->NewIterator({}, column))),
      prefix);
}

}  // namespace tercet::storage
