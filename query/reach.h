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
#include <optional>
#include <utility>
#include <vector>

#include "query/adjacency.h"
#include "query/automaton.h"
#include "query/execution.h"
#include "query/hop.h"
#include "query/pool.h"

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
      std::unique_ptr<Page>& page = *pages_.TryEmplace(key).first;
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
  ShardedMap<std::pair<TermId, int>, std::unique_ptr<Page>> pages_;
  std::pair<TermId, int> page_key_;
  Page* page_ = nullptr;
};

// How far pairs of node and state are, in pages like those of NodeSet.
class Distances {
 public:
  static constexpr int kFar = 1 << 30;

  explicit Distances(Execution* execution) : execution_(execution) {}
  Distances(const Distances&) = delete;
  Distances& operator=(const Distances&) = delete;
  ~Distances() { Clear(); }

  // Whether it was not there.
  bool Insert(TermId node, int state, int distance) {
    const auto [page, added] = pages_.TryEmplace({node / kPageNodes, state});
    if (added) {
      *page = memory_.Array<Page>(1);
      (*page)->fill(kFar);
      execution_->Charge(kPageBytes);
    }
    int& there = (**page)[node % kPageNodes];
    if (there != kFar) return false;
    there = distance;
    return true;
  }
  // kFar where it is not there.
  int Of(TermId node, int state) const {
    const auto* page = pages_.Find({node / kPageNodes, state});
    return page == nullptr ? kFar : (**page)[node % kPageNodes];
  }
  void Clear() {
    execution_->Release(kPageBytes * static_cast<int64_t>(pages_.size()));
    pages_.Clear();
    memory_ = Arena();
  }
  void Swap(Distances* other) {
    std::swap(pages_, other->pages_);
    std::swap(memory_, other->memory_);
  }

 private:
  static constexpr TermId kPageNodes = 64;
  using Page = std::array<int, kPageNodes>;
  static constexpr int64_t kPageBytes = sizeof(Page) + 64;

  Execution* const execution_;
  Arena memory_;  // of pages: to free each of thousands takes long
  ShardedMap<std::pair<TermId, int>, Page*> pages_;
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

  // Calls take(neighbour) for each, one at a time, for a hub has many; false
  // where the run must end.  Without `marks` the marks of hops that have no
  // conditions stay unread.  `take` must not ask for neighbours.
  template <typename Take>
  bool ForEach(TermId node, int state, bool marks, const Take& take) {
    for (const Automaton::Transition& step : automaton_->out[state]) {
      HopScan& scan = *scans_[step.hop];
      const bool read = marks || !automaton_->hops[step.hop].conditions.empty();
      scan.Start(step.inverse ? kNoTerm : node, step.inverse ? node : kNoTerm);
      while (scan.Next()) {
        const TermId other = step.inverse ? scan.from() : scan.to();
        if (execution_->IsNothing(other)) continue;
        take(Neighbour{other, step.to, scan.fact(),
                       read ? scan.mark() : Mark()});
        if (!execution_->ok()) return false;
      }
    }
    return execution_->Tick();
  }
  // Whether every fact that may be found is plain truth.
  bool AllPlain() const;

 private:
  Execution* const execution_;
  const Automaton* const automaton_;
  std::vector<std::unique_ptr<HopScan>> scans_;
};

// The same where all facts are plain truth and nobody asks for them: nodes
// alone, by the relations in memory where these are there.
class PlainSteps {
 public:
  // REQUIRES: Neighbours(execution, automaton).AllPlain().
  PlainSteps(Execution* execution, const Automaton* automaton);

  // Calls take(node, state) for every step that leaves `node` in `state`; false
  // where the run must end.
  template <typename Take>
  bool ForEach(TermId node, int state, const Take& take) {
    for (const Automaton::Transition& step : automaton_->out[state]) {
      for (Use& use : uses_[2 * step.hop + step.inverse]) {
        if (!Find(&use, node)) return false;
        for (size_t i = 0; i < list_.size(); ++i) {
          const TermId other = list_[i];
          if (!execution_->IsNothing(other)) take(other, step.to);
        }
      }
    }
    return execution_->ok();
  }
  // Says that ForEach will be called, first early and then soon.
  void Prefetch(TermId node, int state, bool soon) const;

 private:
  struct Use {
    TermId relation = kNoTerm;
    bool from_subject = false;
    LookUps look_ups;
    std::optional<TripleCursor> cursor;
  };

  // Fills list_.
  bool Find(Use* use, TermId node);

  Execution* const execution_;
  const Automaton* const automaton_;
  std::vector<std::vector<Use>> uses_;  // by hop, and whether inverse
  NodeSpan list_;
  std::vector<TermId> read_;  // what list_ shows where it is not in memory
};

class Reach {
 public:
  // With `paths`, Path() may be called.
  Reach(Execution* execution, const Automaton* automaton, bool paths);
  ~Reach();

  // `target` kNoTerm: every node.
  void Start(TermId source, TermId target);
  bool Next();

  TermId node() const {
    return lean_ ? queue_[at_].first : nodes_[current_].node;
  }
  Mark mark() const { return lean_ ? Mark() : nodes_[current_].mark; }
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
  void AddLean(TermId node, int state);
  bool NextLean();
  bool ExpandLean();
  void Clear();

  Execution* const execution_;
  const Automaton* const automaton_;
  Neighbours neighbours_;
  TermId source_ = kNoTerm, target_ = kNoTerm;
  Chunked<Visit> nodes_;
  // Where marks differ, a node may be found again by a better way.
  bool plain_ = false;
  // Plain, and without paths: then queue_ is all there is.
  const bool lean_;
  bool one_accepting_ = false;
  PlainSteps steps_;
  Chunked<std::pair<TermId, int>> queue_;
  size_t begins_ = 0;  // so many of it are the source
  size_t at_ = 0;
  bool shown_ = false;  // queue_[at_] was given to the caller
  ShardedMap<std::pair<TermId, int>, int> index_;
  NodeSet visited_;  // instead of index_, where plain_
  NodeSet given_;
  std::deque<int> queues_[kStatuses];
  int current_ = -1;
  int pending_ = -1;  // given to the caller, not expanded yet
  bool finished_ = false;
  int64_t charged_ = 0;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_REACH_H_
