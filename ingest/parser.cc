#include "ingest/parser.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "ingest/parser_features.h"
#include "ingest/transition.h"

namespace tercet::text {

int BestLegal(const ParseState& state, std::span<const int32_t> scores) {
  int best = -1;
  for (int t = 0; t < kTransitionCount; ++t) {
    if (best >= 0 &&
        scores[static_cast<size_t>(t)] <= scores[static_cast<size_t>(best)]) {
      continue;
    }
    if (state.IsLegal(t)) best = t;
  }
  return best;
}

void Parser::Annotate(Sentence* sentence) const {
  const int size = static_cast<int>(sentence->tokens.size());
  if (size == 0) return;
  const ParserFeatures words(*sentence);
  ParseState state(size);
  std::vector<uint32_t> features;
  std::array<int32_t, kTransitionCount> scores;
  while (!state.Done()) {
    words.Collect(state, &features);
    scores.fill(0);
    weights_.Score(features, scores);
    state.Apply(BestLegal(state, scores));
  }
  for (int i = 0; i < size; ++i) {
    Token& token = sentence->tokens[static_cast<size_t>(i)];
    token.head = state.node(i).head == size ? -1 : state.node(i).head;
    token.deprel = state.node(i).deprel;
  }
}

absl::StatusOr<Parser> Parser::Parse(std::string_view bytes) {
  absl::StatusOr<SparseWeights> weights = SparseWeights::Parse(bytes);
  if (!weights.ok()) return weights.status();
  if (weights->classes() != kTransitionCount) {
    return absl::DataLossError("broken parser");
  }
  return Parser(*std::move(weights));
}

}  // namespace tercet::text
