#ifndef TERCET_INGEST_FACTS_JSONL_H_
#define TERCET_INGEST_FACTS_JSONL_H_

// Facts as JSON Lines, one object a line:
//
//   {"document":"news","sentence":2,"subject":"Ana Silva", …,"span":[26,42]}
//
// Keys: document, sentence, subject, subject_type, relation, object,
// object_type, status, negated, time, place, said_by, confidence, text, span;
// then days (two ISO dates) and open arguments where there are
// any (pairs of preposition and words).  What is not known is null.  Pure;
// thread-safe.

#include <string>

#include "ingest/analysis.h"

namespace tercet::text {

// One line without its line end.
std::string FactJson(const std::string& document_id, const ExtractedFact& fact);

// All facts of a document, each line ended by "\n".
std::string FactsJsonl(const Analysis& analysis);

}  // namespace tercet::text

#endif  // TERCET_INGEST_FACTS_JSONL_H_
