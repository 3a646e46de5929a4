#include "storage/snapshot.h"

#include <algorithm>
#include <map>
#include <utility>

#include "storage/check.h"
#include "storage/dictionary.h"
#include "storage/record_table.h"
#include "storage/statistics.h"
#include "storage/triple_table.h"
#include "storage/view.h"

namespace tercet::storage {

Snapshot::Snapshot(std::unique_ptr<View> view) : view_(std::move(view)) {}
Snapshot::~Snapshot() = default;

absl::StatusOr<TermId> Snapshot::Lookup(uint8_t kind,
                                        std::string_view bytes) const {
  return view_->terms.Lookup(kind, bytes);
}

absl::StatusOr<std::string> Snapshot::Text(TermId id) const {
  return view_->terms.Text(id);
}

absl::StatusOr<std::vector<TermId>> Snapshot::LookupSecond(
    uint64_t hash) const {
  return view_->rocks.packed().FindSecond(view_->options, hash);
}

absl::Status Snapshot::ForEachBulkTerm(
    const std::function<bool(TermId, std::string_view)>& visit) const {
  return view_->rocks.packed().ForEach(view_->options, visit);
}

absl::StatusOr<std::unique_ptr<StatedIterator>> Snapshot::NewStated(
    uint64_t run) const {
  auto kept = view_->table.ReadKept(view_->options, run);
  if (!kept.ok()) return kept.status();
  return NewStatedIterator(view_->rocks, view_->options, *std::move(kept));
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

absl::StatusOr<PredicateStatistics> Snapshot::Statistics(
    TermId predicate) const {
  if (!view_->runs.ok()) return view_->runs.status();
  PredicateStatistics sum;
  for (const auto& run : *view_->runs) {
    const auto statistics = StatisticsOf(view_->rocks, view_->options, *run);
    if (!statistics.ok()) return statistics.status();
    const PredicateStatistics counts = (*statistics)->Find(predicate);
    sum.triples += counts.triples;
    sum.subjects += counts.subjects;
    sum.objects += counts.objects;
    sum.most_objects = std::max(sum.most_objects, counts.most_objects);
    sum.most_subjects = std::max(sum.most_subjects, counts.most_subjects);
  }
  // There are no more of anything than triples.
  for (int64_t* count :
       {&sum.subjects, &sum.objects, &sum.most_objects, &sum.most_subjects}) {
    *count = std::min(*count, sum.triples);
  }
  return sum;
}

absl::StatusOr<std::vector<Hub>> Snapshot::Hubs(size_t limit) const {
  if (!view_->runs.ok()) return view_->runs.status();
  std::map<TermId, Hub> nodes;
  for (const auto& run : *view_->runs) {
    const auto statistics = StatisticsOf(view_->rocks, view_->options, *run);
    if (!statistics.ok()) return statistics.status();
    for (const auto& [node, triples] : (*statistics)->subjects) {
      nodes[node].as_subject += static_cast<int64_t>(triples);
    }
    for (const auto& [node, triples] : (*statistics)->objects) {
      nodes[node].as_object += static_cast<int64_t>(triples);
    }
  }
  std::vector<Hub> hubs;
  for (auto& [node, hub] : nodes) {
    hub.node = node;
    hubs.push_back(hub);
  }
  std::stable_sort(hubs.begin(), hubs.end(), [](const Hub& a, const Hub& b) {
    return a.as_subject + a.as_object > b.as_subject + b.as_object;
  });
  if (hubs.size() > limit) hubs.resize(limit);
  return hubs;
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
  return CheckAll(view_->rocks, view_->options, view_->terms, *this);
}

}  // namespace tercet::storage
