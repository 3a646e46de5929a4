#include "query/scan_operators.h"

#include <algorithm>
#include <utility>

namespace tercet::query {
namespace {

// The id that a bound slot holds; nothing where it is unbound.  A slot that
// holds a text that is no term of the graph fits no node: *fits is false.
TermId Wanted(const Execution& execution, int slot, bool* fits) {
  const Datum datum = execution.slots[slot];
  if (datum.none()) return kNoTerm;
  if (datum.kind != Datum::Kind::kTerm) *fits = false;
  return datum.bits;
}

class Values : public Operator {
 public:
  Values(Execution* execution, const BoundQuery* query, int slot)
      : slot_(slot),
        candidates_(query->slots[slot].candidates),
        binder_(execution, query) {}

  void Open() override {
    Reset();
    at_ = 0;
  }
  bool Next() override {
    binder_.Unbind();
    while (at_ < candidates_.size()) {
      if (binder_.Bind(slot_, Datum::OfTerm(candidates_[at_++]))) return true;
    }
    return false;
  }
  void Reset() override { binder_.Unbind(); }

 private:
  const int slot_;
  const std::vector<TermId>& candidates_;
  SlotBinder binder_;
  size_t at_ = 0;
};

class Nodes : public Operator {
 public:
  Nodes(Execution* execution, const BoundQuery* query, int slot)
      : execution_(execution), slot_(slot), binder_(execution, query) {}

  void Open() override {
    Reset();
    at_ = 0;
    if (!listed_) nodes_ = AllNodes(*execution_);
    listed_ = true;
  }
  bool Next() override {
    binder_.Unbind();
    while (at_ < nodes_.size() && execution_->Tick()) {
      if (binder_.Bind(slot_, Datum::OfTerm(nodes_[at_++]))) return true;
    }
    return false;
  }
  void Reset() override { binder_.Unbind(); }

 private:
  Execution* const execution_;
  const int slot_;
  SlotBinder binder_;
  bool listed_ = false;
  std::vector<TermId> nodes_;
  size_t at_ = 0;
};

class Scan : public Operator {
 public:
  Scan(Execution* execution, const BoundQuery* query, const Pattern* pattern)
      : execution_(execution),
        pattern_(*pattern),
        scan_(execution, &pattern->hop),
        binder_(execution, query) {}

  void Open() override {
    Reset();
    fits_ = true;
    const TermId from = Wanted(*execution_, pattern_.from, &fits_);
    const TermId to = Wanted(*execution_, pattern_.to, &fits_);
    if (fits_) scan_.Start(from, to);
  }

  bool Next() override {
    Reset();
    while (fits_ && scan_.Next()) {
      if (Take()) return true;
      Reset();
    }
    return false;
  }

  void Reset() override {
    binder_.Unbind();
    execution_->marks[pattern_.mark] = {};
  }

 private:
  bool Take() {
    if (!binder_.Bind(pattern_.from, Datum::OfTerm(scan_.from())) ||
        !binder_.Bind(pattern_.to, Datum::OfTerm(scan_.to()))) {
      return false;
    }
    if (pattern_.hop.each_assertion) {
      for (const auto& [slot, datum] : scan_.bindings()) {
        if (!binder_.Bind(slot, datum)) return false;
      }
      if (pattern_.edge >= 0 &&
          !binder_.Bind(pattern_.edge, Datum::OfAssertion(scan_.assertion()))) {
        return false;
      }
    }
    if (pattern_.path >= 0 &&
        !binder_.Bind(pattern_.path, execution_->PathOf({scan_.fact()}))) {
      return false;
    }
    execution_->marks[pattern_.mark] = scan_.lazy_mark();
    return execution_->ok();
  }

  Execution* const execution_;
  const Pattern& pattern_;
  HopScan scan_;
  SlotBinder binder_;
  bool fits_ = true;
};

// What paths and shortest paths share: the ends from which they may start.
// Where neither end is bound, every node of the graph is tried as the first.
class PathOperator : public Operator {
 public:
  PathOperator(Execution* execution, const BoundQuery* query,
               const Pattern* pattern)
      : execution_(execution), pattern_(*pattern), binder_(execution, query) {}

  void Open() override {
    Reset();
    fits_ = true;
    from_ = Wanted(*execution_, pattern_.from, &fits_);
    to_ = Wanted(*execution_, pattern_.to, &fits_);
    if ((from_ != kNoTerm && execution_->IsNothing(from_)) ||
        (to_ != kNoTerm && execution_->IsNothing(to_))) {
      fits_ = false;
    }
    if (!fits_) return;
    every_ = from_ == kNoTerm && to_ == kNoTerm;
    if (!every_) {
      Start(from_, to_);
      return;
    }
    if (!listed_) {
      nodes_ = AllNodes(*execution_);
      listed_ = true;
    }
    at_ = 0;
    started_ = false;
  }

  bool Next() override {
    Reset();
    while (fits_ && execution_->ok()) {
      if (every_ && !started_) {
        if (at_ >= nodes_.size()) return false;
        Start(nodes_[at_++], kNoTerm);
        started_ = true;
      }
      while (Advance()) {
        if (Take()) return true;
        Reset();
      }
      if (!every_) return false;
      started_ = false;
    }
    return false;
  }

  void Reset() override {
    binder_.Unbind();
    execution_->marks[pattern_.mark] = {};
  }

 protected:
  struct Found {
    TermId from = kNoTerm;
    TermId to = kNoTerm;
    Mark mark;
  };

  virtual void Start(TermId from, TermId to) = 0;
  virtual bool Advance() = 0;
  virtual Found found() const = 0;
  virtual std::vector<FactRef> path() const = 0;

  Execution* const execution_;
  const Pattern& pattern_;

 private:
  bool Take() {
    const Found here = found();
    if (!binder_.Bind(pattern_.from, Datum::OfTerm(here.from)) ||
        !binder_.Bind(pattern_.to, Datum::OfTerm(here.to))) {
      return false;
    }
    if (pattern_.path >= 0 &&
        !binder_.Bind(pattern_.path, execution_->PathOf(path()))) {
      return false;
    }
    execution_->marks[pattern_.mark] = {here.mark, false, {}};
    return execution_->ok();
  }

  SlotBinder binder_;
  bool fits_ = true;
  bool every_ = false;
  bool started_ = false;
  bool listed_ = false;
  TermId from_ = kNoTerm, to_ = kNoTerm;
  std::vector<TermId> nodes_;
  size_t at_ = 0;
};

class PathScan : public PathOperator {
 public:
  PathScan(Execution* execution, const BoundQuery* query,
           const Pattern* pattern)
      : PathOperator(execution, query, pattern),
        reversed_(pattern->automaton->Reversed()),
        forward_(execution, pattern->automaton.get(), pattern->path >= 0),
        backward_(execution, &reversed_, pattern->path >= 0) {}

 protected:
  void Start(TermId from, TermId to) override {
    search_ = from != kNoTerm ? &forward_ : &backward_;
    source_ = from != kNoTerm ? from : to;
    search_->Start(source_, from != kNoTerm ? to : kNoTerm);
  }
  bool Advance() override { return search_->Next(); }
  Found found() const override {
    const bool forwards = search_ == &forward_;
    return {forwards ? source_ : search_->node(),
            forwards ? search_->node() : source_, search_->mark()};
  }
  // Only where the pattern has a slot for it.
  std::vector<FactRef> path() const override {
    std::vector<FactRef> facts = search_->Path();
    if (search_ == &backward_) std::reverse(facts.begin(), facts.end());
    return facts;
  }

 private:
  const Automaton reversed_;
  Reach forward_, backward_;
  Reach* search_ = nullptr;
  TermId source_ = kNoTerm;
};

class ShortestScan : public PathOperator {
 public:
  ShortestScan(Execution* execution, const BoundQuery* query,
               const Pattern* pattern)
      : PathOperator(execution, query, pattern),
        search_(execution, pattern->automaton.get(), pattern->shortest) {}

 protected:
  void Start(TermId from, TermId to) override { search_.Start(from, to); }
  bool Advance() override { return search_.Next(); }
  Found found() const override {
    return {search_.from(), search_.to(), search_.mark()};
  }
  std::vector<FactRef> path() const override { return search_.path(); }

 private:
  ShortestPaths search_;
};

}  // namespace

bool SlotBinder::Bind(int slot, Datum datum) {
  Datum& there = execution_->slots[slot];
  if (!there.none()) return there == datum;
  if (datum.kind == Datum::Kind::kTerm &&
      !Admits(*execution_, query_->slots[slot], datum.bits)) {
    return false;
  }
  there = datum;
  bound_.push_back(slot);
  return true;
}

void SlotBinder::Unbind() {
  for (int slot : bound_) execution_->slots[slot] = {};
  bound_.clear();
}

std::unique_ptr<Operator> NewValues(Execution* execution,
                                    const BoundQuery* query, int slot) {
  return std::make_unique<Values>(execution, query, slot);
}
std::unique_ptr<Operator> NewNodes(Execution* execution,
                                   const BoundQuery* query, int slot) {
  return std::make_unique<Nodes>(execution, query, slot);
}
std::unique_ptr<Operator> NewScan(Execution* execution, const BoundQuery* query,
                                  const Pattern* pattern) {
  return std::make_unique<Scan>(execution, query, pattern);
}
std::unique_ptr<Operator> NewPath(Execution* execution, const BoundQuery* query,
                                  const Pattern* pattern) {
  return std::make_unique<PathScan>(execution, query, pattern);
}
std::unique_ptr<Operator> NewShortest(Execution* execution,
                                      const BoundQuery* query,
                                      const Pattern* pattern) {
  return std::make_unique<ShortestScan>(execution, query, pattern);
}

}  // namespace tercet::query
