#include "ingest/text_pipeline.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "ingest/characters.h"
#include "ingest/conllu.h"
#include "ingest/model_file.h"

namespace tercet::text {
namespace {

const std::string& ModelFilePath() {
  static const auto* path =
      new std::string(std::string(TERCET_SOURCE_DIR) + "/ingest/" +
                      std::string(TextPipeline::kModelPath));
  return *path;
}

const TextPipeline& Pipeline() {
  static const TextPipeline* pipeline = [] {
    auto loaded =
        TextPipeline::Load(std::string(TERCET_SOURCE_DIR) + "/ingest");
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded->release();
  }();
  return *pipeline;
}

std::string Conllu(const std::vector<Sentence>& sentences) {
  std::string out;
  for (const Sentence& sentence : sentences) out += WriteConllu(sentence);
  return out;
}

// Every byte that is not white space in exactly one token, spans that agree
// with forms, one root, no circle.
void ExpectSound(std::string_view text, const std::vector<Sentence>& got) {
  size_t covered = 0;
  uint32_t at = 0;
  for (const Sentence& sentence : got) {
    ASSERT_FALSE(sentence.tokens.empty());
    EXPECT_EQ(sentence.span.begin, sentence.tokens.front().span.begin);
    EXPECT_EQ(sentence.span.end, sentence.tokens.back().span.end);
    int roots = 0;
    const int size = static_cast<int>(sentence.tokens.size());
    for (const Token& token : sentence.tokens) {
      ASSERT_GE(token.span.begin, at);
      ASSERT_GT(token.span.size(), 0u);
      at = token.span.end;
      covered += token.span.size();
      EXPECT_EQ(text.substr(token.span.begin, token.span.size()), token.form);
      roots += token.head < 0;
      int steps = 0;
      for (int up = token.head; up >= 0 && steps <= size; ++steps) {
        up = sentence.tokens[static_cast<size_t>(up)].head;
      }
      ASSERT_LE(steps, size) << "the heads run in a circle";
    }
    EXPECT_EQ(roots, 1);
  }
  size_t want = 0;
  for (size_t i = 0; i < text.size();) {
    const Character c = CharacterAt(text, i);
    if (c.kind != CharacterClass::kSpace) want += c.size;
    i += c.size;
  }
  EXPECT_EQ(covered, want);
}

std::string Repeat(std::string_view piece, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out.append(piece);
  return out;
}

TEST(TextPipelineTest, TakesAnyBytes) {
  const struct {
    const char* name;
    std::string text;
  } kCases[] = {
      {"empty", ""},
      {"blank", " \n\t \r\n"},
      {"one word", "Rain"},
      {"one dot", "."},
      {"capitals", "MAYOR OPENS NEW BRIDGE OVER RIVER AFTER LONG DELAY"},
      {"emoji", "Great match \xF0\x9F\x98\x80\xF0\x9F\x91\x8D! See you."},
      {"chinese", "\xE4\xBD\xA0\xE5\xA5\xBD\xEF\xBC\x8C\xE4\xB8\x96"},
      {"arabic", "\xD9\x85\xD8\xB1\xD8\xAD\xD8\xA8\xD8\xA7 world"},
      {"invalid", "The \xFF\xFE mayor \x80 left\xC3. \xE2\x80"},
      {"zero", std::string("a\0b c", 5)},
      {"signs", Repeat("!?#$%^&*()-_=+[]{};:'\",.<>/|~`", 40)},
      {"nested", Repeat("(", 3000) + "x" + Repeat(")", 3000)},
      {"no break", Repeat("abcdefghij", 2000)},
      {"long sentence", Repeat("the old river town and ", 150) + "sleeps."},
      {"table", "Team\tWon\tLost\nNorth\t3\t1\nSouth\t0\t4\n"},
  };
  for (const auto& c : kCases) {
    SCOPED_TRACE(c.name);
    ExpectSound(c.text, Pipeline().Analyze(c.text));
  }
}

TEST(TextPipelineTest, LongestSentenceIsCut) {
  const std::string text = Repeat("and ", 5000);
  const std::vector<Sentence> got = Pipeline().Analyze(text);
  ExpectSound(text, got);
  for (const Sentence& sentence : got) {
    EXPECT_LE(sentence.tokens.size(), Splitter::kLongestSentence);
  }
}

TEST(TextPipelineTest, PartsTextIntoSentencesAndTokens) {
  // Tokens are parted by blanks, sentences by " | ".
  const struct {
    const char* name;
    const char* text;
    const char* want;
  } kCases[] = {
      {"contractions", "She can't come, and they've left. I cannot wait.",
       "She ca n't come , and they 've left . | I can not wait ."},
      {"possessive", "The mayor's car and the boys' bikes.",
       "The mayor 's car and the boys ' bikes ."},
      {"curly", "It\xE2\x80\x99s Ana\xE2\x80\x99s. He won\xE2\x80\x99t go.",
       "It \xE2\x80\x99s Ana \xE2\x80\x99s . | He wo n\xE2\x80\x99t go ."},
      {"abbreviations", "Mr. Hill met Dr. Wood of the U.S. Navy on Friday.",
       "Mr. Hill met Dr. Wood of the U.S. Navy on Friday ."},
      {"numbers", "Prices rose 3.5% to $1,200.50 by 10:30 a.m. on Monday.",
       "Prices rose 3.5 % to $ 1,200.50 by 10:30 a.m. on Monday ."},
      {"hyphen", "A well-known non-profit group.",
       "A well - known non-profit group ."},
      {"web", "Write to ana@example.org or see http://example.org/a-b?c=1.",
       "Write to ana@example.org or see http://example.org/a-b?c=1 ."},
      {"dash", "The plan \xE2\x80\x94 a bold one \xE2\x80\x94 failed.",
       "The plan \xE2\x80\x94 a bold one \xE2\x80\x94 failed ."},
      {"quote", "\"We won,\" she said. \"It was hard.\"",
       "\" We won , \" she said . | \" It was hard . \""},
      {"headline", "Bridge opens\n\nThe bridge opened on\nMonday.",
       "Bridge opens | The bridge opened on Monday ."},
      {"question", "Who came? Ana did! Then it rained.",
       "Who came ? | Ana did ! | Then it rained ."},
      {"acronym", "The World Trade Organization (WTO) met in Geneva.",
       "The World Trade Organization ( WTO ) met in Geneva ."},
  };
  for (const auto& c : kCases) {
    std::string got;
    for (const Sentence& sentence : Pipeline().Segment(c.text)) {
      if (!got.empty()) got += "| ";
      for (const Token& token : sentence.tokens) got += token.form + " ";
    }
    if (!got.empty()) got.pop_back();
    EXPECT_EQ(got, c.want) << c.name;
  }
}

TEST(TextPipelineTest, FindsTheBonesOfPlainSentences) {
  const struct {
    const char* text;
    const char* want;  // child<relation<head of every token but punctuation
  } kCases[] = {
      {"She sings.", "She<nsubj<sings sings<root<"},
      {"The mayor opened a new bridge.",
       "The<det<mayor mayor<nsubj<opened opened<root< a<det<bridge "
       "new<amod<bridge bridge<obj<opened"},
      {"The bridge was built by Ana.",
       "The<det<bridge bridge<nsubj:pass<built was<aux:pass<built "
       "built<root< by<case<Ana Ana<obl:agent<built"},
      {"Ana is the mayor of Lisbon.",
       "Ana<nsubj<mayor is<cop<mayor the<det<mayor mayor<root< "
       "of<case<Lisbon Lisbon<nmod<mayor"},
  };
  for (const auto& c : kCases) {
    const std::vector<Sentence> got = Pipeline().Analyze(c.text);
    ASSERT_EQ(got.size(), 1u) << c.text;
    std::string bones;
    for (const Token& token : got[0].tokens) {
      if (token.upos == Upos::kPunct) continue;
      if (!bones.empty()) bones += " ";
      bones += token.form + "<" + std::string(Name(token.deprel)) + "<";
      if (token.head >= 0) {
        bones += got[0].tokens[static_cast<size_t>(token.head)].form;
      }
    }
    EXPECT_EQ(bones, c.want);
  }
}

TEST(TextPipelineTest, GivesLemmasAndTags) {
  const std::vector<Sentence> got =
      Pipeline().Analyze("The children went home and were sleeping.");
  ASSERT_EQ(got.size(), 1u);
  std::string line;
  for (const Token& token : got[0].tokens) {
    line += token.lemma + "/" + token.xpos + " ";
  }
  EXPECT_EQ(line,
            "the/DT child/NNS go/VBD home/RB and/CC be/VBD sleep/VBG ./. ");
}

TEST(TextPipelineTest, ThreadsAgree) {
  const std::string text =
      "The court in Geneva ruled on Monday that the firm, which makes ships, "
      "must pay. \"We will appeal,\" its lawyer said. Shares fell 3%.";
  const std::string want = Conllu(Pipeline().Analyze(text));
  std::vector<std::string> got(4);
  std::vector<std::thread> threads;
  for (std::string& result : got) {
    threads.emplace_back([&] { result = Conllu(Pipeline().Analyze(text)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : got) EXPECT_EQ(result, want);
}

TEST(TextPipelineTest, ModelSurvivesWritingAndReading) {
  auto model = ModelFile::Read(ModelFilePath());
  ASSERT_TRUE(model.ok()) << model.status();
  auto pipeline = TextPipeline::FromModel(*model);
  ASSERT_TRUE(pipeline.ok()) << pipeline.status();
  EXPECT_EQ((*pipeline)->ToModel().Serialize(), model->Serialize());
}

TEST(TextPipelineTest, SaysWhatIsWrongWithTheModel) {
  const auto missing = TextPipeline::Load("/no/such/place");
  EXPECT_EQ(missing.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(missing.status().message(),
            "cannot open the model /no/such/place/model/english.model");
  ModelFile model;
  model.Set("tagger", "x");
  const auto incomplete = TextPipeline::FromModel(model);
  EXPECT_EQ(incomplete.status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(incomplete.status().message(),
            "the model has no section 'tokeniser'");
  const std::string good = model.Serialize();
  std::string flipped = good;
  flipped.back() ^= 1;
  std::string newer = good;
  newer[8] = 9;
  const struct {
    std::string bytes;
    absl::StatusCode code;
    const char* want;
  } kCases[] = {
      {"", absl::StatusCode::kDataLoss, "this is not a tercet model"},
      {"PK\3\4", absl::StatusCode::kDataLoss, "this is not a tercet model"},
      {good.substr(0, 12), absl::StatusCode::kDataLoss,
       "the model is cut short"},
      {good.substr(0, good.size() - 1), absl::StatusCode::kDataLoss,
       "the model is cut short"},
      {flipped, absl::StatusCode::kDataLoss,
       "the model is damaged: wrong checksum"},
      {newer, absl::StatusCode::kFailedPrecondition,
       "the model has version 9, this program reads version 1"},
  };
  for (const auto& c : kCases) {
    const auto got = ModelFile::Parse(c.bytes);
    EXPECT_EQ(got.status().code(), c.code);
    EXPECT_EQ(got.status().message(), c.want);
  }
}

}  // namespace
}  // namespace tercet::text
