// Repairs of prepositions: words that are one together, and one that looks like
// an adjective.

#include <string>

#include "absl/strings/str_cat.h"
#include "ingest/clause_repair.h"
#include "ingest/clause_repair_steps.h"
#include "ingest/clause_tree.h"

namespace tercet::text {
namespace {

// "a grant worth £2 million" with the millions as a second object: so much is
// what the grant is worth.
void Worth(const Tree& tree, Sentence* s) {
  for (int i = 1; i + 1 < tree.size(); ++i) {
    const int noun = tree.head(i);
    if (tree.word(i) != "worth" || noun < 0 || noun > i ||
        tree.deprel(i) != Deprel::kAmod) {
      continue;
    }
    for (int amount = i + 1; amount < tree.size() && amount < i + 5; ++amount) {
      const int head = tree.head(amount);
      if ((head != tree.head(noun) && head != i && head != noun) ||
          tree.deprel(amount) != Deprel::kObj) {
        continue;
      }
      Attach(amount, noun, Deprel::kNmod, s);
      Attach(i, amount, Deprel::kCase, s);
      s->tokens[i].upos = Upos::kAdp;
      s->tokens[i].xpos = "IN";
      break;
    }
  }
}

// Makes the tokens from first to last the one preposition of a phrase.
void JoinPreposition(int first, int last, int phrase, Sentence* s) {
  Attach(first, phrase, Deprel::kCase, s);
  s->tokens[first].upos = Upos::kAdp;
  for (int i = first + 1; i <= last; ++i) {
    Attach(i, first, Deprel::kFixed, s);
  }
}

// "was heard as far away as Lund": that far is where.
void AsFarAs(const Tree& tree, Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int far = tree.head(i);
    const int verb = far < 0 ? -1 : tree.head(far);
    const int as = tree.Child(i, Deprel::kCase);
    if (tree.deprel(i) != Deprel::kObl || verb < 0 || as < 3 ||
        tree.word(as) != "as" || tree.deprel(far) != Deprel::kAdvmod) {
      continue;
    }
    int first = as - 2;
    if (tree.word(as - 1) == "away") --first;
    if (first <= verb || tree.word(first) != "as" ||
        tree.word(first + 1) != "far") {
      continue;
    }
    Attach(i, verb, Deprel::kObl, s);
    JoinPreposition(first, as, i, s);
  }
}

// "was arrested in connection with the theft" in a connection: three words
// that are one preposition.
void NounsInPrepositions(const Tree& tree, const Lexicon& lexicon,
                         Sentence* s) {
  for (int i = 3; i < tree.size(); ++i) {
    const int noun = tree.head(i);
    const int with = tree.Child(i, Deprel::kCase);
    if (tree.deprel(i) != Deprel::kNmod || noun < 1 || with != noun + 1 ||
        tree.deprel(noun) != Deprel::kObl || tree.upos(noun) != Upos::kNoun ||
        tree.deprel(noun - 1) != Deprel::kCase || tree.head(noun - 1) != noun) {
      continue;
    }
    const std::string words = absl::StrCat(
        tree.word(noun - 1), "_", tree.word(noun), "_", tree.word(with));
    if (!lexicon.Is(WordClass::kLongPreposition, words)) continue;
    Attach(i, tree.head(noun), Deprel::kObl, s);
    JoinPreposition(noun - 1, with, i, s);
  }
}

}  // namespace

Sentence RepairedPrepositions(Sentence sentence, const Lexicon& lexicon) {
  RepairSteps steps(&sentence);
  steps.Step(Worth);
  steps.Step(AsFarAs);
  steps.Step(
      [&](const Tree& t, Sentence* s) { NounsInPrepositions(t, lexicon, s); });
  return sentence;
}

}  // namespace tercet::text
