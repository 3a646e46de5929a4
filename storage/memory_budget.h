#ifndef TERCET_STORAGE_MEMORY_BUDGET_H_
#define TERCET_STORAGE_MEMORY_BUDGET_H_

// What a bulk load may take of the memory, shared by its arrays
// (huge_array.h).  Private to storage/.
//
// Once it is spent, arrays lie in files without a name, which are mapped: the
// system writes their pages out and drops them when it needs the room.
//
// Thread safety: any thread.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"

namespace tercet::storage {

// ResourceExhausted: neither memory nor disk has room for this.
absl::Status NoRoomFor(std::string_view what);

class MemoryBudget {
 public:
  // `folder` is where files will be.
  MemoryBudget(std::string folder, uint64_t bytes)
      : folder_(std::move(folder)), left_(static_cast<int64_t>(bytes)) {}
  MemoryBudget(const MemoryBudget&) = delete;
  MemoryBudget& operator=(const MemoryBudget&) = delete;

  bool Has(uint64_t bytes) const {
    return left_.load() >= static_cast<int64_t>(bytes);
  }
  // False, and nothing taken, where less is left.
  bool Take(uint64_t bytes);
  void GiveBack(uint64_t bytes) { left_ += static_cast<int64_t>(bytes); }

  // Maps a new file of so many zeros at an address that was mapped before;
  // false where there is no room on the disk.  Its place on the disk is taken
  // at once, so that writing to it cannot fail.
  bool MapFile(void* at, size_t bytes) const;

 private:
  const std::string folder_;
  std::atomic<int64_t> left_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_MEMORY_BUDGET_H_
