#ifndef TERCET_QUERY_GRAMMAR_H_
#define TERCET_QUERY_GRAMMAR_H_

// The grammar as a function, so that only grammar.cc needs Spirit.  Callers
// want parser.h.

#include "query/lexer.h"
#include "query/syntax.h"

namespace tercet::query::syntax {

// Brackets and "not" may be nested this deep; deeper text is refused, so that
// no text can exhaust the stack of any stage.
inline constexpr int kMaxDepth = 100;

// What errors call the words that may follow a pattern.
inline constexpr char kClause[] = "a clause such as 'where' or 'return'";

// Reads all of [first, last) into *out; where it cannot, *notes says why.
bool ParseStatement(const char32_t* first, const char32_t* last, Notes* notes,
                    Statement* out);

}  // namespace tercet::query::syntax

#endif  // TERCET_QUERY_GRAMMAR_H_
