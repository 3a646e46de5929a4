#include "query/rows.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "query/group.h"

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
      std::vector<Datum> key(tuple->values.begin(),
                             tuple->values.begin() + columns_);
      const auto bytes =
          static_cast<int64_t>(48 + 2 * sizeof(Datum) * key.size());
      const auto [it, added] =
          seen_.try_emplace(std::move(key), waiting_.size());
      if (added && !execution_->Charge(bytes)) return false;
      if (!added && it->second == kGiven) continue;
      tuple->mark = execution_->RowMark();
      if (!execution_->ok()) return false;
      if (tuple->mark.plain()) {
        if (!added) waiting_[it->second].values.clear();
        it->second = kGiven;
        return true;
      }
      if (added) {
        waiting_.push_back(*tuple);
      } else {
        Mark& mark = waiting_[it->second].mark;
        mark = std::min(mark, tuple->mark);
      }
    }
    return false;
  }

  Execution* const execution_;
  const int columns_;
  const bool unique_;
  std::unique_ptr<TupleStream> input_;
  absl::flat_hash_map<std::vector<Datum>, size_t> seen_;
  std::vector<Tuple> waiting_;
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
    *tuple = std::move(rows_[at_++].tuple);
    return true;
  }

 private:
  struct Row {
    Tuple tuple;
    std::vector<SortValue> keys;
  };

  bool Sort() {
    Tuple tuple;
    while (input_->Next(&tuple)) {
      Row row;
      for (const OrderKey& key : query_.keys) {
        row.keys.push_back(SortValueOf(*execution_, tuple.values[key.item]));
      }
      row.tuple = tuple;
      const auto bytes = static_cast<int64_t>(
          sizeof(Row) + 2 * sizeof(Datum) * tuple.values.size() +
          64 * query_.keys.size());
      if (!execution_->Charge(bytes)) return false;
      bytes_ += bytes;
      rows_.push_back(std::move(row));
      if (rows_.size() >= 2 * Wanted() + kChunk) {
        SortRows();
        const auto gone =
            static_cast<int64_t>(static_cast<double>(bytes_) *
                                 (1 - static_cast<double>(Wanted()) /
                                          static_cast<double>(rows_.size())));
        rows_.resize(Wanted());
        execution_->Release(gone);
        bytes_ -= gone;
      }
    }
    if (!execution_->ok()) return false;
    SortRows();
    return execution_->ok();
  }

  // How many rows a limit leaves.
  size_t Wanted() const {
    if (!query_.limit) return kAll;
    return std::min(kAll, static_cast<size_t>(*query_.limit) +
                              static_cast<size_t>(query_.offset));
  }

  // Sorts in pieces, so that a run that must end does not wait for the whole;
  // stable, as far as it comes.
  void SortRows() {
    const auto before = [this](const Row& a, const Row& b) {
      return Before(a, b);
    };
    const auto at = [this](size_t i) {
      return rows_.begin() +
             static_cast<std::ptrdiff_t>(std::min(i, rows_.size()));
    };
    for (size_t i = 0; i < rows_.size() && execution_->ok(); i += kChunk) {
      std::stable_sort(at(i), at(i + kChunk), before);
      execution_->CheckLimits();
    }
    std::vector<Row> merged;
    for (size_t size = kChunk; size < rows_.size(); size *= 2) {
      merged.clear();
      merged.reserve(rows_.size());
      for (size_t i = 0; i < rows_.size(); i += 2 * size) {
        auto left = at(i), right = at(i + size);
        const auto middle = right, end = at(i + 2 * size);
        while (left != middle || right != end) {
          if (!execution_->Tick()) return;
          const bool take_right =
              left == middle || (right != end && Before(*right, *left));
          merged.push_back(std::move(take_right ? *right++ : *left++));
        }
      }
      rows_.swap(merged);
    }
  }

  bool Before(const Row& a, const Row& b) {
    for (size_t i = 0; i < query_.keys.size(); ++i) {
      const int order =
          CompareSortValues(a.keys[i], b.keys[i], query_.keys[i].descending);
      if (order != 0) return order < 0;
    }
    return ByContent(a, b);
  }

  // Rows that the keys leave equal are ordered by what they say, not by how
  // they were found.
  bool ByContent(const Row& a, const Row& b) {
    for (int i = 0; i < query_.columns; ++i) {
      const Datum& left = a.tuple.values[i];
      const Datum& right = b.tuple.values[i];
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
  int64_t bytes_ = 0;  // of rows_
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
