#ifndef TERCET_FACT_H_
#define TERCET_FACT_H_

// What a graph holds, as a reader sees it.
//
// A fact is subject, relation, object.  It is in the graph while at least one
// assertion supports it; an assertion is one sentence's support:
//
//   Lee Jae Myung -meets-> Xi Jinping            a Fact, [planned]
//     ap1:2 "... Lee is scheduled to meet ..."   its Assertion
//
// Affirmed and negative are two facts.  A sentence that negates or denies
// ("Lee did not meet Xi") supports the negative fact of the same three terms,
// which plain reads never show; Fact::negated tells the two apart.
//
// Plain values: copy freely; thread-safe while nobody writes.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tercet/term.h"
#include "tercet/value.h"

namespace tercet {

// Three term ids.
struct Triple {
  TermId subject = kNoTerm;   // an entity or a value
  TermId relation = kNoTerm;  // a relation
  TermId object = kNoTerm;    // an entity or a value

  friend auto operator<=>(const Triple&, const Triple&) = default;
};

// A fact's name for users: a hash of what it says, so that it is the same in
// every graph that holds the fact, whatever came first.  Shown as "#" and ten
// characters; any unambiguous beginning of four or more is understood.
struct FactId {
  uint64_t value = 0;  // the hash; ToString shows its first 50 bits

  std::string ToString() const;  // "#k3f9a2m7qd"

  friend auto operator<=>(const FactId&, const FactId&) = default;
};

// What the graph says of two nodes, whoever states it.
struct Fact {
  FactId id;      // the same in every graph that has the fact
  Term subject;   // an entity or a value
  Term relation;  // a relation
  Term object;    // kText with an empty text: "Lee arrives" has no object

  // The strongest status of its assertions: asserted, then reported, planned,
  // possible, hypothetical, denied.  Anything but asserted is to be shown
  // with its mark, never as plain truth.
  Status status = Status::kAsserted;
  bool negated = false;   // every assertion of it negates or denies
  int assertions = 0;     // how many support it
  double confidence = 0;  // the highest of theirs

  // Its ids, for View::Assertions and the like.
  Triple triple() const { return {subject.id, relation.id, object.id}; }
};

// Within one graph, until its document is replaced or forgotten.  Numbers
// depend on the order in which documents came; what a user is shown is
// document and sentence.
struct AssertionId {
  uint32_t document = 0;  // number of the document, from 1
  uint32_t ordinal = 0;   // within the document, from 1

  // Both numbers in one.
  uint64_t Packed() const { return uint64_t{document} << 32 | ordinal; }
  // The inverse of Packed.
  static AssertionId Unpacked(uint64_t packed) {
    return {static_cast<uint32_t>(packed >> 32), static_cast<uint32_t>(packed)};
  }
  friend auto operator<=>(const AssertionId&, const AssertionId&) = default;
};

// An argument that hangs on a preposition: {"over", "the sanctions"}.
struct Qualifier {
  std::string preposition;  // "over", "according to"
  Term argument;            // an entity, or a value whose id is kNoTerm

  friend bool operator==(const Qualifier&, const Qualifier&) = default;
};

// One sentence's support for a fact, with all that the sentence says of it.
struct Assertion {
  AssertionId id;         // of this graph
  Triple triple;          // the fact that it supports
  bool negative = false;  // ... and whether it supports the negative one

  std::string document;  // its id
  int sentence = 0;      // from 1
  uint32_t begin = 0;    // bytes [begin, end) of the sentence
  uint32_t end = 0;      //   in the document's text
  std::string text;      // the sentence
  std::string words;     // those of it that the fact was read from

  Status status = Status::kAsserted;          // how the sentence puts it
  bool negated = false;                       // "did not meet"
  double confidence = 0;                      // 0 to 1
  std::string when;                           // "on Tuesday"
  std::optional<DateInterval> when_interval;  // where it can be resolved
  std::string where;                          // "in Beijing"
  std::optional<Term> said_by;                // an entity, or text
  std::vector<Qualifier> open;                // in the sentence's order
  std::string construction;  // "verbal", "copular", "title" ...
};

// One sentence of a document.
struct DocumentSentence {
  uint32_t begin = 0;  // bytes [begin, end) of the document's text
  uint32_t end = 0;    // the first byte behind it

  friend bool operator==(const DocumentSentence&,
                         const DocumentSentence&) = default;
};

// A document of the graph, without its text and its facts.
struct Document {
  uint32_t number = 0;  // within one graph
  std::string id;       // as users name it
  std::string title;    // may be empty
  std::string date;     // "2024-03-05", or empty
  std::string hash;     // of the content, as its writer gave it
  std::vector<DocumentSentence> sentences;  // in text order; none of an import
  int assertions = 0;                       // how many its sentences support
};

}  // namespace tercet

#endif  // TERCET_FACT_H_
