// Repairs of relative clauses that hang on the wrong noun.

#include <algorithm>

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

// "the work of Ana Roe, whom he met": people are whom one meets.
void RelativesOfPeople(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.word(i) != "who" && tree.word(i) != "whom") continue;
    const int verb = tree.head(i);
    if (verb < i || tree.deprel(verb) != Deprel::kAclRelcl) continue;
    const int noun = tree.head(verb);
    if (noun < 0 || noun > i || tree[noun].xpos != "NN" ||
        lexicon.Is(kRoleNoun, tree.lemma(noun)) ||
        lexicon.Is(kKinNoun, tree.lemma(noun))) {
      continue;
    }
    // The name that ends right before the pronoun and hangs on the noun.
    const int end = tree.word(i - 1) == "," ? i - 2 : i - 1;
    if (end <= noun || tree.upos(end) != Upos::kPropn) continue;
    const int name = NounHead(tree, end);
    if (tree.deprel(name) == Deprel::kNmod && tree.Below(name, noun)) {
      Attach(verb, name, Deprel::kAclRelcl, s);
    }
  }
}

// 1: a verb in the singular, 2: in the plural, 0: no telling.
int NumberOf(const Tree& tree, int verb) {
  int finite = tree.Child(verb, {Deprel::kAux, Deprel::kAuxPass, Deprel::kCop});
  if (finite < 0 || finite > verb) finite = verb;
  const std::string& word = tree.word(finite);
  if (tree[finite].xpos == "VBZ" || word == "was") return 1;
  return tree[finite].xpos == "VBP" || word == "were" ? 2 : 0;
}

// "shares in Mill Co., which owns": one thing owns, so it is not the shares.
void RelativesByNumber(const Tree& tree, Sentence* s) {
  for (int verb = 2; verb < tree.size(); ++verb) {
    const int noun = tree.head(verb);
    const int number = NumberOf(tree, verb);
    if (tree.deprel(verb) != Deprel::kAclRelcl || noun < 0 || number == 0 ||
        tree.Has(noun, Deprel::kConj)) {
      continue;
    }
    const int pronoun = tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
    if (pronoun < 0 || pronoun > verb || !tree.IsRelative(pronoun)) continue;
    const auto is = [&](int i) {
      const std::string& tag = tree[i].xpos;
      return tag == "NNS" || tag == "NNPS" ? 2
             : tag == "NN" || tag == "NNP" ? 1
                                           : 0;
    };
    if (is(noun) == 0 || is(noun) == number) continue;
    // "the minutes of the meeting, which were read": up to the minutes.
    const int above = tree.deprel(noun) == Deprel::kNmod ? tree.head(noun) : -1;
    if (above >= 0 && above < noun && is(above) == number &&
        tree.upos(above) == Upos::kNoun) {
      Attach(verb, above, Deprel::kAclRelcl, s);
      continue;
    }
    for (int child : tree.children(noun)) {
      if (child > noun && child < pronoun && is(child) == number &&
          tree.deprel(child) == Deprel::kNmod &&
          !tree.Has(child, Deprel::kConj)) {
        Attach(verb, child, Deprel::kAclRelcl, s);
      }
    }
  }
}

// The relative pronoun that is the subject of a relative clause, or -1.
int SubjectPronoun(const Tree& tree, int verb) {
  if (tree.deprel(verb) != Deprel::kAclRelcl) return -1;
  const int pronoun = tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
  return pronoun > 1 && pronoun < verb && tree.IsRelative(pronoun) ? pronoun
                                                                   : -1;
}

// The noun whose phrase ends right before a relative pronoun, or -1.
int NounBefore(const Tree& tree, int pronoun) {
  const int end = tree.word(pronoun - 1) == "," ? pronoun - 2 : pronoun - 1;
  const bool noun = end >= 0 && (tree.upos(end) == Upos::kNoun ||
                                 tree.upos(end) == Upos::kPropn);
  return noun ? NounHead(tree, end) : -1;
}

// "convicted the engineer Ana Roe over the collapse of the bridge, which
// killed nine": no person is a "which".
void RelativesOfThings(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const int pronoun = SubjectPronoun(tree, verb);
    if (pronoun < 0 || tree.word(pronoun) != "which") continue;
    const int noun = tree.head(verb);
    const int before = NounBefore(tree, pronoun);
    if (noun < 0 || before <= noun ||
        !lexicon.Is(kRoleNoun, tree.lemma(noun)) ||
        lexicon.Is(kGroupNoun, tree.lemma(noun)) ||
        lexicon.Is(kRoleNoun, tree.lemma(before)) ||
        tree.deprel(before) == Deprel::kAppos ||
        tree.deprel(before) == Deprel::kConj) {
      continue;
    }
    Attach(verb, before, Deprel::kAclRelcl, s);
  }
}

// "the diary of an officer, Bo Hald, in which he boasted": nor is one "which".
void RelativesOfOwned(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    if (tree.deprel(verb) != Deprel::kAclRelcl) continue;
    const int pronoun = tree.Child(verb, {Deprel::kObl, Deprel::kObj});
    const int noun = tree.head(verb);
    if (pronoun < 0 || tree.word(pronoun) != "which" || noun < 0 ||
        tree.deprel(noun) != Deprel::kNmod ||
        !lexicon.Is(kRoleNoun, tree.lemma(noun))) {
      continue;
    }
    const int owned = tree.head(noun);
    if (tree.upos(owned) == Upos::kNoun &&
        !lexicon.Is(kRoleNoun, tree.lemma(owned))) {
      Attach(verb, owned, Deprel::kAclRelcl, s);
    }
  }
}

// An office, "Mrs Roe", "Ana Roe".
bool IsPerson(const Tree& tree, const Lexicon& lexicon, int i) {
  return lexicon.Is(kRoleNoun, tree.lemma(i)) ||
         (tree.upos(i) == Upos::kPropn &&
          tree.Child(i, {Deprel::kFlat, Deprel::kNmodDesc}) >= 0);
}

// "a biologist at Mill College in Oslo who led the work", "Mrs Roe of the
// council, who came": neither college nor council is a "who".
void RelativesOfWorkers(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const int pronoun = SubjectPronoun(tree, verb);
    if (pronoun < 0 || tree.word(pronoun) != "who") continue;
    int noun = tree.head(verb);
    if (noun < 0 || lexicon.Is(kRoleNoun, tree.lemma(noun))) continue;
    bool at = false;
    for (int step = 0; step < 3 && tree.deprel(noun) == Deprel::kNmod; ++step) {
      const std::string p = tree.Preposition(noun);
      at = p == "at" ||
           ((p == "in" || p == "from") && tree.upos(noun) == Upos::kPropn);
      noun = tree.head(noun);
    }
    if (noun < 0) continue;
    // "children with severe asthma who": nor is what has neither an article
    // nor a plural.
    const int low = tree.head(verb);
    const bool mass = tree[low].xpos == "NN" && low != noun &&
                      tree.upos(low) == Upos::kNoun &&
                      tree.Child(low, {Deprel::kDet, Deprel::kNmodPoss}) < 0 &&
                      tree[noun].xpos == "NNS";
    const bool body =
        tree[low].xpos == "NN" && lexicon.Is(kGroupNoun, tree.lemma(low));
    if (mass || ((at || body) && IsPerson(tree, lexicon, noun))) {
      Attach(verb, noun, Deprel::kAclRelcl, s);
    }
  }
}

// "the purchase of Mill Co. by Roe Corp., which is based in Oslo": the name
// right before the comma.
void RelativesOfNames(const Tree& tree, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const int pronoun = SubjectPronoun(tree, verb);
    if (pronoun < 0 || tree.word(pronoun) != "which") continue;
    const int noun = tree.head(verb);
    const int before = NounBefore(tree, pronoun);
    if (noun < 0 || before <= noun || tree.upos(before) != Upos::kPropn ||
        tree.deprel(before) != Deprel::kNmod) {
      continue;
    }
    const bool beside = tree.upos(noun) == Upos::kPropn &&
                        tree.deprel(noun) == Deprel::kNmod &&
                        tree.head(before) == tree.head(noun);
    const bool agent =
        tree.head(before) == noun && tree.Preposition(before) == "by";
    if (beside || agent) Attach(verb, before, Deprel::kAclRelcl, s);
  }
}

// "The monks of Mill Abbey, founded in 1134, sang": nobody founds monks.
void FoundedBodies(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 4; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.deprel(i) != Deprel::kAcl || tree[i].xpos != "VBN" || noun < 0 ||
        tree.word(i - 1) != "," || tree.upos(noun) != Upos::kNoun ||
        !IsOneOf(tree.lemma(i), {"found", "establish", "build", "base"}) ||
        !(tree[noun].xpos == "NNS" ||
          lexicon.Is(kRoleNoun, tree.lemma(noun)))) {
      continue;
    }
    const int name = NounBefore(tree, i);
    if (name > noun && tree.upos(name) == Upos::kPropn &&
        tree.deprel(name) == Deprel::kNmod && tree.head(name) == noun) {
      Attach(i, name, Deprel::kAcl, s);
    }
  }
}

// "down the Elde to Lübeck, where merchants sold it": the last place.
void RelativesOfPlaces(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const int where = tree.ChildWord(verb, "where");
    if (tree.deprel(verb) != Deprel::kAclRelcl || where < 2 || where > verb) {
      continue;
    }
    const int noun = tree.head(verb);
    const int before = NounBefore(tree, where);
    // "experts from Oslo, where it is based": nobody is a "where".
    if (noun >= 0 && before > noun && tree.upos(before) == Upos::kPropn &&
        (tree.upos(noun) == Upos::kPropn ||
         (lexicon.Is(kRoleNoun, tree.lemma(noun)) &&
          !tree.Has(noun, Deprel::kDet)))) {
      Attach(verb, before, Deprel::kAclRelcl, s);
    }
  }
}

// "founded by Ana Roe and Bo Hald, who left in 2018": the last of them left,
// unless the verb is in the plural.
void RelativesOfConjuncts(const Tree& tree, Sentence* s) {
  for (int verb = 3; verb < tree.size(); ++verb) {
    const int pronoun = SubjectPronoun(tree, verb);
    if (pronoun < 0 || NumberOf(tree, verb) == 2) continue;
    const int noun = tree.head(verb);
    const int before = NounBefore(tree, pronoun);
    if (noun < 0 || before <= noun || tree.deprel(before) != Deprel::kConj ||
        tree.head(before) != noun || tree.deprel(noun) == Deprel::kAppos ||
        tree.upos(before) != Upos::kPropn) {
      continue;
    }
    Attach(verb, before, Deprel::kAclRelcl, s);
  }
}

// "its ban on dogs, which it introduced" with the dogs introduced: what has
// neither an article nor a number is seldom told more of behind a comma.
void RelativesOfBareNouns(const Tree& tree, Sentence* s) {
  for (int verb = 4; verb < tree.size(); ++verb) {
    const int pronoun = tree.Child(verb, Deprel::kObj);
    const int low = tree.head(verb);
    if (tree.deprel(verb) != Deprel::kAclRelcl || pronoun < 2 ||
        pronoun > verb || tree.word(pronoun) != "which" ||
        tree.word(pronoun - 1) != "," || tree.upos(low) != Upos::kNoun ||
        tree.deprel(low) != Deprel::kNmod ||
        tree.Child(low, {Deprel::kDet, Deprel::kNmodPoss, Deprel::kNummod,
                         Deprel::kConj}) >= 0) {
      continue;
    }
    const int noun = tree.head(low);
    if (noun < low && tree.upos(noun) == Upos::kNoun &&
        tree.Preposition(low) != "of" &&
        tree.Child(noun, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      Attach(verb, noun, Deprel::kAclRelcl, s);
    }
  }
}

}  // namespace

Sentence RepairedRelatives(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfPeople(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { RelativesByNumber(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { RelativesOfBareNouns(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FoundedBodies(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfThings(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfOwned(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { RelativesOfConjuncts(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { RelativesOfNames(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfPlaces(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RelativesOfWorkers(t, lexicon, s); });
  return sentence;
}

}  // namespace tercet::text
