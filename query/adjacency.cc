#include "query/adjacency.h"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

#include "absl/container/flat_hash_map.h"

namespace tercet::query {
namespace {

// What a view keeps at most.
constexpr int64_t kMaxKeptBytes = int64_t{1} << 30;

// Nodes up to this many times as many as the facts have rows of their own.
constexpr uint64_t kMaxEmptyRows = 8;

// Nodes that are far between are sorted: a run that must end cannot wait for
// more of them than this.
constexpr size_t kMaxSorted = size_t{1} << 20;

// While it is made: the pairs, their sorted copy, and the rows.
constexpr int64_t kBytesPerFact = 48;

struct Kept {
  struct Entry {
    bool being_made = false;
    std::shared_ptr<const Adjacency> adjacency;
  };

  std::mutex mutex;
  // Guarded by mutex, by relation and whether it leads forward.
  absl::flat_hash_map<std::pair<TermId, bool>, Entry> entries;
  int64_t bytes = 0;
};

std::shared_ptr<void> MakeKept() { return std::make_shared<Kept>(); }

}  // namespace

size_t Adjacency::RowOf(TermId node) const {
  const auto it = std::lower_bound(keys_.begin(), keys_.end(), node);
  return it != keys_.end() && *it == node ? it - keys_.begin() : keys_.size();
}

bool Adjacency::Has(TermId node, TermId other) const {
  const std::span<const TermId> others = Of(node);
  return std::binary_search(others.begin(), others.end(), other);
}

int64_t Adjacency::bytes() const {
  return static_cast<int64_t>(8 * nodes_.size() + 8 * keys_.size() +
                              4 * offsets_.size());
}

std::shared_ptr<const Adjacency> Adjacency::Read(Execution& execution,
                                                 TermId relation,
                                                 bool forward) {
  // Sorted by object, then subject.
  std::vector<std::pair<TermId, TermId>> pairs;
  TermId first = std::numeric_limits<TermId>::max(), last = 0;
  TripleCursor cursor = execution.view().Triples({.relation = relation});
  for (; cursor.Valid(); cursor.Next()) {
    if (!execution.Touch()) return nullptr;
    const Triple& triple = cursor.triple();
    const TermId key = forward ? triple.subject : triple.object;
    pairs.emplace_back(key, forward ? triple.object : triple.subject);
    first = std::min(first, key);
    last = std::max(last, key);
  }
  if (!cursor.status().ok()) {
    execution.Fail(cursor.status());
    return nullptr;
  }
  auto made = std::make_shared<Adjacency>();
  if (pairs.empty() || pairs.size() >= std::numeric_limits<uint32_t>::max()) {
    return made;
  }
  if (last - first < kMaxEmptyRows * pairs.size() + 1024) {
    made->first_ = first;
    made->offsets_.assign(last - first + 2, 0);
    for (const auto& [key, other] : pairs) {
      if (!execution.Tick()) return nullptr;
      ++made->offsets_[key - first + 1];
    }
    for (size_t i = 1; i < made->offsets_.size(); ++i) {
      made->offsets_[i] += made->offsets_[i - 1];
    }
    // Within a row the order of the pairs stays, which is ascending.
    std::vector<uint32_t> next(made->offsets_.begin(), made->offsets_.end());
    made->nodes_.resize(pairs.size());
    for (const auto& [key, other] : pairs) {
      if (!execution.Tick()) return nullptr;
      made->nodes_[next[key - first]++] = other;
    }
    return made;
  }
  if (pairs.size() > kMaxSorted) return nullptr;
  std::sort(pairs.begin(), pairs.end());
  for (const auto& [key, other] : pairs) {
    if (made->keys_.empty() || made->keys_.back() != key) {
      made->keys_.push_back(key);
      made->offsets_.push_back(static_cast<uint32_t>(made->nodes_.size()));
    }
    made->nodes_.push_back(other);
  }
  made->offsets_.push_back(static_cast<uint32_t>(made->nodes_.size()));
  return made;
}

std::shared_ptr<const Adjacency> FindAdjacency(Execution& execution,
                                               TermId relation, bool forward,
                                               bool make) {
  const auto kept =
      std::static_pointer_cast<Kept>(execution.view().Shared(MakeKept));
  const int64_t estimate = kBytesPerFact * execution.RelationOf(relation).facts;
  {
    const std::lock_guard<std::mutex> lock(kept->mutex);
    Kept::Entry& entry = kept->entries[{relation, forward}];
    if (entry.adjacency != nullptr || !make) return entry.adjacency;
    if (entry.being_made || kept->bytes + estimate / 4 > kMaxKeptBytes ||
        !execution.HasRoom(estimate)) {
      return nullptr;
    }
    entry.being_made = true;
  }
  execution.Charge(estimate);
  std::shared_ptr<const Adjacency> made =
      Adjacency::Read(execution, relation, forward);
  execution.Release(estimate);
  const std::lock_guard<std::mutex> lock(kept->mutex);
  Kept::Entry& entry = kept->entries[{relation, forward}];
  entry.being_made = false;
  entry.adjacency = made;
  if (made != nullptr) kept->bytes += made->bytes();
  return made;
}

// A look-up costs about as much as reading kFactsPerLookUp facts in a row: once
// the look-ups would have paid for reading the relation, it is read.
void LookUps::Try(Execution& execution) {
  constexpr int64_t kFactsPerLookUp = 50;
  const bool first = count_ == 1;
  const int64_t worth =
      execution.RelationOf(relation_).facts / kFactsPerLookUp + 20;
  if (first || count_ >= worth) {
    adjacency_ = FindAdjacency(execution, relation_, forward_, !first);
  }
  next_try_ = std::max(worth, 2 * count_);
}

}  // namespace tercet::query
