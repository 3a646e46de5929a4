#ifndef TERCET_INGEST_CONLLU_H_
#define TERCET_INGEST_CONLLU_H_

// CoNLL-U, the exchange format of Universal Dependencies, to and from
// text::Sentence.
//
//   absl::StatusOr<std::vector<ConlluDocument>> documents = ReadConllu(bytes);
//   for (const ConlluDocument& document : *documents) {
//     for (const ConlluSentence& s : document.sentences) {
//       std::cout << WriteConllu(s);
//     }
//   }
//
// The reader rebuilds the text from forms, multiword tokens and SpaceAfter:
// sentences of a paragraph are joined by one space, paragraphs ("# newpar")
// by an empty line, so that every token has its span in
// ConlluDocument::text.  The words of a multiword token share its bytes.
// Empty nodes ("8.1") and enhanced dependencies are left out.
//
// Functions without state: safe from any thread.

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/sentence.h"

namespace tercet::text {

// "don't" over the words "do" and "n't": token indices, both inclusive.
struct MultiwordToken {
  int first = 0;
  int last = 0;
  std::string form;
};

struct ConlluSentence {
  Sentence sentence;
  std::vector<std::string> comments;  // without "# "; "text" is left out
  std::vector<MultiwordToken> multiword_tokens;
  // A token's last column without SpaceAfter: "Entity=(1-person)" or empty.
  // As long as sentence.tokens, or empty where nothing is known.
  std::vector<std::string> misc;
  bool starts_paragraph = false;
};

struct ConlluDocument {
  std::string id;  // "# newdoc id = ...", empty where none is given
  std::string text;
  std::vector<ConlluSentence> sentences;
};

// Reads one or several documents.  Text before the first "# newdoc" is a
// document without an id.  InvalidArgument, with the line, where a row does
// not have ten columns, ids do not count from 1, a head does not exist, a
// sentence has not exactly one root, or heads run in a circle.
//
// A blank head ("_") is allowed in every row of a sentence together: such a
// sentence holds tokens alone, and each token but the first hangs on the
// first as dep.
absl::StatusOr<std::vector<ConlluDocument>> ReadConllu(std::string_view bytes);

// One sentence with its comments, "# text = ..." and a closing empty line.
std::string WriteConllu(const ConlluSentence& sentence);
std::string WriteConllu(const Sentence& sentence);

// The sentence's text, rebuilt from forms and space_after.
std::string TextOf(const ConlluSentence& sentence);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CONLLU_H_
