#ifndef TERCET_INGEST_MENTION_FINDER_H_
#define TERCET_INGEST_MENTION_FINDER_H_

// Finds what the words of a parsed document refer to things with: names,
// descriptions and pronouns.
//
//   "Mayor Ana Silva left her office."
//       Ana Silva   name, person
//       her office  description, place
//       her         pronoun
//
// Names come from the name tagger, reconciled with the tree: runs of proper
// nouns that the tagger did not see are names too, titles stay outside, and
// "of" phrases belong to names whose head is a common word ("University of
// Oslo").  Descriptions are nouns with what stands before them; pronouns are
// personal, possessive, reflexive, relative and demonstrative ones.
//
// Pure and deterministic; thread-safe.

#include <vector>

#include "ingest/mention.h"
#include "ingest/names.h"
#include "ingest/ner.h"
#include "ingest/sentence.h"

namespace tercet::text {

// The names of one sentence in text order; they do not overlap.
std::vector<Mention> FindNames(const Sentence& sentence, int number,
                               const std::vector<NameSpan>& tagged,
                               const NameLexicon& names);

// All mentions of a document by sentence and first token, longer ones first;
// a possessor stands inside the description it belongs to.
std::vector<Mention> FindMentions(const std::vector<Sentence>& sentences,
                                  const NameTagger& tagger,
                                  const NameLexicon& names);

}  // namespace tercet::text

#endif  // TERCET_INGEST_MENTION_FINDER_H_
