#ifndef TERCET_INGEST_MENTION_WORDS_H_
#define TERCET_INGEST_MENTION_WORDS_H_

// Questions about words that both halves of the mention finder ask.  Pure.

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "ingest/names.h"
#include "ingest/sentence.h"

namespace tercet::text {

inline bool IsOneOf(std::string_view word,
                    std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* w) { return word == w; });
}

// Begins with a capital, or with a letter beyond ASCII.
bool IsCapital(const Token& token);

// "Monday", "March", "Feb.".
bool IsTimeName(const Token& token);

// The tokens [first, last] as in the text.
std::string JoinedForms(const Sentence& sentence, int first, int last);

// Where the title in front of a name begins; `first` where there is none.
int TitleStart(const Sentence& sentence, int first, const NameLexicon& names);

}  // namespace tercet::text

#endif  // TERCET_INGEST_MENTION_WORDS_H_
