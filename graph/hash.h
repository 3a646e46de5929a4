#ifndef TERCET_GRAPH_HASH_H_
#define TERCET_GRAPH_HASH_H_

// A hash that is the same on every machine and in every version: fact ids and
// content hashes are made of it.
//
//   Hash128 hash = HashOf(bytes, /*seed=*/0);
//
// MurmurHash3 x64 128 (Austin Appleby, public domain), bytes read
// little-endian.  Not for keeping attackers out.  Pure; thread-safe.

#include <cstdint>
#include <string_view>

namespace tercet {

struct Hash128 {
  uint64_t high = 0;
  uint64_t low = 0;
};

Hash128 HashOf(std::string_view bytes, uint64_t seed);

}  // namespace tercet

#endif  // TERCET_GRAPH_HASH_H_
