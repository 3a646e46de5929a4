#ifndef TERCET_INGEST_SENTENCE_H_
#define TERCET_INGEST_SENTENCE_H_

// What the text pipeline fills, stage by stage:
//
//   splitter, tokeniser   spans and forms
//   tagger                upos, xpos, feats
//   lemmatiser            lemma
//   parser                head, deprel
//   encoder               upos, xpos, head, deprel, name_scores
//   mention finder        Sentence::mentions (mention.h)
//
// Plain values: copy freely, share between threads while nobody writes.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tercet::text {

// Bytes [begin, end) of the document's text.
struct Span {
  uint32_t begin = 0;
  uint32_t end = 0;

  uint32_t size() const { return end - begin; }
  friend bool operator==(const Span&, const Span&) = default;
};

// Universal part-of-speech tags, Universal Dependencies v2.
enum class Upos : uint8_t {
  kAdj,
  kAdp,
  kAdv,
  kAux,
  kCconj,
  kDet,
  kIntj,
  kNoun,
  kNum,
  kPart,
  kPron,
  kPropn,
  kPunct,
  kSconj,
  kSym,
  kVerb,
  kX,
};

// Universal dependency relations of English, Universal Dependencies v2, with
// the subtypes that EWT and GUM use.  "nmod:poss" is kNmodPoss.
enum class Deprel : uint8_t {
  kRoot,
  kAcl,
  kAclRelcl,
  kAdvcl,
  kAdvclRelcl,
  kAdvmod,
  kAmod,
  kAppos,
  kAux,
  kAuxPass,
  kCase,
  kCc,
  kCcPreconj,
  kCcomp,
  kCompound,
  kCompoundPrt,
  kConj,
  kCop,
  kCsubj,
  kCsubjOuter,
  kCsubjPass,
  kDep,
  kDet,
  kDetPredet,
  kDiscourse,
  kDislocated,
  kExpl,
  kFixed,
  kFlat,
  kGoeswith,
  kIobj,
  kList,
  kMark,
  kNmod,
  kNmodDesc,
  kNmodPoss,
  kNmodUnmarked,
  kNsubj,
  kNsubjOuter,
  kNsubjPass,
  kNummod,
  kObj,
  kObl,
  kOblAgent,
  kOblUnmarked,
  kOrphan,
  kParataxis,
  kPunct,
  kReparandum,
  kVocative,
  kXcomp,
};

// "NOUN", "nmod:poss".  A subtype that is not listed above is read as its
// main type; a name that is not known at all as X or dep.
std::string_view Name(Upos upos);
std::string_view Name(Deprel deprel);
Upos UposOf(std::string_view name);
Deprel DeprelOf(std::string_view name);

struct Token {
  Span span;
  std::string form;   // as in the text; "n't" and "'s" are tokens
  std::string lemma;  // "be", "Lee"
  Upos upos = Upos::kX;
  std::string xpos;   // Penn tag: "VBZ"
  std::string feats;  // "Mood=Ind|Number=Sing" or empty
  int head = -1;      // index in Sentence::tokens; -1 is the root
  Deprel deprel = Deprel::kDep;
  bool space_after = true;

  friend bool operator==(const Token&, const Token&) = default;
};

// How likely a token is outside of names, begins or continues one: outside,
// then begin and inside of a person, a place and an organization.
inline constexpr int kNameLabels = 7;
using NameScores = std::array<int32_t, kNameLabels>;

struct Sentence {
  Span span;                  // of the document's text
  std::vector<Token> tokens;  // in text order; exactly one has head -1
  // Of each token, in 1/1024 of a logit; empty where no encoder gave any.
  std::vector<NameScores> name_scores;

  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// The bytes of the text that a token range [first, last] covers, both
// inclusive, are text.substr(tokens[first].span.begin, ...end - begin).

// Children of each token in text order: result[i] lists those whose head is
// i.  Linear in the number of tokens.
std::vector<std::vector<int>> Children(const Sentence& sentence);

// The main type of a deprel: kNmodPoss -> kNmod, kAclRelcl -> kAcl.
Deprel MainType(Deprel deprel);

}  // namespace tercet::text

#endif  // TERCET_INGEST_SENTENCE_H_
