#ifndef TERCET_INGEST_CLAUSE_SUBJECT_H_
#define TERCET_INGEST_CLAUSE_SUBJECT_H_

// Who does it: the subjects of a clause, said or understood.
//
//   "asked Kim to leave"          Kim leaves        object control
//   "promised Kim to leave"       the subject does  subject control
//   "the book written by Kim"     book              reduced relative
//   "Born in Oslo, Kim ..."       Kim               participle clause
//   "Kim sat and waited"          Kim               coordination

#include <vector>

#include "ingest/clause.h"

namespace tercet::text {

// Fills subjects, existential and understood of a clause whose head, link,
// governor and objects are known; governing clauses are complete.
void FindSubjects(const Tree& tree, const Lexicon& lexicon,
                  const std::vector<Clause>& clauses, Clause* clause);

// Whether i has a subject of its own, of whatever kind.
bool HasSubject(const Tree& tree, int i);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CLAUSE_SUBJECT_H_
