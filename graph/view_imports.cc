// The part of View that walks what imports state.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "graph/imports.h"
#include "graph/view_state.h"
#include "tercet/view.h"

namespace tercet {
namespace {

// The subjects of an import's triples, by content.
absl::StatusOr<std::vector<std::pair<Term, TermId>>> SubjectsOf(
    const storage::Snapshot& snapshot, storage::StatedIterator& it) {
  std::vector<std::pair<Term, TermId>> subjects;
  TermId last = kNoTerm;
  for (; it.Valid(); it.Next()) {
    const TermId subject = it.triple().s;
    if (std::exchange(last, subject) == subject) continue;
    absl::StatusOr<Term> term = ReadTerm(snapshot, subject);
    if (!term.ok()) return term.status();
    term->id = kNoTerm;
    subjects.emplace_back(*std::move(term), subject);
  }
  if (!it.status().ok()) return it.status();
  std::sort(subjects.begin(), subjects.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  return subjects;
}

struct Stated {
  Term relation;
  Term object;
  storage::Triple triple;
  uint32_t ordinal = 0;

  friend bool operator<(const Stated& a, const Stated& b) {
    if (a.relation < b.relation) return true;
    if (b.relation < a.relation) return false;
    return a.object < b.object;
  }
};

// What is stated of one subject, by content.
absl::StatusOr<std::vector<Stated>> StatedOf(const storage::Snapshot& snapshot,
                                             TermId subject,
                                             storage::StatedIterator& it) {
  std::vector<Stated> all;
  it.Seek({subject, kNoTerm, kNoTerm});
  for (; it.Valid() && it.triple().s == subject; it.Next()) {
    Stated& stated = all.emplace_back();
    stated.triple = it.triple();
    stated.ordinal = static_cast<uint32_t>(it.ordinal() + 1);
    absl::StatusOr<Term> relation = ReadTerm(snapshot, stated.triple.p);
    if (!relation.ok()) return relation.status();
    stated.relation = *std::move(relation);
    absl::StatusOr<Term> object = ReadTerm(snapshot, stated.triple.o);
    if (!object.ok()) return object.status();
    stated.object = *std::move(object);
  }
  if (!it.status().ok()) return it.status();
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace

absl::Status View::ForEachAssertion(
    std::string_view document,
    const std::function<absl::Status(const Assertion&)>& visit) const {
  const auto found = state_->FindDocument(document);
  if (!found.ok()) return found.status();
  const auto& [number, record] = *found;
  const storage::Snapshot& snapshot = *state_->snapshot;
  const auto import = FindImport(snapshot, number);
  if (!import.ok()) return import.status();
  if (!*import) {
    absl::StatusOr<std::vector<Assertion>> assertions = AssertionsOf(document);
    if (!assertions.ok()) return assertions.status();
    std::stable_sort(assertions->begin(), assertions->end(),
                     [](const Assertion& a, const Assertion& b) {
                       return a.sentence < b.sentence;
                     });
    for (const Assertion& assertion : *assertions) {
      const absl::Status status = visit(assertion);
      if (!status.ok()) return status;
    }
    return absl::OkStatus();
  }
  const auto it = snapshot.NewStated((*import)->run);
  if (!it.ok()) return it.status();
  const auto subjects = SubjectsOf(snapshot, **it);
  if (!subjects.ok()) return subjects.status();
  for (const auto& [term, subject] : *subjects) {
    const auto all = StatedOf(snapshot, subject, **it);
    if (!all.ok()) return all.status();
    for (const Stated& stated : *all) {
      const absl::StatusOr<Assertion> assertion = state_->ToAssertion(
          {number, stated.ordinal}, ImportedAssertion(stated.triple), record);
      if (!assertion.ok()) return assertion.status();
      const absl::Status status = visit(*assertion);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace tercet
