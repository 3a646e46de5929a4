#ifndef TERCET_STORAGE_HUGE_ARRAY_H_
#define TERCET_STORAGE_HUGE_ARRAY_H_

// Memory for bulk loads: asked of the system in one piece, on huge pages where
// it has them, zero at first, and taken only as it is touched.  Private to
// storage/.
//
//     HugeArray<uint64_t> slots;
//     if (!slots.Reset(1 << 20, &budget)) return NoMemory();
//     slots[17] = 4;
//
// Fresh small pages are slow, and a table that is read at random wants few of
// them: on huge pages a bulk load is about half as fast again.
//
// Thread safety: as a plain array; what is provided may be used while more is.

#include <sys/mman.h>

#include <cstddef>
#include <type_traits>
#include <utility>

#include "storage/memory_budget.h"

namespace tercet::storage {

template <typename T>
class HugeArray {
 public:
  static_assert(std::is_trivially_destructible_v<T>);

  HugeArray() = default;
  ~HugeArray() { Free(); }
  HugeArray(HugeArray&& other) noexcept { Swap(other); }
  HugeArray& operator=(HugeArray&& other) noexcept {
    Swap(other);
    return *this;
  }

  // An array of `size` zeros; false where the system has no room for it.  With
  // a `budget`, which must outlive it, it takes its memory of that, or lies in
  // a file.
  bool Reset(size_t size, MemoryBudget* budget = nullptr) {
    return Reserve(size, budget) && Provide(size);
  }
  // The addresses alone.
  bool Reserve(size_t size, MemoryBudget* budget) {
    Free();
    if (size == 0) return true;
    void* memory = mmap(nullptr, BytesOf(size), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return false;
    // A hint only: without huge pages it is slower.
    madvise(memory, BytesOf(size), MADV_HUGEPAGE);
    data_ = static_cast<T*>(memory);
    size_ = size;
    budget_ = budget;
    return true;
  }
  // Makes the first `size` elements usable.  REQUIRES: size <= size().
  bool Provide(size_t size) {
    const size_t end = BytesOf(size);
    if (budget_ == nullptr || end <= provided_) return true;
    const size_t more = end - provided_;
    if (budget_->Take(more)) {
      taken_ += more;
    } else if (!budget_->MapFile(reinterpret_cast<char*>(data_) + provided_,
                                 more)) {
      return false;
    }
    provided_ = end;
    return true;
  }
  void Free() {
    if (data_ != nullptr) munmap(data_, BytesOf(size_));
    if (budget_ != nullptr) budget_->GiveBack(taken_);
    data_ = nullptr;
    budget_ = nullptr;
    size_ = provided_ = taken_ = 0;
  }

  size_t size() const { return size_; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }

 private:
  static size_t BytesOf(size_t size) {
    constexpr size_t kHugePage = size_t{2} << 20;
    return (size * sizeof(T) + kHugePage - 1) / kHugePage * kHugePage;
  }
  void Swap(HugeArray& other) {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(budget_, other.budget_);
    std::swap(provided_, other.provided_);
    std::swap(taken_, other.taken_);
  }

  T* data_ = nullptr;
  size_t size_ = 0;
  MemoryBudget* budget_ = nullptr;
  size_t provided_ = 0;  // bytes from the beginning
  size_t taken_ = 0;     // bytes of the budget's
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_HUGE_ARRAY_H_
