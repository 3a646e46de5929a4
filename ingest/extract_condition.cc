#include "ingest/extract_condition.h"

namespace tercet::text {
namespace {

// Whether the sentence opens with an inverted condition that the parser took
// for a main verb: "Had they not sold it, ...".
bool OpensWithCondition(const Tree& tree) {
  const std::string& first = tree.word(0);
  if (first != "had" && first != "should" && first != "were") return false;
  if (tree.word(tree.size() - 1) == "?") return false;
  for (int i = 1; i < tree.size(); ++i) {
    const std::string& w = tree.word(i);
    if (w == "would" || w == "could" || w == "might") return true;
  }
  return false;
}

}  // namespace

int AuxWord(const Tree& tree, int head,
            std::initializer_list<std::string_view> words) {
  for (int child : tree.children(head)) {
    if (tree.deprel(child) != Deprel::kAux) continue;
    for (std::string_view word : words) {
      if (tree.word(child) == word) return child;
    }
  }
  return -1;
}

std::string Mark(const Tree& tree, int head) {
  for (int child : tree.children(head)) {
    if (tree.deprel(child) == Deprel::kMark) return tree.word(child);
  }
  return "";
}

bool IsInverted(const Tree& tree, const Clause& clause) {
  if (OpensWithCondition(tree) && tree.head(clause.head) == 0 &&
      clause.link == Deprel::kCcomp) {
    return true;
  }
  const int aux = AuxWord(tree, clause.head, {"should", "had", "were", "have"});
  const int subject =
      tree.Child(clause.head, {Deprel::kNsubj, Deprel::kNsubjPass});
  if (aux < 0 || subject < 0 || aux > subject) return false;
  return tree.word(tree.size() - 1) != "?";
}

bool IsConditional(const Tree& tree, const Clause& clause) {
  if (IsInverted(tree, clause)) return true;
  if (clause.link != Deprel::kAdvcl && clause.link != Deprel::kCcomp &&
      clause.link != Deprel::kParataxis) {
    return false;
  }
  const std::string mark = Mark(tree, clause.head);
  return mark == "if" || mark == "unless" || mark == "whether" ||
         mark == "lest" || mark == "provided" || mark == "assuming";
}

bool HasCondition(const SentenceView& view, int clause) {
  if (OpensWithCondition(*view.tree)) return true;
  for (const Clause& other : view.clauses) {
    if (other.governor == clause && IsConditional(*view.tree, other)) {
      return true;
    }
  }
  return false;
}

}  // namespace tercet::text
