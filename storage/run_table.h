#ifndef TERCET_STORAGE_RUN_TABLE_H_
#define TERCET_STORAGE_RUN_TABLE_H_

// The triples of a store as a list of runs, and how the list changes.  Private
// to storage/.
//
// A batch becomes one new run.  Where runs of about one size are four or more,
// they are folded into one: so a store of n triples has in the order of log n
// runs, and a triple is rewritten as often.  A few thousand triples are folded
// by the batch itself, as part of its atomic write.  What is larger is folded
// by FoldDue, in the background (folding.h): it writes the new run bit by bit,
// which no list names yet, puts it into the list in the place of the old ones,
// and deletes those.  A crash at any moment leaves a list whose runs are whole,
// and blocks that no list names, which RemoveOrphans finds.
//
// Thread safety: Read and size from any thread; Append and the rest from the
// one writer; FoldDue from one thread beside it.  FoldAll and what a bulk load
// asks for, while no FoldDue is under way.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
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

// A batch folds up to so many triples itself, which takes about a millisecond.
inline constexpr uint64_t kMaxCommitFold = uint64_t{1} << 12;

// FoldDue stops at this size, a few seconds' work.  Compact folds everything.
inline constexpr uint64_t kMaxFoldTriples = uint64_t{1} << 24;

// How many triples a block holds.
inline constexpr int kBlockTriples = 2048;

// A triple, and whether it goes.
struct TripleChange {
  Triple triple;
  bool removed = false;
};

// Which runs a table has: triples in three orders, or the dictionary's hashes.
struct RunKind {
  std::string_view list_key;  // in the default family
  std::string_view kept_key;  // empty: none is kept
  std::span<const Order> orders;
};
inline constexpr RunKind kTripleRuns = {kRunsKey, kKeptKey, kOrders};
inline constexpr RunKind kHashRuns = {kHashRunsKey, {}, kHashOrders};

class RunTable {
  struct List {
    uint64_t next_number = 1;
    std::vector<std::pair<uint64_t, uint64_t>> runs;  // number, triples
  };

 public:
  // What a batch makes of the list of runs.  Nobody else can change the list
  // while it lives: write the batch at once.
  class Addition {
   public:
    // Call it once the batch is written.
    void Publish();

   private:
    friend class RunTable;
    explicit Addition(RunTable& table)
        : table_(&table), lock_(table.list_mutex_) {}

    RunTable* table_;
    std::unique_lock<std::mutex> lock_;
    List list_;
    std::shared_ptr<const Run> run_;
  };

  // Asked now and then by a fold of so many triples: true calls it off.
  using Cancelled = std::function<bool(uint64_t triples)>;

  explicit RunTable(const Rocks& rocks, const RunKind& kind = kTripleRuns)
      : rocks_(rocks), kind_(kind) {}

  // The runs as a view of the database has them, newest first.
  absl::StatusOr<Runs> Read(const rocksdb::ReadOptions& options) const;

  // How many runs there were when a batch or a fold was last published.
  size_t size() const { return size_; }

  // Deletes what folds that were cut short left.  After opening for writing,
  // and while nothing else is under way.
  absl::Status RemoveOrphans();

  // Adds to `batch` what makes `changes` (at most one for a triple) part of
  // the store.
  absl::StatusOr<Addition> Append(const std::vector<TripleChange>& changes,
                                  rocksdb::WriteBatch& batch);

  // Folds runs that are due, until none is.  While a large fold is under way,
  // those that became due among the newer runs are folded in between, so that
  // there are few runs all the time.  CancelledError where it was called off.
  absl::Status FoldDue(const Cancelled& cancelled);

  // Folds all runs into one without removals.
  absl::Status FoldAll();

  // For a bulk load, which writes its run itself: the number that the run will
  // have, and the lists that make it the newest one and one that is kept.
  struct Lists {
    std::string runs;
    std::string kept;
  };
  absl::StatusOr<uint64_t> TakeNumber();
  absl::StatusOr<Lists> ListsWith(uint64_t number, uint64_t triples) const;

  // The spo part of a run that is kept, whether it is folded or not.
  absl::StatusOr<std::shared_ptr<const Run>> ReadKept(
      const rocksdb::ReadOptions& options, uint64_t number) const;
  // Adds to `batch` what gives up a kept run.
  absl::Status GiveUp(uint64_t number, rocksdb::WriteBatch& batch);

 private:
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

  // The list, with a number that no run, listed or being written, has.
  // REQUIRES: list_mutex_ is held.
  absl::StatusOr<List> TakeList(uint64_t& number);
  void Publish(const List& list, std::shared_ptr<const Run> added);
  // Folds what is due among the runs that are newer than the run `older`; 0:
  // among all.
  absl::Status FoldDue(const Cancelled& cancelled, uint64_t older);
  // Folds these runs, which stand together in the list.
  absl::Status FoldRuns(const Runs& runs, bool keep_removed,
                        const Cancelled& cancelled);
  // Puts a run, or nothing, in the place of those that it was folded from.
  absl::Status Exchange(const Runs& runs, std::shared_ptr<const Run> folded);
  // Deletes all blocks of a number but, of a run that is kept, those of spo.
  absl::Status RemoveNumber(uint64_t number, bool is_kept);

  const Rocks& rocks_;
  const RunKind kind_;
  // Held from the reading of the list to the writing of what follows from it.
  std::mutex list_mutex_;
  uint64_t next_number_ = 1;  // guarded by list_mutex_
  // The newest run of each fold under way: a batch folds newer ones alone.
  std::set<uint64_t> folding_;  // guarded by list_mutex_
  std::atomic<size_t> size_{0};
  mutable std::mutex mutex_;
  // Runs in memory by number; a run that is not here is read from disk.
  mutable absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> cache_;
  mutable absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> kept_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RUN_TABLE_H_
