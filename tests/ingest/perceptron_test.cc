#include "ingest/perceptron.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

std::vector<int32_t> ScoresOf(const SparseWeights& weights,
                              const std::vector<uint32_t>& features) {
  std::vector<int32_t> scores(static_cast<size_t>(weights.classes()));
  weights.Score(features, scores);
  return scores;
}

// Three classes told apart by one feature each, and a feature of all.
SparseWeights Learn(int rounds) {
  PerceptronLearner learner(3, {});
  std::vector<int32_t> scores(3);
  for (int round = 0; round < rounds; ++round) {
    for (int gold = 0; gold < 3; ++gold) {
      const std::vector<uint32_t> features = {
          7, static_cast<uint32_t>(100 + gold)};
      learner.Score(features, scores);
      const int guess = BestClass(scores);
      if (guess != gold) learner.Update(features, gold, guess);
      learner.Tick();
    }
  }
  return learner.Average({});
}

TEST(PerceptronTest, LearnsWhatCanBeLearnt) {
  const SparseWeights weights = Learn(10);
  for (int gold = 0; gold < 3; ++gold) {
    const std::vector<uint32_t> features = {7,
                                            static_cast<uint32_t>(100 + gold)};
    EXPECT_EQ(BestClass(ScoresOf(weights, features)), gold);
  }
  EXPECT_EQ(ScoresOf(weights, {12345}), (std::vector<int32_t>{0, 0, 0}));
}

TEST(PerceptronTest, AveragesOverAllSteps) {
  PerceptronLearner learner(2, {});
  const std::vector<uint32_t> features = {5};
  learner.Tick();
  learner.Tick();
  learner.Add(features, 1, 1);  // holds for two of four steps
  learner.Tick();
  learner.Tick();
  const SparseWeights weights = learner.Average({.scale = 100});
  EXPECT_EQ(ScoresOf(weights, features), (std::vector<int32_t>{0, 50}));
}

TEST(PerceptronTest, RareFeaturesWait) {
  PerceptronLearner learner(2, {.min_updates = 2});
  const std::vector<uint32_t> features = {5};
  std::vector<int32_t> scores(2);
  learner.Update(features, 1, 0);
  learner.Score(features, scores);
  EXPECT_EQ(scores, (std::vector<int32_t>{0, 0}));
  learner.Update(features, 1, 0);
  learner.Score(features, scores);
  EXPECT_EQ(scores, (std::vector<int32_t>{-2, 2}));
}

TEST(SparseWeightsTest, RoundTrip) {
  const SparseWeights weights = Learn(10);
  const std::string bytes = weights.Serialize();
  const auto parsed = SparseWeights::Parse(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->Serialize(), bytes);
  EXPECT_EQ(parsed->feature_count(), weights.feature_count());
  EXPECT_EQ(ScoresOf(*parsed, {7, 101}), ScoresOf(weights, {7, 101}));
}

TEST(SparseWeightsTest, RefusesEveryTruncation) {
  const std::string bytes = Learn(10).Serialize();
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto parsed = SparseWeights::Parse(bytes.substr(0, size));
    EXPECT_EQ(parsed.status().code(), absl::StatusCode::kDataLoss) << size;
  }
  const auto longer = SparseWeights::Parse(bytes + "x");
  EXPECT_EQ(longer.status().message(), "broken weights");
}

TEST(SparseWeightsTest, SumScoresAsItsPartsTogether) {
  const SparseWeights one = Learn(2);
  const SparseWeights two = Learn(9);
  const SparseWeights sum = SparseWeights::Sum({one, two}, 1);
  for (uint32_t feature : {7u, 100u, 101u, 102u, 103u}) {
    std::vector<int32_t> want = ScoresOf(one, {feature});
    const std::vector<int32_t> more = ScoresOf(two, {feature});
    for (size_t i = 0; i < want.size(); ++i) want[i] += more[i];
    EXPECT_EQ(ScoresOf(sum, {feature}), want) << feature;
  }
  EXPECT_EQ(SparseWeights::Sum({one, two}, 30000).feature_count(), 0u);
}

}  // namespace
}  // namespace tercet::text
