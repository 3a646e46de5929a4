#include "query/operators.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

#include "query/intersect.h"
#include "query/leapfrog.h"
#include "query/scan_operators.h"
#include "query/sort.h"

namespace tercet::query {
namespace {

// One row that binds nothing.
class Unit : public Operator {
 public:
  void Open() override { given_ = false; }
  bool Next() override { return !std::exchange(given_, true); }
  void Reset() override {}

 private:
  bool given_ = false;
};

class Nothing : public Operator {
 public:
  void Open() override {}
  bool Next() override { return false; }
  void Reset() override {}
};

class Join : public Operator {
 public:
  Join(std::unique_ptr<Operator> left, std::unique_ptr<Operator> right)
      : left_(std::move(left)), right_(std::move(right)) {}

  void Open() override {
    left_->Open();
    open_ = false;
  }
  bool Next() override {
    while (true) {
      if (open_ && right_->Next()) return true;
      open_ = left_->Next();
      if (!open_) return false;
      right_->Open();
    }
  }
  int64_t CountRest() override {
    int64_t count = open_ ? right_->CountRest() : 0;
    for (; left_->Next(); count += right_->CountRest()) right_->Open();
    open_ = false;
    return count;
  }
  void Reset() override {
    right_->Reset();
    left_->Reset();
  }

 private:
  std::unique_ptr<Operator> left_, right_;
  bool open_ = false;
};

// Every row of the left side, with those of the right that go with it, or
// with nothing in its slots.
class LeftJoin : public Operator {
 public:
  LeftJoin(Execution* execution, std::unique_ptr<Operator> left,
           std::unique_ptr<Operator> right)
      : execution_(execution),
        left_(std::move(left)),
        right_(std::move(right)) {}

  void Open() override {
    left_->Open();
    open_ = false;
  }
  bool Next() override {
    while (true) {
      if (open_) {
        if (right_->Next()) {
          matched_ = true;
          return true;
        }
        open_ = false;
        if (!matched_ && execution_->ok()) return true;
      }
      if (!left_->Next()) return false;
      right_->Open();
      open_ = true;
      matched_ = false;
    }
  }
  void Reset() override {
    right_->Reset();
    left_->Reset();
  }

 private:
  Execution* const execution_;
  std::unique_ptr<Operator> left_, right_;
  bool open_ = false;
  bool matched_ = false;
};

// The rows of the left side for which the right side has none.
class AntiJoin : public Operator {
 public:
  AntiJoin(Execution* execution, std::unique_ptr<Operator> left,
           std::unique_ptr<Operator> right)
      : execution_(execution),
        left_(std::move(left)),
        right_(std::move(right)) {}

  void Open() override { left_->Open(); }
  bool Next() override {
    while (left_->Next()) {
      right_->Open();
      if (right_->Next()) {
        right_->Reset();
        continue;
      }
      if (execution_->ok()) return true;
      break;
    }
    return false;
  }
  void Reset() override { left_->Reset(); }

 private:
  Execution* const execution_;
  std::unique_ptr<Operator> left_, right_;
};

class Filter : public Operator {
 public:
  Filter(Execution* execution, std::unique_ptr<Operator> input,
         const std::vector<const BoundExpression*>& conditions)
      : execution_(execution),
        input_(std::move(input)),
        conditions_(conditions) {}

  void Open() override { input_->Open(); }
  bool Next() override {
    while (input_->Next()) {
      if (std::all_of(conditions_.begin(), conditions_.end(),
                      [this](const BoundExpression* condition) {
                        return Evaluate(*execution_, *condition);
                      })) {
        return execution_->ok();
      }
    }
    return false;
  }
  void Reset() override { input_->Reset(); }

 private:
  Execution* const execution_;
  std::unique_ptr<Operator> input_;
  const std::vector<const BoundExpression*> conditions_;
};

// Joins the pieces of ?p = a -x-> b -y-> c.
class Extend : public Operator {
 public:
  Extend(Execution* execution, std::unique_ptr<Operator> input,
         const std::vector<const Joint*>& joints)
      : execution_(execution), input_(std::move(input)), joints_(joints) {}

  void Open() override {
    Clear();
    input_->Open();
  }
  bool Next() override {
    Clear();
    if (!input_->Next()) return false;
    for (const Joint* joint : joints_) {
      std::vector<FactRef> facts;
      for (int piece : joint->pieces) {
        const Datum part = execution_->slots[piece];
        for (uint64_t fact : execution_->PathAt(part)) {
          facts.push_back(execution_->FactAt(fact));
        }
      }
      execution_->slots[joint->path] = execution_->PathOf(facts);
    }
    return execution_->ok();
  }
  void Reset() override {
    Clear();
    input_->Reset();
  }

 private:
  void Clear() {
    for (const Joint* joint : joints_) execution_->slots[joint->path] = {};
  }

  Execution* const execution_;
  std::unique_ptr<Operator> input_;
  const std::vector<const Joint*> joints_;
};

// Fills a plan node's measure.
class Measured : public Operator {
 public:
  Measured(Execution* execution, PlanNode::Measure* measure,
           std::unique_ptr<Operator> inner)
      : execution_(execution), measure_(measure), inner_(std::move(inner)) {}

  void Open() override {
    const Watch watch(this);
    inner_->Open();
  }
  bool Next() override {
    const Watch watch(this);
    const bool found = inner_->Next();
    measure_->rows += found;
    return found;
  }
  int64_t CountRest() override {
    const Watch watch(this);
    const int64_t count = inner_->CountRest();
    measure_->rows += count;
    return count;
  }
  void Reset() override { inner_->Reset(); }

 private:
  struct Watch {
    explicit Watch(Measured* of)
        : measured(of),
          touched(of->execution_->touched()),
          begin(std::chrono::steady_clock::now()) {}
    ~Watch() {
      measured->measure_->touched += measured->execution_->touched() - touched;
      measured->measure_->nanoseconds +=
          std::chrono::duration_cast<std::chrono::nanoseconds>(
              std::chrono::steady_clock::now() - begin)
              .count();
    }
    Measured* const measured;
    const int64_t touched;
    const std::chrono::steady_clock::time_point begin;
  };

  Execution* const execution_;
  PlanNode::Measure* const measure_;
  std::unique_ptr<Operator> inner_;
};

std::unique_ptr<Operator> Build(Execution* execution, const BoundQuery* query,
                                PlanNode* plan, bool measure) {
  std::vector<std::unique_ptr<Operator>> inputs;
  for (const auto& input : plan->inputs) {
    inputs.push_back(BuildOperator(execution, query, input.get(), measure));
  }
  switch (plan->kind) {
    case PlanNode::Kind::kUnit:
      return std::make_unique<Unit>();
    case PlanNode::Kind::kValues:
      return NewValues(execution, query, plan->slot);
    case PlanNode::Kind::kNodes:
      return NewNodes(execution, query, plan->slot);
    case PlanNode::Kind::kFactScan:
    case PlanNode::Kind::kAssertionScan:
      return NewScan(execution, query, plan->pattern);
    case PlanNode::Kind::kIntersect:
      return NewIntersect(execution, query, plan->slot, plan->patterns);
    case PlanNode::Kind::kLeapfrog:
      return NewLeapfrog(execution, query, plan->order, plan->patterns);
    case PlanNode::Kind::kPath:
      return NewPath(execution, query, plan->pattern);
    case PlanNode::Kind::kShortest:
      return NewShortest(execution, query, plan->pattern);
    case PlanNode::Kind::kJoin:
      return std::make_unique<Join>(std::move(inputs[0]), std::move(inputs[1]));
    case PlanNode::Kind::kLeftJoin:
      return std::make_unique<LeftJoin>(execution, std::move(inputs[0]),
                                        std::move(inputs[1]));
    case PlanNode::Kind::kAntiJoin:
      return std::make_unique<AntiJoin>(execution, std::move(inputs[0]),
                                        std::move(inputs[1]));
    case PlanNode::Kind::kFilter:
      return std::make_unique<Filter>(execution, std::move(inputs[0]),
                                      plan->filters);
    case PlanNode::Kind::kExtend:
      return std::make_unique<Extend>(execution, std::move(inputs[0]),
                                      plan->joints);
    default:
      return std::make_unique<Nothing>();
  }
}

}  // namespace

std::unique_ptr<Operator> BuildOperator(Execution* execution,
                                        const BoundQuery* query, PlanNode* plan,
                                        bool measure) {
  std::unique_ptr<Operator> built = Build(execution, query, plan, measure);
  if (!measure) return built;
  return std::make_unique<Measured>(execution, &plan->measure,
                                    std::move(built));
}

bool Admits(Execution& execution, const Slot& slot, TermId id) {
  if (slot.has_candidates &&
      !std::binary_search(slot.candidates.begin(), slot.candidates.end(), id)) {
    return false;
  }
  if (!slot.has_type) return true;
  const TermKind kind = View::KindOf(id);
  if (((slot.kinds >> static_cast<int>(kind)) & 1) == 0) return false;
  if (kind != TermKind::kEntity || slot.types == ~0u) {
    return !execution.IsNothing(id);
  }
  const EntityType type = execution.TermOf(id)->type;
  return (slot.types >> static_cast<int>(type)) & 1;
}

namespace {

// Both ends of all negative facts, ascending.  Few relations have any, and
// only those are read.
std::vector<TermId> NegativeNodes(Execution& execution) {
  std::vector<TermId> nodes;
  const auto relations = execution.view().Relations();
  if (!relations.ok()) execution.Fail(relations.status());
  if (!execution.ok()) return nodes;
  for (const RelationInfo& relation : *relations) {
    if (relation.negative_facts == 0) continue;
    TripleCursor cursor = execution.view().Triples(
        {.relation = relation.term.id}, TripleOrder::kPos, Polarity::kNegative);
    for (; cursor.Valid() && execution.Touch(); cursor.Next()) {
      nodes.push_back(cursor.triple().subject);
      nodes.push_back(cursor.triple().object);
    }
    if (!cursor.status().ok()) execution.Fail(cursor.status());
    if (!execution.ok()) return nodes;
  }
  if (!SortInSteps(execution, &nodes, std::less<>())) return nodes;
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  return nodes;
}

}  // namespace

std::vector<TermId> AllNodes(Execution& execution) {
  // Each order gives its first column sorted, so that lists are only merged,
  // and the run may end at any step.
  std::vector<TermId> nodes = NegativeNodes(execution), merged;
  for (TripleOrder order : {TripleOrder::kSpo, TripleOrder::kOsp}) {
    merged.clear();
    size_t at = 0;
    const auto take = [&](TermId id) {
      if ((merged.empty() || merged.back() != id) && !execution.IsNothing(id)) {
        merged.push_back(id);
      }
    };
    TripleCursor cursor = execution.view().Triples({}, order);
    for (TripleBlock block; execution.ok() && cursor.NextBlock(block);) {
      execution.TouchMany(static_cast<int64_t>(block.size()));
      for (const TermId id :
           order == TripleOrder::kSpo ? block.subjects : block.objects) {
        while (at < nodes.size() && nodes[at] < id) take(nodes[at++]);
        take(id);
      }
    }
    if (!cursor.status().ok()) execution.Fail(cursor.status());
    while (at < nodes.size() && execution.Tick()) take(nodes[at++]);
    nodes.swap(merged);
  }
  execution.Charge(static_cast<int64_t>(8 * nodes.size()));
  if (!execution.ok()) nodes.clear();
  return nodes;
}

}  // namespace tercet::query
