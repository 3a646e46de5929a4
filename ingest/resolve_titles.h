#ifndef TERCET_INGEST_RESOLVE_TITLES_H_
#define TERCET_INGEST_RESOLVE_TITLES_H_

// Offices that a title gives without saying of what:
//
//   LISBON — Mayor Ana Silva …          Ana Silva -is mayor of-> Lisbon
//   Premier Rui Costa …                 Rui Costa -is-> premier
//
// A town's office belongs to the dateline's town, a firm's to the firm that
// the text is about.  Pure; thread-safe.

#include <vector>

#include "ingest/analysis.h"
#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

// The facts that `facts` does not have yet; entities are the model's.
std::vector<ExtractedFact> TitleFacts(const InputDocument& document,
                                      const std::vector<ExtractedFact>& facts,
                                      const NameLexicon& names,
                                      const DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_TITLES_H_
