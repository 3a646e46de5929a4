// Facts of appositions: "Kim Berg, an architect", "its rival, Mill Co.".

#include <cctype>

#include "absl/strings/str_cat.h"
#include "ingest/extract_rules.h"

namespace tercet::text {
namespace {

using enum WordClass;

// "(UMW)", "or PET": another name of the same thing, which the resolver
// reads from the text itself.
bool IsAlias(const SentenceView& view, int head, int appositive) {
  const Tree& tree = *view.tree;
  if (tree.ChildWord(appositive, "or") >= 0) return true;
  // "(Chair)" is an office, but not of a place.
  if (tree.ChildWord(appositive, "(") >= 0) {
    return view.TypeOf(head) == EntityType::kPlace ||
           (!view.Is(kRoleNoun, appositive) &&
            !view.lexicon->Is(kRoleNoun, tree.word(appositive)));
  }
  return view.IsName(head) && view.IsName(appositive);
}

bool IsAge(const Tree& tree, int i) {
  return tree.upos(i) == Upos::kNum && tree.word(i).size() <= 3 &&
         std::isdigit(static_cast<unsigned char>(tree.word(i)[0])) != 0;
}

bool IsDescription(const SentenceView& view, int head) {
  return !view.IsName(head) && view.tree->upos(head) == Upos::kNoun;
}

// "two sons, Al and Bo", "the brothers Al and Bo".
bool IsPlural(const Tree& tree, int head) {
  return tree.HasFeature(head, "Number=Plur") || tree[head].xpos == "NNS";
}

void Describe(const SentenceView& view, int subject, int description,
              Propositions* out) {
  const Tree& tree = *view.tree;
  // "Kim, 900 members of the union": no description of one person.
  if (tree.Has(description, Deprel::kNummod) && view.IsName(subject)) return;
  // "In attendance: Ana Roe": where somebody is says not what he is.
  if (tree.deprel(description) == Deprel::kRoot &&
      !tree.Preposition(description).empty()) {
    return;
  }
  if (tree.upos(subject) == Upos::kNum || IsTime(view, subject)) return;
  // "the fourth, Dayo": of how many is not said.
  if (view.lexicon->Is(kRankWord, tree.word(description))) return;
  // "one of the guards, Ana Roe": she is a guard.
  const int one = tree.head(description);
  if (tree.deprel(description) == Deprel::kNmod && one >= 0 &&
      tree.word(one) == "one" && IsPlural(tree, description)) {
    Proposition p =
        OfNoun(view, description, subject, "is", Argument(), "appositive");
    p.object_text = tree.lemma(description);
    out->push_back(std::move(p));
    return;
  }
  const Role role = RoleOf(view, description, "is");
  out->push_back(OfNoun(view, description, subject, role.relation, role.object,
                        "appositive"));
}

// "her sons, Al and Bo": each is her son.  "the brothers Al and Bo" are each
// other's.
void KinByName(const SentenceView& view, int head, int first,
               Propositions* out) {
  const Tree& tree = *view.tree;
  if (!view.Is(kKinNoun, head)) return;
  const int owner = OwnerOfRole(view, head);
  const std::vector<int> names = tree.Conjuncts(first);
  const std::string relation = absl::StrCat("is ", tree.lemma(head), " of");
  if (owner < 0) {
    if (names.size() != 2 || !view.Is(kMutualNoun, head) ||
        !view.IsName(names[1])) {
      return;
    }
    out->push_back(OfNoun(view, head, names[0], relation,
                          Phrase(tree, view.number, names[1]), "appositive"));
    return;
  }
  for (int name : names) {
    if (!view.IsName(name)) continue;
    out->push_back(OfNoun(view, head, name, relation,
                          Phrase(tree, view.number, Antecedent(tree, owner)),
                          "appositive"));
  }
}

// "the engineers Al Roe and Bo Hald": each is one.
void RolesByName(const SentenceView& view, int head, int first,
                 Propositions* out) {
  const Tree& tree = *view.tree;
  if (!view.Is(kRoleNoun, head) || view.Is(kKinNoun, head) ||
      tree.Child(head, {Deprel::kNmod, Deprel::kNmodPoss}) >= 0) {
    return;
  }
  for (int name : tree.Conjuncts(first)) {
    if (!view.IsName(name)) continue;
    Proposition p = OfNoun(view, head, name, "is", Argument(), "appositive");
    p.object_text = tree.lemma(head);
    out->push_back(std::move(p));
  }
}

void OfPair(const SentenceView& view, int head, int appositive,
            Propositions* out) {
  const Tree& tree = *view.tree;
  if (IsAge(tree, appositive)) {
    if (view.IsName(head)) {
      out->push_back(OfNoun(view, appositive, head, "is",
                            Phrase(tree, view.number, appositive),
                            "appositive"));
    }
    return;
  }
  if (IsAlias(view, head, appositive) || !tree.IsNominal(appositive)) return;
  // "remain top, a point ahead": no adjective is a point.
  if (tree.upos(head) == Upos::kAdj && tree.Child(head, Deprel::kDet) < 0) {
    return;
  }
  if (view.IsName(appositive) && HasIndefiniteArticle(tree, appositive)) {
    out->push_back(OfNoun(view, appositive, head, "is",
                          Phrase(tree, view.number, appositive), "appositive"));
    return;
  }
  if (view.IsName(appositive) && IsDescription(view, head)) {
    const bool listed = tree.Conjuncts(appositive).size() > 1;
    if (IsPlural(tree, head) && listed) {
      KinByName(view, head, appositive, out);
      RolesByName(view, head, appositive, out);
      return;
    }
    for (int name : tree.Conjuncts(appositive)) {
      Describe(view, name, head, out);
    }
    return;
  }
  if (!IsDescription(view, appositive)) return;
  if (!view.IsName(head)) {
    // "her daughter, the conductor Ana Roe": both describe the name.
    const int name = NamedBy(tree, appositive);
    if (name != appositive && IsDescription(view, head)) {
      Describe(view, name, head, out);
      return;
    }
    // Two descriptions: only where the second is what something is made of
    // or used for, not where persons are listed.
    if (tree[head].xpos == "PRP") {
      Describe(view, head, appositive, out);
      return;
    }
    if (tree.upos(head) == Upos::kPron || view.Is(kRoleNoun, head) ||
        view.Is(kRoleNoun, appositive) || view.Is(kKinNoun, head)) {
      return;
    }
  }
  for (int description : tree.Conjuncts(appositive)) {
    if (tree.upos(description) == Upos::kVerb || view.IsName(description)) {
      continue;
    }
    Describe(view, head, description, out);
  }
}

}  // namespace

void AgeFacts(const SentenceView& view, Propositions* out) {
  const Tree& tree = *view.tree;
  for (int old = 4; old < tree.size(); ++old) {
    const int noun = tree.head(old);
    const int number = AgeWithin(tree, old);
    if (number < 0 || noun < old || tree.deprel(old) != Deprel::kAmod) continue;
    // Who it is: the name, what a copula links to, else the noun.
    int person = NamedBy(tree, noun);
    const Deprel r = tree.deprel(noun);
    const bool title =
        r == Deprel::kCompound || r == Deprel::kNmodDesc || r == Deprel::kAppos;
    if (person == noun && title && view.IsName(tree.head(noun))) {
      person = tree.head(noun);
    } else if (tree.Has(noun, Deprel::kCop)) {
      person = tree.Child(noun, Deprel::kNsubj);
    }
    if (person < 0) continue;
    const bool human = view.IsPerson(person) || tree.IsPronoun(person) ||
                       view.Is(kRoleNoun, noun) || view.Is(kKinNoun, noun);
    if (!human) continue;
    Argument age;
    age.sentence = view.number;
    age.head = number;
    age.tokens = {number};
    out->push_back(
        OfNoun(view, old, person, "is", std::move(age), "appositive"));
  }
}

void AppositionFacts(const SentenceView& view, Propositions* out) {
  const Tree& tree = *view.tree;
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) == Deprel::kAppos && tree.head(i) >= 0) {
      OfPair(view, tree.head(i), i, out);
    }
  }
}

}  // namespace tercet::text
