#ifndef TERCET_INGEST_RESOLVE_DEFINITIONS_H_
#define TERCET_INGEST_RESOLVE_DEFINITIONS_H_

// Names that a text gives to somebody in a parenthesis and uses from then on:
//
//   "Ana Silva (the "Landlord")"            Landlord: Ana Silva
//   "Acme Ltd, a company of Oslo ("Acme")"  Acme: Acme Ltd, not Oslo
//   "Rui Costa (Treasurer)"                 Treasurer: Rui Costa
//
// Pure; safe to share between threads.

#include <string>
#include <vector>

#include "ingest/resolve_document.h"

namespace tercet::text {

struct Definition {
  std::string alias;  // "Landlord", as it is written
  int reference;      // the name that it stands for, of the model
};

// In the order of the text; an alias is defined once, by its first
// parenthesis.
std::vector<Definition> FindDefinitions(const DocumentModel& model);

// Joins every reference that is called so, a name or a description, to the
// entity of its definition, which must have one.
void JoinDefinitions(const std::vector<Definition>& definitions,
                     DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_DEFINITIONS_H_
