#ifndef TERCET_STORAGE_VIEW_H_
#define TERCET_STORAGE_VIEW_H_

// What stands behind Store, Batch and Snapshot.  Private to storage/.
//
// Thread safety: Files is shared by all threads; its mutex guards what
// changes.  A View is read-only.  Changes belong to one batch.

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/btree_map.h"
#include "rocksdb/utilities/write_batch_with_index.h"
#include "storage/batch.h"
#include "storage/dictionary.h"
#include "storage/rocks.h"
#include "storage/snapshot.h"
#include "storage/store.h"

namespace tercet::storage {

struct Files {
  std::string path;
  std::unique_ptr<Rocks> rocks;
  std::mutex mutex;
  bool batch_open = false;   // guarded by mutex
  uint64_t next_serial = 1;  // guarded by mutex
};

struct Snapshot::View {
  explicit View(const Rocks& rocks) : rocks(rocks) {
    options.snapshot = rocks.db()->GetSnapshot();
  }
  ~View() { rocks.db()->ReleaseSnapshot(options.snapshot); }

  const Rocks& rocks;
  rocksdb::ReadOptions options;
};

struct Batch::Changes {
  Changes(Files& files, uint64_t next_serial)
      : files(files), terms(*files.rocks, next_serial) {}
  ~Changes() {
    const std::lock_guard<std::mutex> lock(files.mutex);
    files.batch_open = false;
  }

  Files& files;
  NewTerms terms;
  // True for a triple that is added, false for one that is removed.
  absl::btree_map<Triple, bool> triples;
  // mutable: reading through RocksDB's index is not const.
  mutable rocksdb::WriteBatchWithIndex records{rocksdb::BytewiseComparator(), 0,
                                               true};
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_VIEW_H_
