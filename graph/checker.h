#ifndef TERCET_GRAPH_CHECKER_H_
#define TERCET_GRAPH_CHECKER_H_

// Looks for what cannot be in a sound graph.
//
//   absl::StatusOr<CheckReport> report = Checker(graph.Read()).Run();
//
// Storage compares the permutations with each other and with the dictionary;
// here, what documents state is compared with the facts, summaries, hashes,
// names and counts that follow from it, in both directions: everything that
// follows must be there, and as many of each as there should be.
//
// Memory grows with the numbers of entities and relations, not with the facts.
// Thread safety: none; the view may be in use elsewhere.

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/imports.h"
#include "graph/record.h"
#include "storage/triple.h"
#include "tercet/graph.h"
#include "tercet/view.h"

namespace tercet {

class Checker {
 public:
  explicit Checker(View view) : view_(std::move(view)) {}

  absl::StatusOr<CheckReport> Run();

 private:
  void Report(const std::string& problem);

  absl::Status CheckDocuments();
  absl::Status CheckDocument(uint32_t number, const DocumentRecord& record);
  // An assertion against the support that it must give.
  absl::Status CheckAssertion(const std::string& where, AssertionId id,
                              const AssertionRecord& record);
  // What imports state, together with the facts that have no records.
  absl::Status CheckImports();
  absl::Status CheckStatement(const Import& import, uint64_t ordinal,
                              const storage::Triple& raw);
  absl::Status CheckFacts();
  absl::Status CheckFact(const storage::Triple& stored,
                         const FactRecord& record);
  absl::Status CheckNumbers();
  absl::Status CheckEntities();
  absl::Status CheckEntity(TermId entity, const EntityRecord& record);
  absl::Status CheckAliases();
  absl::Status CheckRelations();

  View view_;
  CheckReport report_;
  Totals totals_;
  int64_t stored_facts_ = 0;
  int64_t implicit_facts_ = 0;  // without records: imports alone state them
  std::map<TermId, EntityRecord> entities_;  // as documents name them
  std::map<std::pair<TermId, std::string>, uint64_t> aliases_;
  std::map<TermId, RelationCount> relations_;
  bool lists_words_ = false;  // of sentences
  int64_t listed_words_ = 0;  // that there should be
};

}  // namespace tercet

#endif  // TERCET_GRAPH_CHECKER_H_
