#ifndef TERCET_INGEST_RESOLVE_RENDER_H_
#define TERCET_INGEST_RESOLVE_RENDER_H_

// The names of nodes: a phrase of a sentence as a stranger to the text would
// want to read it.
//
//   "Lee"                        Lee Jae Myung
//   "the residents of the town"  residents of Ashford
//   "her parents"                Ana Silva's parents
//   "about 14,000 people"        about 14,000 people
//
// Pure; the model must be resolved (resolve_references.h).

#include <string>

#include "ingest/proposition.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

struct RenderedNode {
  std::string text;  // empty: it cannot be named
  EntityType type = EntityType::kUnknown;
  int entity = -1;  // of DocumentModel::entities, where it is one
  int reference = -1;
};

// `literal` keeps the argument's own words where it would be another name of
// an entity: what an entity is said to be ("Lee is president").
RenderedNode Render(const Argument& argument, bool literal,
                    const NameLexicon& names, const DocumentModel& model);

// The argument's words as they stand, names completed: for times and places.
std::string RenderPhrase(const Argument& argument, bool drop_preposition,
                         const NameLexicon& names, const DocumentModel& model);

// Gives unnamed entities the fullest phrase of their first mention, events
// their owner and arguments.
void NameDescriptions(const NameLexicon& names, DocumentModel& model);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_RENDER_H_
