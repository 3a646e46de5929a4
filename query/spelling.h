#ifndef TERCET_QUERY_SPELLING_H_
#define TERCET_QUERY_SPELLING_H_

// The nearest known word to a misspelt one: "no relation 'meats'; did you mean
// 'meets'?".  Pure functions, thread-safe.

#include <string>
#include <string_view>
#include <vector>

namespace tercet::query {

// Edits (insert, delete, replace, swap of neighbours; bytes, any case) that
// turn `a` into `b`, counted up to `limit`; limit + 1 where there are more.
int EditDistance(std::string_view a, std::string_view b, int limit);

// The word of `known` nearest to `word`, the first of equals; empty where none
// is near: a third of the letters may be wrong, at most three.
std::string Nearest(std::string_view word,
                    const std::vector<std::string>& known);
// "; did you mean 'meets'?" of the nearest; empty where none is near.
std::string DidYouMean(std::string_view word,
                       const std::vector<std::string>& known);

}  // namespace tercet::query

#endif  // TERCET_QUERY_SPELLING_H_
