// What somebody or something is, and propositions as the rules build them.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest/extract_inflection.h"
#include "ingest/extract_rules.h"
#include "ingest/extract_status.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool IsRoleNoun(const SentenceView& view, int head) {
  return view.Is(kRoleNoun, head) || view.Is(kKinNoun, head);
}

// "a neuroscientist at Mill College": a person of something with a name.
bool IsPersonOf(const SentenceView& view, int head, int complement) {
  return view.TypeOf(head) == EntityType::kPerson && !view.IsName(head) &&
         view.IsName(complement) && !view.IsPerson(complement);
}

// The phrase of a role without what it is a role of: "first principal
// cellist" of "its first principal cellist".
std::string RoleWords(const SentenceView& view, int head, int owner) {
  Argument bare = BarePhrase(*view.tree, view.number, head);
  std::vector<int> words;
  for (int i : bare.tokens) {
    if (owner >= 0 &&
        (view.tree->Below(i, owner) || view.name_head[i] == owner)) {
      continue;
    }
    // "his student Ana Roe": the name is no part of the office.
    if (i > head && view.tree->upos(i) == Upos::kPropn) continue;
    words.push_back(i);
  }
  return RelationWords(*view.tree, words);
}

// "of", "at", "for" or "in" and what follows: what the role is a role of.
int RoleComplement(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(head)) {
    if (tree.deprel(child) != Deprel::kNmod) continue;
    const std::string preposition = tree.Preposition(child);
    const bool holds =
        preposition == "of" || preposition == "at" || preposition == "for" ||
        preposition == "to" || preposition == "on" ||
        (preposition == "in" && view.TypeOf(child) != EntityType::kPlace);
    if (holds && !IsTime(view, child)) return child;
  }
  return -1;
}

// "Mill Co." of "the Mill Co. chairman"; -1 where no name stands there.
int NamedOwner(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(head)) {
    const bool before = child < head && tree.deprel(child) == Deprel::kCompound;
    if (before && view.mention_at[child] != nullptr && view.IsName(child) &&
        !view.IsPerson(child) && !IsDemonymLike(view, child)) {
      return child;
    }
  }
  return -1;
}

// "leaves a son, Al", "is survived by a son, Al": whose son he is, or -1.
int Bereaved(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  const int first = tree.FirstConjunct(head);
  const int verb = tree.head(first);
  if (!view.Is(kKinNoun, head) || verb < 0 || verb > head) return -1;
  const Deprel r = tree.deprel(first);
  if (tree.lemma(verb) == "leave" && r == Deprel::kObj) {
    return tree.Child(verb, Deprel::kNsubj);
  }
  if (tree.lemma(verb) == "survive" &&
      (r == Deprel::kOblAgent || r == Deprel::kObl)) {
    return tree.Child(verb, {Deprel::kNsubjPass, Deprel::kNsubj});
  }
  return -1;
}

void SetAttitude(const Attitude& attitude, Proposition* p) {
  p->status = attitude.status;
  p->negated = attitude.negated;
  if (!attitude.source.empty()) p->said_by = attitude.source;
  if (p->status == Status::kAsserted && p->said_by.has_value()) {
    p->status = Status::kReported;
  }
}

}  // namespace

bool IsParticle(const SentenceView& view, int child, int verb) {
  const Tree& tree = *view.tree;
  if (child != verb + 1 || tree.deprel(child) != Deprel::kAdvmod ||
      !tree.children(child).empty() ||
      !view.lexicon->Is(kParticle, tree.word(child))) {
    return false;
  }
  const int next = child + 1;
  return next >= tree.size() || tree.upos(next) != Upos::kNum;
}

int OwnerOfRole(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  int owner = tree.Child(head, Deprel::kNmodPoss);
  if (owner < 0) owner = NamedOwner(view, head);
  // "Mill Co.'s founder and largest shareholder".
  if (owner < 0 && tree.deprel(head) == Deprel::kConj &&
      tree.Child(head, {Deprel::kDet, Deprel::kNmod}) < 0) {
    owner = tree.Child(tree.FirstConjunct(head), Deprel::kNmodPoss);
  }
  return owner < 0 ? Bereaved(view, head) : owner;
}

Role RoleOf(const SentenceView& view, int head, const std::string& verb) {
  const Tree& tree = *view.tree;
  if (tree.upos(head) == Upos::kPropn) {
    return {verb, Phrase(tree, view.number, head)};
  }
  const int complement = RoleComplement(view, head);
  const bool role = IsRoleNoun(view, head);
  if (role || (complement >= 0 && IsPersonOf(view, head, complement))) {
    if (complement >= 0) {
      const int owner = tree.Child(head, Deprel::kNmodPoss);
      return {absl::StrCat(verb, " ", RoleWords(view, head, owner), " ",
                           tree.Preposition(complement)),
              Phrase(tree, view.number, complement)};
    }
    const int owner = OwnerOfRole(view, head);
    if (owner >= 0) {
      return {absl::StrCat(verb, " ", RoleWords(view, head, owner), " of"),
              Phrase(tree, view.number, Antecedent(tree, owner))};
    }
  }
  return {verb, Phrase(tree, view.number, head)};
}

// "none of the clubs reports": the clubs, for the clause is negated.
int OfWhich(const SentenceView& view, int clause, int subject) {
  const Tree& tree = *view.tree;
  const std::string& word = tree.word(subject);
  if (!view.attitudes[clause].negated ||
      (word != "none" && word != "neither")) {
    return subject;
  }
  const int all = tree.Child(subject, Deprel::kNmod);
  return all > subject && tree.Preposition(all) == "of" ? Antecedent(tree, all)
                                                        : subject;
}

Proposition OfClause(const SentenceView& view, int clause, int subject,
                     std::string relation, Argument object,
                     std::string construction) {
  const Clause& c = view.clauses[clause];
  Proposition p;
  p.sentence = view.number;
  p.subject = Phrase(*view.tree, view.number,
                     view.HeadOf(OfWhich(view, clause, subject)));
  p.relation = std::move(relation);
  p.object = std::move(object);
  p.predicate = c.head;
  p.construction = std::move(construction);
  p.confidence = c.understood ? 0.6 : 0.75;
  SetAttitude(view.attitudes[clause], &p);
  AddTimeAndPlace(view, clause, &p);
  return p;
}

Proposition OfNoun(const SentenceView& view, int predicate, int subject,
                   std::string relation, Argument object,
                   std::string construction) {
  Proposition p;
  p.sentence = view.number;
  p.subject = Phrase(*view.tree, view.number, view.HeadOf(subject));
  p.relation = std::move(relation);
  p.object = std::move(object);
  p.predicate = predicate;
  p.construction = std::move(construction);
  p.confidence = 0.7;
  SetAttitude(AttitudeOfNoun(view, predicate), &p);
  return p;
}

bool IsTally(const SentenceView& view, int o) {
  const Tree& tree = *view.tree;
  const int before = tree.Child(o, Deprel::kCase) - 1;
  return tree.Preposition(o) == "to" && tree.upos(o) == Upos::kNum &&
         before >= 0 && view.Is(kUnitNoun, before);
}

std::string Comparison(const SentenceView& view, int verb, int o) {
  const Tree& tree = *view.tree;
  const int adverb = tree.Child(o, Deprel::kCase) - 1;
  if (adverb <= verb) return "";
  if (tree[adverb].xpos == "RBR") return tree.word(adverb) + " than";
  const int degree = adverb - 1;
  const bool compared = tree[degree].xpos == "RBR" &&
                        tree.upos(adverb) == Upos::kAdv && degree > verb;
  return compared
             ? absl::StrCat(tree.word(degree), " ", tree.word(adverb), " than")
             : "";
}

std::string VerbRelation(const SentenceView& view, int verb) {
  const Tree& tree = *view.tree;
  const bool tagged =
      tree.upos(verb) == Upos::kVerb || tree.upos(verb) == Upos::kAux;
  std::string result = ThirdPerson(
      tagged ? tree.lemma(verb)
             : view.lexicon->VerbOf(tree.word(verb), tree.lemma(verb)));
  // "re-enter" and "co-found" may be several tokens.
  for (int child : tree.children(verb)) {
    if (tree.deprel(child) == Deprel::kCompoundPrt ||
        IsParticle(view, child, verb)) {
      absl::StrAppend(&result, " ", tree.word(child));
    } else if (child == verb + 1 && tree.upos(child) == Upos::kAdp &&
               tree.children(child).empty() &&
               (child + 1 == tree.size() || tree.word(child + 1) == "by" ||
                tree.upos(child + 1) == Upos::kPunct)) {
      // "voted against.", "paid for by the state".
      absl::StrAppend(&result, " ", tree.word(child));
    } else if (child < verb &&
               (tree.deprel(child) == Deprel::kCompound ||
                tree.word(child) == "co" || tree.word(child) == "re")) {
      result = absl::StrCat(tree.word(child), "-", result);
    }
  }
  return result;
}

}  // namespace tercet::text
