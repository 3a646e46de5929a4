// Repairs inside names: titles, second names, the "&" of firms.

#include "absl/container/flat_hash_set.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
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

// "Prosecutor Ana Roe" with Roe as another description of the prosecutor: two
// words of one name.
void NamesInTwo(const Tree& tree, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    if (tree.upos(i) == Upos::kPropn && tree.deprel(i) == Deprel::kAppos &&
        tree.upos(i - 1) == Upos::kPropn &&
        tree.deprel(i - 1) == Deprel::kFlat &&
        tree.head(i) == tree.head(i - 1) &&
        tree.upos(tree.head(i)) == Upos::kNoun) {
      Attach(i, i - 1, Deprel::kFlat, s);
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

// Turns the title before a name into the name's description: the name takes
// its place in the tree, and what hangs on it but its own modifiers.
void MakeTitle(const Tree& tree, int title, int name, Sentence* s) {
  s->tokens[name].head = tree.head(title);
  s->tokens[name].deprel = tree.deprel(title);
  s->tokens[title].head = name;
  s->tokens[title].deprel = Deprel::kNmodDesc;
  for (int child : tree.children(title)) {
    const bool before =
        child < title && (tree.deprel(child) == Deprel::kAmod ||
                          tree.deprel(child) == Deprel::kCompound);
    if (child != name && !before) s->tokens[child].head = name;
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
    // "Doctors Without Borders": nobody with the title.
    if (name != i + 1 || tree.deprel(i) == Deprel::kNmodDesc ||
        tree[name].xpos == "IN") {
      continue;
    }
    MakeTitle(tree, i, name, s);
  }
}

// "under the direction of the engineer Ana Roe" with Ana Roe as a direction:
// a name without a comma is that of the person before it.
void NamesBehindRoles(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 2; i < tree.size(); ++i) {
    const int role = i - 1;
    const int noun = tree.head(i);
    if (tree.upos(i) != Upos::kPropn || tree.upos(role) != Upos::kNoun ||
        tree.deprel(role) != Deprel::kNmod || tree.head(role) != noun ||
        noun > role) {
      continue;
    }
    const bool person = tree.deprel(i) == Deprel::kAppos &&
                        lexicon.Is(kRoleNoun, tree.lemma(role)) &&
                        !lexicon.Is(kRoleNoun, tree.lemma(noun));
    // "a branch of the bread maker Mill Co." as a branch of both.
    const bool firm = tree.deprel(i) == Deprel::kNmod &&
                      !tree.Has(i, Deprel::kCase) &&
                      tree.Has(role, Deprel::kDet);
    if (person || firm) Attach(i, role, Deprel::kAppos, s);
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
    // "from Councillor Hume" as from one and by the other.
    const bool led =
        tree.head(name) == tree.head(i) && tree.deprel(i) == Deprel::kObl &&
        MainType(tree.deprel(name)) == Deprel::kObl &&
        tree.Has(i, Deprel::kCase) && !tree.Has(name, Deprel::kCase);
    const bool flat = tree.head(name) == i && tree.upos(i) == Upos::kNoun &&
                      tree.deprel(name) == Deprel::kFlat;
    if (!beside && !led && !flat) continue;
    MakeTitle(tree, i, name, s);
  }
}

// The last words of names of several words.
absl::flat_hash_set<std::string> Surnames(
    const std::vector<Sentence>& sentences) {
  absl::flat_hash_set<std::string> found;
  for (const Sentence& sentence : sentences) {
    const int n = static_cast<int>(sentence.tokens.size());
    for (int i = 1; i < n; ++i) {
      const Token& token = sentence.tokens[i];
      if (token.deprel == Deprel::kFlat && token.upos == Upos::kPropn &&
          token.head == i - 1 && IsCapital(token) &&
          sentence.tokens[i - 1].upos == Upos::kPropn &&
          (i + 1 == n || sentence.tokens[i + 1].head != token.head ||
           sentence.tokens[i + 1].deprel != Deprel::kFlat)) {
        found.insert(token.form);
      }
    }
  }
  return found;
}

// "Ekberg praised the crew" with Ekberg as anything but its subject.
void MakeSubject(int i, Sentence* s) {
  const Tree tree(*s);
  const int verb = i + 1;
  const bool below = tree.head(verb) == i;
  if (!below && tree.head(i) != verb) return;
  if (tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass, Deprel::kAux,
                        Deprel::kAuxPass, Deprel::kCop}) >= 0) {
    if (below || tree.Child(verb, Deprel::kAux) != i) return;
  }
  const Deprel link = tree.deprel(i);
  // Where the name hangs on something above it may well be an object there.
  if (below && link != Deprel::kRoot && link != Deprel::kCcomp) return;
  if (below) {
    for (int child : tree.children(i)) s->tokens[child].head = verb;
    s->tokens[verb].head = tree.head(i);
    s->tokens[verb].deprel = link;
    for (int child : tree.children(verb)) {
      // "founded Mill Co." read as "founded" and what it became.
      if (tree.deprel(child) == Deprel::kXcomp && tree.IsNominal(child)) {
        s->tokens[child].deprel = Deprel::kObj;
      }
      if (tree.deprel(child) == Deprel::kNummod) {
        s->tokens[child].deprel = Deprel::kObl;
      }
    }
    for (int child : tree.children(i)) {
      if (tree.upos(child) == Upos::kNum) {
        s->tokens[child].deprel = Deprel::kObl;
      }
    }
  } else if (link == Deprel::kNsubj || link == Deprel::kNsubjPass) {
    return;
  }
  s->tokens[i].head = verb;
  s->tokens[i].deprel = Deprel::kNsubj;
  s->tokens[i].upos = Upos::kPropn;
  s->tokens[i].xpos = "NNP";
  s->tokens[i].lemma = s->tokens[i].form;
  if (s->tokens[verb].xpos == "VBN") s->tokens[verb].xpos = "VBD";
}

}  // namespace

void RepairSurnames(std::vector<Sentence>* sentences) {
  const absl::flat_hash_set<std::string> surnames = Surnames(*sentences);
  if (surnames.empty()) return;
  for (Sentence& sentence : *sentences) {
    for (size_t i = 0; i + 1 < sentence.tokens.size(); ++i) {
      const Token& token = sentence.tokens[i];
      const Token& next = sentence.tokens[i + 1];
      if (next.upos != Upos::kVerb || !surnames.contains(token.form) ||
          (next.xpos != "VBD" && next.xpos != "VBZ" && next.xpos != "VBN")) {
        continue;
      }
      MakeSubject(static_cast<int>(i), &sentence);
    }
  }
}

Sentence RepairedNames(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step([](const Tree& t, Sentence* s) { NamesInTwo(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { TitlesInNames(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { BareRoles(t, lexicon, s); });
  steps.Step(
      [&](const Tree& t, Sentence* s) { NamesBehindRoles(t, lexicon, s); });
  steps.Step([&](const Tree& t, Sentence* s) { AmpersandNames(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { FlatConjuncts(t, s); });
  steps.Step([&](const Tree& t, Sentence* s) { RoleConjuncts(t, lexicon, s); });
  return sentence;
}

}  // namespace tercet::text
