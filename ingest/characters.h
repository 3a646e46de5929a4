#ifndef TERCET_INGEST_CHARACTERS_H_
#define TERCET_INGEST_CHARACTERS_H_

// UTF-8 characters and the classes that tokenisation tells apart.
//
//   Character c = CharacterAt("é!", 0);  // code 0xE9, size 2, kLetter
//
// A byte that does not begin a valid sequence is a character of its own,
// code 0xFFFD and size 1, so that any bytes at all can be walked through.

#include <cstdint>
#include <string_view>

namespace tercet::text {

enum class CharacterClass : uint8_t {
  kSpace,
  kUpper,
  kLower,
  kLetter,  // neither: beyond ASCII
  kDigit,
  kPunctuation,
  kSymbol,  // currency, mathematics, emoji
  kExtend,  // belongs to the character before it: accents, joiners
  kInvalid,
};

struct Character {
  char32_t code = 0;
  uint8_t size = 1;  // bytes
  CharacterClass kind = CharacterClass::kInvalid;
};

CharacterClass ClassOf(char32_t code);

// REQUIRES: at < text.size().
Character CharacterAt(std::string_view text, size_t at);

// Curly quotes as straight ones, white space as a blank; else itself.
char32_t Plain(char32_t code);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CHARACTERS_H_
