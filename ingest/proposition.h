#ifndef TERCET_INGEST_PROPOSITION_H_
#define TERCET_INGEST_PROPOSITION_H_

// What one sentence says, before anybody knows who "he" is: the extractor's
// output and the resolver's input.

#include <optional>
#include <string>
#include <vector>

#include "ingest/sentence.h"
#include "tercet/term.h"

namespace tercet::text {

// A phrase of one sentence, as token indices in text order.  They need not
// be adjacent: relative clauses, appositions and parentheses are left out.
// Determiners are kept; whoever writes a node's name drops them.
struct Argument {
  int sentence = 0;
  std::vector<int> tokens;  // empty: no such argument
  int head = -1;            // one of tokens

  bool empty() const { return tokens.empty(); }
};

// An argument that hangs on a preposition: {"over", "the sanctions"}.
struct OpenArgument {
  std::string preposition;
  Argument argument;
};

struct Proposition {
  int sentence = 0;
  Argument subject;
  std::string relation;  // third person singular present: "is based in"
  Argument object;       // may be empty: "Lee arrives"
  // A literal object where no phrase of the sentence is one: "charged".
  std::string object_text;

  Status status = Status::kAsserted;
  bool negated = false;
  std::optional<Argument> when;
  std::optional<Argument> where;
  std::optional<Argument> said_by;
  std::vector<OpenArgument> open;
  double confidence = 0.5;  // 0 to 1

  int predicate = -1;        // the token that the relation comes from
  std::string construction;  // "verbal", "copular", "title", "nominal" ...
  std::vector<int> words;    // the tokens behind subject, relation, object
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_PROPOSITION_H_
