// Repairs of predicates: which word of a sentence is its verb, and what is said
// of whom.

#include <string>

#include "ingest/clause.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/lexicon.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasSubject(const Tree& tree, int i) {
  return tree.Child(i, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kCsubj,
                        Deprel::kExpl}) >= 0;
}

bool IsRootNoun(const Tree& tree, int i) {
  return tree.deprel(i) == Deprel::kRoot && tree.IsNominal(i) &&
         tree.Child(i, {Deprel::kCop, Deprel::kAux, Deprel::kNsubj}) < 0;
}

// "Mill United" with uniting: whatever has a name's tag and a capital behind a
// name is one.
void CapitalVerbs(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.upos(i) == Upos::kVerb && tree[i].xpos == "NNP" &&
        tree.upos(i - 1) == Upos::kPropn && IsCapital(tree[i])) {
      s->tokens[i].upos = Upos::kPropn;
      s->tokens[i].lemma = tree[i].form;
      if (tree.head(i) > i) Attach(i, i - 1, Deprel::kFlat, s);
    }
  }
}

// "Substitute Ana Roe, signed in May, headed it" with Ana Roe as the object
// of a noun: no noun has any; it says what she is.
void ObjectsOfNouns(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (noun != i - 1 || tree.deprel(i) != Deprel::kObj ||
        tree.upos(i) != Upos::kPropn || !IsRootNoun(tree, noun)) {
      continue;
    }
    MakeRoot(i, noun, Deprel::kNmodDesc, s);
    for (int child : tree.children(noun)) {
      if (child > i) s->tokens[child].head = i;
    }
    return;
  }
}

// Whether something between two tokens ends what is said: a semicolon, a
// colon, a dash or a quotation mark.
bool Breaks(const Tree& tree, int first, int last) {
  for (int i = first; i < last; ++i) {
    const std::string& form = tree[i].form;
    if (tree.upos(i) == Upos::kPunct && form != "," && form != "-" &&
        form != "(" && form != ")" && form != "'s") {
      return true;
    }
  }
  return false;
}

// "Mill United beat Hill Town 3-2 to reach the final" with beating as one more
// item of a list: a verb in the past that has no other subject is what the
// sentence's first noun does.
void ListedPredicates(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    const int noun = tree.head(i);
    if ((r != Deprel::kList && r != Deprel::kParataxis &&
         r != Deprel::kAppos) ||
        tree[i].xpos != "VBD" || noun < 0 || noun > i ||
        !IsRootNoun(tree, noun) || HasSubject(tree, i) ||
        tree.Child(i, {Deprel::kMark, Deprel::kAux, Deprel::kAuxPass}) >= 0 ||
        Breaks(tree, noun, i)) {
      continue;
    }
    MakeRoot(i, noun, Deprel::kNsubj, s);
    s->tokens[i].upos = Upos::kVerb;
    for (int child : tree.children(noun)) {
      if (child <= i) continue;
      s->tokens[child].head = i;
      // The next item is the object.
      if (tree.deprel(child) == Deprel::kList && !tree.Has(i, Deprel::kObj)) {
        s->tokens[child].deprel = Deprel::kObj;
      }
      if (tree.deprel(child) == Deprel::kNmod) {
        s->tokens[child].deprel = Deprel::kObl;
      }
      if (tree.deprel(child) == Deprel::kAcl && tree.IsInfinitive(child)) {
        s->tokens[child].deprel = Deprel::kAdvcl;
      }
    }
    return;
  }
}

// "Present were Ana Roe and Bo Hald" with Ana Roe as what is present: what
// stands behind the copula is of whom it is said.
void InvertedPredicates(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 2 < tree.size(); ++i) {
    const int name = tree.head(i);
    if (tree.deprel(i) != Deprel::kNsubj || tree.upos(i) != Upos::kAdj ||
        name < i + 2 || tree.deprel(name) != Deprel::kRoot ||
        !tree.IsNominal(name) || tree.deprel(i + 1) != Deprel::kCop ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmod}) >= 0) {
      continue;
    }
    MakeRoot(i, name, Deprel::kNsubj, s);
    s->tokens[i + 1].head = i;
    for (int child : tree.children(name)) {
      const Deprel r = tree.deprel(child);
      if (r == Deprel::kObl || r == Deprel::kAdvmod || r == Deprel::kAdvcl) {
        s->tokens[child].head = i;
      }
    }
    return;
  }
}

// "was awarded the prize and named a Dame" with somebody who names: what
// follows such a participle is what one becomes.
void NamedInPassive(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int first = tree.FirstConjunct(i);
    if (tree.deprel(i) != Deprel::kConj || !tree.IsParticiple(i) ||
        !lexicon.Is(kNameVerb, tree.lemma(i)) || HasSubject(tree, i) ||
        !tree.Has(first, Deprel::kAuxPass) || tree.Has(i, Deprel::kAux)) {
      continue;
    }
    const int role = tree.Child(i, Deprel::kObj);
    if (role > i && !tree.Has(i, Deprel::kXcomp)) {
      s->tokens[role].deprel = Deprel::kXcomp;
    }
  }
}

// "said on Monday it would close" with Monday as when it closes: what stands
// before the subject of what is said, and behind the saying, is of the saying.
void TimesOfSayings(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    const int saying = verb < 0 ? -1 : tree.head(verb);
    if ((tree.deprel(i) != Deprel::kObl &&
         tree.deprel(i) != Deprel::kOblUnmarked) ||
        saying < 0 || saying > i || tree.deprel(verb) != Deprel::kCcomp ||
        !lexicon.Is(kSayVerb, tree.lemma(saying)) ||
        tree.Has(verb, Deprel::kMark)) {
      continue;
    }
    const int subject = tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
    const int start = PhraseStart(tree, i);
    if (subject > i && start == saying + 1 && tree[start].form != ":" &&
        tree[i + 1].form != ",") {
      s->tokens[i].head = saying;
    }
  }
}

// "was charged with theft by the league" with the league's theft: who charges.
void AgentsOfCharges(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const int crime = tree.head(i);
    const int verb = crime < 0 ? -1 : tree.head(crime);
    if (tree.deprel(i) != Deprel::kNmod || tree.Preposition(i) != "by" ||
        verb < 0 || tree.deprel(crime) != Deprel::kObl || verb > crime ||
        !tree.Has(verb, Deprel::kAuxPass) ||
        tree.Has(verb, Deprel::kOblAgent) ||
        !(lexicon.Is(kAccuseVerb, tree.lemma(verb)) ||
          lexicon.Is(kPunishVerb, tree.lemma(verb)))) {
      continue;
    }
    Attach(i, verb, Deprel::kOblAgent, s);
  }
}

// "turned in a cross" with the cross as where: behind a particle stands the
// object.
void ObjectsOfParticles(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObl || verb < 0 || verb > i ||
        !tree.IsNominal(i) || tree.Has(i, Deprel::kCase) ||
        tree.Has(verb, Deprel::kObj) ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) < 0 ||
        tree.deprel(verb + 1) != Deprel::kCompoundPrt ||
        PhraseStart(tree, i) != verb + 2) {
      continue;
    }
    s->tokens[i].deprel = Deprel::kObj;
  }
}

// "told staff by video that output would fall" with a falling video: a clause
// in which nothing is left out is what was told.
void ContentBehindMeans(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int means = tree.head(i);
    const int mark = tree.Child(i, Deprel::kMark);
    if (tree.deprel(i) != Deprel::kAclRelcl || means < 0 || mark < 0 ||
        tree.word(mark) != "that" || !HasSubject(tree, i) ||
        tree.Preposition(means).empty()) {
      continue;
    }
    const int above = tree.head(means);
    const bool listener = above >= 0 && tree.IsNominal(above);
    const int verb = listener ? tree.head(above) : above;
    if (verb < 0 || verb > means || !lexicon.Is(kSayVerb, tree.lemma(verb)) ||
        tree.Has(verb, Deprel::kCcomp)) {
      continue;
    }
    if (listener) Attach(means, verb, Deprel::kObl, s);
    Attach(i, verb, Deprel::kCcomp, s);
  }
}

// "on Wednesday 6 September" as two adjuncts.
void DatesOfWeekdays(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 2 < tree.size(); ++i) {
    const int day = i + 1;
    const int verb = tree.head(i);
    if (!lexicon.Is(kDateNoun, tree.lemma(i)) || !IsTimeName(tree[i]) ||
        tree.upos(day) != Upos::kNum || verb < 0 || tree.head(day) != verb ||
        MainType(tree.deprel(i)) != Deprel::kObl ||
        MainType(tree.deprel(day)) != Deprel::kObl ||
        tree.Child(day, Deprel::kCase) > i || tree.head(day + 1) != day) {
      continue;
    }
    for (int child : tree.children(day)) {
      if (child < i) s->tokens[child].head = i;
    }
    Attach(day, i, Deprel::kNmodUnmarked, s);
  }
}

// "Mrs Roe of the council warned" with two subjects: the title is hers.
void CourtesyAsSubject(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int name = i + 1;
    if (!lexicon.Is(kCourtesy, tree.word(i)) || !IsCapital(tree[i]) ||
        tree.upos(name) != Upos::kPropn || tree.head(i) < 0 ||
        tree.head(i) != tree.head(name) ||
        tree.deprel(i) != tree.deprel(name)) {
      continue;
    }
    for (int child : tree.children(i)) s->tokens[child].head = name;
    Attach(i, name, Deprel::kNmodDesc, s);
  }
}

// "Born in Oslo, the daughter of a smith, Roe moved" with two subjects: the
// description is of the name behind its comma.
void DescriptionsBeforeNames(const Tree& tree, Sentence* s) {
  for (int name = 2; name < tree.size(); ++name) {
    const int verb = tree.head(name);
    const Deprel r = tree.deprel(name);
    if (verb < name || (r != Deprel::kNsubj && r != Deprel::kNsubjPass) ||
        tree.upos(name) != Upos::kPropn) {
      continue;
    }
    const int start = PhraseStart(tree, name);
    const int noun = tree.Child(verb, r);
    if (start < 2 || noun < 0 || noun >= start || tree.word(start - 1) != "," ||
        tree.upos(noun) != Upos::kNoun ||
        tree.Child(noun, {Deprel::kDet, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    Attach(noun, name, Deprel::kAppos, s);
  }
}

// "sold its captain, Ana Roe, to Mill Town" with a captain to Mill Town: what
// stands behind the comma of a name is the verb's.
void PhrasesBehindNames(const Tree& tree, Sentence* s) {
  for (int i = 4; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    const int preposition = tree.Child(i, Deprel::kCase);
    if (tree.deprel(i) != Deprel::kNmod || noun < 1 || preposition < 3 ||
        tree.word(preposition - 1) != "," ||
        tree.deprel(noun) != Deprel::kObj || tree.Preposition(i) == "of") {
      continue;
    }
    const int name = tree.Child(noun, Deprel::kAppos);
    if (name > noun && name < preposition && tree.upos(name) == Upos::kPropn &&
        tree.head(noun) < noun) {
      Attach(i, tree.head(noun), Deprel::kObl, s);
    }
  }
}

// "made it 2-2", "made it clear": it stands for nothing.
void EmptyObjects(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.word(i) == "it" && tree.deprel(i) == Deprel::kObj &&
        verb == i - 1 && tree.lemma(verb) == "make" &&
        tree.upos(i + 1) == Upos::kNum && tree.head(i + 1) == verb) {
      s->tokens[i].deprel = Deprel::kExpl;
      s->tokens[i + 1].deprel = Deprel::kObj;
    }
  }
}

// "sent to the bin" behind "were printed" with who sends: a verb that needs an
// object and has none is in the passive like the first.
void ConjunctsOfPassives(const Tree& tree, const Lexicon& lexicon,
                         Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int first = tree.FirstConjunct(i);
    if (tree.deprel(i) == Deprel::kConj && tree[i].xpos == "VBD" &&
        lexicon.Is(kObjectVerb, tree.lemma(i)) && !HasSubject(tree, i) &&
        tree.Has(first, Deprel::kAuxPass) &&
        tree.Child(i, {Deprel::kObj, Deprel::kXcomp, Deprel::kCcomp,
                       Deprel::kAux, Deprel::kCompoundPrt}) < 0) {
      s->tokens[i].xpos = "VBN";
    }
  }
}

// "named Ana Roe as acting chair" with an acting, and with Ana Roe as what
// somebody is named: she is named, and the chair acts.
void ActingOffices(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int office = i + 1;
    const int verb = tree.head(i);
    const int as = tree.Child(i, Deprel::kMark);
    if (tree.word(i) != "acting" || tree.head(office) != i ||
        tree.deprel(office) != Deprel::kObj || verb < 0 || verb > i || as < 0 ||
        tree.word(as) != "as" || !lexicon.Is(kRoleNoun, tree.lemma(office))) {
      continue;
    }
    for (int child : tree.children(i)) s->tokens[child].head = office;
    s->tokens[office].head = verb;
    s->tokens[office].deprel = Deprel::kObl;
    s->tokens[as].deprel = Deprel::kCase;
    s->tokens[as].upos = Upos::kAdp;
    s->tokens[i].head = office;
    s->tokens[i].deprel = Deprel::kAmod;
    const int name = tree.Child(verb, Deprel::kXcomp);
    if (name > verb && name < i && tree.upos(name) == Upos::kPropn &&
        !tree.Has(verb, Deprel::kObj)) {
      s->tokens[name].deprel = Deprel::kObj;
    }
  }
}

// "calling him the winner" with the winner as whom something was called to.
void NamedRecipients(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kIobj || verb < 0 ||
        !lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        lexicon.Is(kCauseVerb, tree.lemma(verb))) {
      continue;
    }
    const int named = tree.Child(verb, Deprel::kObj);
    if (named < i) continue;
    s->tokens[i].deprel = Deprel::kObj;
    s->tokens[named].deprel = Deprel::kXcomp;
  }
}

// "called the fine a disgrace" with two things it is called.
void CalledTwice(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kXcomp && r != Deprel::kObj) || verb < 0 || verb > i ||
        !lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        tree.Child(verb, Deprel::kObj) < (r == Deprel::kObj ? i : -1) ||
        tree.ChildWord(i, "the") < 0) {
      continue;
    }
    for (int other : tree.children(verb)) {
      if (other > i && tree.deprel(other) == r &&
          (r == Deprel::kXcomp || HasIndefiniteArticle(tree, other))) {
        s->tokens[other].deprel = Deprel::kXcomp;
        s->tokens[i].deprel = Deprel::kObj;
        s->tokens[i].upos = Upos::kNoun;
        s->tokens[i].xpos = "NN";
        break;
      }
    }
  }
}

// "called the findings worrying" with findings that worry: what they are.
void CalledParticiples(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) == Deprel::kXcomp && tree.IsGerund(i) && verb >= 0 &&
        verb < i && tree.children(i).empty() && tree.Has(verb, Deprel::kObj) &&
        lexicon.Is(kNameVerb, tree.lemma(verb))) {
      s->tokens[i].upos = Upos::kAdj;
      s->tokens[i].xpos = "JJ";
      s->tokens[i].lemma = tree.word(i);
    }
  }
}

// "Lunch for two costs 40 euros" with two costs: what has an object is a verb.
void NounsWithObjects(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int subject = tree.head(i);
    // "costs about 30 euros", with the euros beside the costs.
    const int object = tree.Child(i, {Deprel::kObj, Deprel::kAppos});
    if (tree[i].xpos != "NNS" || tree.deprel(i) != Deprel::kNmod ||
        (object >= 0 && tree.deprel(object) == Deprel::kAppos &&
         PhraseStart(tree, object) != i + 1) ||
        object < i || subject < 0 || subject > i ||
        !IsRootNoun(tree, subject) || !lexicon.IsVerb(tree.lemma(i))) {
      continue;
    }
    const int what = tree.Child(i, {Deprel::kNummod, Deprel::kCompound});
    if (what != i - 1) continue;
    MakeRoot(i, subject, Deprel::kNsubj, s);
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i].xpos = "VBZ";
    s->tokens[object].deprel = Deprel::kObj;
    for (int child : tree.children(i)) {
      if (child < what) s->tokens[child].head = what;
    }
    s->tokens[what].head = subject;
    s->tokens[what].deprel = Deprel::kNmod;
    for (int child : tree.children(subject)) {
      if (child > i) s->tokens[child].head = i;
    }
    return;
  }
}

}  // namespace

Sentence RepairedPredicates(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step([](const Tree& t, Sentence* s) { CapitalVerbs(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { ObjectsOfNouns(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { ListedPredicates(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { InvertedPredicates(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { CourtesyAsSubject(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { DescriptionsBeforeNames(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamedInPassive(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { TimesOfSayings(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { AgentsOfCharges(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { ObjectsOfParticles(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { ContentBehindMeans(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { DatesOfWeekdays(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { PhrasesBehindNames(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { EmptyObjects(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { ConjunctsOfPassives(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { ActingOffices(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamedRecipients(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { CalledTwice(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { CalledParticiples(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NounsWithObjects(t, lexicon, s); });
  return sentence;
}

}  // namespace tercet::text
