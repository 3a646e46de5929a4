#ifndef TERCET_INGEST_PARSER_FEATURES_H_
#define TERCET_INGEST_PARSER_FEATURES_H_

// What the parser looks at before each transition: words, lemmas and tags at
// the top of the stack and the front of the buffer, their children, the
// prepositions that hang on them, distances, valencies and the relations
// already given (after Zhang and Nivre, 2011).
//
//   ParserFeatures features(sentence);
//   features.Collect(state, &hashes);

#include <cstdint>
#include <vector>

#include "ingest/sentence.h"
#include "ingest/transition.h"

namespace tercet::text {

class ParserFeatures {
 public:
  explicit ParserFeatures(const Sentence& sentence);

  void Collect(const ParseState& state, std::vector<uint32_t>* features) const;

 private:
  struct Word {
    uint32_t form = 0;
    uint32_t lemma = 0;
    uint32_t tag = 0;   // universal and Penn tag
    uint32_t upos = 0;  // universal alone
    uint32_t suffix = 0;
    uint32_t shape = 0;
  };
  // The words that templates name, with s for stack, b for buffer, l and r
  // for the leftmost and rightmost child.
  struct View;
  class Adder;

  const Word& At(int word) const {
    return word < 0 ? outside_ : words_[static_cast<size_t>(word)];
  }
  View Look(const ParseState& state) const;
  static void CollectWords(const View& view, Adder& add);
  static void CollectTriples(const View& view, Adder& add);
  void CollectStructure(const View& view, Adder& add) const;
  void CollectCases(const View& view, Adder& add) const;
  // How many commas and how many verbs stand between two words, capped.
  uint32_t Between(int left, int right) const;

  std::vector<Word> words_;  // the root stands last
  Word outside_;
  std::vector<int> commas_;  // commas before word i
  std::vector<int> verbs_;
  uint32_t last_form_ = 0;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_PARSER_FEATURES_H_
