#include "ingest/neural/word_ids.h"

#include <string_view>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// The values are those of ingest/train/features.py.
TEST(WordIds, AgreeWithTheTrainer) {
  struct Case {
    std::string_view form;
    uint64_t hash;
    SubwordRows rows;
  };
  const Case kCases[] = {
      {"Lee",
       0x127275191dcc3dfd,
       {4615, 2736, 1823, 11302, 19782, 0, 0, 31672, 17948, 13407, 0, 0,
        22128}},
      {"McDonald's",
       0x7f7381cba8bef63b,
       {11108, 32067, 3282, 19255, 31085, 21015, 18917, 31003, 5849, 14651,
        12407, 23995, 8997}},
      {"2012",
       0x183aa60b3588df88,
       {19701, 24377, 24256, 16000, 20741, 14025, 0, 1702, 16655, 7412, 643, 0,
        23587}},
      {"C\xC3\xB3rdoba",
       0x341494b07adf8a1e,
       {27189, 12677, 27295, 29550, 23664, 17537, 4950, 4741, 9000, 3918, 16762,
        13932, 6079}},
      {"",
       0xcbf29ce484222325,
       {32412, 32415, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 17751}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(WordHash(c.form), c.hash) << c.form;
    EXPECT_EQ(SubwordRowsOf(c.form), c.rows) << c.form;
  }
}

TEST(WordIds, TypographicQuotesCountAsPlainOnes) {
  EXPECT_EQ(PlainQuotes("\u2019s"), "'s");
  EXPECT_EQ(PlainQuotes("\u201CC\u00F3rdoba\u201D"), "\"C\u00F3rdoba\"");
  EXPECT_EQ(PlainQuotes("\u2014"), "\u2014");
  EXPECT_EQ(PlainQuotes("a\xE2\x80"), "a\xE2\x80");
}

TEST(WordIds, CaseChangesTheShapeButNotTheWord) {
  EXPECT_EQ(WordHash("Lee"), WordHash("LEE"));
  EXPECT_NE(SubwordRowsOf("Lee")[1], SubwordRowsOf("LEE")[1]);
  EXPECT_EQ(SubwordRowsOf("Lee")[3], SubwordRowsOf("LEE")[3]);
}

}  // namespace
}  // namespace tercet::text
