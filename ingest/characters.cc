#include "ingest/characters.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

namespace tercet::text {
namespace {

struct Range {
  char32_t first;
  char32_t last;
  CharacterClass kind;
};

// What is not listed beyond ASCII is a letter.  In ascending order.
constexpr Range kRanges[] = {
    {0x80, 0x84, CharacterClass::kSymbol},
    {0x85, 0x85, CharacterClass::kSpace},
    {0x86, 0x9F, CharacterClass::kSymbol},
    {0xA0, 0xA0, CharacterClass::kSpace},
    {0xA1, 0xA1, CharacterClass::kPunctuation},
    {0xA2, 0xA6, CharacterClass::kSymbol},
    {0xA7, 0xA7, CharacterClass::kPunctuation},
    {0xA8, 0xA9, CharacterClass::kSymbol},
    {0xAB, 0xAB, CharacterClass::kPunctuation},
    {0xAC, 0xAC, CharacterClass::kSymbol},
    {0xAD, 0xAD, CharacterClass::kExtend},
    {0xAE, 0xB1, CharacterClass::kSymbol},
    {0xB4, 0xB4, CharacterClass::kSymbol},
    {0xB6, 0xB7, CharacterClass::kPunctuation},
    {0xB8, 0xB8, CharacterClass::kSymbol},
    {0xBB, 0xBB, CharacterClass::kPunctuation},
    {0xBC, 0xBE, CharacterClass::kDigit},
    {0xBF, 0xBF, CharacterClass::kPunctuation},
    {0xD7, 0xD7, CharacterClass::kSymbol},
    {0xF7, 0xF7, CharacterClass::kSymbol},
    {0x300, 0x36F, CharacterClass::kExtend},
    {0x1680, 0x1680, CharacterClass::kSpace},
    {0x2000, 0x200B, CharacterClass::kSpace},
    {0x200C, 0x200F, CharacterClass::kExtend},
    {0x2010, 0x2027, CharacterClass::kPunctuation},
    {0x2028, 0x2029, CharacterClass::kSpace},
    {0x202A, 0x202E, CharacterClass::kExtend},
    {0x202F, 0x202F, CharacterClass::kSpace},
    {0x2030, 0x205E, CharacterClass::kPunctuation},
    {0x205F, 0x205F, CharacterClass::kSpace},
    {0x2060, 0x206F, CharacterClass::kExtend},
    {0x20A0, 0x20CF, CharacterClass::kSymbol},
    {0x20D0, 0x20FF, CharacterClass::kExtend},
    {0x2100, 0x214F, CharacterClass::kSymbol},
    {0x2190, 0x2BFF, CharacterClass::kSymbol},
    {0x2E00, 0x2E7F, CharacterClass::kPunctuation},
    {0x3000, 0x3000, CharacterClass::kSpace},
    {0x3001, 0x3003, CharacterClass::kPunctuation},
    {0x3008, 0x3011, CharacterClass::kPunctuation},
    {0xE000, 0xF8FF, CharacterClass::kSymbol},
    {0xFE00, 0xFE0F, CharacterClass::kExtend},
    {0xFEFF, 0xFEFF, CharacterClass::kSpace},
    {0xFF01, 0xFF0F, CharacterClass::kPunctuation},
    {0xFFFD, 0xFFFD, CharacterClass::kInvalid},
    {0x1F000, 0x1F3FA, CharacterClass::kSymbol},
    {0x1F3FB, 0x1F3FF, CharacterClass::kExtend},
    {0x1F400, 0x1FAFF, CharacterClass::kSymbol},
    {0xE0000, 0xE01EF, CharacterClass::kExtend},
};

CharacterClass ClassOfAscii(char32_t code) {
  if (code >= 'a' && code <= 'z') return CharacterClass::kLower;
  if (code >= 'A' && code <= 'Z') return CharacterClass::kUpper;
  if (code >= '0' && code <= '9') return CharacterClass::kDigit;
  if (code <= ' ' || code == 0x7F) return CharacterClass::kSpace;
  if (code == '$' || code == '+' || code == '<' || code == '=' || code == '>' ||
      code == '^' || code == '`' || code == '|' || code == '~') {
    return CharacterClass::kSymbol;
  }
  return CharacterClass::kPunctuation;
}

}  // namespace

CharacterClass ClassOf(char32_t code) {
  if (code < 0x80) return ClassOfAscii(code);
  const auto* range =
      std::lower_bound(std::begin(kRanges), std::end(kRanges), code,
                       [](const Range& r, char32_t c) { return r.last < c; });
  return range != std::end(kRanges) && code >= range->first
             ? range->kind
             : CharacterClass::kLetter;
}

Character CharacterAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t k) -> char32_t {
    return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0;
  };
  const char32_t first = byte(0);
  if (first < 0x80) return {first, 1, ClassOfAscii(first)};
  constexpr Character kBroken = {0xFFFD, 1, CharacterClass::kInvalid};
  const int size = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4) return kBroken;
  char32_t code = first & (0xFFu >> (size + 1));
  for (int k = 1; k < size; ++k) {
    if ((byte(static_cast<size_t>(k)) & 0xC0) != 0x80) return kBroken;
    code = code << 6 | (byte(static_cast<size_t>(k)) & 0x3F);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  if (code < kLeast[size] || surrogate || code > 0x10FFFF) return kBroken;
  return {code, static_cast<uint8_t>(size), ClassOf(code)};
}

char32_t Plain(char32_t code) {
  if (code >= 0x2018 && code <= 0x201B) return '\'';
  if (code >= 0x201C && code <= 0x201F) return '"';
  return ClassOf(code) == CharacterClass::kSpace ? U' ' : code;
}

}  // namespace tercet::text
