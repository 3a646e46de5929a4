#include "cli/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace tercet::cli {
namespace {

absl::Status Failed(const std::string& path, int error) {
  return absl::ErrnoToStatus(error, path);
}

absl::Status ReadAll(int file, const std::string& path, std::string& out) {
  constexpr size_t kPiece = size_t{1} << 20;
  for (;;) {
    const size_t size = out.size();
    out.resize(size + kPiece);
    const ssize_t got = read(file, out.data() + size, kPiece);
    out.resize(size + (got > 0 ? static_cast<size_t>(got) : 0));
    if (got == 0) return absl::OkStatus();
    if (got < 0 && errno != EINTR) return Failed(path, errno);
  }
}

}  // namespace

absl::StatusOr<MappedFile> MappedFile::Open(const std::string& path) {
  MappedFile result;
  if (path == "-") {
    const absl::Status status =
        ReadAll(STDIN_FILENO, "standard input", result.read_);
    if (!status.ok()) return status;
    return result;
  }
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Failed(path, errno);
  struct stat info;
  absl::Status status;
  if (fstat(file, &info) != 0) {
    status = Failed(path, errno);
  } else if (S_ISDIR(info.st_mode)) {
    status = Failed(path, EISDIR);
  } else if (!S_ISREG(info.st_mode) || info.st_size == 0) {
    status = ReadAll(file, path, result.read_);
  } else {
    result.size_ = static_cast<size_t>(info.st_size);
    result.mapping_ =
        mmap(nullptr, result.size_, PROT_READ, MAP_PRIVATE, file, 0);
    if (result.mapping_ == MAP_FAILED) {
      result.mapping_ = nullptr;
      status = Failed(path, errno);
    } else {
      madvise(result.mapping_, result.size_, MADV_SEQUENTIAL);
    }
  }
  close(file);
  if (!status.ok()) return status;
  return result;
}

void MappedFile::Drop(std::string_view part) const {
  if (mapping_ == nullptr) return;
  // Whole pages only; a hint, whose failure costs nothing but memory.
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  const size_t offset = part.data() - text().data();
  const size_t begin = (offset + page - 1) / page * page;
  const size_t end = (offset + part.size()) / page * page;
  if (begin >= end) return;
  madvise(static_cast<char*>(mapping_) + begin, end - begin, MADV_DONTNEED);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : mapping_(std::exchange(other.mapping_, nullptr)),
      size_(other.size_),
      read_(std::move(other.read_)) {}

MappedFile::~MappedFile() {
  if (mapping_ != nullptr) munmap(mapping_, size_);
}

}  // namespace tercet::cli
