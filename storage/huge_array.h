#ifndef TERCET_STORAGE_HUGE_ARRAY_H_
#define TERCET_STORAGE_HUGE_ARRAY_H_

// Memory for bulk loads: asked of the system in one piece, on huge pages where
// it has them, zero at first, and taken only as it is touched.  Private to
// storage/.
//
//     HugeArray<uint64_t> slots;
//     if (!slots.Reset(1 << 20)) return absl::ResourceExhaustedError("...");
//     slots[17] = 4;
//
// Fresh small pages are slow, and a table that is read at random wants few of
// them: on huge pages a bulk load is about half as fast again.
//
// Thread safety: as a plain array.

#include <sys/mman.h>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace tercet::storage {

template <typename T>
class HugeArray {
 public:
  static_assert(std::is_trivially_destructible_v<T>);

  HugeArray() = default;
  ~HugeArray() { Free(); }
  HugeArray(HugeArray&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)) {}
  HugeArray& operator=(HugeArray&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }

  // An array of `size` zeros; false where the system has no room for it.
  bool Reset(size_t size) {
    Free();
    if (size == 0) return true;
    void* memory = mmap(nullptr, BytesOf(size), PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return false;
    // A hint only: without huge pages it is slower.
    madvise(memory, BytesOf(size), MADV_HUGEPAGE);
    data_ = static_cast<T*>(memory);
    size_ = size;
    return true;
  }
  void Free() {
    if (data_ != nullptr) munmap(data_, BytesOf(size_));
    data_ = nullptr;
    size_ = 0;
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

  T* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_HUGE_ARRAY_H_
