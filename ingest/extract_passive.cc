// Facts of passive clauses: in the active voice where the agent is known.

#include "absl/strings/str_cat.h"
#include "ingest/extract_rules.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasVerbBelow(const Tree& tree, int head) {
  for (int child : tree.children(head)) {
    const Deprel r = tree.deprel(child);
    const bool purpose = r == Deprel::kAdvcl && child > head &&
                         tree.IsInfinitive(child) &&
                         tree.deprel(head) == Deprel::kAcl;
    if ((r == Deprel::kXcomp || r == Deprel::kCcomp || purpose) &&
        (tree.upos(child) == Upos::kVerb || tree.Has(child, Deprel::kCop))) {
      return true;
    }
  }
  return false;
}

// "is sold", "is taken up".
std::string PassiveRelation(const SentenceView& view, int verb) {
  const Tree& tree = *view.tree;
  std::string result = absl::StrCat("is ", tree.word(verb));
  for (int child : tree.children(verb)) {
    if (tree.deprel(child) == Deprel::kCompoundPrt ||
        IsParticle(view, child, verb)) {
      absl::StrAppend(&result, " ", tree.word(child));
    }
  }
  return result;
}

// "hired as its first cook", "elected president": what the patient becomes.
void RoleFacts(const SentenceView& view, int index, int patient,
               Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  int head = clause.complement;
  for (int o : clause.obliques) {
    const bool role = view.Is(kRoleNoun, o) || view.Is(kKinNoun, o);
    if (head < 0 && tree.Preposition(o) == "as" && role) head = o;
  }
  if (head < 0 || !tree.IsNominal(head)) return;
  const bool role = view.Is(kRoleNoun, head) || view.Is(kKinNoun, head);
  const Role found =
      RoleOf(view, head, role ? "is" : PassiveRelation(view, clause.head));
  out->push_back(
      OfClause(view, index, patient, found.relation, found.object, "passive"));
}

void AgentFacts(const SentenceView& view, int index, int patient,
                Propositions* out) {
  const Clause& clause = view.clauses[index];
  const std::string verb = VerbRelation(view, clause.head);
  for (int agent : clause.agents) {
    out->push_back(OfClause(view, index, Antecedent(*view.tree, agent), verb,
                            Phrase(*view.tree, view.number, patient),
                            "passive"));
  }
}

// "poorly " of "is poorly known": without it the fact would be another.
std::string DegreeOf(const SentenceView& view, int verb) {
  const Tree& tree = *view.tree;
  const int adverb = verb - 1;
  const bool manner = adverb >= 0 && tree.head(adverb) == verb &&
                      tree.deprel(adverb) == Deprel::kAdvmod &&
                      tree.word(adverb).ends_with("ly") &&
                      !view.lexicon->Is(kCommentAdverb, tree.word(adverb)) &&
                      !view.lexicon->Is(kTimeAdverb, tree.word(adverb));
  return manner ? tree.word(adverb) + " " : "";
}

bool IsArgument(const SentenceView& view, int o) {
  const Tree& tree = *view.tree;
  const std::string p = tree.Preposition(o);
  // "was rejected by four votes to three", "was cut because of rain".
  if (p == "by" && tree.lemma(o) == "vote") return false;
  if (IsTally(view, o)) return false;
  if (p == "because of" || p == "instead of") return false;
  return !p.empty() && p != "according to" && !IsTime(view, o) &&
         !IsPlace(view, o) && IsNounLike(view, o) &&
         !(p == "as" && view.Is(kRoleNoun, o));
}

// `role`: whether it is said what the patient becomes.
void OpenFacts(const SentenceView& view, int index, int patient, bool role,
               Propositions* out) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  const std::string verb = PassiveRelation(view, clause.head);
  int adjunct = -1, facts = 0;
  for (int object : clause.objects) {
    if (object == patient) continue;
    out->push_back(OfClause(view, index, patient, verb,
                            Phrase(tree, view.number, object), "passive"));
    ++facts;
  }
  for (int o : clause.obliques) {
    const bool fronted =
        o < clause.head && !tree.IsRelative(o) && !clause.understood;
    std::string p = tree.Preposition(o);
    if (p == "than") p = Comparison(view, clause.head, o);
    if (IsArgument(view, o) && (fronted || p.empty())) continue;
    if (IsArgument(view, o)) {
      for (int c : tree.Conjuncts(o)) {
        out->push_back(OfClause(
            view, index, patient, absl::StrCat(verb, " ", p),
            Phrase(tree, view.number, Antecedent(tree, c)), "passive"));
      }
      ++facts;
    } else if (IsPlace(view, o) ? adjunct < 0 || IsTime(view, adjunct)
                                : adjunct < 0 && IsTime(view, o)) {
      adjunct = o;
    }
  }
  const bool known = facts > 0 || role || !clause.agents.empty();
  // "is approved by July" would make an agent of July.
  const bool by = adjunct >= 0 && tree.Preposition(adjunct) == "by";
  if (adjunct >= 0 && !by && (!known || IsPlace(view, adjunct))) {
    if (tree.Preposition(adjunct).empty() || !IsNounLike(view, adjunct)) {
      return;
    }
    out->push_back(OfClause(
        view, index, patient,
        absl::StrCat(verb, " ", tree.Preposition(adjunct)),
        Phrase(tree, view.number, Antecedent(tree, adjunct)), "passive"));
    return;
  }
  if (!known && clause.where >= 0) {
    out->push_back(OfClause(view, index, patient, verb + " in",
                            Phrase(tree, view.number, clause.where),
                            "passive"));
    return;
  }
  // "the knowledge needed" says nothing of its own.
  if (known || clause.complement >= 0 || clause.link == Deprel::kAcl) return;
  Proposition p = OfClause(view, index, patient, "is", Argument(), "passive");
  p.object_text = DegreeOf(view, clause.head) + verb.substr(3);
  p.confidence -= 0.2;
  out->push_back(std::move(p));
}

// "with six minutes left": nobody is left.
bool IsAbsolute(const SentenceView& view, const Clause& clause) {
  if (!clause.understood || clause.link != Deprel::kAdvcl) return false;
  for (int o : clause.obliques) {
    if (o + 1 == clause.head && view.tree->Preposition(o) == "with")
      return true;
  }
  return false;
}

}  // namespace

void PassiveFacts(const SentenceView& view, int index, Propositions* out) {
  const Clause& clause = view.clauses[index];
  if (IsAbsolute(view, clause)) return;
  if (clause.understood && clause.link == Deprel::kAdvcl &&
      view.tree->lemma(clause.head) == "compare") {
    return;  // "compared with" is a preposition
  }
  // "the gene, called X": a name, which the resolver reads.
  if (clause.link == Deprel::kAcl && clause.understood &&
      clause.complement >= 0 && view.Is(kChristenVerb, clause.head)) {
    return;
  }
  if (HasVerbBelow(*view.tree, clause.head)) {
    // "is urged by Kim to go": the urging is a fact, "is expected" is not.
    if (view.Is(kActVerb, clause.head)) {
      for (int patient : clause.subjects) {
        AgentFacts(view, index, patient, out);
      }
    }
    return;
  }
  for (int patient : clause.subjects) {
    AgentFacts(view, index, patient, out);
    const size_t before = out->size();
    RoleFacts(view, index, patient, out);
    OpenFacts(view, index, patient, out->size() > before, out);
  }
}

}  // namespace tercet::text
