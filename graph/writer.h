#ifndef TERCET_GRAPH_WRITER_H_
#define TERCET_GRAPH_WRITER_H_

// Changes to a graph inside one batch.
//
//   auto batch = store->NewBatch();
//   Writer writer(**batch);
//   absl::Status status = writer.AddDocument(document);
//   if (status.ok()) status = store->Commit(*std::move(batch));
//
// A writer keeps every record that follows from a document in step with it:
// facts, their summaries and hashes, names, words, counts.  After an error the
// batch must be dropped.
//
// Thread safety: none.  Ownership: the batch is the caller's and must outlive
// the writer.

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/identity.h"
#include "graph/name_writer.h"
#include "graph/record.h"
#include "storage/batch.h"
#include "storage/triple.h"
#include "tercet/document_facts.h"
#include "tercet/view.h"

namespace tercet {

class Writer {
 public:
  explicit Writer(storage::Batch& batch) : batch_(batch), names_(batch) {}

  // REQUIRES: Validate(document) is OK and the graph has none of this id.
  absl::Status AddDocument(const DocumentFacts& document);
  // Of a document that is there.
  absl::Status RemoveDocument(std::string_view id);
  // What Add does where another of the same id is there: entities that both
  // have keep their node throughout.
  absl::Status ReplaceDocument(const DocumentFacts& document);

  absl::Status DefineRelation(std::string_view relation,
                              const RelationProperties& properties);
  absl::Status Merge(TermId from, TermId into, std::string_view reason);
  absl::Status Unmerge(TermId from);
  // No rule joins the entity to another any more.
  absl::Status KeepApart(TermId entity);

 private:
  // The stored triple of an assertion: nodes, and the relation or its twin.
  absl::StatusOr<storage::Triple> StoredTriple(const AssertionRecord& record);
  absl::StatusOr<TermId> InternRelation(std::string_view name);
  absl::StatusOr<TermId> InternNode(const Node& node,
                                    const std::vector<TermId>& entities);
  absl::StatusOr<AssertionRecord> RecordOf(const StatedFact& fact,
                                           const std::vector<TermId>& entities);

  absl::Status AddSupport(AssertionId id, const AssertionRecord& record);
  absl::Status RemoveSupport(AssertionId id, const AssertionRecord& record);
  // What comes with a fact's first support and goes with its last: `change`
  // is +1 or -1.  `relation` is the plain one.
  absl::Status ChangeFact(const storage::Triple& stored, TermId relation,
                          int change);
  // Keeps the relation's counts in step with a fact whose summary was
  // `before` and is `after`; no assertions: no fact.
  absl::Status CountFact(const storage::Triple& stored, TermId relation,
                         const FactRecord& before, const FactRecord& after);
  absl::Status ChangeValueUse(TermId value, int change);
  // Gives a fact that only an import states the records of any other.
  absl::Status MakeExplicit(const storage::Triple& stored);
  // The support of an import for a fact that has no records; true where that
  // was all there was of it, and it is gone.
  absl::StatusOr<bool> RemoveImplicit(const storage::Triple& stored);
  absl::Status TakeOutImport(uint32_t number, const ImportRecord& import);
  bool HasImports();
  absl::StatusOr<FactRecord> Summarize(const storage::Triple& stored);

  absl::StatusOr<uint32_t> NextNumber();
  // The document's entities as records, and for each of its entities the id.
  absl::StatusOr<std::vector<EntityMention>> InternEntities(
      const DocumentFacts& document, std::vector<TermId>& ids);
  absl::Status PutDocument(const DocumentFacts& document, uint32_t number,
                           const DocumentRecord& record);
  // Everything of a document goes but what the rule for untyped entities
  // makes of it.
  absl::Status TakeOut(std::string_view id);
  absl::Status TakeOutSentences(uint32_t number, const DocumentRecord& record);
  // The rules are to look at the entity's name again.
  absl::Status Affect(TermId entity);
  absl::Status EnterEntity(const EntityMention& mention, uint32_t number);
  absl::Status LeaveEntity(const EntityMention& mention, uint32_t number);
  absl::Status ChangeTotals(const DocumentRecord& record, int sign);

  // Sends an entity to a node or, where the record's node is kNoTerm, back to
  // itself; its facts move along.
  absl::Status Redirect(TermId entity, const RedirectRecord& redirect);
  // Applies the rules (identity.h) to the names in affected_.
  absl::Status JoinUntyped();
  absl::Status JoinUntyped(const std::string& name,
                           const std::string& disambiguator);
  // The redirect to the one entity that documents call by this name in short;
  // none: kNoTerm.
  absl::StatusOr<RedirectRecord> CalledElsewhere(TermId entity,
                                                 EntityClass entity_class,
                                                 const std::string& name);
  // What a rule says, unless a hand said otherwise.
  absl::Status RedirectByRule(TermId entity, RedirectRecord redirect);
  // The assertions that name an entity which leads to `entity`.
  absl::StatusOr<std::vector<std::pair<AssertionId, AssertionRecord>>>
  AssertionsNaming(TermId entity);
  // Those of imports: `entities` are what leads to `entity`.
  absl::Status ImportsNaming(
      TermId entity, const std::set<TermId>& entities,
      std::vector<std::pair<AssertionId, AssertionRecord>>& assertions);
  absl::StatusOr<std::vector<TermId>> LeadingTo(TermId entity);

  storage::Batch& batch_;
  NameWriter names_;
  std::optional<bool> has_imports_;
  // Names and disambiguators of which an entity came or went.
  std::set<std::pair<std::string, std::string>> affected_;
};

// What is wrong with a document, as InvalidArgument.
absl::Status Validate(const DocumentFacts& document);

}  // namespace tercet

#endif  // TERCET_GRAPH_WRITER_H_
