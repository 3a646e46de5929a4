#ifndef TERCET_STORAGE_RUN_FOLD_H_
#define TERCET_STORAGE_RUN_FOLD_H_

// Lays runs over each other and writes the result as one.  Private to storage/.
//
//     PieceWriter writer(rocks);
//     auto run = Fold(rocks, runs, number, keep_removed, writer.sink(), tick);
//     absl::Status status = writer.Flush();
//
// Thread safety: one thread at a time.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/write_batch.h"
#include "storage/rocks.h"
#include "storage/run.h"
#include "storage/run_writer.h"

namespace tercet::storage {

// Puts what it is given into a batch; both must outlive it.
RunWriter::Sink SinkInto(const Rocks& rocks, rocksdb::WriteBatch& batch);

// Writes what no list names yet, or any longer, bit by bit: short enough that
// a commit never waits long behind a bit.
class PieceWriter {
 public:
  explicit PieceWriter(const Rocks& rocks)
      : rocks_(rocks), into_batch_(SinkInto(rocks, batch_)) {}
  PieceWriter(const PieceWriter&) = delete;
  PieceWriter& operator=(const PieceWriter&) = delete;

  RunWriter::Sink sink();
  rocksdb::WriteBatch& batch() { return batch_; }
  absl::Status Flush();

 private:
  static constexpr size_t kPieceBytes = size_t{1} << 18;

  const Rocks& rocks_;
  rocksdb::WriteBatch batch_;
  const RunWriter::Sink into_batch_;
};

// Folds runs, newest first, into the run `number`; nullptr where nothing is
// left.  Removals are kept where there are older runs for them to hide.
// `tick` is called every few thousand triples; its error ends the fold.
absl::StatusOr<std::shared_ptr<const Run>> Fold(
    const Rocks& rocks, const Runs& runs, std::span<const Order> orders,
    uint64_t number, bool keep_removed, const RunWriter::Sink& sink,
    const std::function<absl::Status()>& tick);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RUN_FOLD_H_
