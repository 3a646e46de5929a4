#include "ingest/clause_repair_steps.h"

#include <algorithm>
#include <vector>

namespace tercet::text {

bool RepairSteps::SameTree(const Sentence& a, const Sentence& b) {
  return std::equal(a.tokens.begin(), a.tokens.end(), b.tokens.begin(),
                    b.tokens.end(), [](const Token& x, const Token& y) {
                      return x.head == y.head && x.deprel == y.deprel &&
                             x.upos == y.upos && x.xpos == y.xpos &&
                             x.lemma == y.lemma;
                    });
}

bool RepairSteps::IsTree(const Sentence& sentence) {
  const std::vector<Token>& tokens = sentence.tokens;
  if (std::count_if(tokens.begin(), tokens.end(),
                    [](const Token& token) { return token.head < 0; }) != 1) {
    return false;
  }
  for (const Token& token : tokens) {
    size_t steps = 0;
    for (int at = token.head; at >= 0; at = tokens[at].head) {
      if (++steps > tokens.size()) return false;
    }
  }
  return true;
}

void Attach(int i, int head, Deprel relation, Sentence* s) {
  for (int at = head; at >= 0; at = s->tokens[at].head) {
    if (at == i) return;
  }
  s->tokens[i].head = head;
  s->tokens[i].deprel = relation;
}

void MakeRoot(int i, int before, Deprel relation, Sentence* s) {
  s->tokens[i].head = -1;
  s->tokens[i].deprel = Deprel::kRoot;
  s->tokens[before].head = i;
  s->tokens[before].deprel = relation;
}

int PhraseStart(const Tree& tree, int i) {
  int first = i;
  for (int child : tree.children(i)) {
    if (tree.upos(child) != Upos::kPunct) first = std::min(first, child);
  }
  return first;
}

int NounHead(const Tree& tree, int i) {
  for (int step = 0; step < tree.size(); ++step) {
    const Deprel r = tree.deprel(i);
    const bool inside = r == Deprel::kCompound || r == Deprel::kFlat ||
                        r == Deprel::kNmodDesc || r == Deprel::kAmod ||
                        r == Deprel::kDet || r == Deprel::kNummod;
    if (!inside || tree.head(i) < 0 || !tree.IsNominal(tree.head(i))) break;
    i = tree.head(i);
  }
  return i;
}

}  // namespace tercet::text
