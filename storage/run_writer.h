#ifndef TERCET_STORAGE_RUN_WRITER_H_
#define TERCET_STORAGE_RUN_WRITER_H_

// Builds a run from sorted triples.  Private to storage/.
//
// Thread safety: one thread at a time.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/block.h"
#include "storage/run.h"
#include "storage/statistics.h"

namespace tercet::storage {

class RunWriter {
 public:
  // Takes each block of the run, its directories and its statistics, as keys
  // and values.
  using Sink = std::function<absl::Status(Order order, const std::string& key,
                                          const std::string& value)>;

  // Runs of up to `resident_triples` keep their blocks in memory.
  RunWriter(uint64_t number, Sink sink,
            uint64_t resident_triples = kResidentTriples);

  // Counts the run's statistics on the way, and keeps them beside a run that
  // does not stay in memory.  Without this they are counted by whoever asks
  // first.  REQUIRES: nothing was added yet.
  void CountStatistics() { counts_ = true; }

  // Order by order as in kOrders, ascending in each.
  absl::Status Add(Order order, const Columns& columns, bool removed);

  // The finished run, its blocks in memory where it is small; nullptr where
  // nothing was added.
  absl::StatusOr<std::shared_ptr<const Run>> Finish();

 private:
  absl::Status EndBlock();
  absl::Status EndOrder();

  std::shared_ptr<Run> run_;
  Sink sink_;
  const uint64_t resident_triples_;
  Order order_ = Order::kSpo;
  BlockBuilder builder_;
  bool counts_ = false;
  StatisticsBuilder statistics_;
  uint64_t triples_ = 0;  // of the order under way
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RUN_WRITER_H_
