#include "storage/bytes.h"

namespace tercet::storage {

void AppendU8(std::string& out, uint8_t value) {
  out.push_back(static_cast<char>(value));
}

void AppendU32(std::string& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) AppendU8(out, value >> shift);
}

void AppendU64(std::string& out, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) AppendU8(out, value >> shift);
}

void AppendVarint(std::string& out, uint64_t value) {
  while (value >= 0x80) {
    AppendU8(out, static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  AppendU8(out, static_cast<uint8_t>(value));
}

void AppendSigned(std::string& out, int64_t value) {
  const uint64_t bits = static_cast<uint64_t>(value);
  AppendVarint(out, bits << 1 ^ (value < 0 ? ~uint64_t{0} : 0));
}

void AppendString(std::string& out, std::string_view value) {
  AppendVarint(out, value.size());
  out.append(value);
}

void AppendOrderedString(std::string& out, std::string_view value) {
  for (const char c : value) {
    out.push_back(c);
    if (c == '\0') out.push_back('\xff');
  }
  out.append({'\0', '\x01'});
}

void ByteReader::Fail() {
  ok_ = false;
  rest_ = {};
}

std::string_view ByteReader::Take(size_t size) {
  if (size > rest_.size()) {
    Fail();
    return {};
  }
  const std::string_view taken = rest_.substr(0, size);
  rest_.remove_prefix(size);
  return taken;
}

uint8_t ByteReader::U8() {
  const std::string_view byte = Take(1);
  return byte.empty() ? 0 : static_cast<uint8_t>(byte[0]);
}

uint32_t ByteReader::U32() {
  uint32_t value = 0;
  for (const char c : Take(4)) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

uint64_t ByteReader::U64() {
  uint64_t value = 0;
  for (const char c : Take(8)) value = value << 8 | static_cast<uint8_t>(c);
  return value;
}

uint64_t ByteReader::Varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const uint8_t byte = U8();
    // The tenth byte has room for the topmost bit only.
    if (shift == 63 && byte > 1) break;
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return ok_ ? value : 0;
  }
  Fail();
  return 0;
}

int64_t ByteReader::Signed() {
  const uint64_t bits = Varint();
  return static_cast<int64_t>(bits >> 1 ^ (~(bits & 1) + 1));
}

std::string_view ByteReader::String() {
  const uint64_t size = Varint();
  if (size > rest_.size()) {
    Fail();
    return {};
  }
  return Take(size);
}

std::string ByteReader::OrderedString() {
  std::string value;
  while (ok_) {
    const char c = static_cast<char>(U8());
    if (!ok_) break;
    if (c != '\0') {
      value.push_back(c);
      continue;
    }
    const uint8_t mark = U8();
    if (mark == 0x01) return value;
    if (mark != 0xff) {
      Fail();
      break;
    }
    value.push_back('\0');
  }
  return {};
}

}  // namespace tercet::storage
