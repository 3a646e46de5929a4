// Facts of verbs that say what somebody is: "called it a mistake", "became
// mayor", "succeeded her as director".

#include "absl/strings/str_cat.h"
#include "ingest/extract_attribution.h"
#include "ingest/extract_rules.h"

namespace tercet::text {

using enum WordClass;

// "thought the tank too small", "made it unsafe": what the object is, and
// nothing that is done to it.
bool IsOpinion(const SentenceView& view, const Clause& clause) {
  return clause.complement > clause.head && !clause.objects.empty() &&
         (view.Is(kGuessVerb, clause.head) || IsMaking(view, clause.head)) &&
         view.tree->upos(clause.complement) == Upos::kAdj &&
         view.tree->deprel(clause.complement) == Deprel::kXcomp;
}

bool IsMaking(const SentenceView& view, int verb) {
  return view.Is(kNameVerb, verb) && view.Is(kCauseVerb, verb);
}

// "succeeded her as director": what the subject becomes.
void OfficeFacts(const SentenceView& view, int index, int subject,
                 Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  if (!view.Is(kHeirVerb, clause.head)) return;
  for (int o : clause.obliques) {
    if (tree.Preposition(o) != "as" || !view.Is(kRoleNoun, o)) continue;
    const Role role = RoleOf(view, o, "is");
    out->push_back(
        OfClause(view, index, subject, role.relation, role.object, "copular"));
  }
}

// "praised Kim as a friend", "called it a mistake", "named him mayor".
void NamingFacts(const SentenceView& view, int index, Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  int name = clause.complement;
  const bool naming = view.Is(kNameVerb, clause.head);
  for (int o : clause.obliques) {
    if (name < 0 && o > clause.head && tree.Preposition(o) == "as" &&
        (naming || view.Is(kActVerb, clause.head))) {
      name = o;
    }
  }
  if (name < 0 || clause.objects.empty() ||
      !(naming || IsOpinion(view, clause))) {
    return;
  }
  const int subject = clause.objects.front();
  for (const int c : tree.upos(name) == Upos::kAdj ? tree.Conjuncts(name)
                                                   : std::vector<int>{name}) {
    const Role role = RoleOf(view, c, "is");
    Proposition p =
        OfClause(view, index, subject, role.relation, role.object, "naming");
    const bool opinion = !IsMaking(view, clause.head) &&
                         !view.Is(kRoleNoun, c) && tree.upos(c) != Upos::kPropn;
    if (opinion && !p.said_by.has_value()) {
      p.said_by = SpeakerOf(view, clause);
      if (p.said_by->empty()) p.said_by.reset();
      if (p.status == Status::kAsserted) p.status = Status::kReported;
    }
    out->push_back(std::move(p));
  }
}

// "Kim became mayor of Oslo", "he served as a judge".
bool BecomingFacts(const SentenceView& view, int index, int subject,
                   Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  int role_head = clause.complement;
  const std::string& lemma = tree.lemma(clause.head);
  std::string verb = VerbRelation(view, clause.head);
  if (role_head < 0 &&
      (lemma == "serve" || lemma == "work" || lemma == "act")) {
    for (int o : clause.obliques) {
      if (tree.Preposition(o) == "as" && view.Is(kRoleNoun, o)) {
        role_head = o;
        verb += " as";
      }
    }
  }
  if (role_head < 0 || !clause.objects.empty()) return false;
  // "made it clear that": the clause says what.
  if (tree.Child(clause.head, Deprel::kExpl) > clause.head) return true;
  for (int c : tree.Conjuncts(role_head)) {
    const Role role = RoleOf(view, c, verb);
    out->push_back(
        OfClause(view, index, subject, role.relation, role.object, "copular"));
  }
  return true;
}

}  // namespace tercet::text
