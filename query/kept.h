#ifndef TERCET_QUERY_KEPT_H_
#define TERCET_QUERY_KEPT_H_

// What the queries of a view have read and leave to the next ones: names and
// what they stand for, terms, relations, and relations in memory.
//
//   const std::shared_ptr<Kept> kept = KeptOf(view);
//   if (std::optional<KeptName> known = kept->names.Find("Lee")) Use(*known);
//
// It holds what was read from the view alone, nothing that an option of a query
// decides, and goes with the last copy of the view.
//
// Thread safety: any number of threads may use it at once.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "tercet/term.h"
#include "tercet/view.h"

namespace tercet::query {

class Adjacency;

// A map that forgets part of what it has when it is full.
template <typename Key, typename Value, size_t kMaxEntries>
class Memo {
 public:
  std::optional<Value> Find(const Key& key) {
    Shard& shard = ShardOf(key);
    const std::lock_guard<std::mutex> lock(shard.mutex);
    const auto it = shard.entries.find(key);
    if (it == shard.entries.end()) return std::nullopt;
    return it->second;
  }
  void Keep(const Key& key, const Value& value) {
    Shard& shard = ShardOf(key);
    const std::lock_guard<std::mutex> lock(shard.mutex);
    if (shard.entries.size() >= kMaxEntries / kShards) shard.entries.clear();
    shard.entries.try_emplace(key, value);
  }

 private:
  static constexpr size_t kShards = 16;

  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<Key, Value> entries;  // guarded by mutex
  };

  Shard& ShardOf(const Key& key) {
    return shards_[absl::HashOf(key) >> 40 & (kShards - 1)];
  }

  std::array<Shard, kShards> shards_;
};

// What a name stands for.
struct KeptName {
  std::vector<TermId> nodes;  // sorted
  std::string note;           // where it names several entities
};

// The relations in memory.
struct KeptAdjacencies {
  struct Entry {
    bool being_made = false;
    std::shared_ptr<const Adjacency> adjacency;
  };

  std::mutex mutex;
  // Guarded by mutex, by relation and whether it leads forward.
  absl::flat_hash_map<std::pair<TermId, bool>, Entry> entries;
  int64_t bytes = 0;
};

struct Kept {
  Memo<std::string, KeptName, 4096> names;
  Memo<std::string, std::optional<TermId>, 1024> relation_names;
  Memo<TermId, std::shared_ptr<const Term>, 32768> terms;
  Memo<TermId, std::shared_ptr<const RelationInfo>, 4096> relations;
  // By relation and whether it is negated.
  Memo<std::pair<TermId, bool>, RelationStatistics, 4096> statistics;
  // The object of facts that have none, where there is one.
  Memo<char, std::optional<TermId>, 16> nothing;
  KeptAdjacencies adjacencies;
};

// Never null.
std::shared_ptr<Kept> KeptOf(const View& view);

// What the view says of them, read once.
absl::StatusOr<std::shared_ptr<const Term>> KeptTerm(Kept& kept,
                                                     const View& view,
                                                     TermId id);
absl::StatusOr<std::optional<TermId>> KeptNothing(Kept& kept, const View& view);
absl::StatusOr<std::shared_ptr<const RelationInfo>> KeptRelation(
    Kept& kept, const View& view, TermId relation);
absl::StatusOr<RelationStatistics> KeptStatistics(Kept& kept, const View& view,
                                                  TermId relation,
                                                  Polarity polarity);

}  // namespace tercet::query

#endif  // TERCET_QUERY_KEPT_H_
