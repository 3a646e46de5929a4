#ifndef TERCET_INGEST_DOCUMENT_FACTS_H_
#define TERCET_INGEST_DOCUMENT_FACTS_H_

// From an analysis to what a graph takes in (tercet/document_facts.h).
//
// Named entities become entities of the graph by their canonical names, with
// the names that the document uses for them as aliases.  Things that are only
// described ("the enzyme") are entities of their document alone: two
// documents that speak of an enzyme need not mean the same.  Other phrases
// are values.  Pure; thread-safe.

#include "ingest/analysis.h"
#include "tercet/document_facts.h"

namespace tercet {

DocumentFacts ToDocumentFacts(const text::Analysis& analysis);

}  // namespace tercet

#endif  // TERCET_INGEST_DOCUMENT_FACTS_H_
