#ifndef TERCET_INGEST_TAGGER_H_
#define TERCET_INGEST_TAGGER_H_

// Gives each token its universal part of speech and its Penn tag, from left
// to right, each decision knowing the two before it.
//
//   absl::StatusOr<Tagger> tagger = Tagger::Parse(bytes);
//   tagger->Tag(&sentence);  // sentence.tokens[i].upos, .xpos
//
// Thread safety: const members may be called from any thread.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/perceptron.h"
#include "ingest/sentence.h"

namespace tercet::text {

// A universal and a Penn tag, which the tagger decides together.
struct TagPair {
  Upos upos = Upos::kX;
  std::string xpos;

  friend auto operator<=>(const TagPair&, const TagPair&) = default;
};

// The tags that the training text shows each frequent word with, as a number
// that stands for the set: words with the same set share it.
using TagSets = std::unordered_map<uint32_t, uint32_t>;

// What the tagger looks at.  The features of a token are those of its words,
// computed once, and those of the tags before it.
class TaggerFeatures {
 public:
  TaggerFeatures(const Sentence& sentence, const TagSets& tag_sets);

  // Features of token i, given the numbers of the tags of the two before it
  // (-1 before the first).
  void Collect(int i, int previous, int before_previous,
               std::vector<uint32_t>* features) const;

 private:
  struct Word {
    uint32_t form = 0;
    uint32_t normal = 0;
    uint32_t tag_set = 0;
    uint32_t shape = 0;
    uint32_t suffix[5] = {};  // of one to five bytes
    uint32_t prefix[4] = {};
    bool frequent = false;
    uint32_t flags = 0;  // capital, digit, hyphen, ...
  };

  static Word Describe(std::string_view form, const TagSets& tag_sets);
  const Word& At(int i) const;
  void CollectWord(int i, std::vector<uint32_t>* features) const;

  std::vector<Word> words_;
  Word outside_;
  uint32_t sentence_flags_ = 0;
};

// A token whose part of speech an encoder is not sure of.
struct TagDoubt {
  int sentence = 0;
  int token = 0;
  // What the encoder gives each pair of Tagger::tags(), in 1/1024 of a logit.
  std::vector<int32_t> scores;
};

class Tagger {
 public:
  Tagger() = default;
  Tagger(std::vector<TagPair> tags, TagSets tag_sets, SparseWeights weights);

  const std::vector<TagPair>& tags() const { return tags_; }

  void Tag(Sentence* sentence) const;

  // Gives doubtful tokens of a tagged sentence the part of speech that the
  // encoder's scores and its own together say, and a Penn tag that suits it
  // where it is another than before.
  // REQUIRES: in text order.
  void Settle(std::span<const TagDoubt> doubts, Sentence* sentence) const;

  std::string Serialize() const;
  static absl::StatusOr<Tagger> Parse(std::string_view bytes);

 private:
  // The number of a token's tags, else of others with its part of speech; -1
  // where there are none, or before the sentence.
  int TagOf(const Sentence& sentence, int token) const;

  std::vector<TagPair> tags_;
  TagSets tag_sets_;
  SparseWeights weights_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_TAGGER_H_
