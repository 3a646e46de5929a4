#include "storage/replace.h"

#include <fcntl.h>
#include <stdio.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "storage/folder.h"
#include "storage/rocks.h"

namespace tercet::storage {
namespace {

namespace fs = std::filesystem;

absl::Status Failed(const std::string& path, const std::string& what) {
  return absl::InternalError(absl::StrCat("replacing ", path, ": ", what));
}

// One name for the other in one step; where the file system cannot, in two.
absl::Status Exchange(const std::string& path, const std::string& replacement,
                      const std::string& old) {
  std::error_code error;
  fs::remove_all(old, error);
  if (error) return Failed(path, error.message());
  if (renameat2(AT_FDCWD, replacement.c_str(), AT_FDCWD, path.c_str(),
                RENAME_EXCHANGE) == 0) {
    fs::rename(replacement, old, error);
    return error ? Failed(path, error.message()) : absl::OkStatus();
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return Failed(path, std::generic_category().message(errno));
  }
  fs::rename(path, old, error);
  if (!error) fs::rename(replacement, path, error);
  return error ? Failed(path, error.message()) : absl::OkStatus();
}

}  // namespace

struct StoreLock::State {
  std::string path;
  rocksdb::FileLock* lock = nullptr;
};

StoreLock::StoreLock(std::unique_ptr<State> state) : state_(std::move(state)) {}

StoreLock::~StoreLock() {
  rocksdb::Env::Default()->UnlockFile(state_->lock).PermitUncheckedError();
}

absl::StatusOr<std::unique_ptr<StoreLock>> StoreLock::Take(
    const std::string& path) {
  auto status = PrepareFolder(path, /*create_if_missing=*/false);
  if (!status.ok()) return status;
  auto state = std::make_unique<State>();
  state->path = path;
  status =
      FromRocks(rocksdb::Env::Default()->LockFile(path + "/LOCK", &state->lock),
                absl::StrCat("opening ", path));
  if (!status.ok()) return status;
  return std::unique_ptr<StoreLock>(new StoreLock(std::move(state)));
}

absl::Status StoreLock::Replace(const std::string& replacement,
                                const std::string& old) {
  return Exchange(state_->path, replacement, old);
}

}  // namespace tercet::storage
