#include "ingest/clause_repair.h"

#include <algorithm>

#include "ingest/clause_tree.h"

namespace tercet::text {
namespace {

using enum WordClass;

bool HasMark(const Tree& tree, int i, std::string_view word) {
  for (int child : tree.children(i)) {
    if ((tree.deprel(child) == Deprel::kMark ||
         tree.deprel(child) == Deprel::kCase) &&
        tree.word(child) == word) {
      return true;
    }
  }
  return false;
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

// "Mayor Ana Roe" read as a name of three words: the title comes off.
void TitlesInNames(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i + 1 < tree.size(); ++i) {
    if (!lexicon.Is(kRoleNoun, tree.lemma(i)) || tree.upos(i) != Upos::kPropn ||
        !tree.Has(i, Deprel::kFlat)) {
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

// Adnominal clauses that belong to the verb above.
void StrayClauses(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kAcl) continue;
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb || verb > noun) continue;
    const Deprel r = tree.deprel(noun);
    const bool late = tree.IsInfinitive(i) &&
                      lexicon.Is(kTimeNoun, tree.lemma(noun)) &&
                      (r == Deprel::kObl || r == Deprel::kOblUnmarked);
    const bool charge = r == Deprel::kObj &&
                        lexicon.Is(kActVerb, tree.lemma(verb)) &&
                        (HasMark(tree, i, "of") || HasMark(tree, i, "from")) &&
                        tree.IsGerund(i);
    if (late || charge) {
      s->tokens[i].head = verb;
      s->tokens[i].deprel = Deprel::kAdvcl;
    }
  }
}

bool IsDate(const Tree& tree, const Lexicon& lexicon, int i) {
  const std::string p = tree.Preposition(i);
  if (p != "in" && p != "on" && p != "since" && p != "until") return false;
  const std::string& word = tree.word(i);
  const bool year = word.size() == 4 && (word[0] == '1' || word[0] == '2') &&
                    word.find_first_not_of("0123456789") == std::string::npos;
  return year || lexicon.Is(kTimeNoun, tree.lemma(i));
}

// "sold to a bank in March": March is when it was sold.
void StrayDates(const Tree& tree, const Lexicon& lexicon, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    if (tree.deprel(i) != Deprel::kNmod || !IsDate(tree, lexicon, i)) continue;
    const int noun = tree.head(i);
    const int verb = noun < 0 ? -1 : tree.head(noun);
    if (verb < 0 || tree.upos(verb) != Upos::kVerb || verb > noun) continue;
    const Deprel r = tree.deprel(noun);
    if (r == Deprel::kObj || r == Deprel::kObl || r == Deprel::kOblAgent) {
      s->tokens[i].head = verb;
      s->tokens[i].deprel = Deprel::kObl;
    }
  }
}

// "plans for sales provoked X" with provoked as a participle of plans: a
// verb in the past tense that has an object and no mark is the predicate.
void StrayPredicates(const Tree& tree, Sentence* s) {
  for (int i = 0; i < tree.size(); ++i) {
    const Deprel r = tree.deprel(i);
    if (r != Deprel::kAcl || tree[i].xpos != "VBD") continue;
    int noun = tree.head(i);
    if (noun < 0 || !tree.Has(i, Deprel::kObj)) continue;
    if (tree.Child(i, {Deprel::kNsubj, Deprel::kMark, Deprel::kAux}) >= 0) {
      continue;
    }
    // The noun must be the whole sentence's head or a mere modifier of it.
    while (tree.deprel(noun) == Deprel::kNmod && tree.head(noun) >= 0) {
      noun = tree.head(noun);
    }
    if (tree.head(noun) >= 0 || tree.upos(noun) == Upos::kVerb) continue;
    s->tokens[i].head = -1;
    s->tokens[i].deprel = Deprel::kRoot;
    s->tokens[noun].head = i;
    s->tokens[noun].deprel = Deprel::kNsubj;
    for (int child : tree.children(noun)) {
      // What stands in front of the noun phrase belongs to the verb.
      const Deprel c = tree.deprel(child);
      if (c == Deprel::kObl || c == Deprel::kAdvmod || c == Deprel::kPunct ||
          c == Deprel::kAdvcl) {
        s->tokens[child].head = i;
      }
    }
    return;
  }
}

}  // namespace

Sentence Repaired(const Sentence& sentence, const Lexicon& lexicon) {
  // Each step reads one tree and writes the next.
  Sentence result = sentence;
  const auto step = [&result](auto repair) {
    const Sentence before = result;
    repair(Tree(before), &result);
  };
  step([&](const Tree& t, Sentence* s) { TitlesInNames(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { FlatConjuncts(t, s); });
  step([&](const Tree& t, Sentence* s) { RoleConjuncts(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayClauses(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayDates(t, lexicon, s); });
  step([&](const Tree& t, Sentence* s) { StrayPredicates(t, s); });
  return result;
}

}  // namespace tercet::text
