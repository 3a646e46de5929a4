#include "ingest/open_tuples.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "ingest/text_pipeline.h"

namespace tercet::text {
namespace {

TEST(OpenTuplesTest, SaysItInTheSentencesOwnWords) {
  auto lexicon = Lexicon::Load(TERCET_SOURCE_DIR "/ingest/lexicon");
  ASSERT_TRUE(lexicon.ok()) << lexicon.status();
  auto pipeline = TextPipeline::Load(TERCET_SOURCE_DIR "/ingest");
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  const struct {
    const char* name;
    const char* input;
    std::vector<std::string> want;
  } kCases[] = {
      {"object", "The baker sold two loaves.", {"sold|The baker|two loaves"}},
      {"negation and preposition",
       "The firm did not move to Oslo in May.",
       {"did not move to|The firm|Oslo|in May"}},
      {"copula", "The old mill is a museum.", {"is|The old mill|a museum"}},
      {"passive",
       "The bridge was built by the town.",
       {"was built by|The bridge|the town"}},
      {"governed verb",
       "She wants to buy the mill.",
       {"wants to buy|She|the mill"}},
      {"antecedent",
       "Ana is a baker who sings in a choir.",
       {"is|Ana|a baker", "sings in|Ana|a choir"}},
      {"nothing said", "The old mill.", {}},
  };
  for (const auto& test : kCases) {
    std::vector<std::string> got;
    for (const Sentence& sentence : (*pipeline)->Analyze(test.input)) {
      for (const OpenTuple& tuple : OpenTuples(sentence, *lexicon)) {
        std::string line = tuple.relation;
        for (const std::string& a : tuple.arguments) line += "|" + a;
        got.push_back(line);
        EXPECT_GT(tuple.confidence, 0) << test.name;
        EXPECT_LE(tuple.confidence, 1) << test.name;
      }
    }
    EXPECT_EQ(got, test.want) << test.name;
  }
}

}  // namespace
}  // namespace tercet::text
