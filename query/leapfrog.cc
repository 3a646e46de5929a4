#include "query/leapfrog.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "query/adjacency.h"
#include "query/scan_operators.h"

namespace tercet::query {
namespace {

// Rows of the last node are asked for so far ahead of their use.
constexpr size_t kRowsAhead = 24;
constexpr size_t kNodesAhead = 12;

// A list that is so many times as long as the other is leapt through.
constexpr size_t kLeapRatio = 32;

// Whether a list may have a node, told by some bits of the node alone: of the
// many that it lacks, nearly all need no look at the list.
class NodeFilter {
 public:
  // REQUIRES: list.low() != nullptr.
  void Set(const NodeSpan& list) {
    size_t words = kMinWords;
    while (words < list.size() && words < kMaxWords) words *= 2;
    words_.assign(words, 0);
    for (size_t i = 0; i < list.size(); ++i) {
      const uint32_t node = list.low()[i];
      words_[node / 64 & (words - 1)] |= uint64_t{1} << node % 64;
    }
  }

  // How many nodes `list` shares with the one that was set, `others`.
  int64_t CountCommon(const NodeSpan& list, const NodeSpan& others) const {
    const uint32_t* const low = list.low();
    const size_t mask = words_.size() - 1;
    int64_t common = 0;
    for (size_t i = 0; i < list.size(); ++i) {
      const uint32_t node = low[i];
      if ((words_[node / 64 & mask] >> node % 64 & 1) != 0) {
        common += others.Contains(list[i]);
      }
    }
    return common;
  }

 private:
  static constexpr size_t kMinWords = 64;  // powers of two
  static constexpr size_t kMaxWords = 1 << 14;

  std::vector<uint64_t> words_;
};

class Leapfrog : public Operator {
 public:
  Leapfrog(Execution* execution, const BoundQuery* query,
           const std::vector<int>& order,
           const std::vector<const Pattern*>& patterns)
      : execution_(execution),
        binder_(execution, query),
        levels_(order.size()) {
    for (size_t i = 0; i < order.size(); ++i) levels_[i].slot = order[i];
    for (const Pattern* pattern : patterns) AddArm(pattern);
  }

  void Open() override {
    Reset();
    row_ = 0;
    depth_ = 0;
    open_ = MakeAdjacencies() && domain_->rows() > 0;
  }

  bool Next() override {
    Reset();
    while (open_ && execution_->Tick()) {
      if (!Advance(depth_)) {
        if (depth_ == 0) break;
        --depth_;
        continue;
      }
      if (depth_ + 1 < levels_.size()) {
        Enter(++depth_);
        continue;
      }
      return Bind();
    }
    open_ = false;
    return false;
  }

  int64_t CountRest() override {
    Reset();
    int64_t count = 0;
    while (open_ && execution_->Tick()) {
      if (depth_ + 1 == levels_.size()) {
        while (Advance(depth_)) ++count;
      } else if (depth_ + 2 == levels_.size()) {
        count += CountLastTwo();
      } else if (Advance(depth_)) {
        Enter(++depth_);
        continue;
      }
      if (depth_ == 0) break;
      --depth_;
    }
    open_ = false;
    return count;
  }

  void Reset() override {
    binder_.Unbind();
    for (const Level& level : levels_) {
      for (const Arm& arm : level.arms) {
        execution_->marks[arm.pattern->mark] = {};
      }
    }
  }

 private:
  // A pattern that leads to a level's node from that of an earlier one.
  struct Arm {
    const Pattern* pattern = nullptr;
    size_t from = 0;
    TermId relation = kNoTerm;
    bool from_subject = false;
    std::shared_ptr<const Adjacency> adjacency;
  };
  struct Level {
    int slot = -1;
    std::vector<Arm> arms;  // none at the first
    std::vector<NodeSpan> lists;
    TermId node = kNoTerm;
    bool begun = false;
  };

  void AddArm(const Pattern* pattern) {
    const RelationUse use = *pattern->hop.OnlyUse();
    size_t from = 0, to = 0;
    for (size_t i = 0; i < levels_.size(); ++i) {
      if (levels_[i].slot == pattern->from) from = i;
      if (levels_[i].slot == pattern->to) to = i;
    }
    Arm arm;
    arm.pattern = pattern;
    arm.from = std::min(from, to);
    arm.relation = use.id;
    arm.from_subject = (from < to) == use.forward;
    levels_[std::max(from, to)].arms.push_back(std::move(arm));
  }

  bool MakeAdjacencies() {
    for (Level& level : levels_) {
      for (Arm& arm : level.arms) {
        if (arm.adjacency != nullptr) continue;
        arm.adjacency =
            NeedAdjacency(*execution_, arm.relation, arm.from_subject);
        if (!execution_->ok() || arm.adjacency == nullptr) return false;
      }
      level.lists.resize(level.arms.size());
    }
    // The first node is one of those that an arm of the second leads from.
    domain_ = levels_[1].arms[0].adjacency.get();
    return true;
  }

  // Puts the lists of a level up for the nodes as they stand.
  void Enter(size_t depth) {
    Level& level = levels_[depth];
    level.begun = false;
    int64_t touched = 0;
    for (size_t i = 0; i < level.arms.size(); ++i) {
      const Arm& arm = level.arms[i];
      level.lists[i] = arm.adjacency->Of(levels_[arm.from].node);
      touched += static_cast<int64_t>(level.lists[i].size());
    }
    execution_->TouchMany(touched);
  }

  // To the level's next node; false where it has no more.
  bool Advance(size_t depth) {
    Level& level = levels_[depth];
    if (depth == 0) {
      while (row_ < domain_->rows() && domain_->Row(row_).empty()) ++row_;
      if (row_ >= domain_->rows()) return false;
      level.node = domain_->Key(row_++);
      return !execution_->IsNothing(level.node) || Advance(0);
    }
    do {
      if (level.begun) level.lists[0].RemovePrefix(1);
      level.begun = true;
      if (!Align(&level)) return false;
      level.node = level.lists[0].front();
    } while (execution_->IsNothing(level.node));
    return true;
  }

  // Moves the lists on until all show the same node.
  static bool Align(Level* level) {
    std::vector<NodeSpan>& lists = level->lists;
    if (lists[0].empty()) return false;
    TermId highest = lists[0].front();
    size_t agree = 1;
    for (size_t i = 1 % lists.size(); agree < lists.size();
         i = (i + 1) % lists.size()) {
      if (lists[i].empty()) return false;
      if (lists[i].front() < highest) lists[i].LeapTo(highest);
      if (lists[i].empty()) return false;
      const TermId here = lists[i].front();
      agree = here == highest ? agree + 1 : 1;
      highest = here;
    }
    return true;
  }

  bool Bind() {
    for (const Level& level : levels_) {
      binder_.Bind(level.slot, Datum::OfTerm(level.node));
      for (const Arm& arm : level.arms) {
        const TermId from = levels_[arm.from].node;
        LazyMark& mark = execution_->marks[arm.pattern->mark];
        mark.pending = true;
        mark.fact = {arm.from_subject ? Triple{from, arm.relation, level.node}
                                      : Triple{level.node, arm.relation, from},
                     false};
      }
    }
    return execution_->ok();
  }

  // The rows of all nodes that the level before the last still has, where the
  // last level needs no more than the numbers that lists have in common.
  int64_t CountLastTwo() {
    Level& last = levels_.back();
    Level& level = levels_[depth_];
    if (depth_ > 0 && level.lists.size() == 1 && last.arms.size() == 2 &&
        (last.arms[0].from == depth_) != (last.arms[1].from == depth_)) {
      const bool first = last.arms[0].from == depth_;
      return CountPairs(last.arms[first ? 0 : 1], last.arms[first ? 1 : 0]);
    }
    int64_t count = 0;
    while (execution_->ok() && Advance(depth_)) {
      Enter(depth_ + 1);
      count += CountLevel(&last);
    }
    return count;
  }

  // The same where one arm of the last level leads from each of those nodes and
  // the other from an earlier one, so that its list stays as it is.
  int64_t CountPairs(const Arm& moving, const Arm& fixed) {
    Level& level = levels_[depth_];
    const NodeSpan others = fixed.adjacency->Of(levels_[fixed.from].node);
    if (level.begun) level.lists[0].RemovePrefix(1);
    const NodeSpan nodes = level.lists[0];
    if (others.empty()) return 0;
    const TermId nothing = execution_->nothing();
    const bool has_nothing = nothing != kNoTerm && others.Contains(nothing);
    const bool filtered =
        others.low() != nullptr && others.size() < kLeapRatio * nodes.size();
    if (filtered) filter_.Set(others);
    const Adjacency& before = *level.arms[0].adjacency;
    int64_t count = 0;
    for (size_t i = 0; i < nodes.size() && execution_->ok(); ++i) {
      moving.adjacency->PrefetchRow(before.Ahead(nodes, i + kRowsAhead));
      moving.adjacency->PrefetchNodes(before.Ahead(nodes, i + kNodesAhead));
      if (execution_->IsNothing(nodes[i])) continue;
      const NodeSpan list = moving.adjacency->Of(nodes[i]);
      execution_->TouchMany(static_cast<int64_t>(list.size()));
      if (filtered && list.low() != nullptr && list.high() == others.high() &&
          list.size() < kLeapRatio * others.size()) {
        count += filter_.CountCommon(list, others);
      } else {
        count += NodeSpan::CountCommon(list, others);
      }
      if (has_nothing && list.Contains(nothing)) --count;
    }
    return count;
  }

  int64_t CountLevel(Level* level) {
    if (level->lists.size() == 2) {
      const TermId nothing = execution_->nothing();
      int64_t count = NodeSpan::CountCommon(level->lists[0], level->lists[1]);
      if (count > 0 && nothing != kNoTerm &&
          level->lists[0].Contains(nothing) &&
          level->lists[1].Contains(nothing)) {
        --count;
      }
      return count;
    }
    int64_t count = 0;
    while (Advance(levels_.size() - 1)) ++count;
    return count;
  }

  Execution* const execution_;
  SlotBinder binder_;
  std::vector<Level> levels_;
  const Adjacency* domain_ = nullptr;
  size_t row_ = 0;  // of the first level's next node
  NodeFilter filter_;
  size_t depth_ = 0;
  bool open_ = false;
};

}  // namespace

std::unique_ptr<Operator> NewLeapfrog(
    Execution* execution, const BoundQuery* query,
    const std::vector<int>& order,
    const std::vector<const Pattern*>& patterns) {
  return std::make_unique<Leapfrog>(execution, query, order, patterns);
}

}  // namespace tercet::query
