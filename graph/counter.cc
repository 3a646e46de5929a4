#include "graph/counter.h"

#include <string>

#include "absl/status/status.h"
#include "graph/record.h"

namespace tercet {

absl::StatusOr<uint64_t> ChangeCount(storage::Batch& batch,
                                     storage::Family family,
                                     std::string_view key, int change) {
  uint64_t count = 0;
  const absl::StatusOr<std::string> bytes = batch.Get(family, key);
  if (bytes.ok()) {
    const absl::StatusOr<uint64_t> stored = DecodeNumber(*bytes);
    if (!stored.ok()) return stored.status();
    count = *stored;
  } else if (!absl::IsNotFound(bytes.status())) {
    return bytes.status();
  }
  if (change < 0 && count < static_cast<uint64_t>(-change)) {
    return absl::DataLossError("a count of the graph is too small");
  }
  count += change;
  if (count == 0) {
    batch.Delete(family, key);
  } else {
    batch.Put(family, key, EncodeNumber(count));
  }
  return count;
}

}  // namespace tercet
