#ifndef TERCET_STORAGE_RUN_TABLE_H_
#define TERCET_STORAGE_RUN_TABLE_H_

// The triples of a store as a list of runs, and how the list changes.  Private
// to storage/.
//
// A batch becomes one new run.  Where it would be the fourth or later of about
// its size, it is folded with its like into one: so a store of n triples has
// in the order of log n runs, and a triple is rewritten as often.  The fold is
// part of the batch's own atomic write, and which runs it takes depends on
// their sizes alone, so that the same input gives the same runs.
//
// Thread safety: Read from any thread; the rest from the one writer.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/write_batch.h"
#include "storage/rocks.h"
#include "storage/run.h"
#include "storage/triple.h"

namespace tercet::storage {

// Folding on commit stops at this size: so no commit waits longer than a
// second or so.  Compact folds everything.
inline constexpr uint64_t kMaxFoldTriples = uint64_t{1} << 22;

// How many triples a block holds.
inline constexpr int kBlockTriples = 2048;

// A triple, and whether it goes.
struct TripleChange {
  Triple triple;
  bool removed = false;
};

class RunTable {
 public:
  explicit RunTable(const Rocks& rocks) : rocks_(rocks) {}

  // The runs as a view of the database has them, newest first.
  absl::StatusOr<Runs> Read(const rocksdb::ReadOptions& options) const;

  // Deletes what a compaction that was cut short left.  Once, after opening.
  absl::Status RemoveOrphans();

  // Adds to `batch` what makes `changes` (at most one for a triple) part of
  // the store.  Call Publish once the batch is written.
  absl::Status Append(const std::vector<TripleChange>& changes,
                      rocksdb::WriteBatch& batch);
  void Publish();

  // Folds all runs into one without removals.
  absl::Status FoldAll();

  // For a bulk load, which writes its run itself: the number that the run will
  // have, and the lists that make it the newest one and one that is kept.
  struct Lists {
    std::string runs;
    std::string kept;
  };
  absl::StatusOr<uint64_t> NextNumber() const;
  absl::StatusOr<Lists> ListsWith(uint64_t number, uint64_t triples) const;

  // The spo part of a run that is kept, whether it is folded or not.
  absl::StatusOr<std::shared_ptr<const Run>> ReadKept(
      const rocksdb::ReadOptions& options, uint64_t number) const;
  // Adds to `batch` what gives up a kept run.
  absl::Status GiveUp(uint64_t number, rocksdb::WriteBatch& batch);

 private:
  struct List {
    uint64_t next_number = 1;
    std::vector<std::pair<uint64_t, uint64_t>> runs;  // number, triples
  };

  using Kept = std::vector<std::pair<uint64_t, uint64_t>>;  // number, triples
  absl::StatusOr<Kept> ReadKeptList(const rocksdb::ReadOptions& options) const;
  static std::string EncodeKept(const Kept& kept);
  static std::string EncodeList(const List& list);
  absl::StatusOr<List> ReadList(const rocksdb::ReadOptions& options) const;
  absl::Status WriteList(const List& list, rocksdb::WriteBatch& batch) const;
  absl::StatusOr<std::shared_ptr<const Run>> Find(
      const rocksdb::ReadOptions& options, uint64_t number,
      uint64_t triples) const;
  absl::Status DeletePart(const Run& run, Order order,
                          rocksdb::WriteBatch& batch) const;
  absl::Status DeleteRun(const Run& run, rocksdb::WriteBatch& batch) const;

  const Rocks& rocks_;
  mutable std::mutex mutex_;
  // Runs in memory by number; a run that is not here is read from disk.
  mutable absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> cache_;
  mutable absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> kept_;
  // What the batch under way will make of the list.
  List pending_;
  std::shared_ptr<const Run> pending_run_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RUN_TABLE_H_
