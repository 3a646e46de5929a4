// Repairs inside names: titles, second names, the "&" of firms.

#include "ingest/clause_repair.h"
#include "ingest/clause_tree.h"
#include "ingest/mention_words.h"

namespace tercet::text {
namespace {

using enum WordClass;

// "councilmen" and "Presidents" as the word tables have them.
std::string Singular(const std::string& word) {
  if (word.size() > 4 && word.ends_with("men")) {
    return word.substr(0, word.size() - 3) + "man";
  }
  return word.size() > 3 && word.back() == 's' ? word.substr(0, word.size() - 1)
                                               : word;
}

// "Ana Roe, mayor of Oslo, and Bo Hald" read as three people.
void RoleConjuncts(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj) continue;
    const int first = tree.head(i);
    if (first < 0 || first > i || tree.upos(first) != Upos::kPropn) continue;
    const bool role = lexicon.Is(kRoleNoun, tree.lemma(i)) ||
                      lexicon.Is(kKinNoun, tree.lemma(i));
    if (!role || tree.Has(i, Deprel::kCc) || tree.Has(i, Deprel::kFlat)) {
      continue;
    }
    if (tree.Has(i, Deprel::kNmod) || tree.Has(i, Deprel::kNmodPoss)) {
      s->tokens[i].deprel = Deprel::kAppos;
    }
  }
}

// "Councilmen Raymond Roe and Luis Hald": the second name belongs beside
// the whole first name, not beside its last word.
void FlatConjuncts(const Tree& tree, Sentence* s) {
  for (int i = 1; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kConj) continue;
    const int part = tree.head(i);
    if (part < 0 || tree.deprel(part) != Deprel::kFlat) continue;
    if (tree.head(part) < 0) continue;
    for (int child : tree.children(part)) {
      if (tree.deprel(child) == Deprel::kConj ||
          tree.deprel(child) == Deprel::kCc) {
        s->tokens[child].head = tree.head(part);
      }
    }
  }
}

// "Holm & Sons" is one name.
void AmpersandNames(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.deprel(i) == Deprel::kConj && tree.word(i - 1) == "&" &&
        IsCapital(tree[i]) && tree.head(i) < i &&
        !tree.Has(i, Deprel::kFlat) &&  // "Ana Roe & Bo Hald"
        tree.upos(tree.head(i)) == Upos::kPropn &&
        tree.Below(i - 2, tree.head(i))) {
      s->tokens[i].deprel = Deprel::kFlat;
    }
  }
}

// "Mayor Ana Roe" read as a name of three words: the title comes off.
void TitlesInNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const bool title = lexicon.Is(kRoleNoun, tree.lemma(i)) ||
                       lexicon.Is(kRoleNoun, Singular(tree.lemma(i)));
    if (!title || tree.upos(i) != Upos::kPropn || !tree.Has(i, Deprel::kFlat)) {
      continue;
    }
    const int name = tree.Child(i, Deprel::kFlat);
    if (name != i + 1 || tree.deprel(i) == Deprel::kNmodDesc) continue;
    s->tokens[name].head = tree.head(i);
    s->tokens[name].deprel = tree.deprel(i);
    s->tokens[i].head = name;
    s->tokens[i].deprel = Deprel::kNmodDesc;
    for (int child : tree.children(i)) {
      const bool before =
          child < i && (tree.deprel(child) == Deprel::kAmod ||
                        tree.deprel(child) == Deprel::kCompound);
      if (child != name && !before) s->tokens[child].head = name;
    }
  }
}

// "goalkeeper Ana Roe" read as two objects, and "striker Ana Roe" as one
// name: a bare role right before a name is its title.
void BareRoles(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    const int name = i + 1;
    if (tree.upos(name) != Upos::kPropn || tree[i].xpos == "NNS" ||
        tree.head(i) < 0 || !lexicon.Is(kRoleNoun, tree.lemma(i)) ||
        tree.Child(i, {Deprel::kDet, Deprel::kNmodPoss}) >= 0) {
      continue;
    }
    const bool beside =
        tree.head(name) == tree.head(i) &&
        tree.deprel(name) == tree.deprel(i) &&
        (tree.deprel(i) == Deprel::kObj || tree.deprel(i) == Deprel::kNsubj);
    const bool flat = tree.head(name) == i && tree.upos(i) == Upos::kNoun &&
                      tree.deprel(name) == Deprel::kFlat;
    if (!beside && !flat) continue;
    s->tokens[name].head = tree.head(i);
    s->tokens[name].deprel = tree.deprel(i);
    s->tokens[i].head = name;
    s->tokens[i].deprel = Deprel::kNmodDesc;
    for (int child : tree.children(i)) {
      const bool before =
          child < i && (tree.deprel(child) == Deprel::kAmod ||
                        tree.deprel(child) == Deprel::kCompound);
      if (child != name && !before) s->tokens[child].head = name;
    }
  }
}

}  // namespace

Sentence RepairedNames(const Sentence& sentence, const Lexicon& lexicon) {
  Sentence result = sentence;
  const auto step = [&result](auto repair) {
    const Sentence before = result;
    repair(Tree(before), &result);
  };
  step([&](const Tree& t, Sentence* s) { TitlesInNames(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { BareRoles(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { AmpersandNames(t, s); });
  step([&](const Tree& t, Sentence* s) { FlatConjuncts(t, s); });
  step([&](const Tree& t, Sentence* s) { RoleConjuncts(t, lexicon, s); });
  return result;
}

}  // namespace tercet::text
