#ifndef TERCET_QUERY_POOL_H_
#define TERCET_QUERY_POOL_H_

// Containers for millions of entries that a run may have to give up at any
// moment: they grow and go away in small steps.  (A vector of millions moves
// them all when it is full, a hash table hashes them all anew, and a table of
// vectors frees each of them.)
//
//   WordTable rows(&execution);
//   const auto [number, added] = rows.Insert({7, 12});
//   rows[number]                                          // {7, 12}
//
// Not thread-safe; the execution must outlive what is charged to it.

#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/hash/hash.h"

namespace tercet::query {

// Memory for vectors of millions: large ones lie on huge pages, where the
// system has them, of which a few hundred go away faster than a hundred
// thousand small ones.
template <typename T>
struct HugeAllocator {
  using value_type = T;

  HugeAllocator() = default;
  template <typename U>
  HugeAllocator(const HugeAllocator<U>&) {}

  T* allocate(size_t count) {
    if (count < kHugePage / sizeof(T))
      return std::allocator<T>().allocate(count);
    const size_t bytes = count * sizeof(T);
    void* const memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc();
    madvise(memory, bytes, MADV_HUGEPAGE);  // a hint
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, size_t count) {
    if (count < kHugePage / sizeof(T)) {
      std::allocator<T>().deallocate(memory, count);
    } else {
      munmap(memory, count * sizeof(T));
    }
  }
  friend bool operator==(const HugeAllocator&, const HugeAllocator&) {
    return true;
  }

 private:
  static constexpr size_t kHugePage = size_t{2} << 20;
};

template <typename T>
using HugeVector = std::vector<T, HugeAllocator<T>>;

// A vector in pieces: entries stay where they are.
template <typename T>
class Chunked {
 public:
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](size_t i) { return chunks_[i / kChunk][i % kChunk]; }
  const T& operator[](size_t i) const {
    return chunks_[i / kChunk][i % kChunk];
  }
  T& back() { return (*this)[size_ - 1]; }
  template <typename... Args>
  T& emplace_back(Args&&... args) {
    if (size_ % kChunk == 0) chunks_.emplace_back().reserve(kChunk);
    ++size_;
    return chunks_.back().emplace_back(std::forward<Args>(args)...);
  }
  void push_back(T item) { emplace_back(std::move(item)); }
  void clear() {
    chunks_.clear();
    size_ = 0;
  }

 private:
  static constexpr size_t kChunk = 1024;

  std::vector<std::vector<T>> chunks_;
  size_t size_ = 0;
};

// A hash map in parts.
template <typename Key, typename Value>
class ShardedMap {
 public:
  // Null where it is not there.
  Value* Find(const Key& key) {
    auto& shard = ShardOf(key);
    const auto it = shard.find(key);
    return it == shard.end() ? nullptr : &it->second;
  }
  const Value* Find(const Key& key) const {
    return const_cast<ShardedMap*>(this)->Find(key);
  }
  // The value, good until the next one is added, and whether it is new.
  template <typename... Args>
  std::pair<Value*, bool> TryEmplace(const Key& key, Args&&... args) {
    const auto [it, added] =
        ShardOf(key).try_emplace(key, std::forward<Args>(args)...);
    size_ += added;
    return {&it->second, added};
  }
  size_t size() const { return size_; }
  void Clear() {
    if (size_ == 0) return;
    for (auto& shard : shards_) shard.clear();
    size_ = 0;
  }

 private:
  static constexpr size_t kShards = 64;

  absl::flat_hash_map<Key, Value>& ShardOf(const Key& key) {
    return shards_[absl::HashOf(key) >> 40 & (kShards - 1)];
  }

  std::array<absl::flat_hash_map<Key, Value>, kShards> shards_;
  size_t size_ = 0;
};

// Sequences of words, each once, numbered as they come.
class WordTable {
 public:
  using Words = std::span<const uint64_t>;

  WordTable() = default;
  WordTable(const WordTable&) = delete;
  WordTable& operator=(const WordTable&) = delete;

  // The number of the sequence, and whether it is new.
  std::pair<uint64_t, bool> Insert(Words words) {
    const size_t hash = HashOf(words);
    auto& shard = shards_[hash >> 40 & (kShards - 1)];
    const auto known = shard.find(Probe{words, hash});
    if (known != shard.end()) return {known->number, false};
    const uint64_t number = rows_.size();
    rows_.push_back(Keep(words));
    shard.insert(Entry{number, static_cast<uint32_t>(hash), this});
    return {number, true};
  }
  Words operator[](uint64_t number) const { return rows_[number]; }
  size_t size() const { return rows_.size(); }
  // What a new sequence of so many words takes.
  static int64_t BytesOf(size_t words) {
    return static_cast<int64_t>(8 * words + 56);
  }
  void Clear() {
    if (size() == 0) return;
    for (auto& shard : shards_) shard.clear();
    rows_.clear();
    chunks_.clear();
    free_ = {};
  }

 private:
  static constexpr size_t kShards = 64;
  static constexpr size_t kChunkWords = 1 << 13;

  struct Probe {
    Words words;
    size_t hash;
  };
  // The table beside each number: a set's hash and equality have no state.
  struct Entry {
    uint64_t number;
    uint32_t hash;
    const WordTable* table;
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(const Probe& probe) const {
      return absl::HashOf(static_cast<uint32_t>(probe.hash));
    }
    size_t operator()(const Entry& entry) const {
      return absl::HashOf(entry.hash);
    }
  };
  struct Equal {
    using is_transparent = void;
    bool operator()(const Entry& a, const Entry& b) const {
      return a.number == b.number;
    }
    bool operator()(const Entry& a, const Probe& b) const {
      const Words words = (*a.table)[a.number];
      return a.hash == static_cast<uint32_t>(b.hash) &&
             std::equal(words.begin(), words.end(), b.words.begin(),
                        b.words.end());
    }
    bool operator()(const Probe& a, const Entry& b) const {
      return (*this)(b, a);
    }
  };

  static size_t HashOf(Words words) {
    uint64_t hash = words.size();
    for (uint64_t word : words) {
      hash = (hash ^ word) * 0x9E3779B97F4A7C15;
      hash ^= hash >> 32;
    }
    return hash;
  }

  Words Keep(Words words) {
    if (words.size() > free_.size()) {
      const size_t size = std::max(kChunkWords, words.size());
      chunks_.push_back(std::make_unique_for_overwrite<uint64_t[]>(size));
      free_ = std::span(chunks_.back().get(), size);
    }
    const std::span<uint64_t> kept = free_.first(words.size());
    std::copy(words.begin(), words.end(), kept.begin());
    free_ = free_.subspan(words.size());
    return kept;
  }

  std::array<absl::flat_hash_set<Entry, Hash, Equal>, kShards> shards_;
  Chunked<Words> rows_;
  std::vector<std::unique_ptr<uint64_t[]>> chunks_;
  std::span<uint64_t> free_;  // of the last chunk
};

// Bytes that go away together.
class Arena {
 public:
  // REQUIRES: T is trivially destructible.
  template <typename T>
  T* Array(size_t count) {
    return reinterpret_cast<T*>(Take(count * sizeof(T)));
  }
  std::string_view Copy(std::string_view text) {
    if (text.empty()) return {};
    char* const copy = Take(text.size());
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
  }

 private:
  static constexpr size_t kChunk = size_t{1} << 16;

  char* Take(size_t size) {
    size = (size + 7) / 8 * 8;
    if (size > free_.size()) {
      const size_t chunk = std::max(kChunk, size);
      chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk));
      free_ = std::span(chunks_.back().get(), chunk);
    }
    char* const taken = free_.data();
    free_ = free_.subspan(size);
    return taken;
  }

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::span<char> free_;  // of the last chunk
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_POOL_H_
