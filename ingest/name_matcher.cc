#include "ingest/name_matcher.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "tercet/document_facts.h"

namespace tercet::text {

// Enters a name's words and initials, by which shorter names find it.
void NameMatcher::Add(int entity) {
  const std::vector<std::string> words =
      NameWords(model_.entities[entity].name);
  std::string initials;
  for (size_t k = 0; k < words.size(); ++k) {
    if (words[k][0] >= 'A' && words[k][0] <= 'Z') initials += words[k][0];
    if (std::find(words.begin(), words.begin() + static_cast<int>(k),
                  words[k]) == words.begin() + static_cast<int>(k)) {
      by_word_[words[k]].push_back(entity);
    }
  }
  by_initial_[initials.substr(0, 1)].push_back(entity);
}

// The first hundred names that have the word, so that a text made of names
// alone is read in linear time.
std::vector<int> NameMatcher::WithWord(const std::string& word) const {
  const auto found = by_word_.find(word);
  if (found == by_word_.end()) return {};
  const std::vector<int>& all = found->second;
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(
                                         std::min<size_t>(100, all.size()))};
}

std::pair<int, std::string> NameMatcher::Match(const NameForm& form,
                                               int reference) const {
  for (size_t e = 0; e < model_.entities.size(); ++e) {
    if (model_.entities[e].seed && model_.entities[e].name == form.text) {
      return {static_cast<int>(e), "same name as the dateline's"};
    }
  }
  if (const int e = AcronymMatch(form, reference); e >= 0) {
    return {e, absl::StrCat(kAcronymReason, model_.entities[e].name)};
  }
  if (const auto found = nicknames_.find(form.text);
      found != nicknames_.end()) {
    return {found->second,
            absl::StrCat("nickname of ", model_.entities[found->second].name)};
  }
  if (const int e = PersonMatch(form, reference); e >= 0) {
    return {e, absl::StrCat(kShortFormReason, model_.entities[e].name)};
  }
  if (const int e = ShortMatch(form); e >= 0) {
    // "Rangers" are others elsewhere.
    const std::string& name = model_.entities[e].name;
    return {e,
            absl::StrCat(name.starts_with(form.words.front()) ? kShortFormReason
                                                              : "end of ",
                         name)};
  }
  return {-1, ""};
}

int NameMatcher::AcronymMatch(const NameForm& form, int reference) const {
  if (!IsAcronym(form.text)) return -1;
  if (const auto same = by_initial_.find(form.text.substr(0, 1));
      same != by_initial_.end()) {
    for (size_t k = 0; k < same->second.size() && k < 500; ++k) {
      const Entity& entity = model_.entities[same->second[k]];
      if (entity.type == EntityType::kPerson) continue;
      if (IsAcronymOf(form.text, NameWords(entity.name))) {
        return same->second[k];
      }
    }
  }
  // "polyethylene terephthalate (PET)" is left to the descriptions; a name
  // in front of the parenthesis decides whatever its letters are.
  const Reference& r = model_.references[reference];
  const Tree& tree = model_.TreeOf(r);
  const int open = r.mention.first - 1;
  if (open > 0 && tree[open].form == "(" && r.mention.last + 1 < tree.size() &&
      tree[r.mention.last + 1].form == ")") {
    const int before = model_.At(r.mention.sentence, open - 1);
    if (before >= 0 && before != reference) {
      const Reference& b = model_.references[before];
      if (b.mention.kind == MentionKind::kName && b.entity >= 0 &&
          NameWords(b.text).size() > 1) {
        return b.entity;
      }
    }
  }
  return -1;
}

// "the brothers Al and Bo Acme" of Acme Ltd: a bare "Acme" that may be either
// brother is the firm.
bool NameMatcher::IsSharedByPeople(const NameForm& form) const {
  if (form.words.size() != 1 || form.titled) return false;
  int people = 0;
  for (const int e : WithWord(form.words.front())) {
    const Entity& entity = model_.entities[e];
    if (entity.type == EntityType::kPerson &&
        NameWords(entity.name).back() == form.words.front()) {
      ++people;
    }
  }
  return people > 1;
}

// "Lee", "Ms. Silva", "Bill Gates" for a longer name of a person.
int NameMatcher::PersonMatch(const NameForm& form, int reference) const {
  if (!form.titled && names_.IsPlace(form.text)) return -1;
  // "Acme" of Acme Ltd, but not "Silva" of "Padaria Silva" and Rui Silva.
  if (const int body = ShortMatch(form);
      body >= 0 &&
      NameWords(model_.entities[body].name).front() == form.words.front() &&
      (form.type() == EntityType::kOrganization ||
       (model_.entities[body].type == EntityType::kOrganization &&
        IsSharedByPeople(form)))) {
    return -1;
  }
  const Reference& r = model_.references[reference];
  const Gender gender = r.gender != Gender::kUnknown ? r.gender : form.gender;
  int best = -1;
  int best_score = 0;
  for (const int e : WithWord(form.words.back())) {
    const Entity& entity = model_.entities[e];
    if (entity.country != nullptr || (entity.type != EntityType::kPerson &&
                                      entity.type != EntityType::kUnknown)) {
      continue;
    }
    const std::vector<std::string> words = NameWords(entity.name);
    if (words.size() <= form.words.size()) continue;
    int score = NameScore(form.words, words, names_);
    if (score == 0) continue;
    if (gender != Gender::kUnknown && entity.gender != Gender::kUnknown) {
      if (gender != entity.gender) continue;
      score += 4;
    }
    // A bare surname is that of whom the text is about; with a title, of
    // the one spoken of last.
    score = 100 * score - (form.words.size() == 1 && r.title.empty()
                               ? Rank(entity)
                               : Distance(entity, reference));
    if (score > best_score) {
      best_score = score;
      best = e;
    }
  }
  return best;
}

// "Acme" for "Acme Industries Ltd", "Planning Commission" for "Ashford
// Planning Commission"; not "Ashford" for "Ashford Library".
int NameMatcher::ShortMatch(const NameForm& form) const {
  const EntityType type = TypeOfForm(form, names_);
  if (form.titled ||
      (type == EntityType::kPerson && names_.IsGivenName(form.words.front()))) {
    return -1;
  }
  for (const int e : WithWord(form.words.front())) {
    const Entity& entity = model_.entities[e];
    if (entity.country != nullptr || entity.type == EntityType::kPerson) {
      continue;
    }
    const std::vector<std::string> words = NameWords(entity.name);
    if (words.size() <= form.words.size() || form.words.empty()) continue;
    const size_t n = form.words.size();
    const bool prefix =
        std::equal(form.words.begin(), form.words.end(), words.begin());
    if (prefix && PrefixStands(form, words, entity)) return e;
    const bool suffix =
        (n >= 2 || names_.Noun(absl::AsciiStrToLower(form.text)) == nullptr) &&
        std::equal(form.words.rbegin(), form.words.rend(), words.rbegin());
    if (suffix && (n == 1 || type == entity.type) &&
        (names_.IsOrganizationWord(form.words.back()) || IsClub(form))) {
      return e;
    }
  }
  return -1;
}

// "the Otters": several, and one word.
bool NameMatcher::IsClub(const NameForm& form) const {
  return form.words.size() == 1 && form.text.ends_with('s') &&
         std::any_of(form.references.begin(), form.references.end(),
                     [&](int r) { return model_.references[r].definite; });
}

bool NameMatcher::PrefixStands(const NameForm& form,
                               const std::vector<std::string>& words,
                               const Entity& entity) const {
  bool legal = true;
  for (size_t k = form.words.size(); k < words.size(); ++k) {
    legal = legal && names_.IsLegalForm(words[k]);
  }
  if (legal) return true;
  // "Ashford won": no town does.
  if (names_.IsTeamWord(words.back()) &&
      words.size() == form.words.size() + 1 && form.acting &&
      (!names_.IsPlace(form.text) ||
       (!form.located && entity.type == EntityType::kOrganization))) {
    return true;
  }
  if (names_.IsPlace(form.text)) return false;
  // A town's institutions are not the town.
  if (form.located && form.type() == EntityType::kPlace) return false;
  for (size_t k = form.words.size(); k < words.size(); ++k) {
    if (names_.IsCivicWord(words[k]) || names_.IsPlaceWord(words[k])) {
      return false;
    }
  }
  return !names_.IsGivenName(form.text);
}

}  // namespace tercet::text
