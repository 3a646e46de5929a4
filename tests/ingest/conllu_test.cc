#include "ingest/conllu.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// The samples write columns parted by spaces to stay readable.
std::string Tabs(std::string_view rows) {
  std::string out;
  bool comment = false;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (i == 0 || rows[i - 1] == '\n') comment = rows[i] == '#';
    out.push_back(!comment && rows[i] == ' ' ? '\t' : rows[i]);
  }
  return out;
}

constexpr std::string_view kTwoDocuments =
    R"(# newdoc id = harbour
# newpar
# sent_id = 1
# text = We don't know.
1 We we PRON PRP Number=Plur 4 nsubj _ _
2-3 don't _ _ _ _ _ _ _ _
2 do do AUX VBP _ 4 aux _ _
3 n't not PART RB _ 4 advmod _ _
4 know know VERB VB VerbForm=Inf 0 root _ Note=x|SpaceAfter=No
5 . . PUNCT . _ 4 punct _ _

# text = Ships left
1 Ships ship NOUN NNS Number=Plur 2 nsubj _ Entity=(1-object)
1.1 gap _ _ _ _ _ _ _ _
2 left leave VERB VBD _ 0 root _ _

# newpar
# text = Noon
1 Noon noon NOUN NN _ 0 root _ _

# newdoc id = quay
# text = Rain
1 Rain rain NOUN NN _ 0 root _ _

)";

TEST(ConlluTest, ReadsDocumentsParagraphsAndSpans) {
  const auto documents = ReadConllu(Tabs(kTwoDocuments));
  ASSERT_TRUE(documents.ok()) << documents.status();
  ASSERT_EQ(documents->size(), 2u);
  const ConlluDocument& harbour = (*documents)[0];
  EXPECT_EQ(harbour.id, "harbour");
  EXPECT_EQ(harbour.text, "We don't know. Ships left\n\nNoon");
  ASSERT_EQ(harbour.sentences.size(), 3u);
  EXPECT_TRUE(harbour.sentences[0].starts_paragraph);
  EXPECT_FALSE(harbour.sentences[1].starts_paragraph);
  EXPECT_EQ(harbour.sentences[1].misc[0], "Entity=(1-object)");
  for (const ConlluSentence& sentence : harbour.sentences) {
    for (const Token& token : sentence.sentence.tokens) {
      EXPECT_EQ(harbour.text.substr(token.span.begin, token.span.size()),
                token.form);
    }
    const Span span = sentence.sentence.span;
    EXPECT_EQ(harbour.text.substr(span.begin, span.size()), TextOf(sentence));
  }
  const std::vector<Token>& tokens = harbour.sentences[0].sentence.tokens;
  EXPECT_EQ(tokens[3].head, -1);
  EXPECT_EQ(tokens[2].head, 3);
  EXPECT_EQ(tokens[2].deprel, Deprel::kAdvmod);
  EXPECT_FALSE(tokens[1].space_after);
  EXPECT_TRUE(tokens[2].space_after);
  EXPECT_EQ((*documents)[1].text, "Rain");
}

TEST(ConlluTest, WritesWhatItRead) {
  std::string want = Tabs(kTwoDocuments);
  const std::string gap = Tabs("1.1 gap _ _ _ _ _ _ _ _\n");
  want.erase(want.find(gap), gap.size());
  std::string got;
  const auto documents = ReadConllu(want);
  ASSERT_TRUE(documents.ok()) << documents.status();
  for (const ConlluDocument& document : *documents) {
    for (const ConlluSentence& s : document.sentences) got += WriteConllu(s);
  }
  EXPECT_EQ(got, want);
}

TEST(ConlluTest, TakesTokensWithoutTree) {
  const auto documents =
      ReadConllu(Tabs("1 Rain _ _ _ _ _ _ _ _\n2 falls _ _ _ _ _ _ _ _"));
  ASSERT_TRUE(documents.ok()) << documents.status();
  const Sentence& sentence = (*documents)[0].sentences[0].sentence;
  ASSERT_EQ(sentence.tokens.size(), 2u);
  EXPECT_EQ(sentence.tokens[0].head, -1);
  EXPECT_EQ(sentence.tokens[1].head, 0);
}

TEST(ConlluTest, SaysWhatIsWrong) {
  struct Case {
    const char* name;
    const char* input;
    const char* want;
  };
  const Case cases[] = {
      {"columns", "1 a\n", "line 1: a row has ten columns parted by tabs"},
      {"eleven", "1 a a X X _ 0 root _ _ _\n",
       "line 1: a row has ten columns parted by tabs"},
      {"count", "2 a a X X _ 0 root _ _\n", "line 1: expected word 1, got '2'"},
      {"word", "x a a X X _ 0 root _ _\n", "line 1: expected word 1, got 'x'"},
      {"head", "1 a a X X _ z root _ _\n", "line 1: bad head 'z'"},
      {"far", "1 a a X X _ 3 dep _ _\n\n", "line 2: word 1 has head 3 of 1"},
      {"roots", "1 a a X X _ 0 root _ _\n2 b b X X _ 0 root _ _\n",
       "line 2: a sentence has one root, not 2"},
      {"circle",
       "1 a a X X _ 0 root _ _\n2 b b X X _ 3 dep _ _\n3 c c X X _ 2 dep _ _\n",
       "line 3: the heads run in a circle"},
      {"range", "1-9 ab _ _ _ _ _ _ _ _\n1 a a X X _ 0 root _ _\n",
       "line 2: a range of words reaches beyond the sentence"},
      {"backwards", "1-0 ab _ _ _ _ _ _ _ _\n",
       "line 1: bad range of words '1-0'"},
      {"mixed", "1 a a X X _ 0 root _ _\n2 b b X X _ _ _ _ _\n",
       "line 2: some words of the sentence have no head"},
  };
  for (const Case& c : cases) {
    const auto documents = ReadConllu(Tabs(c.input));
    ASSERT_FALSE(documents.ok()) << c.name;
    EXPECT_EQ(documents.status().code(), absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(documents.status().message(), std::string("CoNLL-U ") + c.want)
        << c.name;
  }
}

}  // namespace
}  // namespace tercet::text
