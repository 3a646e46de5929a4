#ifndef TERCET_INGEST_PARSER_H_
#define TERCET_INGEST_PARSER_H_

// Gives each token its head and relation: a greedy transition parser.
//
//   absl::StatusOr<Parser> parser = Parser::Parse(bytes);
//   parser->Annotate(&sentence);  // reads forms, lemmas, upos, xpos
//
// Linear in the length of the sentence.
//
// Thread safety: const members may be called from any thread.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "ingest/perceptron.h"
#include "ingest/sentence.h"

namespace tercet::text {

class Parser {
 public:
  Parser() = default;
  explicit Parser(SparseWeights weights) : weights_(std::move(weights)) {}

  // Sets head and deprel of every token: a tree with one root.
  void Annotate(Sentence* sentence) const;

  std::string Serialize() const { return weights_.Serialize(); }
  static absl::StatusOr<Parser> Parse(std::string_view bytes);

 private:
  SparseWeights weights_;
};

// The best legal transition, the lowest at a tie.
int BestLegal(const class ParseState& state, std::span<const int32_t> scores);

}  // namespace tercet::text

#endif  // TERCET_INGEST_PARSER_H_
