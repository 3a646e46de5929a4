#include "query/count.h"

#include <algorithm>
#include <optional>

#include "query/intersect.h"

namespace tercet::query {
namespace {

// The only pattern of a query that has nothing else, between ends that may be
// anything; else null.
const Pattern* OnlyPattern(const BoundQuery& query) {
  const BoundBlock& block = query.blocks[0];
  if (query.blocks.size() != 1 || block.patterns.size() != 1 ||
      !query.filters.empty() || !block.filters.empty() ||
      !block.joints.empty() || !block.nodes.empty() || block.impossible) {
    return nullptr;
  }
  const Pattern& pattern = block.patterns[0];
  if (pattern.kind != Pattern::Kind::kHop || pattern.path >= 0 ||
      pattern.from == pattern.to ||
      pattern.hop.polarity != Polarity::kAffirmed ||
      !pattern.hop.conditions.empty()) {
    return nullptr;
  }
  for (int end : {pattern.from, pattern.to}) {
    const Slot& slot = query.slots[end];
    if (slot.has_candidates || slot.has_type) return nullptr;
  }
  return &pattern;
}

// Whether the item says how many rows there are, or which relation it is.
bool IsCounted(const Item& item, const Pattern& pattern, bool one_way) {
  if (!item.aggregate) {
    return pattern.edge >= 0 && item.property.slot == pattern.edge &&
           item.property.field == Field::kRelation;
  }
  const Aggregate& aggregate = *item.aggregate;
  if (aggregate.function != Aggregate::Function::kCount) return false;
  if (aggregate.star) return true;
  const PropertyRef& argument = aggregate.argument;
  if (argument.field != Field::kSelf) return false;
  if (aggregate.distinct) return one_way && argument.slot == pattern.edge;
  return argument.slot == pattern.edge || argument.slot == pattern.from ||
         argument.slot == pattern.to;
}

// Whether rows differ in nothing but the assertion, so that the way in which
// its fact is walked makes no second row.
bool OnlyEdgeIsNamed(const BoundQuery& query, const Pattern& pattern) {
  return query.slots[pattern.from].name.empty() &&
         query.slots[pattern.to].name.empty();
}

void AddUse(TermId relation, const RelationUse& use, bool assertions,
            std::vector<CountedRelation>* counted) {
  for (CountedRelation& known : *counted) {
    if (known.relation != relation) continue;
    known.forward |= use.forward;
    known.backward |= use.backward;
    return;
  }
  counted->push_back({relation, use.forward, use.backward, assertions});
}

}  // namespace

std::vector<CountedRelation> CountedRelations(const BoundQuery& query,
                                              const View& view, bool unique) {
  std::vector<CountedRelation> counted;
  const Pattern* const pattern = OnlyPattern(query);
  if (pattern == nullptr) return counted;
  const Hop& hop = pattern->hop;
  const bool assertions = pattern->edge >= 0 && hop.each_assertion;
  const bool once = assertions && OnlyEdgeIsNamed(query, *pattern);
  if (!unique && !once) return counted;
  if (!assertions && !CanIntersect(*pattern)) return counted;
  if (!std::all_of(query.items.begin(), query.items.end(),
                   [&](const Item& item) {
                     return IsCounted(item, *pattern, once || hop.OneWay());
                   })) {
    return counted;
  }
  if (hop.any) {
    absl::StatusOr<std::vector<RelationInfo>> relations = view.Relations();
    if (!relations.ok()) return counted;
    for (const RelationInfo& info : *relations) {
      if (!std::binary_search(hop.excluded.begin(), hop.excluded.end(),
                              info.term.id)) {
        AddUse(info.term.id, hop.any_use, assertions, &counted);
      }
    }
  }
  for (const RelationUse& use : hop.relations) {
    AddUse(use.id, use, assertions, &counted);
  }
  for (CountedRelation& each : counted) {
    if (!once) break;
    each.forward = true;
    each.backward = false;
  }
  return counted;
}

RowCount CountRows(Execution& execution, const CountedRelation& counted) {
  const RelationInfo& info = execution.RelationOf(counted.relation);
  const std::optional<int64_t> known =
      counted.assertions ? info.assertions : std::optional(info.facts);
  // One plain fact makes the group plain.
  if (known && !counted.backward &&
      (info.facts == 0 || info.marked_facts < info.facts)) {
    return {*known, {}};
  }
  RowCount count{0, {0xFF}};
  TripleCursor cursor =
      execution.view().Triples({.relation = counted.relation});
  for (; cursor.Valid() && execution.Touch(); cursor.Next()) {
    const Triple& triple = cursor.triple();
    const absl::StatusOr<View::Summary> summary =
        execution.view().GetSummary(triple);
    if (!summary.ok()) {
      execution.Fail(summary.status());
      return {};
    }
    // A fact of a node about itself is one step, and nobody comes from what no
    // object names.
    const bool turns = counted.backward &&
                       !execution.IsNothing(triple.object) &&
                       !(counted.forward && triple.subject == triple.object);
    count.rows += (counted.forward + turns) *
                  (counted.assertions ? summary->assertions : 1);
    count.mark = std::min(count.mark, Mark::Of(summary->status, false));
  }
  if (!cursor.status().ok()) execution.Fail(cursor.status());
  return count;
}

}  // namespace tercet::query
