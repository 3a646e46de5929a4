#ifndef TERCET_INGEST_EXTRACT_VIEW_H_
#define TERCET_INGEST_EXTRACT_VIEW_H_

// What every extraction rule sees of one sentence: its tree, its clauses,
// how each clause is meant, and the mentions.  Built once a sentence by
// extract.cc; rules only read it.

#include <string>
#include <vector>

#include "ingest/clause.h"
#include "ingest/clause_tree.h"
#include "ingest/extract_argument.h"
#include "ingest/lexicon.h"
#include "ingest/mention.h"
#include "ingest/proposition.h"

namespace tercet::text {

// How a clause is meant: as a fact, a plan, somebody's words ...
struct Attitude {
  Status status = Status::kAsserted;
  bool negated = false;
  Argument source;  // who says so; may be empty
};

struct SentenceView {
  int number = 0;
  const Tree* tree = nullptr;
  const Lexicon* lexicon = nullptr;
  std::vector<Clause> clauses;
  std::vector<Attitude> attitudes;  // one a clause
  // The mention whose head is this token, or null.
  std::vector<const Mention*> mention_at;
  // The head of the name that covers a token, or -1: "Wharf" in "Friends of
  // the Wharf" is covered by "Friends".
  std::vector<int> name_head;
  // Who speaks where a token stands in a quotation; empty arguments else.
  std::vector<Argument> speaker_at;

  bool Is(WordClass c, int token) const {
    return lexicon->Is(c, tree->lemma(token));
  }
  // Whether the phrase under this head is a name.
  bool IsName(int head) const;
  EntityType TypeOf(int head) const;
  // The head of the phrase that a token stands for: that of the name around
  // it, where there is one.
  int HeadOf(int token) const {
    return name_head[token] >= 0 ? name_head[token] : token;
  }
  bool IsPerson(int head) const { return TypeOf(head) == EntityType::kPerson; }
  // A number, or a noun that is counted: "two offers", "$2.3 billion".
  bool IsQuantity(int head) const;
};

// "Sunday", "last week", "1987", "the third quarter", "at 17".
bool IsTime(const SentenceView& view, int head);
// "in Oslo", "near the bridge", "at her home".
bool IsPlace(const SentenceView& view, int head);

// "Norwegian", "Chinese", "British": told by how they end, for the mention
// finder knows names only.  "Financial" is none.
bool IsDemonymLike(const SentenceView& view, int i);

// A noun, a name, a pronoun, a number; or a language, "into Russian", that was
// taken for an adjective.
bool IsNounLike(const SentenceView& view, int i);

// Fills when and where of a proposition from the adjuncts of a clause, from
// those of the clauses it shares them with, and from the event that a
// relative pronoun stands for.  Tokens that the proposition uses as its
// object are not taken again.
void AddTimeAndPlace(const SentenceView& view, int clause, Proposition* p);

// Words of a phrase for a relation: lower case but for names, without
// determiners, joined by spaces.
std::string RelationWords(const Tree& tree, const std::vector<int>& tokens);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_VIEW_H_
