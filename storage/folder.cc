#include "storage/folder.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "storage/format.h"

namespace tercet::storage {
namespace {

namespace fs = std::filesystem;

// The file that says what a folder is, and what its line begins with.
struct Mark {
  const char* file;
  const char* start;
  const char* what;
};
constexpr Mark kStoreMark = {"TERCET", "tercet store, format ", "graph"};
constexpr Mark kBackupMark = {"TERCET-BACKUP", "tercet backup, format ",
                              "backup"};

absl::Status SystemError(const std::string& doing, int error) {
  const std::string message =
      absl::StrCat(doing, ": ", std::generic_category().message(error));
  if (error == EACCES || error == EPERM || error == EROFS) {
    return absl::PermissionDeniedError(message);
  }
  if (error == ENOSPC || error == EDQUOT) {
    return absl::ResourceExhaustedError(message);
  }
  return absl::InternalError(message);
}

absl::StatusOr<uint64_t> ReadVersion(const std::string& path,
                                     const Mark& mark) {
  std::ifstream file(fs::path(path) / mark.file);
  std::stringstream text;
  text << file.rdbuf();
  if (!file) return SystemError(absl::StrCat("reading ", path), EACCES);
  const std::string line = text.str();
  absl::string_view rest = line;
  uint64_t version = 0;
  if (!absl::ConsumePrefix(&rest, mark.start) ||
      !absl::ConsumeSuffix(&rest, "\n") || !absl::SimpleAtoi(rest, &version) ||
      version == 0) {
    return absl::DataLossError(
        absl::StrCat(path, "/", mark.file, " is damaged"));
  }
  return version;
}

absl::Status CheckMark(const std::string& path, const Mark& mark) {
  const auto read = ReadVersion(path, mark);
  if (!read.ok()) return read.status();
  const uint64_t version = *read;
  if (version > kFormatVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " has format ", version,
                     ", and this program knows formats up to ", kFormatVersion,
                     ": use a newer tercet"));
  }
  if (version < kOldestFormat) {
    return absl::FailedPreconditionError(absl::StrCat(
        path, " has format ", version, ", and this program reads formats from ",
        kOldestFormat, " on: make it anew from its documents"));
  }
  return absl::OkStatus();
}

// Writes the mark under another name, and renames it: it is there as a whole
// or not at all.
absl::Status WriteMark(const std::string& path, const Mark& mark) {
  const std::string name = absl::StrCat(path, "/", mark.file);
  const std::string draft = name + ".new";
  const std::string text = absl::StrCat(mark.start, kFormatVersion, "\n");
  const int file =
      open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return SystemError(absl::StrCat("creating ", draft), errno);
  const bool written = write(file, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) &&
                       fsync(file) == 0;
  const int error = errno;
  close(file);
  if (!written) return SystemError(absl::StrCat("writing ", draft), error);
  if (std::rename(draft.c_str(), name.c_str()) != 0) {
    return SystemError(absl::StrCat("creating ", name), errno);
  }
  return absl::OkStatus();
}

// A database whose CURRENT file is gone would be taken for a new one.  It is
// new only while it has no data.
absl::Status CheckNotBeheaded(const std::string& path) {
  if (fs::exists(fs::path(path) / "CURRENT")) return absl::OkStatus();
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const std::string ending = entry.path().extension().string();
    if (ending == ".sst" || ending == ".log") {
      return absl::DataLossError(
          absl::StrCat(path, ": the file CURRENT is missing"));
    }
  }
  return absl::OkStatus();
}

// Nothing in it but what a creation that was cut short leaves.
bool IsEmpty(const std::string& path, const Mark& mark,
             std::error_code& error) {
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (entry.path().filename() != std::string(mark.file) + ".new") {
      return false;
    }
  }
  return true;
}

absl::Status Prepare(const std::string& path, const Mark& mark,
                     bool create_if_missing) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (error && status.type() != fs::file_type::not_found) {
    return SystemError(absl::StrCat("opening ", path), error.value());
  }
  if (fs::exists(status) && !fs::is_directory(status)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is a file, and a ", mark.what, " is a folder"));
  }
  if (fs::exists(fs::path(path) / mark.file, error)) {
    return CheckMark(path, mark);
  }
  if (error) return SystemError(absl::StrCat("opening ", path), error.value());
  const bool exists = fs::exists(status);
  const bool empty = !exists || IsEmpty(path, mark, error);
  if (error) return SystemError(absl::StrCat("reading ", path), error.value());
  if (!empty) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " holds something else than a ", mark.what));
  }
  if (!create_if_missing) {
    return absl::NotFoundError(
        absl::StrCat("there is no ", mark.what, " at ", path));
  }
  if (!exists) fs::create_directories(path, error);
  if (error) return SystemError(absl::StrCat("creating ", path), error.value());
  return WriteMark(path, mark);
}

}  // namespace

absl::Status PrepareFolder(const std::string& path, bool create_if_missing) {
  auto status = Prepare(path, kStoreMark, create_if_missing);
  return status.ok() ? CheckNotBeheaded(path) : status;
}

absl::StatusOr<uint64_t> FolderVersion(const std::string& path) {
  return ReadVersion(path, kStoreMark);
}

absl::Status PrepareBackupFolder(const std::string& path,
                                 bool create_if_missing) {
  auto status = Prepare(path, kBackupMark, create_if_missing);
  if (!status.ok() || !create_if_missing) return status;
  const auto version = ReadVersion(path, kBackupMark);
  if (!version.ok()) return version.status();
  return *version < kFormatVersion ? WriteMark(path, kBackupMark) : status;
}

absl::Status MarkFolder(const std::string& path) {
  return WriteMark(path, kStoreMark);
}

absl::StatusOr<uint64_t> FolderSize(const std::string& path) {
  uint64_t size = 0;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    std::error_code gone;  // a file may go while we look
    if (!entry.is_regular_file(gone)) continue;
    const uint64_t bytes = entry.file_size(gone);
    if (!gone) size += bytes;
  }
  if (error) return SystemError(absl::StrCat("reading ", path), error.value());
  return size;
}

}  // namespace tercet::storage
