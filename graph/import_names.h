#ifndef TERCET_GRAPH_IMPORT_NAMES_H_
#define TERCET_GRAPH_IMPORT_NAMES_H_

// What the IRIs of an import are called.
//
//   NameOfIri("http://example.org/wiki/Harbour%20Street")   "Harbour Street"
//
// Thread safety: nothing in it changes.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/bulk_load.h"
#include "storage/snapshot.h"

namespace tercet {

// The last segment of an IRI, without its escapes where these are UTF-8.
std::string NameOfIri(std::string_view iri);

// Names the terms of one import; its records are left to others.
class ImportNames : public storage::BulkMeaning {
 public:
  // Both must outlive it.  Blank nodes are told apart by the document.
  ImportNames(const storage::Snapshot& snapshot, std::string_view document)
      : snapshot_(snapshot), document_(document) {}

  void Rename(uint8_t kind, std::string_view bytes, std::string_view name,
              std::string& renamed) const override;
  void Distinguish(std::string_view bytes, std::string_view name,
                   std::string& renamed) const override;
  uint64_t SecondHash(std::string_view renamed) const override;
  // Entities as the graph knows them: joined and merged ones by their node.
  absl::StatusOr<storage::TermId> Find(uint8_t kind,
                                       std::string_view renamed) const override;

 private:
  const storage::Snapshot& snapshot_;
  const std::string_view document_;
};

}  // namespace tercet

#endif  // TERCET_GRAPH_IMPORT_NAMES_H_
