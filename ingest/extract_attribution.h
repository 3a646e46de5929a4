#ifndef TERCET_INGEST_EXTRACT_ATTRIBUTION_H_
#define TERCET_INGEST_EXTRACT_ATTRIBUTION_H_

// Who says what: sources inside a sentence, and quotations that run over
// several.
//
//   "We won," said Kim. "We will win again."     both are Kim's
//   The mill, according to Kim, is closed.       Kim's

#include <vector>

#include "ingest/extract_view.h"

namespace tercet::text {

// Who speaks in the clause `say`: its subject, or the agent of a passive.
Argument SpeakerOf(const SentenceView& view, const Clause& say);

// A verb of saying, or a phrase around one ("she liked to say").
bool IsSaying(const SentenceView& view, const Clause& clause);

// The source that an aside of this clause names: "..., Kim said, ..." or
// "according to Kim"; empty where there is none.
Argument AsideSource(const SentenceView& view, const Clause& clause);

// Fills speaker_at of every view: views are the sentences of a document in
// order, each with its clauses.
void FindSpeakers(std::vector<SentenceView>* views);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_ATTRIBUTION_H_
