#ifndef TERCET_STORAGE_VIEW_H_
#define TERCET_STORAGE_VIEW_H_

// What stands behind Store, Batch and Snapshot.  Private to storage/.
//
// Thread safety: Files is shared by all threads; its mutex guards what
// changes.  A View is read-only.  Changes belong to one batch.

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "rocksdb/utilities/write_batch_with_index.h"
#include "storage/batch.h"
#include "storage/dictionary.h"
#include "storage/folding.h"
#include "storage/rocks.h"
#include "storage/run_table.h"
#include "storage/snapshot.h"
#include "storage/store.h"

namespace tercet::storage {

struct Files {
  std::string path;
  bool read_only = false;
  std::unique_ptr<Rocks> rocks;
  std::unique_ptr<RunTable> runs;
  std::unique_ptr<RunTable> hashes;
  std::unique_ptr<Folding> folding;
  WriterTerms terms;  // the open batch's
  std::mutex mutex;
  bool write_failed = false;
  bool batch_open = false;   // guarded by mutex
  uint64_t next_serial = 1;  // guarded by mutex
};

struct Snapshot::View {
  explicit View(const Files& files)
      : rocks(*files.rocks),
        table(*files.runs),
        options(NewView(rocks)),
        runs(table.Read(options)),
        terms(rocks, *files.hashes, options) {}
  ~View() { rocks.db()->ReleaseSnapshot(options.snapshot); }

  const Rocks& rocks;
  const RunTable& table;
  const rocksdb::ReadOptions options;
  // Not OK where the list of runs could not be read: all that ask for triples
  // are told.
  const absl::StatusOr<Runs> runs;
  const TermReader terms;

 private:
  static rocksdb::ReadOptions NewView(const Rocks& rocks) {
    rocksdb::ReadOptions options;
    options.snapshot = rocks.db()->GetSnapshot();
    return options;
  }
};

struct Batch::Changes {
  Changes(Files& files, uint64_t next_serial)
      : files(files),
        terms(*files.rocks, *files.hashes, files.terms, next_serial) {}
  ~Changes() {
    const std::lock_guard<std::mutex> lock(files.mutex);
    files.batch_open = false;
  }

  Files& files;
  NewTerms terms;
  // True for a triple that is added, false for one that is removed.
  absl::flat_hash_map<Triple, bool> triples;
  // The triples below the batch, once something asks for them.  Nobody else
  // changes them while it is open, but runs are folded.
  const Snapshot::View& Below() {
    if (!below.has_value()) below.emplace(files);
    return *below;
  }
  std::optional<Snapshot::View> below;
  // mutable: reading through RocksDB's index is not const.
  mutable rocksdb::WriteBatchWithIndex records{rocksdb::BytewiseComparator(), 0,
                                               true};
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_VIEW_H_
