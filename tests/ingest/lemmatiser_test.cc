#include "ingest/lemmatiser.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

Token Word(const char* form, const char* lemma, Upos upos, const char* xpos,
           const char* feats = "") {
  Token token;
  token.form = form;
  token.lemma = lemma;
  token.upos = upos;
  token.xpos = xpos;
  token.feats = feats;
  return token;
}

Lemmatiser Learn() {
  Sentence sentence;
  sentence.tokens = {
      Word("cities", "city", Upos::kNoun, "NNS", "Number=Plur"),
      Word("stories", "story", Upos::kNoun, "NNS", "Number=Plur"),
      Word("boats", "boat", Upos::kNoun, "NNS", "Number=Plur"),
      Word("rivers", "river", Upos::kNoun, "NNS", "Number=Plur"),
      Word("children", "child", Upos::kNoun, "NNS", "Number=Plur"),
      Word("went", "go", Upos::kVerb, "VBD", "Tense=Past"),
      Word("Lisbon", "Lisbon", Upos::kPropn, "NNP", "Number=Sing"),
      Word("Oslo", "Oslo", Upos::kPropn, "NNP", "Number=Sing"),
      Word("this", "this", Upos::kDet, "DT", "Number=Sing"),
      Word("the", "the", Upos::kDet, "DT", "Definite=Def"),
      Word("the", "the", Upos::kDet, "DT", "Definite=Def"),
  };
  return Lemmatiser::Train({&sentence});
}

TEST(LemmatiserTest, RulesAndExceptions) {
  const Lemmatiser lemmatiser = Learn();
  const struct {
    Token word;
    const char* lemma;
    const char* feats;
  } kCases[] = {
      {Word("Parties", "", Upos::kNoun, "NNS"), "party", "Number=Plur"},
      {Word("ships", "", Upos::kNoun, "NNS"), "ship", "Number=Plur"},
      {Word("Children", "", Upos::kNoun, "NNS"), "child", "Number=Plur"},
      {Word("went", "", Upos::kVerb, "VBD"), "go", "Tense=Past"},
      {Word("Porto", "", Upos::kPropn, "NNP"), "Porto", "Number=Sing"},
      {Word("This", "", Upos::kDet, "DT"), "this", "Number=Sing"},
      {Word("s", "", Upos::kNoun, "NNS"), "s", "Number=Plur"},
      {Word("wow", "", Upos::kIntj, "UH"), "wow", ""},
  };
  for (const auto& c : kCases) {
    Sentence sentence;
    sentence.tokens = {c.word};
    lemmatiser.Annotate(&sentence);
    EXPECT_EQ(sentence.tokens[0].lemma, c.lemma) << c.word.form;
    EXPECT_EQ(sentence.tokens[0].feats, c.feats) << c.word.form;
  }
}

TEST(LemmatiserTest, RoundTripAndTruncation) {
  const std::string bytes = Learn().Serialize();
  const auto parsed = Lemmatiser::Parse(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  EXPECT_EQ(parsed->Serialize(), bytes);
  for (size_t size = 0; size < bytes.size(); ++size) {
    const auto cut = Lemmatiser::Parse(bytes.substr(0, size));
    EXPECT_EQ(cut.status().message(), "broken lemmatiser") << size;
  }
}

}  // namespace
}  // namespace tercet::text
