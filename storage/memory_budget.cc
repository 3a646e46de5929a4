#include "storage/memory_budget.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

namespace tercet::storage {

absl::Status NoRoomFor(std::string_view what) {
  return absl::ResourceExhaustedError(
      std::string("no memory, or no room on disk, for ").append(what));
}

bool MemoryBudget::Take(uint64_t bytes) {
  int64_t left = left_.load();
  do {
    if (left < static_cast<int64_t>(bytes)) return false;
  } while (
      !left_.compare_exchange_weak(left, left - static_cast<int64_t>(bytes)));
  return true;
}

bool MemoryBudget::MapFile(void* at, size_t bytes) const {
  // mkostemp replaces six X.
  std::string path = folder_ + "/array_";
  path.append(6, 'X');
  const int file = mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) return false;
  unlink(path.c_str());
  const bool mapped =
      posix_fallocate(file, 0, static_cast<off_t>(bytes)) == 0 &&
      mmap(at, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, file,
           0) == at;
  close(file);
  return mapped;
}

}  // namespace tercet::storage
