#include "ingest/description_scorer.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest/mention_words.h"

namespace tercet::text {
DescriptionScorer::DescriptionScorer(int reference, const NameLexicon& names,
                                     const DocumentModel& model)
    : r_(model.references[reference]),
      tree_(model.TreeOf(r_)),
      names_(names),
      model_(model),
      generic_(model.lexicon->Is(WordClass::kBodyNoun, r_.head)),
      trade_(!generic_ && names.IsKindOf(r_.head, "company")),
      accused_(model.lexicon->Is(WordClass::kAccusedNoun, r_.head)) {
  for (const int child : tree_.children(r_.mention.head)) {
    const Deprel deprel = tree_.deprel(child);
    if (deprel == Deprel::kAmod) modifiers_.push_back(tree_.word(child));
    if (deprel == Deprel::kCompound && child < r_.mention.head) {
      nouns_.push_back(tree_.word(child));
    }
    if (deprel == Deprel::kNummod) counted_ = true;
    // "the organism, which ..." says enough; "the firm that ..." does not.
    const bool aside =
        (deprel == Deprel::kAclRelcl ||
         (deprel == Deprel::kAcl && tree_.IsParticiple(child))) &&
        r_.mention.head + 1 < tree_.size() &&
        tree_[r_.mention.head + 1].form == ",";
    if (child > r_.mention.head && !aside &&
        (MainType(deprel) == Deprel::kNmod ||
         MainType(deprel) == Deprel::kAcl)) {
      complemented_ = true;
    }
  }
  FindSpeaker();
}

// Descriptions that take something up: "the firm", "this visit".
bool DescriptionScorer::IsAnaphoric() const {
  return r_.definite && !counted_ && (!complemented_ || r_.demonstrative);
}

int DescriptionScorer::Score(int e, std::string* reason) const {
  const Entity& entity = model_.entities[e];
  const int distance = r_.mention.sentence - entity.last_sentence;
  const int kind = Kind(entity, distance, reason);
  if (kind == 0 || !NumberFits(entity) || Conflicts(entity)) return 0;
  int score = 40 * kind - 6 * std::min(distance, 12);
  if (entity.last_as_subject) score += 8;
  if (entity.named) score += 4;
  score += std::min<int>(static_cast<int>(entity.references.size()), 5);
  if (generic_) {
    score += Salience(entity);
    if (e == speakers_) score += 24;
  } else if (trade_ || accused_) {
    score += Salience(entity);
  }
  return std::max(score, 1);
}

// "Kim, head of Mill Co., said that the company would ...".
void DescriptionScorer::FindSpeaker() {
  int i = r_.mention.head;
  for (int step = 0; i >= 0 && step < tree_.size(); ++step) {
    i = tree_.head(i);
    if (i < 0 || tree_.upos(i) != Upos::kVerb) continue;
    const int subject = tree_.Child(i, Deprel::kNsubj);
    const int e = model_.EntityAt(r_.mention.sentence, subject);
    if (e >= 0 && model_.entities[e].affiliation >= 0) {
      speakers_ = model_.entities[e].affiliation;
      return;
    }
  }
}

// "the company" is what the text is about rather than what was named last.
int DescriptionScorer::Salience(const Entity& entity) {
  return 3 * std::min<int>(static_cast<int>(entity.references.size()), 8) +
         (entity.last_as_subject ? 12 : 0);
}

int DescriptionScorer::Kind(const Entity& entity, int distance,
                            std::string* reason) const {
  // That it is a city or a country is general knowledge: the text need not
  // have spoken of it as one.
  if (entity.type == EntityType::kPlace && IsInPassing(entity, distance) &&
      IsOneOf(r_.head, {"capital", "city", "country", "nation", "town"})) {
    return 0;
  }
  if (HasNoun(entity, r_.head)) {
    *reason = "called so before";
    if (!generic_) return 10;
    // "a bid from Ana Capital, a firm in Oslo": named in passing.
    const bool passing =
        entity.references.size() < 3 && !entity.last_as_subject;
    // "the company" is a firm with a name before "a combined company".
    if (entity.named) return passing ? 5 : 10;
    return entity.modifiers.empty() ? 6 : 5;
  }
  if (entity.named && NameHasWord(entity)) {
    *reason = "a word of the name";
    return 9;
  }
  // A railway is a track, but not where it is a firm.
  const bool thing = entity.type == EntityType::kOrganization &&
                     (r_.mention.type == EntityType::kObject ||
                      r_.mention.type == EntityType::kPlace);
  for (const std::string& noun : entity.nouns) {
    if (!thing && MayBeKind(noun) && distance <= (entity.named ? 12 : 3)) {
      *reason = absl::StrCat("a ", noun, " is a ", r_.head);
      // "the company" takes up a firm by name before "a maker of bread".
      // and the firm named last before any that was called a newspaper.
      return !generic_ ? 7 : entity.named ? 5 : 4;
    }
  }
  return Generic(entity, distance, reason);
}

// "the doctor" for a surgeon; a client is a case in no text, and "the work"
// of a study no journal.
bool DescriptionScorer::MayBeKind(const std::string& noun) const {
  if (model_.lexicon->Is(WordClass::kWideNoun, r_.head) ||
      !names_.IsKindOf(noun, r_.head)) {
    return false;
  }
  return names_.TypeOfNoun(noun) != EntityType::kPerson ||
         names_.TypeOfNoun(r_.head) == EntityType::kPerson ||
         names_.TypeOfNoun(r_.head) == EntityType::kUnknown;
}

// Whom a court may try: no officer of it, as far as is known.
bool DescriptionScorer::MayBeTried(const Entity& entity) const {
  return entity.named && entity.type == EntityType::kPerson &&
         std::none_of(entity.nouns.begin(), entity.nouns.end(),
                      [&](const std::string& noun) {
                        return model_.lexicon->Is(WordClass::kCourtNoun,
                                                  noun) ||
                               model_.lexicon->Is(WordClass::kAgentNoun, noun);
                      });
}

// A firm of which nothing says what trade it is in.
bool DescriptionScorer::MayBeOfTrade(const Entity& entity) const {
  return entity.type == EntityType::kOrganization &&
         entity.country == nullptr && !Institution(entity) &&
         std::none_of(entity.nouns.begin(), entity.nouns.end(),
                      [&](const std::string& noun) {
                        return !model_.lexicon->Is(WordClass::kBodyNoun,
                                                   noun) &&
                               names_.IsKindOf(noun, "company");
                      });
}

int DescriptionScorer::Generic(const Entity& entity, int distance,
                               std::string* reason) const {
  if (accused_ && MayBeTried(entity)) {
    *reason = "the person who is tried";
    return 5;
  }
  if (!entity.named || distance > 4) return 0;
  if (trade_ && MayBeOfTrade(entity)) {
    *reason = "the firm spoken of";
    return 4;
  }
  if (entity.type == EntityType::kPerson && r_.head == "old" &&
      r_.text.ends_with("-year-old")) {
    *reason = "the person spoken of";
    return 5;
  }
  if (IsOneOf(r_.head, {"club", "team", "side"}) && IsTeam(entity)) {
    *reason = "the club spoken of";
    return 6;
  }
  // "the treated group": of people in a study, no body.
  const bool cohort = !modifiers_.empty() &&
                      model_.lexicon->Is(WordClass::kGatherNoun, r_.head);
  if (entity.type == EntityType::kOrganization && generic_ && !cohort &&
      !Institution(entity)) {
    *reason = "the organization spoken of";
    return 5;
  }
  if (entity.country != nullptr && IsOneOf(r_.head, {"country", "nation"})) {
    *reason = "the country spoken of";
    return 6;
  }
  if (entity.type == EntityType::kPlace && entity.country == nullptr &&
      IsOneOf(r_.head, {"city", "town", "village"}) && entity.nouns.empty()) {
    *reason = "the place spoken of";
    return 5;
  }
  return 0;
}

bool DescriptionScorer::IsInPassing(const Entity& entity, int distance) const {
  if (entity.references.size() != 1) return false;
  const Reference& only = model_.references[entity.references.front()];
  const Tree& tree = model_.TreeOf(only);
  return distance > 6 || tree.deprel(only.mention.head) == Deprel::kConj ||
         tree.Has(only.mention.head, Deprel::kConj);
}

bool DescriptionScorer::IsTeam(const Entity& entity) const {
  const size_t space = entity.name.rfind(' ');
  return space != std::string::npos &&
         names_.IsTeamWord(entity.name.substr(space + 1));
}

// "Ashford Library" is no "company", "United Workers" no "firm".
bool DescriptionScorer::Institution(const Entity& entity) const {
  for (const std::string& noun : entity.nouns) {
    if (!model_.lexicon->Is(WordClass::kBodyNoun, noun) &&
        !names_.IsKindOf(noun, "company") && !names_.IsKindOf(noun, r_.head)) {
      return true;
    }
  }
  const std::vector<std::string> words =
      absl::StrSplit(entity.name, ' ', absl::SkipEmpty());
  if (words.empty()) return false;
  // "European Court of Justice": a court.
  const auto of = std::find(words.begin() + 1, words.end(), "of");
  return names_.IsCivicWord(words.back()) ||
         (of != words.end() && names_.IsCivicWord(*(of - 1)));
}

bool DescriptionScorer::NameHasWord(const Entity& entity) const {
  const std::vector<std::string> words =
      absl::StrSplit(entity.name, ' ', absl::SkipEmpty());
  if (words.size() < 2) return false;
  for (size_t k = 0; k < words.size(); ++k) {
    const std::string lower = absl::AsciiStrToLower(words[k]);
    const bool head =
        k + 1 == words.size() || (k + 1 < words.size() && words[k + 1] == "of");
    if (head && lower == r_.head) return true;
    // "Cable Wharf ... the site".
    if (head && names_.IsPlaceWord(words[k]) &&
        names_.IsKindOf(lower, r_.head)) {
      return true;
    }
    // "United Dock Workers ... the union".
    if (head && r_.head == "union" && lower == "workers") return true;
  }
  return false;
}

bool DescriptionScorer::NumberFits(const Entity& entity) const {
  return entity.number == GrammaticalNumber::kUnknown ||
         r_.number == GrammaticalNumber::kUnknown ||
         entity.number == r_.number ||
         (entity.named && entity.type == EntityType::kOrganization) ||
         entity.nouns.size() > 1;
}

// Whether the word stands in what the entity has been called so far, or
// says what kind of thing it is: "the oil firm".
bool DescriptionScorer::Mentions(const Entity& entity,
                                 const std::string& word) const {
  if (HasNoun(entity, word)) return true;
  size_t seen = 0;
  for (const int r : entity.references) {
    if (++seen > 20) break;
    const std::vector<std::string> words =
        absl::StrSplit(absl::AsciiStrToLower(model_.references[r].text),
                       absl::ByAnyChar(" -"), absl::SkipEmpty());
    if (std::find(words.begin(), words.end(), word) != words.end()) {
      return true;
    }
  }
  return false;
}

// "the first vote" is not "the final vote", "the Norwegian firm" not one
// that was called American.
bool DescriptionScorer::Conflicts(const Entity& entity) const {
  for (const std::string& noun : nouns_) {
    if (!Mentions(entity, noun)) return true;
  }
  for (const std::string& modifier : modifiers_) {
    const bool known =
        std::find(entity.modifiers.begin(), entity.modifiers.end(), modifier) !=
        entity.modifiers.end();
    if (known) continue;
    if (model_.lexicon->Is(WordClass::kOtherWord, modifier)) {
      return true;
    }
    if (!entity.named && !entity.modifiers.empty()) return true;
    std::string capital = modifier;
    capital[0] = absl::ascii_toupper(static_cast<unsigned char>(capital[0]));
    if (names_.CountryOfDemonym(capital) != nullptr) {
      for (const std::string& old : entity.modifiers) {
        std::string other = old;
        other[0] = absl::ascii_toupper(static_cast<unsigned char>(other[0]));
        if (names_.CountryOfDemonym(other) != nullptr) return true;
      }
    }
  }
  return false;
}

}  // namespace tercet::text
