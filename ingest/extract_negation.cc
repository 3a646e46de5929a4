#include "ingest/extract_negation.h"

namespace tercet::text {
namespace {

bool IsNegator(const Tree& tree, int i) {
  const std::string& w = tree.word(i);
  return w == "not" || w == "n't" || w == "n\xE2\x80\x99t" || w == "never" ||
         w == "neither" || w == "nor" || w == "hardly" || w == "scarcely";
}

}  // namespace

bool IsNoLonger(const Tree& tree, int i) {
  return tree.word(i) == "longer" && tree.ChildWord(i, "no") >= 0;
}

bool IsNegativeNominal(const Tree& tree, int i) {
  const std::string& w = tree.word(i);
  if (w == "nobody" || w == "none" || w == "nothing" || w == "neither" ||
      w == "no-one") {
    return true;
  }
  for (int child : tree.children(i)) {
    const std::string& d = tree.word(child);
    if (d == "no" || (d == "neither" && tree.deprel(child) != Deprel::kCc)) {
      return tree.deprel(child) == Deprel::kDet ||
             tree.deprel(child) == Deprel::kCcPreconj ||
             tree.deprel(child) == Deprel::kAdvmod;
    }
  }
  return false;
}

bool HasNegation(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(clause.head)) {
    const Deprel relation = tree.deprel(child);
    if (relation == Deprel::kAdvmod || relation == Deprel::kAux ||
        relation == Deprel::kDet) {
      if (IsNegator(tree, child)) return true;
      // "could no longer play".
      if (IsNoLonger(tree, child)) return true;
    }
    if (relation == Deprel::kCc && tree.word(child) == "nor") return true;
    const bool argument = relation == Deprel::kNsubj ||
                          relation == Deprel::kNsubjPass ||
                          relation == Deprel::kObj;
    if (argument && IsNegativeNominal(tree, child)) return true;
    // "awarded no first" with the prize left out.
    if ((relation == Deprel::kXcomp || relation == Deprel::kAdvmod) &&
        tree.upos(child) == Upos::kAdj && IsNegativeNominal(tree, child)) {
      return true;
    }
    if (relation == Deprel::kMark && tree.word(child) == "without") {
      return true;
    }
  }
  return clause.copular && IsNegativeNominal(tree, clause.head);
}

}  // namespace tercet::text
