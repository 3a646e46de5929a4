#include "ingest/train/train_parser.h"

#include <array>
#include <cstddef>
#include <utility>

#include "ingest/parser_features.h"
#include "ingest/perceptron.h"
#include "ingest/train/shuffle.h"
#include "ingest/train/two_threads.h"
#include "ingest/transition.h"

namespace tercet::text {
namespace {

// The best-scored legal transition of the least cost.
int BestOfLeastCost(const ParseState& state, const GoldTree& gold,
                    std::span<const int32_t> scores, int* least) {
  const GoldTree::Costs costs = gold.CostsIn(state);
  int best = -1;
  for (int t = 0; t < kTransitionCount; ++t) {
    if (!state.IsLegal(t)) continue;
    const int cost = gold.Cost(state, costs, t);
    if (best < 0 || cost < *least ||
        (cost == *least &&
         scores[static_cast<size_t>(t)] > scores[static_cast<size_t>(best)])) {
      best = t;
      *least = cost;
    }
  }
  return best;
}

SparseWeights TrainMember(const std::vector<Sentence>& sentences,
                          const ParserOptions& options) {
  PerceptronLearner learner(kTransitionCount, {options.min_updates});
  Random random(options.seed);
  std::vector<uint32_t> features;
  std::array<int32_t, kTransitionCount> scores;
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    int64_t wrong = 0;
    int64_t steps = 0;
    for (const size_t at : ShuffledOrder(sentences.size(), &random)) {
      const ParserFeatures words(sentences[at]);
      const GoldTree gold(sentences[at]);
      ParseState state(static_cast<int>(sentences[at].tokens.size()));
      while (!state.Done()) {
        words.Collect(state, &features);
        learner.Score(features, scores);
        const int guess = BestLegal(state, scores);
        int least = 0;
        const int want = BestOfLeastCost(state, gold, scores, &least);
        const bool is_wrong =
            gold.Cost(state, gold.CostsIn(state), guess) > least;
        if (is_wrong) learner.Update(features, want, guess);
        learner.Tick();
        wrong += is_wrong;
        ++steps;
        const bool explore =
            iteration > 0 &&
            static_cast<int>(random.Below(1000)) < options.explore_per_mille;
        state.Apply(explore ? guess : want);
      }
    }
    if (options.on_iteration) options.on_iteration(iteration, wrong, steps);
  }
  return learner.Average({.scale = 16, .min_weight = 3});
}

}  // namespace

Parser TrainParser(const std::vector<Sentence>& sentences,
                   const ParserOptions& options) {
  std::vector<SparseWeights> members(static_cast<size_t>(options.members));
  OnTwoThreads(options.members, [&](int member) {
    ParserOptions own = options;
    if (member > 0) own.on_iteration = nullptr;
    own.seed += static_cast<uint64_t>(member);
    members[static_cast<size_t>(member)] = TrainMember(sentences, own);
  });
  return Parser(SparseWeights::Sum(members, options.min_weight));
}

}  // namespace tercet::text
