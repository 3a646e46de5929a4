#include "ingest/ner.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "tests/ingest/loaded.h"

namespace tercet::text {
namespace {

// What an encoder says of a word: outside, then begin and inside of a person,
// a place and an organization.
constexpr NameScores kNothing = {100, 0, 0, 0, 0, 0, 0};
constexpr NameScores kPerson = {0, 900, 0, 0, 0, 0, 0};
constexpr NameScores kPersonOn = {0, 0, 900, 0, 0, 0, 0};
constexpr NameScores kRatherBody = {0, 100, 0, 0, 0, 300, 0};
constexpr NameScores kRatherBodyOn = {0, 0, 100, 0, 0, 0, 300};
constexpr NameScores kBodyOn = {0, 0, 0, 0, 0, 800, 900};

const NameLexicon& Names() {
  return Loaded<NameLexicon>(TERCET_SOURCE_DIR "/ingest/lexicon");
}

Sentence SentenceOf(const std::string& words, std::vector<NameScores> scores) {
  Sentence sentence;
  for (const std::string& word :
       std::vector<std::string>(absl::StrSplit(words, ' '))) {
    Token token;
    token.form = word;
    sentence.tokens.push_back(std::move(token));
  }
  sentence.name_scores = std::move(scores);
  return sentence;
}

// A model that has seen no name leaves all to the encoder.
NameTagger Blank() {
  const NamedDocument document = {{SentenceOf("it rains", {}), {}}};
  auto tagger =
      NameTagger::Parse(NameTagger::Train({document}, Names(), {}), Names());
  EXPECT_TRUE(tagger.ok()) << tagger.status();
  return *std::move(tagger);
}

using Found = std::vector<std::vector<NameSpan>>;

TEST(NerTest, AWordIsOfOneTypeThroughoutADocument) {
  const NameTagger tagger = Blank();
  const Sentence clear = SentenceOf("met Orrin", {kNothing, kPerson});
  const Sentence doubtful = SentenceOf("saw Orrin", {kNothing, kRatherBody});
  const std::vector<Sentence> alone = {doubtful};
  EXPECT_EQ(tagger.Tag(alone), (Found{{{1, 1, EntityType::kOrganization}}}));
  const std::vector<Sentence> together = {clear, doubtful};
  EXPECT_EQ(tagger.Tag(together), (Found{{{1, 1, EntityType::kPerson}},
                                         {{1, 1, EntityType::kPerson}}}));
}

TEST(NerTest, ALongNameIsNotOfTheTypeOfItsWords) {
  const NameTagger tagger = Blank();
  const Sentence person =
      SentenceOf("met Dagny Orrin", {kNothing, kPerson, kPersonOn});
  const Sentence fund =
      SentenceOf("the Dagny Orrin Prize Trust",
                 {kNothing, kRatherBody, kRatherBodyOn, kBodyOn, kBodyOn});
  const std::vector<Sentence> document = {person, person, fund};
  const Found found = tagger.Tag(document);
  EXPECT_EQ(found[2], (Found::value_type{{1, 4, EntityType::kOrganization}}));
}

TEST(NerTest, BytesThatAreNoModelAreRefused) {
  EXPECT_TRUE(absl::IsDataLoss(NameTagger::Parse("", Names()).status()));
  EXPECT_TRUE(absl::IsDataLoss(
      NameTagger::Parse("tercet names 1\nxyz", Names()).status()));
}

}  // namespace
}  // namespace tercet::text
