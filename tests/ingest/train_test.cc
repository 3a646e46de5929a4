// Trains the whole pipeline on a few sentences written for this test.

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "ingest/conllu.h"
#include "ingest/text_pipeline.h"
#include "ingest/train/evaluate.h"
#include "ingest/train/train_pipeline.h"

namespace tercet::text {
namespace {

std::vector<ConlluDocument> Samples() {
  std::ifstream in(std::string(TERCET_SOURCE_DIR) +
                   "/tests/samples/parsed_sentences.conllu");
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  auto documents = ReadConllu(bytes);
  EXPECT_TRUE(documents.ok()) << documents.status();
  return *std::move(documents);
}

TrainingOptions SmallOptions(uint64_t seed, int folds) {
  TrainingOptions options;
  options.folds = folds;
  options.tagger = {
      .seed = seed, .members = 2, .iterations = 8, .min_updates = 1};
  options.parser.seed = seed;
  options.parser.members = 2;
  options.parser.iterations = 15;
  options.parser.min_updates = 1;
  options.parser.min_weight = 1;
  options.segmentation.seed = seed;
  return options;
}

std::vector<Sentence> Gold(const ConlluDocument& document) {
  std::vector<Sentence> gold;
  for (const ConlluSentence& s : document.sentences) {
    gold.push_back(s.sentence);
  }
  return gold;
}

TEST(TrainTest, LearnsItsSamples) {
  const std::vector<ConlluDocument> documents = Samples();
  ASSERT_EQ(documents.size(), 1u);
  ASSERT_EQ(documents[0].sentences.size(), 100u);
  const auto pipeline = TrainPipeline(documents, SmallOptions(1, 0));
  const std::vector<Sentence> gold = Gold(documents[0]);
  Scores scores;
  scores.Add(gold, pipeline->Analyze(documents[0].text));
  EXPECT_GT(scores.tokens.F1(), 0.99);
  EXPECT_GT(scores.sentences.F1(), 0.9);
  EXPECT_GT(scores.upos.F1(), 0.97);
  EXPECT_GT(scores.lemmas.F1(), 0.97);
  EXPECT_GT(scores.las.F1(), 0.9);
}

TEST(TrainTest, SameSeedSameBytes) {
  const std::vector<ConlluDocument> documents = Samples();
  const auto train = [&](uint64_t seed) {
    return TrainPipeline(documents, SmallOptions(seed, 2))
        ->ToModel()
        .Serialize();
  };
  const std::string first = train(1);
  EXPECT_EQ(train(1), first);
  EXPECT_NE(train(2), first);
}

Sentence Chain(const std::vector<Span>& spans) {
  Sentence sentence;
  for (const Span& span : spans) {
    Token token;
    token.span = span;
    token.head = static_cast<int>(sentence.tokens.size()) - 1;
    sentence.tokens.push_back(token);
  }
  sentence.span = {spans.front().begin, spans.back().end};
  return sentence;
}

TEST(ScoresTest, AlignsByBytes) {
  // Gold has [0,2) [2,3) [4,6); the guess joins the first two.
  Scores scores;
  scores.Add({Chain({{0, 2}, {2, 3}, {4, 6}})}, {Chain({{0, 3}, {4, 6}})});
  EXPECT_EQ(scores.sentences.right, 1);
  EXPECT_EQ(scores.tokens.gold, 3);
  EXPECT_EQ(scores.tokens.guessed, 2);
  EXPECT_EQ(scores.tokens.right, 1);
  EXPECT_DOUBLE_EQ(scores.tokens.F1(), 0.4);
  // The head of [4,6) is aligned to nothing.
  EXPECT_EQ(scores.uas.right, 0);
}

TEST(ScoresTest, CountsHeadsAndRelations) {
  const Sentence gold = Chain({{0, 1}, {2, 3}, {4, 5}});
  Sentence guess = gold;
  guess.tokens[1].deprel = Deprel::kObj;
  guess.tokens[2].head = 0;
  Scores scores;
  scores.Add({gold}, {guess});
  EXPECT_EQ(scores.uas.right, 2);
  EXPECT_EQ(scores.las.right, 1);
}

}  // namespace
}  // namespace tercet::text
