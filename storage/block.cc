#include "storage/block.h"

#include <algorithm>

namespace tercet::storage {
namespace {

constexpr size_t kHeaderSize = 2 + 3 * 9;
constexpr size_t kPadding = 8;
constexpr uint16_t kRemovalsBit = 0x8000;
// A number of up to 56 bits lies in one 8-byte load wherever it starts.
constexpr int kMaxNarrow = 56;

void StoreLittle64(char* bytes, uint64_t word) {
  if constexpr (std::endian::native == std::endian::big) {
    word = __builtin_bswap64(word);
  }
  std::memcpy(bytes, &word, 8);
}

constexpr size_t BytesOf(uint64_t bits) { return (bits + 7) / 8; }

int WidthOf(uint64_t range) {
  const int bits = std::bit_width(range);
  return bits > kMaxNarrow ? 64 : bits;
}

absl::Status Damaged() {
  return absl::DataLossError("a block of triples is damaged");
}

}  // namespace

std::string BlockBuilder::Finish() {
  const size_t count = columns_.size();
  std::array<uint64_t, 3> base = {~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}};
  std::array<uint64_t, 3> top = {};
  for (Columns& columns : columns_) {
    for (int c = 0; c < 3; ++c) {
      columns[c] = ToNumber(columns[c]);
      base[c] = std::min(base[c], columns[c]);
      top[c] = std::max(top[c], columns[c]);
    }
  }
  std::array<int, 3> width;
  size_t size = kHeaderSize + kPadding;
  for (int c = 0; c < 3; ++c) {
    width[c] = WidthOf(top[c] - base[c]);
    size += BytesOf(count * width[c]);
  }
  if (any_removed_) size += BytesOf(count);
  std::string block(size, '\0');
  const auto head =
      static_cast<uint16_t>(count | (any_removed_ ? kRemovalsBit : 0));
  block[0] = static_cast<char>(head & 0xff);
  block[1] = static_cast<char>(head >> 8);
  char* bits = block.data() + kHeaderSize;
  for (int c = 0; c < 3; ++c) {
    block[2 + 9 * c] = static_cast<char>(width[c]);
    StoreLittle64(&block[3 + 9 * c], base[c]);
    uint64_t bit = 0;
    for (const Columns& columns : columns_) {
      char* at = bits + (bit >> 3);
      StoreLittle64(at, LoadLittle64(at) | (columns[c] - base[c]) << (bit & 7));
      bit += width[c];
    }
    bits += BytesOf(bit);
  }
  if (any_removed_) {
    for (size_t i = 0; i < count; ++i) {
      if (removed_[i]) bits[i >> 3] |= static_cast<char>(1 << (i & 7));
    }
  }
  columns_.clear();
  removed_.clear();
  any_removed_ = false;
  return block;
}

absl::StatusOr<BlockView> BlockView::Parse(std::string_view bytes) {
  if (bytes.size() < kHeaderSize + kPadding) return Damaged();
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(bytes[i]); };
  const uint16_t head = byte(0) | byte(1) << 8;
  BlockView view;
  view.size_ = head & ~kRemovalsBit;
  if (view.size_ < 1 || view.size_ > kMaxBlockTriples) return Damaged();
  size_t at = kHeaderSize;
  for (int c = 0; c < 3; ++c) {
    Column& column = view.columns_[c];
    column.width = byte(2 + 9 * c);
    if (column.width > kMaxNarrow && column.width != 64) return Damaged();
    column.mask =
        column.width == 64 ? ~uint64_t{0} : (uint64_t{1} << column.width) - 1;
    column.base = LoadLittle64(bytes.data() + 3 + 9 * c);
    column.bits = bytes.data() + at;
    at += BytesOf(static_cast<uint64_t>(view.size_) * column.width);
    if (at + kPadding > bytes.size()) return Damaged();
  }
  if ((head & kRemovalsBit) != 0) {
    view.removals_ = bytes.data() + at;
    at += BytesOf(view.size_);
  }
  if (at + kPadding != bytes.size()) return Damaged();
  return view;
}

int BlockView::LowerBound(const Columns& bound, int from) const {
  int low = from;
  int high = size_;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (At(middle) < bound) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

}  // namespace tercet::storage
