#ifndef TERCET_GRAPH_CARRY_OVER_H_
#define TERCET_GRAPH_CARRY_OVER_H_

// What a rebuild takes from the old graph as it is: all that was not read from
// the text of documents.
//
//   auto imported = ImportedDocuments(*from);       // of the old graph
//   ... documents are extracted again into `to` ...
//   CarriedOver carried;
//   absl::Status status = CarryRelations(*from, batch, carried);
//   for (const std::string& id : *imported) ... CarryDocument or CarryImport
//   status = CarryMerges(*from, batch, carried), CarryNames(...)
//
// A document was imported where it is a bulk load's (imports.h), or where its
// hash is not that of its text: then its facts were stated row by row, and the
// text is at most the sentences that they cite.
//
// Thread safety: as the snapshots and batches.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/imports.h"
#include "graph/record.h"
#include "storage/batch.h"
#include "storage/snapshot.h"
#include "storage/store.h"
#include "tercet/document_facts.h"
#include "tercet/rebuild.h"
#include "tercet/view.h"

namespace tercet {

// The ids of documents that were imported, ascending.
absl::StatusOr<std::vector<std::string>> ImportedDocuments(
    const storage::Snapshot& from);

// A document as it was added; nothing in the place of a bulk load, whose facts
// have no records.  NotFound: there is none of this id.
struct StoredDocument {
  DocumentFacts facts;
  std::optional<Import> import;
};
absl::StatusOr<StoredDocument> ReadStoredDocument(const storage::Snapshot& from,
                                                  std::string_view id);

// Loads what `import` stated into another store, under the document's id and
// hash.  `view` and `snapshot` are of that store.
absl::Status CarryImport(const storage::Snapshot& from,
                         const StoredDocument& document, const View& view,
                         const storage::Snapshot& snapshot,
                         storage::Store& store);

// Properties of relations that have none in `to`.
absl::Status CarryRelations(const storage::Snapshot& from, storage::Batch& to,
                            Rebuild::CarriedOver& carried);
// What was merged, and named, by hand.
absl::Status CarryMerges(const storage::Snapshot& from, storage::Batch& to,
                         Rebuild::CarriedOver& carried);
absl::Status CarryNames(const storage::Snapshot& from, storage::Batch& to,
                        Rebuild::CarriedOver& carried);

}  // namespace tercet

#endif  // TERCET_GRAPH_CARRY_OVER_H_
