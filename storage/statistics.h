#ifndef TERCET_STORAGE_STATISTICS_H_
#define TERCET_STORAGE_STATISTICS_H_

// Counts of a run of triples: what Snapshot::Statistics and Hubs add up.
// Private to storage/.
//
//     StatisticsBuilder builder;
//     builder.Add(Order::kSpo, columns, removed);   // order by order,
//     ascending RunStatistics statistics = builder.Finish();
//     statistics.Find(meets).subjects;
//
//     statistics := count predicate* hubs hubs
//     predicate  := u64 id, signed triples, varint subjects, objects,
//                   most-objects, most-subjects           ascending by id
//     hubs       := count (u64 id, varint triples)*       most first
//
// Thread safety: a builder belongs to one thread; the rest are values.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "storage/snapshot.h"
#include "storage/triple.h"

namespace tercet::storage {

// How many subjects, and how many objects, a run names as its hubs.
inline constexpr size_t kHubs = 64;

// Nodes and their triples, most first.
using HubList = std::vector<std::pair<TermId, uint64_t>>;

struct RunStatistics {
  // Ascending.  `triples` is less the removals.
  std::vector<std::pair<TermId, PredicateStatistics>> predicates;
  HubList subjects;
  HubList objects;

  // All zero for a predicate that the run does not have.
  PredicateStatistics Find(TermId predicate) const;
};

std::string Encode(const RunStatistics& statistics);
// DataLoss where the bytes are no statistics.
absl::StatusOr<RunStatistics> DecodeStatistics(std::string_view bytes);

class StatisticsBuilder {
 public:
  // Order by order as in kOrders, ascending in each.
  void Add(Order order, const Columns& columns, bool removed) {
    if (order != order_ || columns[0] != last_[0] || columns[1] != last_[1]) {
      EndGroup(order, columns);
    }
    last_ = columns;
    ++(removed ? removed_ : added_);
  }
  RunStatistics Finish();

 private:
  // Ends the triples that share two columns, and where the first one changes
  // those that share it.
  void EndGroup(Order order, const Columns& next);
  struct Hubs {
    HubList list;
    uint64_t enough = 0;  // a node of no more triples is none
  };
  static void Keep(TermId node, uint64_t triples, Hubs& hubs);

  absl::flat_hash_map<TermId, PredicateStatistics> predicates_;
  Hubs subjects_;
  Hubs objects_;
  Order order_ = Order::kSpo;
  Columns last_ = {};
  uint64_t added_ = 0;  // of the two columns
  uint64_t removed_ = 0;
  uint64_t of_first_ = 0;  // of the first column, less the group under way
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_STATISTICS_H_
