#include "storage/triple_table.h"

#include <utility>

#include "storage/run_table.h"

namespace tercet::storage {
namespace {

// What is greater than all triples with a prefix, and the least such.
Columns EndOf(const Prefix& prefix) {
  Columns end = prefix.ids();
  for (int i = prefix.size() - 1; i >= 0; --i) {
    if (++end[i] != 0) return end;
  }
  return {UINT64_MAX, UINT64_MAX, UINT64_MAX};
}

class TableIterator : public TripleIterator {
 public:
  TableIterator(const Rocks& rocks, const rocksdb::ReadOptions& options,
                Runs runs, Order order)
      : cursor_(rocks, options, std::move(runs), order, false), order_(order) {}

  void Seek(const Prefix& prefix) override {
    prefix_ = prefix;
    cursor_.Seek(prefix.ids());
    Settle();
  }

  void SeekForward(const Columns& bound) override {
    if (!valid_) return;
    cursor_.SeekForward(bound);
    Settle();
  }

  bool Valid() const override { return valid_; }

  void Next() override {
    cursor_.Next();
    Settle();
  }

  const Columns& columns() const override { return cursor_.columns(); }
  Order order() const override { return order_; }
  absl::Status status() const override { return cursor_.status(); }

  // REQUIRES: Valid().
  void ReadBlock(TripleBlock& block) {
    cursor_.ReadBlock(EndOf(prefix_), block);
    Settle();
  }

 private:
  void Settle() {
    valid_ = cursor_.Valid() && prefix_.Covers(cursor_.columns());
  }

  MergedCursor cursor_;
  const Order order_;
  Prefix prefix_;
  bool valid_ = false;
};

class RunStatedIterator : public StatedIterator {
 public:
  RunStatedIterator(const Rocks& rocks, const rocksdb::ReadOptions& options,
                    std::shared_ptr<const Run> run)
      : run_(std::move(run)), cursor_(rocks, options, *run_, Order::kSpo) {
    cursor_.Seek({});
  }

  void Seek(const Triple& triple) override {
    cursor_.Seek(Permute(Order::kSpo, triple));
  }
  // All blocks of a bulk load but the last are full.
  void SeekOrdinal(uint64_t ordinal) override {
    cursor_.Go(ordinal / kBlockTriples,
               static_cast<int>(ordinal % kBlockTriples));
  }
  bool Valid() const override { return cursor_.Valid(); }
  void Next() override { cursor_.Next(); }
  Triple triple() const override {
    return Restore(Order::kSpo, cursor_.columns());
  }
  uint64_t ordinal() const override {
    const auto [block, index] = cursor_.place();
    return block * uint64_t{kBlockTriples} + static_cast<uint64_t>(index);
  }
  absl::Status status() const override { return cursor_.status(); }

 private:
  const std::shared_ptr<const Run> run_;
  RunCursor cursor_;
};

class ErrorIterator : public TripleIterator {
 public:
  ErrorIterator(absl::Status status, Order order)
      : status_(std::move(status)), order_(order) {}

  void Seek(const Prefix&) override {}
  void SeekForward(const Columns&) override {}
  bool Valid() const override { return false; }
  void Next() override {}
  const Columns& columns() const override { return none_; }
  Order order() const override { return order_; }
  absl::Status status() const override { return status_; }

 private:
  const absl::Status status_;
  const Order order_;
  const Columns none_ = {};
};

}  // namespace

bool NextBlock(TripleIterator& it, TripleBlock& block) {
  if (!it.Valid()) return false;
  // Iterators that are valid are of this kind: errors yield nothing.
  static_cast<TableIterator&>(it).ReadBlock(block);
  return true;
}

std::unique_ptr<TripleIterator> NewTableIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options, Runs runs,
    Order order) {
  return std::make_unique<TableIterator>(rocks, options, std::move(runs),
                                         order);
}

std::unique_ptr<TripleIterator> NewErrorIterator(absl::Status status,
                                                 Order order) {
  return std::make_unique<ErrorIterator>(std::move(status), order);
}

std::unique_ptr<StatedIterator> NewStatedIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options,
    std::shared_ptr<const Run> run) {
  return std::make_unique<RunStatedIterator>(rocks, options, std::move(run));
}

absl::StatusOr<bool> TableContains(const Rocks& rocks,
                                   const rocksdb::ReadOptions& options,
                                   const Runs& runs, const Triple& triple) {
  const Columns columns = Permute(Order::kSpo, triple);
  for (const auto& run : runs) {
    RunCursor cursor(rocks, options, *run, Order::kSpo);
    cursor.Seek(columns);
    if (!cursor.status().ok()) return cursor.status();
    // The newest run that knows the triple decides.
    if (cursor.Valid() && cursor.columns() == columns) {
      return !cursor.removed();
    }
  }
  return false;
}

}  // namespace tercet::storage
