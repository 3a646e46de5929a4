#ifndef TERCET_INGEST_EXTRACT_STATUS_H_
#define TERCET_INGEST_EXTRACT_STATUS_H_

// How each clause is meant.  A clause takes over what the clause above it
// makes of it, then its own modal verb and negation decide.
//
//   "The firm does not plan to sell."   sell: planned, negated, by nobody
//   "Kim said it could sell."           sell: possible, said by Kim
//   "Kim denied that it sold."          sell: denied by Kim
//   "If it sells, ..."                  sells: hypothetical
//
// Modality beats attribution: what somebody says may happen is possible,
// with the source kept.

#include "ingest/extract_view.h"

namespace tercet::text {

// Fills view->attitudes.  The clauses, mentions and lexicon are there.
void FindAttitudes(SentenceView* view);

// How a noun in the sentence is meant: as true, but for what stands in a
// quotation, which is its speaker's.
Attitude AttitudeOfNoun(const SentenceView& view, int token);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_STATUS_H_
