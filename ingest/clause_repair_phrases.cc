// Repairs of phrases: names that stand beside their noun, dates and amounts
// in pieces, participles read as predicates.

#include "ingest/clause.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool IsArgumentLink(Deprel r) {
  return r == Deprel::kNsubj || r == Deprel::kNsubjPass || r == Deprel::kObj ||
         r == Deprel::kIobj || r == Deprel::kObl || r == Deprel::kOblAgent ||
         r == Deprel::kOblUnmarked;
}

bool IsNumber(const std::string& word) {
  return !word.empty() &&
         word.find_first_not_of("0123456789") == std::string::npos;
}

int SubjectOf(const Tree& tree, int verb) {
  return tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
}

// The head of the name that begins at i, which hangs on verb without a
// preposition of its own; -1 where there is none.
int BareNameAt(const Tree& tree, int i, int verb) {
  for (int k = i; k < tree.size() && k < i + 4; ++k) {
    if (tree.upos(k) != Upos::kPropn) return -1;
    if (tree.head(k) != verb) continue;
    const bool bare =
        IsArgumentLink(tree.deprel(k)) &&
        tree.Child(k, {Deprel::kCase, Deprel::kDet, Deprel::kNmodPoss}) < 0;
    return bare ? k : -1;
  }
  return -1;
}

// "her brother Bo Hald runs it", "met the painter Bo Hald" read as two
// arguments of the verb: the name is the noun's.
void NamesBesideNouns(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (verb < 0 || tree.upos(i) != Upos::kNoun || tree[i].xpos != "NN" ||
        !IsArgumentLink(tree.deprel(i)) || tree.deprel(i) == Deprel::kIobj ||
        lexicon.Is(kTimeNoun, tree.lemma(i)) ||
        lexicon.Is(kNameVerb, tree.lemma(verb))) {
      continue;
    }
    const bool told = lexicon.Is(kRoleNoun, tree.lemma(i)) ||
                      lexicon.Is(kKinNoun, tree.lemma(i)) ||
                      tree.ChildWord(i, "the") >= 0;
    const int name = BareNameAt(tree, i + 1, verb);
    if (!told || name < 0 || lexicon.Is(kDateNoun, tree.lemma(name))) continue;
    s->tokens[name].head = i;
    s->tokens[name].deprel = Deprel::kAppos;
  }
}

// "on 2 May" read as two adjuncts.
void DaysOfMonths(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int day = 0; day + 1 < tree.size(); ++day) {
    const int month = day + 1;
    if (!IsNumber(tree.word(day)) || tree.word(day).size() > 2) continue;
    if (tree.upos(month) != Upos::kPropn || tree.head(day) < 0 ||
        tree.head(day) != tree.head(month) ||
        !lexicon.Is(kDateNoun, tree.lemma(month)) ||
        tree.Has(month, Deprel::kCase)) {
      continue;
    }
    s->tokens[month].head = day;
    s->tokens[month].deprel = Deprel::kNmodUnmarked;
  }
}

bool IsPast(const Tree& tree, int i) {
  return tree[i].xpos == "VBD" || tree[i].xpos == "VBN";
}

// "The deal, announced on Monday, will help": right behind the subject of
// the verb, without a subject or an object of its own.
void ReducedRelatives(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    const int verb = tree.head(i);
    if (r != Deprel::kAdvcl || verb < i || !IsPast(tree, i)) continue;
    if (tree.word(i - 1) != "," || !tree.IsNominal(i - 2)) continue;
    if (tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kObj,
                       Deprel::kAux, Deprel::kAuxPass, Deprel::kMark,
                       Deprel::kXcomp, Deprel::kCcomp}) >= 0) {
      continue;
    }
    const int subject = SubjectOf(tree, verb);
    if (subject < 0 || subject > i || !tree.Below(i - 2, subject)) continue;
    s->tokens[i].head = subject;
    s->tokens[i].deprel = Deprel::kAcl;
    s->tokens[i].xpos = "VBN";
  }
}

// Whether i is a finite verb: a past or present form, or with a finite
// auxiliary.
bool IsFinite(const Tree& tree, int i) {
  if (tree[i].xpos == "VBD" || tree[i].xpos == "VBZ") return true;
  const int aux = tree.Child(i, {Deprel::kAux, Deprel::kAuxPass});
  if (aux < 0 || tree.IsInfinitive(i)) return false;
  const std::string& tag = tree[aux].xpos;
  return tag == "MD" || tag == "VBD" || tag == "VBZ" || tag == "VBP";
}

// "A group kept in the dark fared better": of two verbs in the past with one
// subject and nothing between them the second is the predicate.
void GardenPaths(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (verb < 1 || verb > i || !IsPast(tree, verb)) continue;
    if (!IsFinite(tree, i)) continue;
    if (tree.deprel(i) != Deprel::kAdvcl && tree.deprel(i) != Deprel::kCcomp &&
        tree.deprel(i) != Deprel::kXcomp) {
      continue;
    }
    const int subject = tree.Child(verb, Deprel::kNsubj);
    if (subject < 0 || subject > verb || tree.IsPronoun(subject)) continue;
    if (tree.Child(verb, {Deprel::kAux, Deprel::kAuxPass, Deprel::kObj,
                          Deprel::kCc, Deprel::kConj}) >= 0 ||
        tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kMark,
                       Deprel::kCc}) >= 0) {
      continue;
    }
    bool adjacent = verb + 1 < i;
    for (int k = verb + 1; k < i; ++k) {
      adjacent = adjacent && tree.upos(k) != Upos::kPunct &&
                 tree.upos(k) != Upos::kVerb && !tree.Below(k, i);
    }
    if (!adjacent) continue;
    s->tokens[i].head = tree.head(verb);
    s->tokens[i].deprel = tree.deprel(verb);
    s->tokens[verb].head = subject;
    s->tokens[verb].deprel = Deprel::kAcl;
    s->tokens[verb].xpos = "VBN";
    for (int child : tree.children(verb)) {
      if (child != i && (child < verb || child > i)) s->tokens[child].head = i;
    }
    return;
  }
}

// "took works valued at 9 million euros": the value is that of the works.
void ParticiplesOfObjects(const Tree& tree, const Lexicon& lexicon,
                          Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    // "clean up soil spoilt by the mill", "inspect wells drilled before 1970".
    const bool by = tree.deprel(i) == Deprel::kAdvcl &&
                    tree.upos(i + 1) == Upos::kAdp && tree.IsNominal(i - 1);
    if ((tree.deprel(i) != Deprel::kXcomp && !by) || verb < 0 || verb > i ||
        tree[i].xpos != "VBN" || tree.upos(verb) != Upos::kVerb ||
        tree.Child(i, {Deprel::kAux, Deprel::kAuxPass, Deprel::kMark}) >= 0) {
      continue;
    }
    const std::string& lemma = tree.lemma(verb);
    if (lexicon.Is(kCauseVerb, lemma) || lexicon.Is(kNameVerb, lemma) ||
        lexicon.Is(kGuessVerb, lemma) || lexicon.Is(kPlanVerb, lemma) ||
        lexicon.Is(kPhaseVerb, lemma) || lexicon.Is(kFactVerb, lemma) ||
        lemma == "leave" || lemma == "find") {
      continue;
    }
    const int object = tree.Child(verb, Deprel::kObj);
    if (object != i - 1) continue;
    s->tokens[i].head = object;
    s->tokens[i].deprel = Deprel::kAcl;
    // What its preposition leads to comes along.
    for (int child : tree.children(verb)) {
      if (tree.Child(child, Deprel::kCase) == i + 1) s->tokens[child].head = i;
    }
  }
}

// "up to ten years", "about an hour" behind a verb: an amount, not a place.
void Amounts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const bool up = tree.word(i) == "up" && tree.word(i + 1) == "to";
    const bool about = tree.word(i) == "about" || tree.word(i) == "around";
    const int noun = up ? tree.head(i + 1) : about ? tree.head(i) : -1;
    if (noun < i || tree.deprel(up ? i + 1 : i) != Deprel::kCase) continue;
    const int verb = tree.head(noun);
    if (verb < 0 || verb > i || tree.deprel(noun) != Deprel::kObl) continue;
    const int count = tree.Child(noun, Deprel::kNummod);
    const bool one = about && lexicon.Is(kTimeNoun, tree.lemma(noun)) &&
                     tree.Child(noun, Deprel::kDet) == i + 1;
    if (!one && tree.upos(noun) != Upos::kNum && (count < 0 || count > i + 3)) {
      continue;
    }
    const int of = count >= 0 ? count : noun;
    s->tokens[i].head = of;
    s->tokens[i].deprel = Deprel::kAdvmod;
    s->tokens[i].upos = Upos::kAdv;
    if (up) {
      s->tokens[i + 1].head = i;
      s->tokens[i + 1].deprel = Deprel::kFixed;
    }
    s->tokens[noun].deprel =
        tree.Has(verb, Deprel::kObj) || tree.Has(verb, Deprel::kAuxPass)
            ? Deprel::kOblUnmarked
            : Deprel::kObj;
  }
}

// "face Mill United" read as an object and what it becomes.
void SplitNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int next = i + 1;
    const int verb = tree.head(i);
    if (tree.upos(i) != Upos::kPropn || tree.upos(next) != Upos::kPropn ||
        verb < 0 || tree.head(next) != verb || tree.upos(verb) != Upos::kVerb ||
        !IsCapital(tree[i]) || !IsCapital(tree[next])) {
      continue;
    }
    const Deprel r = tree.deprel(i);
    if (r != Deprel::kObj && r != Deprel::kObl && r != Deprel::kNsubj) continue;
    // Two objects side by side: "included Ana Roe".
    const bool twice = r == Deprel::kObj && tree.deprel(next) == r;
    if (tree.deprel(next) != Deprel::kXcomp && !twice) continue;
    if (lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        lexicon.Is(kRoleNoun, tree.lemma(next)) ||
        lexicon.Is(kDateNoun, tree.lemma(next)) ||
        tree.Child(next, {Deprel::kDet, Deprel::kCase}) >= 0) {
      continue;
    }
    s->tokens[next].deprel = Deprel::kFlat;
    s->tokens[next].head = i;
    for (int child : tree.children(next)) s->tokens[child].head = i;
  }
}

// The head of the name that ends at i, or -1.
int NameEndingAt(const Tree& tree, int i) {
  if (i < 0 || tree.upos(i) != Upos::kPropn) return -1;
  for (int step = 0; step < tree.size(); ++step) {
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kFlat && r != Deprel::kCompound) || tree.head(i) < 0 ||
        tree.upos(tree.head(i)) != Upos::kPropn) {
      break;
    }
    i = tree.head(i);
  }
  return i;
}

// "said on Monday that it would buy Mill Co., a maker of pumps", "runs the
// Anchor, the only inn": a description behind a comma is of the name before
// it.
void DescriptionsOfNames(const Tree& tree, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if (r != Deprel::kAppos && r != Deprel::kParataxis) continue;
    if (tree.upos(i) != Upos::kNoun || tree.Has(i, Deprel::kCop) ||
        !tree.Has(i, Deprel::kDet) || SubjectOf(tree, i) >= 0 ||
        tree.Has(i, Deprel::kCase)) {
      continue;
    }
    const int first = PhraseStart(tree, i);
    if (first < 2 || !IsOneOf(tree.word(first - 1), {",", "—", "–"})) continue;
    const int name = NameEndingAt(tree, first - 2);
    if (name < 0 || tree.head(i) == name || tree.Below(name, i)) continue;
    // Nor of an amount: "a bid of 3 million from Mill Capital, a fund".
    if (r == Deprel::kAppos && tree.upos(tree.head(i)) != Upos::kPropn &&
        tree.upos(tree.head(i)) != Upos::kSym &&
        tree.upos(tree.head(i)) != Upos::kNum) {
      continue;
    }
    // "met Ana in Oslo, an old port": the nearest name either way.
    s->tokens[i].head = name;
    s->tokens[i].deprel = Deprel::kAppos;
  }
}

// "Roe, the first to win, will leave" with Roe as whom it is said to.
void VocativeSubjects(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 3 < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kVocative || tree.upos(i) != Upos::kPropn ||
        verb < i) {
      continue;
    }
    const int noun = SubjectOf(tree, verb);
    if (noun < i || tree.upos(noun) != Upos::kNoun ||
        !tree.Has(noun, Deprel::kDet)) {
      continue;
    }
    const int first = PhraseStart(tree, noun);
    if (first < i + 2 || tree.word(first - 1) != "," ||
        NameEndingAt(tree, first - 2) != i) {
      continue;
    }
    // The description ends with a comma as well.
    int end = noun;
    while (end + 1 < verb && tree.Below(end + 1, noun)) ++end;
    if (tree.word(end) != "," && tree.word(end + 1) != ",") continue;
    s->tokens[i].deprel = tree.deprel(noun);
    s->tokens[noun].head = i;
    s->tokens[noun].deprel = Deprel::kAppos;
    return;
  }
}

// "the purchase of Mill Co. by Ana Ltd, which employs nine": no purchase
// employs anybody.
void RelativesOfFirms(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.word(i) != "which" || tree.word(i - 1) != ",") continue;
    const int verb = tree.head(i);
    if (verb < 0 || tree.deprel(verb) != Deprel::kAclRelcl ||
        !lexicon.Is(kFirmVerb, tree.lemma(verb))) {
      continue;
    }
    const int noun = tree.head(verb);
    if (noun < 0 || tree.upos(noun) == Upos::kPropn ||
        lexicon.Is(kGroupNoun, tree.lemma(noun))) {
      continue;
    }
    const int name = NameEndingAt(tree, i - 2);
    if (name >= 0 && tree.Below(name, noun)) s->tokens[verb].head = name;
  }
}

// "a network that we could not have built" with the building as what the
// main verb says.
void RelativesAsContent(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.word(i) != "that" || tree[i].xpos != "WDT") continue;
    const int verb = tree.head(i);
    if (verb < i || tree.deprel(verb) != Deprel::kCcomp) continue;
    const int object = tree.Child(tree.head(verb), Deprel::kObj);
    if (object < 0 || object > i || !tree.IsNominal(i - 1)) continue;
    s->tokens[verb].head = object;
    s->tokens[verb].deprel = Deprel::kAclRelcl;
  }
}

// "appointed her a Dame", "named him Lord": what she became.
void GivenTitles(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObj || verb < 0 ||
        !lexicon.Is(kNameVerb, tree.lemma(verb))) {
      continue;
    }
    const int first = tree.Child(verb, Deprel::kObj);
    if (first >= i || tree.Has(i, Deprel::kCase)) continue;
    if (lexicon.Is(kTimeNoun, tree.lemma(i))) continue;
    s->tokens[i].deprel = Deprel::kXcomp;
  }
}

// "was born in Oslo, the son of a smith": a town is nobody's son.
void KinOfPlaces(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int place = tree.head(i);
    if (tree.deprel(i) != Deprel::kAppos || place < 0 || place > i ||
        tree.upos(i) == Upos::kPropn ||
        (!lexicon.Is(kRoleNoun, tree.lemma(i)) &&
         !lexicon.Is(kKinNoun, tree.lemma(i)))) {
      continue;
    }
    const std::string p = tree.Preposition(place);
    if (p != "in" && p != "at" && p != "near") continue;
    const int verb = tree.head(place);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb) continue;
    const int subject = SubjectOf(tree, verb);
    if (subject < 0 || subject > place) continue;
    s->tokens[i].head = subject;
  }
}

// "won the Roe Medal, the first weaver to do so": no medal weaves.
void PeopleBesideThings(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int thing = tree.head(i);
    const int verb = thing < 0 ? -1 : tree.head(thing);
    if (tree.deprel(i) != Deprel::kAppos || verb < 0 || thing > i ||
        verb > thing || tree.upos(i) != Upos::kNoun ||
        tree.upos(verb) != Upos::kVerb || tree.ChildWord(thing, "the") < 0 ||
        tree.upos(thing) != Upos::kPropn ||
        !lexicon.Is(kRoleNoun, tree.lemma(i)) ||
        lexicon.Is(kKinNoun, tree.lemma(i)) ||
        lexicon.Is(kGroupNoun, tree.lemma(i))) {
      continue;
    }
    // "met the Pope, the leader of": a title with "the" is a person.
    if (lexicon.Is(kRoleNoun, tree.word(thing))) continue;
    const int subject = tree.Child(verb, Deprel::kNsubj);
    const Deprel r = tree.deprel(thing);
    if (subject >= 0 && subject < verb &&
        (r == Deprel::kObj || r == Deprel::kObl)) {
      Attach(i, subject, Deprel::kAppos, s);
    }
  }
}

}  // namespace

Sentence RepairedPhrases(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamesBesideNouns(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { SplitNames(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { DaysOfMonths(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { GardenPaths(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ReducedRelatives(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { ParticiplesOfObjects(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { Amounts(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { GivenTitles(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { VocativeSubjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { DescriptionsOfNames(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { KinOfPlaces(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { PeopleBesideThings(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfFirms(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { RelativesAsContent(t, s); });
  return sentence;
}

}  // namespace tercet::text
