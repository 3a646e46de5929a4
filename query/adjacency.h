#ifndef TERCET_QUERY_ADJACENCY_H_
#define TERCET_QUERY_ADJACENCY_H_

// The affirmed facts of one relation in memory, by one of their ends: for
// queries that ask a relation for so many nodes that reading all of it once is
// cheaper than a look-up for each.
//
//   LookUps friends(knows, /*forward=*/true);
//   for (TermId person : people) {
//     const Adjacency* known = friends.Next(execution);
//     if (known != nullptr) Use(known->Of(person)); else AskTheStore(person);
//   }
//
// Adjacencies are kept with the view, so that the next query finds them made.
//
// Thread safety: an adjacency is immutable; FindAdjacency may be called for
// one view from any number of threads at once; LookUps belong to one run.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "query/execution.h"
#include "query/pool.h"
#include "tercet/term.h"

namespace tercet::query {

// Some ascending nodes of an adjacency, which must outlive it.  Where all have
// the same upper half, as entities do, the lower one is all that is kept.
class NodeSpan {
 public:
  NodeSpan() = default;
  NodeSpan(const uint32_t* low, TermId high, size_t size)
      : low_(low), high_(high), size_(size) {}
  NodeSpan(const TermId* wide, size_t size) : wide_(wide), size_(size) {}

  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  TermId operator[](size_t i) const {
    return wide_ == nullptr ? high_ | low_[i] : wide_[i];
  }
  TermId front() const { return (*this)[0]; }
  // The lower halves, where they are all that is kept; else null.
  const uint32_t* low() const { return low_; }
  TermId high() const { return high_; }
  // REQUIRES: count <= size().
  void RemovePrefix(size_t count) {
    size_ -= count;
    if (wide_ == nullptr) {
      low_ += count;
    } else {
      wide_ += count;
    }
  }
  // To the first node not before `target`, by doubling strides: it is most
  // often near.
  void LeapTo(TermId target);
  bool Contains(TermId node) const;
  // How many nodes both have.
  static int64_t CountCommon(const NodeSpan& a, const NodeSpan& b);

 private:
  const uint32_t* low_ = nullptr;
  const TermId* wide_ = nullptr;
  TermId high_ = 0;
  size_t size_ = 0;
};

class Adjacency {
 public:
  // The other ends of the facts that begin (forward) or end at `node`,
  // ascending.
  NodeSpan Of(TermId node) const {
    const size_t row = RowOf(node);
    return row < rows() ? Row(row) : NodeSpan();
  }
  // Tells the processor that Of(node) will be asked for, and later what it
  // lists: two steps, for the second needs what the first one reads.
  void PrefetchRow(TermId node) const {
    if (!keys_.empty() || node - first_ >= rows()) return;
    __builtin_prefetch(&offsets_[node - first_]);
  }
  void PrefetchNodes(TermId node) const {
    if (!keys_.empty() || node - first_ >= rows() || low_.empty()) return;
    __builtin_prefetch(low_.data() + offsets_[node - first_]);
  }
  // The node that stands so many places after a row's first one, in that row or
  // in those after it; kNoTerm where there is none.
  TermId Ahead(const NodeSpan& row, size_t places) const {
    const uint32_t* const end = low_.data() + low_.size();
    if (row.low() == nullptr ||
        places >= static_cast<size_t>(end - row.low())) {
      return kNoTerm;
    }
    return high_ | row.low()[places];
  }
  int64_t bytes() const;

  // Every node that has a row, ascending; some rows may be empty.
  size_t rows() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }
  TermId Key(size_t row) const {
    return keys_.empty() ? first_ + row : keys_[row];
  }
  // REQUIRES: row < rows().
  NodeSpan Row(size_t row) const {
    const size_t begin = offsets_[row];
    const size_t size = offsets_[row + 1] - begin;
    return wide_.empty() ? NodeSpan(low_.data() + begin, high_, size)
                         : NodeSpan(wide_.data() + begin, size);
  }
  // The row of a node; rows() or more where it has none.
  size_t RowOf(TermId node) const {
    return keys_.empty() ? node - first_ : RowOfKey(node);
  }

  // Null where the run must end.
  static std::shared_ptr<const Adjacency> Read(Execution& execution,
                                               TermId relation, bool forward);

 private:
  using Pairs = HugeVector<std::pair<TermId, TermId>>;

  size_t RowOfKey(TermId node) const;
  bool FillDense(Execution& execution, const Pairs& pairs, TermId last);
  bool FillSparse(Execution& execution, Pairs* pairs);
  bool Put(Execution& execution, const HugeVector<TermId>& nodes);

  // Row i is that of node first_ + i or, where the nodes are far between, of
  // keys_[i].
  TermId first_ = 0;
  HugeVector<TermId> keys_;
  HugeVector<uint32_t> offsets_;  // where each row begins, and the end
  // One of the two holds the nodes.
  TermId high_ = 0;
  HugeVector<uint32_t> low_;
  HugeVector<TermId> wide_;
};

// What the view keeps; else it is made, if `make`.  Null where it is not to be
// had: the relation is too large for the run's memory or for what a view keeps,
// somebody else is just making it, or the run must end.
std::shared_ptr<const Adjacency> FindAdjacency(Execution& execution,
                                               TermId relation, bool forward,
                                               bool make);

// What the view keeps, or one that is made, if need be for this run alone.
// Null where the run must end: it may be at its memory limit.
std::shared_ptr<const Adjacency> NeedAdjacency(Execution& execution,
                                               TermId relation, bool forward);

// What making it takes at most.
int64_t AdjacencyBytes(int64_t facts);

// One end of a relation as a run looks it up again and again: in the view's
// adjacency where that is made or has become worth making, else in the store.
class LookUps {
 public:
  LookUps(TermId relation, bool forward)
      : relation_(relation), forward_(forward) {}

  // Before each look-up: the adjacency to use, or null.
  const Adjacency* Next(Execution& execution) {
    if (adjacency_ == nullptr && ++count_ >= next_try_) Try(execution);
    return adjacency_.get();
  }
  // What Next gave last, where it gave one.
  const Adjacency* known() const { return adjacency_.get(); }

 private:
  void Try(Execution& execution);

  TermId relation_;
  bool forward_;
  int64_t count_ = 0;
  int64_t next_try_ = 1;
  std::shared_ptr<const Adjacency> adjacency_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_ADJACENCY_H_
