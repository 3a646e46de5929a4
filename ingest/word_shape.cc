#include "ingest/word_shape.h"

#include <algorithm>

namespace tercet::text {
namespace {

char Lower(char c) {
  return IsAsciiUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool IsWebAddress(std::string_view word) {
  return word.starts_with("http://") || word.starts_with("https://") ||
         word.starts_with("www.");
}

char ClassOf(char c) {
  if (IsAsciiUpper(c)) return 'X';
  if (IsAsciiLower(c)) return 'x';
  if (IsAsciiDigit(c)) return '0';
  if (static_cast<unsigned char>(c) >= 0x80) return 'u';
  return c;
}

}  // namespace

std::string Lowercase(std::string_view word) {
  std::string lower(word);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  return lower;
}

std::string NormalForm(std::string_view word) {
  std::string normal = Lowercase(word);
  if (IsWebAddress(normal)) return "<url>";
  for (char& c : normal) {
    if (IsAsciiDigit(c)) c = '0';
  }
  // U+2018 to U+201F, the curly quotes, differ in their last byte alone.
  size_t at = 0;
  while ((at = normal.find("\xE2\x80", at)) != std::string::npos) {
    const unsigned char last =
        at + 2 < normal.size() ? static_cast<unsigned char>(normal[at + 2]) : 0;
    if (last >= 0x98 && last <= 0x9F) {
      normal[at] = last <= 0x9B ? '\'' : '"';
      normal.erase(at + 1, 2);
    }
    ++at;
  }
  return normal;
}

std::string ShapeOf(std::string_view word) {
  std::string shape(word);
  std::transform(shape.begin(), shape.end(), shape.begin(), ClassOf);
  return shape;
}

std::string CollapsedShape(std::string_view word) {
  std::string shape = ShapeOf(word);
  shape.erase(std::unique(shape.begin(), shape.end()), shape.end());
  return shape;
}

bool IsAllCapitals(std::string_view word) {
  return std::none_of(word.begin(), word.end(), IsAsciiLower) &&
         std::count_if(word.begin(), word.end(), IsAsciiUpper) >= 2;
}

}  // namespace tercet::text
