#ifndef TERCET_STORAGE_FOLDER_H_
#define TERCET_STORAGE_FOLDER_H_

// The folder that a store lives in, before RocksDB sees it.  Private to
// storage/.
//
// A store is a folder with the file TERCET, which holds one line,
// "tercet store, format 3".  It is written first and atomically, so that what
// the folder is, and of which version, is known without touching the database.
//
// Free functions; two processes that create the same store at once are told
// apart by RocksDB's lock.

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tercet::storage {

// Makes sure that `path` is a folder in which a store of this version is or
// may be created.  Errors: see Store::Open.
absl::Status PrepareFolder(const std::string& path, bool create_if_missing);

// The version that a store's folder says it has.
absl::StatusOr<uint64_t> FolderVersion(const std::string& path);

// The same for a folder of backups, whose file is TERCET-BACKUP.  One that may
// be created is to be written to: an older one is of this version from then
// on, so that no older program restores what it does not know.
absl::Status PrepareBackupFolder(const std::string& path,
                                 bool create_if_missing);

// Makes a folder with a database in it a store of this version.
absl::Status MarkFolder(const std::string& path);

// The sizes of the files in a folder, added up.
absl::StatusOr<uint64_t> FolderSize(const std::string& path);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_FOLDER_H_
