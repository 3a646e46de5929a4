#include "storage/term_table.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "storage/format.h"

namespace tercet::storage {
namespace {

// Numbers are given to a thread in stretches, texts in arenas of this size.
constexpr uint32_t kStretch = 1024;
constexpr size_t kArenaBytes = size_t{8} << 20;
// So many entries more are provided at a time.
constexpr uint32_t kStep = uint32_t{1} << 20;
// Between two looks at how full the table is each thread adds at most the
// terms of a chunk.
constexpr uint64_t kMinSlots = uint64_t{1} << 20;

absl::Status NoMemory() { return NoRoomFor("the terms of an import"); }

}  // namespace

absl::Status TermTable::Reserve(uint64_t max_terms, uint64_t likely_terms) {
  max_terms = std::min<uint64_t>(max_terms + 64 * kStretch, UINT32_MAX);
  const uint64_t slots =
      std::bit_ceil(std::max(likely_terms * 3 / 2, kMinSlots));
  if (!entries_.Reserve(max_terms, &budget_) ||
      !slots_.Reset(slots, &budget_)) {
    return NoMemory();
  }
  mask_ = slots - 1;
  return absl::OkStatus();
}

std::shared_lock<std::shared_mutex> TermTable::EnterChunk() {
  std::shared_lock<std::shared_mutex> lock(chunks_);
  while (next_.load(std::memory_order_relaxed) > Limit()) {
    lock.unlock();
    {
      const std::unique_lock<std::shared_mutex> alone(chunks_);
      // Where there is no memory the table goes on as it is, until it is full.
      if (next_.load() > Limit() && !Enlarge()) {
        return std::shared_lock<std::shared_mutex>();
      }
    }
    lock.lock();
  }
  return lock;
}

uint64_t TermTable::Limit() const {
  // Fuller slots are slower, but less so than those in a file.
  return budget_.Has(slots_.size() * 2 * sizeof(slots_[0]))
             ? slots_.size() / 2
             : slots_.size() / 8 * 7;
}

bool TermTable::Enlarge() {
  HugeArray<std::atomic<uint64_t>> larger;
  if (!larger.Reset(slots_.size() * 2, &budget_)) return false;
  const uint64_t mask = larger.size() - 1;
  for (uint32_t number = 1; number < next_.load(); ++number) {
    if (!entries_[number].used) continue;
    const uint64_t hash = SlotHash(entries_[number]);
    uint64_t at = hash & mask;
    while (larger[at].load(std::memory_order_relaxed) != 0)
      at = (at + 1) & mask;
    larger[at].store(hash >> 32 << 32 | number, std::memory_order_relaxed);
  }
  slots_ = std::move(larger);
  mask_ = mask;
  return true;
}

bool TermTable::Provide(uint32_t end) {
  if (end <= provided_.load(std::memory_order_acquire)) return true;
  const std::lock_guard<std::mutex> lock(memory_mutex_);
  if (end <= provided_) return true;
  const uint32_t more = static_cast<uint32_t>(
      std::min<uint64_t>(uint64_t{end} + kStep, entries_.size()));
  if (!entries_.Provide(more)) return false;
  provided_.store(more, std::memory_order_release);
  return true;
}

uint64_t TermTable::HashOfInline(TermId id) {
  id *= 0x9e3779b97f4a7c15;
  return (id ^ id >> 32) * 0xd6e8feb86659fd93;
}

uint32_t TermTable::Find(uint8_t kind, std::string_view bytes) const {
  const uint64_t hash = TermHash(kind, bytes);
  for (uint64_t at = hash & mask_;; at = (at + 1) & mask_) {
    const uint64_t slot = slots_[at].load(std::memory_order_acquire);
    if (slot == 0) return kNone;
    const TermEntry& entry = entries_[Number(slot)];
    if (entry.hash == hash && entry.kind == kind && entry.text() == bytes) {
      return Number(slot);
    }
  }
}

uint32_t TermTable::Adder::Add(uint8_t kind, std::string_view bytes,
                               uint64_t hash, uint64_t position) {
  const TermEntry like{
      bytes.data(), hash, {}, static_cast<uint32_t>(bytes.size()), kind, true};
  return AddEntry(like, bytes, hash, position);
}

uint32_t TermTable::Adder::AddInline(TermId id, uint64_t position) {
  const TermEntry like{nullptr, id, {}, 0, 0, true};
  return AddEntry(like, "", HashOfInline(id), position);
}

uint32_t TermTable::Adder::AddEntry(const TermEntry& like,
                                    std::string_view bytes, uint64_t slot_hash,
                                    uint64_t position) {
  const uint64_t tag = slot_hash >> 32;
  bool prepared = false;
  uint64_t steps = 0;
  for (uint64_t at = slot_hash & table_.mask_;; at = (at + 1) & table_.mask_) {
    if (++steps > table_.mask_) return kNone;
    std::atomic<uint64_t>& place = table_.slots_[at];
    uint64_t slot = place.load(std::memory_order_acquire);
    if (slot == 0) {
      if (!prepared) {
        if (next_ == end_) {
          next_ = table_.next_.fetch_add(kStretch);
          end_ = next_ + kStretch;
          if (end_ > table_.entries_.size() || end_ < next_ ||
              !table_.Provide(end_)) {
            return kNone;
          }
        }
        TermEntry& entry = table_.entries_[next_];
        entry.bytes = Copy(bytes);
        if (entry.bytes == nullptr) return kNone;
        entry.hash = like.hash;
        entry.size = like.size;
        entry.kind = like.kind;
        entry.first.store(position, std::memory_order_relaxed);
        prepared = true;
      }
      if (place.compare_exchange_strong(slot, tag << 32 | next_,
                                        std::memory_order_acq_rel)) {
        table_.entries_[next_].used = true;
        arena_ += bytes.size();
        return next_++;
      }
    }
    if (slot >> 32 != tag) continue;
    TermEntry& entry = table_.entries_[Number(slot)];
    if (entry.hash != like.hash || entry.kind != like.kind ||
        entry.size != like.size ||
        (like.size != 0 &&
         std::memcmp(entry.bytes, bytes.data(), like.size) != 0)) {
      continue;
    }
    uint64_t first = entry.first.load(std::memory_order_relaxed);
    while (position < first &&
           !entry.first.compare_exchange_weak(first, position,
                                              std::memory_order_relaxed)) {
    }
    return Number(slot);
  }
}

const char* TermTable::Adder::Copy(std::string_view bytes) {
  if (arena_ == nullptr ||
      static_cast<size_t>(arena_end_ - arena_) < bytes.size()) {
    HugeArray<char> arena;
    const size_t size = std::max(kArenaBytes, bytes.size());
    if (!arena.Reset(size, &table_.budget_)) return nullptr;
    arena_ = arena.data();
    arena_end_ = arena_ + size;
    const std::lock_guard<std::mutex> lock(table_.memory_mutex_);
    table_.arenas_.push_back(std::move(arena));
  }
  std::memcpy(arena_, bytes.data(), bytes.size());
  return arena_;
}

}  // namespace tercet::storage
