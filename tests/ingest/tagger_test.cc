#include "ingest/tagger.h"

#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// "the mine": two words whose tags somebody has decided.
Sentence TheMine() {
  Sentence sentence;
  sentence.tokens.resize(2);
  sentence.tokens[0].form = "the";
  sentence.tokens[0].upos = Upos::kDet;
  sentence.tokens[0].xpos = "DT";
  sentence.tokens[1].form = "mine";
  sentence.tokens[1].upos = Upos::kPron;
  sentence.tokens[1].xpos = "PRP";
  return sentence;
}

std::vector<TagPair> Pairs() {
  return {{Upos::kDet, "DT"}, {Upos::kPron, "PRP"}, {Upos::kNoun, "NN"}};
}

// Weights that say NN of "mine" behind a determiner, so many points.
SparseWeights NounBehindDeterminer(int points) {
  PerceptronLearner learner(3, {});
  std::vector<uint32_t> features;
  TaggerFeatures(TheMine(), {}).Collect(1, 0, -1, &features);
  learner.Add(std::vector<uint32_t>{features[0]}, 2, points);
  learner.Tick();
  return learner.Average({.scale = 1});
}

TEST(TaggerTest, BothScoresSettleADoubt) {
  const struct {
    int own;
    std::vector<int32_t> encoder;
    Upos want;
  } kCases[] = {
      // The encoder alone decides where the tagger has no opinion,
      {0, {-9000, 400, 300}, Upos::kPron},
      {0, {-9000, 300, 400}, Upos::kNoun},
      // a strong opinion of the tagger counts more than a narrow lead,
      {500, {-9000, 400, 300}, Upos::kNoun},
      // and less than a wide one.
      {500, {-9000, 2400, 300}, Upos::kPron},
  };
  for (const auto& test : kCases) {
    const Tagger tagger(Pairs(), {}, NounBehindDeterminer(test.own));
    Sentence sentence = TheMine();
    const std::vector<TagDoubt> doubts = {{.token = 1, .scores = test.encoder}};
    tagger.Settle(doubts, &sentence);
    EXPECT_EQ(sentence.tokens[1].upos, test.want) << test.own;
    EXPECT_EQ(sentence.tokens[1].xpos, test.want == Upos::kNoun ? "NN" : "PRP");
    EXPECT_EQ(sentence.tokens[0], TheMine().tokens[0]);
  }
}

TEST(TaggerTest, WithoutDoubtsNothingChanges) {
  const Tagger tagger(Pairs(), {}, NounBehindDeterminer(500));
  Sentence sentence = TheMine();
  tagger.Settle({}, &sentence);
  EXPECT_EQ(sentence, TheMine());
}

}  // namespace
}  // namespace tercet::text
