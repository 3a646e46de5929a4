#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/bulk_state.h"

namespace tercet::storage {

TripleStash::~TripleStash() {
  if (file_ >= 0) close(file_);
}

absl::Status TripleStash::Store(Block& block) {
  if (block.count == 0) return absl::OkStatus();
  const std::lock_guard<std::mutex> lock(mutex_);
  triples_ += block.count;
  const uint64_t bytes = (blocks_.size() + 1) * kBlock * sizeof(SmallTriple);
  if (bytes <= max_bytes_) {
    Block next;
    if (!next.triples.Reset(kBlock)) {
      return absl::ResourceExhaustedError("no memory for an import");
    }
    std::swap(block, next);
    blocks_.push_back(std::move(next));
    return absl::OkStatus();
  }
  if (file_ < 0) {
    // Without a name: it goes when the process does.
    const std::string path = absl::StrCat(folder_, "/triples");
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ >= 0) unlink(path.c_str());
  }
  const char* from = reinterpret_cast<const char*>(block.triples.data());
  size_t left = block.count * sizeof(SmallTriple);
  while (left > 0) {
    const ssize_t written = file_ < 0 ? -1 : write(file_, from, left);
    if (written < 0) {
      if (errno == EINTR) continue;
      return absl::ResourceExhaustedError(
          absl::StrCat(folder_, ": cannot be written: ", std::strerror(errno)));
    }
    from += written;
    left -= static_cast<size_t>(written);
  }
  spilled_triples_ += block.count;
  block.count = 0;
  return absl::OkStatus();
}

absl::Status TripleStash::Read(uint64_t first, size_t max, SmallTriple* out,
                               size_t& count) const {
  count = 0;
  if (first >= spilled_triples_) return absl::OkStatus();
  count = std::min<uint64_t>(max, spilled_triples_ - first);
  char* to = reinterpret_cast<char*>(out);
  size_t left = count * sizeof(SmallTriple);
  auto at = static_cast<off_t>(first * sizeof(SmallTriple));
  while (left > 0) {
    const ssize_t got = pread(file_, to, left, at);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) {
      return absl::InternalError(absl::StrCat(
          folder_, ": cannot be read back: ", std::strerror(errno)));
    }
    to += got;
    at += got;
    left -= static_cast<size_t>(got);
  }
  return absl::OkStatus();
}

}  // namespace tercet::storage
