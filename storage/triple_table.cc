#include "storage/triple_table.h"

#include <string>
#include <utility>

namespace tercet::storage {
namespace {

class TableIterator : public TripleIterator {
 public:
  TableIterator(std::unique_ptr<rocksdb::Iterator> it, Order order)
      : it_(std::move(it)), order_(order) {}

  void Seek(const Prefix& prefix) override {
    prefix_ = prefix;
    it_->Seek(EncodeKey(prefix));
    Settle();
  }

  void SeekForward(const Columns& bound) override {
    if (!valid_ || columns_ >= bound) return;
    it_->Seek(EncodeKey(bound));
    Settle();
  }

  bool Valid() const override { return valid_; }

  void Next() override {
    it_->Next();
    Settle();
  }

  const Columns& columns() const override { return columns_; }
  Order order() const override { return order_; }
  absl::Status status() const override { return status_; }

 private:
  // Reads what the iterator stands on.
  void Settle() {
    valid_ = false;
    if (!it_->Valid()) {
      status_.Update(FromRocks(it_->status(), "reading triples"));
      return;
    }
    const auto columns = DecodeKey(ViewOf(it_->key()));
    if (!columns.ok()) {
      status_.Update(columns.status());
      return;
    }
    columns_ = *columns;
    valid_ = prefix_.Covers(columns_);
  }

  std::unique_ptr<rocksdb::Iterator> it_;
  const Order order_;
  Prefix prefix_;
  Columns columns_ = {};
  bool valid_ = false;
  absl::Status status_;
};

}  // namespace

std::unique_ptr<TripleIterator> NewTableIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options, Order order) {
  return std::make_unique<TableIterator>(
      std::unique_ptr<rocksdb::Iterator>(
          rocks.db()->NewIterator(options, rocks.column(ColumnOf(order)))),
      order);
}

absl::StatusOr<bool> TableContains(const Rocks& rocks,
                                   const rocksdb::ReadOptions& options,
                                   const Triple& triple) {
  const auto value =
      rocks.Get(options, Column::kSpo, EncodeKey(Permute(Order::kSpo, triple)));
  if (absl::IsNotFound(value.status())) return false;
  if (!value.ok()) return value.status();
  return true;
}

absl::Status AppendTriple(const Rocks& rocks, const Triple& triple, bool add,
                          rocksdb::WriteBatch& batch) {
  for (const Order order : kOrders) {
    const std::string key = EncodeKey(Permute(order, triple));
    rocksdb::ColumnFamilyHandle* column = rocks.column(ColumnOf(order));
    const rocksdb::Status status =
        add ? batch.Put(column, key, "") : batch.Delete(column, key);
    if (!status.ok()) return FromRocks(status, "writing triples");
  }
  return absl::OkStatus();
}

}  // namespace tercet::storage
