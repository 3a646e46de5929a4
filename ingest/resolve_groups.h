#ifndef TERCET_INGEST_RESOLVE_GROUPS_H_
#define TERCET_INGEST_RESOLVE_GROUPS_H_

// Several that are spoken of together and taken up as one:
//
//   "Ana Roe and Bo Hald met in 1960.  They married.  The couple ..."
//
// A group is an entity with members; it is no node: what is said of it is said
// of each of them (resolve_facts.h).

#include <string>

#include "ingest/resolve_document.h"

namespace tercet::text {

// Where the reference is the last of several joined by "and", or one of two of
// whom one met or married the other, marks that they were spoken of together.
void TouchGroup(int reference, DocumentModel& model);

// The group that "the two", "the couple", "the pair" take up; or -1.
int GroupOfTwo(const Reference& reference, const DocumentModel& model);

// "Ana Roe and Bo Hald", "Ana, Bo and Cyr".
std::string NameOfGroup(const Entity& group, const DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_GROUPS_H_
