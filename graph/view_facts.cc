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
namespace {

using storage::Columns;
using storage::Family;

storage::Order OrderOf(TripleOrder order) {
  switch (order) {
    case TripleOrder::kPos:
      return storage::Order::kPos;
    case TripleOrder::kOsp:
      return storage::Order::kOsp;
    default:
      return storage::Order::kSpo;
  }
}

// The bound columns that an order begins with.
storage::Prefix PrefixOf(const Columns& bound) {
  if (bound[0] == kNoTerm) return storage::Prefix();
  if (bound[1] == kNoTerm) return storage::Prefix(bound[0]);
  if (bound[2] == kNoTerm) return storage::Prefix(bound[0], bound[1]);
  return storage::Prefix(bound[0], bound[1], bound[2]);
}

}  // namespace

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

// --- TripleCursor ---------------------------------------------------------

struct TripleCursor::State {
  std::shared_ptr<const View::State> view;
  std::unique_ptr<storage::TripleIterator> it;  // none: nothing matches
  Polarity polarity = Polarity::kAffirmed;
  storage::Order order = storage::Order::kSpo;
  Columns bound = {};              // in the order's sequence; kNoTerm is free
  size_t relation_at = 1;          // where the order has the relation
  std::map<TermId, TermId> plain;  // relations of twins
  bool valid = false;
  Triple triple;
  absl::Status status;

  bool Shows(TermId relation) const {
    return (storage::KindOf(relation) == kNegativeRelation) ==
           (polarity == Polarity::kNegative);
  }

  // To the first triple of a pattern.
  void Start(const IdPattern& pattern);
  // From where the iterator stands to the first triple that belongs here.
  void Settle();
  void SeekTo(const Triple& target);
};

void TripleCursor::State::Settle() {
  valid = false;
  for (; it->Valid(); it->Next()) {
    const Columns& columns = it->columns();
    if (!Shows(columns[relation_at])) {
      // Within a prefix that ends before the relation, the plain ones come
      // first and the twins after them.
      if (polarity == Polarity::kAffirmed &&
          (relation_at == 0 || (relation_at == 1 && bound[0] != kNoTerm))) {
        break;
      }
      continue;
    }
    bool fits = true;
    for (size_t i = 0; i < 3; ++i) {
      fits = fits && (bound[i] == kNoTerm || bound[i] == columns[i]);
    }
    if (!fits) continue;
    const storage::Triple stored = it->triple();
    TermId relation = stored.p;
    if (polarity == Polarity::kNegative) {
      TermId& known = plain[relation];
      if (known == kNoTerm) {
        const absl::StatusOr<TermId> found = view->PlainRelation(relation);
        if (!found.ok()) {
          status = found.status();
          return;
        }
        known = *found;
      }
      relation = known;
    }
    triple = {stored.s, relation, stored.o};
    valid = true;
    return;
  }
  status = it->status();
}

void TripleCursor::State::SeekTo(const Triple& target) {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      view->Stored(target, polarity);
  if (!stored.ok()) {
    status = stored.status();
    valid = false;
    return;
  }
  if (*stored) it->SeekForward(storage::Permute(order, **stored));
  Settle();
}

TripleCursor::TripleCursor(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
TripleCursor::TripleCursor(TripleCursor&&) noexcept = default;
TripleCursor& TripleCursor::operator=(TripleCursor&&) noexcept = default;
TripleCursor::~TripleCursor() = default;

bool TripleCursor::Valid() const { return state_->valid; }
const Triple& TripleCursor::triple() const { return state_->triple; }
absl::Status TripleCursor::status() const { return state_->status; }

void TripleCursor::Next() {
  state_->it->Next();
  state_->Settle();
}

void TripleCursor::Seek(const Triple& target) {
  if (state_->it != nullptr && state_->valid) state_->SeekTo(target);
}

TripleOrder View::CheapestOrder(const IdPattern& pattern) {
  if (pattern.subject != kNoTerm) {
    return pattern.object != kNoTerm && pattern.relation == kNoTerm
               ? TripleOrder::kOsp
               : TripleOrder::kSpo;
  }
  if (pattern.relation != kNoTerm) return TripleOrder::kPos;
  return pattern.object != kNoTerm ? TripleOrder::kOsp : TripleOrder::kSpo;
}

TripleCursor View::Triples(const IdPattern& pattern, Polarity polarity) const {
  return Triples(pattern, CheapestOrder(pattern), polarity);
}

TripleCursor View::Triples(const IdPattern& pattern, TripleOrder order,
                           Polarity polarity) const {
  auto state = std::make_unique<TripleCursor::State>();
  state->view = state_;
  state->polarity = polarity;
  state->order = OrderOf(order);
  state->relation_at = order == TripleOrder::kSpo   ? 1
                       : order == TripleOrder::kPos ? 0
                                                    : 2;
  state->Start(pattern);
  return TripleCursor(std::move(state));
}

void TripleCursor::State::Start(const IdPattern& pattern) {
  valid = false;
  const absl::StatusOr<std::optional<storage::Triple>> stored = view->Stored(
      {pattern.subject, pattern.relation, pattern.object}, polarity);
  if (!stored.ok()) {
    status = stored.status();
    return;
  }
  if (!*stored) return;
  bound = storage::Permute(order, **stored);
  if (it == nullptr) it = view->snapshot->NewTripleIterator(order);
  it->Seek(PrefixOf(bound));
  // Twins come last: skip to them where they stand together.
  const TermId first_twin = storage::MakeTermId(kNegativeRelation, 0);
  if (polarity == Polarity::kNegative && pattern.relation == kNoTerm) {
    if (relation_at == 0) {
      it->SeekForward({first_twin, 0, 0});
    } else if (relation_at == 1 && pattern.subject != kNoTerm) {
      it->SeekForward({pattern.subject, first_twin, 0});
    }
  }
  Settle();
}

void TripleCursor::Restart(const IdPattern& pattern) {
  if (state_->status.ok()) state_->Start(pattern);
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
