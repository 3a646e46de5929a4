#ifndef TERCET_WORDS_H_
#define TERCET_WORDS_H_

// Words of names and sentences as searches compare them: folded in case and
// accents, without hyphens and the points of abbreviations, "ferries" as
// "ferry".
//
//   TextHasWords("The U.S. sanctions two firms.", "firm US")    // true
//
// Pure functions; thread-safe.

#include <string_view>

namespace tercet {

// Whether every one of `words` is among those of the text; false for no words.
bool TextHasWords(std::string_view text, std::string_view words);

}  // namespace tercet

#endif  // TERCET_WORDS_H_
