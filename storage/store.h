#ifndef TERCET_STORAGE_STORE_H_
#define TERCET_STORAGE_STORE_H_

// A folder with triples, terms and records: integers and bytes, no meaning.
//
//     absl::StatusOr<std::unique_ptr<Store>> store =
//         Store::Open("news.db", {.create_if_missing = true});
//     if (!store.ok()) return store.status();
//     auto batch = (*store)->NewBatch();          // see batch.h
//     ...
//     absl::Status status = (*store)->Commit(std::move(*batch));
//     auto snapshot = (*store)->NewSnapshot();    // see snapshot.h
//
// Durability: once Commit returns OK the batch survives the death of the
// process at any moment; with `sync` also the loss of power.  It is one atomic
// write with the log on: after a crash it is there as a whole or not at all.
//
// Thread safety: one writer, many readers.  NewSnapshot may be called from any
// thread at any time; NewBatch and Commit too, but only one batch may be open.
// Ownership: the store must outlive its batches and snapshots.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/batch.h"
#include "storage/bulk_load.h"
#include "storage/snapshot.h"

namespace tercet::storage {

struct Files;  // what a store keeps open; private to storage/

struct StoreOptions {
  // Makes the folder, and an empty store in it, where there is none.
  bool create_if_missing = false;
  // Opens a store as it is now, without keeping others from writing to it; what
  // they write is not seen.  Works in a folder that cannot be written.
  bool read_only = false;
  // How much of the store is kept uncompressed in memory.
  size_t cache_bytes = size_t{256} << 20;
};

class Store {
 public:
  // Errors: NotFound where no store is at `path` and create_if_missing is off
  // (nothing is created); FailedPrecondition where the folder holds something
  // else or a store of a newer format; Unavailable where another process has
  // it open for writing (and read_only is off); DataLoss where its bytes are
  // corrupt; PermissionDenied where the folder cannot be written.
  static absl::StatusOr<std::unique_ptr<Store>> Open(
      const std::string& path, const StoreOptions& options = {});

  // REQUIRES: no batch and no snapshot is alive.
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // FailedPrecondition while another batch is open, or where the store is open
  // for reading only.
  absl::StatusOr<std::unique_ptr<Batch>> NewBatch();

  // Applies the batch.  On an error nothing of it is visible.
  absl::Status Commit(std::unique_ptr<Batch> batch, bool sync = false);

  // Takes the place of a batch until it dies.  See bulk_load.h.
  absl::StatusOr<std::unique_ptr<BulkLoad>> NewBulkLoad(
      const BulkOptions& options);

  std::unique_ptr<Snapshot> NewSnapshot() const;

  // Rewrites the files so that reads are fastest and deleted bytes are gone.
  // FailedPrecondition while a batch is open.
  absl::Status Compact();

  // Adds a backup of the store as it is now to a folder of backups, which is
  // made where it is missing, and keeps the latest `keep`.  What an earlier
  // backup holds already is not copied again.  Commits may go on.
  absl::Status BackUp(const std::string& folder, int keep = 3);

  // Makes a store at `path` (which must be missing or empty: AlreadyExists) of
  // the latest backup in a folder.  DataLoss where its checksums are wrong;
  // then and on any other error nothing is left at `path`.
  static absl::Status Restore(const std::string& backup,
                              const std::string& path);

  // Bytes on disk.
  absl::StatusOr<uint64_t> SizeOnDisk() const;

 private:
  explicit Store(std::unique_ptr<Files> files);

  // The next serial of a term, which only the one writer changes: the batch or
  // the bulk load that is made with it gives the claim back when it ends.
  absl::StatusOr<uint64_t> ClaimWriter();

  std::unique_ptr<Files> files_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_STORE_H_
