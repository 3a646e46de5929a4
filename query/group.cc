#include "query/group.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

class Group : public TupleStream {
 public:
  Group(Execution* execution, const BoundQuery* query,
        std::unique_ptr<Operator> input, const PlanNode& plan)
      : execution_(execution),
        query_(*query),
        input_(std::move(input)),
        unique_(plan.unique),
        counted_(plan.counted) {
    for (size_t i = 0; i < query_.slots.size(); ++i) {
      if (!query_.slots[i].name.empty()) named_.push_back(static_cast<int>(i));
    }
  }

  bool Next(Tuple* tuple) override {
    if (!std::exchange(filled_, true) && !Fill()) return false;
    if (at_ >= groups_.size()) return false;
    Finish(groups_[at_++], tuple);
    return execution_->ok();
  }

 private:
  struct State {
    int64_t count = 0;
    double sum = 0;
    std::optional<SortValue> best_key;
    Datum best;
    std::vector<Datum> items;
    absl::flat_hash_set<Datum> seen;
  };
  struct OneGroup {
    std::vector<Datum> values;  // of the items that are no aggregates
    std::vector<State> states;  // of those that are
    Mark mark;
  };

  bool Fill() {
    if (counted_ != kNoTerm &&
        execution_->RelationOf(counted_).marked_facts == 0) {
      groups_.emplace_back();
      groups_.back().states.resize(query_.items.size());
      for (State& state : groups_.back().states) {
        state.count = execution_->RelationOf(counted_).facts;
      }
      return execution_->ok();
    }
    input_->Open();
    std::vector<Datum> row;
    while (input_->Next()) {
      bool fresh = unique_;
      if (!unique_) {
        row.clear();
        for (int slot : named_) row.push_back(execution_->slots[slot]);
        fresh = rows_.insert(row).second;
        const auto bytes =
            static_cast<int64_t>(48 + 2 * sizeof(Datum) * row.size());
        if (fresh && !execution_->Charge(bytes)) return false;
      }
      if (!Add(fresh)) return false;
    }
    // "count(*)" of no rows is a row that says 0.
    const bool only_aggregates = std::all_of(
        query_.items.begin(), query_.items.end(),
        [](const Item& item) { return item.aggregate.has_value(); });
    if (execution_->ok() && groups_.empty() && only_aggregates) {
      groups_.emplace_back();
      groups_.back().states.resize(query_.items.size());
    }
    rows_.clear();
    return execution_->ok();
  }

  // Adds the row as it stands to its group; one that came before can only make
  // the group's mark better.
  bool Add(bool fresh) {
    key_.clear();
    for (const Item& item : query_.items) {
      if (!item.aggregate) {
        key_.push_back(Evaluate(*execution_, item.property));
      }
    }
    const auto [it, added] = index_.try_emplace(key_, groups_.size());
    if (added) {
      groups_.push_back({key_, {}, execution_->RowMark()});
      groups_.back().states.resize(query_.items.size());
      if (!execution_->Charge(
              static_cast<int64_t>(128 + 200 * query_.items.size()))) {
        return false;
      }
    }
    OneGroup& group = groups_[it->second];
    if (!group.mark.plain()) {
      group.mark = std::min(group.mark, execution_->RowMark());
    }
    for (size_t i = 0; fresh && i < query_.items.size(); ++i) {
      if (query_.items[i].aggregate) {
        Take(*query_.items[i].aggregate, &group.states[i]);
      }
    }
    return execution_->ok();
  }

  void Take(const Aggregate& aggregate, State* state) {
    if (aggregate.star) {
      ++state->count;
      return;
    }
    const Datum datum = Evaluate(*execution_, aggregate.argument);
    if (datum.none()) return;
    if (aggregate.distinct) {
      if (!state->seen.insert(datum).second) return;
      if (!execution_->Charge(32)) return;
    }
    switch (aggregate.function) {
      case Aggregate::Function::kCount:
        ++state->count;
        break;
      case Aggregate::Function::kSum:
      case Aggregate::Function::kAverage:
        if (const std::optional<Quantity> quantity =
                QuantityOf(*execution_, datum)) {
          ++state->count;
          state->sum += quantity->value;
        }
        break;
      case Aggregate::Function::kMin:
      case Aggregate::Function::kMax: {
        SortValue value = SortValueOf(*execution_, datum);
        const bool descending = aggregate.function == Aggregate::Function::kMax;
        if (!state->best_key ||
            CompareSortValues(value, *state->best_key, descending) < 0) {
          state->best_key = std::move(value);
          state->best = datum;
        }
        break;
      }
      case Aggregate::Function::kList:
        if (execution_->Charge(32)) state->items.push_back(datum);
        break;
    }
  }

  Datum Result(const Aggregate& aggregate, const State& state) {
    switch (aggregate.function) {
      case Aggregate::Function::kCount:
        return Datum::OfNumber(static_cast<double>(state.count));
      case Aggregate::Function::kSum:
        return Datum::OfNumber(state.sum);
      case Aggregate::Function::kAverage:
        if (state.count == 0) return {};
        return Datum::OfNumber(state.sum / static_cast<double>(state.count));
      case Aggregate::Function::kMin:
      case Aggregate::Function::kMax:
        return state.best;
      case Aggregate::Function::kList:
        return execution_->ListOf(state.items);
    }
    return {};
  }

  void Finish(const OneGroup& group, Tuple* tuple) {
    tuple->values.clear();
    tuple->mark = group.mark;
    size_t plain = 0;
    for (size_t i = 0; i < query_.items.size(); ++i) {
      tuple->values.push_back(
          query_.items[i].aggregate
              ? Result(*query_.items[i].aggregate, group.states[i])
              : group.values[plain++]);
    }
  }

  Execution* const execution_;
  const BoundQuery& query_;
  std::unique_ptr<Operator> input_;
  const bool unique_;
  const TermId counted_;
  std::vector<int> named_;
  std::vector<Datum> key_;
  bool filled_ = false;
  absl::flat_hash_set<std::vector<Datum>> rows_;
  absl::flat_hash_map<std::vector<Datum>, size_t> index_;
  std::vector<OneGroup> groups_;
  size_t at_ = 0;
};

}  // namespace

SortValue SortValueOf(Execution& execution, Datum datum) {
  SortValue value;
  if (datum.none()) return value;
  if (const std::optional<Quantity> quantity = QuantityOf(execution, datum)) {
    value.rank = 0;
    value.number = quantity->value;
  } else if (datum.kind == Datum::Kind::kBoolean) {
    value.rank = 0;
    value.number = static_cast<double>(datum.bits);
  } else if (const std::optional<DateInterval> date =
                 DateOf(execution, datum)) {
    value.rank = 1;
    value.number = static_cast<double>(date->from);
  } else if (datum.kind == Datum::Kind::kPath) {
    value.rank = 0;
    value.number = static_cast<double>(execution.PathAt(datum).size());
  } else {
    value.rank = 2;
    value.text = TextOf(execution, datum);
    value.folded = FoldCase(value.text);
  }
  return value;
}

int CompareSortValues(const SortValue& a, const SortValue& b, bool descending) {
  if ((a.rank == 3) != (b.rank == 3)) return a.rank == 3 ? 1 : -1;
  int order = a.rank - b.rank;
  if (order == 0 && a.rank < 2) {
    order = a.number < b.number ? -1 : a.number > b.number ? 1 : 0;
  }
  if (order == 0) order = a.folded.compare(b.folded);
  if (order == 0) order = a.text.compare(b.text);
  return descending ? -order : order;
}

std::unique_ptr<TupleStream> NewGroup(Execution* execution,
                                      const BoundQuery* query,
                                      std::unique_ptr<Operator> input,
                                      const PlanNode& plan) {
  return std::make_unique<Group>(execution, query, std::move(input), plan);
}

}  // namespace tercet::query
