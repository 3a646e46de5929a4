#ifndef TERCET_INGEST_RESOLVE_NAMES_H_
#define TERCET_INGEST_RESOLVE_NAMES_H_

// Which names of a document name the same thing:
//
//   "Ana Silva", "Silva", "Mayor Silva"        person, surname
//   "Acme Ltd", "Acme"                         company, short form
//   "United Dock Workers", "UDW"              acronym
//   "China", "Beijing ... warned", "the Chinese"  country, capital, people
//
// Every name gets an entity; the reasons stand in Reference::reason.

#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

void ResolveNames(const NameLexicon& names, DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_NAMES_H_
