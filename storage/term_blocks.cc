#include "storage/term_blocks.h"

#include "storage/bytes.h"

namespace tercet::storage {
namespace {

constexpr uint8_t kLongBit = 0x80;

absl::Status Damaged() {
  return absl::DataLossError("a block of terms is damaged");
}

}  // namespace

absl::StatusOr<TermSlot> TermOfBlock(std::string_view value, uint64_t index) {
  ByteReader reader(value);
  const uint8_t count = reader.U8();
  TermSlot slot;
  uint64_t before = 0;
  uint64_t size = 0;
  for (uint64_t i = 0; i < count; ++i) {
    const uint8_t kind = reader.U8();
    const uint64_t bytes = reader.Varint();
    if (i < index) {
      before += bytes;
    } else if (i == index) {
      slot.kind = kind & ~kLongBit;
      slot.is_long = (kind & kLongBit) != 0;
      size = bytes;
    }
  }
  const std::string_view texts = reader.rest();
  if (!reader.ok() || before > texts.size() || size > texts.size() - before) {
    return Damaged();
  }
  slot.text = texts.substr(before, size);
  return slot;
}

absl::StatusOr<std::vector<TermSlot>> DecodeTermBlock(std::string_view value) {
  ByteReader reader(value);
  const uint8_t count = reader.U8();
  std::vector<TermSlot> slots(count);
  std::vector<uint64_t> sizes(count);
  uint64_t sum = 0;
  for (size_t i = 0; i < count; ++i) {
    const uint8_t kind = reader.U8();
    slots[i].kind = kind & ~kLongBit;
    slots[i].is_long = (kind & kLongBit) != 0;
    sizes[i] = reader.Varint();
    if (sizes[i] > value.size()) break;
    sum += sizes[i];
  }
  std::string_view rest = reader.rest();
  if (!reader.ok() || count == 0 || count > kBlockTerms || sum != rest.size()) {
    return Damaged();
  }
  for (size_t i = 0; i < count; ++i) {
    slots[i].text = rest.substr(0, sizes[i]);
    rest.remove_prefix(sizes[i]);
  }
  return slots;
}

std::string EncodeTermBlock(const std::vector<TermSlot>& slots) {
  std::string value;
  AppendU8(value, static_cast<uint8_t>(slots.size()));
  for (const TermSlot& slot : slots) {
    AppendU8(value, slot.is_long ? slot.kind | kLongBit : slot.kind);
    AppendVarint(value, slot.text.size());
  }
  for (const TermSlot& slot : slots) value += slot.text;
  return value;
}

std::string SerialBlockKey(uint64_t block) {
  std::string key;
  AppendU64(key, block);
  return key;
}

}  // namespace tercet::storage
