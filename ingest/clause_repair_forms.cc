// Repairs of forms: what the place of a word says about whether it is a verb,
// and of which tense.

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasSubject(const Tree& tree, int i) {
  return tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass}) >= 0;
}

// Whether i stands behind a modal or "to": "would keep", "to keep".
bool IsBare(const Tree& tree, int i) {
  if (tree[i].xpos != "VB") return false;
  const int aux = tree.Child(i, Deprel::kAux);
  return tree.IsInfinitive(i) || (aux >= 0 && tree[aux].xpos == "MD");
}

// "said it would keep the mill and cut costs" with cut in the past: a form
// that is bare as well shares the modal before it.
void BareConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const std::string& tag = tree[i].xpos;
    if (tree.deprel(i) != Deprel::kConj || tree.upos(i) != Upos::kVerb ||
        (tag != "VBD" && tag != "VBN" && tag != "VBP") ||
        tree.word(i) != tree.lemma(i) || HasSubject(tree, i) ||
        tree.Child(i, {Deprel::kAux, Deprel::kAuxPass, Deprel::kMark}) >= 0) {
      continue;
    }
    int first = tree.head(i);
    if (first < 0 || first > i) continue;
    // With the conjunct beside the saying.
    if (!IsBare(tree, first)) {
      int content = -1;
      for (int child : tree.children(first)) {
        if (child < i && IsBare(tree, child) &&
            (tree.deprel(child) == Deprel::kCcomp ||
             tree.deprel(child) == Deprel::kXcomp)) {
          content = child;
        }
      }
      first = content;
    }
    if (first < 0) continue;
    s->tokens[i].xpos = "VB";
    Attach(i, first, Deprel::kConj, s);
  }
}

// "led after tries from Ana Roe" with tries as a verb: one with a tense has a
// subject.
void NounsBehindPrepositions(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int mark = i - 1;
    if (tree[i].xpos != "VBZ" || tree.upos(i) != Upos::kVerb ||
        tree.deprel(i) != Deprel::kAdvcl || HasSubject(tree, i) ||
        tree.deprel(mark) != Deprel::kMark || tree.head(mark) != i ||
        !IsOneOf(tree.word(mark), {"after", "before", "with", "without", "from",
                                   "for", "despite", "amid"}) ||
        tree.Child(i, {Deprel::kObj, Deprel::kCcomp, Deprel::kXcomp,
                       Deprel::kAux}) >= 0) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NNS";
    s->tokens[i].feats = "Number=Plur";
    s->tokens[i].deprel = Deprel::kObl;
    s->tokens[mark].deprel = Deprel::kCase;
    for (int child : tree.children(i)) {
      if (tree.deprel(child) == Deprel::kObl) {
        s->tokens[child].deprel = Deprel::kNmod;
      }
    }
  }
}

// The verb whose complement is the adjective or noun i; or -1.
int VerbOfComplement(const Tree& tree, int i) {
  const int verb = i < 0 ? -1 : tree.head(i);
  const bool complement =
      verb >= 0 && tree.deprel(i) == Deprel::kXcomp && verb < i &&
      tree.upos(verb) == Upos::kVerb && HasSubject(tree, verb) &&
      (tree.upos(i) == Upos::kAdj || tree.upos(i) == Upos::kNoun);
  return complement ? verb : -1;
}

// "remain unbeaten and face Mill Town" with the facing beside the adjective.
void ConjunctsOfComplements(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const std::string& tag = tree[i].xpos;
    const int verb = VerbOfComplement(tree, tree.head(i));
    if (tree.deprel(i) != Deprel::kConj || tree.upos(i) != Upos::kVerb ||
        verb < 0 || tree.head(i) > i || HasSubject(tree, i) ||
        (tag != "VB" && tag != "VBP" && tag != "VBZ" && tag != "VBD")) {
      continue;
    }
    Attach(i, verb, Deprel::kConj, s);
    if (tag == "VB") s->tokens[i].xpos = tree[verb].xpos;
  }
}

// "remain bottom and host Rovers" with hosting Rovers: an adjective and a name
// are no pair.
void NounsBesideComplements(const Tree& tree, const Lexicon& lexicon,
                            Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int name = tree.head(i);
    if (tree[i].xpos != "NN" || tree.deprel(i) != Deprel::kCompound ||
        name < i || tree.upos(name) != Upos::kPropn || IsCapital(tree[i]) ||
        tree.deprel(name) != Deprel::kConj ||
        tree.upos(i - 1) != Upos::kCconj || !lexicon.IsVerb(tree.word(i))) {
      continue;
    }
    const int other = tree.head(name);
    const int verb = VerbOfComplement(tree, other);
    if (verb < 0 || tree.upos(other) != Upos::kAdj ||
        (tree[verb].xpos != "VBP" && tree[verb].xpos != "VB")) {
      continue;
    }
    Attach(i, verb, Deprel::kConj, s);
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i].xpos = tree[verb].xpos;
    s->tokens[i].lemma = tree.word(i);
    Attach(name, i, Deprel::kObj, s);
    Attach(i - 1, i, Deprel::kCc, s);
  }
}

// "after the envoy, Ana Roe, left the town" with the envoy as where the verb
// above leads: a verb with a tense behind "after" has a subject.
void SubjectsAbove(const Tree& tree, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const std::string& tag = tree[verb].xpos;
    const int mark = tree.Child(verb, Deprel::kMark);
    const int above = tree.head(verb);
    if (tree.deprel(verb) != Deprel::kAdvcl || mark < 0 || above < 0 ||
        above > mark || (tag != "VBD" && tag != "VBZ" && tag != "VBP") ||
        tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kExpl,
                          Deprel::kCsubj, Deprel::kAux}) >= 0) {
      continue;
    }
    for (int noun : tree.children(above)) {
      const Deprel r = tree.deprel(noun);
      if (noun > mark && noun < verb && tree.IsNominal(noun) &&
          (r == Deprel::kObl || r == Deprel::kObj ||
           r == Deprel::kOblUnmarked) &&
          !tree.Has(noun, Deprel::kCase)) {
        Attach(noun, verb, Deprel::kNsubj, s);
        break;
      }
    }
  }
}

// "Up to 240 of its cooks will leave" with 240 as when: a verb with a tense
// that nothing else is the subject of is that of what is counted before it.
void CountsAsSubjects(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.upos(i) != Upos::kNum || tree.deprel(i) != Deprel::kObl ||
        verb < i || tree.upos(verb) != Upos::kVerb ||
        tree.Has(i, Deprel::kCase) || tree.IsInfinitive(verb) ||
        tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kCsubj,
                          Deprel::kExpl}) >= 0) {
      continue;
    }
    const int of = tree.Child(i, Deprel::kNmod);
    if (of > i && tree.Preposition(of) == "of") {
      s->tokens[i].deprel = tree.Has(verb, Deprel::kAuxPass)
                                ? Deprel::kNsubjPass
                                : Deprel::kNsubj;
    }
  }
}

// "called the coins priceless" with priceless coins: an adjective stands in
// front of its noun.
void AdjectivesOfNamed(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (tree.deprel(i) != Deprel::kAmod || tree.upos(i) != Upos::kAdj ||
        noun != i - 1 || verb < 0 || verb > noun ||
        tree.deprel(noun) != Deprel::kObj ||
        !lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        tree.Child(noun, {Deprel::kDet, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    Attach(i, verb, Deprel::kXcomp, s);
  }
}

// "expects demand to recover" with a demand for recovering: what is expected
// of a bare noun is that it does so.
void ExpectedNouns(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (tree.deprel(i) != Deprel::kAcl || !tree.IsInfinitive(i) || verb < 0 ||
        verb > noun || noun > i || tree.deprel(noun) != Deprel::kObj ||
        !lexicon.Is(kPlanVerb, tree.lemma(verb)) ||
        !lexicon.Is(kGuessVerb, tree.lemma(verb)) ||
        tree.Child(noun, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      continue;
    }
    Attach(i, verb, Deprel::kXcomp, s);
  }
}

// "called the fine a victory" with the victory as what is called fine: what
// "the" makes known is called what "a" brings up.
void NamedByArticles(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kXcomp || verb < 0 || verb > i ||
        !lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        tree.ChildWord(i, "the") < 0) {
      continue;
    }
    const int noun = tree.Child(verb, Deprel::kObj);
    if (noun < i ||
        (tree.ChildWord(noun, "a") < 0 && tree.ChildWord(noun, "an") < 0)) {
      continue;
    }
    s->tokens[i].deprel = Deprel::kObj;
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NN";
    s->tokens[noun].deprel = Deprel::kXcomp;
  }
}

// "approved a budget, rejected a request and named Kim" with the rejecting as
// an aside: three things that were done.
void ListedVerbs(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) == Deprel::kParataxis && tree[i].xpos == "VBD" &&
        verb >= 0 && verb < i && tree[verb].xpos == "VBD" &&
        tree.word(i - 1) == "," && HasSubject(tree, verb) &&
        !HasSubject(tree, i) && tree.Has(i, Deprel::kObj) &&
        !lexicon.Is(kSayVerb, tree.lemma(i)) &&
        !lexicon.Is(kSayVerb, tree.lemma(verb))) {
      s->tokens[i].deprel = Deprel::kConj;
    }
  }
}

// "asked for $250 and named Kim" with the naming beside the dollars: a verb
// with a tense goes with one that has the same.
void VerbsBesideNouns(const Tree& tree, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    int above = tree.head(i);
    const bool past = tree[i].xpos == "VBD" || tree[i].xpos == "VBN";
    if (tree.deprel(i) != Deprel::kConj || !past || above < 0 ||
        HasSubject(tree, i) || !tree.Has(i, Deprel::kObj) ||
        !tree.IsNominal(above) || tree.Has(above, Deprel::kCop) ||
        !tree.Has(i, Deprel::kCc)) {
      continue;
    }
    while (above >= 0 && tree[above].xpos != "VBD") above = tree.head(above);
    if (above < 0) continue;
    Attach(i, above, Deprel::kConj, s);
    s->tokens[i].xpos = "VBD";
  }
}

// "was ordered to pay 300 and was barred" with the barring ordered, too: what
// has a tense goes with what has one.
void FiniteConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int infinitive = tree.head(i);
    const int aux = tree.Child(i, {Deprel::kAuxPass, Deprel::kAux});
    if (tree.deprel(i) != Deprel::kConj || infinitive < 0 || infinitive > i ||
        !tree.IsInfinitive(infinitive) || HasSubject(tree, i) || aux < 0 ||
        !IsOneOf(tree.word(aux), {"was", "were", "is", "are", "has"}) ||
        tree.deprel(infinitive) != Deprel::kXcomp) {
      continue;
    }
    const int verb = tree.head(infinitive);
    if (verb >= 0 && verb < infinitive && tree.upos(verb) == Upos::kVerb) {
      Attach(i, verb, Deprel::kConj, s);
    }
  }
}

// "will get contracts and shifts will be limited" with shifts to get: what
// stands right before a verb with a tense and no subject is its subject.
void SubjectsInLists(const Tree& tree, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    const int aux = tree.Child(i, {Deprel::kAux, Deprel::kAuxPass});
    if (tree.deprel(i) != Deprel::kConj || tree.upos(i) != Upos::kVerb ||
        verb < 0 || verb > i || aux < 2 || HasSubject(tree, i) ||
        tree.Has(i, Deprel::kCc)) {
      continue;
    }
    const int noun = NounHead(tree, aux - 1);
    const int joined = tree.Child(noun, Deprel::kCc);
    const int object = tree.head(noun);
    if (tree.deprel(noun) != Deprel::kConj || joined < 0 || object < verb ||
        tree.head(object) != verb || tree.upos(noun) != Upos::kNoun) {
      continue;
    }
    Attach(noun, i,
           tree.Has(i, Deprel::kAuxPass) ? Deprel::kNsubjPass : Deprel::kNsubj,
           s);
    Attach(joined, i, Deprel::kCc, s);
  }
}

// "More than half of them stayed" with the staying more than half.
void MoreThanHalf(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 2 < tree.size(); ++i) {
    if (IsOneOf(tree.word(i), {"more", "less", "fewer"}) &&
        tree.word(i + 1) == "than" && tree.deprel(i) == Deprel::kAdvmod &&
        tree.head(i) > i + 2 && tree.IsNominal(i + 2)) {
      Attach(i, i + 2, Deprel::kAdvmod, s);
    }
  }
}

// "six men, among them a cook" with a cook of them: he is one more object.
void AmongThem(const Tree& tree, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    int above = tree.head(i);
    if (tree.deprel(i) != Deprel::kNmod || above < i ||
        !IsOneOf(tree.word(i), {"them", "whom"}) ||
        tree.Preposition(i) != "among") {
      continue;
    }
    // "moved to rivals, among them Mill Co.": and to Mill Co.
    if (tree.deprel(above) == Deprel::kAppos &&
        tree.upos(above) == Upos::kPropn) {
      s->tokens[above].deprel = Deprel::kConj;
      continue;
    }
    while (above >= 0 && tree.upos(above) != Upos::kVerb) {
      above = tree.head(above);
    }
    if (above >= 0) Attach(i, above, Deprel::kObl, s);
  }
}

// "called the plan short-sighted" with something sighted: a participle behind
// a hyphen is half of an adjective.
void HyphenedAdjectives(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.deprel(i) == Deprel::kXcomp && tree.upos(i) == Upos::kVerb &&
        tree[i].xpos == "VBN" && tree[i - 1].form == "-" &&
        !tree[i - 1].space_after && tree.head(i - 2) == i) {
      s->tokens[i].upos = Upos::kAdj;
      s->tokens[i].xpos = "JJ";
      s->tokens[i].lemma = tree.word(i);
    }
  }
}

// "called her \"the best cook\"" with her best cook: what has an article has no
// owner before it.
void OwnersBeforeArticles(const Tree& tree, const Lexicon& lexicon,
                          Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.word(i) != "her" || tree.deprel(i) != Deprel::kNmodPoss ||
        noun < i) {
      continue;
    }
    const int article = tree.Child(noun, Deprel::kDet);
    const int verb = tree.head(noun);
    if (article < i || verb < 0 || verb > i || tree.upos(verb) != Upos::kVerb ||
        !IsOneOf(tree.word(article), {"a", "an", "the"})) {
      continue;
    }
    const bool naming = lexicon.Is(kNameVerb, tree.lemma(verb));
    s->tokens[i].xpos = "PRP";
    s->tokens[i].lemma = "she";
    s->tokens[i].head = verb;
    s->tokens[i].deprel = naming ? Deprel::kObj : Deprel::kIobj;
    if (naming) s->tokens[noun].deprel = Deprel::kXcomp;
  }
}

// "wrote it on night shifts and was paid" with somebody who shifts, or with
// shifts that were written: a form in -s behind a noun with a preposition is
// the noun's head.
void PluralsBehindNouns(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = i - 1;
    const int verb = tree.head(i);
    const bool complement =
        tree[i].xpos == "VBZ" && tree.deprel(i) == Deprel::kXcomp;
    const bool object = tree[i].xpos == "NNS" &&
                        tree.deprel(i) == Deprel::kObj && verb >= 0 &&
                        verb < noun && tree.Child(verb, Deprel::kObj) < noun &&
                        !tree.Has(noun, Deprel::kDet);
    if (!(complement || object) || verb < 0 || verb > noun ||
        tree.upos(noun) != Upos::kNoun ||
        (tree.head(noun) != verb && tree.head(noun) != i) ||
        tree.deprel(noun) != Deprel::kObl || !tree.Has(noun, Deprel::kCase) ||
        HasSubject(tree, i) ||
        tree.Child(i, {Deprel::kMark, Deprel::kAux, Deprel::kObj}) >= 0) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NNS";
    s->tokens[i].feats = "Number=Plur";
    s->tokens[i].deprel = Deprel::kObl;
    for (const int child : tree.children(noun)) s->tokens[child].head = i;
    for (const int child : tree.children(i)) s->tokens[child].head = verb;
    s->tokens[noun].head = i;
    s->tokens[noun].deprel = Deprel::kCompound;
  }
}

}  // namespace

Sentence RepairedForms(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step([](const Tree& t, Sentence* s) { BareConjuncts(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { NounsBehindPrepositions(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { ConjunctsOfComplements(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) {
    NounsBesideComplements(t, lexicon, s);
  });
  steps.Step([](const Tree& t, Sentence* s) { SubjectsAbove(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamedByArticles(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { OwnersBeforeArticles(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { CountsAsSubjects(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { AdjectivesOfNamed(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ExpectedNouns(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ListedVerbs(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { VerbsBesideNouns(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { FiniteConjuncts(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { SubjectsInLists(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { MoreThanHalf(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { AmongThem(t, s); });
  steps.Step(HyphenedAdjectives);
  steps.Step(PluralsBehindNouns);
  return sentence;
}

}  // namespace tercet::text
