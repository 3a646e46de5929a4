// Store::BackUp and Store::Restore, on RocksDB's backups.
//
// A backup is a folder of its own with the file TERCET-BACKUP, whose one line
// says "tercet backup, format 3", and what RocksDB's BackupEngine keeps: table
// files once, whichever backup they belong to, with their checksums.

#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/utilities/backup_engine.h"
#include "storage/folder.h"
#include "storage/rocks.h"
#include "storage/store.h"
#include "storage/view.h"

namespace tercet::storage {
namespace {

namespace fs = std::filesystem;

rocksdb::BackupEngineOptions OptionsFor(const std::string& folder) {
  rocksdb::BackupEngineOptions options(folder);
  options.max_background_operations = 1;
  return options;
}

}  // namespace

absl::Status Store::BackUp(const std::string& folder, int keep) {
  if (files_->read_only) {
    return absl::FailedPreconditionError(
        absl::StrCat(files_->path, " is open for reading only"));
  }
  if (auto status = PrepareBackupFolder(folder, /*create_if_missing=*/true);
      !status.ok()) {
    return status;
  }
  const std::string doing = absl::StrCat("backing up to ", folder);
  rocksdb::BackupEngine* opened = nullptr;
  auto status =
      FromRocks(rocksdb::BackupEngine::Open(rocksdb::Env::Default(),
                                            OptionsFor(folder), &opened),
                doing);
  if (!status.ok()) return status;
  const std::unique_ptr<rocksdb::BackupEngine> engine(opened);
  rocksdb::CreateBackupOptions options;
  options.flush_before_backup = true;
  status =
      FromRocks(engine->CreateNewBackup(options, files_->rocks->db()), doing);
  if (!status.ok()) return status;
  return FromRocks(engine->PurgeOldBackups(static_cast<uint32_t>(keep)), doing);
}

absl::Status Store::Restore(const std::string& backup,
                            const std::string& path) {
  if (auto status = PrepareBackupFolder(backup, /*create_if_missing=*/false);
      !status.ok()) {
    return status;
  }
  std::error_code error;
  if (fs::exists(path, error) && !fs::is_empty(path, error)) {
    return absl::AlreadyExistsError(
        absl::StrCat(path, " is there already: restore to a new folder"));
  }
  const std::string doing = absl::StrCat("restoring ", backup);
  rocksdb::BackupEngineReadOnly* opened = nullptr;
  auto status =
      FromRocks(rocksdb::BackupEngineReadOnly::Open(
                    rocksdb::Env::Default(), OptionsFor(backup), &opened),
                doing);
  if (!status.ok()) return status;
  const std::unique_ptr<rocksdb::BackupEngineReadOnly> engine(opened);
  std::vector<rocksdb::BackupInfo> backups;
  engine->GetBackupInfo(&backups);
  if (backups.empty()) {
    return absl::NotFoundError(absl::StrCat(backup, " has no backup in it"));
  }
  // Restored under another name and renamed: it is there as a whole or not.
  const std::string draft = path + ".restoring";
  fs::remove_all(draft, error);
  const rocksdb::BackupID latest = backups.back().backup_id;
  status = FromRocks(engine->VerifyBackup(latest, true), doing);
  if (status.ok()) {
    status =
        FromRocks(engine->RestoreDBFromBackup(latest, draft, draft), doing);
  }
  if (status.ok()) status = MarkFolder(draft);
  if (status.ok()) {
    fs::remove(path, error);
    fs::rename(draft, path, error);
    if (!error) return absl::OkStatus();
    status = absl::InternalError(
        absl::StrCat("creating ", path, ": ", error.message()));
  }
  fs::remove_all(draft, error);
  return status;
}

}  // namespace tercet::storage
