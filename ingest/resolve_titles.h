#ifndef TERCET_INGEST_RESOLVE_TITLES_H_
#define TERCET_INGEST_RESOLVE_TITLES_H_

// Offices that a title gives without saying of what:
//
//   LISBON — Mayor Ana Silva …          Ana Silva -is mayor of-> Lisbon
//   Premier Rui Costa …                 Rui Costa -is-> premier
//
//   Mill Co. will grow, chief executive Bo Roe said.
//                                       Bo Roe -is chief executive of-> Mill
//                                       Co.
//
// A town's office belongs to the dateline's town, a firm's to the one that its
// sentence speaks of first or else to the one that the text is about.
// Thread-safe.

#include <vector>

#include "ingest/analysis.h"
#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

// Adds what `facts` does not have yet, and says of what an office is where
// a fact names it alone; entities are the model's.
void AddTitleFacts(const InputDocument& document, const NameLexicon& names,
                   const DocumentModel& model,
                   std::vector<ExtractedFact>* facts);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_TITLES_H_
