#include "query/adjacency.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

#include "query/kept.h"
#include "query/sort.h"

namespace tercet::query {
namespace {

// What a view keeps at most.
constexpr int64_t kMaxKeptBytes = int64_t{1} << 30;

// Nodes up to this many times as many as the facts have rows of their own.
constexpr uint64_t kMaxEmptyRows = 8;

// While it is made: the pairs, their sorted copy or that of the nodes, and the
// rows.
constexpr int64_t kBytesPerFact = 48;

// A list that is so many times as long as the other is leapt through.
constexpr size_t kLeapRatio = 32;

constexpr TermId kLowMask = 0xFFFFFFFF;

// Fills with zeros: fresh memory costs as much as what is put into it.
template <typename T>
bool Grow(Execution& execution, HugeVector<T>* items, size_t size) {
  constexpr size_t kStep = size_t{1} << 16;
  items->reserve(size);
  while (items->size() < size && execution.ok()) {
    items->resize(std::min(size, items->size() + kStep));
    execution.CheckLimits();
  }
  return execution.ok();
}

}  // namespace

void NodeSpan::LeapTo(TermId target) {
  size_t step = 1;
  while (step < size_ && (*this)[step] < target) step *= 2;
  size_t low = step / 2;
  size_t high = std::min(step + 1, size_);
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if ((*this)[middle] < target) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  RemovePrefix(low);
}

bool NodeSpan::Contains(TermId node) const {
  NodeSpan rest = *this;
  if (!rest.empty()) rest.LeapTo(node);
  return !rest.empty() && rest.front() == node;
}

int64_t NodeSpan::CountCommon(const NodeSpan& a, const NodeSpan& b) {
  if (a.size_ > b.size_) return CountCommon(b, a);
  if (a.empty()) return 0;
  int64_t common = 0;
  if (b.size_ / a.size_ >= kLeapRatio) {
    NodeSpan rest = b;
    for (size_t i = 0; i < a.size_ && !rest.empty(); ++i) {
      const TermId node = a[i];
      rest.LeapTo(node);
      common += !rest.empty() && rest.front() == node;
    }
    return common;
  }
  size_t i = 0, j = 0;
  if (a.wide_ == nullptr && b.wide_ == nullptr) {
    if (a.high_ != b.high_) return 0;
    while (i < a.size_ && j < b.size_) {
      const uint32_t left = a.low_[i], right = b.low_[j];
      common += left == right;
      i += left <= right;
      j += right <= left;
    }
    return common;
  }
  while (i < a.size_ && j < b.size_) {
    const TermId left = a[i], right = b[j];
    common += left == right;
    i += left <= right;
    j += right <= left;
  }
  return common;
}

size_t Adjacency::RowOfKey(TermId node) const {
  const auto it = std::lower_bound(keys_.begin(), keys_.end(), node);
  return it != keys_.end() && *it == node ? it - keys_.begin() : keys_.size();
}

int64_t Adjacency::bytes() const {
  return static_cast<int64_t>(8 * (wide_.size() + keys_.size()) +
                              4 * (low_.size() + offsets_.size()));
}

std::shared_ptr<const Adjacency> Adjacency::Read(Execution& execution,
                                                 TermId relation,
                                                 bool forward) {
  // Sorted by object, then subject.
  Pairs pairs;
  pairs.reserve(execution.RelationOf(relation).facts);
  TermId first = std::numeric_limits<TermId>::max(), last = 0;
  TripleCursor cursor = execution.view().Triples({.relation = relation});
  for (TripleBlock block; cursor.NextBlock(block);) {
    const std::vector<TermId>& keys = forward ? block.subjects : block.objects;
    const std::vector<TermId>& ends = forward ? block.objects : block.subjects;
    for (size_t i = 0; i < block.size(); ++i) {
      pairs.emplace_back(keys[i], ends[i]);
      first = std::min(first, keys[i]);
      last = std::max(last, keys[i]);
    }
    if (!execution.TouchMany(static_cast<int64_t>(block.size()))) {
      return nullptr;
    }
  }
  if (!cursor.status().ok()) {
    execution.Fail(cursor.status());
    return nullptr;
  }
  if (pairs.size() >= std::numeric_limits<uint32_t>::max()) {
    execution.Fail(absl::ResourceExhaustedError(
        "a relation has more facts than this query can hold"));
    return nullptr;
  }
  auto made = std::make_shared<Adjacency>();
  if (pairs.empty()) return made;
  made->first_ = first;
  const bool dense = last - first < kMaxEmptyRows * pairs.size() + 1024;
  const bool filled = dense ? made->FillDense(execution, pairs, last)
                            : made->FillSparse(execution, &pairs);
  return filled ? made : nullptr;
}

bool Adjacency::FillDense(Execution& execution, const Pairs& pairs,
                          TermId last) {
  if (!Grow(execution, &offsets_, last - first_ + 2)) return false;
  for (const auto& [key, other] : pairs) {
    if (!execution.Tick()) return false;
    ++offsets_[key - first_ + 1];
  }
  HugeVector<uint32_t> next;
  HugeVector<TermId> nodes;
  if (!Grow(execution, &next, offsets_.size()) ||
      !Grow(execution, &nodes, pairs.size())) {
    return false;
  }
  for (size_t i = 1; i < offsets_.size(); ++i) {
    if (!execution.Tick()) return false;
    next[i] = offsets_[i] += offsets_[i - 1];
  }
  // Within a row the order of the pairs stays, which is ascending.
  for (const auto& [key, other] : pairs) {
    if (!execution.Tick()) return false;
    nodes[next[key - first_]++] = other;
  }
  return Put(execution, nodes);
}

bool Adjacency::FillSparse(Execution& execution, Pairs* pairs) {
  if (!SortInSteps(execution, pairs, std::less<>())) return false;
  HugeVector<TermId> nodes;
  nodes.reserve(pairs->size());
  for (const auto& [key, other] : *pairs) {
    if (!execution.Tick()) return false;
    if (keys_.empty() || keys_.back() != key) {
      keys_.push_back(key);
      offsets_.push_back(static_cast<uint32_t>(nodes.size()));
    }
    nodes.push_back(other);
  }
  offsets_.push_back(static_cast<uint32_t>(nodes.size()));
  return Put(execution, nodes);
}

bool Adjacency::Put(Execution& execution, const HugeVector<TermId>& nodes) {
  high_ = nodes[0] & ~kLowMask;
  low_.reserve(nodes.size());
  for (TermId node : nodes) {
    if (!execution.Tick()) return false;
    if ((node & ~kLowMask) != high_) {
      low_ = {};
      wide_ = nodes;
      return true;
    }
    low_.push_back(static_cast<uint32_t>(node));
  }
  return true;
}

int64_t AdjacencyBytes(int64_t facts) { return kBytesPerFact * facts; }

namespace {

// Makes what `kept` lists as being made, and keeps it where there is room.
std::shared_ptr<const Adjacency> Make(Execution& execution,
                                      KeptAdjacencies* kept, TermId relation,
                                      bool forward) {
  const int64_t estimate = AdjacencyBytes(execution.RelationOf(relation).facts);
  std::shared_ptr<const Adjacency> made;
  if (execution.Charge(estimate)) {
    made = Adjacency::Read(execution, relation, forward);
  }
  execution.Release(estimate);
  const std::lock_guard<std::mutex> lock(kept->mutex);
  KeptAdjacencies::Entry& entry = kept->entries[{relation, forward}];
  entry.being_made = false;
  if (made != nullptr && kept->bytes + made->bytes() <= kMaxKeptBytes) {
    entry.adjacency = made;
    kept->bytes += made->bytes();
  }
  return made;
}

}  // namespace

std::shared_ptr<const Adjacency> FindAdjacency(Execution& execution,
                                               TermId relation, bool forward,
                                               bool make) {
  KeptAdjacencies* const kept = &execution.kept().adjacencies;
  const int64_t estimate = AdjacencyBytes(execution.RelationOf(relation).facts);
  {
    const std::lock_guard<std::mutex> lock(kept->mutex);
    KeptAdjacencies::Entry& entry = kept->entries[{relation, forward}];
    if (entry.adjacency != nullptr || !make) return entry.adjacency;
    if (entry.being_made || kept->bytes + estimate / 4 > kMaxKeptBytes ||
        !execution.HasRoom(estimate)) {
      return nullptr;
    }
    entry.being_made = true;
  }
  return Make(execution, kept, relation, forward);
}

std::shared_ptr<const Adjacency> NeedAdjacency(Execution& execution,
                                               TermId relation, bool forward) {
  KeptAdjacencies* const kept = &execution.kept().adjacencies;
  while (execution.ok()) {
    {
      const std::lock_guard<std::mutex> lock(kept->mutex);
      KeptAdjacencies::Entry& entry = kept->entries[{relation, forward}];
      if (entry.adjacency != nullptr) return entry.adjacency;
      if (!std::exchange(entry.being_made, true)) break;
    }
    // Another run is just making it.
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    execution.CheckLimits();
  }
  if (!execution.ok()) return nullptr;
  std::shared_ptr<const Adjacency> made =
      Make(execution, kept, relation, forward);
  if (made != nullptr) execution.Charge(made->bytes());
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
