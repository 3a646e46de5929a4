#ifndef TERCET_INGEST_FEATURE_HASH_H_
#define TERCET_INGEST_FEATURE_HASH_H_

// Features of the statistical stages are 32-bit hashes of a template's
// number and its values:
//
//   const uint32_t word = HashBytes("meets");
//   features.push_back(HashFeature(7, word, tag));
//
// The functions are part of the model format: a model knows its features by
// these numbers alone.  They give the same result on every machine.

#include <cstdint>
#include <string_view>

namespace tercet::text {

inline constexpr uint64_t kHashFactor = 0x9E3779B97F4A7C15u;

constexpr uint64_t MixHash(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * kHashFactor;
  return hash ^ (hash >> 29);
}

constexpr uint32_t HashBytes(std::string_view bytes) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return static_cast<uint32_t>(hash ^ (hash >> 32));
}

// Never 0, which marks an empty slot in weight tables.
constexpr uint32_t HashFeature(uint32_t number, uint64_t a, uint64_t b = 0,
                               uint64_t c = 0) {
  uint64_t hash = MixHash(number + 1, a);
  hash = MixHash(hash, b + 0x51ED270Bu);
  hash = MixHash(hash, c + 0x2545F491u);
  const uint32_t feature = static_cast<uint32_t>(hash >> 32);
  return feature == 0 ? 1 : feature;
}

}  // namespace tercet::text

#endif  // TERCET_INGEST_FEATURE_HASH_H_
