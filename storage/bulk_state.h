#ifndef TERCET_STORAGE_BULK_STATE_H_
#define TERCET_STORAGE_BULK_STATE_H_

// The stages of a bulk load and what they hand on.  Private to storage/.
//
//     workers   TermTable, Stash           numbers of terms, triples of them
//     names     BulkTerms                  numbers to ranks and ids
//     orders    SortedOrder (bulk_orders)  a permutation as a sorted file
//     files     BulkFiles                  what RocksDB takes up in one step
//
// Thread safety: as said at each.

#include <array>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/bulk_load.h"
#include "storage/huge_array.h"
#include "storage/rocks.h"
#include "storage/statistics.h"
#include "storage/term_table.h"
#include "storage/view.h"

namespace tercet::storage {

// Three numbers of the term table; later ranks (BulkTerms).
struct SmallTriple {
  uint32_t s;
  uint32_t p;
  uint32_t o;
};

// Many items in blocks, from several threads.
//
// Thread safety: Store from many threads; the rest from one.
template <typename T>
class Stash {
 public:
  // A block is two huge pages.
  static constexpr size_t kBlock = (size_t{4} << 20) / sizeof(T);
  struct Block {
    HugeArray<T> items;
    size_t count = 0;

    // Gets a new block its memory; false where there is none.
    bool Prepare(MemoryBudget& budget) {
      return items.size() > 0 || items.Reset(kBlock, &budget);
    }
    // REQUIRES: Prepare was called, and it is not full.
    void Add(const T& item) { items[count++] = item; }
  };

  // Takes a block over, which is a new one after it.
  void Store(Block& block) {
    if (block.count == 0) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    count_ += block.count;
    blocks_.push_back(std::exchange(block, Block()));
  }

  uint64_t count() const { return count_; }
  // To be changed in place.
  std::vector<Block>& blocks() { return blocks_; }
  void Clear() { blocks_.clear(); }

 private:
  std::mutex mutex_;
  std::vector<Block> blocks_;
  uint64_t count_ = 0;
};

// What the terms of a load are called and which ids they have.
struct BulkTerms {
  // By number: the rank of the term among those of the load as ids order,
  // nodes and relations apart.
  HugeArray<uint32_t> rank;
  // By rank: the id.
  HugeArray<TermId> node_ids;
  size_t nodes = 0;
  std::vector<TermId> relation_ids;
  // By rank: what a block keeps of the id (block.h).
  HugeArray<uint64_t> node_numbers;

  // The terms that are new to the store, kind by kind in the order of their
  // serial numbers: numbers of the table.
  struct Range {
    uint8_t kind = 0;
    std::vector<uint32_t> numbers;
  };
  std::vector<Range> fresh;
  TermSegment segment;
  uint64_t next_serial = 1;
};

// The name of a subject that a triple gave.
struct NameClaim {
  uint32_t subject;
  uint32_t text;
  uint64_t order;  // the best is the least
};

struct BulkLoad::State {
  State(Files& files, const BulkOptions& options, std::string folder);
  ~State();

  Files& files;
  const BulkOptions options;
  const std::string folder;  // of what is being written
  MemoryBudget budget;
  TermTable table;
  Stash<SmallTriple> triples;
  Stash<NameClaim> claims;
  std::vector<std::unique_ptr<Worker>> workers;

  // The bytes that terms were renamed to.
  std::mutex arenas_mutex;
  std::vector<HugeArray<char>> arenas;
  BulkTerms terms;
};

struct BulkLoad::Worker::State {
  struct Pending {
    const char* bytes;
    uint64_t hash;
    uint64_t position;
    uint32_t size;
    uint32_t place;  // 2 * triple + 0 for the subject, 1 for the object
    uint8_t kind;
  };
  struct CachedRelation {
    std::string bytes;
    uint32_t number = TermTable::kNone;
    uint64_t hash = 0;
  };
  static constexpr int kPending = 64;
  static constexpr size_t kRelations = 4096;

  explicit State(BulkLoad::State& load)
      : load(load), adder(load.table), relations(kRelations) {}

  void Push(const BulkTerm& term, uint64_t hash, uint32_t place);
  void Resolve();
  // Hands the block over and begins a new one.
  void StoreBlock();
  uint32_t Relation(std::string_view bytes, uint64_t hash);
  uint32_t Inline(TermId id);

  BulkLoad::State& load;
  TermTable::Adder adder;
  std::shared_lock<std::shared_mutex> lock;
  Stash<SmallTriple>::Block block;
  std::array<Pending, kPending> pending;
  int pending_count = 0;
  size_t settled = 0;  // triples of the block whose numbers are known
  uint64_t position = 0;
  std::string_view last_subject;
  uint64_t last_hash = 0;
  uint32_t last_number = TermTable::kNone;  // of the last settled triple
  std::vector<CachedRelation> relations;
  absl::flat_hash_map<TermId, uint32_t> values;
  std::vector<std::pair<size_t, uint64_t>> claims;  // triple, order
  Stash<NameClaim>::Block names;
  uint64_t digest = 0;
  absl::Status status;
};

// Runs the jobs on so many threads; gives the first error, by the order of the
// jobs.
absl::Status RunAll(const std::vector<std::function<absl::Status()>>& jobs,
                    int threads);

// Gives the terms their names, ids and ranks (bulk_names.cc).
absl::Status NameTerms(BulkLoad::State& load, const BulkMeaning& meaning,
                       BulkSummary& summary);

// The sorted files of a load.
//
// Thread safety: Add from many threads.
class BulkFiles {
 public:
  explicit BulkFiles(const Rocks& rocks) : rocks_(rocks) {}

  void Add(Column column, std::string path);
  // Has RocksDB take up all of them, or none.
  absl::Status Ingest();

 private:
  const Rocks& rocks_;
  std::mutex mutex_;
  std::array<std::vector<std::string>, kColumnCount> files_;
};

// Writes the dictionary's part of a load (bulk_terms.cc).
absl::Status WriteTermTexts(const BulkLoad::State& load, BulkFiles& files);
absl::Status WriteTermHashes(BulkLoad::State& load, const BulkMeaning& meaning,
                             HashTable table, BulkFiles& files);

// The planner's counts of a load, of which each order gives a part.
//
// Thread safety: any thread.
class BulkStatistics {
 public:
  // Once for each order, whether it could be written or not; the ids in what
  // is counted are ranks.
  void Give(Order order, RunStatistics counted);
  // Waits for the orders before kOsp, whose writing begins before its; ids.
  RunStatistics Collect(const BulkTerms& terms, RunStatistics osp);

 private:
  std::mutex mutex_;
  std::condition_variable given_;
  int count_ = 0;
  std::array<RunStatistics, 2> counted_;  // by order
};

// Writes one permutation (bulk_orders.cc).  Of kSpo the triples that the store
// had are noted, of kPos the relations' counts; kOsp has the statistics.
// REQUIRES: kOsp begins last.
absl::Status WriteOrder(BulkLoad::State& load, Order order, uint64_t run,
                        const Runs& below, BulkStatistics& statistics,
                        BulkFiles& files, BulkSummary& summary);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_BULK_STATE_H_
