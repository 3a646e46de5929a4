#include "ingest/neural/word_ids.h"

#include <algorithm>
#include <string>

namespace tercet::text {
namespace {

constexpr size_t kLongestAffix = 5;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }
char Lower(char c) { return IsUpper(c) ? static_cast<char>(c + 32) : c; }

// "McDonald" -> "XxXx", "U.S." -> "X.X.", "2012" -> "d".
std::string Shape(std::string_view form) {
  std::string shape;
  for (const char c : form) {
    char kind = c;
    if (IsUpper(c)) kind = 'X';
    if (IsLower(c)) kind = 'x';
    if (IsDigit(c)) kind = 'd';
    if (static_cast<unsigned char>(c) >= 0x80) kind = 'u';
    if (shape.empty() || shape.back() != kind) shape.push_back(kind);
  }
  return shape;
}

uint32_t Row(std::string_view bytes, uint64_t seed) {
  return static_cast<uint32_t>(1 +
                               SeededHash(bytes, seed) % (kSubwordBuckets - 1));
}

}  // namespace

std::string PlainQuotes(std::string_view form) {
  // U+2018 and U+2019 are E2 80 98 and 99, U+201C and U+201D end in 9C, 9D.
  constexpr std::string_view kLead = "\xE2\x80";
  std::string plain;
  plain.reserve(form.size());
  for (size_t i = 0; i < form.size(); ++i) {
    const std::string_view rest = form.substr(i);
    const char last = rest.size() > 2 ? rest[2] : '\0';
    const bool is_single = last == '\x98' || last == '\x99';
    const bool is_double = last == '\x9C' || last == '\x9D';
    if (rest.starts_with(kLead) && (is_single || is_double)) {
      plain.push_back(is_single ? '\'' : '"');
      i += 2;
    } else {
      plain.push_back(form[i]);
    }
  }
  return plain;
}

uint64_t SeededHash(std::string_view bytes, uint64_t seed) {
  uint64_t hash = 0xCBF29CE484222325u ^ seed;
  for (const char c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return hash;
}

uint64_t WordHash(std::string_view form) {
  uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : form) {
    hash = (hash ^ static_cast<unsigned char>(Lower(c))) * 0x100000001B3u;
  }
  return hash;
}

SubwordRows SubwordRowsOf(std::string_view form) {
  std::string low(form);
  for (char& c : low) c = IsDigit(c) ? '0' : Lower(c);
  SubwordRows rows = {};
  rows[0] = Row(form, 1);
  rows[1] = Row(Shape(form), 2);
  const std::string_view view = low;
  for (size_t size = 1; size <= kLongestAffix && size <= low.size(); ++size) {
    rows[1 + size] = Row(view.substr(0, size), 2 + size);
    rows[6 + size] = Row(view.substr(low.size() - size), 7 + size);
  }
  const char length = static_cast<char>(std::min<size_t>(low.size(), 20));
  rows[12] = Row(std::string_view(&length, 1), 13);
  return rows;
}

}  // namespace tercet::text
