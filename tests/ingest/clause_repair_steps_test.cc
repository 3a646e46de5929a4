#include "ingest/clause_repair_steps.h"

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// "Ana sings well": the verb is the root.
Sentence Sings() {
  Sentence sentence;
  sentence.tokens.resize(3);
  const int heads[] = {1, -1, 1};
  for (int i = 0; i < 3; ++i) sentence.tokens[i].head = heads[i];
  sentence.tokens[1].deprel = Deprel::kRoot;
  return sentence;
}

TEST(RepairSteps, TheNextStepReadsWhatTheLastWrote) {
  Sentence sentence = Sings();
  RepairSteps steps(&sentence);
  steps.Step([](const Tree&, Sentence* s) { s->tokens[2].head = 0; });
  EXPECT_EQ(steps.tree().head(2), 0);
  EXPECT_EQ(sentence.tokens[2].head, 0);
}

TEST(RepairSteps, WhatIsNoTreeIsUndone) {
  Sentence sentence = Sings();
  RepairSteps steps(&sentence);
  steps.Step([](const Tree&, Sentence* s) {
    s->tokens[0].head = 2;
    s->tokens[2].head = 0;
  });
  EXPECT_EQ(sentence, Sings()) << "a circle";
  steps.Step([](const Tree&, Sentence* s) { s->tokens[2].head = -1; });
  EXPECT_EQ(sentence, Sings()) << "two roots";
  steps.Step([](const Tree&, Sentence* s) { s->tokens[1].head = 0; });
  EXPECT_EQ(sentence, Sings()) << "no root";
  EXPECT_EQ(steps.tree().head(2), 1);
}

}  // namespace
}  // namespace tercet::text
