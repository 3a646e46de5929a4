#include "query/intersect.h"

#include <algorithm>
#include <optional>

#include "query/scan_operators.h"

namespace tercet::query {
namespace {

// The nodes that one relation leads to from a node, ascending.
class NodeList {
 public:
  // `from_subject`: from subjects to objects.
  NodeList(Execution* execution, TermId relation, bool from_subject)
      : execution_(execution),
        relation_(relation),
        from_subject_(from_subject),
        look_ups_(relation, from_subject) {}

  void Start(TermId node) {
    node_ = node;
    in_memory_ = false;
    if (const Adjacency* known = look_ups_.Next(*execution_)) {
      in_memory_ = true;
      list_ = known->Of(node);
      return;
    }
    const IdPattern pattern = from_subject_
                                  ? IdPattern{node, relation_, kNoTerm}
                                  : IdPattern{kNoTerm, relation_, node};
    if (cursor_) {
      cursor_->Restart(pattern);
    } else {
      cursor_.emplace(execution_->view().Triples(pattern));
    }
    Check();
  }

  bool Valid() const { return in_memory_ ? !list_.empty() : cursor_->Valid(); }
  TermId node() const {
    if (in_memory_) return list_.front();
    return from_subject_ ? cursor_->triple().object : cursor_->triple().subject;
  }
  void Next() {
    if (in_memory_) {
      list_.RemovePrefix(1);
    } else {
      cursor_->Next();
      Check();
    }
  }
  // To the first node not before `target`.  REQUIRES: node() < target.
  void LeapTo(TermId target) {
    if (!in_memory_) {
      // Of lists that are alike in length it is near, and a step costs a
      // fraction of a search.
      constexpr int kSteps = 8;
      for (int i = 0; i < kSteps; ++i) {
        cursor_->Next();
        if (!cursor_->Valid() || node() >= target) {
          Check();
          return;
        }
      }
      cursor_->Seek(from_subject_ ? Triple{node_, relation_, target}
                                  : Triple{target, relation_, node_});
      Check();
      return;
    }
    list_.LeapTo(target);
  }

 private:
  void Check() {
    if (!cursor_->Valid() && !cursor_->status().ok()) {
      execution_->Fail(cursor_->status());
    }
  }

  Execution* const execution_;
  const TermId relation_;
  const bool from_subject_;
  LookUps look_ups_;
  TermId node_ = kNoTerm;
  bool in_memory_ = false;
  NodeSpan list_;
  std::optional<TripleCursor> cursor_;
};

class Intersect : public Operator {
 public:
  Intersect(Execution* execution, const BoundQuery* query, int slot,
            const std::vector<const Pattern*>& patterns)
      : execution_(execution), slot_(slot), binder_(execution, query) {
    for (const Pattern* pattern : patterns) {
      const RelationUse use = *pattern->hop.OnlyUse();
      const bool to_slot = pattern->to == slot;
      Arm arm;
      arm.pattern = pattern;
      arm.other = to_slot ? pattern->from : pattern->to;
      arm.relation = use.id;
      arm.from_subject = to_slot == use.forward;
      arms_.push_back(arm);
      lists_.emplace_back(execution, use.id, arm.from_subject);
    }
  }

  void Open() override {
    Reset();
    begun_ = false;
    any_ = true;
    for (size_t i = 0; i < arms_.size() && any_; ++i) {
      const Datum other = execution_->slots[arms_[i].other];
      if (other.kind != Datum::Kind::kTerm ||
          execution_->IsNothing(other.bits)) {
        any_ = false;
        return;
      }
      arms_[i].node = other.bits;
      lists_[i].Start(other.bits);
      any_ = lists_[i].Valid() && execution_->Touch();
    }
  }

  bool Next() override {
    Reset();
    if (!any_) return false;
    while (execution_->ok()) {
      if (begun_) lists_[0].Next();
      begun_ = true;
      if (!Align()) break;
      const TermId node = lists_[0].node();
      if (execution_->IsNothing(node)) continue;
      if (!binder_.Bind(slot_, Datum::OfTerm(node))) continue;
      for (const Arm& arm : arms_) {
        LazyMark& mark = execution_->marks[arm.pattern->mark];
        mark.pending = true;
        mark.fact = {arm.from_subject ? Triple{arm.node, arm.relation, node}
                                      : Triple{node, arm.relation, arm.node},
                     false};
      }
      return true;
    }
    any_ = false;
    return false;
  }

  void Reset() override {
    binder_.Unbind();
    for (const Arm& arm : arms_) execution_->marks[arm.pattern->mark] = {};
  }

 private:
  struct Arm {
    const Pattern* pattern = nullptr;
    int other = -1;  // the slot at the other end
    TermId relation = kNoTerm;
    bool from_subject = false;
    TermId node = kNoTerm;  // what `other` holds
  };

  // Moves the lists on until all show the same node.
  bool Align() {
    if (!lists_[0].Valid()) return false;
    TermId highest = lists_[0].node();
    size_t agree = 1;
    for (size_t i = 1; agree < lists_.size(); i = (i + 1) % lists_.size()) {
      if (!execution_->Touch()) return false;
      if (lists_[i].node() < highest) lists_[i].LeapTo(highest);
      if (!lists_[i].Valid()) return false;
      const TermId here = lists_[i].node();
      agree = here == highest ? agree + 1 : 1;
      highest = here;
    }
    return true;
  }

  Execution* const execution_;
  const int slot_;
  SlotBinder binder_;
  std::vector<Arm> arms_;
  std::vector<NodeList> lists_;
  bool begun_ = false;
  bool any_ = false;
};

}  // namespace

bool CanIntersect(const Pattern& pattern) {
  return pattern.kind == Pattern::Kind::kHop && pattern.edge < 0 &&
         pattern.path < 0 && pattern.from != pattern.to &&
         pattern.hop.OnlyUse().has_value();
}

std::unique_ptr<Operator> NewIntersect(
    Execution* execution, const BoundQuery* query, int slot,
    const std::vector<const Pattern*>& patterns) {
  return std::make_unique<Intersect>(execution, query, slot, patterns);
}

}  // namespace tercet::query
