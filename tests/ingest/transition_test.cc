#include "ingest/transition.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// A sentence from heads counted from 1, 0 being the root.
Sentence Tree(const std::vector<int>& heads) {
  Sentence sentence;
  for (const int head : heads) {
    Token token;
    token.head = head - 1;
    token.deprel = head == 0 ? Deprel::kRoot : Deprel::kNmod;
    sentence.tokens.push_back(token);
  }
  return sentence;
}

std::vector<int> Heads(const Sentence& sentence) {
  std::vector<int> heads;
  for (const Token& token : sentence.tokens) heads.push_back(token.head + 1);
  return heads;
}

int CheapestTransition(const ParseState& state, const GoldTree& gold,
                       int* cost) {
  const GoldTree::Costs costs = gold.CostsIn(state);
  int best = -1;
  for (int t = 0; t < kTransitionCount; ++t) {
    if (!state.IsLegal(t)) continue;
    const int its_cost = gold.Cost(state, costs, t);
    if (best < 0 || its_cost < *cost) {
      best = t;
      *cost = its_cost;
    }
  }
  return best;
}

TEST(TransitionTest, OracleRebuildsProjectiveTrees) {
  const std::vector<int> kTrees[] = {
      {0},
      {0, 1},
      {2, 0},
      {2, 3, 0},
      {0, 1, 2, 3},
      {2, 0, 5, 5, 2, 5, 2},
      {4, 3, 1, 0, 7, 7, 4},
  };
  for (const std::vector<int>& heads : kTrees) {
    const Sentence sentence = Tree(heads);
    const GoldTree gold(sentence);
    const int words = static_cast<int>(heads.size());
    ParseState state(words);
    int steps = 0;
    for (; !state.Done(); ++steps) {
      int cost = 0;
      const int transition = CheapestTransition(state, gold, &cost);
      EXPECT_EQ(cost, 0);
      state.Apply(transition);
    }
    EXPECT_EQ(steps, 2 * words);
    for (int i = 0; i < words; ++i) {
      EXPECT_EQ(state.node(i).head, gold.head(i));
      EXPECT_EQ(state.node(i).deprel, gold.deprel(i));
    }
  }
}

TEST(TransitionTest, OracleCountsWhatIsLost) {
  // The second word heads the first; SHIFT would part them for good.
  const Sentence sentence = Tree({2, 0});
  const GoldTree gold(sentence);
  ParseState state(2);
  state.Apply(kShift);
  const GoldTree::Costs costs = gold.CostsIn(state);
  EXPECT_EQ(costs.shift, 1);
  EXPECT_EQ(gold.Cost(state, costs, LeftArc(Deprel::kNmod)), 0);
  EXPECT_EQ(gold.Cost(state, costs, LeftArc(Deprel::kObj)), 1);
}

TEST(TransitionTest, AnyLegalPathEndsInATreeWithOneRoot) {
  // The last legal transition, then the first, and so on.
  for (int words = 1; words < 9; ++words) {
    ParseState state(words);
    for (int step = 0; !state.Done(); ++step) {
      int chosen = -1;
      for (int t = 0; t < kTransitionCount; ++t) {
        if (state.IsLegal(t) && (chosen < 0 || step % 3 != 0)) chosen = t;
      }
      ASSERT_GE(chosen, 0);
      state.Apply(chosen);
    }
    int roots = 0;
    for (int i = 0; i < words; ++i) {
      roots += state.node(i).head == words;
      EXPECT_EQ(state.node(i).head == words,
                state.node(i).deprel == Deprel::kRoot);
    }
    EXPECT_EQ(roots, 1);
  }
}

TEST(ProjectiviseTest, LiftsCrossingArcs) {
  // "A hearing is scheduled on the issue": the issue hangs on the hearing.
  Sentence crossing = Tree({2, 4, 4, 0, 7, 7, 2});
  Projectivise(&crossing);
  EXPECT_EQ(Heads(crossing), (std::vector<int>{2, 4, 4, 0, 7, 7, 4}));
  Sentence projective = Tree({2, 0, 5, 5, 2});
  Projectivise(&projective);
  EXPECT_EQ(Heads(projective), (std::vector<int>{2, 0, 5, 5, 2}));
}

}  // namespace
}  // namespace tercet::text
