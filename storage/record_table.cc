#include "storage/record_table.h"

#include <string>
#include <utility>

#include "storage/rocks.h"

namespace tercet::storage {
namespace {

class RecordTableIterator : public RecordIterator {
 public:
  RecordTableIterator(std::unique_ptr<rocksdb::Iterator> it,
                      std::string_view prefix)
      : it_(std::move(it)), prefix_(prefix) {
    it_->Seek(prefix_);
  }

  void Seek(std::string_view key) override {
    it_->Seek(key < prefix_ ? rocksdb::Slice(prefix_) : SliceOf(key));
  }
  bool Valid() const override {
    return it_->Valid() && it_->key().starts_with(prefix_);
  }
  void Next() override { it_->Next(); }
  std::string_view key() const override { return ViewOf(it_->key()); }
  std::string_view value() const override { return ViewOf(it_->value()); }
  absl::Status status() const override {
    return FromRocks(it_->status(), "reading records");
  }

 private:
  const std::unique_ptr<rocksdb::Iterator> it_;
  const std::string prefix_;
};

}  // namespace

std::unique_ptr<RecordIterator> NewRecordTableIterator(
    std::unique_ptr<rocksdb::Iterator> it, std::string_view prefix) {
  return std::make_unique<RecordTableIterator>(std::move(it), prefix);
}

}  // namespace tercet::storage
