#include "graph/hash.h"

#include <bit>
#include <cstddef>

namespace tercet {
namespace {

constexpr uint64_t kC1 = 0x87c37b91114253d5;
constexpr uint64_t kC2 = 0x4cf5ad432745937f;

// Up to eight bytes as a little-endian number.
uint64_t Load(std::string_view bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes.size() && i < 8; ++i) {
    value |= uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  }
  return value;
}

uint64_t Finish(uint64_t k) {
  k ^= k >> 33;
  k *= 0xff51afd7ed558ccd;
  k ^= k >> 33;
  k *= 0xc4ceb9fe1a85ec53;
  k ^= k >> 33;
  return k;
}

uint64_t Mix1(uint64_t k) { return std::rotl(k * kC1, 31) * kC2; }
uint64_t Mix2(uint64_t k) { return std::rotl(k * kC2, 33) * kC1; }

}  // namespace

Hash128 HashOf(std::string_view bytes, uint64_t seed) {
  uint64_t h1 = seed;
  uint64_t h2 = seed;
  const uint64_t size = bytes.size();
  while (bytes.size() >= 16) {
    h1 ^= Mix1(Load(bytes));
    h1 = (std::rotl(h1, 27) + h2) * 5 + 0x52dce729;
    h2 ^= Mix2(Load(bytes.substr(8)));
    h2 = (std::rotl(h2, 31) + h1) * 5 + 0x38495ab5;
    bytes.remove_prefix(16);
  }
  if (bytes.size() > 8) h2 ^= Mix2(Load(bytes.substr(8)));
  if (!bytes.empty()) h1 ^= Mix1(Load(bytes));
  h1 ^= size;
  h2 ^= size;
  h1 += h2;
  h2 += h1;
  h1 = Finish(h1);
  h2 = Finish(h2);
  h1 += h2;
  h2 += h1;
  return {h1, h2};
}

}  // namespace tercet
