#ifndef TERCET_INGEST_TRAIN_COREFERENCE_H_
#define TERCET_INGEST_TRAIN_COREFERENCE_H_

// Who is who in a tokenised document, for a scorer to read.
//
//   auto rows = CoreferenceRows(document, *pipeline, tagger, names, lexicon);
//   // "GUM_bio_byron\t1\t3\t4\tname\t0\n": document, sentence from 1, first
//   // and last token from 1, kind of mention, entity
//
// The document's own tags and trees are not used, only its tokens.  Pure;
// thread-safe.

#include <string>

#include "ingest/conllu.h"
#include "ingest/lexicon.h"
#include "ingest/names.h"
#include "ingest/ner.h"
#include "ingest/text_pipeline.h"

namespace tercet::text {

std::string CoreferenceRows(const ConlluDocument& document,
                            const TextPipeline& pipeline,
                            const NameTagger& tagger, const NameLexicon& names,
                            const Lexicon& lexicon);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_COREFERENCE_H_
