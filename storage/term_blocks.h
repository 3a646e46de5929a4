#ifndef TERCET_STORAGE_TERM_BLOCKS_H_
#define TERCET_STORAGE_TERM_BLOCKS_H_

// The texts of terms that came in batches, 64 to a value.  Private to storage/.
//
//     std::string value = EncodeTermBlock({{kEntity, false, "Lee"}});
//     auto slots = DecodeTermBlock(value);          // points into value
//
//     value := count (kind size)* bytes*
//     count := u8, 1..64
//     kind  := u8; 0: no term; the top bit set: the text is long, and kept
//              under the term's id instead
//     size  := varint
//
// Block k has the serial numbers 64 k .. 64 k + 63.  A batch that gives out
// numbers in the middle of a block writes the block anew: so the texts in it
// are short.
//
// Thread safety: plain values.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tercet::storage {

inline constexpr uint64_t kBlockTerms = 64;
inline constexpr size_t kLongTerm = 512;  // from this many bytes on

// One term of a block, its text in the bytes that were decoded.
struct TermSlot {
  uint8_t kind = 0;
  bool is_long = false;
  std::string_view text;
};

// The terms of a value, which must outlive them.  DataLoss where it is none.
absl::StatusOr<std::vector<TermSlot>> DecodeTermBlock(std::string_view value);

// The term at one index alone, its kind 0 where there is none.
absl::StatusOr<TermSlot> TermOfBlock(std::string_view value, uint64_t index);

// REQUIRES: 1..64 slots; the texts of long ones are empty.
std::string EncodeTermBlock(const std::vector<TermSlot>& slots);

// The key of a block.
std::string SerialBlockKey(uint64_t block);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TERM_BLOCKS_H_
