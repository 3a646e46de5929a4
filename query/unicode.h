#ifndef TERCET_QUERY_UNICODE_H_
#define TERCET_QUERY_UNICODE_H_

// Code points, their classes and their width on a terminal: as much of
// Unicode as the query language and its tables need, without a locale.
// Pure functions, thread-safe.
//
//   DisplayWidth("習近平")  // 6 columns
//   WrapToWidth("Lee Jae Myung", 8)  // {"Lee Jae", "Myung"}

#include <string>
#include <string_view>
#include <vector>

namespace tercet::query {

// Decodes one code point at the start of `text` into *code and returns its
// length in bytes, or 0 where the bytes are not valid UTF-8 (overlong forms,
// surrogates and values above U+10FFFF are not).  REQUIRES: text not empty.
int DecodeUtf8(std::string_view text, char32_t* code);

void AppendUtf8(char32_t code, std::string* out);
std::string ToUtf8(std::u32string_view codes);

// Spaces of any width, tabs, line ends and zero-width marks.
bool IsBlank(char32_t code);

// What a word of the query language is made of: letters and digits of any
// script and . _ ' & $ %, but no other punctuation.
bool IsWordChar(char32_t code);

// What the name of a variable is made of: letters, digits and _.
bool IsIdentifierChar(char32_t code);

// Columns on a terminal: 0 for combining marks, 2 for East Asian wide
// characters and emoji, 1 for the rest.
int DisplayWidth(char32_t code);
int DisplayWidth(std::string_view utf8);

// `utf8` in lines of at most `columns`, broken at blanks where it can be.
// REQUIRES: columns is at least 2, the width of the widest character.
std::vector<std::string> WrapToWidth(std::string_view utf8, int columns);

// Lower case of ASCII, Latin, Greek and Cyrillic letters; others as they are.
std::string FoldCase(std::string_view utf8);

}  // namespace tercet::query

#endif  // TERCET_QUERY_UNICODE_H_
