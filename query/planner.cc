#include "query/planner.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace tercet::query {
namespace {

using Kind = PlanNode::Kind;
using Node = std::unique_ptr<PlanNode>;

// Counting stops here: beyond it all counts are alike.
constexpr int64_t kCountLimit = 2000;

// Pairs of candidates up to this many are looked up one by one.
constexpr size_t kMaxPairs = 64;

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
  Planner(const BoundQuery& query, const View& view)
      : query_(query), view_(view), bound_(query.slots.size(), false) {
    for (const BoundExpression& filter : query.filters) {
      waiting_.push_back(&filter);
    }
  }

  absl::StatusOr<Node> Plan() {
    absl::StatusOr<GraphStats> stats = view_.Stats();
    if (!stats.ok()) return stats.status();
    facts_ = static_cast<double>(stats->facts + stats->negative_facts);
    Node tree;
    for (const BoundBlock& block : query_.blocks) {
      tree = PlanBlock(block, std::move(tree));
    }
    if (!status_.ok()) return status_;
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
    std::vector<const Pattern*> left;
    for (const Pattern& pattern : block.patterns) left.push_back(&pattern);
    while (!left.empty() && status_.ok()) {
      size_t best = 0;
      double lowest = 0;
      for (size_t i = 0; i < left.size(); ++i) {
        const double cost = Cost(*left[i]);
        if (i == 0 || cost < lowest) {
          best = i;
          lowest = cost;
        }
      }
      const Pattern& pattern = *left[best];
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
      tree = AddPattern(pattern, std::move(tree), lowest);
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

  Node AddSlot(int slot, Node tree) {
    const Slot& info = query_.slots[slot];
    Node node =
        NewNode(info.has_candidates ? Kind::kValues : Kind::kNodes, info.label);
    node->slot = slot;
    node->estimate = info.has_candidates
                         ? static_cast<double>(info.candidates.size())
                         : facts_;
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

  Node AddPattern(const Pattern& pattern, Node tree, double cost) {
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
    for (int slot : {pattern.from, pattern.to, pattern.edge, pattern.path}) {
      if (slot >= 0) bound_[slot] = true;
    }
    for (const Condition& condition : pattern.hop.conditions) {
      if (condition.slot >= 0) bound_[condition.slot] = true;
    }
    const double before = tree == nullptr ? 1 : std::max(1.0, tree->estimate);
    scan->estimate = std::max(1.0, cost);
    return Joined(std::move(tree), std::move(scan),
                  std::max(1.0, before * cost));
  }

  // How many facts the hop may take, with what is known of its ends.
  double Count(const Pattern& pattern) {
    const auto only = [&](int slot) -> TermId {
      const Slot& info = query_.slots[slot];
      return !bound_[slot] && info.candidates.size() == 1 ? info.candidates[0]
                                                          : kNoTerm;
    };
    const TermId from = only(pattern.from);
    const TermId to = only(pattern.to);
    double total = 0;
    const auto add = [&](TermId relation, bool forward) {
      const IdPattern ids = {forward ? from : to, relation,
                             forward ? to : from};
      absl::StatusOr<int64_t> count =
          view_.CountFacts(ids, kCountLimit, pattern.hop.polarity);
      if (!count.ok()) status_ = count.status();
      if (count.ok()) total += static_cast<double>(*count);
      // A count that was cut off is as large as the graph allows.
      if (count.ok() && *count >= kCountLimit) total += facts_ / 10;
    };
    if (pattern.hop.any && pattern.hop.any_use.forward) add(kNoTerm, true);
    if (pattern.hop.any && pattern.hop.any_use.backward) add(kNoTerm, false);
    for (const RelationUse& use : pattern.hop.relations) {
      if (use.forward) add(use.id, true);
      if (use.backward) add(use.id, false);
    }
    return total;
  }

  // Rows that the pattern adds for each row so far.
  double Cost(const Pattern& pattern) {
    const auto known = [&](int slot) {
      return bound_[slot] || query_.slots[slot].has_candidates;
    };
    const int ends = known(pattern.from) + known(pattern.to);
    if (pattern.kind != Pattern::Kind::kHop) {
      const double scale = pattern.kind == Pattern::Kind::kShortest ? 10 : 1;
      return scale * (ends == 2 ? 50 : ends == 1 ? 500 : 50 * facts_ + 1000);
    }
    double rows = Count(pattern);
    // An end that an earlier pattern binds divides the facts among its nodes.
    const int earlier = bound_[pattern.from] + bound_[pattern.to];
    for (int i = 0; i < earlier; ++i) rows = std::sqrt(rows);
    // A pattern that nothing joins to what is there multiplies its rows.
    const bool begun =
        std::find(bound_.begin(), bound_.end(), true) != bound_.end();
    if (ends == 0) return begun ? rows * facts_ + 1 : rows + 1;
    return rows;
  }

  Node Finish(Node tree) {
    std::vector<std::string> names;
    for (int i = 0; i < query_.columns; ++i) {
      names.push_back(query_.items[i].name);
    }
    const std::string columns = absl::StrJoin(names, ", ");
    if (query_.grouped) {
      tree = Over(std::move(tree), Kind::kGroup, columns);
    } else {
      tree = Over(std::move(tree), Kind::kProject, columns);
      tree = Over(std::move(tree), Kind::kDistinct);
    }
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
  std::vector<bool> bound_;
  std::vector<const BoundExpression*> waiting_;
  double facts_ = 0;
  absl::Status status_;
};

}  // namespace

absl::StatusOr<Node> MakePlan(const BoundQuery& query, const View& view) {
  return Planner(query, view).Plan();
}

PlanNode* PatternsOf(PlanNode* plan) {
  while (plan->kind != Kind::kProject && plan->kind != Kind::kGroup) {
    plan = plan->inputs[0].get();
  }
  return plan->inputs[0].get();
}

}  // namespace tercet::query
