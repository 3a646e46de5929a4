#ifndef TERCET_STORAGE_TRIPLE_TABLE_H_
#define TERCET_STORAGE_TRIPLE_TABLE_H_

// Reading triples from runs.  Private to storage/.
//
// Thread safety: free functions over immutable runs; an iterator belongs to
// one thread.

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/rocks.h"
#include "storage/run.h"
#include "storage/snapshot.h"

namespace tercet::storage {

// `rocks` must outlive the iterator.
std::unique_ptr<TripleIterator> NewTableIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options, Runs runs,
    Order order);

// An iterator that yields nothing but the error.
std::unique_ptr<TripleIterator> NewErrorIterator(absl::Status status,
                                                 Order order);

// Walks a kept run.
std::unique_ptr<StatedIterator> NewStatedIterator(
    const Rocks& rocks, const rocksdb::ReadOptions& options,
    std::shared_ptr<const Run> run);

absl::StatusOr<bool> TableContains(const Rocks& rocks,
                                   const rocksdb::ReadOptions& options,
                                   const Runs& runs, const Triple& triple);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TRIPLE_TABLE_H_
