#ifndef TERCET_STORAGE_BLOCK_H_
#define TERCET_STORAGE_BLOCK_H_

// Up to 4,096 sorted triples as bytes, column by column, bit-packed, with
// random access.  Private to storage/.
//
//     block    := count column column column bits bits bits removals? padding
//     count    := u16, the top bit set where removals follow; 1..4096
//     column   := width base
//     width    := u8, the bits of a number: 0..56 or 64; the top bit is set
//                 where all numbers of the column have the same low five bits,
//                 which are left out then
//     base     := u64, the least number of the column
//     bits     := count numbers of `width` bits, less base, to whole bytes
//     removals := count bits, to whole bytes: 1 says the triple is gone
//     padding  := eight zero bytes, so that any number is one 8-byte load
//
// Numbers are little-endian here.  A number is a term id with its kind turned
// to the low end and, for inline values, the length of a date turned to the
// high end and its day counted from the year 1252 (ToNumber), so that entities,
// texts and days in one column still pack tightly.
//
//     BlockBuilder builder;
//     builder.Add({1, 2, 3}, false);
//     std::string bytes = builder.Finish();
//     absl::StatusOr<BlockView> view = BlockView::Parse(bytes);
//     view->At(view->LowerBound({1, 0, 0}, 0));    // {1, 2, 3}
//
// Thread safety: a builder belongs to one thread; a view is read-only and
// points into bytes that must outlive it.

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/triple.h"

namespace tercet::storage {

inline constexpr int kMaxBlockTriples = 4096;

inline uint64_t LoadLittle64(const char* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, 8);
  if constexpr (std::endian::native == std::endian::big) {
    word = __builtin_bswap64(word);
  }
  return word;
}

// The parts of an inline date's id: see term_id.cc.  2^18 days before 1970 are
// the least day of the small numbers.
inline constexpr int kDateLengthBits = 28;
inline constexpr int kDateDayBits = 31;
inline constexpr uint64_t kDateDayMask = (uint64_t{1} << kDateDayBits) - 1;
inline constexpr uint64_t kDateLengthMask =
    (uint64_t{1} << kDateLengthBits) - 1;
inline constexpr uint64_t kDateNear = (uint64_t{1} << 30) - (uint64_t{1} << 18);

constexpr uint64_t ToNumber(TermId id) {
  if (!IsInline(id)) return std::rotl(id, 5);
  const uint64_t day = ((id >> kDateLengthBits) - kDateNear) & kDateDayMask;
  const uint64_t payload = (id & kDateLengthMask) << kDateDayBits | day;
  return payload << 5 | id >> 59;
}
constexpr TermId FromNumber(uint64_t number) {
  if ((number & 1) == 0) return std::rotr(number, 5);
  const uint64_t payload = number >> 5;
  const uint64_t day = (payload + kDateNear) & kDateDayMask;
  return number << 59 | day << kDateLengthBits | payload >> kDateDayBits;
}

// Packs the numbers of up to kMaxBlockTriples triples, column by column.
// `removed` has a byte a triple, or is empty where none is gone.
// REQUIRES: the columns have the same size, 1..kMaxBlockTriples.
std::string PackBlock(const std::array<std::vector<uint64_t>, 3>& columns,
                      const std::vector<uint8_t>& removed);

class BlockBuilder {
 public:
  // REQUIRES: size() < kMaxBlockTriples, and columns come in ascending order.
  void Add(const Columns& columns, bool removed) {
    if (size() == 0) first_ = columns;
    for (int c = 0; c < 3; ++c) numbers_[c].push_back(ToNumber(columns[c]));
    removed_.push_back(removed ? 1 : 0);
    any_removed_ |= removed;
  }
  int size() const { return static_cast<int>(removed_.size()); }
  // REQUIRES: size() > 0.
  const Columns& first() const { return first_; }
  // The block; the builder is empty after it.
  // REQUIRES: size() > 0.
  std::string Finish();

 private:
  Columns first_ = {};
  std::array<std::vector<uint64_t>, 3> numbers_;
  std::vector<uint8_t> removed_;
  bool any_removed_ = false;
};

class BlockView {
 public:
  BlockView() = default;

  // DataLoss where the bytes are no block.
  static absl::StatusOr<BlockView> Parse(std::string_view bytes);

  int size() const { return size_; }

  // REQUIRES: 0 <= index < size().
  Columns At(int index) const {
    return {Get(0, index), Get(1, index), Get(2, index)};
  }
  bool Removed(int index) const {
    return removals_ != nullptr && (removals_[index >> 3] >> (index & 7) & 1);
  }

  // One column of the entries [from, from + count), many times as fast as At.
  // REQUIRES: 0 <= from, from + count <= size().
  void Read(int column, int from, int count, TermId* out) const;

  // Whether any entry is a removal.
  bool HasRemovals() const { return removals_ != nullptr; }

  // The first index not before `from` whose columns are not less than `bound`;
  // size() where there is none.
  int LowerBound(const Columns& bound, int from) const;

 private:
  struct Column {
    const char* bits = nullptr;
    uint64_t base = 0;
    uint64_t mask = 0;
    uint32_t width = 0;
    uint32_t shift = 0;
  };

  TermId Get(int column, int index) const {
    const Column& c = columns_[column];
    const uint32_t bit = static_cast<uint32_t>(index) * c.width;
    const uint64_t word = LoadLittle64(c.bits + (bit >> 3)) >> (bit & 7);
    return FromNumber(((word & c.mask) << c.shift) + c.base);
  }

  std::array<Column, 3> columns_;
  const char* removals_ = nullptr;
  int size_ = 0;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_BLOCK_H_
