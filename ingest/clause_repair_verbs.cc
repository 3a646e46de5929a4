// Repairs of what stands around a verb: verbs read as nouns, objects and terms
// that hang on what follows them.

#include "ingest/clause.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

// What the sentence would say if the noun i were its verb: "that it lasts"
// behind a noun that is a form of "warrant", "to build" behind one of "plan".
// -1 where it is a noun.
int ContentOfNoun(const Tree& tree, const Lexicon& lexicon, int i,
                  const std::string& verb) {
  const bool says = lexicon.Is(kSayVerb, verb) && tree.word(i + 1) == "that";
  const bool plans = lexicon.Is(kPlanVerb, verb) && tree.word(i + 1) == "to" &&
                     tree.upos(i - 1) == Upos::kPropn;
  for (int child : tree.children(i)) {
    if (child < i || tree.upos(child) != Upos::kVerb) continue;
    const int subject = tree.Child(child, {Deprel::kNsubj, Deprel::kNsubjPass});
    if ((says && subject > i) || (plans && tree.IsInfinitive(child))) {
      return child;
    }
  }
  return -1;
}

// "The Supplier warrants that ...", "Mill plans to build ...": a sentence
// needs a verb.
void NounsForVerbs(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int subject = i - 1;
    const std::string& word = tree.word(i);
    if (tree.head(i) >= 0 || tree[i].xpos != "NNS" || !word.ends_with('s') ||
        tree.deprel(subject) != Deprel::kCompound || tree.head(subject) != i) {
      continue;
    }
    std::string verb = tree.lemma(i);
    if (verb == word) verb = word.substr(0, word.size() - 1);
    const int content = ContentOfNoun(tree, lexicon, i, verb);
    if (content < 0) continue;
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i].xpos = "VBZ";
    s->tokens[i].lemma = verb;
    s->tokens[content].deprel =
        tree.IsInfinitive(content) ? Deprel::kXcomp : Deprel::kCcomp;
    s->tokens[subject].deprel = Deprel::kNsubj;
    for (int child : tree.children(i)) {
      if (child < subject) s->tokens[child].head = subject;
    }
    return;
  }
}

// "bought Mill for 310 million" with Mill below the millions: what stands
// before a preposition is no part of what it leads to.
void StrandedObjects(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 2 < tree.size(); ++i) {
    const int noun = tree.head(i);
    const bool name = tree[i].xpos.starts_with("NNP");
    if (noun < i || tree.Has(i, Deprel::kCase)) continue;
    if (!name && tree.upos(i) != Upos::kNoun) continue;
    const int preposition = i + 1;
    const int verb = tree.head(noun);
    if (tree.deprel(preposition) != Deprel::kCase ||
        !tree.Below(preposition, noun) || verb < 0 || verb > i ||
        tree.upos(verb) != Upos::kVerb) {
      continue;
    }
    const bool taken = tree.Child(verb, {Deprel::kObj, Deprel::kAuxPass,
                                         Deprel::kCcomp, Deprel::kXcomp}) >= 0;
    if (taken || tree.deprel(noun) != Deprel::kObl) continue;
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kObj;
    if (name) s->tokens[i].upos = Upos::kPropn;
    s->tokens[preposition].head = noun;
    return;
  }
}

// "to six years in prison" as a time and a place: where the years are spent.
void TermsInPlaces(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int term = i - 2;
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObl || verb < 0 || verb > term ||
        tree.head(term) != verb || tree.word(i - 1) != "in" ||
        tree.head(i - 1) != i || tree.upos(i) != Upos::kNoun ||
        tree[i].xpos != "NN" || IsCapital(tree[i]) ||
        lexicon.Is(kTimeNoun, tree.lemma(i))) {
      continue;
    }
    // "lived in captivity for six years" in another order.
    if (tree.Preposition(term) == "for") continue;
    if (lexicon.Is(kTimeNoun, tree.lemma(term)) &&
        tree.Has(term, Deprel::kNummod)) {
      s->tokens[i].head = term;
      s->tokens[i].deprel = Deprel::kNmod;
    }
  }
}

// "his brother-in-law" in pieces.
void InLaws(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 4 < tree.size(); ++i) {
    const int law = i + 4;
    if (!lexicon.Is(kKinNoun, tree.lemma(i)) || tree.word(i + 1) != "-" ||
        tree.word(i + 2) != "in" || tree.word(i + 3) != "-" ||
        tree.word(law) != "law") {
      continue;
    }
    if (tree.head(i) == law) {
      s->tokens[i].head = tree.head(law);
      s->tokens[i].deprel = tree.deprel(law);
    } else if (tree.Below(i, law)) {
      continue;
    }
    for (int child : tree.children(law)) {
      if (child != i) s->tokens[child].head = i;
    }
    for (int k = i + 1; k < law; ++k) s->tokens[k].head = law;
    s->tokens[i + 2].deprel = Deprel::kCase;
    s->tokens[law].head = i;
    s->tokens[law].deprel = Deprel::kNmod;
  }
}

// "So far nine boats have sunk": of the sinking, not of the boats.
void SoFar(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.word(i) != "far" || tree.word(i - 1) != "so") continue;
    int verb = tree.head(i);
    while (verb >= 0 && tree.upos(verb) != Upos::kVerb) verb = tree.head(verb);
    if (verb < i || tree.Has(i, Deprel::kNsubj)) continue;
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kAdvmod;
    s->tokens[i - 1].head = i;
    s->tokens[i - 1].deprel = Deprel::kAdvmod;
  }
}

// "are due to begin" with "due to" as one conjunction: due is the predicate.
void DueTo(const Tree& tree, Sentence* s) {
  for (int due = 1; due + 2 < tree.size(); ++due) {
    const int to = due + 1;
    const int verb = tree.head(due);
    if (tree.word(due) != "due" || tree.word(to) != "to" || verb < to ||
        tree.deprel(due) != Deprel::kMark || tree.head(to) != due ||
        tree[verb].xpos != "VB") {
      continue;
    }
    Attach(due, tree.head(verb), tree.deprel(verb), s);
    s->tokens[due].upos = Upos::kAdj;
    Attach(verb, due, Deprel::kXcomp, s);
    Attach(to, verb, Deprel::kMark, s);
    for (int child : tree.children(verb)) {
      const Deprel r = tree.deprel(child);
      const bool late =
          child > verb && (r == Deprel::kConj || r == Deprel::kPunct);
      if (child != due && (child < due || late)) s->tokens[child].head = due;
    }
    return;
  }
}

// "will take place in Oslo", "gave way": the noun is half of the verb.
void VerbsWithNouns(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObj || verb < 0 || verb > i ||
        !tree.children(i).empty()) {
      continue;
    }
    const std::string& v = tree.lemma(verb);
    const std::string& noun = tree.word(i);
    if ((v == "take" && noun == "place") || (v == "give" && noun == "way")) {
      s->tokens[i].deprel = Deprel::kCompoundPrt;
    }
  }
}

// "convicted the engineer Ana Roe of theft" with theft below the engineer:
// what follows the "of" of such a verb is no part of a person.
void TermsOfVerbs(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kNmod || noun < 0 || noun > i ||
        tree.Preposition(i) != "of") {
      continue;
    }
    if (tree.deprel(noun) == Deprel::kAppos) noun = tree.head(noun);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || verb > noun || tree.upos(verb) != Upos::kVerb ||
        tree.deprel(noun) != Deprel::kObj ||
        !lexicon.Is(kOfVerb, tree.lemma(verb))) {
      continue;
    }
    const int name = tree.Child(noun, {Deprel::kAppos, Deprel::kFlat});
    const bool named =
        tree.upos(noun) == Upos::kPropn ||
        (name > noun && name < i && tree.upos(name) == Upos::kPropn);
    // "accused the firm of greed", but "the head of the bank".
    const bool known = tree.ChildWord(noun, "the") >= 0 &&
                       (lexicon.Is(kBodyNoun, tree.lemma(noun)) ||
                        lexicon.Is(kRoleNoun, tree.lemma(noun))) &&
                       tree.upos(i) == Upos::kNoun &&
                       tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) < 0;
    if (!named && !known) continue;
    Attach(i, verb, Deprel::kObl, s);
    for (int child : tree.children(noun)) {
      if (child > i && tree.deprel(child) == Deprel::kNmod) {
        Attach(child, verb, Deprel::kObl, s);
      }
    }
  }
}

// "For two centuries salt was" with the centuries as part of the salt: what
// has a preposition is the verb's.
void FrontedTerms(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kCompound || noun < i ||
        tree.upos(i) == Upos::kPropn) {
      continue;
    }
    const int preposition = tree.Child(i, Deprel::kCase);
    const Deprel r = tree.deprel(noun);
    if (preposition < 0 || preposition > i || tree.head(noun) < noun ||
        (r != Deprel::kNsubj && r != Deprel::kNsubjPass)) {
      continue;
    }
    Attach(i, tree.head(noun), Deprel::kObl, s);
  }
}

// "destroyed 14 of 17 strains", "led by Ana Roe of Mill College" with the
// second phrase on the verb: an "of" right behind a noun is the noun's.
void PhrasesWithOf(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kObl && r != Deprel::kOblAgent) || verb < 0 || verb > i ||
        tree.Preposition(i) != "of" || lexicon.Is(kOfVerb, tree.lemma(verb))) {
      continue;
    }
    int noun = tree.Child(i, Deprel::kCase) - 1;
    while (noun > verb && tree.head(noun) > verb &&
           (tree.deprel(noun) == Deprel::kFlat ||
            tree.deprel(noun) == Deprel::kCompound)) {
      noun = tree.head(noun);
    }
    const bool holds =
        noun > verb && tree.head(noun) == verb &&
        (tree.upos(noun) == Upos::kNoun || tree.upos(noun) == Upos::kNum ||
         tree.upos(noun) == Upos::kPropn);
    const Deprel role = holds ? tree.deprel(noun) : Deprel::kRoot;
    if (role != Deprel::kObj && role != Deprel::kOblAgent &&
        role != Deprel::kObl) {
      continue;
    }
    // "died on Monday of cancer".
    if (lexicon.Is(kTimeNoun, tree.lemma(noun)) ||
        IsDate(tree, lexicon, noun)) {
      continue;
    }
    Attach(i, noun, Deprel::kNmod, s);
  }
}

// "carries up to 180 kilos" with "up" as a particle: part of the number.
void UpToNumbers(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 2 < tree.size(); ++i) {
    if (tree.word(i) != "up" || tree.word(i + 1) != "to" ||
        tree.head(i + 1) != i || tree.upos(i + 2) != Upos::kNum) {
      continue;
    }
    Attach(i, i + 2, Deprel::kAdvmod, s);
  }
}

// "Bea Quill came third" with two subjects side by side.
void TwinSubjects(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) == Deprel::kNsubj && tree.head(i) > i &&
        tree.head(i - 1) == tree.head(i) &&
        tree.deprel(i - 1) == Deprel::kNsubj && tree.upos(i) == Upos::kPropn &&
        tree.upos(i - 1) == Upos::kPropn && tree.children(i).empty()) {
      Attach(i, i - 1, Deprel::kFlat, s);
    }
  }
}

// "goals by Ana Roe and the striker Bo Hald" with Bo on the striker and Hald
// beside it.
void TwinConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int noun = tree.head(i - 1);
    if (tree.deprel(i) != Deprel::kConj || tree.upos(i) != Upos::kPropn ||
        tree.upos(i - 1) != Upos::kPropn ||
        tree.deprel(i - 1) != Deprel::kFlat || noun != i - 2 ||
        tree.upos(noun) != Upos::kNoun || tree.head(noun) != tree.head(i) ||
        tree.deprel(noun) != Deprel::kConj || !tree.children(i).empty()) {
      continue;
    }
    Attach(i - 1, noun, Deprel::kAppos, s);
    Attach(i, i - 1, Deprel::kFlat, s);
  }
}

// "named Ana Roe head of the school" with the name as a part of the head.
void NamedToOffices(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    const Deprel r = tree.deprel(i);
    if ((r != Deprel::kXcomp && r != Deprel::kObj) || verb < 0 || verb > i ||
        tree.upos(verb) != Upos::kVerb ||
        !lexicon.Is(kNameVerb, tree.lemma(verb)) ||
        !lexicon.Is(kRoleNoun, tree.lemma(i)) ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      continue;
    }
    const int name = tree.Child(i, {Deprel::kCompound, Deprel::kNmodDesc});
    if (name != verb + 1 || tree.upos(name) != Upos::kPropn ||
        !tree.Has(name, Deprel::kFlat)) {
      continue;
    }
    Attach(name, verb, Deprel::kObj, s);
    s->tokens[i].deprel = Deprel::kXcomp;
  }
}

// "doubled to $3 billion last year", "rose to $141 in Oslo": neither when nor
// where is a part of an amount.
void PhrasesOfAmounts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const int amount = tree.head(i);
    const int verb = amount < 0 ? -1 : tree.head(amount);
    if (verb < 0 || amount > i || verb > amount ||
        tree.upos(verb) != Upos::kVerb) {
      continue;
    }
    const Deprel link = tree.deprel(i);
    const bool counted = tree.upos(amount) == Upos::kSym ||
                         tree.upos(amount) == Upos::kNum ||
                         (lexicon.Is(kUnitNoun, tree.lemma(amount)) &&
                          !lexicon.Is(kTimeNoun, tree.lemma(amount)));
    const bool bare =
        MainType(link) == Deprel::kNmod && tree.Preposition(i).empty() &&
        lexicon.Is(kTimeNoun, tree.lemma(i)) && tree.Has(i, Deprel::kAmod);
    const std::string p = tree.Preposition(i);
    const bool place = link == Deprel::kNmod && (p == "in" || p == "at") &&
                       tree.upos(i) == Upos::kPropn;
    // "recorded most of them for a label".
    const bool part = (link == Deprel::kNmod || link == Deprel::kObl) &&
                      p == "for" && tree.upos(amount) != Upos::kNoun &&
                      lexicon.Is(kCountNoun, tree.lemma(amount));
    const bool loose = counted && (bare || place);
    if (!(loose || part) || IsDate(tree, lexicon, amount)) continue;
    Attach(i, verb, bare ? Deprel::kOblUnmarked : Deprel::kObl, s);
  }
}

// "hired two years later as a cook" with the cook below "later".
void PhrasesOfAdverbs(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int adverb = tree.head(i);
    if (tree.deprel(i) != Deprel::kObl || adverb < 0 || adverb > i ||
        tree.upos(adverb) != Upos::kAdv ||
        !lexicon.Is(kTimeAdverb, tree.word(adverb))) {
      continue;
    }
    const int verb = tree.head(adverb);
    const std::string p = tree.Preposition(i);
    if (verb >= 0 && verb < adverb && tree.upos(verb) == Upos::kVerb &&
        p != "than" && p != "in" && p != "on") {
      Attach(i, verb, Deprel::kObl, s);
    }
  }
}

// "supplies drinking water" with somebody who drinks: what has to have an
// object has the water.
void GerundsInObjects(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    const int noun = i + 1;
    if (tree[i].xpos != "VBG" || tree.deprel(i) != Deprel::kXcomp ||
        verb != i - 1 || tree.head(noun) != i ||
        tree.deprel(noun) != Deprel::kObj || tree.upos(noun) != Upos::kNoun ||
        tree.Has(verb, Deprel::kObj) || tree[verb].xpos == "VBN" ||
        !(lexicon.Is(kObjectVerb, tree.lemma(verb)) ||
          lexicon.Is(kBuyVerb, tree.lemma(verb)))) {
      continue;
    }
    Attach(noun, verb, Deprel::kObj, s);
    for (const int child : tree.children(i)) {
      if (child != noun) s->tokens[child].head = verb;
    }
    s->tokens[i].head = noun;
    s->tokens[i].deprel = Deprel::kCompound;
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NN";
  }
}

// "pay the town 900 euros a year" with the town as what is paid: who gets it.
void PaidAmounts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int verb = tree.head(i);
    if ((tree.deprel(i) != Deprel::kOblUnmarked &&
         tree.deprel(i) != Deprel::kObj) ||
        verb < 0 || !tree.Has(i, Deprel::kNummod) ||
        !lexicon.Is(kUnitNoun, tree.lemma(i)) ||
        lexicon.Is(kTimeNoun, tree.lemma(i)) ||
        !lexicon.Is(kPayVerb, tree.lemma(verb))) {
      continue;
    }
    const int whom = tree.Child(verb, Deprel::kObj);
    if (whom < verb || whom >= i || lexicon.Is(kUnitNoun, tree.lemma(whom))) {
      continue;
    }
    s->tokens[whom].deprel = Deprel::kIobj;
    s->tokens[i].deprel = Deprel::kObj;
  }
}

}  // namespace

Sentence RepairedVerbs(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step([&](const Tree& t, Sentence* s) { NounsForVerbs(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { InLaws(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { StrandedObjects(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { PaidAmounts(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { GerundsInObjects(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { TermsInPlaces(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { SoFar(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { TwinSubjects(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { PhrasesOfAdverbs(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { TwinConjuncts(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamedToOffices(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { PhrasesOfAmounts(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { DueTo(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { VerbsWithNouns(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { TermsOfVerbs(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FrontedTerms(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { PhrasesWithOf(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { UpToNumbers(t, s); });
  return sentence;
}

}  // namespace tercet::text
