#include "storage/run_fold.h"

#include <string>

namespace tercet::storage {

RunWriter::Sink SinkInto(const Rocks& rocks, rocksdb::WriteBatch& batch) {
  return [&](Order order, const std::string& key, const std::string& value) {
    return FromRocks(batch.Put(rocks.column(ColumnOf(order)), key, value),
                     "writing triples");
  };
}

RunWriter::Sink PieceWriter::sink() {
  return [this](Order order, const std::string& key, const std::string& value) {
    auto status = into_batch_(order, key, value);
    if (!status.ok() || batch_.GetDataSize() < kPieceBytes) return status;
    return Flush();
  };
}

absl::Status PieceWriter::Flush() {
  if (batch_.Count() == 0) return absl::OkStatus();
  auto status = FromRocks(rocks_.db()->Write({}, &batch_), "folding runs");
  batch_.Clear();
  return status;
}

absl::StatusOr<std::shared_ptr<const Run>> Fold(
    const Rocks& rocks, const Runs& runs, std::span<const Order> orders,
    uint64_t number, bool keep_removed, const RunWriter::Sink& sink,
    const std::function<absl::Status()>& tick) {
  constexpr uint64_t kTick = 1 << 14;
  RunWriter writer(number, sink);
  uint64_t done = 0;
  uint64_t triples = 0;
  for (const auto& run : runs) triples += run->triples;
  const bool of_triples = orders.size() == kOrders.size();
  if (of_triples && triples > kResidentTriples) writer.CountStatistics();
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  for (const Order order : orders) {
    MergedCursor cursor(rocks, options, runs, order, keep_removed);
    for (cursor.Seek({}); cursor.Valid(); cursor.Next()) {
      auto status = writer.Add(order, cursor.columns(), cursor.removed());
      if (status.ok() && ++done % kTick == 0) status = tick();
      if (!status.ok()) return status;
    }
    if (!cursor.status().ok()) return cursor.status();
  }
  return writer.Finish();
}

}  // namespace tercet::storage
