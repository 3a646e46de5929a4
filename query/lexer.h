#ifndef TERCET_QUERY_LEXER_H_
#define TERCET_QUERY_LEXER_H_

// The words of the query language: each Scan function reads one kind of word
// at the cursor, after blanks and // comments, or leaves the cursor where it
// was and notes what it would have liked to see.
//
//   Notes notes;
//   Cursor cursor{begin, end, &notes};
//   Lexeme name;
//   ScanName(cursor, Reserved::kClauses, &name);  // "20 U.S. defense firms"
//
// The grammar (grammar.cc) wraps these functions as parsers.  Not thread-safe:
// a cursor and its notes belong to one parse.

#include <string>
#include <vector>

#include "query/syntax.h"

namespace tercet::query::syntax {

// What a parse has found out about the place where it got stuck: the furthest
// offset at which any word was refused, and the words that would have fitted.
struct Notes {
  const char32_t* begin = nullptr;
  const char32_t* furthest = nullptr;
  std::vector<const char*> expected;
  // Refusals at this place are left to the rule that gave it a name.
  const char32_t* named_at = nullptr;
  // An error that no other reading can mend; every scan fails from then on.
  const char* fatal = nullptr;
  const char32_t* fatal_at = nullptr;
  int depth = 0;

  // `expected_word` may be null: then the place counts, and others name what
  // would fit there.
  void Refuse(const char32_t* at, const char* expected_word);
  void Fail(const char32_t* at, const char* message);
};

struct Cursor {
  const char32_t* it;
  const char32_t* end;
  Notes* notes;

  int offset(const char32_t* at) const {
    return static_cast<int>(at - notes->begin);
  }
};

// Which words end a name: those that open a clause, or these and the words of
// expressions (and, or, in, as, asc, desc).
enum class Reserved { kClauses, kExpressions };

// The first code point at or after `it` that is neither blank nor comment.
const char32_t* SkipBlank(const char32_t* it, const char32_t* end);

// A mark such as "->", or a word such as "where", in lower case or capitals.
bool ScanMark(Cursor& cursor, const char32_t* mark, const char* expected);
bool ScanKeyword(Cursor& cursor, const char32_t* word, const char* expected);

// The ends of an edge, with dashes as they are typed in prose.
bool ScanRightArrow(Cursor& cursor);  // -> –> →
bool ScanLeftArrow(Cursor& cursor);   // <- <– ←
// The same with a blank behind it.
bool ScanSpacedLeftArrow(Cursor& cursor);
bool ScanDash(Cursor& cursor);  // - – — but not ->
// The same, but not with a blank before it and none behind it.
bool ScanClosingDash(Cursor& cursor);

bool ScanName(Cursor& cursor, Reserved reserved, Lexeme* out);
bool ScanRelationName(Cursor& cursor, Lexeme* out);
bool ScanString(Cursor& cursor, Lexeme* out);
bool ScanIdentifier(Cursor& cursor, Lexeme* out);
bool ScanVariable(Cursor& cursor, Lexeme* out);      // ?who, without the "?"
bool ScanPathVariable(Cursor& cursor, Lexeme* out);  // ?p =
bool ScanAnonymous(Cursor& cursor, Lexeme* out);     // ? alone
bool ScanId(Cursor& cursor, Lexeme* out);            // @ap1, #12
bool ScanInteger(Cursor& cursor, int64_t* out);

// A literal, unless the text goes on and makes it a name: "20 U.S. firms".
// As a node a bare whole number is a name too; `bare` allows it.
bool ScanLiteral(Cursor& cursor, Reserved reserved, bool bare, Literal* out);

bool ScanEnd(Cursor& cursor);

}  // namespace tercet::query::syntax

#endif  // TERCET_QUERY_LEXER_H_
