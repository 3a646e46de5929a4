// Repairs of lists: what stands in a row of nouns and names is not always one
// more of them.

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasArticle(const Tree& tree, int i) {
  return tree.ChildWord(i, "a") >= 0 || tree.ChildWord(i, "an") >= 0;
}

// "Roe Ltd, the dairy and snacks group," as dairy, and as a group beside Roe:
// what stands between "the" and its noun belongs to that noun.
void CompoundsAsDescriptions(const Tree& tree, Sentence* s) {
  for (int noun = 3; noun < tree.size(); ++noun) {
    const int name = tree.head(noun);
    const int det = tree.Child(noun, Deprel::kDet);
    if (tree.deprel(noun) != Deprel::kConj || name < 0 || det < name + 1 ||
        tree.upos(noun) != Upos::kNoun || tree.upos(name) != Upos::kPropn) {
      continue;
    }
    for (int i : tree.children(name)) {
      if (tree.deprel(i) != Deprel::kAppos || i < det || i > noun) continue;
      Attach(noun, name, Deprel::kAppos, s);
      Attach(i, noun, Deprel::kCompound, s);
      for (int child : tree.children(i)) {
        if (tree.deprel(child) == Deprel::kAmod) s->tokens[child].head = noun;
      }
    }
  }
}

// "between Ana Ltd, which is in Oslo, and Bo Ltd" with Bo Ltd in the relative
// clause: "between" wants two.
void PairsOfBetween(const Tree& tree, Sentence* s) {
  for (int first = 1; first < tree.size(); ++first) {
    const int relative = tree.Child(first, Deprel::kAclRelcl);
    if (relative < first || tree.Preposition(first) != "between" ||
        tree.Has(first, Deprel::kConj)) {
      continue;
    }
    int second = -1;
    for (int i = relative + 1; i < tree.size(); ++i) {
      const int cc = tree.Child(i, Deprel::kCc);
      if (tree.deprel(i) == Deprel::kConj && tree.Below(i, relative) &&
          tree.IsNominal(i) && cc > 0 && tree.word(cc) == "and" &&
          tree.word(cc - 1) == ",") {
        second = i;
      }
    }
    if (second >= 0) Attach(second, first, Deprel::kConj, s);
  }
}

// "Bo, an engineer," with the engineer as one more of the list that Bo's kin
// is in.
void TradesInLists(const Tree& tree, const Lexicon& lexicon, int list, int name,
                   Sentence* s) {
  for (int i : tree.children(list)) {
    if (i > name && tree.deprel(i) == Deprel::kConj &&
        tree.upos(i) == Upos::kNoun && HasArticle(tree, i) &&
        !tree.Has(i, Deprel::kCc) && lexicon.Is(kRoleNoun, tree.lemma(i)) &&
        PhraseStart(tree, i) == name + 2 && tree.word(name + 1) == ",") {
      Attach(i, name, Deprel::kAppos, s);
    }
  }
}

// "by a son, Bo, an engineer, and two sisters" as five people: the name is the
// son's, and he the engineer.
void KinInLists(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int name = 2; name < tree.size(); ++name) {
    const int first = tree.head(name);
    const Deprel r = tree.deprel(name);
    if ((r != Deprel::kConj && r != Deprel::kAppos) || first < 0 ||
        first > name || tree.upos(name) != Upos::kPropn ||
        tree.Has(name, Deprel::kCc)) {
      continue;
    }
    const int start = PhraseStart(tree, name);
    const int kin = start - 2;
    if (kin < 0 || tree.word(start - 1) != "," || tree[kin].xpos != "NN" ||
        (kin != first && tree.head(kin) != first) ||
        !lexicon.Is(kKinNoun, tree.lemma(kin)) ||
        tree.Child(kin, {Deprel::kDet, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    Attach(name, kin, Deprel::kAppos, s);
    TradesInLists(tree, lexicon, first, name, s);
  }
}

// "by a son, Al; a sister, Bo" with the sister as what the son is: what stands
// behind a semicolon is another one.
void KinBehindSemicolons(const Tree& tree, const Lexicon& lexicon,
                         Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int first = tree.head(i);
    if (tree.deprel(i) == Deprel::kAppos && first >= 0 && first < i &&
        tree.upos(i) == Upos::kNoun && tree.upos(first) == Upos::kNoun &&
        lexicon.Is(kKinNoun, tree.lemma(i)) &&
        tree.word(PhraseStart(tree, i) - 1) == ";") {
      s->tokens[i].deprel = Deprel::kConj;
    }
  }
}

// "at the home of the treasurer, Ana Roe" with the home as Ana: the person
// before the comma.
void NamesBehindPlaces(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 4; i < tree.size(); ++i) {
    const int place = tree.head(i);
    if (tree.deprel(i) != Deprel::kAppos || place < 0 || place > i ||
        tree.upos(i) != Upos::kPropn || tree.upos(place) != Upos::kNoun ||
        !lexicon.Is(kPlaceNoun, tree.lemma(place))) {
      continue;
    }
    const int person = PhraseStart(tree, i) - 2;
    if (person > place && tree.word(person + 1) == "," &&
        tree.deprel(person) == Deprel::kNmod && tree.head(person) == place &&
        lexicon.Is(kRoleNoun, tree.lemma(person))) {
      Attach(i, person, Deprel::kAppos, s);
    }
  }
}

// "The fourth, Dayo, bakes" with two subjects: the name is that of the fourth.
void RanksWithNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i + 2 < tree.size(); ++i) {
    const int name = i + 2;
    if (tree.deprel(i) != Deprel::kNsubj || tree.word(i - 1) != "the" ||
        !(lexicon.Is(kRankWord, tree.word(i)) ||
          lexicon.Is(kOtherWord, tree.word(i))) ||
        tree.word(i + 1) != "," || tree.upos(name) != Upos::kPropn ||
        tree.head(name) != tree.head(i) ||
        tree.deprel(name) != Deprel::kNsubj) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    Attach(i, name, Deprel::kAppos, s);
  }
}

// "from £38 to £45 a plot" with the plot as a third amount: so much for each.
void AmountsForEach(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kNoun || tree.upos(i - 1) != Upos::kDet ||
        tree.head(i - 1) != i || !IsOneOf(tree.word(i - 1), {"a", "an"}) ||
        tree.Has(i, Deprel::kCc) || tree.Has(i, Deprel::kCase)) {
      continue;
    }
    // "costs two dollars a month" as well.
    const bool time = tree.deprel(i) == Deprel::kOblUnmarked &&
                      lexicon.Is(kTimeNoun, tree.lemma(i)) &&
                      tree.head(i) < i && tree.children(i).size() == 1;
    if (tree.deprel(i) != Deprel::kConj && !time) continue;
    int amount = i - 2;
    while (tree.deprel(amount) == Deprel::kNummod ||
           tree.deprel(amount) == Deprel::kCompound) {
      if (tree.head(amount) < 0) break;
      amount = tree.head(amount);
    }
    // "three times a week", "an hour a day": how often and how long.
    if (time && lexicon.Is(kTimeNoun, tree.lemma(amount))) continue;
    if (tree.upos(amount) == Upos::kSym || tree.upos(amount) == Upos::kNum ||
        lexicon.Is(kUnitNoun, tree.lemma(amount))) {
      Attach(i, amount, Deprel::kNmodUnmarked, s);
    }
  }
}

// "lost prop Owen Roe" as two that were lost: a noun without an article right
// before a name says what he is.
void TwinObjects(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    const int name = i + 1;
    if (tree.deprel(i) != Deprel::kObj || tree[i].xpos != "NN" ||
        IsCapital(tree[i]) || verb != i - 1 || tree.head(name) != verb ||
        tree.deprel(name) != Deprel::kObj || tree.upos(name) != Upos::kPropn ||
        !tree.children(i).empty()) {
      continue;
    }
    Attach(i, name, Deprel::kNmodDesc, s);
  }
}

// "two survivors, a man and his son" with the son beside the survivors: he is
// one of them.
void MembersOfCounted(const Tree& tree, Sentence* s) {
  for (int i = 4; i < tree.size(); ++i) {
    const int all = tree.head(i);
    const int and_word = tree.Child(i, Deprel::kCc);
    if (tree.deprel(i) != Deprel::kConj || and_word < 1 || all < 0 ||
        tree[all].xpos != "NNS" || !tree.Has(all, Deprel::kNummod) ||
        tree.word(and_word - 1) == ",") {
      continue;
    }
    const int one = tree.Child(all, Deprel::kAppos);
    if (one > all && one < and_word && tree.upos(one) == tree.upos(i)) {
      Attach(i, one, Deprel::kConj, s);
    }
  }
}

// "letters, ship lists and the diary" with lists that letters are: three
// things.
void PluralsInRows(const Tree& tree, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int first = tree.head(i);
    const int joined = i + 1;
    if (tree.deprel(i) != Deprel::kAppos || first < 0 || first > i ||
        tree[i].xpos != "NNS" || tree[first].xpos != "NNS" ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss, Deprel::kNummod}) >=
            0 ||
        tree.Child(first, {Deprel::kDet, Deprel::kNmodPoss}) >= 0 ||
        tree.deprel(joined) != Deprel::kCc) {
      continue;
    }
    const int last = tree.head(joined);
    if (tree.deprel(last) == Deprel::kConj && tree.head(last) == first) {
      s->tokens[i].deprel = Deprel::kConj;
    }
  }
}

}  // namespace

Sentence RepairedLists(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step([](const Tree& t, Sentence* s) { CompoundsAsDescriptions(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { PairsOfBetween(t, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { KinBehindSemicolons(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { KinInLists(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamesBehindPlaces(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { RanksWithNames(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { AmountsForEach(t, lexicon, s); });
  steps.Step([](const Tree& t, Sentence* s) { TwinObjects(t, s); });
  steps.Step([](const Tree& t, Sentence* s) { MembersOfCounted(t, s); });
  steps.Step(PluralsInRows);
  return sentence;
}

}  // namespace tercet::text
