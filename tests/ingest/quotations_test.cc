// Which tokens stand in which quotation.

#include "ingest/quotations.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

Sentence SentenceOf(const std::vector<std::string>& forms) {
  Sentence sentence;
  for (const std::string& form : forms) {
    Token token;
    token.form = form;
    sentence.tokens.push_back(token);
  }
  return sentence;
}

TEST(QuotationsTest, RunOverSentences) {
  QuotationNumbers quotations;
  EXPECT_EQ(quotations.Next(SentenceOf({"“", "We", "won", "."})),
            (std::vector<int>{0, 1, 1, 1}));
  EXPECT_EQ(quotations.Next(
                SentenceOf({"Again", "”", "he", "said", "\"", "x", "\"", "."})),
            (std::vector<int>{1, 0, 0, 0, 0, 2, 0, 0}));
}

TEST(QuotationsTest, EndWhereNobodyClosesThem) {
  QuotationNumbers quotations;
  quotations.Next(SentenceOf({"“", "Ha"}));
  std::vector<int> row;
  for (int i = 0; i < 20; ++i) row = quotations.Next(SentenceOf({"x"}));
  EXPECT_EQ(row, std::vector<int>{0});
}

}  // namespace
}  // namespace tercet::text
