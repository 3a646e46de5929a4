#ifndef TERCET_STORAGE_TERM_TABLE_H_
#define TERCET_STORAGE_TERM_TABLE_H_

// The terms of a bulk load while it is read: each gets a number, from several
// threads at once.  Private to storage/.
//
//     TermTable table(budget);
//     absl::Status status = table.Reserve(max_terms, likely_terms);
//     TermTable::Adder adder(table);                    // one a thread
//     { auto lock = table.EnterChunk(); ... adder.Add(...) ... }
//
// Open addressing over slots of 8 bytes (32 bits of the hash, the number), with
// entries and texts apart.  Whoever adds many terms asks for the memory of all
// of them first (Prefetch, PrefetchEntry, PrefetchText) and looks them up then:
// reading memory at random is what interning costs.
//
// Which number a term gets depends on the threads; where it was seen first
// (TermEntry::first) does not, and final ids are given in that order.
//
// Thread safety: adders of one table run at once, each in its thread and only
// between EnterChunk and the end of the lock; the rest when no adder runs.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "storage/huge_array.h"
#include "storage/term_id.h"

namespace tercet::storage {

struct TermEntry {
  const char* bytes;
  uint64_t hash;                // of kind and bytes; of an inline value, its id
  std::atomic<uint64_t> first;  // where it was seen first
  uint32_t size;
  uint8_t kind;  // 0: an inline value
  bool used;     // numbers are given out in stretches: some have no term

  std::string_view text() const { return {bytes, size}; }
};

class TermTable {
 public:
  static constexpr uint32_t kNone = 0;

  // `budget` must outlive the table.
  explicit TermTable(MemoryBudget& budget) : budget_(budget) {}

  // REQUIRES: nothing was added.
  absl::Status Reserve(uint64_t max_terms, uint64_t likely_terms);

  // Waits while the table is enlarged; adders may run while the lock is held.
  std::shared_lock<std::shared_mutex> EnterChunk();

  void Prefetch(uint64_t hash) const {
    __builtin_prefetch(&slots_[hash & mask_]);
  }
  void PrefetchEntry(uint64_t hash) const {
    const uint64_t slot = slots_[hash & mask_].load(std::memory_order_relaxed);
    if (slot != 0) __builtin_prefetch(&entries_[Number(slot)]);
  }
  void PrefetchText(uint64_t hash) const {
    const uint64_t slot = slots_[hash & mask_].load(std::memory_order_acquire);
    if (slot == 0) return;
    const TermEntry& entry = entries_[Number(slot)];
    if (entry.kind != 0) __builtin_prefetch(entry.bytes);
  }

  // kNone where the table has no such term.
  uint32_t Find(uint8_t kind, std::string_view bytes) const;

  // Numbers are below this; those whose entry is not `used` are no terms.
  uint32_t end() const { return next_.load(); }
  const TermEntry& entry(uint32_t number) const { return entries_[number]; }
  // Gives a term other bytes; it is no longer found by the old ones.
  void Replace(uint32_t number, std::string_view bytes, uint64_t hash) {
    entries_[number].bytes = bytes.data();
    entries_[number].size = static_cast<uint32_t>(bytes.size());
    entries_[number].hash = hash;
  }
  // Frees what only adding and finding need.
  void FreeSlots() { slots_.Free(); }

  class Adder {
   public:
    explicit Adder(TermTable& table) : table_(table) {}

    // The number of a term, whose text is copied; kNone where there is no
    // memory or number left.
    // REQUIRES: hash == TermHash(kind, bytes).
    uint32_t Add(uint8_t kind, std::string_view bytes, uint64_t hash,
                 uint64_t position);
    uint32_t AddInline(TermId id, uint64_t position);

   private:
    uint32_t AddEntry(const TermEntry& like, std::string_view bytes,
                      uint64_t slot_hash, uint64_t position);
    const char* Copy(std::string_view bytes);

    TermTable& table_;
    uint32_t next_ = 0;  // the stretch of numbers under way
    uint32_t end_ = 0;
    char* arena_ = nullptr;
    char* arena_end_ = nullptr;
  };

 private:
  static uint32_t Number(uint64_t slot) { return static_cast<uint32_t>(slot); }
  // What an inline value is filed under.
  static uint64_t HashOfInline(TermId id);
  static uint64_t SlotHash(const TermEntry& entry) {
    return entry.kind == 0 ? HashOfInline(entry.hash) : entry.hash;
  }
  // How many numbers may be given out before the slots are doubled.
  uint64_t Limit() const;
  bool Enlarge();
  // Makes room for the entries below `end`.
  bool Provide(uint32_t end);

  MemoryBudget& budget_;
  HugeArray<std::atomic<uint64_t>> slots_;
  uint64_t mask_ = 0;
  HugeArray<TermEntry> entries_;
  std::atomic<uint32_t> provided_{0};  // of the entries
  std::atomic<uint32_t> next_{1};
  std::shared_mutex chunks_;
  std::mutex memory_mutex_;
  std::vector<HugeArray<char>> arenas_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TERM_TABLE_H_
