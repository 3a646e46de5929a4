#ifndef TERCET_INGEST_RESOLVE_H_
#define TERCET_INGEST_RESOLVE_H_

// From propositions in phrases of sentences to facts between named nodes:
//
//   he -meets-> the president      ->   Ana Silva -meets-> Rui Costa
//
//   Resolution r = Resolve(document, sentences, mentions, propositions,
//                          names, lexicon, day, "LISBON");
//
// Names, descriptions and pronouns get their entities (resolve_names.h,
// resolve_references.h), nodes their names (resolve_render.h); facts that
// say nothing are left out: an unresolved pronoun as subject or object, a
// repetition, a near-copy with longer arguments, a thing related to itself, a
// headline that the body repeats.
//
// Pure and deterministic; thread-safe.

#include <string_view>
#include <vector>

#include "ingest/analysis.h"
#include "ingest/lexicon.h"
#include "ingest/mention.h"
#include "ingest/names.h"
#include "ingest/proposition.h"
#include "ingest/sentence.h"

namespace tercet::text {

struct Resolution {
  std::vector<ResolvedEntity> entities;
  std::vector<ExtractedFact> facts;
};

// `document_day`: the day the text was written, where it is known.
// `dateline_place`: "LISBON", or empty.
Resolution Resolve(const InputDocument& document,
                   const std::vector<Sentence>& sentences,
                   const std::vector<Mention>& mentions,
                   const std::vector<Proposition>& propositions,
                   const NameLexicon& names, const Lexicon& lexicon,
                   std::optional<int32_t> document_day,
                   std::string_view dateline_place);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_H_
