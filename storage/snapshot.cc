#include "storage/snapshot.h"

#include <utility>

#include "storage/check.h"
#include "storage/dictionary.h"
#include "storage/record_table.h"
#include "storage/triple_table.h"
#include "storage/view.h"

namespace tercet::storage {

Snapshot::Snapshot(std::unique_ptr<View> view) : view_(std::move(view)) {}
Snapshot::~Snapshot() = default;

absl::StatusOr<TermId> Snapshot::Lookup(uint8_t kind,
                                        std::string_view bytes) const {
  return LookupTerm(view_->rocks, view_->options, kind, bytes);
}

absl::StatusOr<std::string> Snapshot::Text(TermId id) const {
  return TermText(view_->rocks, view_->options, id);
}

std::unique_ptr<TripleIterator> Snapshot::NewTripleIterator(Order order) const {
  if (!view_->runs.ok()) return NewErrorIterator(view_->runs.status(), order);
  return NewTableIterator(view_->rocks, view_->options, *view_->runs, order);
}

std::unique_ptr<TripleIterator> Snapshot::NewMatch(
    const Triple& pattern) const {
  const Access access = AccessFor(pattern);
  auto it = NewTripleIterator(access.order);
  it->Seek(access.prefix);
  return it;
}

absl::StatusOr<bool> Snapshot::Contains(const Triple& triple) const {
  if (!view_->runs.ok()) return view_->runs.status();
  return TableContains(view_->rocks, view_->options, *view_->runs, triple);
}

absl::StatusOr<uint64_t> Snapshot::Count(const Triple& pattern,
                                         uint64_t limit) const {
  uint64_t count = 0;
  const auto it = NewMatch(pattern);
  for (; it->Valid() && count < limit; it->Next()) ++count;
  if (!it->status().ok()) return it->status();
  return count;
}

absl::StatusOr<std::string> Snapshot::Get(Family family,
                                          std::string_view key) const {
  return view_->rocks.Get(view_->options, ColumnOf(family), key);
}

std::unique_ptr<RecordIterator> Snapshot::NewRecordIterator(
    Family family, std::string_view prefix) const {
  return NewRecordTableIterator(
      std::unique_ptr<rocksdb::Iterator>(view_->rocks.db()->NewIterator(
          view_->options, view_->rocks.column(ColumnOf(family)))),
      prefix);
}

absl::Status Snapshot::Check() const {
  return CheckAll(view_->rocks, view_->options, *this);
}

}  // namespace tercet::storage
