#include "tercet/view.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "storage/term_id.h"

namespace tercet {

using storage::Family;

View::View(std::shared_ptr<const State> state) : state_(std::move(state)) {}
View::View(const View&) = default;
View& View::operator=(const View&) = default;
View::View(View&&) noexcept = default;
View& View::operator=(View&&) noexcept = default;
View::~View() = default;

TermKind View::KindOf(TermId id) {
  return static_cast<TermKind>(storage::KindOf(id));
}

absl::StatusOr<Term> View::GetTerm(TermId id) const {
  return ReadTerm(*state_->snapshot, id);
}

std::shared_ptr<void> View::Shared(std::shared_ptr<void> (*make)()) const {
  std::call_once(state_->shared_made, [&] { state_->shared = make(); });
  return state_->shared;
}

absl::StatusOr<RelationInfo> View::GetRelation(TermId relation) const {
  const storage::Snapshot& snapshot = *state_->snapshot;
  absl::StatusOr<Term> term = GetTerm(relation);
  if (!term.ok()) return term.status();
  const absl::StatusOr<std::optional<RelationCount>> count =
      Find<RelationCount>(snapshot, Family::kStatistics,
                          RelationCountKey(relation));
  if (!count.ok()) return count.status();
  const absl::StatusOr<std::optional<RelationProperties>> properties =
      Find<RelationProperties>(snapshot, Family::kTerms, RelationKey(relation));
  if (!properties.ok()) return properties.status();
  const RelationCount counts = count->value_or(RelationCount());
  return RelationInfo{
      .term = *std::move(term),
      .facts = static_cast<int64_t>(counts.facts),
      .negative_facts = static_cast<int64_t>(counts.negative_facts),
      .marked_facts = static_cast<int64_t>(counts.marked_facts),
      .assertions = counts.assertions,
      .properties = properties->value_or(RelationProperties())};
}

absl::StatusOr<std::vector<RelationInfo>> View::Relations() const {
  std::vector<RelationInfo> relations;
  const std::string prefix = RelationCountKey(0).substr(0, 1);
  auto it = state_->snapshot->NewRecordIterator(Family::kStatistics, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    absl::StatusOr<RelationInfo> info = GetRelation(reader.U64());
    if (!info.ok()) return info.status();
    relations.push_back(*std::move(info));
  }
  if (!it->status().ok()) return it->status();
  std::sort(relations.begin(), relations.end(),
            [](const auto& a, const auto& b) { return a.term < b.term; });
  return relations;
}

namespace {

// Nodes, joined entities counted once, and pairs of alias and entity.
absl::Status CountNames(const storage::Snapshot& snapshot, GraphStats& stats) {
  const absl::StatusOr<std::vector<Import>> imports = ReadImports(snapshot);
  if (!imports.ok()) return imports.status();
  if (!imports->empty()) {
    // The entities of imports have no records.
    const absl::StatusOr<int64_t> entities = CountEntities(snapshot);
    if (!entities.ok()) return entities.status();
    stats.entities = *entities;
    auto it = snapshot.NewRecordIterator(Family::kAliases,
                                         AliasPrefix(0).substr(0, 1));
    for (; it->Valid(); it->Next()) ++stats.aliases;
    return it->status();
  }
  std::set<TermId> joined_nodes;  // few: nodes that others lead to
  const std::string entities = EntityKey(0).substr(0, 1);
  auto it = snapshot.NewRecordIterator(Family::kTerms, entities);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(entities.size()));
    const TermId entity = reader.U64();
    const absl::StatusOr<TermId> node = NodeOf(snapshot, entity);
    if (!node.ok()) return node.status();
    if (*node == entity) {
      ++stats.entities;
      continue;
    }
    // Counted with its node, or here where no document names the node.
    const absl::StatusOr<std::string> record =
        snapshot.Get(Family::kTerms, EntityKey(*node));
    if (absl::IsNotFound(record.status())) {
      joined_nodes.insert(*node);
    } else if (!record.ok()) {
      return record.status();
    }
  }
  if (!it->status().ok()) return it->status();
  stats.entities += static_cast<int64_t>(joined_nodes.size());
  it =
      snapshot.NewRecordIterator(Family::kAliases, AliasPrefix(0).substr(0, 1));
  for (; it->Valid(); it->Next()) ++stats.aliases;
  return it->status();
}

}  // namespace

absl::StatusOr<GraphStats> View::Stats() const {
  const storage::Snapshot& snapshot = *state_->snapshot;
  const absl::StatusOr<std::optional<Totals>> totals =
      Find<Totals>(snapshot, Family::kMeta, kTotalsKey);
  if (!totals.ok()) return totals.status();
  const absl::StatusOr<std::vector<RelationInfo>> relations = Relations();
  if (!relations.ok()) return relations.status();
  GraphStats stats;
  if (*totals) {
    stats.documents = static_cast<int64_t>((*totals)->documents);
    stats.sentences = static_cast<int64_t>((*totals)->sentences);
    stats.assertions = static_cast<int64_t>((*totals)->assertions);
  }
  for (const RelationInfo& relation : *relations) {
    stats.facts += relation.facts;
    stats.negative_facts += relation.negative_facts;
  }
  stats.relations = static_cast<int64_t>(relations->size());
  const absl::Status status = CountNames(snapshot, stats);
  if (!status.ok()) return status;
  return stats;
}

absl::StatusOr<RelationStatistics> View::Statistics(TermId relation,
                                                    Polarity polarity) const {
  const storage::Snapshot& snapshot = *state_->snapshot;
  const absl::StatusOr<std::optional<RelationCount>> found =
      Find<RelationCount>(snapshot, Family::kStatistics,
                          RelationCountKey(relation));
  if (!found.ok()) return found.status();
  const RelationCount counts = found->value_or(RelationCount());
  RelationStatistics statistics;
  statistics.facts = static_cast<int64_t>(
      polarity == Polarity::kAffirmed ? counts.facts : counts.negative_facts);
  if (statistics.facts == 0) return statistics;
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      state_->Stored({.relation = relation}, polarity);
  if (!stored.ok()) return stored.status();
  if (!*stored) return statistics;
  const absl::StatusOr<storage::PredicateStatistics> predicate =
      snapshot.Statistics((*stored)->p);
  if (!predicate.ok()) return predicate.status();
  const auto cut = [&](int64_t count) {
    return std::min(count, statistics.facts);
  };
  statistics.subjects = cut(predicate->subjects);
  statistics.objects = cut(predicate->objects);
  statistics.most_of_subject = cut(predicate->most_objects);
  statistics.most_of_object = cut(predicate->most_subjects);
  return statistics;
}

absl::StatusOr<std::vector<Hub>> View::Hubs(size_t limit) const {
  const absl::StatusOr<std::vector<storage::Hub>> stored =
      state_->snapshot->Hubs(limit);
  if (!stored.ok()) return stored.status();
  std::vector<Hub> hubs;
  for (const storage::Hub& hub : *stored) {
    hubs.push_back({hub.node, hub.as_subject, hub.as_object});
  }
  return hubs;
}

}  // namespace tercet
