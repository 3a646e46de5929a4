#include "query/planner.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "query/circle.h"
#include "query/cost.h"
#include "query/count.h"
#include "query/intersect.h"

namespace tercet::query {
namespace {

using Kind = PlanNode::Kind;
using Node = std::unique_ptr<PlanNode>;

// Pairs of candidates up to this many are looked up one by one.
constexpr size_t kMaxPairs = 64;

// Candidates up to this many are tried one by one in an intersection.
constexpr size_t kMaxArmCandidates = 4;

// Every pattern is tried as the first of up to this many.
constexpr size_t kMaxStarts = 12;

Node NewNode(Kind kind, std::string label = "") {
  auto node = std::make_unique<PlanNode>();
  node->kind = kind;
  node->label = std::move(label);
  return node;
}

Node Over(Node input, Kind kind, std::string label = "") {
  Node node = NewNode(kind, std::move(label));
  node->estimate = input->estimate;
  node->inputs.push_back(std::move(input));
  return node;
}

class Planner {
 public:
  Planner(const BoundQuery& query, const View& view, int64_t max_memory_bytes)
      : query_(query),
        view_(view),
        max_memory_bytes_(max_memory_bytes),
        model_(query, view),
        bound_(query.slots.size(), false) {
    for (const BoundExpression& filter : query.filters) {
      waiting_.push_back(&filter);
    }
  }

  absl::StatusOr<Node> Plan() {
    Node tree;
    for (const BoundBlock& block : query_.blocks) {
      tree = PlanBlock(block, std::move(tree));
    }
    if (!model_.status().ok()) return model_.status();
    tree = Filtered(std::move(tree), &waiting_, true);
    return Finish(std::move(tree));
  }

 private:
  Node Joined(Node left, Node right, double estimate) {
    if (left == nullptr) {
      right->estimate = estimate;
      return right;
    }
    Node join = NewNode(Kind::kJoin);
    join->estimate = estimate;
    join->inputs.push_back(std::move(left));
    join->inputs.push_back(std::move(right));
    return join;
  }

  // Puts those of *conditions on top whose slots are bound; all if `all`.
  Node Filtered(Node tree, std::vector<const BoundExpression*>* conditions,
                bool all) {
    Node filter;
    for (auto it = conditions->begin(); it != conditions->end();) {
      std::vector<int> slots;
      (*it)->AddSlots(&slots);
      if (!all && !std::all_of(slots.begin(), slots.end(),
                               [this](int s) { return bound_[s]; })) {
        ++it;
        continue;
      }
      if (filter == nullptr) filter = NewNode(Kind::kFilter);
      absl::StrAppend(&filter->label, filter->label.empty() ? "" : " and ",
                      (*it)->label);
      filter->filters.push_back(*it);
      it = conditions->erase(it);
    }
    if (filter == nullptr) return tree;
    filter->estimate = tree->estimate / 2;
    filter->inputs.push_back(std::move(tree));
    return filter;
  }

  Node PlanBlock(const BoundBlock& block, Node left) {
    if (block.kind == BoundBlock::Kind::kRequired) {
      Node tree = PlanPatterns(block, std::move(left), &waiting_);
      return tree != nullptr ? std::move(tree) : NewNode(Kind::kUnit);
    }
    const bool optional = block.kind == BoundBlock::Kind::kOptional;
    if (block.impossible && !optional) return left;
    const std::vector<bool> before = bound_;
    std::vector<const BoundExpression*> none;
    Node right = block.impossible ? NewNode(Kind::kNothing)
                                  : PlanPatterns(block, nullptr, &none);
    // What an optional part binds may be nothing: it binds no more for sure.
    bound_ = before;
    if (right == nullptr) right = NewNode(Kind::kUnit);
    Node join = NewNode(optional ? Kind::kLeftJoin : Kind::kAntiJoin);
    join->estimate = left->estimate;
    join->inputs.push_back(std::move(left));
    join->inputs.push_back(std::move(right));
    return join;
  }

  Node PlanPatterns(const BoundBlock& block, Node tree,
                    std::vector<const BoundExpression*>* outer) {
    std::vector<const BoundExpression*> own;
    for (const BoundExpression& filter : block.filters) own.push_back(&filter);
    std::vector<const Pattern*> left = Ordered(block);
    while (!left.empty()) {
      std::vector<const Pattern*> arms = Arms(left);
      if (const std::optional<Circle> circle =
              FindCircle(query_, view_, bound_, left, max_memory_bytes_)) {
        arms = circle->patterns;
        tree = AddCircle(*circle, std::move(tree));
      } else if (arms.size() > 1) {
        tree = AddIntersection(arms, std::move(tree));
      } else {
        arms = {left.front()};
        tree = AddPattern(*arms[0], std::move(tree));
      }
      std::erase_if(left, [&](const Pattern* pattern) {
        return std::find(arms.begin(), arms.end(), pattern) != arms.end();
      });
      tree = Filtered(std::move(tree), &own, false);
      tree = Filtered(std::move(tree), outer, false);
    }
    for (int slot : block.nodes) {
      if (bound_[slot]) continue;
      tree = AddSlot(slot, std::move(tree));
      tree = Filtered(std::move(tree), &own, false);
      tree = Filtered(std::move(tree), outer, false);
    }
    if (tree == nullptr) return tree;
    tree = Filtered(std::move(tree), &own, true);
    if (!block.joints.empty()) {
      tree = Over(std::move(tree), Kind::kExtend);
      for (const Joint& joint : block.joints) {
        tree->joints.push_back(&joint);
        bound_[joint.path] = true;
        absl::StrAppend(&tree->label, tree->label.empty() ? "" : ", ",
                        query_.slots[joint.path].label);
      }
    }
    return tree;
  }

  // An order in which each next pattern adds the least work to those before
  // it; of those that begin with different patterns, the cheapest as a whole.
  std::vector<const Pattern*> Ordered(const BoundBlock& block) {
    std::vector<const Pattern*> best;
    double lowest = 0;
    const size_t starts = std::min(block.patterns.size(), kMaxStarts);
    for (size_t start = 0; start < starts; ++start) {
      std::vector<const Pattern*> left, order;
      for (const Pattern& pattern : block.patterns) left.push_back(&pattern);
      std::vector<bool> bound = bound_;
      double rows = 1, work = 0;
      for (size_t next = start; !left.empty(); next = Cheapest(left, bound)) {
        const Pattern* const pattern = left[next];
        const Estimate estimate = model_.Of(*pattern, bound);
        work += rows * estimate.work;
        rows *= estimate.rows;
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(next));
        order.push_back(pattern);
        MarkBound(*pattern, &bound);
      }
      if (best.empty() || work < lowest) {
        best = std::move(order);
        lowest = work;
      }
    }
    return best;
  }

  size_t Cheapest(const std::vector<const Pattern*>& patterns,
                  const std::vector<bool>& bound) {
    size_t best = 0;
    double lowest = 0;
    for (size_t i = 0; i < patterns.size(); ++i) {
      const double work = model_.Of(*patterns[i], bound).work;
      if (i == 0 || work < lowest) {
        best = i;
        lowest = work;
      }
    }
    return best;
  }

  static void MarkBound(const Pattern& pattern, std::vector<bool>* bound) {
    for (int slot : {pattern.from, pattern.to, pattern.edge, pattern.path}) {
      if (slot >= 0) (*bound)[slot] = true;
    }
    for (const Condition& condition : pattern.hop.conditions) {
      if (condition.slot >= 0) (*bound)[condition.slot] = true;
    }
  }

  // Whether the slot holds one of few nodes once it is listed.
  bool IsGiven(int slot) const {
    const Slot& info = query_.slots[slot];
    return bound_[slot] ||
           (info.has_candidates && info.candidates.size() <= kMaxArmCandidates);
  }

  // Those of the patterns that bind the same node as the first of them, from
  // nodes that are given.
  std::vector<const Pattern*> Arms(const std::vector<const Pattern*>& left) {
    std::vector<const Pattern*> arms;
    const Pattern& first = *left.front();
    if (!CanIntersect(first) || IsGiven(first.from) == IsGiven(first.to)) {
      return arms;
    }
    const int slot = IsGiven(first.from) ? first.to : first.from;
    for (const Pattern* pattern : left) {
      if (!CanIntersect(*pattern)) continue;
      if ((pattern->from == slot && IsGiven(pattern->to)) ||
          (pattern->to == slot && IsGiven(pattern->from))) {
        arms.push_back(pattern);
      }
    }
    return arms;
  }

  Node AddIntersection(const std::vector<const Pattern*>& arms, Node tree) {
    const int slot = IsGiven(arms[0]->from) ? arms[0]->to : arms[0]->from;
    Node node = NewNode(Kind::kIntersect);
    node->slot = slot;
    node->patterns = arms;
    double rows = 0;
    for (const Pattern* arm : arms) {
      const double of_arm = model_.Of(*arm, bound_).rows;
      if (arm == arms[0] || of_arm < rows) rows = of_arm;
      absl::StrAppend(&node->label, node->label.empty() ? "" : ", ",
                      arm->label);
    }
    for (const Pattern* arm : arms) {
      const int other = arm->from == slot ? arm->to : arm->from;
      if (!bound_[other]) tree = AddSlot(other, std::move(tree));
    }
    bound_[slot] = true;
    const double before = tree == nullptr ? 1 : std::max(1.0, tree->estimate);
    node->estimate = std::max(1.0, rows / 2);
    const double estimate = std::max(1.0, before * node->estimate);
    return Joined(std::move(tree), std::move(node), estimate);
  }

  Node AddCircle(const Circle& circle, Node tree) {
    Node node = NewNode(Kind::kLeapfrog);
    node->order = circle.order;
    node->patterns = circle.patterns;
    node->estimate = circle.rows;
    for (const Pattern* pattern : circle.patterns) {
      absl::StrAppend(&node->label, node->label.empty() ? "" : ", ",
                      pattern->label);
    }
    for (int slot : circle.order) bound_[slot] = true;
    const double before = tree == nullptr ? 1 : std::max(1.0, tree->estimate);
    return Joined(std::move(tree), std::move(node), before * circle.rows);
  }

  Node AddSlot(int slot, Node tree) {
    const Slot& info = query_.slots[slot];
    Node node =
        NewNode(info.has_candidates ? Kind::kValues : Kind::kNodes, info.label);
    node->slot = slot;
    node->estimate = info.has_candidates
                         ? static_cast<double>(info.candidates.size())
                         : model_.Facts();
    const double estimate =
        node->estimate * (tree != nullptr ? std::max(1.0, tree->estimate) : 1);
    bound_[slot] = true;
    return Joined(std::move(tree), std::move(node), estimate);
  }

  // Which unbound ends to list candidates of before looking up.
  std::vector<int> EndsToList(const Pattern& pattern) {
    std::vector<int> ends;
    for (int slot : {pattern.from, pattern.to}) {
      if (!bound_[slot] && query_.slots[slot].has_candidates) {
        ends.push_back(slot);
      }
    }
    if (pattern.from == pattern.to && ends.size() == 2) ends.pop_back();
    const auto size = [this](int slot) {
      return query_.slots[slot].candidates.size();
    };
    const bool other_bound = bound_[pattern.from] || bound_[pattern.to];
    if (ends.size() == 2 && size(ends[0]) * size(ends[1]) > kMaxPairs) {
      if (size(ends[1]) < size(ends[0])) std::swap(ends[0], ends[1]);
      ends.pop_back();
    } else if (ends.size() == 1 && other_bound && size(ends[0]) > 4) {
      ends.clear();  // fewer facts hang on the other end, one hopes
    }
    return ends;
  }

  Node AddPattern(const Pattern& pattern, Node tree) {
    const double rows = model_.Of(pattern, bound_).rows;
    for (int slot : EndsToList(pattern)) tree = AddSlot(slot, std::move(tree));
    const bool assertions =
        !pattern.hop.conditions.empty() || pattern.hop.each_assertion;
    const Kind kind = pattern.kind == Pattern::Kind::kPath ? Kind::kPath
                      : pattern.kind == Pattern::Kind::kShortest
                          ? Kind::kShortest
                      : assertions ? Kind::kAssertionScan
                                   : Kind::kFactScan;
    Node scan = NewNode(kind, pattern.label);
    scan->pattern = &pattern;
    MarkBound(pattern, &bound_);
    const double before = tree == nullptr ? 1 : std::max(1.0, tree->estimate);
    scan->estimate = std::max(1.0, rows);
    return Joined(std::move(tree), std::move(scan),
                  std::max(1.0, before * rows));
  }

  // Whether no two rows of the tree agree in all slots that are `visible`.
  bool IsUnique(const PlanNode& node, const std::vector<bool>& visible) const {
    const auto seen = [&](int slot) {
      const Slot& info = query_.slots[slot];
      return visible[slot] ||
             (info.has_candidates && info.candidates.size() == 1);
    };
    switch (node.kind) {
      case Kind::kValues:
      case Kind::kNodes:
      case Kind::kIntersect:
        if (!seen(node.slot)) return false;
        break;
      case Kind::kLeapfrog:
        if (!std::all_of(node.order.begin(), node.order.end(), seen)) {
          return false;
        }
        break;
      case Kind::kAssertionScan:
        // An assertion has the ends that it has.
        if (node.pattern->edge >= 0 && visible[node.pattern->edge] &&
            node.pattern->hop.OneWay() && !node.pattern->hop.has_slots()) {
          break;
        }
        [[fallthrough]];
      case Kind::kFactScan:
      case Kind::kPath:
      case Kind::kShortest:
        if (!seen(node.pattern->from) || !seen(node.pattern->to) ||
            !IsUnique(*node.pattern, visible)) {
          return false;
        }
        break;
      case Kind::kAntiJoin:
        return IsUnique(*node.inputs[0], visible);
      default:
        break;
    }
    return std::all_of(
        node.inputs.begin(), node.inputs.end(),
        [&](const Node& input) { return IsUnique(*input, visible); });
  }

  // Whether the pattern gives each pair of ends once, or tells its matches
  // apart by a visible edge or path.
  static bool IsUnique(const Pattern& pattern,
                       const std::vector<bool>& visible) {
    const auto shown = [&](int slot) { return slot >= 0 && visible[slot]; };
    switch (pattern.kind) {
      case Pattern::Kind::kPath:
        return true;
      case Pattern::Kind::kShortest:
        return shown(pattern.path) ||
               (pattern.shortest.paths == 1 && !pattern.shortest.all);
      case Pattern::Kind::kHop:
        break;
    }
    if (pattern.hop.has_slots()) return false;
    return pattern.hop.OnlyUse().has_value() || shown(pattern.edge) ||
           (shown(pattern.path) && !pattern.hop.each_assertion);
  }

  std::vector<bool> Columns() const {
    std::vector<bool> visible(query_.slots.size(), false);
    for (int i = 0; i < query_.columns; ++i) {
      const Item& item = query_.items[i];
      if (!item.aggregate && item.property.field == Field::kSelf) {
        visible[item.property.slot] = true;
      }
    }
    return visible;
  }

  std::vector<bool> Named() const {
    std::vector<bool> visible;
    for (const Slot& slot : query_.slots) visible.push_back(!slot.name.empty());
    return visible;
  }

  Node Finish(Node tree) {
    std::vector<std::string> names;
    for (int i = 0; i < query_.columns; ++i) {
      names.push_back(query_.items[i].name);
    }
    const std::string columns = absl::StrJoin(names, ", ");
    const bool unique = IsUnique(*tree, query_.grouped ? Named() : Columns());
    if (query_.grouped) {
      tree = Over(std::move(tree), Kind::kGroup, columns);
    } else {
      tree = Over(std::move(tree), Kind::kProject, columns);
      tree = Over(std::move(tree), Kind::kDistinct);
    }
    tree->unique = unique;
    if (query_.grouped) {
      tree->counted = CountedRelations(query_, view_, unique);
    }
    if (!tree->counted.empty()) tree->label += ", by statistics";
    if (!query_.keys.empty()) {
      std::vector<std::string> keys;
      for (const OrderKey& key : query_.keys) {
        keys.push_back(absl::StrCat(query_.items[key.item].name,
                                    key.descending ? " desc" : ""));
      }
      tree = Over(std::move(tree), Kind::kOrder, absl::StrJoin(keys, ", "));
    }
    if (query_.limit || query_.offset > 0) {
      std::string label;
      if (query_.limit) absl::StrAppend(&label, "limit ", *query_.limit);
      if (query_.offset > 0) {
        absl::StrAppend(&label, label.empty() ? "" : " ", "offset ",
                        query_.offset);
      }
      tree = Over(std::move(tree), Kind::kSlice, std::move(label));
      if (query_.limit) {
        tree->estimate =
            std::min(tree->estimate, static_cast<double>(*query_.limit));
      }
    }
    return tree;
  }

  const BoundQuery& query_;
  const View& view_;
  const int64_t max_memory_bytes_;
  CostModel model_;
  std::vector<bool> bound_;
  std::vector<const BoundExpression*> waiting_;
};

}  // namespace

absl::StatusOr<Node> MakePlan(const BoundQuery& query, const View& view,
                              int64_t max_memory_bytes) {
  return Planner(query, view, max_memory_bytes).Plan();
}

PlanNode* PatternsOf(PlanNode* plan) {
  while (plan->kind != Kind::kProject && plan->kind != Kind::kGroup) {
    plan = plan->inputs[0].get();
  }
  return plan->inputs[0].get();
}

}  // namespace tercet::query
