#include "ingest/clause_subject.h"

#include <vector>

namespace tercet::text {
namespace {

// "the purpose of the trip is to V": the trip; "their aim is to V": they.
std::vector<int> PlanHolder(const Tree& tree, int noun) {
  for (int child : tree.children(noun)) {
    if (tree.deprel(child) == Deprel::kNmod &&
        tree.Preposition(child) == "of") {
      return {child};
    }
  }
  const int owner = tree.Child(noun, Deprel::kNmodPoss);
  return owner >= 0 ? std::vector<int>{owner} : std::vector<int>{};
}

// "neither of which": what "which" stands for, or -1.
int PartOf(const Tree& tree, int subject) {
  for (int child : tree.children(subject)) {
    if (tree.deprel(child) == Deprel::kNmod && tree.IsRelative(child) &&
        Antecedent(tree, child) != child) {
      return Antecedent(tree, child);
    }
  }
  return -1;
}

// "brown them in batches, which takes an hour": no batches take it, but the
// whole of what was said.
bool IsWholeClause(const Tree& tree, int verb, int pronoun) {
  if (pronoun < 1 || tree.word(pronoun) != "which" ||
      tree.word(pronoun - 1) != ",") {
    return false;
  }
  const int aux =
      tree.Child(verb, {Deprel::kAux, Deprel::kAuxPass, Deprel::kCop});
  const int noun = Antecedent(tree, pronoun);
  return tree[aux >= 0 ? aux : verb].xpos == "VBZ" &&
         tree[noun].xpos == "NNS" && tree.lemma(noun) != tree.word(noun);
}

// Subjects that the clause itself names.
bool OwnSubjects(const Tree& tree, const Lexicon& lexicon, Clause* clause) {
  for (int child : tree.children(clause->head)) {
    if (child < tree.body()) continue;
    switch (tree.deprel(child)) {
      case Deprel::kNsubj:
      case Deprel::kNsubjPass: {
        if (!tree.Preposition(child).empty() &&
            tree.upos(child) == Upos::kNum) {
          break;  // "at 17 was admitted": no subject
        }
        const int whole = PartOf(tree, child);
        if (whole >= 0) {
          clause->subjects = tree.Conjuncts(tree.FirstConjunct(whole));
          return true;
        }
        if (tree.IsRelative(child)) {
          if (IsWholeClause(tree, clause->head, child)) return true;
          clause->subjects.push_back(Antecedent(tree, child));
          return true;
        }
        for (int c : tree.Conjuncts(child)) {
          if (tree.Has(c, Deprel::kCop)) continue;
          if (!AddNamed(tree, c, &clause->subjects)) {
            clause->subjects.push_back(NamedBy(tree, c));
          }
        }
        return true;
      }
      case Deprel::kNsubjOuter:
        // "the plant is to employ 300": the plant does.
        if (lexicon.Is(WordClass::kPlanNoun, tree.lemma(child))) {
          clause->subjects = PlanHolder(tree, child);
        } else {
          clause->subjects = {NamedBy(tree, child)};
        }
        return true;
      case Deprel::kExpl:
        clause->existential |= tree.word(child) == "there";
        break;
      case Deprel::kCsubj:
      case Deprel::kCsubjPass:
      case Deprel::kCsubjOuter:
        return true;  // a clause as subject makes no fact
      default:
        break;
    }
  }
  return false;
}

// "its plan to V": whose plan it is, or the subject that has it.
std::vector<int> HolderOf(const Tree& tree, const std::vector<Clause>& clauses,
                          const Clause& clause) {
  const int noun = tree.head(clause.head);
  const int owner = tree.Child(noun, Deprel::kNmodPoss);
  if (owner >= 0) return {Antecedent(tree, owner)};
  for (int child : tree.children(noun)) {
    if (tree.deprel(child) == Deprel::kNmod &&
        (tree.Preposition(child) == "by" || tree.Preposition(child) == "of" ||
         tree.Preposition(child) == "from")) {
      return {child};
    }
  }
  if (clause.governor < 0) return {};
  const Clause& governor = clauses[clause.governor];
  const bool is_subject =
      !governor.subjects.empty() && governor.subjects.front() == noun;
  // "a bid to buy it failed" says not whose bid it was.
  if (is_subject || governor.passive) return {};
  return governor.subjects;
}

std::vector<int> OfAdnominal(const Tree& tree, const Lexicon& lexicon,
                             const std::vector<Clause>& clauses,
                             const Clause& clause) {
  const int noun = tree.head(clause.head);
  if (noun < 0) return {};
  const std::string& lemma = tree.lemma(noun);
  const bool marked = tree.Has(clause.head, Deprel::kMark);
  if (!marked && (clause.passive || tree.IsGerund(clause.head))) {
    return {NamedBy(tree, noun)};
  }
  const bool held = lexicon.Is(WordClass::kPlanNoun, lemma) ||
                    lexicon.Is(WordClass::kAskNoun, lemma);
  if (held) return HolderOf(tree, clauses, clause);
  // "the first to arrive", "the man to beat": only the former is a subject.
  if (tree.IsInfinitive(clause.head) && IsRanked(tree, noun)) {
    const int g = clause.governor;
    const bool said =
        g >= 0 && (clauses[g].head == noun || clauses[g].complement == noun);
    if (said) return clauses[g].subjects;
    return {tree.deprel(noun) == Deprel::kAppos ? tree.head(noun)
                                                : NamedBy(tree, noun)};
  }
  return {};
}

// Whether a verb behind a noun only says what the noun is for: "licences
// required to serve alcohol" serve nothing.
bool IsNeed(const Tree& tree, const Clause& clause) {
  const std::string& lemma = tree.lemma(clause.head);
  return clause.passive && clause.link == Deprel::kAcl &&
         (lemma == "require" || lemma == "need");
}

// "it was decided to build": it is nobody.
bool IsEmptyIt(const Tree& tree, const Lexicon& lexicon,
               const Clause& governor) {
  return governor.passive && !governor.understood &&
         governor.subjects.size() == 1 &&
         tree.word(governor.subjects[0]) == "it" &&
         lexicon.Is(WordClass::kPlanVerb, tree.lemma(governor.head));
}

std::vector<int> Controllers(const Tree& tree, const Lexicon& lexicon,
                             const Clause& governor) {
  if (IsNeed(tree, governor) || IsEmptyIt(tree, lexicon, governor)) return {};
  const bool subject_control =
      lexicon.Is(WordClass::kSubjectVerb, tree.lemma(governor.head)) ||
      lexicon.Is(WordClass::kMeansVerb, tree.lemma(governor.head));
  if (!governor.passive && !governor.copular && !subject_control) {
    if (!governor.recipients.empty()) return governor.recipients;
    // "took her nine years to restore": no years restore.
    if (governor.objects.size() == 1 &&
        lexicon.Is(WordClass::kTimeNoun, tree.lemma(governor.objects[0]))) {
      return {};
    }
    if (!governor.objects.empty()) return governor.objects;
  }
  return governor.subjects;
}

std::vector<int> OfAdverbial(const Tree& tree, const Lexicon& lexicon,
                             const Clause& governor, int head) {
  const int mark = tree.Child(head, Deprel::kMark);
  const std::string word = mark < 0 ? "" : tree.word(mark);
  if (word == "to" && IsEmptyIt(tree, lexicon, governor)) return {};
  // "accused the party of seeking", "barred him from playing".
  const bool from_object = word == "of" || word == "from" || word == "into";
  if (from_object && !governor.passive && !governor.objects.empty()) {
    return governor.objects;
  }
  // "fined the firm for polluting".
  const bool blamed =
      word == "for" && tree.IsGerund(head) &&
      lexicon.Is(WordClass::kPunishVerb, tree.lemma(governor.head));
  if (blamed && !governor.passive && !governor.objects.empty()) {
    return governor.objects;
  }
  const int asked = CalledFor(tree, lexicon, governor, head);
  if (asked >= 0) return {asked};
  // "gave the firm a week to reply".
  if (word == "to" && !governor.recipients.empty()) return governor.recipients;
  const std::string& verb = tree.lemma(governor.head);
  const bool ordered = lexicon.Is(WordClass::kAskVerb, verb) ||
                       lexicon.Is(WordClass::kAllowVerb, verb) ||
                       verb == "give" || verb == "need";
  if (word == "to" && ordered && !governor.passive &&
      !governor.objects.empty()) {
    return governor.objects;
  }
  return governor.subjects;
}

}  // namespace

void FindSubjects(const Tree& tree, const Lexicon& lexicon,
                  const std::vector<Clause>& clauses, Clause* clause) {
  if (OwnSubjects(tree, lexicon, clause)) return;
  // "..., said Ana Roe": the name after the verb speaks.
  if (lexicon.Is(WordClass::kSayVerb, tree.lemma(clause->head)) &&
      (clause->link == Deprel::kParataxis || clause->link == Deprel::kRoot) &&
      clause->objects.size() == 1 && !clause->passive &&
      tree.upos(clause->objects[0]) == Upos::kPropn) {
    clause->subjects.swap(clause->objects);
    return;
  }
  clause->understood = true;
  if (clause->link == Deprel::kAcl) {
    clause->subjects = OfAdnominal(tree, lexicon, clauses, *clause);
    return;
  }
  if (clause->link == Deprel::kAclRelcl && tree.head(clause->head) >= 0 &&
      (tree.IsGerund(clause->head) || clause->passive)) {
    clause->subjects = {tree.head(clause->head)};
    return;
  }
  if (clause->governor < 0) return;
  const Clause& governor = clauses[clause->governor];
  // "a visit that aides said would help": what "that" stands for helps.
  if (clause->link == Deprel::kCcomp && governor.link == Deprel::kAclRelcl &&
      tree.Has(governor.head, Deprel::kNsubj) &&
      tree.Has(clause->head, Deprel::kAux) && tree.head(governor.head) >= 0) {
    std::erase_if(clause->objects, [&](int o) {
      return o == NamedBy(tree, tree.head(governor.head));
    });
    clause->subjects = {NamedBy(tree, tree.head(governor.head))};
    return;
  }
  switch (clause->link) {
    case Deprel::kConj:
      // A conjunct of the governor's own head; not of one of its nouns.
      if (tree.head(clause->head) == governor.head) {
        clause->subjects = governor.subjects;
      }
      break;
    case Deprel::kXcomp:
    case Deprel::kCcomp:
      clause->subjects = Controllers(tree, lexicon, governor);
      break;
    case Deprel::kAdvcl:
      clause->subjects = OfAdverbial(tree, lexicon, governor, clause->head);
      break;
    default:
      break;
  }
}

bool HasSubject(const Tree& tree, int i) {
  return tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kCsubj,
                        Deprel::kCsubjPass, Deprel::kNsubjOuter}) >= 0;
}

}  // namespace tercet::text
