#include "ingest/resolve_name_words.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace tercet::text {

EntityType TypeOfForm(const NameForm& form, const NameLexicon& names) {
  if (form.titled) return EntityType::kPerson;
  if (form.words.size() > 1) {
    if (names.IsOrganizationWord(form.words.back())) {
      return EntityType::kOrganization;
    }
    if (names.IsGivenName(form.words.front()) &&
        !names.IsPlaceWord(form.words.back()) && !names.IsPlace(form.text)) {
      return EntityType::kPerson;
    }
  }
  return form.type();
}

bool MeansCountry(const Tree& tree, int token, const NameLexicon& names) {
  if (tree.ChildWord(token, "the") >= 0) return true;
  const bool plural = tree[token].xpos == "NNS" || tree[token].xpos == "NNPS";
  if (plural && names.IsPeople(tree[token].form)) return false;
  const int first = tree.FirstConjunct(token);
  switch (MainType(tree.deprel(first))) {
    case Deprel::kObj:
    case Deprel::kObl:
    case Deprel::kNsubj:
    case Deprel::kNsubjPass:
      return false;
    default:
      return true;
  }
}

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

int NameScore(const std::vector<std::string>& part,
              const std::vector<std::string>& whole, const NameLexicon& names) {
  if (part.size() == 1) {
    if (part[0] == whole.back()) return 8;
    if (part[0] == whole.front()) return 6;
    for (const std::string& word : whole) {
      if (word == part[0]) return 5;
    }
    return 0;
  }
  // The same surname, and a given name that is there or short for it.
  if (part.back() != whole.back()) return 0;
  size_t at = 0;
  for (size_t k = 0; k + 1 < part.size(); ++k) {
    // "Van Dalen" at a sentence's beginning is "Joris van Dalen".
    while (at + 1 < whole.size() &&
           !absl::EqualsIgnoreCase(whole[at], part[k]) &&
           !names.IsShortFor(part[k], whole[at])) {
      ++at;
    }
    if (at + 1 >= whole.size()) return 0;
    ++at;
  }
  return 7;
}

int Rank(const Entity& entity) {
  const int named =
      std::min<int>(static_cast<int>(entity.references.size()), 5);
  const int first =
      entity.references.empty() ? 49 : std::min(entity.references.front(), 49);
  return 50 - 10 * named + first / 2;
}

int Distance(const Entity& entity, int reference) {
  int nearest = 60;
  for (const int r : entity.references) {
    const int d = r < reference ? reference - r : 30 + r - reference;
    nearest = std::min(nearest, d);
  }
  return nearest;
}

}  // namespace tercet::text
