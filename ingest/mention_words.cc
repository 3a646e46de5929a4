#include "ingest/mention_words.h"

#include <cctype>

namespace tercet::text {

bool IsCapital(const Token& token) {
  return !token.form.empty() &&
         (std::isupper(static_cast<unsigned char>(token.form[0])) ||
          static_cast<unsigned char>(token.form[0]) >= 0xC3);
}

bool IsTimeName(const Token& token) {
  return IsOneOf(
      token.form,
      {"Monday",   "Tuesday", "Wednesday", "Thursday",  "Friday",  "Saturday",
       "Sunday",   "January", "February",  "March",     "April",   "May",
       "June",     "July",    "August",    "September", "October", "November",
       "December", "Jan.",    "Feb.",      "Aug.",      "Sept.",   "Oct.",
       "Nov.",     "Dec."});
}

std::string JoinedForms(const Sentence& sentence, int first, int last) {
  std::string text;
  for (int i = first; i <= last; ++i) {
    text += sentence.tokens[i].form;
    if (i < last && sentence.tokens[i].space_after) text += ' ';
  }
  return text;
}

int TitleStart(const Sentence& sentence, int first, const NameLexicon& names) {
  int start = first;
  std::string words;
  for (int i = first - 1; i >= 0 && i >= first - 4; --i) {
    const std::string& form = sentence.tokens[i].form;
    words = words.empty() ? form : form + " " + words;
    if (names.TitleOf(words) != nullptr) start = i;
  }
  return start;
}

}  // namespace tercet::text
