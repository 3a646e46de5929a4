// The part of View that matches triples and reads facts.

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/fact_id.h"
#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "tercet/view.h"

namespace tercet {

using storage::Family;

absl::StatusOr<TermId> View::State::PlainRelation(TermId relation) const {
  if (storage::KindOf(relation) != kNegativeRelation) return relation;
  const absl::StatusOr<std::string> name = snapshot->Text(relation);
  if (!name.ok()) return name.status();
  return snapshot->Lookup(Code(TermKind::kRelation), *name);
}

absl::StatusOr<std::optional<storage::Triple>> View::State::Stored(
    const Triple& triple, Polarity polarity) const {
  storage::Triple stored{triple.subject, triple.relation, triple.object};
  if (polarity == Polarity::kNegative && stored.p != kNoTerm) {
    const absl::StatusOr<std::string> name = snapshot->Text(stored.p);
    if (absl::IsNotFound(name.status())) {
      return std::optional<storage::Triple>();
    }
    if (!name.ok()) return name.status();
    const absl::StatusOr<TermId> twin =
        FindTerm(*snapshot, kNegativeRelation, *name);
    if (!twin.ok()) return twin.status();
    if (*twin == kNoTerm) return std::optional<storage::Triple>();
    stored.p = *twin;
  }
  return std::optional<storage::Triple>(stored);
}

// --- FactRange ------------------------------------------------------------

struct FactRange::State {
  explicit State(View v) : view(std::move(v)) {}

  View view;
  Polarity polarity = Polarity::kAffirmed;
  std::deque<IdPattern> patterns;  // still to be matched
  std::optional<TripleCursor> cursor;
  bool valid = false;
  Fact fact;
  absl::Status status;

  void Settle();
};

void FactRange::State::Settle() {
  valid = false;
  while (status.ok()) {
    if (cursor && cursor->Valid()) {
      absl::StatusOr<Fact> found = view.GetFact(cursor->triple(), polarity);
      status = found.status();
      if (!status.ok()) return;
      fact = *std::move(found);
      valid = true;
      return;
    }
    if (cursor) status = cursor->status();
    if (!status.ok() || patterns.empty()) return;
    cursor = view.Triples(patterns.front(), polarity);
    patterns.pop_front();
  }
}

FactRange::FactRange(std::unique_ptr<State> state) : state_(std::move(state)) {}
FactRange::FactRange(FactRange&&) noexcept = default;
FactRange& FactRange::operator=(FactRange&&) noexcept = default;
FactRange::~FactRange() = default;

bool FactRange::Valid() const { return state_->valid; }
const Fact& FactRange::fact() const { return state_->fact; }
absl::Status FactRange::status() const { return state_->status; }

void FactRange::Next() {
  state_->cursor->Next();
  state_->Settle();
}

FactRange View::Match(const IdPattern& pattern, Polarity polarity) const {
  auto state = std::make_unique<FactRange::State>(*this);
  state->polarity = polarity;
  state->patterns.push_back(pattern);
  state->Settle();
  return FactRange(std::move(state));
}

namespace {

// What a name stands for at a node: {kNoTerm} where it is empty.
absl::StatusOr<std::vector<TermId>> NodesNamed(const View& view,
                                               std::string_view name) {
  if (name.empty()) return std::vector<TermId>{kNoTerm};
  std::vector<TermId> ids;
  const absl::StatusOr<std::vector<NameMatch>> matches = view.Resolve(name);
  if (!matches.ok()) return matches.status();
  for (const NameMatch& match : *matches) ids.push_back(match.entity.id);
  const absl::StatusOr<std::vector<Term>> values = view.ResolveValue(name);
  if (!values.ok()) return values.status();
  for (const Term& value : *values) ids.push_back(value.id);
  return ids;
}

}  // namespace

FactRange View::Match(const FactPattern& pattern) const {
  auto state = std::make_unique<FactRange::State>(*this);
  state->polarity = pattern.polarity;
  const auto subjects = NodesNamed(*this, pattern.subject);
  const auto objects = NodesNamed(*this, pattern.object);
  absl::StatusOr<std::optional<Term>> relation = std::optional<Term>(Term());
  if (!pattern.relation.empty()) relation = ResolveRelation(pattern.relation);
  for (const absl::Status& status :
       {subjects.status(), objects.status(), relation.status()}) {
    state->status.Update(status);
  }
  if (state->status.ok() && *relation) {
    for (const TermId subject : *subjects) {
      for (const TermId object : *objects) {
        state->patterns.push_back({subject, (*relation)->id, object});
      }
    }
  }
  state->Settle();
  return FactRange(std::move(state));
}

// --- Single facts ---------------------------------------------------------

absl::StatusOr<bool> View::Contains(const Triple& triple,
                                    Polarity polarity) const {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      state_->Stored(triple, polarity);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return false;
  return state_->snapshot->Contains(**stored);
}

absl::StatusOr<View::Summary> View::GetSummary(const Triple& triple,
                                               Polarity polarity) const {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      state_->Stored(triple, polarity);
  if (!stored.ok()) return stored.status();
  std::optional<FactRecord> record;
  if (*stored) {
    absl::StatusOr<std::optional<FactRecord>> found =
        FindFact(*state_->snapshot, **stored);
    if (!found.ok()) return found.status();
    record = *found;
  }
  if (!record) return absl::NotFoundError("no such fact");
  return Summary{.status = record->status,
                 .negated = polarity == Polarity::kNegative,
                 .assertions = static_cast<int>(record->assertions),
                 .confidence = Fraction(record->confidence)};
}

absl::StatusOr<Fact> View::GetFact(const Triple& triple,
                                   Polarity polarity) const {
  const absl::StatusOr<Summary> summary = GetSummary(triple, polarity);
  if (!summary.ok()) return summary.status();
  Fact fact;
  const std::pair<TermId, Term*> parts[] = {{triple.subject, &fact.subject},
                                            {triple.relation, &fact.relation},
                                            {triple.object, &fact.object}};
  for (const auto& [id, term] : parts) {
    absl::StatusOr<Term> found = GetTerm(id);
    if (!found.ok()) return found.status();
    *term = *std::move(found);
  }
  fact.status = summary->status;
  fact.negated = summary->negated;
  fact.assertions = summary->assertions;
  fact.confidence = summary->confidence;
  fact.id = IdOf(fact.subject, fact.relation, fact.object, fact.negated);
  return fact;
}

FactId View::IdOf(const Term& subject, const Term& relation, const Term& object,
                  bool negated) {
  return FactIdOf(subject, relation, object, negated);
}

namespace {

// The fact with an id of the range among those that only imports state, which
// are not listed by their ids: all of them are looked at.
absl::StatusOr<std::optional<storage::Triple>> FindImported(
    const View& view, const storage::Snapshot& snapshot,
    const FactIdRange& range) {
  std::optional<storage::Triple> found;
  const absl::StatusOr<std::vector<Import>> imports = ReadImports(snapshot);
  if (!imports.ok()) return imports.status();
  if (imports->empty()) return found;
  Term subject;
  std::map<TermId, Term> relations;
  for (auto it = snapshot.NewMatch({}); it->Valid(); it->Next()) {
    if (!it->status().ok()) return it->status();
    const storage::Triple triple = it->triple();
    if (!IsKind(triple.p, TermKind::kRelation)) continue;
    if (subject.id != triple.s) {
      absl::StatusOr<Term> term = view.GetTerm(triple.s);
      if (!term.ok()) return term.status();
      subject = *std::move(term);
    }
    Term& relation = relations[triple.p];
    if (relation.id == kNoTerm) {
      absl::StatusOr<Term> term = view.GetTerm(triple.p);
      if (!term.ok()) return term.status();
      relation = *std::move(term);
    }
    const absl::StatusOr<Term> object = view.GetTerm(triple.o);
    if (!object.ok()) return object.status();
    const FactId id = FactIdOf(subject, relation, *object, false);
    if (id.value < range.first || id.value > range.last) continue;
    if (found) {
      return absl::InvalidArgumentError(
          "the id is the beginning of several facts' ids");
    }
    found = triple;
  }
  return found;
}

}  // namespace

absl::StatusOr<Fact> View::FactById(std::string_view id) const {
  const std::optional<FactIdRange> range = ParseFactId(id);
  if (!range) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", std::string(id), "' is not the id of a fact"));
  }
  // The key of the least triple of the least hash; its tag is the prefix.
  const std::string least = FactHashKey({range->first}, {});
  auto it = state_->snapshot->NewRecordIterator(Family::kAssertions,
                                                least.substr(0, 1));
  std::optional<storage::Triple> stored;
  for (it->Seek(least); it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(1));
    if (reader.U64() > range->last) break;
    if (stored) {
      return absl::InvalidArgumentError(absl::StrCat(
          "'", std::string(id), "' is the beginning of several facts' ids"));
    }
    stored = storage::Triple{reader.U64(), reader.U64(), reader.U64()};
    if (!reader.AtEnd()) {
      return absl::DataLossError("a fact's id does not decode");
    }
  }
  if (!it->status().ok()) return it->status();
  if (!stored) {
    const absl::StatusOr<std::optional<storage::Triple>> imported =
        FindImported(*this, *state_->snapshot, *range);
    if (!imported.ok()) return imported.status();
    stored = *imported;
  }
  if (!stored) {
    return absl::NotFoundError("no fact '" + std::string(id) + "'");
  }
  const absl::StatusOr<TermId> relation = state_->PlainRelation(stored->p);
  if (!relation.ok()) return relation.status();
  return GetFact({stored->s, *relation, stored->o}, *relation == stored->p
                                                        ? Polarity::kAffirmed
                                                        : Polarity::kNegative);
}

absl::StatusOr<int64_t> View::CountFacts(const IdPattern& pattern,
                                         int64_t limit,
                                         Polarity polarity) const {
  if (pattern.relation != kNoTerm && pattern.subject == kNoTerm &&
      pattern.object == kNoTerm) {
    const absl::StatusOr<RelationInfo> info = GetRelation(pattern.relation);
    if (!info.ok()) return info.status();
    return std::min(limit, polarity == Polarity::kAffirmed
                               ? info->facts
                               : info->negative_facts);
  }
  int64_t count = 0;
  TripleCursor cursor = Triples(pattern, polarity);
  for (; cursor.Valid() && count < limit; cursor.Next()) ++count;
  if (!cursor.status().ok()) return cursor.status();
  return count;
}

}  // namespace tercet
