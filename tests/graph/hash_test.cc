// The hash against published values of MurmurHash3 x64 128.

#include "graph/hash.h"

#include <gtest/gtest.h>

namespace tercet {
namespace {

TEST(HashTest, IsMurmurHash3) {
  struct Case {
    std::string_view input;
    uint64_t high, low;
  };
  const Case kCases[] = {
      {"", 0, 0},
      {"hello", 0xcbd8a7b341bd9b02, 0x5b1e906a48ae1d19},
      {"The quick brown fox jumps over the lazy dog", 0xe34bbc7bbc071b6c,
       0x7a433ca9c49a9347},
  };
  for (const Case& c : kCases) {
    const Hash128 hash = HashOf(c.input, 0);
    EXPECT_EQ(hash.high, c.high) << c.input;
    EXPECT_EQ(hash.low, c.low) << c.input;
  }
}

}  // namespace
}  // namespace tercet
