#ifndef TERCET_INGEST_MENTION_SPANS_H_
#define TERCET_INGEST_MENTION_SPANS_H_

// Where the names of a sentence begin and end: what the tagger marked, joined
// with what the tree and the words say.
//
//   tagged "University", "Oslo" of "the University of Oslo"
//       -> "University of Oslo"
//
// Pure and deterministic; thread-safe.

#include <vector>

#include "ingest/names.h"
#include "ingest/ner.h"
#include "ingest/sentence.h"

namespace tercet::text {

// In text order, without overlap; titles and owners in front are still inside.
std::vector<NameSpan> JoinedSpans(const Sentence& sentence,
                                  const std::vector<NameSpan>& tagged,
                                  const NameLexicon& names);

}  // namespace tercet::text

#endif  // TERCET_INGEST_MENTION_SPANS_H_
