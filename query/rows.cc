#include "query/rows.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "query/group.h"
#include "query/pool.h"
#include "query/sort.h"

namespace tercet::query {
namespace {

class Project : public TupleStream {
 public:
  Project(Execution* execution, const BoundQuery* query,
          std::unique_ptr<Operator> input)
      : execution_(execution), query_(*query), input_(std::move(input)) {}

  bool Next(Tuple* tuple) override {
    if (!std::exchange(open_, true)) input_->Open();
    if (!input_->Next()) return false;
    tuple->values.clear();
    for (const Item& item : query_.items) {
      tuple->values.push_back(Evaluate(*execution_, item.property));
    }
    return execution_->ok();
  }

 private:
  Execution* const execution_;
  const BoundQuery& query_;
  std::unique_ptr<Operator> input_;
  bool open_ = false;
};

// Each row once, with the best of its marks.  Plain rows pass at once; others
// wait until it is sure that nothing makes them plain.  Where the plan makes
// each row in one way only, nothing needs to be remembered but what waits.
class Distinct : public TupleStream {
 public:
  Distinct(Execution* execution, const BoundQuery* query,
           std::unique_ptr<TupleStream> input, bool unique)
      : execution_(execution),
        columns_(query->columns),
        unique_(unique),
        input_(std::move(input)) {}

  bool Next(Tuple* tuple) override {
    if (unique_ ? NextUnique(tuple) : NextNew(tuple)) return true;
    if (!execution_->ok()) return false;
    drained_ = true;
    while (at_ < waiting_.size()) {
      Tuple& next = waiting_[at_++];
      if (next.values.empty()) continue;  // became plain, and was given
      *tuple = std::move(next);
      return true;
    }
    return false;
  }

 private:
  static constexpr size_t kGiven = std::numeric_limits<size_t>::max();

  bool NextUnique(Tuple* tuple) {
    while (!drained_ && input_->Next(tuple)) {
      tuple->mark = execution_->RowMark();
      if (!execution_->ok()) return false;
      if (tuple->mark.plain()) return true;
      const auto bytes = static_cast<int64_t>(
          sizeof(Tuple) + sizeof(Datum) * tuple->values.size());
      if (!execution_->Charge(bytes)) return false;
      waiting_.push_back(*tuple);
    }
    return false;
  }

  bool NextNew(Tuple* tuple) {
    while (!drained_ && input_->Next(tuple)) {
      words_.clear();
      for (int i = 0; i < columns_; ++i) tuple->values[i].AppendTo(&words_);
      const auto [number, added] = seen_.Insert(words_);
      if (added) {
        waits_.push_back(waiting_.size());
        if (!execution_->Charge(WordTable::BytesOf(words_.size()) + 8)) {
          return false;
        }
      }
      size_t& waits = waits_[number];
      if (waits == kGiven) continue;
      tuple->mark = execution_->RowMark();
      if (!execution_->ok()) return false;
      if (tuple->mark.plain()) {
        if (!added) waiting_[waits].values.clear();
        waits = kGiven;
        return true;
      }
      if (added) {
        waiting_.push_back(*tuple);
      } else {
        Mark& mark = waiting_[waits].mark;
        mark = std::min(mark, tuple->mark);
      }
    }
    return false;
  }

  Execution* const execution_;
  const int columns_;
  const bool unique_;
  std::unique_ptr<TupleStream> input_;
  std::vector<uint64_t> words_;
  WordTable seen_;
  Chunked<size_t> waits_;  // of each seen: where in waiting_, or kGiven
  Chunked<Tuple> waiting_;
  bool drained_ = false;
  size_t at_ = 0;
};

// With a limit, only the rows that it leaves are kept.
class Order : public TupleStream {
 public:
  Order(Execution* execution, const BoundQuery* query,
        std::unique_ptr<TupleStream> input)
      : execution_(execution), query_(*query), input_(std::move(input)) {}

  bool Next(Tuple* tuple) override {
    if (!std::exchange(sorted_, true) && !Sort()) return false;
    if (at_ >= rows_.size()) return false;
    const Row& row = rows_[at_++];
    tuple->values.assign(row.values, row.values + width_);
    tuple->mark = row.mark;
    return true;
  }

 private:
  // Its values and keys lie in the arena.
  struct Row {
    const Datum* values = nullptr;
    const SortKey* keys = nullptr;
    Mark mark;
  };

  bool Sort() {
    Tuple tuple;
    while (input_->Next(&tuple)) {
      SortKey* const keys = arena_.Array<SortKey>(query_.keys.size());
      int64_t bytes = sizeof(Row);
      for (size_t i = 0; i < query_.keys.size(); ++i) {
        const SortValue value =
            SortValueOf(*execution_, tuple.values[query_.keys[i].item]);
        keys[i] = Copy(SortKey::Of(value), &arena_);
        bytes += static_cast<int64_t>(sizeof(SortKey) + value.text.size() +
                                      value.folded.size());
      }
      Datum* const values = arena_.Array<Datum>(tuple.values.size());
      std::copy(tuple.values.begin(), tuple.values.end(), values);
      width_ = tuple.values.size();
      bytes += static_cast<int64_t>(sizeof(Datum) * width_);
      bytes_ += bytes;
      if (!execution_->Charge(bytes)) return false;
      rows_.push_back({values, keys, tuple.mark});
      if (rows_.size() >= 2 * Wanted() + kChunk && !Cut()) return false;
    }
    return execution_->ok() && SortRows();
  }

  static SortKey Copy(SortKey key, Arena* arena) {
    key.folded = arena->Copy(key.folded);
    key.text = arena->Copy(key.text);
    return key;
  }

  // Drops the rows that no limit of so many can leave.
  bool Cut() {
    if (!SortRows()) return false;
    const int64_t each = bytes_ / static_cast<int64_t>(rows_.size());
    rows_.resize(Wanted());
    Arena arena;
    for (Row& row : rows_) {
      if (!execution_->Tick()) return false;
      Datum* const values = arena.Array<Datum>(width_);
      std::copy(row.values, row.values + width_, values);
      SortKey* const keys = arena.Array<SortKey>(query_.keys.size());
      for (size_t i = 0; i < query_.keys.size(); ++i) {
        keys[i] = Copy(row.keys[i], &arena);
      }
      row.values = values;
      row.keys = keys;
    }
    arena_ = std::move(arena);
    const int64_t gone = bytes_ - each * static_cast<int64_t>(rows_.size());
    execution_->Release(gone);
    bytes_ -= gone;
    return true;
  }

  // How many rows a limit leaves.
  size_t Wanted() const {
    if (!query_.limit) return kAll;
    return std::min(kAll, static_cast<size_t>(*query_.limit) +
                              static_cast<size_t>(query_.offset));
  }

  bool SortRows() {
    return SortInSteps(*execution_, &rows_, [this](const Row& a, const Row& b) {
      return Before(a, b);
    });
  }

  bool Before(const Row& a, const Row& b) {
    for (size_t i = 0; i < query_.keys.size(); ++i) {
      const int order =
          CompareSortKeys(a.keys[i], b.keys[i], query_.keys[i].descending);
      if (order != 0) return order < 0;
    }
    return ByContent(a, b);
  }

  // Rows that the keys leave equal are ordered by what they say, not by how
  // they were found.
  bool ByContent(const Row& a, const Row& b) {
    for (int i = 0; i < query_.columns; ++i) {
      const Datum& left = a.values[i];
      const Datum& right = b.values[i];
      if (left == right) continue;
      const int order =
          CompareSortValues(SortValueOf(*execution_, left),
                            SortValueOf(*execution_, right), false);
      if (order != 0) return order < 0;
    }
    return false;
  }

  Execution* const execution_;
  const BoundQuery& query_;
  std::unique_ptr<TupleStream> input_;
  static constexpr size_t kChunk = 4096;
  static constexpr size_t kAll = size_t{1} << 40;

  std::vector<Row> rows_;
  Arena arena_;
  size_t width_ = 0;   // values of a row
  int64_t bytes_ = 0;  // of rows_ and arena_
  bool sorted_ = false;
  size_t at_ = 0;
};

class Slice : public TupleStream {
 public:
  Slice(const BoundQuery* query, std::unique_ptr<TupleStream> input)
      : left_(query->limit.value_or(std::numeric_limits<int64_t>::max())),
        skip_(query->offset),
        input_(std::move(input)) {}

  bool Next(Tuple* tuple) override {
    if (left_ <= 0) return false;
    for (; skip_ > 0; --skip_) {
      if (!input_->Next(tuple)) return false;
    }
    --left_;
    return input_->Next(tuple);
  }

 private:
  int64_t left_;
  int64_t skip_;
  std::unique_ptr<TupleStream> input_;
};

class Measured : public TupleStream {
 public:
  Measured(Execution* execution, PlanNode::Measure* measure,
           std::unique_ptr<TupleStream> inner)
      : execution_(execution), measure_(measure), inner_(std::move(inner)) {}

  bool Next(Tuple* tuple) override {
    const int64_t touched = execution_->touched();
    const auto begin = std::chrono::steady_clock::now();
    const bool found = inner_->Next(tuple);
    measure_->nanoseconds +=
        std::chrono::duration_cast<std::chrono::nanoseconds>(
            std::chrono::steady_clock::now() - begin)
            .count();
    measure_->touched += execution_->touched() - touched;
    measure_->rows += found;
    return found;
  }

 private:
  Execution* const execution_;
  PlanNode::Measure* const measure_;
  std::unique_ptr<TupleStream> inner_;
};

std::unique_ptr<TupleStream> Build(Execution* execution,
                                   const BoundQuery* query, PlanNode* plan,
                                   bool measure) {
  PlanNode* const input = plan->inputs[0].get();
  switch (plan->kind) {
    case PlanNode::Kind::kProject:
      return std::make_unique<Project>(
          execution, query, BuildOperator(execution, query, input, measure));
    case PlanNode::Kind::kGroup:
      return NewGroup(execution, query,
                      BuildOperator(execution, query, input, measure), *plan);
    case PlanNode::Kind::kDistinct:
      return std::make_unique<Distinct>(
          execution, query, BuildRows(execution, query, input, measure),
          plan->unique);
    case PlanNode::Kind::kOrder:
      return std::make_unique<Order>(
          execution, query, BuildRows(execution, query, input, measure));
    default:
      return std::make_unique<Slice>(
          query, BuildRows(execution, query, input, measure));
  }
}

}  // namespace

std::unique_ptr<TupleStream> BuildRows(Execution* execution,
                                       const BoundQuery* query, PlanNode* plan,
                                       bool measure) {
  std::unique_ptr<TupleStream> built = Build(execution, query, plan, measure);
  if (!measure) return built;
  return std::make_unique<Measured>(execution, &plan->measure,
                                    std::move(built));
}

}  // namespace tercet::query
