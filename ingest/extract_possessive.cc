// Facts inside noun phrases: what somebody has, where something is based,
// whom somebody is with.

#include "absl/strings/str_cat.h"
#include "ingest/extract_inflection.h"
#include "ingest/extract_rules.h"

namespace tercet::text {
namespace {

using enum WordClass;

// "its 3,200 workers": it has them.  "Halden's plants in Ohio": Halden has
// plants in Ohio.
void OwnerFacts(const SentenceView& view, int owner, Propositions* out) {
  const Tree& tree = *view.tree;
  const int thing = tree.head(owner);
  if (thing < 0 || tree.upos(thing) != Upos::kNoun) return;
  const int holder = Antecedent(tree, owner);
  const int count = tree.Child(thing, Deprel::kNummod);
  if (count >= 0 && !view.Is(kTimeNoun, thing) && tree.word(count) != "one" &&
      (tree[thing].xpos == "NNS" || tree.HasFeature(thing, "Number=Plur"))) {
    Proposition p = OfNoun(view, thing, holder, "has",
                           Phrase(tree, view.number, thing), "possessive");
    std::vector<int> tokens;
    for (int i : p.object.tokens) {
      if (!tree.Below(i, owner)) tokens.push_back(i);
    }
    p.object.tokens = tokens;
    out->push_back(std::move(p));
  }
  if (view.lexicon->Event(tree.lemma(thing)) != nullptr ||
      view.Is(kRoleNoun, thing) || view.Is(kKinNoun, thing)) {
    return;
  }
  if (tree[thing].xpos != "NNS" && !view.Is(kPlaceNoun, thing)) return;
  for (int child : tree.children(thing)) {
    if (tree.deprel(child) != Deprel::kNmod ||
        tree.Preposition(child) != "in" ||
        view.TypeOf(child) != EntityType::kPlace) {
      continue;
    }
    for (int place : tree.Conjuncts(child)) {
      out->push_back(OfNoun(view, thing, holder,
                            absl::StrCat("has ", tree.word(thing), " in"),
                            Phrase(tree, view.number, place), "possessive"));
    }
  }
}

// "the Oslo-based firm", "the city-commissioned report".
void HyphenFacts(const SentenceView& view, int participle, Propositions* out) {
  const Tree& tree = *view.tree;
  const int noun = tree.head(participle);
  if (noun < 0 || !tree.IsParticiple(participle) || participle > noun) return;
  const int dash = participle - 1;
  const int first = participle - 2;
  if (first < 0 || tree[dash].form != "-" || !tree.IsNominal(first) ||
      tree.head(first) != participle) {
    return;
  }
  const std::string& lemma = tree.lemma(participle);
  if (lemma == "base" || lemma == "headquarter") {
    out->push_back(OfNoun(view, participle, noun,
                          absl::StrCat("is ", tree.word(participle), " in"),
                          Phrase(tree, view.number, first), "modifier"));
    return;
  }
  const bool agent = view.IsName(first) || view.Is(kGroupNoun, first) ||
                     view.Is(kRoleNoun, first);
  if (!agent || lemma == "bear") return;
  out->push_back(OfNoun(view, participle, first, ThirdPerson(lemma),
                        Phrase(tree, view.number, noun), "modifier"));
}

// "Kim Berg of the Mill Society", "the Mill Society in Oslo".
void AffiliationFacts(const SentenceView& view, int i, Propositions* out) {
  const Tree& tree = *view.tree;
  const int name = tree.head(i);
  if (name < 0 || !view.IsName(name) || !view.IsName(i)) return;
  const std::string preposition = tree.Preposition(i);
  const EntityType type = view.TypeOf(name);
  const EntityType other = view.TypeOf(i);
  if (type == EntityType::kPerson && other == EntityType::kOrganization &&
      (preposition == "of" || preposition == "from" || preposition == "at" ||
       preposition == "with")) {
    out->push_back(OfNoun(view, i, name, "is affiliated with",
                          Phrase(tree, view.number, i), "modifier"));
  } else if (type == EntityType::kOrganization && other == EntityType::kPlace &&
             preposition == "in") {
    out->push_back(OfNoun(view, i, name, "is in", Phrase(tree, view.number, i),
                          "modifier"));
  }
}

}  // namespace

void PossessiveFacts(const SentenceView& view, Propositions* out) {
  const Tree& tree = *view.tree;
  for (int i = 0; i < tree.size(); ++i) {
    switch (tree.deprel(i)) {
      case Deprel::kNmodPoss:
        OwnerFacts(view, i, out);
        break;
      case Deprel::kAmod:
        HyphenFacts(view, i, out);
        break;
      case Deprel::kNmod:
        AffiliationFacts(view, i, out);
        break;
      default:
        break;
    }
  }
}

}  // namespace tercet::text
