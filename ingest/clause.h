#ifndef TERCET_INGEST_CLAUSE_H_
#define TERCET_INGEST_CLAUSE_H_

// The clauses of a sentence: each predicate with its subjects, objects and
// adjuncts, those that are understood from elsewhere filled in.
//
//   "The firm, which is based in Oslo, plans to buy and close the mill."
//       based   subjects {firm}  passive, obliques {Oslo}
//       plans   subjects {firm}
//       buy     subjects {firm}  objects {mill}  governor plans, xcomp
//       close   subjects {firm}  objects {mill}  governor buy, conj
//
// Everything is a token index; phrases are made of them in
// extract_argument.h.

#include <vector>

#include "ingest/clause_tree.h"
#include "ingest/lexicon.h"

namespace tercet::text {

struct Clause {
  int head = -1;  // the verb, or what a copula links to the subject
  bool copular = false;
  bool passive = false;
  bool existential = false;     // "there is X": X is the subject
  bool understood = false;      // the subjects stand outside of the clause
  int governor = -1;            // index of the clause it hangs on, or -1
  Deprel link = Deprel::kRoot;  // and how; conj looks through to the first

  std::vector<int> subjects;    // heads, one a conjunct
  std::vector<int> objects;     // direct objects, one a conjunct
  std::vector<int> recipients;  // indirect objects
  std::vector<int> agents;      // "by X" of a passive
  std::vector<int> obliques;    // with a preposition or bare ("on Monday")
  int complement = -1;          // xcomp that is no verb: "elected him mayor"
  // The antecedent that an adverb like "where" or "when" stands for.
  int where = -1;
  int when = -1;
};

// In order of depth: a clause comes after the one that governs it.
std::vector<Clause> FindClauses(const Tree& tree, const Lexicon& lexicon);

// Whether a verb is in the passive: "was sold", "sold by Kim", and "left" of
// "was built by Kim and left to the town by Ana".
bool IsPassive(const Tree& tree, int i);

// What a relative pronoun stands for; i itself for any other token.
int Antecedent(const Tree& tree, int i);

// The name that a noun is in apposition to, either way round; else the noun.
int NamedBy(const Tree& tree, int noun);

// "a Boeing", "an idea".
bool HasIndefiniteArticle(const Tree& tree, int noun);

// Appends the names of "her sons, Al and Bo", "the brothers Al and Bo"; false,
// and nothing, where the noun has no several names.
bool AddNamed(const Tree& tree, int noun, std::vector<int>* out);

// "the first", "the only woman", "the oldest to sing": one told from the rest.
bool IsRanked(const Tree& tree, int noun);

// Who is asked in "called for Kim to resign", where head is "resign"; or -1.
int CalledFor(const Tree& tree, const Lexicon& lexicon, const Clause& governor,
              int head);

// Whether i says a point of the calendar: "July", "3 May", "1931", "the due
// date".  "April" of "April Jones" does not.
bool IsDate(const Tree& tree, const Lexicon& lexicon, int i);

// The clause whose predicate is the nearest at or above token i, or -1.
int ClauseOf(const Tree& tree, const std::vector<Clause>& clauses, int i);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CLAUSE_H_
