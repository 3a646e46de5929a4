#include "ingest/extract_status.h"

#include <algorithm>

#include "ingest/extract_attribution.h"
#include "ingest/extract_condition.h"
#include "ingest/extract_negation.h"

namespace tercet::text {
namespace {

using enum WordClass;

void Weaken(Status status, Attitude* a) {
  if (a->status == Status::kHypothetical) return;
  a->status = status;
}

// The clause's own modal verb.
void ApplyModal(const SentenceView& view, int index, Attitude* a) {
  const Tree& tree = *view.tree;
  const Clause& clause = view.clauses[index];
  const int head = clause.head;
  if (AuxWord(tree, head, {"could", "may", "might"}) >= 0) {
    Weaken(Status::kPossible, a);
  } else if (AuxWord(tree, head, {"can"}) >= 0) {
    // An ability is a fact; under doubt it is a possibility.
    if (a->status != Status::kAsserted && a->status != Status::kReported) {
      a->status = Status::kPossible;
    }
  } else if (AuxWord(tree, head,
                     {"will", "shall", "'ll", "wo", "\xE2\x80\x99ll"}) >= 0) {
    Weaken(Status::kPlanned, a);
  } else if (AuxWord(tree, head,
                     {"would", "'d",
                      "\xE2\x80\x99"
                      "d"}) >= 0) {
    // "promised that it would".
    if (a->status == Status::kPlanned && !a->source.empty()) return;
    Weaken(
        HasCondition(view, index) ? Status::kHypothetical : Status::kPossible,
        a);
  } else if (!IsInverted(tree, clause) &&
             AuxWord(tree, head, {"should", "must", "ought"}) >= 0) {
    Weaken(Status::kHypothetical, a);
  }
}

// "the aim is to buy", "the match is to be held".
bool IsToBe(const Tree& tree, const Clause& clause) {
  if (!clause.copular && tree.Has(clause.head, Deprel::kCop)) return true;
  for (int to : tree.children(clause.head)) {
    if (tree.deprel(to) == Deprel::kMark && tree.word(to) == "to" && to > 0 &&
        tree.lemma(to - 1) == "be" && tree.head(to - 1) == clause.head) {
      return true;
    }
  }
  return false;
}

bool HasOwnAux(const Tree& tree, int head) {
  return tree.Child(head, {Deprel::kAux, Deprel::kAuxPass, Deprel::kCop}) >= 0;
}

// What a conjunct shares with the first: "would block and overwhelm".
Attitude OfConjunct(const SentenceView& view, const Clause& clause,
                    const std::vector<Attitude>& incoming) {
  const Tree& tree = *view.tree;
  const Clause& first = view.clauses[clause.governor];
  Attitude a = incoming[clause.governor];
  if (tree.head(clause.head) != first.head) return Attitude();
  const std::string& form = tree[clause.head].xpos;
  const bool shares_aux = clause.understood && !HasOwnAux(tree, clause.head) &&
                          form == tree[first.head].xpos &&
                          (form == "VB" || form == "VBN" || form == "VBG");
  if (!shares_aux) return a;
  const bool was_negated = a.negated;
  a = view.attitudes[clause.governor];
  const bool alternative = tree.ChildWord(clause.head, "or") >= 0 ||
                           tree.ChildWord(clause.head, "nor") >= 0;
  if (!alternative) a.negated = was_negated;
  return a;
}

Attitude Reported(const Attitude& base, const Argument& source) {
  Attitude a = base;
  a.negated = false;
  if (!source.empty()) a.source = source;
  if (a.status == Status::kAsserted) a.status = Status::kReported;
  return a;
}

Attitude With(const Attitude& base, Status status) {
  Attitude a = base;
  Weaken(status, &a);
  return a;
}

// "is set to meet", "is likely to win", "is unable to pay".
Attitude OfAdjective(const SentenceView& view, const Clause& governor,
                     const Attitude& base) {
  const std::string& word = view.tree->lemma(governor.head);
  if (view.Is(kPlanAdjective, governor.head)) {
    return With(base, Status::kPlanned);
  }
  if (!view.Is(kGuessAdjective, governor.head)) return base;
  Attitude a = base;
  if (word == "unable" || word == "unwilling") {
    a.negated = !a.negated;
    return a;
  }
  if (word == "unlikely") a.negated = !a.negated;
  if (word == "able") return a;
  return With(a, Status::kPossible);
}

// Under a passive: "is expected to", "is said to", "is required to".
Attitude OfPassive(const SentenceView& view, const Clause& governor,
                   const Attitude& base) {
  const int verb = governor.head;
  const std::string& lemma = view.tree->lemma(verb);
  if (lemma == "require" || lemma == "oblige") {
    return With(base, Status::kHypothetical);
  }
  if (view.Is(kPlanVerb, verb) || view.Is(kPlanAdjective, verb)) {
    return With(base, Status::kPlanned);
  }
  if (view.Is(kAllowVerb, verb)) return With(base, Status::kPossible);
  if (view.Is(kAskVerb, verb) && lemma != "say") {
    return With(base, Status::kHypothetical);
  }
  if (view.Is(kFailVerb, verb)) {
    Attitude a = base;
    a.negated = !a.negated;
    return a;
  }
  if (view.Is(kSayVerb, verb) || view.Is(kGuessVerb, verb)) {
    return Reported(base, SpeakerOf(view, governor));
  }
  return base;
}

// The complement of an active verb without a subject of its own.
Attitude OfInfinitive(const SentenceView& view, const Clause& governor,
                      const Attitude& base) {
  const Tree& tree = *view.tree;
  const int verb = governor.head;
  const std::string& lemma = tree.lemma(verb);
  const bool object_control =
      !governor.objects.empty() || !governor.recipients.empty();
  if (object_control) {
    if (view.Is(kSubjectVerb, verb)) return With(base, Status::kPlanned);
    if (view.Is(kAllowVerb, verb)) return With(base, Status::kPossible);
    if (view.Is(kCauseVerb, verb)) return base;
    // "expects demand to fall": a forecast.
    if (view.Is(kGuessVerb, verb)) return With(base, Status::kPossible);
    if (view.Is(kAskVerb, verb) || view.Is(kPlanVerb, verb)) {
      Attitude a = With(base, Status::kHypothetical);
      a.negated = false;
      return a;
    }
    if (view.Is(kFailVerb, verb)) {
      Attitude a = base;
      a.negated = !a.negated;
      return a;
    }
    return base;
  }
  if (lemma == "have" || lemma == "need" || lemma == "ought") {
    return With(base, Status::kHypothetical);
  }
  if (view.Is(kDenyVerb, verb)) {
    Attitude a = Reported(base, SpeakerOf(view, governor));
    a.status = Status::kDenied;
    return a;
  }
  if (view.Is(kFailVerb, verb)) {
    Attitude a = base;
    a.negated = !a.negated;
    return a;
  }
  if (view.Is(kPlanVerb, verb)) return With(base, Status::kPlanned);
  if (lemma == "go" && tree.IsGerund(verb)) {
    return With(base, Status::kPlanned);  // "is going to"
  }
  if (lemma == "be") return With(base, Status::kPlanned);  // "is to meet"
  if (lemma == "seem" || lemma == "appear") {
    return With(base, Status::kPossible);
  }
  if (view.Is(kAskVerb, verb)) return With(base, Status::kHypothetical);
  return base;
}

// Whether a that-clause has the bare verb of an order: "that he resign".
bool IsSubjunctive(const Tree& tree, int head) {
  const int subject = tree.Child(head, {Deprel::kNsubj, Deprel::kNsubjPass});
  if (subject < 0 || HasOwnAux(tree, head) || tree.IsInfinitive(head)) {
    return false;
  }
  // "that the club replace": the plural's form with a singular subject.
  const std::string& noun = tree[subject].xpos;
  return tree[head].xpos == "VB" ||
         (tree[head].xpos == "VBP" && tree.word(head) == tree.lemma(head) &&
          (noun == "NN" || noun == "NNP") && !tree.Has(subject, Deprel::kConj));
}

// A clause with a subject and a tense of its own below a verb.
Attitude OfContent(const SentenceView& view, const Clause& governor,
                   const Attitude& base, const Clause& clause) {
  const Tree& tree = *view.tree;
  const int verb = governor.head;
  const std::string mark = Mark(tree, clause.head);
  Attitude a = base;
  a.negated = false;
  if (mark == "if" || mark == "whether" || mark == "lest" || mark == "unless") {
    return With(a, Status::kHypothetical);
  }
  if (view.Is(kDenyVerb, verb)) {
    a = Reported(a, SpeakerOf(view, governor));
    if (!base.negated) a.status = Status::kDenied;
    return a;
  }
  const bool saying = view.Is(kSayVerb, verb);
  const bool guess = view.Is(kGuessVerb, verb);
  if (IsSubjunctive(tree, clause.head) &&
      (view.Is(kAskVerb, verb) || view.Is(kPlanVerb, verb))) {
    return With(a, Status::kHypothetical);
  }
  if (saying || guess) {
    if (base.negated && guess && !saying) {
      a = Reported(a, SpeakerOf(view, governor));
      a.negated = true;
      return a;
    }
    // "nobody has shown that P": P may be so or not.
    if (base.negated) return With(a, Status::kHypothetical);
    return Reported(a, SpeakerOf(view, governor));
  }
  if (view.Is(kFactVerb, verb) && base.status == Status::kDenied) {
    return Attitude();  // "denied knowing that P": P
  }
  if (view.Is(kPlanVerb, verb)) {
    a = With(a, Status::kPlanned);
    // "promised that": said as well as meant.
    if (view.Is(kSubjectVerb, verb)) a.source = SpeakerOf(view, governor);
    return a;
  }
  if (view.Is(kAskVerb, verb)) return With(a, Status::kHypothetical);
  return a;
}

bool IsPast(const Tree& tree, int verb, std::string_view mark) {
  return tree[verb].xpos == "VBD" &&
         (mark == "after" || mark == "because" || mark == "since");
}

// "agreed to pay after a court ruled": what has happened is no plan.
Attitude OfPast(const Attitude& outer) {
  Attitude a = outer;
  if (a.status == Status::kPlanned) {
    a.status = a.source.empty() ? Status::kAsserted : Status::kReported;
  }
  return a;
}

Attitude OfAdverbial(const SentenceView& view, const Clause& governor,
                     const Attitude& base, const Attitude& incoming,
                     const Clause& clause) {
  const Tree& tree = *view.tree;
  const std::string mark = Mark(tree, clause.head);
  Attitude outer = incoming;
  outer.negated = false;
  if (IsConditional(tree, clause)) {
    // "had she not kept it": she did.
    if (IsInverted(tree, clause) && HasNegation(view, clause)) return outer;
    return With(outer, Status::kHypothetical);
  }
  if (tree.IsInfinitive(clause.head)) {
    // "too weak to stand", "ready to go" hang on an adjective.
    if (governor.copular) return OfAdjective(view, governor, base);
    if (CalledFor(tree, *view.lexicon, governor, clause.head) >= 0) {
      return With(outer, Status::kHypothetical);
    }
    // "ordered the firm to sell it".
    if (!governor.passive && !governor.objects.empty() &&
        (view.Is(kAskVerb, governor.head) ||
         view.Is(kAllowVerb, governor.head))) {
      return OfInfinitive(view, governor, base);
    }
    // "voted to postpone": done with the vote.
    if (tree.lemma(governor.head) == "vote") return base;
    // "came from behind to win", "beat them to reach the final": so it ended.
    if ((view.Is(kOutcomeVerb, clause.head) ||
         view.Is(kOutcomeVerb, governor.head)) &&
        tree[governor.head].xpos == "VBD") {
      return base;
    }
    return With(outer, Status::kPlanned);
  }
  const bool charge = mark == "of" || mark == "for" || mark == "with";
  if (charge && governor.passive && view.Is(kAccuseVerb, governor.head)) {
    return Reported(outer, SpeakerOf(view, governor));
  }
  if (charge && view.Is(kAcquitVerb, governor.head)) {
    return With(outer, Status::kHypothetical);
  }
  if (mark == "of" || mark == "for" || mark == "from") {
    if (view.Is(kFailVerb, governor.head)) {
      Attitude a = base;
      a.negated = !a.negated;
      return a;
    }
    if (view.Is(kActVerb, governor.head) && !view.Is(kAskVerb, governor.head)) {
      return Reported(outer, SpeakerOf(view, governor));
    }
    return outer;
  }
  const bool together = mark == "while" || mark == "by" || mark == "through";
  if ((mark.empty() || (together && tree.IsGerund(clause.head))) &&
      clause.understood) {
    Attitude a = base;
    a.negated = false;
    return a;
  }
  const bool finite_future =
      (base.status == Status::kPlanned || base.status == Status::kPossible) &&
      (mark == "when" || mark == "once" || mark == "until" || mark == "after" ||
       mark == "before");
  if (finite_future && (tree.HasFeature(clause.head, "Tense=Pres") ||
                        base.status == Status::kPossible)) {
    return With(outer, base.status);
  }
  return IsPast(tree, clause.head, mark) ? OfPast(outer) : outer;
}

// "the claim that P", "plans to P", "a desire for it to P".
Attitude OfAdnominal(const SentenceView& view, const Attitude& base,
                     const Attitude& incoming, const Clause& governor,
                     const Clause& clause) {
  const Tree& tree = *view.tree;
  const int noun = tree.head(clause.head);
  const bool marked = tree.Has(clause.head, Deprel::kMark);
  if (noun < 0 || !marked) return AttitudeOfNoun(view, clause.head);
  Attitude a = incoming;
  a.negated = false;
  const bool infinitive = tree.IsInfinitive(clause.head);
  if (!infinitive && view.Is(kSayNoun, noun) && !clause.understood) {
    const int owner = tree.Child(noun, Deprel::kNmodPoss);
    const Argument source = owner >= 0 ? Phrase(tree, view.number, owner)
                                       : SpeakerOf(view, governor);
    a = Reported(a, source);
    if (view.Is(kDenyVerb, governor.head)) {
      a.status = Status::kDenied;
      a.source = SpeakerOf(view, governor);
    } else if (owner < 0 && !view.Is(kSayVerb, governor.head)) {
      a.source = Argument();
    }
    return a;
  }
  // "the first woman to win": she won.
  if (infinitive && IsRanked(tree, noun)) return a;
  if (!view.Is(kPlanNoun, noun) && !view.Is(kAskNoun, noun)) {
    return infinitive ? With(a, Status::kHypothetical) : a;
  }
  const bool denied = base.negated || IsNegativeNominal(tree, noun);
  a.negated = denied && (view.Is(kPlanNoun, noun));
  // Somebody else is to do it: that is a wish.
  const bool wish = tree.Has(clause.head, Deprel::kNsubj) ||
                    !view.Is(kPlanNoun, noun) ||
                    view.Is(kAskVerb, governor.head);
  a = With(a, wish ? Status::kHypothetical : Status::kPlanned);
  if (wish && view.Is(kSayVerb, governor.head)) {
    a.source = SpeakerOf(view, governor);
  } else if (wish && tree.lemma(governor.head) == "express") {
    a.source = SpeakerOf(view, governor);
  }
  return a;
}

Attitude OfComplement(const SentenceView& view, const Clause& governor,
                      const Attitude& base, const Clause& clause) {
  const Tree& tree = *view.tree;
  const bool bare = clause.understood && !tree.Has(clause.head, Deprel::kMark);
  const bool infinitive =
      tree.IsInfinitive(clause.head) || tree.IsGerund(clause.head) || bare;
  if (!clause.understood || !infinitive) {
    return OfContent(view, governor, base, clause);
  }
  // "has not decided whether to go": he may.
  if (Mark(tree, clause.head) == "whether") {
    Attitude a = With(base, Status::kHypothetical);
    a.negated = false;
    return a;
  }
  if (governor.copular) return OfAdjective(view, governor, base);
  if (governor.passive) return OfPassive(view, governor, base);
  return OfInfinitive(view, governor, base);
}

// "It failed, said Kim": the saying is no part of what is said.
bool IsAside(const SentenceView& view, const Clause& governor,
             const Clause& clause) {
  return IsSaying(view, clause) && clause.head > governor.head &&
         !clause.subjects.empty() && !clause.understood &&
         AsideSource(view, governor).head == SpeakerOf(view, clause).head;
}

// "adds honey; her mother does not": what follows is nobody's words.
bool BehindSemicolon(const Tree& tree, int verb, int head) {
  for (int i = verb + 1; i < head; ++i) {
    if (tree.word(i) == ";") return true;
  }
  return false;
}

Attitude Incoming(const SentenceView& view, const Clause& clause,
                  const std::vector<Attitude>& incoming) {
  const int g = clause.governor;
  if (g < 0) return AttitudeOfNoun(view, clause.head);
  const Clause& governor = view.clauses[g];
  const Attitude& base = view.attitudes[g];
  switch (clause.link) {
    case Deprel::kConj:
      if (IsAside(view, governor, clause)) break;
      return OfConjunct(view, clause, incoming);
    case Deprel::kXcomp:
    case Deprel::kCcomp:
      if (IsInverted(*view.tree, clause) && IsSaying(view, governor)) {
        // "warned that it would act should they leave".
        return OfAdverbial(view, governor, base,
                           Reported(base, SpeakerOf(view, governor)), clause);
      }
      if (IsInverted(*view.tree, clause)) {
        return OfAdverbial(view, governor, base, incoming[g], clause);
      }
      return OfComplement(view, governor, base, clause);
    case Deprel::kAdvcl:
      if (IsAside(view, governor, clause)) break;
      return OfAdverbial(view, governor, base, incoming[g], clause);
    case Deprel::kAcl:
      return OfAdnominal(view, base, incoming[g], governor, clause);
    case Deprel::kParataxis:
      // "He said: we won."
      if (IsSaying(view, governor) && clause.head > governor.head &&
          !BehindSemicolon(*view.tree, governor.head, clause.head) &&
          !IsSaying(view, clause)) {
        return Reported(base, SpeakerOf(view, governor));
      }
      break;
    default:
      break;
  }
  return AttitudeOfNoun(view, clause.head);
}

}  // namespace

Attitude AttitudeOfNoun(const SentenceView& view, int token) {
  Attitude a;
  const Argument& speaker = view.speaker_at[token];
  if (!speaker.empty()) {
    a.source = speaker;
    a.status = Status::kReported;
  }
  return a;
}

void FindAttitudes(SentenceView* view) {
  std::vector<Attitude> incoming;
  for (size_t c = 0; c < view->clauses.size(); ++c) {
    const Clause& clause = view->clauses[c];
    Attitude a = Incoming(*view, clause, incoming);
    // A question says nothing.
    if (clause.governor < 0 &&
        view->tree->word(view->tree->size() - 1) == "?") {
      Weaken(Status::kHypothetical, &a);
    }
    const Argument aside = AsideSource(*view, clause);
    if (!aside.empty()) a = Reported(a, aside);
    incoming.push_back(a);
    if (IsToBe(*view->tree, clause)) Weaken(Status::kPlanned, &a);
    ApplyModal(*view, static_cast<int>(c), &a);
    const bool presupposed = IsInverted(*view->tree, clause);
    if (!presupposed && HasNegation(*view, clause)) a.negated = !a.negated;
    view->attitudes.push_back(std::move(a));
  }
}

}  // namespace tercet::text
