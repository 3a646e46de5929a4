#include "ingest/neural/annotator.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace tercet::text {
namespace {

constexpr char kModel[] = TERCET_SOURCE_DIR "/ingest/model/english.neural";
constexpr char kFolder[] = TERCET_SOURCE_DIR "/tests/ingest/neural/";

std::string ReadAll(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

const NeuralAnnotator& Annotator() {
  static const NeuralAnnotator* annotator = [] {
    auto loaded = NeuralAnnotator::Load(kModel);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return loaded->release();
  }();
  return *annotator;
}

Sentence Tokens(const std::string& line) {
  Sentence sentence;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    sentence.tokens.emplace_back().form = word;
  }
  return sentence;
}

std::vector<Sentence> SampleSentences() {
  std::istringstream lines(ReadAll(std::string(kFolder) + "tokens.txt"));
  std::vector<Sentence> sentences;
  for (std::string line; std::getline(lines, line);) {
    sentences.push_back(Tokens(line));
  }
  return sentences;
}

std::string Table(const std::vector<Sentence>& sentences) {
  std::ostringstream out;
  for (const Sentence& sentence : sentences) {
    for (const Token& token : sentence.tokens) {
      out << token.form << '\t' << Name(token.upos) << '\t' << token.xpos
          << '\t' << token.head + 1 << '\t' << Name(token.deprel) << '\n';
    }
    out << '\n';
  }
  return out.str();
}

std::vector<std::string> Lines(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// ingest/train/annotate.py wrote expected.tsv from the checkpoint that the
// model was exported from: 32-bit floats there, integers of 8 bits here.  Where
// two relations are as good as level, rounding may choose the other.
TEST(NeuralAnnotator, SaysWhatTheTrainedNetworkSays) {
  std::vector<Sentence> sentences = SampleSentences();
  Annotator().Annotate(sentences);
  const std::vector<std::string> got = Lines(Table(sentences));
  const std::vector<std::string> want =
      Lines(ReadAll(std::string(kFolder) + "expected.tsv"));
  ASSERT_EQ(got.size(), want.size());
  std::string different;
  int count = 0;
  for (size_t i = 0; i < got.size(); ++i) {
    if (got[i] == want[i]) continue;
    different += got[i] + " for " + want[i] + "\n";
    ++count;
  }
  EXPECT_LE(count, 1) << different;
}

TEST(NeuralAnnotator, NeitherTheBatchNorTheProcessorMatters) {
  std::vector<Sentence> together = SampleSentences();
  Annotator().Annotate(together);
  std::vector<Sentence> alone = SampleSentences();
  for (size_t i = 0; i < alone.size(); ++i) {
    Annotator().Annotate(std::span<Sentence>(&alone[i], 1));
    EXPECT_EQ(alone[i].name_scores, together[i].name_scores);
  }
  EXPECT_EQ(Table(alone), Table(together));

  auto network = Network::Parse(ReadAll(kModel));
  ASSERT_TRUE(network.ok());
  const NeuralAnnotator portable(*std::move(network), PortableKernels());
  std::vector<Sentence> slowly = SampleSentences();
  portable.Annotate(slowly);
  EXPECT_EQ(Table(slowly), Table(together));
}

TEST(NeuralAnnotator, ThreadsShareIt) {
  std::vector<Sentence> expected = SampleSentences();
  Annotator().Annotate(expected);
  std::vector<std::vector<Sentence>> found(4);
  std::vector<std::thread> threads;
  for (std::vector<Sentence>& mine : found) {
    threads.emplace_back([&mine] {
      for (int round = 0; round < 5; ++round) {
        mine = SampleSentences();
        Annotator().Annotate(mine);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<Sentence>& mine : found) EXPECT_EQ(mine, expected);
}

TEST(NeuralAnnotator, NamesCloseCallsInTextOrder) {
  std::vector<Sentence> sentences = SampleSentences();
  EXPECT_TRUE(Annotator().Annotate(std::span<Sentence>(sentences)).empty());
  const std::vector<TagPair> pairs = {
      {Upos::kNoun, "NN"}, {Upos::kVerb, "VB"}, {Upos::kNoun, "no such tag"}};
  const std::vector<TagDoubt> doubts =
      Annotator().Annotate(std::span<Sentence>(sentences), pairs);
  ASSERT_FALSE(doubts.empty());
  size_t tokens = 0;
  for (const Sentence& sentence : sentences) tokens += sentence.tokens.size();
  EXPECT_LT(doubts.size(), tokens / 2);
  for (size_t i = 0; i < doubts.size(); ++i) {
    ASSERT_EQ(doubts[i].scores.size(), pairs.size());
    EXPECT_GT(doubts[i].scores[0], doubts[i].scores[2]);
    if (i == 0) continue;
    EXPECT_LT(std::pair(doubts[i - 1].sentence, doubts[i - 1].token),
              std::pair(doubts[i].sentence, doubts[i].token));
  }
}

TEST(NeuralAnnotator, ScoresNames) {
  std::vector<Sentence> sentences = {
      Tokens("Maria Costa flew from Berlin to Lisbon .")};
  Annotator().Annotate(sentences);
  std::vector<ptrdiff_t> best;
  for (const NameScores& scores : sentences[0].name_scores) {
    best.push_back(std::max_element(scores.begin(), scores.end()) -
                   scores.begin());
  }
  // Outside 0; a person begins with 1 and goes on with 2; a place begins with
  // 3.
  EXPECT_EQ(best, (std::vector<ptrdiff_t>{1, 2, 0, 0, 3, 0, 3, 0}));
}

// Time stays linear because a piece is parsed by itself.
TEST(NeuralAnnotator, ReadsLongSentencesInPieces) {
  std::string line;
  for (int i = 0; i < 100; ++i) line += "She saw 3 red boats , ";
  std::vector<Sentence> whole = {Tokens(line)};
  Annotator().Annotate(whole);
  std::vector<Sentence> piece = {whole[0]};
  piece[0].tokens.resize(NeuralAnnotator::kLongestPiece);
  Annotator().Annotate(piece);
  int root = -1;
  for (int i = 0; i < NeuralAnnotator::kLongestPiece; ++i) {
    EXPECT_EQ(whole[0].tokens[i].head, piece[0].tokens[i].head);
    if (piece[0].tokens[i].head < 0) root = i;
  }
  for (size_t i = NeuralAnnotator::kLongestPiece; i < whole[0].tokens.size();
       ++i) {
    const int head = whole[0].tokens[i].head;
    EXPECT_TRUE(head >= NeuralAnnotator::kLongestPiece || head == root) << i;
  }
}

TEST(NeuralAnnotator, AnyTokensGiveOneTree) {
  std::string long_line;
  for (int i = 0; i < 1000; ++i) long_line += i % 7 == 0 ? "; the " : "ferry ";
  const std::string kLines[] = {"",
                                "x",
                                ". . . . . . . .",
                                "\xFF\xFE \x01 \xF0\x9F\x98\x80",
                                "A A A A A A A A A A A A A A A A A A A A A A A",
                                long_line,
                                std::string(100000, 'a')};
  for (const std::string& line : kLines) {
    std::vector<Sentence> sentences = {Tokens(line)};
    Annotator().Annotate(sentences);
    const std::vector<Token>& tokens = sentences[0].tokens;
    const int size = static_cast<int>(tokens.size());
    int roots = 0;
    for (int i = 0; i < size; ++i) {
      roots += tokens[i].head < 0;
      int node = i;
      for (int steps = 0; node >= 0; ++steps) {
        ASSERT_LE(steps, size);
        node = tokens[node].head;
        ASSERT_LT(node, size);
      }
    }
    EXPECT_EQ(roots, size == 0 ? 0 : 1) << line.substr(0, 30);
  }
}

TEST(NeuralAnnotator, NamesTheFileThatIsMissing) {
  EXPECT_EQ(
      NeuralAnnotator::Load("/nowhere/english.neural").status(),
      absl::NotFoundError("cannot open the model /nowhere/english.neural"));
}

}  // namespace
}  // namespace tercet::text
