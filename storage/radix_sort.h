#ifndef TERCET_STORAGE_RADIX_SORT_H_
#define TERCET_STORAGE_RADIX_SORT_H_

// Sorts many keys of few bits.  Private to storage/.
//
//     RadixSort(keys, scratch, count, /*bits=*/55, [](uint64_t k) { return k;
//     })
//
// Least significant digit first, 11 bits a pass; a digit that all keys share
// costs no pass.  Stable.
//
// Thread safety: as the arrays.

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace tercet::storage {

// Sorts `count` items by the low `bits` bits of key(item).  Gives the array, of
// the two, in which the result is.
template <typename Item, typename KeyOf>
Item* RadixSort(Item* items, Item* scratch, size_t count, int bits,
                const KeyOf& key) {
  constexpr int kDigitBits = 11;
  constexpr size_t kDigits = size_t{1} << kDigitBits;
  const int passes = (bits + kDigitBits - 1) / kDigitBits;
  std::vector<std::array<size_t, kDigits>> counts(passes);
  for (auto& each : counts) each.fill(0);
  for (size_t i = 0; i < count; ++i) {
    auto rest = key(items[i]);
    for (int pass = 0; pass < passes; ++pass) {
      ++counts[pass][static_cast<size_t>(rest) & (kDigits - 1)];
      rest >>= kDigitBits;
    }
  }
  for (int pass = 0; pass < passes; ++pass) {
    const int shift = pass * kDigitBits;
    std::array<size_t, kDigits>& starts = counts[pass];
    size_t sum = 0;
    bool same = false;
    for (size_t& start : starts) {
      same |= start == count;
      sum += std::exchange(start, sum);
    }
    if (same) continue;
    for (size_t i = 0; i < count; ++i) {
      const size_t digit =
          static_cast<size_t>(key(items[i]) >> shift) & (kDigits - 1);
      scratch[starts[digit]++] = items[i];
    }
    std::swap(items, scratch);
  }
  return items;
}

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_RADIX_SORT_H_
