// Characters, paragraphs and the splitter's and tokeniser's bounds, which
// need no model.

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "ingest/characters.h"
#include "ingest/paragraphs.h"
#include "ingest/splitter.h"
#include "ingest/tokeniser.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

TEST(CharactersTest, ReadsUtf8AndBrokenBytes) {
  const struct {
    std::string_view bytes;
    char32_t code;
    int size;
    CharacterClass kind;
  } kCases[] = {
      {"a", U'a', 1, CharacterClass::kLower},
      {"Z", U'Z', 1, CharacterClass::kUpper},
      {"7", U'7', 1, CharacterClass::kDigit},
      {"$", U'$', 1, CharacterClass::kSymbol},
      {"\t", U'\t', 1, CharacterClass::kSpace},
      {"\xC3\xA9", U'\u00E9', 2, CharacterClass::kLetter},
      {"\xC2\xA0", U'\u00A0', 2, CharacterClass::kSpace},
      {"\xE2\x80\x94", U'\u2014', 3, CharacterClass::kPunctuation},
      {"\xE2\x82\xAC", U'\u20AC', 3, CharacterClass::kSymbol},
      {"\xF0\x9F\x98\x80", U'\U0001F600', 4, CharacterClass::kSymbol},
      {"\xEF\xB8\x8F", U'\uFE0F', 3, CharacterClass::kExtend},
      {"\x80", 0xFFFD, 1, CharacterClass::kInvalid},
      {"\xC3", 0xFFFD, 1, CharacterClass::kInvalid},
      {"\xC0\x80", 0xFFFD, 1, CharacterClass::kInvalid},      // too long
      {"\xED\xA0\x80", 0xFFFD, 1, CharacterClass::kInvalid},  // a surrogate
      {"\xE2\x80z", 0xFFFD, 1, CharacterClass::kInvalid},
  };
  for (const auto& c : kCases) {
    const Character got = CharacterAt(c.bytes, 0);
    EXPECT_EQ(got.code, c.code) << c.bytes;
    EXPECT_EQ(static_cast<int>(got.size), c.size) << c.bytes;
    EXPECT_EQ(got.kind, c.kind) << c.bytes;
  }
}

TEST(ParagraphsTest, TellsWrapsFromBreaks) {
  const std::string wide(200, 'x');
  const struct {
    const char* name;
    std::string text;
    std::vector<std::string> want;
  } kCases[] = {
      {"nothing", "", {}},
      {"blank", " \n\n \n", {}},
      {"empty lines", "Storm\n\n\nIt came.\n", {"Storm", "It came."}},
      {"wrapped",
       "The storm came from the sea at\nnight. Nobody had seen it coming\n"
       "before.",
       {"The storm came from the sea at\nnight. Nobody had seen it coming\n"
        "before."}},
      {"wrapped before a capital",
       "The letter was sent to Mayor\nSilva by the board.",
       {"The letter was sent to Mayor\nSilva by the board."}},
      {"a sentence a line",
       "It rained.\nThe boats stayed in the harbour.",
       {"It rained.", "The boats stayed in the harbour."}},
      {"headline above",
       "Storm hits\nThe storm came from the sea at night.",
       {"Storm hits", "The storm came from the sea at night."}},
      {"unwrapped paragraphs",
       "A " + wide + "\nB " + wide,
       {"A " + wide, "B " + wide}},
      {"list",
       "* bread from the shop\n* milk from the farm\n3. eggs",
       {"* bread from the shop", "* milk from the farm", "3. eggs"}},
      {"no list",
       "The town had a plan for the old and\n2024 was the year.",
       {"The town had a plan for the old and\n2024 was the year."}},
      {"carriage returns", "One.\r\n\r\nTwo.\r\n", {"One.", "Two."}},
  };
  for (const auto& c : kCases) {
    std::vector<std::string> got;
    for (const Span& span : FindParagraphs(c.text)) {
      got.push_back(c.text.substr(span.begin, span.size()));
    }
    EXPECT_EQ(got, c.want) << c.name;
  }
}

TEST(TokeniserTest, WithoutModelPartsAtWhiteSpaceAlone) {
  const std::string text = "He can't  go (now).\xC2\xA0Oh";
  std::vector<std::string> forms;
  for (const Token& token : Tokeniser().Tokenise(text, {3, 23})) {
    EXPECT_EQ(text.substr(token.span.begin, token.span.size()), token.form);
    forms.push_back(token.form);
  }
  EXPECT_EQ(forms, (std::vector<std::string>{"can't", "go", "(now).", "Oh"}));
}

TEST(TokeniserTest, TableOfContractionsKeepsOffsets) {
  const Tokeniser tokeniser({{"cannot", {3}}}, {}, {});
  const std::vector<Token> tokens = tokeniser.Tokenise("I CANNOT", {0, 8});
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[1].form, "CAN");
  EXPECT_FALSE(tokens[1].space_after);
  EXPECT_EQ(tokens[2].form, "NOT");
  EXPECT_EQ(tokens[2].span, (Span{5, 8}));
}

TEST(TokeniserTest, LongRunsAreCut) {
  const std::string text(3 * Chunk::kLongestChunk, 'a');
  const std::vector<Token> tokens =
      Tokeniser().Tokenise(text, {0, static_cast<uint32_t>(text.size())});
  ASSERT_EQ(tokens.size(), 3u);
  EXPECT_EQ(tokens[0].form.size(), Chunk::kLongestChunk);
  EXPECT_FALSE(tokens[0].space_after);
}

TEST(SplitterTest, MayEndOnlyWhereASentenceCould) {
  const std::string text = "He saw it. Then he left (early) again";
  const std::vector<Token> tokens =
      Tokeniser().Tokenise(text, {0, static_cast<uint32_t>(text.size())});
  std::string places;
  for (size_t i = 0; i < tokens.size(); ++i) {
    places += MayEndSentence(tokens, i) ? 'y' : 'n';
  }
  EXPECT_EQ(places, "nnynnyyy");
}

TEST(WordShapeTest, Shapes) {
  EXPECT_EQ(ShapeOf("F-16s"), "X-00x");
  EXPECT_EQ(CollapsedShape("McDonald's"), "XxXx'x");
  EXPECT_EQ(NormalForm("It\xE2\x80\x99S 12"), "it's 00");
  EXPECT_EQ(NormalForm("\xE2\x80\x9CNo\xE2\x80\x9D"), "\"no\"");
  EXPECT_EQ(NormalForm("HTTPS://example.org/x"), "<url>");
  EXPECT_TRUE(IsAllCapitals("U.S."));
  EXPECT_FALSE(IsAllCapitals("A"));
}

}  // namespace
}  // namespace tercet::text
