#ifndef TERCET_INGEST_CLAUSE_TREE_H_
#define TERCET_INGEST_CLAUSE_TREE_H_

// A parsed sentence with the questions that the extractor asks of it.
//
//   Tree tree(sentence);
//   int subject = tree.Child(verb, Deprel::kNsubj);      // -1 if none
//   for (int i : tree.Conjuncts(subject)) ...            // subject, conj ...
//
// Holds a reference to the sentence, which must outlive it.  Safe against
// malformed trees: walks upwards end after as many steps as there are tokens.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/sentence.h"

namespace tercet::text {

class Tree {
 public:
  // The lexicon, where one is given, says which adverbs belong to no phrase;
  // it must outlive the tree.
  explicit Tree(const Sentence& sentence, const Lexicon* lexicon = nullptr);

  const Sentence& sentence() const { return *sentence_; }
  const Lexicon* lexicon() const { return lexicon_; }
  int size() const { return static_cast<int>(sentence_->tokens.size()); }
  const Token& operator[](int i) const { return sentence_->tokens[i]; }
  const std::vector<int>& children(int i) const { return children_[i]; }

  // Lower case form and lemma.
  const std::string& word(int i) const { return words_[i]; }
  const std::string& lemma(int i) const { return lemmas_[i]; }

  Deprel deprel(int i) const { return (*this)[i].deprel; }
  Upos upos(int i) const { return (*this)[i].upos; }
  int head(int i) const { return (*this)[i].head; }

  // The first token after a dateline: "OSLO, March 4 (AP) — The firm ...";
  // 0 where the sentence has none.
  int body() const { return body_; }

  // The first child with one of these relations, or -1.
  int Child(int i, std::initializer_list<Deprel> relations) const;
  int Child(int i, Deprel relation) const { return Child(i, {relation}); }
  bool Has(int i, Deprel relation) const { return Child(i, relation) >= 0; }
  // The first child whose lower-case form is word, or -1.
  int ChildWord(int i, std::string_view word) const;

  // i and the conj below it, in text order.
  std::vector<int> Conjuncts(int i) const;
  // The first of the conjuncts that i belongs to.
  int FirstConjunct(int i) const;

  // Whether i stands below (or is) ancestor.
  bool Below(int i, int ancestor) const;

  bool HasFeature(int i, std::string_view feature) const;
  bool IsNominal(int i) const;     // noun, name, pronoun, number
  bool IsPronoun(int i) const;     // personal or relative, not "most"
  bool IsRelative(int i) const;    // who, which, that as a pronoun
  bool IsParticiple(int i) const;  // VBN
  bool IsGerund(int i) const;      // VBG
  bool IsInfinitive(int i) const;  // marked by "to"
  // Whether i is an example: "including X", "such as X".
  bool IsIncluded(int i) const;
  // The preposition of i in lower case, words of a fixed one joined by
  // spaces ("prior to"); empty where there is none.
  std::string Preposition(int i) const;

 private:
  const Sentence* sentence_;
  const Lexicon* lexicon_;
  std::vector<std::vector<int>> children_;
  std::vector<std::string> words_;
  std::vector<std::string> lemmas_;
  int body_ = 0;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_CLAUSE_TREE_H_
