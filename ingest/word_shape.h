#ifndef TERCET_INGEST_WORD_SHAPE_H_
#define TERCET_INGEST_WORD_SHAPE_H_

// What a word looks like, for the features of tagger and parser.
//
//   Lowercase("Élan") == "Élan"   (ASCII letters alone are changed)
//   NormalForm("F-16") == "f-00"
//   ShapeOf("McDonald's") == "XxXxxxx'x", CollapsedShape "XxXx'x"

#include <string>
#include <string_view>

namespace tercet::text {

std::string Lowercase(std::string_view word);

// Lower case, digits as 0, curly quotes as straight ones; addresses of the
// web as "<url>".
std::string NormalForm(std::string_view word);

// Letters as X or x, digits as 0, bytes beyond ASCII as u, the rest as is.
std::string ShapeOf(std::string_view word);

// The same with each run of one class as a single letter.
std::string CollapsedShape(std::string_view word);

inline bool IsAsciiUpper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool IsAsciiLower(char c) { return c >= 'a' && c <= 'z'; }
inline bool IsAsciiDigit(char c) { return c >= '0' && c <= '9'; }

// No lower-case letter and at least two capitals: "NATO", "U.S.".
bool IsAllCapitals(std::string_view word);

}  // namespace tercet::text

#endif  // TERCET_INGEST_WORD_SHAPE_H_
