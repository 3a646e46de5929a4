#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest/resolve_groups.h"
#include "ingest/resolve_references.h"

namespace tercet::text {
namespace {

bool OneOf(std::string_view word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* w) { return word == w; });
}

// Scores how well one entity answers a description; 0: not at all.
class DescriptionScorer {
 public:
  DescriptionScorer(int reference, const NameLexicon& names,
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
      const bool aside = deprel == Deprel::kAclRelcl &&
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
  bool IsAnaphoric() const {
    return r_.definite && !counted_ && (!complemented_ || r_.demonstrative);
  }

  int Score(int e, std::string* reason) const {
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

 private:
  // "Kim, head of Mill Co., said that the company would ...".
  void FindSpeaker() {
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
  static int Salience(const Entity& entity) {
    return 3 * std::min<int>(static_cast<int>(entity.references.size()), 8) +
           (entity.last_as_subject ? 12 : 0);
  }

  int Kind(const Entity& entity, int distance, std::string* reason) const {
    if (HasNoun(entity, r_.head)) {
      *reason = "called so before";
      // "the company" is a firm with a name before "a combined company".
      if (!generic_ || entity.named) return 10;
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
  bool MayBeKind(const std::string& noun) const {
    if (model_.lexicon->Is(WordClass::kWideNoun, r_.head) ||
        !names_.IsKindOf(noun, r_.head)) {
      return false;
    }
    return names_.TypeOfNoun(noun) != EntityType::kPerson ||
           names_.TypeOfNoun(r_.head) == EntityType::kPerson ||
           names_.TypeOfNoun(r_.head) == EntityType::kUnknown;
  }

  // Whom a court may try: no officer of it, as far as is known.
  bool MayBeTried(const Entity& entity) const {
    return entity.named && entity.type == EntityType::kPerson &&
           std::none_of(
               entity.nouns.begin(), entity.nouns.end(),
               [&](const std::string& noun) {
                 return model_.lexicon->Is(WordClass::kCourtNoun, noun) ||
                        model_.lexicon->Is(WordClass::kAgentNoun, noun);
               });
  }

  // A firm of which nothing says what trade it is in.
  bool MayBeOfTrade(const Entity& entity) const {
    return entity.type == EntityType::kOrganization &&
           entity.country == nullptr && !Institution(entity) &&
           std::none_of(entity.nouns.begin(), entity.nouns.end(),
                        [&](const std::string& noun) {
                          return !model_.lexicon->Is(WordClass::kBodyNoun,
                                                     noun) &&
                                 names_.IsKindOf(noun, "company");
                        });
  }

  int Generic(const Entity& entity, int distance, std::string* reason) const {
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
    if (OneOf(r_.head, {"club", "team", "side"}) && IsTeam(entity)) {
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
    if (entity.country != nullptr && OneOf(r_.head, {"country", "nation"})) {
      *reason = "the country spoken of";
      return 6;
    }
    if (entity.type == EntityType::kPlace && entity.country == nullptr &&
        OneOf(r_.head, {"city", "town", "village"}) && entity.nouns.empty()) {
      *reason = "the place spoken of";
      return 5;
    }
    return 0;
  }

  bool IsTeam(const Entity& entity) const {
    const size_t space = entity.name.rfind(' ');
    return space != std::string::npos &&
           names_.IsTeamWord(entity.name.substr(space + 1));
  }

  // "Ashford Library" is no "company", "United Workers" no "firm".
  bool Institution(const Entity& entity) const {
    for (const std::string& noun : entity.nouns) {
      if (!model_.lexicon->Is(WordClass::kBodyNoun, noun) &&
          !names_.IsKindOf(noun, "company") &&
          !names_.IsKindOf(noun, r_.head)) {
        return true;
      }
    }
    const std::vector<std::string> words =
        absl::StrSplit(entity.name, ' ', absl::SkipEmpty());
    return !words.empty() && names_.IsCivicWord(words.back());
  }

  bool NameHasWord(const Entity& entity) const {
    const std::vector<std::string> words =
        absl::StrSplit(entity.name, ' ', absl::SkipEmpty());
    if (words.size() < 2) return false;
    for (size_t k = 0; k < words.size(); ++k) {
      const std::string lower = absl::AsciiStrToLower(words[k]);
      const bool head = k + 1 == words.size() ||
                        (k + 1 < words.size() && words[k + 1] == "of");
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

  bool NumberFits(const Entity& entity) const {
    return entity.number == GrammaticalNumber::kUnknown ||
           r_.number == GrammaticalNumber::kUnknown ||
           entity.number == r_.number ||
           (entity.named && entity.type == EntityType::kOrganization) ||
           entity.nouns.size() > 1;
  }

  // Whether the word stands in what the entity has been called so far, or
  // says what kind of thing it is: "the oil firm".
  bool Mentions(const Entity& entity, const std::string& word) const {
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
  bool Conflicts(const Entity& entity) const {
    for (const std::string& noun : nouns_) {
      if (!Mentions(entity, noun)) return true;
    }
    for (const std::string& modifier : modifiers_) {
      const bool known =
          std::find(entity.modifiers.begin(), entity.modifiers.end(),
                    modifier) != entity.modifiers.end();
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

  const Reference& r_;
  const Tree& tree_;
  const NameLexicon& names_;
  const DocumentModel& model_;
  std::vector<std::string> modifiers_;
  std::vector<std::string> nouns_;  // "Carnegie" of "the Carnegie building"
  bool counted_ = false;
  bool complemented_ = false;
  int speakers_ = -1;     // the body that whoever speaks here acts for
  bool generic_ = false;  // says no more than that it is an organization
  bool trade_ = false;    // or of what trade: "the studio"
  bool accused_ = false;  // "the defendant"
};

// "his government" is the country of the person, "the government" that of
// the country spoken of.
int GovernmentOf(const Reference& r, const DocumentModel& model) {
  if (!OneOf(r.head, {"government", "administration"})) return -1;
  const Tree& tree = model.TreeOf(r);
  for (const int child : tree.children(r.mention.head)) {
    const Deprel main = MainType(tree.deprel(child));
    if (main == Deprel::kAmod || main == Deprel::kCompound) return -1;
    if (main == Deprel::kNmod && tree.deprel(child) != Deprel::kNmodPoss) {
      return -1;
    }
  }
  if (r.possessor >= 0) {
    const int owner = model.references[r.possessor].entity;
    if (owner < 0) return -1;
    if (model.entities[owner].country != nullptr) return owner;
    const int affiliation = model.entities[owner].affiliation;
    return affiliation >= 0 && model.entities[affiliation].country != nullptr
               ? affiliation
               : -1;
  }
  if (!r.definite) return -1;
  int best = -1;
  const auto rank = [&](int e) {
    const Entity& entity = model.entities[e];
    return std::pair(entity.last_sentence == r.mention.sentence,
                     entity.references.size());
  };
  for (const int e : model.countries) {
    if (model.entities[e].last_sentence < 0) continue;
    if (best < 0 || rank(e) > rank(best)) best = e;
  }
  return best;
}

// "the Chinese", "Beijing's": a people that acts.
int PeopleOf(const Reference& r, const NameLexicon& names,
             const DocumentModel& model) {
  if (!r.definite) return -1;
  const Tree& tree = model.TreeOf(r);
  const Country* country = names.CountryOfDemonym(tree[r.mention.head].form);
  if (country == nullptr) return -1;
  for (const int e : model.countries) {
    if (model.entities[e].country == country) return e;
  }
  return -1;
}

// "The Italian": the person spoken of.
int PersonOfPeople(const Reference& r, const NameLexicon& names,
                   const DocumentModel& model) {
  const Tree& tree = model.TreeOf(r);
  const std::string& form = tree[r.mention.head].form;
  if (!r.definite || r.number != GrammaticalNumber::kSingular ||
      r.mention.last != r.mention.first + 1 ||
      !model.lexicon->EndsLike(WordClass::kPersonEnding, form) ||
      names.CountryOfDemonym(form) == nullptr) {
    return -1;
  }
  int best = -1;
  const auto rank = [&](int e) {
    const Entity& entity = model.entities[e];
    return std::tuple(entity.last_sentence, entity.last_as_subject,
                      entity.last_token);
  };
  for (const int e : RecentEntities(model)) {
    const Entity& entity = model.entities[e];
    if (!entity.named || entity.type != EntityType::kPerson ||
        r.mention.sentence - entity.last_sentence > 2) {
      continue;
    }
    if (best < 0 || rank(e) > rank(best)) best = e;
  }
  return best;
}

// "his client" of a lawyer: whose lawyer he is.
int ClientOf(const Reference& r, const DocumentModel& model) {
  if (r.possessor < 0 || (r.head != "client" && r.head != "patient")) return -1;
  const int lawyer = model.references[r.possessor].entity;
  if (lawyer < 0) return -1;
  for (const int k : model.entities[lawyer].references) {
    const Reference& other = model.references[k];
    if (other.possessor < 0 ||
        !model.lexicon->Is(WordClass::kAgentNoun, other.head)) {
      continue;
    }
    const int client = model.references[other.possessor].entity;
    if (client >= 0 && client != lawyer) return client;
  }
  return -1;
}

// "the former", "the latter": of the last two names joined by "and".
int FormerOrLatter(int reference, const DocumentModel& model) {
  const Reference& r = model.references[reference];
  const bool former = r.head == "former";
  if (!former && r.head != "latter") return -1;
  for (int i = reference - 1; i > 0; --i) {
    const Reference& second = model.references[i];
    if (r.mention.sentence - second.mention.sentence > 1) return -1;
    if (second.mention.kind != MentionKind::kName) continue;
    const Tree& tree = model.TreeOf(second);
    if (tree.deprel(second.mention.head) != Deprel::kConj) continue;
    const int first = model.EntityAt(second.mention.sentence,
                                     tree.FirstConjunct(second.mention.head));
    if (first < 0) continue;
    return former ? first : second.entity;
  }
  return -1;
}

// "Lee's visit", "his trip": the same owner and the same kind of thing.
int Owned(int reference, const NameLexicon& names, const DocumentModel& model,
          std::string* reason) {
  const Reference& r = model.references[reference];
  if (r.possessor < 0) return -1;
  const int owner = model.references[r.possessor].entity;
  if (owner < 0) return -1;
  const std::vector<int> candidates = RecentEntities(model);
  for (size_t k = candidates.size(); k-- > 0;) {
    const int e = candidates[k];
    const Entity& entity = model.entities[e];
    if (entity.number != r.number) continue;
    const bool event = entity.type == EntityType::kEvent;
    if (entity.possessor != owner && !(event && entity.possessor < 0)) {
      continue;
    }
    for (const std::string& noun : entity.nouns) {
      const bool same = noun == r.head;
      const bool near =
          event && names.TypeOfNoun(r.head) == EntityType::kEvent &&
          !model.lexicon->Is(WordClass::kWideNoun, r.head) &&
          (names.IsKindOf(noun, r.head) || names.IsKindOf(r.head, noun));
      if ((same && entity.possessor == owner) || near || (same && event)) {
        *reason = "the same owner";
        return e;
      }
    }
  }
  return -1;
}

}  // namespace

int DescriptionAntecedent(int reference, const NameLexicon& names,
                          const DocumentModel& model, std::string* reason) {
  const Reference& r = model.references[reference];
  if (const int e = GovernmentOf(r, model); e >= 0) {
    *reason = "the government of the country";
    return e;
  }
  if (const int e = PeopleOf(r, names, model); e >= 0) {
    *reason = absl::StrCat("people of ", model.entities[e].name);
    return e;
  }
  if (const int e = PersonOfPeople(r, names, model); e >= 0) {
    *reason = "the person spoken of";
    return e;
  }
  if (const int e = ClientOf(r, model); e >= 0) {
    *reason = "who has the lawyer";
    return e;
  }
  if (const int e = FormerOrLatter(reference, model); e >= 0) {
    *reason = absl::StrCat("the ", r.head, " of two");
    return e;
  }
  if (const int e = GroupOfTwo(r, model); e >= 0) {
    *reason = "the two spoken of together";
    return e;
  }
  if (r.possessor >= 0) return Owned(reference, names, model, reason);
  const DescriptionScorer scorer(reference, names, model);
  if (!scorer.IsAnaphoric()) return -1;
  int best = -1;
  int best_score = 0;
  std::vector<int> candidates = RecentEntities(model);
  // The dateline's place may never have been spoken of.
  if (!model.entities.empty() && model.entities[0].seed) {
    candidates.insert(candidates.begin(), 0);
  }
  // The latest first: it wins where two are level.
  for (size_t k = candidates.size(); k-- > 0;) {
    const int e = candidates[k];
    if (model.entities[e].last_sentence < 0) continue;
    std::string why;
    const int score = scorer.Score(e, &why);
    if (score > best_score) {
      best_score = score;
      best = e;
      *reason = why;
    }
  }
  return best;
}

}  // namespace tercet::text
