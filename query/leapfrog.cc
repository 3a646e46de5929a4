#include "query/leapfrog.h"

#include <algorithm>
#include <utility>

#include "query/adjacency.h"
#include "query/scan_operators.h"

namespace tercet::query {
namespace {

// Rows of the last node are asked for so far ahead of their use.
constexpr size_t kRowsAhead = 8;
constexpr size_t kNodesAhead = 4;

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
    int64_t count = 0;
    if (depth_ == 0 || levels_[depth_].lists.size() > 1 ||
        last.arms.size() > 2) {
      while (execution_->ok() && Advance(depth_)) {
        Enter(depth_ + 1);
        count += CountLevel(&last);
      }
      return count;
    }
    Level& level = levels_[depth_];
    if (level.begun) level.lists[0].RemovePrefix(1);
    const NodeSpan nodes = level.lists[0];
    for (size_t i = 0; i < nodes.size() && execution_->ok(); ++i) {
      for (const Arm& arm : last.arms) {
        if (arm.from != depth_) continue;
        if (i + kRowsAhead < nodes.size()) {
          arm.adjacency->PrefetchRow(nodes[i + kRowsAhead]);
        }
        if (i + kNodesAhead < nodes.size()) {
          arm.adjacency->PrefetchNodes(nodes[i + kNodesAhead]);
        }
      }
      level.node = nodes[i];
      if (execution_->IsNothing(level.node)) continue;
      Enter(depth_ + 1);
      count += CountLevel(&last);
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
