// Facts of copulas: "is mayor of", "is against", "is in talks with".

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "ingest/extract_rules.h"

namespace tercet::text {
namespace {

using enum WordClass;

// The phrase without what says when it is so: "in the hall" of "in the hall
// for two hours".
Argument Timeless(const SentenceView& view, int head) {
  const Tree& tree = *view.tree;
  Argument phrase = Phrase(tree, view.number, head);
  for (int child : tree.children(head)) {
    const Deprel r = MainType(tree.deprel(child));
    const bool when = child > head && IsTime(view, child) &&
                      (r == Deprel::kNmod || r == Deprel::kObl);
    if (!when) continue;
    std::erase_if(phrase.tokens, [&](int i) { return tree.Below(i, child); });
  }
  return phrase;
}

// "is against housing", "is in talks with X".
bool PrepositionalFacts(const SentenceView& view, int index, int subject,
                        int head, Propositions* out) {
  const Tree& tree = *view.tree;
  const std::string preposition = tree.Preposition(head);
  if (preposition.empty()) return false;
  // "is at large", "is in dark": an adjective that the preposition makes.
  if (tree.upos(head) == Upos::kAdj && tree.children(head).size() <= 5) {
    Proposition p = OfClause(view, index, subject, "is", Argument(), "copular");
    p.object_text = absl::StrCat(preposition, " ", tree.word(head));
    out->push_back(std::move(p));
    return true;
  }
  if (!tree.IsNominal(head)) return false;
  for (int child : tree.children(head)) {
    const bool nested = tree.deprel(child) == Deprel::kNmod &&
                        preposition == "in" &&
                        view.lexicon->Event(tree.lemma(head)) != nullptr;
    const std::string inner = tree.Preposition(child);
    if (!nested || inner.empty() || inner == "of" || IsTime(view, child)) {
      continue;
    }
    const Argument bare = BarePhrase(tree, view.number, head);
    out->push_back(
        OfClause(view, index, subject,
                 absl::StrCat("is ", preposition, " ",
                              RelationWords(tree, bare.tokens), " ", inner),
                 Phrase(tree, view.number, child), "copular"));
    return true;
  }
  out->push_back(OfClause(view, index, subject,
                          absl::StrCat("is ", preposition),
                          Timeless(view, head), "copular"));
  if (!out->back().when.has_value() && IsTime(view, head)) {
    out->back().when = PhraseWithPreposition(tree, view.number, head);
  }
  return true;
}

// "more effective" of "is more effective than".
std::string AdjectiveWords(const SentenceView& view, int head) {
  return RelationWords(*view.tree,
                       BarePhrase(*view.tree, view.number, head).tokens);
}

// "is familiar with the talks", "is stable above 60 degrees", "is happy".
void AdjectiveFacts(const SentenceView& view, int index, int subject, int head,
                    Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  // "is worth 4 million euros".
  if (head == clause.head && !clause.objects.empty()) {
    for (int object : clause.objects) {
      out->push_back(OfClause(view, index, subject,
                              absl::StrCat("is ", AdjectiveWords(view, head)),
                              Phrase(tree, view.number, object), "copular"));
    }
    return;
  }
  for (int o : clause.obliques) {
    const std::string p = tree.Preposition(o);
    if (head != clause.head || p.empty() || p == "according to" ||
        IsTime(view, o) || !tree.IsNominal(o) || o < head) {
      continue;
    }
    for (int c : tree.Conjuncts(o)) {
      out->push_back(
          OfClause(view, index, subject,
                   absl::StrCat("is ", AdjectiveWords(view, head), " ", p),
                   Phrase(tree, view.number, Antecedent(tree, c)), "copular"));
    }
    return;
  }
  for (int child : tree.children(head)) {
    const Deprel r = tree.deprel(child);
    if (r == Deprel::kXcomp || r == Deprel::kCcomp || r == Deprel::kCsubj ||
        r == Deprel::kExpl) {
      return;  // "is set to meet", "it is clear that"
    }
    // "is ready to go": the purpose carries the fact.
    if (r == Deprel::kAdvcl && tree.IsInfinitive(child) &&
        (view.Is(kPlanAdjective, head) || view.Is(kGuessAdjective, head))) {
      return;
    }
  }
  // "is missing on Sunday": when is no part of what it is.
  out->push_back(
      OfClause(view, index, subject, "is", Timeless(view, head), "copular"));
}

// "there is a mill in Oslo".
void ExistentialFacts(const SentenceView& view, int index, int subject,
                      Propositions* out) {
  const Tree& tree = *view.tree;
  std::vector<int> places = view.clauses[index].obliques;
  for (int child : tree.children(subject)) {
    if (tree.deprel(child) == Deprel::kNmod) places.push_back(child);
  }
  for (int o : places) {
    if (!IsPlace(view, o)) continue;
    Proposition p =
        OfClause(view, index, subject, absl::StrCat("is ", tree.Preposition(o)),
                 Phrase(tree, view.number, o), "existential");
    p.subject = BarePhrase(tree, view.number, subject);
    out->push_back(std::move(p));
    return;
  }
}

}  // namespace

void CopularFacts(const SentenceView& view, int index, Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  if (clause.existential) {
    for (int subject : clause.subjects) {
      ExistentialFacts(view, index, subject, out);
    }
    return;
  }
  for (int subject : clause.subjects) {
    for (int head : tree.Conjuncts(clause.head)) {
      // A conjunct with a subject or copula is a clause of its own.
      if (head != clause.head &&
          (tree.upos(head) == Upos::kVerb ||
           tree.Child(head, {Deprel::kNsubj, Deprel::kNsubjPass,
                             Deprel::kCop}) >= 0)) {
        continue;
      }
      if (head == subject) continue;
      // "is at 14 Mill Lane, Oslo": no office is Oslo.
      if (head != clause.head && !tree.Preposition(clause.head).empty() &&
          tree.Preposition(head).empty()) {
        continue;
      }
      if (PrepositionalFacts(view, index, subject, head, out)) continue;
      // "is missing"; "is selling it" is no state.
      const bool state =
          (tree.IsGerund(head) || tree.IsParticiple(head)) &&
          tree.Child(head, {Deprel::kObj, Deprel::kXcomp, Deprel::kCcomp}) < 0;
      if (tree.upos(head) == Upos::kVerb && state) {
        AdjectiveFacts(view, index, subject, head, out);
      }
      if (tree.upos(head) == Upos::kVerb) continue;
      if (tree.upos(head) == Upos::kAdj || tree.upos(head) == Upos::kAdv) {
        AdjectiveFacts(view, index, subject, head, out);
        continue;
      }
      const Role role = RoleOf(view, head, "is");
      out->push_back(OfClause(view, index, subject, role.relation, role.object,
                              "copular"));
    }
  }
}

}  // namespace tercet::text
