// Repairs of tags: what the capital letters, the endings and the place in the
// tree of a word say against the tag it was given.

#include <algorithm>
#include <cctype>

#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"
#include "ingest/turns.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool IsLowerCase(const std::string& form) {
  return std::all_of(form.begin(), form.end(),
                     [](unsigned char c) { return std::islower(c) != 0; });
}

// "Man Bites Dog In Park": capitals tell nothing there.
bool IsTitleCase(const Tree& tree) {
  int words = 0, capitals = 0;
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.upos(i) == Upos::kPunct || tree.upos(i) == Upos::kNum) continue;
    ++words;
    if (IsCapital(tree[i])) ++capitals;
  }
  return 5 * capitals > 3 * words;
}

// Whether the sentence, or what is quoted, begins with i.
bool Begins(const Tree& tree, int i) {
  if (i == 0) return true;
  const std::string& before = tree.word(i - 1);
  return tree.upos(i - 1) == Upos::kPunct && before != "," && before != "-";
}

bool IsNamePart(Deprel r) {
  return r == Deprel::kCompound || r == Deprel::kFlat || r == Deprel::kAmod;
}

bool IsPart(const Tree& tree, int i, int of) {
  return i >= 0 && of >= 0 && i < tree.size() && of < tree.size() &&
         tree.head(i) == of && IsNamePart(tree.deprel(i));
}

bool IsNounLike(const Tree& tree, int i) {
  return tree.upos(i) == Upos::kPropn || tree.upos(i) == Upos::kNoun;
}

// "5.8 billion francs": no name is in small letters alone; "van" in the
// middle of one is.
void SmallNames(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kPropn || tree[i].form.size() < 4 ||
        !IsLowerCase(tree[i].form) || tree.deprel(i) == Deprel::kFlat) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = tree[i].xpos == "NNPS" ? "NNS" : "NN";
  }
}

// "Mr. Okafor" with anything but a name behind the title.
void NamesBehindTitles(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int name = i + 1;
    if (!IsCapital(tree[i]) || !IsCapital(tree[name]) ||
        !lexicon.Is(kCourtesy, tree.word(i)) ||
        tree.upos(name) == Upos::kPropn || tree[name].form.size() < 2) {
      continue;
    }
    s->tokens[name].upos = Upos::kPropn;
    s->tokens[name].xpos = "NNP";
    s->tokens[name].lemma = tree[name].form;
    if (tree.head(i) == tree.head(name)) {
      s->tokens[i].head = name;
      s->tokens[i].deprel = Deprel::kNmodDesc;
    }
  }
}

// "Deron Okafor" with Okafor flat and no name: the second half of one.
void NamesBehindNames(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kFlat || tree.upos(i) == Upos::kPropn ||
        tree.upos(i - 1) != Upos::kPropn || !IsCapital(tree[i]) ||
        !IsCapital(tree[i - 1]) || tree[i].form.size() < 2) {
      continue;
    }
    s->tokens[i].upos = Upos::kPropn;
    s->tokens[i].xpos = "NNP";
    s->tokens[i].lemma = tree[i].form;
  }
}

// "his wife, Inés Roe" with Inés as a preposition: none has an accent, and none
// is a name.
void AccentedNames(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int name = i + 1;
    const std::string& form = tree[i].form;
    if (!IsCapital(tree[i]) || tree.upos(name) != Upos::kPropn ||
        tree.deprel(i) != Deprel::kCase || tree.head(i) != name ||
        (tree.upos(i) != Upos::kPropn &&
         std::none_of(form.begin(), form.end(), [](char c) {
           return static_cast<unsigned char>(c) >= 0x80;
         }))) {
      continue;
    }
    s->tokens[i].upos = Upos::kPropn;
    s->tokens[i].xpos = "NNP";
    s->tokens[i].lemma = form;
    s->tokens[i].head = tree.head(name);
    s->tokens[i].deprel =
        tree.deprel(name) == Deprel::kNmod ? Deprel::kAppos : tree.deprel(name);
    s->tokens[name].head = i;
    s->tokens[name].deprel = Deprel::kFlat;
    for (int child : tree.children(name)) {
      if (child != i) s->tokens[child].head = i;
    }
  }
}

// "St. Mary" with a title: a saint's name is one with it.
void Saints(const Tree& tree, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    if (tree.deprel(i) == Deprel::kNmodDesc && tree.upos(i) == Upos::kPropn &&
        tree.upos(i + 1) == Upos::kPropn &&
        IsOneOf(tree[i].form, {"St", "St.", "Saint"})) {
      s->tokens[i].deprel = Deprel::kCompound;
    }
  }
}

// "the Transport Safety Board" with a common noun at its end: the words of a
// name are names.
void CapitalNouns(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kNoun || !IsCapital(tree[i]) ||
        tree[i].form.size() < 2 || Begins(tree, i) ||
        lexicon.Is(kRoleNoun, tree.lemma(i))) {
      continue;
    }
    bool named = false;
    for (const int k : {i - 1, i + 1}) {
      if (k >= tree.size() || !IsCapital(tree[k])) continue;
      // "Clean Coast" at the beginning, where the tagger took it for a name.
      const bool like =
          Begins(tree, k) ? tree[k].xpos == "NNP" : IsNounLike(tree, k);
      named = named || (like && (IsPart(tree, k, i) || IsPart(tree, i, k)));
    }
    if (!named) continue;
    s->tokens[i].upos = Upos::kPropn;
    s->tokens[i].xpos = tree[i].xpos == "NNS" ? "NNPS" : "NNP";
  }
}

// "Ostrava Chemicals Holding of Brno" read as chemicals that hold.
void CapitalParticiples(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const bool verb = tree.upos(i) == Upos::kVerb &&
                      (tree.IsGerund(i) || tree.IsParticiple(i));
    if (!verb || !IsCapital(tree[i]) || tree.upos(i - 1) != Upos::kPropn ||
        tree.deprel(i) != Deprel::kAcl || tree.Has(i, Deprel::kObj)) {
      continue;
    }
    const int name = tree.head(i);
    if (name != i - 1 && !IsPart(tree, i - 1, name)) continue;
    s->tokens[i].upos = Upos::kPropn;
    s->tokens[i].xpos = "NNP";
    s->tokens[i].lemma = tree[i].form;
    s->tokens[i].deprel = Deprel::kFlat;
    for (int child : tree.children(i)) {
      s->tokens[child].head = name;
      if (tree.deprel(child) == Deprel::kObl) {
        s->tokens[child].deprel = Deprel::kNmod;
      }
    }
  }
}

// "her chief executive, Ana Roe, left" with an adjective for a subject.
void RoleAdjectives(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kAdj || !lexicon.Is(kRoleNoun, tree.word(i))) {
      continue;
    }
    const Deprel r = tree.deprel(i);
    const bool argument = r == Deprel::kNsubj || r == Deprel::kNsubjPass ||
                          r == Deprel::kObj || r == Deprel::kAppos ||
                          r == Deprel::kOblAgent || r == Deprel::kNmodDesc;
    if (!argument && tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) < 0) {
      continue;
    }
    if (i + 1 < tree.size() && tree.upos(i + 1) == Upos::kNoun) continue;
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NN";
  }
}

// "a train derailed" with an adjective for a predicate that nothing links to
// its subject.
void PastAdjectives(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    const std::string& word = tree.word(i);
    if (tree.upos(i) != Upos::kAdj || !word.ends_with("ed") ||
        tree.Child(i, Deprel::kNsubj) < 0 ||
        tree.Child(i, {Deprel::kCop, Deprel::kAux, Deprel::kAuxPass}) >= 0 ||
        (tree.deprel(i) != Deprel::kRoot && tree.deprel(i) != Deprel::kConj &&
         tree.deprel(i) != Deprel::kCcomp)) {
      continue;
    }
    const std::string verb = lexicon.VerbOf(word, word);
    if (verb == word) continue;
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i].xpos = "VBD";
    s->tokens[i].lemma = verb;
  }
}

// "turned down offers from" with a finite verb as the complement of one: a
// form in -s without a subject or a "to" is a noun in the plural.
void PluralVerbs(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    // "on night shifts": RepairedForms.
    const bool compound = tree.deprel(i - 1) == Deprel::kObl &&
                          tree.head(i - 1) == tree.head(i) &&
                          tree.upos(i - 1) == Upos::kNoun;
    if (tree[i].xpos != "VBZ" || tree.deprel(i) != Deprel::kXcomp || compound ||
        tree.upos(i) != Upos::kVerb || tree.head(i) > i ||
        tree.Child(i, {Deprel::kNsubj, Deprel::kMark, Deprel::kAux,
                       Deprel::kCop, Deprel::kObj, Deprel::kConj}) >= 0) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NNS";
    s->tokens[i].deprel = Deprel::kObj;
    s->tokens[i].feats = "Number=Plur";
    for (int child : tree.children(i)) {
      if (tree.deprel(child) == Deprel::kObl) {
        s->tokens[child].deprel = Deprel::kNmod;
      }
    }
  }
}

// "the plant that a firm has built" with a conjunction as an object.
void RelativeTags(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if (tree.word(i) == "that" && tree.upos(i) == Upos::kSconj &&
        (r == Deprel::kObj || r == Deprel::kNsubj)) {
      s->tokens[i].upos = Upos::kPron;
      s->tokens[i].xpos = "WDT";
    }
  }
}

// "Ana Roe, Chairman of the Board" with a name for an office.
void CapitalOffices(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.upos(i) == Upos::kPropn && tree.deprel(i) == Deprel::kAppos &&
        lexicon.Is(kRoleNoun, tree.word(i)) && tree.head(i) < i &&
        tree.upos(tree.head(i)) == Upos::kPropn &&
        !tree.Has(i, Deprel::kFlat) && tree.Has(i, Deprel::kNmod)) {
      s->tokens[i].upos = Upos::kNoun;
      s->tokens[i].xpos = "NN";
      s->tokens[i].lemma = tree.word(i);
    }
  }
}

// "the lithium mine" with a pronoun at its end.
void OwnedPronouns(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.word(i) != "mine" || tree.upos(i) != Upos::kPron) continue;
    const Upos before = tree.upos(i - 1);
    if (before != Upos::kNoun && before != Upos::kAdj &&
        before != Upos::kPropn && before != Upos::kDet) {
      continue;
    }
    s->tokens[i].upos = Upos::kNoun;
    s->tokens[i].xpos = "NN";
    s->tokens[i].lemma = "mine";
    s->tokens[i].feats = "Number=Sing";
    if (tree.head(i) != tree.head(i - 1) ||
        tree.deprel(i) != tree.deprel(i - 1)) {
      continue;
    }
    s->tokens[i - 1].head = i;
    s->tokens[i - 1].deprel = Deprel::kCompound;
    for (int child : tree.children(i - 1)) s->tokens[child].head = i;
  }
}

// "added dried mint" with the drying as what the mint became.
void ParticiplesBeforeNouns(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int verb = tree.head(i);
    if (tree.deprel(i) != Deprel::kXcomp || verb < 0 || verb > i ||
        !(tree.IsParticiple(i) || tree.upos(i) == Upos::kAdj) ||
        !tree.children(i).empty() || tree.head(i + 1) != verb ||
        tree.deprel(i + 1) != Deprel::kObj || tree.upos(i + 1) != Upos::kNoun) {
      continue;
    }
    s->tokens[i].head = i + 1;
    s->tokens[i].deprel = Deprel::kAmod;
  }
}

// "was born and appointed head of the institute" with an appointed head: two
// verbs in the passive.
void ParticiplesBeforeRoles(const Tree& tree, const Lexicon& lexicon,
                            Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    const int role = i + 1;
    const int verb = tree.head(role);
    const bool joined = tree.word(i - 1) == "and" || tree.word(i - 1) == "or";
    if (!tree.IsParticiple(i) || tree.deprel(i) != Deprel::kAmod ||
        tree.head(i) != role || !joined || verb < 0 || verb > i ||
        !tree.Has(verb, Deprel::kAuxPass) ||
        !lexicon.Is(kRoleNoun, tree.lemma(role)) ||
        tree.Has(role, Deprel::kDet) || tree.Has(role, Deprel::kNmodPoss)) {
      continue;
    }
    s->tokens[i].head = verb;
    s->tokens[i].deprel = Deprel::kConj;
    s->tokens[i].upos = Upos::kVerb;
    s->tokens[i - 1].head = i;
    s->tokens[i - 1].deprel = Deprel::kCc;
    s->tokens[role].head = i;
    s->tokens[role].deprel = Deprel::kXcomp;
  }
}

// "Reed: When did you begin?": the label is whom it is said by, not what.
void Labels(const Tree& tree, Sentence* s) {
  const int end = LabelEnd(*s);
  if (end < 0) return;
  int root = -1, inside = -1;
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.head(i) < 0) root = i;
    if (i > end + 1 && inside < 0 && tree.head(i) >= 0 && tree.head(i) <= end &&
        tree.upos(i) != Upos::kPunct) {
      inside = i;
    }
  }
  if (root <= end && inside < 0) return;
  // The clause that hangs on the label: a verb before anything else.
  if (root <= end) {
    for (int i = end + 2; i < tree.size(); ++i) {
      if (tree.head(i) >= 0 && tree.head(i) <= end &&
          tree.upos(i) == Upos::kVerb) {
        inside = i;
        break;
      }
    }
    s->tokens[inside].head = -1;
    s->tokens[inside].deprel = Deprel::kRoot;
    root = inside;
  }
  for (int i = 0; i < tree.size(); ++i) {
    if (i > end && i != root && s->tokens[i].head >= 0 &&
        s->tokens[i].head <= end) {
      s->tokens[i].head = root;
    }
  }
  s->tokens[end].head = root;
  s->tokens[end].deprel = Deprel::kVocative;
  for (int i = 0; i <= end; ++i) {
    if (i < end) {
      s->tokens[i].head = end;
      s->tokens[i].deprel = Deprel::kFlat;
    }
    if (tree.upos(i) == Upos::kVerb || tree.upos(i) == Upos::kPropn) {
      s->tokens[i].upos = Upos::kPropn;
      s->tokens[i].xpos = "NNP";
      s->tokens[i].lemma = tree[i].form;
    }
  }
}

// "Doctors Without Borders" with doctors who are without: a preposition with a
// capital stands inside a name.
void PrepositionsInNames(const Tree& tree, Sentence* s) {
  for (int i = 2; i + 1 < tree.size(); ++i) {
    if (tree.upos(i) != Upos::kAdp || tree.deprel(i) != Deprel::kCase ||
        tree[i].form.size() < 2 || !IsCapital(tree[i]) ||
        !IsCapital(tree[i - 1]) || Begins(tree, i - 1) ||
        tree.head(i) != i + 1 || !IsCapital(tree[i + 1]) ||
        !IsNounLike(tree, i - 1) || !IsNounLike(tree, i + 1) ||
        tree.head(i - 1) == i + 1) {
      continue;
    }
    for (const int k : {i - 1, i, i + 1}) {
      s->tokens[k].upos = Upos::kPropn;
      s->tokens[k].lemma = tree[k].form;
      if (k != i) s->tokens[k].xpos = "NNP";
    }
    for (const int k : {i, i + 1}) {
      s->tokens[k].head = i - 1;
      s->tokens[k].deprel = Deprel::kFlat;
    }
  }
}

// "Chipmaker Veldra fell" with the maker in the firm's name: where a sentence
// begins, a capital tells nothing.
void MakersInNames(const Tree& tree, Sentence* s) {
  if (tree.size() < 3 || tree.upos(0) != Upos::kPropn ||
      !tree.word(0).ends_with("maker") || tree.upos(1) != Upos::kPropn) {
    return;
  }
  int name = 1;
  if (tree.head(1) == 0) {
    s->tokens[1].head = tree.head(0);
    s->tokens[1].deprel = tree.deprel(0);
    for (const int child : tree.children(0)) {
      if (child != 1) s->tokens[child].head = 1;
    }
  } else {
    while (tree.head(name) == name + 1 &&
           tree.deprel(name) == Deprel::kCompound) {
      ++name;
    }
  }
  s->tokens[0].upos = Upos::kNoun;
  s->tokens[0].xpos = "NN";
  s->tokens[0].lemma = tree.word(0);
  s->tokens[0].head = name;
  s->tokens[0].deprel = Deprel::kNmodDesc;
}

}  // namespace

void RepairTags(const Lexicon& lexicon, std::vector<Sentence>* sentences) {
  for (Sentence& sentence : *sentences) {
    RepairSteps steps(&sentence);
    steps.Step([](const Tree& t, Sentence* s) { Labels(t, s); });
    steps.Step([](const Tree& t, Sentence* s) { SmallNames(t, s); });
    steps.Step([](const Tree& t, Sentence* s) { AccentedNames(t, s); });
    steps.Step([](const Tree& t, Sentence* s) { Saints(t, s); });
    steps.Step(
        [&](const Tree& t, Sentence* s) { NamesBehindTitles(t, lexicon, s); });
    steps.Step([](const Tree& t, Sentence* s) { NamesBehindNames(t, s); });
    steps.Step(MakersInNames);
    if (!IsTitleCase(steps.tree())) {
      steps.Step(
          [&](const Tree& t, Sentence* s) { CapitalNouns(t, lexicon, s); });
      steps.Step([](const Tree& t, Sentence* s) { CapitalParticiples(t, s); });
      steps.Step(PrepositionsInNames);
    }
    steps.Step(
        [&](const Tree& t, Sentence* s) { RoleAdjectives(t, lexicon, s); });
    steps.Step(
        [&](const Tree& t, Sentence* s) { PastAdjectives(t, lexicon, s); });
    steps.Step([](const Tree& t, Sentence* s) { PluralVerbs(t, s); });
    steps.Step([](const Tree& t, Sentence* s) { OwnedPronouns(t, s); });
    steps.Step([](const Tree& t, Sentence* s) { RelativeTags(t, s); });
    steps.Step(
        [&](const Tree& t, Sentence* s) { CapitalOffices(t, lexicon, s); });
    steps.Step(
        [](const Tree& t, Sentence* s) { ParticiplesBeforeNouns(t, s); });
    steps.Step([&](const Tree& t, Sentence* s) {
      ParticiplesBeforeRoles(t, lexicon, s);
    });
  }
}

}  // namespace tercet::text
