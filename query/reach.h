#ifndef TERCET_QUERY_REACH_H_
#define TERCET_QUERY_REACH_H_

// Which nodes an automaton's paths reach from one node: a search by frontier
// over pairs of node and state, each visited once, so that it always ends.
//
//   Reach reach(&execution, &automaton);
//   for (reach.Start(lee, kNoTerm); reach.Next();) Use(reach.node());
//
// Nodes come in the order of their best path: plain truth first, then reported
// facts and so on; among equals the shorter path first.  Paths walk through
// entities only: two facts that share a number are not connected by it.

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "query/automaton.h"
#include "query/execution.h"
#include "query/hop.h"

namespace tercet::query {

// Pairs of node and state, a bit each in pages of neighbouring nodes.
class NodeSet {
 public:
  explicit NodeSet(Execution* execution) : execution_(execution) {}
  ~NodeSet() { Clear(); }
  NodeSet(const NodeSet&) = delete;
  NodeSet& operator=(const NodeSet&) = delete;

  // Whether it was not there.
  bool Insert(TermId node, int state) {
    const std::pair<TermId, int> key(node / kPageNodes, state);
    if (page_ == nullptr || key != page_key_) {
      std::unique_ptr<Page>& page = pages_[key];
      if (page == nullptr) page = NewPage();
      page_ = page.get();
      page_key_ = key;
    }
    uint64_t& word = (*page_)[node % kPageNodes / 64];
    const uint64_t bit = uint64_t{1} << node % 64;
    const bool added = (word & bit) == 0;
    word |= bit;
    return added;
  }
  void Clear();

 private:
  static constexpr TermId kPageNodes = 2048;
  using Page = std::array<uint64_t, kPageNodes / 64>;

  std::unique_ptr<Page> NewPage();

  Execution* const execution_;
  absl::flat_hash_map<std::pair<TermId, int>, std::unique_ptr<Page>> pages_;
  std::pair<TermId, int> page_key_;
  Page* page_ = nullptr;
};

// A step that leaves a node, for the searches.
struct Neighbour {
  TermId node = kNoTerm;
  int state = 0;
  FactRef fact;
  Mark mark;
};

// The neighbours of a node in a state, hop by hop.
class Neighbours {
 public:
  Neighbours(Execution* execution, const Automaton* automaton);

  // Appends to *out; false where the run must end.  Without `marks` the marks
  // of hops that have no conditions stay unread.
  bool Find(TermId node, int state, bool marks, std::vector<Neighbour>* out);
  // Whether every fact that may be found is plain truth.
  bool AllPlain() const;

 private:
  Execution* const execution_;
  const Automaton* const automaton_;
  std::vector<std::unique_ptr<HopScan>> scans_;
};

class Reach {
 public:
  Reach(Execution* execution, const Automaton* automaton);
  ~Reach();

  // `target` kNoTerm: every node.
  void Start(TermId source, TermId target);
  bool Next();

  TermId node() const { return nodes_[current_].node; }
  Mark mark() const { return nodes_[current_].mark; }
  // The facts on the way from the source to node().
  std::vector<FactRef> Path() const;

 private:
  struct Visit {
    TermId node = kNoTerm;
    int state = 0;
    Mark mark;
    int parent = -1;
    bool done = false;
    FactRef fact;
  };

  void Add(TermId node, int state, Mark mark, int parent, const FactRef& fact);
  void AddPlain(TermId node, int state, int parent, const FactRef& fact);
  bool Expand(int index);
  void Clear();

  Execution* const execution_;
  const Automaton* const automaton_;
  Neighbours neighbours_;
  TermId source_ = kNoTerm, target_ = kNoTerm;
  std::vector<Visit> nodes_;
  // Where marks differ, a node may be found again by a better way.
  bool plain_ = false;
  absl::flat_hash_map<std::pair<TermId, int>, int> index_;
  NodeSet visited_;  // instead of index_, where plain_
  NodeSet given_;
  std::deque<int> queues_[kStatuses];
  std::vector<Neighbour> found_;
  int current_ = -1;
  int pending_ = -1;  // given to the caller, not expanded yet
  bool finished_ = false;
  int64_t charged_ = 0;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_REACH_H_
