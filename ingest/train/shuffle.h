#ifndef TERCET_INGEST_TRAIN_SHUFFLE_H_
#define TERCET_INGEST_TRAIN_SHUFFLE_H_

// Random numbers and orders that are the same with every standard library,
// so that training twice gives the same bytes.

#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace tercet::text {

// SplitMix64 (Steele, Lea and Flood, 2014).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}

  uint64_t Next() {
    state_ += 0x9E3779B97F4A7C15u;
    uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  // In [0, bound).
  size_t Below(size_t bound) { return Next() % bound; }

 private:
  uint64_t state_;
};

// The numbers below `size` in a random order.
inline std::vector<size_t> ShuffledOrder(size_t size, Random* random) {
  std::vector<size_t> order(size);
  std::iota(order.begin(), order.end(), size_t{0});
  for (size_t i = size; i > 1; --i) {
    std::swap(order[i - 1], order[random->Below(i)]);
  }
  return order;
}

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_SHUFFLE_H_
