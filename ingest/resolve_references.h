#ifndef TERCET_INGEST_RESOLVE_REFERENCES_H_
#define TERCET_INGEST_RESOLVE_REFERENCES_H_

// What descriptions and pronouns refer to, once names have their entities:
//
//   "Acme Ltd, a maker of pumps, ..."   maker: apposition
//   "the company", "the firm"           Acme Ltd: an organization, spoken of
//   "its chief executive"               a new entity, owned by Acme Ltd
//   "she", "their", "itself"            by number, gender, kind, and how near
//                                       and how prominent the antecedent is
//
// The document is read once from the beginning; each reference sees what has
// been said before it.

#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

void ResolveReferences(const NameLexicon& names, DocumentModel& model);

// Stages of the above, each for one reference; -1 where nothing fits.

// The entity that a description takes up, and in *reason why.
int DescriptionAntecedent(int reference, const NameLexicon& names,
                          const DocumentModel& model, std::string* reason);

// The entity that a pronoun stands for, and in *reason why.
int PronounAntecedent(int reference, const DocumentModel& model,
                      std::string* reason);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_REFERENCES_H_
