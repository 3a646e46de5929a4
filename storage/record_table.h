#ifndef TERCET_STORAGE_RECORD_TABLE_H_
#define TERCET_STORAGE_RECORD_TABLE_H_

// RecordIterator over a RocksDB iterator.  Private to storage/.
//
// Thread safety: an iterator belongs to one thread.

#include <memory>
#include <string_view>

#include "rocksdb/iterator.h"
#include "storage/snapshot.h"

namespace tercet::storage {

// Stands on the first record with the prefix.
std::unique_ptr<RecordIterator> NewRecordTableIterator(
    std::unique_ptr<rocksdb::Iterator> it, std::string_view prefix);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RECORD_TABLE_H_
