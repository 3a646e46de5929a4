// Which verbs are in the passive.

#include "ingest/clause.h"
#include "ingest/clause_subject.h"

namespace tercet::text {
namespace {

// "has commented" without a "been": active, whatever the labels say.
bool IsPerfectActive(const Tree& tree, int i) {
  bool have = false;
  for (int child : tree.children(i)) {
    const Deprel r = tree.deprel(child);
    if (r == Deprel::kAuxPass || tree.lemma(child) == "get") return false;
    if (r != Deprel::kAux && r != Deprel::kCop) continue;
    if (tree.lemma(child) == "be") return false;
    have |= tree.lemma(child) == "have";
  }
  return have;
}

// "by Ana", not "by 300 votes".
bool HasAgent(const Tree& tree, int i) {
  for (int child : tree.children(i)) {
    const Deprel r = tree.deprel(child);
    if (r == Deprel::kOblAgent) return true;
    if (r == Deprel::kObl && tree.Preposition(child) == "by" &&
        tree.Child(child, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool IsPassive(const Tree& tree, int i) {
  if (IsPerfectActive(tree, i)) return false;
  // A subject beside an object and no "be": the label or the tag is wrong.
  if (tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass}) >= 0 &&
      tree.Has(i, Deprel::kObj) &&
      tree.Child(i, {Deprel::kAuxPass, Deprel::kAux}) < 0) {
    return false;
  }
  // Nor has a predicate of its own that no "be" goes with: "more than half
  // of them later germinated".
  const Deprel link = tree.deprel(i);
  const bool own = link == Deprel::kRoot || link == Deprel::kParataxis ||
                   link == Deprel::kCcomp || link == Deprel::kAclRelcl;
  if (tree.Has(i, Deprel::kNsubjPass) && own &&
      tree.Child(i, {Deprel::kAuxPass, Deprel::kAux, Deprel::kCop}) < 0) {
    return false;
  }
  if (tree.Child(
          i, {Deprel::kAuxPass, Deprel::kNsubjPass, Deprel::kCsubjPass}) >= 0) {
    return true;
  }
  const bool reduced = tree.deprel(i) == Deprel::kAcl &&
                       tree[i].xpos == "VBD" && !tree.Has(i, Deprel::kObj);
  if (reduced && !HasSubject(tree, i)) return true;
  // "was bought by Kim and left to the town by Ana" with left in the past.
  const bool by = tree[i].xpos == "VBD" && tree.deprel(i) == Deprel::kConj &&
                  HasAgent(tree, i);
  if ((!tree.IsParticiple(i) && !by) || tree.Has(i, Deprel::kAux)) return false;
  switch (tree.deprel(i)) {
    case Deprel::kAcl:
      return true;
    case Deprel::kAdvcl:
    case Deprel::kXcomp:
      return !tree.Has(i, Deprel::kNsubj) && !tree.Has(i, Deprel::kObj);
    case Deprel::kConj: {
      const int first = tree.FirstConjunct(i);
      for (int child : tree.children(i)) {  // "was hired and won by 3 votes"
        if (tree.Preposition(child) == "by" &&
            tree.Has(child, Deprel::kNummod)) {
          return false;
        }
      }
      return !HasSubject(tree, i) && !tree.Has(i, Deprel::kObj) && first != i &&
             tree.IsParticiple(first) && IsPassive(tree, first);
    }
    default:
      return false;
  }
}

}  // namespace tercet::text
