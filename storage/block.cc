#include "storage/block.h"

#include <algorithm>

namespace tercet::storage {
namespace {

constexpr size_t kHeaderSize = 2 + 3 * 9;
constexpr size_t kPadding = 8;
constexpr uint16_t kRemovalsBit = 0x8000;
// A number of up to 56 bits lies in one 8-byte load wherever it starts.
constexpr int kMaxNarrow = 56;
constexpr int kKindBits = 5;
constexpr uint64_t kKindMask = (uint64_t{1} << kKindBits) - 1;
constexpr int kSameKindBit = 0x80;

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

namespace {

// How a column is packed.
struct Packing {
  uint64_t base = 0;
  int width = 0;
  int shift = 0;
};

Packing PackingOf(const std::vector<uint64_t>& numbers) {
  uint64_t least = ~uint64_t{0};
  uint64_t most = 0;
  uint64_t differing = 0;
  for (const uint64_t number : numbers) {
    least = std::min(least, number);
    most = std::max(most, number);
    differing |= number ^ numbers[0];
  }
  Packing packing;
  packing.base = least;
  packing.shift = (differing & kKindMask) == 0 ? kKindBits : 0;
  packing.width = WidthOf((most - least) >> packing.shift);
  return packing;
}

// Eight bytes past the end of the bits are overwritten with zeros.
void PackColumn(const std::vector<uint64_t>& numbers, const Packing& packing,
                char* out) {
  if (packing.width == 64) {
    for (const uint64_t number : numbers) {
      StoreLittle64(out, (number - packing.base) >> packing.shift);
      out += 8;
    }
    return;
  }
  if (packing.width == 0) return;
  uint64_t word = 0;
  int bits = 0;
  for (const uint64_t number : numbers) {
    word |= ((number - packing.base) >> packing.shift) << bits;
    bits += packing.width;
    StoreLittle64(out, word);
    const int whole = bits >> 3;
    out += whole;
    // Never 64: fewer than 8 bits were left over, and 56 came at most.
    word = whole == 8 ? 0 : word >> (whole * 8);
    bits &= 7;
  }
}

}  // namespace

std::string PackBlock(const std::array<std::vector<uint64_t>, 3>& columns,
                      const std::vector<uint8_t>& removed) {
  const size_t count = columns[0].size();
  std::array<Packing, 3> packings;
  size_t size = kHeaderSize + kPadding;
  for (int c = 0; c < 3; ++c) {
    packings[c] = PackingOf(columns[c]);
    size += BytesOf(count * packings[c].width);
  }
  if (!removed.empty()) size += BytesOf(count);
  std::string block(size, '\0');
  const auto head =
      static_cast<uint16_t>(count | (removed.empty() ? 0 : kRemovalsBit));
  block[0] = static_cast<char>(head & 0xff);
  block[1] = static_cast<char>(head >> 8);
  char* bits = block.data() + kHeaderSize;
  for (int c = 0; c < 3; ++c) {
    const Packing& packing = packings[c];
    block[2 + 9 * c] = static_cast<char>(
        packing.width | (packing.shift == 0 ? 0 : kSameKindBit));
    StoreLittle64(&block[3 + 9 * c], packing.base);
    PackColumn(columns[c], packing, bits);
    bits += BytesOf(count * packing.width);
  }
  for (size_t i = 0; i < removed.size(); ++i) {
    if (removed[i] != 0) bits[i >> 3] |= static_cast<char>(1 << (i & 7));
  }
  return block;
}

std::string BlockBuilder::Finish() {
  if (!any_removed_) removed_.clear();
  std::string block = PackBlock(numbers_, removed_);
  for (std::vector<uint64_t>& column : numbers_) column.clear();
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
    column.width = byte(2 + 9 * c) & ~kSameKindBit;
    column.shift = (byte(2 + 9 * c) & kSameKindBit) != 0 ? kKindBits : 0;
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

void BlockView::Read(int column, int from, int count, TermId* out) const {
  const Column& c = columns_[column];
  if (c.width == 0) {
    std::fill_n(out, count, FromNumber(c.base));
    return;
  }
  const char* bits = c.bits;
  const uint64_t mask = c.mask;
  uint64_t bit = static_cast<uint64_t>(from) * c.width;
  if (c.shift == kKindBits && (c.base & 1) == 0) {
    // One kind, and no inline values: what is counted are serial numbers.
    const TermId base = FromNumber(c.base);
    for (int i = 0; i < count; ++i, bit += c.width) {
      out[i] = base + (LoadLittle64(bits + (bit >> 3)) >> (bit & 7) & mask);
    }
    return;
  }
  for (int i = 0; i < count; ++i, bit += c.width) {
    const uint64_t word = LoadLittle64(bits + (bit >> 3)) >> (bit & 7) & mask;
    out[i] = FromNumber((word << c.shift) + c.base);
  }
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
