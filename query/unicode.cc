#include "query/unicode.h"

#include <algorithm>
#include <iterator>

namespace tercet::query {
namespace {

struct Range {
  char32_t first, last;
};

template <size_t n>
bool In(const Range (&ranges)[n], char32_t code) {
  const Range* it = std::upper_bound(
      std::begin(ranges), std::end(ranges), code,
      [](char32_t c, const Range& range) { return c < range.first; });
  return it != std::begin(ranges) && code <= std::prev(it)->last;
}

// Marks that are drawn over their neighbour (General_Category Mn, Me and Cf
// of the scripts that news text uses).
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0670, 0x0670}, {0x06D6, 0x06DC},   {0x06DF, 0x06E4},
    {0x0900, 0x0902}, {0x093C, 0x093C}, {0x0941, 0x0948},   {0x094D, 0x094D},
    {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},   {0x2060, 0x2064},
    {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A},   {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0x1F3FB, 0x1F3FF}, {0xE0100, 0xE01EF}};

// East_Asian_Width W and F, and emoji that terminals draw wide.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},
    {0x23E9, 0x23EC},   {0x23F0, 0x23F0},   {0x23F3, 0x23F3},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},
    {0x26F2, 0x26F3},   {0x26F5, 0x26F5},   {0x26FA, 0x26FA},
    {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},
    {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},
    {0x2B55, 0x2B55},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
    {0xA960, 0xA97F},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD}};

constexpr Range kBlank[] = {
    {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
    {0x1680, 0x1680}, {0x2000, 0x200B}, {0x2028, 0x2029}, {0x202F, 0x202F},
    {0x205F, 0x2060}, {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

// Beyond ASCII everything is a letter except these: controls, punctuation,
// arrows, mathematical and technical symbols, private use, and specials.
// Within General Punctuation the typographic apostrophe, the hyphens and the
// joiners of Persian and Indic scripts stay letters.
constexpr Range kNoLetter[] = {
    {0x80, 0xA1},     {0xA6, 0xA9},     {0xAB, 0xB4},     {0xB6, 0xB6},
    {0xB8, 0xB9},     {0xBB, 0xBF},     {0xD7, 0xD7},     {0xF7, 0xF7},
    {0x1680, 0x1680}, {0x2000, 0x200B}, {0x200E, 0x200F}, {0x2012, 0x2018},
    {0x201A, 0x206F}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004},
    {0x3008, 0x3020}, {0x3030, 0x3030}, {0xD800, 0xF8FF}, {0xFE10, 0xFE1F},
    {0xFE30, 0xFE6F}, {0xFEFF, 0xFEFF}, {0xFF01, 0xFF0F}, {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0xF0000, 0x10FFFF}};

bool IsAsciiAlnum(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

char32_t Lower(char32_t c) {
  if (c < 0x80) return (c >= 'A' && c <= 'Z') ? c + 32 : c;
  if ((c >= 0xC0 && c <= 0xDE && c != 0xD7)) return c + 32;
  if (c >= 0x100 && c <= 0x137) return c | 1;
  if (c >= 0x139 && c <= 0x148) return (c & 1) ? c + 1 : c;
  if (c >= 0x14A && c <= 0x177) return c | 1;
  if (c == 0x178) return 0xFF;
  if (c >= 0x179 && c <= 0x17E) return (c & 1) ? c + 1 : c;
  if (c >= 0x391 && c <= 0x3A9) return c + 32;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if (c >= 0x1E00 && c <= 0x1EFF) return c | 1;
  return c;
}

}  // namespace

int DecodeUtf8(std::string_view text, char32_t* code) {
  const auto byte = [&](size_t i) -> unsigned {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned lead = byte(0);
  if (lead < 0x80) {
    *code = lead;
    return 1;
  }
  const int length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  if (text.size() < static_cast<size_t>(length)) return 0;
  char32_t value = lead & (0xFF >> (length + 1));
  for (int i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte(i) & 0x3F);
  }
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || value > 0x10FFFF) return 0;
  if (value >= 0xD800 && value <= 0xDFFF) return 0;
  *code = value;
  return length;
}

void AppendUtf8(char32_t c, std::string* out) {
  const auto put = [out](char32_t byte) {
    out->push_back(static_cast<char>(byte));
  };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string ToUtf8(std::u32string_view codes) {
  std::string out;
  out.reserve(codes.size());
  for (char32_t code : codes) AppendUtf8(code, &out);
  return out;
}

bool IsBlank(char32_t code) { return In(kBlank, code); }

bool IsIdentifierChar(char32_t code) {
  if (code < 0x80) return IsAsciiAlnum(code) || code == '_';
  if (code >= 0x2000 && code <= 0x20CF) return false;
  if (code >= 0xA2 && code <= 0xA5) return false;
  return !In(kNoLetter, code);
}

bool IsWordChar(char32_t code) {
  if (code < 0x80) {
    return IsAsciiAlnum(code) || code == '.' || code == '_' || code == '\'' ||
           code == '&' || code == '$' || code == '%';
  }
  return !In(kNoLetter, code);
}

int DisplayWidth(char32_t code) {
  if (code < 0x20 || (code >= 0x7F && code < 0xA0)) return 0;
  if (code < 0x300) return 1;
  if (In(kZeroWidth, code)) return 0;
  return In(kWide, code) ? 2 : 1;
}

int DisplayWidth(std::string_view utf8) {
  int width = 0;
  while (!utf8.empty()) {
    char32_t code = 0;
    const int length = DecodeUtf8(utf8, &code);
    width += length == 0 ? 1 : DisplayWidth(code);
    utf8.remove_prefix(length == 0 ? 1 : length);
  }
  return width;
}

std::vector<std::string> WrapToWidth(std::string_view utf8, int columns) {
  std::vector<std::string> lines;
  while (DisplayWidth(utf8) > columns) {
    size_t at = 0;     // where the line is full
    size_t blank = 0;  // its last blank; 0: none
    for (int width = 0;;) {
      char32_t code = 0;
      const int length = DecodeUtf8(utf8.substr(at), &code);
      width += length == 0 ? 1 : DisplayWidth(code);
      if (utf8[at] == ' ') blank = at;
      if (width > columns) break;
      at += length == 0 ? 1 : length;
    }
    lines.emplace_back(utf8.substr(0, blank > 0 ? blank : at));
    utf8.remove_prefix(blank > 0 ? blank + 1 : at);
  }
  lines.emplace_back(utf8);
  return lines;
}

std::string FoldCase(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size());
  while (!utf8.empty()) {
    char32_t code = 0;
    const int length = DecodeUtf8(utf8, &code);
    if (length == 0) {
      out.push_back(utf8[0]);
      utf8.remove_prefix(1);
      continue;
    }
    AppendUtf8(Lower(code), &out);
    utf8.remove_prefix(length);
  }
  return out;
}

}  // namespace tercet::query
