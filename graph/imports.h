#ifndef TERCET_GRAPH_IMPORTS_H_
#define TERCET_GRAPH_IMPORTS_H_

// Facts that came by import (tercet/import.h), and what supports them.
//
// Documents keep a record for each assertion, each fact and each name.  For an
// import, whose facts are all stated alike, that would be ten times the facts
// themselves.  So an import keeps its list of triples (storage's kept run) and
// no record a fact:
//
//   A stored triple without a FactRecord is a fact that exactly one import
//   states, as asserted and with confidence 1.  The n-th triple of an import
//   is its assertion n.
//
// As soon as anything else comes to such a fact, another import, a document's
// sentence or a redirect of its entity, it gets the records that facts of
// documents have (Writer::MakeExplicit), with a Support for each import that
// states it, and is one of them from then on.
//
// The entities and values of an import have no records either: they are live
// while a fact has them, and entities are found by their folded names through
// the second hash of the dictionary (FoldedHash).
//
// Templates over storage::Snapshot and storage::Batch; thread-safe as these.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/identity.h"
#include "graph/layout.h"
#include "graph/record.h"
#include "storage/snapshot.h"
#include "storage/triple.h"

namespace tercet {

struct Import {
  uint32_t document = 0;  // its number
  ImportRecord record;
};

// All imports, by number.
template <typename Source>
absl::StatusOr<std::vector<Import>> ReadImports(const Source& source);

// Of a document; nothing where it is no import.
template <typename Source>
absl::StatusOr<std::optional<ImportRecord>> FindImport(const Source& source,
                                                       uint32_t document) {
  return Find<ImportRecord>(source, storage::Family::kDocuments,
                            ImportKey(document));
}

// What an import says of each of its triples.
AssertionRecord ImportedAssertion(const storage::Triple& raw);
FactRecord ImportedFact();

// The assertions of imports that state this very triple.
template <typename Source>
absl::StatusOr<std::vector<AssertionId>> ImportsStating(
    const Source& source, const storage::Triple& triple);

// The assertions of imports that support a stored fact, whatever names it had
// where they stated it.
template <typename Source>
absl::StatusOr<std::vector<AssertionId>> ImportSupports(
    const Source& source, const storage::Triple& stored);

// An assertion of a document or of an import; nothing where there is none.
template <typename Source>
absl::StatusOr<std::optional<AssertionRecord>> FindAssertion(
    const Source& source, AssertionId id);

// The record of a stored fact, also of one that has none for being imported;
// nothing where there is no such fact.
template <typename Source>
absl::StatusOr<std::optional<FactRecord>> FindFact(
    const Source& source, const storage::Triple& stored) {
  absl::StatusOr<std::optional<FactRecord>> record =
      Find<FactRecord>(source, storage::Family::kAssertions, FactKey(stored));
  if (!record.ok() || *record) return record;
  const absl::StatusOr<bool> imported = source.Contains(stored);
  if (!imported.ok()) return imported.status();
  if (*imported) return std::optional<FactRecord>(ImportedFact());
  return record;
}

// The records in the family of assertions of a stored fact that gets the
// support of an import's assertion `id`; without it and for a fact that has
// records already, none.
template <typename Source>
absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
ExplicitRecords(const Source& source, const storage::Triple& stored,
                std::optional<AssertionId> id);

// The hash under which an entity is found by its folded name.
uint64_t FoldedHash(std::string_view folded);

// Whether a fact has the entity or value.
bool HasFacts(const storage::Snapshot& snapshot, TermId node);

// The numbers of entities that facts or documents name, walked once.
absl::StatusOr<int64_t> CountEntities(const storage::Snapshot& snapshot);

}  // namespace tercet

#endif  // TERCET_GRAPH_IMPORTS_H_
