#ifndef TERCET_STORAGE_CHECK_H_
#define TERCET_STORAGE_CHECK_H_

// Verifies what storage knows about itself.  Private to storage/; see
// Snapshot::Check.

#include "absl/status/status.h"
#include "storage/dictionary.h"
#include "storage/rocks.h"
#include "storage/snapshot.h"

namespace tercet::storage {

// `options`, `terms` and `snapshot` are the same view of the store.
absl::Status CheckAll(const Rocks& rocks, const rocksdb::ReadOptions& options,
                      const TermReader& terms, const Snapshot& snapshot);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_CHECK_H_
