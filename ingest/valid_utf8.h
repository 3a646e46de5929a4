#ifndef TERCET_INGEST_VALID_UTF8_H_
#define TERCET_INGEST_VALID_UTF8_H_

// Bytes of unknown origin made valid UTF-8.
//
//   Utf8Repair repair = MakeValidUtf8("caf\xE9 au lait");
//   repair.text       // "caf\uFFFD au lait"
//   repair.replaced   // 1
//   repair.line, repair.column  // 1, 4: where the first one stood
//
// Every maximal ill-formed part becomes one U+FFFD, as the Unicode standard
// recommends (section 3.9); overlong forms, surrogates and code points beyond
// U+10FFFF are ill-formed.  Pure; thread-safe.

#include <cstdint>
#include <string>
#include <string_view>

namespace tercet::text {

struct Utf8Repair {
  std::string text;
  int64_t replaced = 0;  // how many U+FFFD were written
  int64_t line = 0;      // from 1; of the first replacement, 0 if none
  int64_t column = 0;    // from 1, in characters
};

// The length of the well-formed character at the beginning of `bytes`, 1 to
// 4; 0 if there is none.
int Utf8Length(std::string_view bytes);

Utf8Repair MakeValidUtf8(std::string_view bytes);

// Appends a code point; what is no character becomes U+FFFD.
void AppendUtf8(uint32_t code_point, std::string* out);

}  // namespace tercet::text

#endif  // TERCET_INGEST_VALID_UTF8_H_
