#ifndef TERCET_INGEST_SPLITTER_H_
#define TERCET_INGEST_SPLITTER_H_

// Parts the tokens of a paragraph into sentences.
//
//   std::vector<Sentence> sentences = splitter.Split(std::move(tokens));
//
// A learned classifier looks at every token that may end a sentence: one
// that is followed by white space and is not in the midst of lower-case
// words.  A sentence never has more than kLongestSentence tokens, so that
// text without any end costs bounded memory at a time.
//
// Thread safety: const members may be called from any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/perceptron.h"
#include "ingest/sentence.h"

namespace tercet::text {

// What the splitter keeps of the sentence under way.
struct SentenceSoFar {
  size_t first = 0;     // its first token
  int brackets = 0;     // opened and not closed
  bool quoted = false;  // an odd number of double quotes

  void Take(const Token& token);
};

// Whether a sentence may end after tokens[i] at all.
bool MayEndSentence(const std::vector<Token>& tokens, size_t i);

void CollectSplitFeatures(const std::vector<Token>& tokens, size_t i,
                          const SentenceSoFar& so_far,
                          std::vector<uint32_t>* features);

class Splitter {
 public:
  static constexpr size_t kLongestSentence = 1000;

  Splitter() = default;
  explicit Splitter(SparseWeights weights) : weights_(std::move(weights)) {}

  // Sentences with their spans; the tokens of all together are those given.
  std::vector<Sentence> Split(std::vector<Token> tokens) const;

  std::string Serialize() const { return weights_.Serialize(); }
  static absl::StatusOr<Splitter> Parse(std::string_view bytes);

 private:
  SparseWeights weights_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_SPLITTER_H_
