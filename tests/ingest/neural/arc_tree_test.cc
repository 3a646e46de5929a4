#include "ingest/neural/arc_tree.h"

#include <limits>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

using Scores = std::vector<int32_t>;

// Every word reaches the root, and one alone hangs on it.
bool IsTree(const std::vector<int>& heads) {
  int roots = 0;
  for (size_t word = 1; word <= heads.size(); ++word) {
    roots += heads[word - 1] == 0;
    size_t node = word;
    for (size_t steps = 0; node != 0; ++steps) {
      if (steps > heads.size()) return false;
      node = heads[node - 1];
    }
  }
  return roots == 1;
}

int64_t Total(const Scores& scores, const std::vector<int>& heads) {
  const size_t stride = heads.size() + 1;
  int64_t total = 0;
  for (size_t w = 0; w < heads.size(); ++w)
    total += scores[w * stride + heads[w]];
  return total;
}

int64_t BestByTrial(const Scores& scores, int words) {
  int64_t best = std::numeric_limits<int64_t>::min();
  std::vector<int> heads(words, 0);
  for (;;) {
    if (IsTree(heads)) best = std::max(best, Total(scores, heads));
    int w = 0;
    while (w < words && heads[w] == words) heads[w++] = 0;
    if (w == words) return best;
    ++heads[w];
  }
}

TEST(ArcTree, SmallCases) {
  struct Case {
    std::string_view name;
    int words;
    Scores scores;
    std::vector<int> want;
  };
  const Case kCases[] = {
      {"none", 0, {}, {}},
      {"one word hangs on the root", 1, {-5, 9}, {0}},
      {"each takes its best", 2, {5, 0, 1, 2, 9, 0}, {0, 1}},
      {"a cycle opens where it costs least", 2, {4, 0, 9, 6, 9, 0}, {2, 0}},
      {"two roots become one", 2, {9, 0, 1, 8, 7, 0}, {0, 1}},
      {"nobody wants the root", 2, {-9, 0, 5, -8, 5, 0}, {2, 0}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(ArcTree(c.scores.data(), c.words + 1, c.words), c.want) << c.name;
  }
}

TEST(ArcTree, IsTheBestOfAllTrees) {
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    const int words = 2 + static_cast<int>(random() % 4);
    Scores scores(static_cast<size_t>(words) * (words + 1));
    for (int32_t& s : scores) s = static_cast<int32_t>(random() % 100) - 50;
    // A root score that no word likes leaves one candidate; like it, and at
    // most three are tried, so keep to graphs with few.
    for (int w = 0; w < words; ++w) scores[w * (words + 1)] -= 40;
    scores[0] += 200;
    const std::vector<int> heads = ArcTree(scores.data(), words + 1, words);
    ASSERT_TRUE(IsTree(heads));
    EXPECT_EQ(Total(scores, heads), BestByTrial(scores, words)) << round;
  }
}

TEST(ArcTree, ManyWordsInKnots) {
  std::mt19937 random(3);
  const int words = 120;
  Scores scores(static_cast<size_t>(words) * (words + 1));
  for (int32_t& s : scores) s = static_cast<int32_t>(random() % 1000000);
  EXPECT_TRUE(IsTree(ArcTree(scores.data(), words + 1, words)));
}

}  // namespace
}  // namespace tercet::text
