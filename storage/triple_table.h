#ifndef TERCET_STORAGE_TRIPLE_TABLE_H_
#define TERCET_STORAGE_TRIPLE_TABLE_H_

// The three permutations as they lie in RocksDB.  Private to storage/.
//
// Thread safety: free functions over a view of the database; an iterator
// belongs to one thread.

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/write_batch.h"
#include "storage/rocks.h"
#include "storage/snapshot.h"

namespace tercet::storage {

std::unique_ptr<TripleIterator> NewTableIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options, Order order);

absl::StatusOr<bool> TableContains(const Rocks& rocks,
                                   const rocksdb::ReadOptions& options,
                                   const Triple& triple);

// Adds to the batch that all three permutations gain or lose the triple.
absl::Status AppendTriple(const Rocks& rocks, const Triple& triple, bool add,
                          rocksdb::WriteBatch& batch);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TRIPLE_TABLE_H_
