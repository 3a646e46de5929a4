#ifndef TERCET_STORAGE_RUN_H_
#define TERCET_STORAGE_RUN_H_

// A sorted run: what one batch changed, or several batches folded into one.
// Private to storage/.  format.h shows how a run lies on disk.
//
// A store's triples are its runs laid over each other: of a triple that is in
// several, the newest run counts, and a removal there hides it.
//
// Thread safety: a Run is immutable and shared; a cursor belongs to one thread.

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/options.h"
#include "rocksdb/slice.h"
#include "storage/block.h"
#include "storage/rocks.h"
#include "storage/statistics.h"
#include "storage/triple.h"
#include "storage/triple_blocks.h"

namespace tercet::storage {

// Runs of up to this many triples are kept in memory as a whole, in their
// packed form (some ten bytes a triple and order).
inline constexpr uint64_t kResidentTriples = 1 << 16;

// The dictionary's hashes are kept in runs of one order of their own, whose
// columns are a hash, the id of a term that has it, and 0.
inline constexpr Order kHashOrder = static_cast<Order>(3);
inline constexpr std::array<Order, 1> kHashOrders = {kHashOrder};

struct Run {
  struct Part {
    std::vector<Columns> firsts;      // the first triple of each block
    std::vector<std::string> blocks;  // as many, or none: read them from disk
  };

  uint64_t number = 0;        // its own, whatever its place in the list
  uint64_t triples = 0;       // removals included
  std::array<Part, 4> parts;  // by order
  // Counted when first asked for, unless the writer did: see StatisticsOf.
  mutable std::mutex statistics_mutex;
  mutable std::shared_ptr<const RunStatistics> statistics;

  const Part& part(Order order) const {
    return parts[static_cast<size_t>(order)];
  }
};

// Newest first.
using Runs = std::vector<std::shared_ptr<const Run>>;

// The key of a run's block, of the list of its blocks' first triples, and (in
// the order osp) of its statistics where they are kept.
inline constexpr uint32_t kDirectoryBlock = UINT32_MAX;
inline constexpr uint32_t kStatisticsBlock = UINT32_MAX - 1;
std::string RunKey(uint64_t number, uint32_t block);

// Reads a run's directories, and its blocks where it is small.
absl::StatusOr<std::shared_ptr<const Run>> ReadRun(
    const Rocks& rocks, const rocksdb::ReadOptions& options, uint64_t number,
    uint64_t triples, std::span<const Order> orders = kOrders);

// The run's statistics: those on disk, or else counted from its triples.
absl::StatusOr<std::shared_ptr<const RunStatistics>> StatisticsOf(
    const Rocks& rocks, const rocksdb::ReadOptions& options, const Run& run);

// The same with one order alone, and its blocks not in memory.
absl::StatusOr<std::shared_ptr<const Run>> ReadRunPart(
    const Rocks& rocks, const rocksdb::ReadOptions& options, uint64_t number,
    uint64_t triples, Order order);

// Walks one order of one run, removals included.
class RunCursor {
 public:
  // `rocks` and `run` must outlive the cursor.
  RunCursor(const Rocks& rocks, const rocksdb::ReadOptions& options,
            const Run& run, Order order);
  ~RunCursor() { Unpin(); }
  RunCursor(const RunCursor&) = delete;
  RunCursor& operator=(const RunCursor&) = delete;

  // The first entry not less than `bound`.
  void Seek(const Columns& bound);
  // The same, looking only forward.  REQUIRES: Valid().
  void SeekForward(const Columns& bound);

  bool Valid() const { return valid_; }
  // REQUIRES: Valid().
  void Next() {
    if (++index_ < view_.size()) {
      columns_ = view_.At(index_);
    } else {
      Enter(block_ + 1);
    }
  }
  const Columns& columns() const { return columns_; }
  bool removed() const { return view_.Removed(index_); }
  // Reads the entries from here to the end of the block that are less than
  // `end`, removals left out, and goes past them.
  // REQUIRES: Valid(), columns() < end.
  void ReadBlock(const Columns& end, TripleBlock& out);
  const absl::Status& status() const { return status_; }
  // Where it stands, and how to get there: the block and the index in it.
  std::pair<size_t, int> place() const { return {block_, index_}; }
  void Go(size_t block, int index);

 private:
  static constexpr size_t kNoBlock = SIZE_MAX;

  // Makes `block` the one that view_ shows; false where there is no such
  // block or it cannot be read.  With `keep` it is likely to be asked for
  // again: a walk over many blocks must not drive out those that are.
  bool Load(size_t block, bool keep);
  // The bytes of a block that memory does not have as a whole.
  absl::StatusOr<std::string_view> Fetch(uint32_t block, bool keep);
  void Unpin();
  // Stands on the first entry of a block.
  void Enter(size_t block);

  const Rocks* rocks_;
  rocksdb::ReadOptions options_;
  const Run* run_;
  Order order_;
  size_t block_ = kNoBlock;
  rocksdb::PinnableSlice bytes_;
  rocksdb::Cache::Handle* pinned_ = nullptr;
  BlockView view_;
  int index_ = 0;
  Columns columns_ = {};
  bool valid_ = false;
  absl::Status status_;
};

// Walks one order of several runs laid over each other.
class MergedCursor {
 public:
  // With `keep_removed` removals are yielded too: for folding runs that have
  // older ones below them.
  MergedCursor(const Rocks& rocks, const rocksdb::ReadOptions& options,
               Runs runs, Order order, bool keep_removed);

  void Seek(const Columns& bound);
  // REQUIRES: Valid().
  void SeekForward(const Columns& bound);
  bool Valid() const { return valid_; }
  // REQUIRES: Valid().
  void Next() {
    RunCursor& cursor = *cursors_[at_];
    cursor.Next();
    // Most often one big run yields many triples before another one has a
    // say.
    if (cursor.Valid() && (!others_ || cursor.columns() < limit_) &&
        (keep_removed_ || !cursor.removed())) {
      return;
    }
    Choose();
  }
  const Columns& columns() const { return cursors_[at_]->columns(); }
  bool removed() const { return cursors_[at_]->removed(); }
  // Reads some triples less than `end`, this one at least, and goes past them.
  // REQUIRES: Valid(), columns() < end, removals are not kept.
  void ReadBlock(const Columns& end, TripleBlock& out);
  absl::Status status() const;

 private:
  // Finds the least triple, skips it in older runs and steps over removals.
  void Choose();

  Runs runs_;
  std::vector<std::unique_ptr<RunCursor>> cursors_;
  const bool keep_removed_;
  size_t at_ = 0;
  // The least triple of the cursors other than at_, if any is valid.
  Columns limit_ = {};
  bool others_ = false;
  bool valid_ = false;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RUN_H_
