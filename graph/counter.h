#ifndef TERCET_GRAPH_COUNTER_H_
#define TERCET_GRAPH_COUNTER_H_

// A record that is a number and is gone when the number is 0.
//
//   absl::StatusOr<uint64_t> now =
//       ChangeCount(batch, Family::kTerms, ValueKey(value), +1);
//
// Thread safety: as the batch, none.

#include <cstdint>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/batch.h"
#include "storage/format.h"

namespace tercet {

// Gives the number after the change.  DataLoss where it would be negative.
absl::StatusOr<uint64_t> ChangeCount(storage::Batch& batch,
                                     storage::Family family,
                                     std::string_view key, int change);

}  // namespace tercet

#endif  // TERCET_GRAPH_COUNTER_H_
