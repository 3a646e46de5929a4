#include "ingest/tag_agreement.h"

#include <string>
#include <utility>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

Token Tagged(Upos upos, std::string xpos, Deprel deprel) {
  Token token;
  token.upos = upos;
  token.xpos = std::move(xpos);
  token.deprel = deprel;
  return token;
}

TEST(TagAgreement, ARelationRulesOutATag) {
  Sentence sentence;
  sentence.tokens = {
      Tagged(Upos::kAdv, "RB", Deprel::kCompoundPrt),  // "gave up"
      Tagged(Upos::kSconj, "IN", Deprel::kObj),        // "that we saw"
      Tagged(Upos::kVerb, "VBZ", Deprel::kAux),        // "has seen"
      Tagged(Upos::kAdv, "RB", Deprel::kAdvmod),       // "soon"
      Tagged(Upos::kSconj, "IN", Deprel::kMark),       // "because"
  };
  AgreeWithRelations(&sentence);
  EXPECT_EQ(sentence.tokens[0], Tagged(Upos::kAdp, "RP", Deprel::kCompoundPrt));
  EXPECT_EQ(sentence.tokens[1], Tagged(Upos::kPron, "WDT", Deprel::kObj));
  EXPECT_EQ(sentence.tokens[2], Tagged(Upos::kAux, "VBZ", Deprel::kAux));
  EXPECT_EQ(sentence.tokens[3], Tagged(Upos::kAdv, "RB", Deprel::kAdvmod));
  EXPECT_EQ(sentence.tokens[4], Tagged(Upos::kSconj, "IN", Deprel::kMark));
}

}  // namespace
}  // namespace tercet::text
