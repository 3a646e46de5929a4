#include "graph/names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "tercet/words.h"

namespace tercet {
namespace {

constexpr size_t kMaxWords = 64;

struct Decoded {
  uint32_t code = 0;
  size_t size = 1;
  bool valid = false;
};

// One code point of one to four bytes; an invalid byte is taken alone.
Decoded Decode(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {};
  uint32_t code = lead & (0xFF >> (size + 1));
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    code = code << 6 | (byte(i) & 0x3F);
  }
  return {code, size, true};
}

void AppendCode(std::string& out, uint32_t code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
    return;
  }
  // Folding maps into the two-byte range or leaves the bytes alone.
  out += static_cast<char>(0xC0 | code >> 6);
  out += static_cast<char>(0x80 | (code & 0x3F));
}

// Base letters of U+00C0..U+017F; '*' where the letter has none.
constexpr std::string_view kLatin =
    "aaaaaa*ceeeeiiii*nooooo*ouuuuy**"
    "aaaaaa*ceeeeiiii*nooooo*ouuuuy*y"
    "aaaaaaccccccccddddeeeeeeeeeegggg"
    "gggghhhhiiiiiiiiii**jjkk*lllllll"
    "lllnnnnnn***oooooo**rrrrrrssssss"
    "ssttttttuuuuuuuuuuuuwwyyyzzzzzz*";
static_assert(kLatin.size() == 0x180 - 0xC0);

// Lower case of a letter that has two bytes in UTF-8 and no base letter.
uint32_t LowerCode(uint32_t code) {
  if (code >= 0xC0 && code <= 0xDE && code != 0xD7) return code + 0x20;
  if (code >= 0x132 && code <= 0x137) return code | 1;
  if (code >= 0x14A && code <= 0x177) return code | 1;
  if (code >= 0x391 && code <= 0x3A9) return code + 0x20;
  if (code >= 0x410 && code <= 0x42F) return code + 0x20;
  if (code >= 0x400 && code <= 0x40F) return code + 0x50;
  return code;
}

bool IsDash(uint32_t code) {
  return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212;
}
bool IsBlank(uint32_t code) {
  return code == ' ' || code == '\t' || code == '\n' || code == '\r' ||
         code == 0xA0 || code == 0x202F || code == 0x2009;
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

void Blank(std::string& out) {
  if (!out.empty() && out.back() != ' ') out += ' ';
}

void FoldCode(const Decoded& code, std::string_view bytes, std::string& out) {
  if (code.code == 0x2018 || code.code == 0x2019) {
    out += '\'';
  } else if (code.code == 0x201C || code.code == 0x201D) {
    out += '"';
  } else if (code.code < 0x80) {
    const char c = static_cast<char>(code.code);
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  } else if (code.code >= 0xC0 && code.code < 0x180 &&
             kLatin[code.code - 0xC0] != '*') {
    out += kLatin[code.code - 0xC0];
  } else if (code.code < 0x800) {
    AppendCode(out, LowerCode(code.code));
  } else {
    out += bytes;
  }
}

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '\'' || c == '$' ||
         c == '%' || c == '&' || static_cast<unsigned char>(c) >= 0x80;
}

std::string Singular(std::string word) {
  if (word.ends_with("'s")) word.resize(word.size() - 2);
  while (word.ends_with('\'')) word.pop_back();
  if (word.size() > 4 && word.ends_with("ies")) {
    word.replace(word.size() - 3, 3, "y");
  } else if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) {
    word.pop_back();
  }
  return word;
}

}  // namespace

std::string FoldName(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (size_t at = 0; at < name.size();) {
    const Decoded code = Decode(name.substr(at));
    const std::string_view bytes = name.substr(at, code.size);
    at += code.size;
    if (!code.valid) {
      out += bytes;
    } else if (IsBlank(code.code) || IsDash(code.code)) {
      Blank(out);
    } else if (code.code == '.') {
      // A decimal point separates numbers; any other point goes.
      if (!out.empty() && IsDigit(out.back()) && at < name.size() &&
          IsDigit(name[at])) {
        out += '.';
      }
    } else {
      FoldCode(code, bytes, out);
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  for (const std::string_view article : {"the ", "an ", "a "}) {
    if (out.size() > article.size() && out.starts_with(article)) {
      return out.substr(article.size());
    }
  }
  return out;
}

namespace {

// Sorted, each once; of no more than the first `limit`.
std::vector<std::string> FirstWordsOf(std::string_view text, size_t limit) {
  const std::string folded = FoldName(text);
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    word = Singular(std::move(word));
    if (!word.empty() && words.size() < limit) words.push_back(word);
    word.clear();
  };
  for (const char c : folded) {
    if (IsWordByte(c)) {
      word += c;
    } else if (!word.empty()) {
      finish();
    }
  }
  if (!word.empty()) finish();
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace

std::vector<std::string> WordsOf(std::string_view name) {
  return FirstWordsOf(name, kMaxWords);
}

std::vector<std::string> AllWordsOf(std::string_view text) {
  return FirstWordsOf(text, text.size());
}

bool TextHasWords(std::string_view text, std::string_view words) {
  const std::vector<std::string> wanted = AllWordsOf(words);
  if (wanted.empty()) return false;
  const std::vector<std::string> own = AllWordsOf(text);
  return std::includes(own.begin(), own.end(), wanted.begin(), wanted.end());
}

}  // namespace tercet
