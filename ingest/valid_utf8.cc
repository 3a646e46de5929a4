#include "ingest/valid_utf8.h"

namespace tercet::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

unsigned char At(std::string_view bytes, size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0;
}

// What may follow a lead byte: how many bytes, and the range of the first,
// which rules out overlong forms and surrogates (Unicode table 3-7).
struct Lead {
  int length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Lead LeadOf(unsigned char c) {
  if (c < 0x80) return {1};
  if (c < 0xC2) return {0};
  if (c < 0xE0) return {2};
  if (c == 0xE0) return {3, 0xA0, 0xBF};
  if (c == 0xED) return {3, 0x80, 0x9F};
  if (c < 0xF0) return {3};
  if (c == 0xF0) return {4, 0x90, 0xBF};
  if (c < 0xF4) return {4};
  if (c == 0xF4) return {4, 0x80, 0x8F};
  return {0};
}

// How many bytes at the beginning belong together, and whether they are a
// whole character.
struct Unit {
  int length = 1;
  bool whole = false;
};

Unit UnitAt(std::string_view bytes) {
  const Lead lead = LeadOf(At(bytes, 0));
  if (lead.length == 0) return {1, false};
  for (int i = 1; i < lead.length; ++i) {
    const unsigned char c = At(bytes, i);
    const unsigned char low = i == 1 ? lead.low : 0x80;
    const unsigned char high = i == 1 ? lead.high : 0xBF;
    if (c < low || c > high) return {i, false};
  }
  return {lead.length, true};
}

}  // namespace

int Utf8Length(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const Unit unit = UnitAt(bytes);
  return unit.whole ? unit.length : 0;
}

Utf8Repair MakeValidUtf8(std::string_view bytes) {
  Utf8Repair repair;
  repair.text.reserve(bytes.size());
  int64_t line = 1;
  int64_t column = 1;
  while (!bytes.empty()) {
    const Unit unit = UnitAt(bytes);
    if (unit.whole) {
      repair.text.append(bytes.substr(0, unit.length));
    } else {
      if (repair.replaced++ == 0) {
        repair.line = line;
        repair.column = column;
      }
      repair.text.append(kReplacement);
    }
    ++column;
    if (bytes[0] == '\n') {
      ++line;
      column = 1;
    }
    bytes.remove_prefix(unit.length);
  }
  return repair;
}

void AppendUtf8(uint32_t c, std::string* out) {
  auto push = [out](uint32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (c == 0 || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) {
    out->append(kReplacement);
  } else if (c < 0x80) {
    push(c);
  } else if (c < 0x800) {
    push(0xC0 | c >> 6);
    push(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    push(0xE0 | c >> 12);
    push(0x80 | (c >> 6 & 0x3F));
    push(0x80 | (c & 0x3F));
  } else {
    push(0xF0 | c >> 18);
    push(0x80 | (c >> 12 & 0x3F));
    push(0x80 | (c >> 6 & 0x3F));
    push(0x80 | (c & 0x3F));
  }
}

}  // namespace tercet::text
