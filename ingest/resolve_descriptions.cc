#include <algorithm>
#include <string>
#include <tuple>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "ingest/description_scorer.h"
#include "ingest/mention_words.h"
#include "ingest/resolve_groups.h"
#include "ingest/resolve_references.h"

namespace tercet::text {
namespace {

// "his government" is the country of the person, "the government" that of
// the country spoken of.
int GovernmentOf(const Reference& r, const DocumentModel& model) {
  if (!IsOneOf(r.head, {"government", "administration"})) return -1;
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
