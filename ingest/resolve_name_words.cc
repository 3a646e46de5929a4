#include "ingest/resolve_name_words.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"

namespace tercet::text {

std::vector<std::string> NameWords(std::string_view text) {
  std::vector<std::string> words =
      absl::StrSplit(absl::string_view(text.data(), text.size()),
                     absl::ByAnyChar(" -–"), absl::SkipEmpty());
  return words;
}

bool IsAcronym(std::string_view text) {
  int capitals = 0;
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') {
      ++capitals;
    } else if (c != '.' && c != '&') {
      return false;
    }
  }
  return capitals >= 2 && capitals <= 7;
}

bool IsAcronymOf(std::string_view acronym,
                 const std::vector<std::string>& words) {
  std::string initials;
  std::string all;
  for (const std::string& word : words) {
    all += absl::ascii_toupper(static_cast<unsigned char>(word[0]));
    if (word[0] >= 'A' && word[0] <= 'Z') initials += word[0];
  }
  std::string letters;
  for (const char c : acronym) {
    if (c >= 'A' && c <= 'Z') letters += c;
  }
  return initials.size() >= 2 && (letters == initials || letters == all);
}

}  // namespace tercet::text
