#include "storage/run_writer.h"

#include <utility>

#include "storage/bytes.h"
#include "storage/run_table.h"

namespace tercet::storage {

RunWriter::RunWriter(uint64_t number, Sink sink, uint64_t resident_triples)
    : run_(std::make_shared<Run>()),
      sink_(std::move(sink)),
      resident_triples_(resident_triples) {
  run_->number = number;
}

absl::Status RunWriter::Add(Order order, const Columns& columns, bool removed) {
  if (order != order_) {
    if (auto status = EndOrder(); !status.ok()) return status;
    order_ = order;
  }
  if (builder_.size() == kBlockTriples) {
    if (auto status = EndBlock(); !status.ok()) return status;
  }
  if (counts_) statistics_.Add(order, columns, removed);
  builder_.Add(columns, removed);
  ++triples_;
  return absl::OkStatus();
}

absl::Status RunWriter::EndBlock() {
  Run::Part& part = run_->parts[static_cast<size_t>(order_)];
  const auto number = static_cast<uint32_t>(part.firsts.size());
  part.firsts.push_back(builder_.first());
  std::string block = builder_.Finish();
  auto status = sink_(order_, RunKey(run_->number, number), block);
  // Blocks stay in memory until the run turns out to be too large for that.
  if (triples_ > resident_triples_) {
    part.blocks.clear();
  } else {
    part.blocks.push_back(std::move(block));
  }
  return status;
}

absl::Status RunWriter::EndOrder() {
  if (triples_ == 0) return absl::OkStatus();
  if (auto status = EndBlock(); !status.ok()) return status;
  std::string directory;
  for (const Columns& first : run_->part(order_).firsts) {
    directory += EncodeKey(first);
  }
  run_->triples = triples_;
  triples_ = 0;
  if (counts_ && order_ == Order::kOsp) {
    run_->statistics =
        std::make_shared<const RunStatistics>(statistics_.Finish());
    if (run_->triples > kResidentTriples) {
      auto status = sink_(order_, RunKey(run_->number, kStatisticsBlock),
                          Encode(*run_->statistics));
      if (!status.ok()) return status;
    }
  }
  return sink_(order_, RunKey(run_->number, kDirectoryBlock), directory);
}

absl::StatusOr<std::shared_ptr<const Run>> RunWriter::Finish() {
  if (auto status = EndOrder(); !status.ok()) return status;
  if (run_->triples == 0) return nullptr;
  return std::shared_ptr<const Run>(std::move(run_));
}

}  // namespace tercet::storage
