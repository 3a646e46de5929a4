// Golden tests of the extractor: tests/ingest/extract/*.conllu hold sentences
// with trees checked by hand, and for each sentence the facts it must give as
// comments:
//
//   # fact = Kim | is mayor of | Oslo
//   # fact = Kim | NOT sells | mill {planned} when=on Monday by=Ana
//
// TERCET_UPDATE_GOLDEN=1 rewrites the comments; read them before accepting.

#include "ingest/extract.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ingest/clause_repair.h"
#include "ingest/conllu.h"

namespace tercet::text {
namespace {

const Lexicon& TestLexicon() {
  static const Lexicon* lexicon = [] {
    auto loaded = Lexicon::Load(TERCET_SOURCE_DIR "/ingest/lexicon");
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new Lexicon(*std::move(loaded));
  }();
  return *lexicon;
}

std::string Words(const Sentence& sentence, const Argument& argument) {
  std::string result;
  for (int i : argument.tokens) {
    if (!result.empty()) result += ' ';
    result += sentence.tokens[i].form;
  }
  return result;
}

std::string Render(const std::vector<Sentence>& sentences,
                   const Proposition& p) {
  const Sentence& own = sentences[p.sentence];
  std::string line = Words(own, p.subject) + " | ";
  if (p.negated) line += "NOT ";
  line += p.relation + " |";
  const std::string object =
      p.object.empty() ? p.object_text : Words(own, p.object);
  if (!object.empty()) line += " " + object;
  if (p.status != Status::kAsserted) {
    line += " {" + std::string(Name(p.status)) + "}";
  }
  const auto add = [&](const char* name, const std::optional<Argument>& a) {
    if (a.has_value()) {
      line += std::string(" ") + name + "=" + Words(sentences[a->sentence], *a);
    }
  };
  add("when", p.when);
  add("where", p.where);
  add("by", p.said_by);
  return line;
}

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  std::stringstream bytes;
  bytes << in.rdbuf();
  return bytes.str();
}

std::vector<std::filesystem::path> GoldenFiles() {
  std::vector<std::filesystem::path> result;
  for (const auto& entry : std::filesystem::directory_iterator(
           TERCET_SOURCE_DIR "/tests/ingest/extract")) {
    result.push_back(entry.path());
  }
  std::sort(result.begin(), result.end());
  return result;
}

// "# text" comments are left out by the reader and written by the writer.
std::string WithFacts(const ConlluDocument& document,
                      const std::vector<std::vector<std::string>>& facts) {
  std::string result;
  for (size_t s = 0; s < document.sentences.size(); ++s) {
    ConlluSentence sentence = document.sentences[s];
    std::erase_if(sentence.comments, [](const std::string& comment) {
      return comment.starts_with("fact = ");
    });
    for (const std::string& fact : facts[s]) {
      sentence.comments.push_back("fact = " + fact);
    }
    result += WriteConllu(sentence);
  }
  return result;
}

class ExtractTest : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ExtractTest, Golden) {
  const auto documents = ReadConllu(ReadFile(GetParam()));
  ASSERT_TRUE(documents.ok()) << documents.status();
  ASSERT_EQ(documents->size(), 1u);
  const ConlluDocument& document = documents->front();
  std::vector<Sentence> sentences;
  std::vector<std::vector<std::string>> want;
  for (const ConlluSentence& s : document.sentences) {
    sentences.push_back(s.sentence);
    want.emplace_back();
    for (const std::string& comment : s.comments) {
      if (comment.starts_with("fact = "))
        want.back().push_back(comment.substr(7));
    }
  }
  RepairTags(TestLexicon(), &sentences);
  for (Sentence& sentence : sentences) {
    sentence = Repaired(sentence, TestLexicon());
  }
  std::vector<std::vector<std::string>> got(sentences.size());
  for (const Proposition& p : Extract(sentences, {}, TestLexicon())) {
    got[p.sentence].push_back(Render(sentences, p));
  }
  if (std::getenv("TERCET_UPDATE_GOLDEN") != nullptr) {
    std::ofstream(GetParam()) << WithFacts(document, got);
    return;
  }
  for (size_t s = 0; s < sentences.size(); ++s) {
    std::string text;
    for (const Token& token : sentences[s].tokens) text += token.form + " ";
    EXPECT_EQ(got[s], want[s]) << text;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Files, ExtractTest, testing::ValuesIn(GoldenFiles()),
    [](const testing::TestParamInfo<std::filesystem::path>& info) {
      return info.param.stem().string();
    });

TEST(LexiconTest, EndsLike) {
  const Lexicon& lexicon = TestLexicon();
  EXPECT_TRUE(lexicon.EndsLike(WordClass::kDemonymEnding, "Nepalese"));
  EXPECT_FALSE(lexicon.EndsLike(WordClass::kDemonymEnding, "Financial"));
  EXPECT_TRUE(lexicon.EndsLike(WordClass::kPersonEnding, "Ghanaian"));
  EXPECT_TRUE(lexicon.EndsLike(WordClass::kPersonEnding, "Omani"));
  EXPECT_FALSE(lexicon.EndsLike(WordClass::kPersonEnding, "Nepalese"));
  // The ending alone is no word that ends so.
  EXPECT_FALSE(lexicon.EndsLike(WordClass::kPersonEnding, "an"));
}

TEST(LexiconTest, VerbOfForm) {
  const struct {
    const char* form;
    const char* lemma;
    const char* want;
  } cases[] = {
      {"fined", "fin", "fine"},     {"finned", "fin", "fin"},
      {"hoping", "hop", "hope"},    {"visited", "visit", "visit"},
      {"stopped", "stopp", "stop"}, {"played", "play", "play"},
      {"fed", "f", "feed"},         {"carries", "carrie", "carry"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(TestLexicon().VerbOf(c.form, c.lemma), c.want) << c.form;
  }
}

TEST(LexiconTest, MissingTable) {
  const auto lexicon = Lexicon::Load("/nonexistent");
  ASSERT_FALSE(lexicon.ok());
  EXPECT_EQ(lexicon.status().message(),
            "no lexicon table /nonexistent/verbs.tsv");
}

}  // namespace
}  // namespace tercet::text
