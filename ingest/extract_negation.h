#ifndef TERCET_INGEST_EXTRACT_NEGATION_H_
#define TERCET_INGEST_EXTRACT_NEGATION_H_

// Whether the words of a clause or a noun phrase deny it.
//
//   "did not come", "nobody came", "awarded no prize", "neither of which"
//   "no bank", "none", "neither company"
//
// Pure; thread-safe; keeps nothing of what it is given.

#include "ingest/extract_view.h"

namespace tercet::text {

// Of the clause itself; what governs it is not asked.
bool HasNegation(const SentenceView& view, const Clause& clause);

// "longer" of "no longer".
bool IsNoLonger(const Tree& tree, int i);

// Of the noun phrase whose head is i.
bool IsNegativeNominal(const Tree& tree, int i);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_NEGATION_H_
