#ifndef TERCET_INGEST_RESOLVE_FACTS_H_
#define TERCET_INGEST_RESOLVE_FACTS_H_

// Facts from propositions once the document's references are resolved, and
// which of them are worth keeping.  Pure; thread-safe.

#include <optional>
#include <vector>

#include "ingest/analysis.h"
#include "ingest/names.h"
#include "ingest/proposition.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

// One fact a proposition whose nodes can be named.  Its entities are indices
// of the model's.
std::vector<ExtractedFact> BuildFacts(
    const InputDocument& document, const std::vector<Proposition>& propositions,
    const NameLexicon& names, std::optional<int32_t> document_day,
    const DocumentModel& model);

// Leaves out repetitions, near-copies and what a headline says again.
std::vector<ExtractedFact> WithoutRepetitions(std::vector<ExtractedFact> facts,
                                              bool has_headline);

// Gives persons the organization or country that they act for:
// "is president of".
void LearnAffiliations(const std::vector<Proposition>& propositions,
                       DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_FACTS_H_
