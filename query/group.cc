#include "query/group.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "query/count.h"
#include "query/pool.h"
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
    counts_only_ = std::all_of(query_.items.begin(), query_.items.end(),
                               [](const Item& item) {
                                 return item.aggregate && item.aggregate->star;
                               });
    for (size_t i = 0; i < query_.slots.size(); ++i) {
      if (!query_.slots[i].name.empty()) named_.push_back(static_cast<int>(i));
    }
  }

  bool Next(Tuple* tuple) override {
    if (!std::exchange(filled_, true) && !Fill()) return false;
    if (at_ >= marks_.size()) return false;
    Finish(at_++, tuple);
    return execution_->ok();
  }

 private:
  struct Best {
    SortValue key;
    Datum datum;
  };
  struct State {
    int64_t count = 0;
    double sum = 0;
    std::unique_ptr<Best> best;
    std::vector<Datum> items;
  };

  bool Fill() {
    if (!counted_.empty()) return FillCounted();
    input_->Open();
    while (input_->Next()) {
      bool fresh = unique_;
      if (!unique_) {
        words_.clear();
        for (int slot : named_) execution_->slots[slot].AppendTo(&words_);
        fresh = rows_.Insert(words_).second;
        if (fresh && !execution_->Charge(WordTable::BytesOf(words_.size()))) {
          return false;
        }
      }
      if (!Add(fresh)) return false;
      // Nothing that follows can change the only group but in number.
      if (unique_ && counts_only_ && marks_[0].plain()) {
        const int64_t rest = input_->CountRest();
        for (size_t i = 0; i < states_.size(); ++i) states_[i].count += rest;
        break;
      }
    }
    AddEmptyGroup();
    rows_.Clear();
    return execution_->ok();
  }

  // "count(*)" of no rows is a row that says 0.
  void AddEmptyGroup() {
    const bool only_aggregates = std::all_of(
        query_.items.begin(), query_.items.end(),
        [](const Item& item) { return item.aggregate.has_value(); });
    if (execution_->ok() && marks_.empty() && only_aggregates) AddGroup({}, {});
  }

  // The number of the group with the key.
  uint64_t AddGroup(const std::vector<uint64_t>& key, Mark mark) {
    const auto [group, added] = groups_.Insert(key);
    if (added) {
      marks_.push_back(mark);
      for (size_t i = 0; i < query_.items.size(); ++i) states_.emplace_back();
      execution_->Charge(
          WordTable::BytesOf(key.size()) +
          static_cast<int64_t>(sizeof(State) * query_.items.size()));
    }
    return group;
  }
  State& StateOf(uint64_t group, size_t item) {
    return states_[group * query_.items.size() + item];
  }

  // One group for each relation or, where nothing tells groups apart, one.
  bool FillCounted() {
    for (const CountedRelation& counted : counted_) {
      const RowCount rows = CountRows(*execution_, counted);
      if (!execution_->ok()) return false;
      if (rows.rows == 0) continue;
      words_.clear();
      for (const Item& item : query_.items) {
        if (!item.aggregate) Datum::OfTerm(counted.relation).AppendTo(&words_);
      }
      const uint64_t group = AddGroup(words_, rows.mark);
      marks_[group] = std::min(marks_[group], rows.mark);
      for (size_t i = 0; i < query_.items.size(); ++i) {
        StateOf(group, i).count += rows.rows;
      }
    }
    AddEmptyGroup();
    return execution_->ok();
  }

  // Adds the row as it stands to its group; one that came before can only make
  // the group's mark better.
  bool Add(bool fresh) {
    words_.clear();
    for (const Item& item : query_.items) {
      if (!item.aggregate) {
        Evaluate(*execution_, item.property).AppendTo(&words_);
      }
    }
    const size_t groups = marks_.size();
    const uint64_t group = AddGroup(words_, {});
    if (marks_.size() > groups) {
      marks_[group] = execution_->RowMark();
    } else if (!marks_[group].plain()) {
      marks_[group] = std::min(marks_[group], execution_->RowMark());
    }
    for (size_t i = 0; fresh && i < query_.items.size(); ++i) {
      if (query_.items[i].aggregate) {
        Take(*query_.items[i].aggregate, group * query_.items.size() + i);
      }
    }
    return execution_->ok();
  }

  void Take(const Aggregate& aggregate, uint64_t number) {
    State* const state = &states_[number];
    if (aggregate.star) {
      ++state->count;
      return;
    }
    const Datum datum = Evaluate(*execution_, aggregate.argument);
    if (datum.none()) return;
    if (aggregate.distinct) {
      words_.assign(1, number);
      datum.AppendTo(&words_);
      if (!distinct_.Insert(words_).second) return;
      if (!execution_->Charge(WordTable::BytesOf(words_.size()))) return;
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
        if (state->best == nullptr ||
            CompareSortValues(value, state->best->key, descending) < 0) {
          state->best = std::make_unique<Best>(Best{std::move(value), datum});
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
        return state.best != nullptr ? state.best->datum : Datum();
      case Aggregate::Function::kList:
        return execution_->ListOf(state.items);
    }
    return {};
  }

  void Finish(uint64_t group, Tuple* tuple) {
    tuple->values.clear();
    tuple->mark = marks_[group];
    const WordTable::Words key = groups_[group];
    size_t word = 0;
    for (size_t i = 0; i < query_.items.size(); ++i) {
      const Item& item = query_.items[i];
      if (item.aggregate) {
        tuple->values.push_back(Result(*item.aggregate, StateOf(group, i)));
      } else {
        tuple->values.push_back(Datum::Of(key[word], key[word + 1]));
        word += 2;
      }
    }
  }

  Execution* const execution_;
  const BoundQuery& query_;
  std::unique_ptr<Operator> input_;
  const bool unique_;
  const std::vector<CountedRelation> counted_;
  bool counts_only_ = false;
  std::vector<int> named_;
  std::vector<uint64_t> words_;
  bool filled_ = false;
  WordTable rows_;      // that came, where they may come again
  WordTable distinct_;  // number of a state, and what it has counted
  // By group, and by group and item.
  WordTable groups_;
  Chunked<Mark> marks_;
  Chunked<State> states_;
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

int CompareSortKeys(const SortKey& a, const SortKey& b, bool descending) {
  if (a.rank != b.rank) return a.rank - b.rank;
  int order = 0;
  if (a.rank < 2) {
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
