#ifndef TERCET_QUERY_SHORTEST_H_
#define TERCET_QUERY_SHORTEST_H_

// The shortest paths between nodes, in order of length, and among equals plain
// truth first.  A path visits no node twice, but may end where it began.
//
//   ShortestPaths search(&execution, &automaton, {.paths = 3});
//   for (search.Start(lee, korea); search.Next();) Use(search.path());
//
// A search by breadth from one end measures how far each node is from it; a
// search by depth from the other end then lists the paths of each length, and
// turns back wherever the rest is further away than the length allows.  Where
// both ends are known, the least length is found by two searches that meet,
// and only what lies on such paths is measured.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "query/automaton.h"
#include "query/execution.h"
#include "query/pool.h"
#include "query/reach.h"

namespace tercet::query {

struct ShortestOptions {
  int paths = 1;     // how many paths between two nodes
  bool all = false;  // instead: all paths of ...
  int lengths = 1;   // ... this many lengths
};

class ShortestPaths {
 public:
  ShortestPaths(Execution* execution, const Automaton* automaton,
                const ShortestOptions& options);

  // Either may be kNoTerm for any node, not both.
  void Start(TermId from, TermId to);
  bool Next();

  TermId from() const { return from_; }
  TermId to() const { return to_; }
  const std::vector<FactRef>& path() const { return path_; }
  Mark mark() const { return mark_; }

 private:
  using Key = std::pair<TermId, int>;

  // Bytes that the run is charged for until they are given back.
  class Share {
   public:
    explicit Share(Execution* execution) : execution_(execution) {}
    Share(const Share&) = delete;
    Share& operator=(const Share&) = delete;
    ~Share() { Clear(); }

    bool Add(int64_t bytes) {
      bytes_ += bytes;
      return execution_->Charge(bytes);
    }
    void Remove(int64_t bytes) {
      bytes_ -= bytes;
      execution_->Release(bytes);
    }
    void Clear() { Remove(bytes_); }

   private:
    Execution* const execution_;
    int64_t bytes_ = 0;
  };

  struct Frame {
    TermId node = kNoTerm;
    int state = 0;
    std::vector<Neighbour> next;
    size_t at = 0;
    FactRef fact;
    Mark mark;

    int64_t bytes() const {
      return static_cast<int64_t>(sizeof(Frame) +
                                  sizeof(Neighbour) * next.capacity());
    }
  };

  // The search by breadth from the anchor, level by level.
  void MeasureFrom(TermId anchor);
  void See(TermId node);
  void AddOrigin(TermId node);
  bool MeasureTo(int distance);  // false where the run must end
  int Distance(TermId node, int state) const;

  // The searches from both ends, a level at a time, the smaller one first.
  struct Front {
    explicit Front(Execution* execution)
        : distances(execution), share(execution) {}

    Distances distances;
    const Automaton* automaton = nullptr;
    Neighbours* steps = nullptr;
    TermId source = kNoTerm;
    int depth = 0;
    Chunked<Key> level;  // what is so far from the source
    Share share;         // of level
  };
  // Sets length_ to the least that a walk between the ends may have, and
  // measures the nodes on walks of that length; false where there is none.
  bool Meet();
  void Begin(Front* front, const Automaton* automaton, Neighbours* steps,
             TermId source) const;
  // One more level; *met is set where it touches the other's.
  bool Grow(Front* front, const Front& other, bool* met);
  bool MeasureBetween(const Front& near, Front* far);

  bool NextPair();
  bool BeginLength();
  // To the next path of length_, from the frames as they stand.
  bool Descend();
  bool Step();
  bool Push(TermId node, int state, const FactRef& fact, Mark mark);
  bool OnPath(TermId node) const;
  bool Accept();
  // The best mark of all ways in which the expression takes the path at hand:
  // where steps have conditions, the way it was found need not be the best.
  Mark BestMark();
  bool FillBatch();
  void ClearBatch();
  void ClearFrames();
  bool NextOfLength();

  Execution* const execution_;
  const ShortestOptions options_;
  const Automaton forward_, backward_;
  bool has_conditions_ = false;

  // The search by depth walks `walk_` away from origin_ towards anchor_.
  const Automaton* walk_ = nullptr;
  const Automaton* measure_ = nullptr;
  std::unique_ptr<Neighbours> walk_steps_, measure_steps_;
  bool flipped_ = false;  // paths are found end first
  TermId anchor_ = kNoTerm;
  TermId origin_ = kNoTerm;
  TermId want_origin_ = kNoTerm;

  Distances distances_;
  Chunked<Key> level_;
  NodeSet seen_, known_origins_;
  int64_t seen_nodes_ = 0;
  std::vector<TermId> origins_;  // where no origin is wanted
  size_t next_origin_ = 0;
  int measured_ = 0;
  bool exhausted_ = false;
  bool met_ = false;     // distances_ serves length_ only
  Share measure_share_;  // of level_ and origins_

  bool in_pair_ = false;
  size_t start_ = 0;  // in walk_->starts
  int length_ = 0;
  int found_ = 0;          // paths of this pair
  int lengths_found_ = 0;  // lengths of this pair that had one
  bool found_at_length_ = false;
  std::vector<Frame> frames_;
  Share frames_share_;
  ShardedMap<uint64_t, char> given_;
  Share given_share_;
  std::vector<std::pair<Mark, std::vector<FactRef>>> batch_;
  Share batch_share_;
  size_t batch_at_ = 0;

  TermId from_ = kNoTerm, to_ = kNoTerm;
  std::vector<FactRef> path_;
  Mark mark_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_SHORTEST_H_
