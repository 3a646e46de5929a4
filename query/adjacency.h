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
#include <span>
#include <vector>

#include "query/execution.h"
#include "tercet/term.h"

namespace tercet::query {

class Adjacency {
 public:
  // The other ends of the facts that begin (forward) or end at `node`,
  // ascending.
  std::span<const TermId> Of(TermId node) const {
    size_t row;
    if (keys_.empty()) {
      row = node - first_;
      if (row + 1 >= offsets_.size()) return {};
    } else {
      row = RowOf(node);
      if (row == keys_.size()) return {};
    }
    return std::span(nodes_).subspan(offsets_[row],
                                     offsets_[row + 1] - offsets_[row]);
  }
  bool Has(TermId node, TermId other) const;
  int64_t bytes() const;

  // Null where the run must end, and where it cannot be made fast.
  static std::shared_ptr<const Adjacency> Read(Execution& execution,
                                               TermId relation, bool forward);

 private:
  size_t RowOf(TermId node) const;

  // Row i is that of node first_ + i or, where the nodes are far between, of
  // keys_[i].
  TermId first_ = 0;
  std::vector<TermId> keys_;
  std::vector<uint32_t> offsets_;  // where each row begins, and the end
  std::vector<TermId> nodes_;
};

// What the view keeps; else it is made, if `make`.  Null where it is not to be
// had: the relation is too large for the run's memory or for what a view keeps,
// somebody else is just making it, or the run must end.
std::shared_ptr<const Adjacency> FindAdjacency(Execution& execution,
                                               TermId relation, bool forward,
                                               bool make);

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
