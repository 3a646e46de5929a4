#include "query/cost.h"

#include <algorithm>
#include <utility>

namespace tercet::query {
namespace {

// Facts of a named node are counted up to here; beyond, averages are as good.
constexpr int64_t kCountLimit = 200;

// Nodes of a graph over its facts, where nothing better is known.
constexpr double kFactsPerNode = 4;

}  // namespace

double CostModel::Facts() {
  if (!facts_) {
    facts_ = 1;
    absl::StatusOr<std::vector<RelationInfo>> relations = view_.Relations();
    if (!relations.ok()) {
      status_ = relations.status();
      return *facts_;
    }
    for (const RelationInfo& relation : *relations) {
      *facts_ += static_cast<double>(relation.facts + relation.negative_facts);
    }
  }
  return *facts_;
}

const RelationStatistics& CostModel::StatisticsOf(TermId relation,
                                                  Polarity polarity) {
  const auto [it, added] = statistics_.try_emplace(
      {relation, polarity == Polarity::kNegative}, RelationStatistics());
  if (added) {
    absl::StatusOr<RelationStatistics> read =
        KeptStatistics(*kept_, view_, relation, polarity);
    if (read.ok()) it->second = *read;
    if (!read.ok()) status_ = read.status();
  }
  return it->second;
}

double CostModel::Counted(TermId relation, Polarity polarity, int subject,
                          int object, double otherwise,
                          const std::vector<bool>& bound) {
  const auto only = [&](int slot) -> TermId {
    const Slot& info = query_.slots[slot];
    return !bound[slot] && info.candidates.size() == 1 ? info.candidates[0]
                                                       : kNoTerm;
  };
  const IdPattern pattern = {only(subject), relation, only(object)};
  if (pattern.subject == kNoTerm && pattern.object == kNoTerm) {
    return otherwise;
  }
  // With the other end bound as well, the average says enough.
  if (bound[subject] || bound[object]) return otherwise;
  absl::StatusOr<int64_t> count =
      view_.CountFacts(pattern, kCountLimit, polarity);
  if (!count.ok()) {
    status_ = count.status();
    return otherwise;
  }
  return *count < kCountLimit
             ? static_cast<double>(*count)
             : std::max(static_cast<double>(kCountLimit), otherwise);
}

double CostModel::RowsOf(TermId relation, Polarity polarity, int subject,
                         int object, const std::vector<bool>& bound) {
  double facts, subjects, objects;
  if (relation == kNoTerm) {
    facts = Facts();
    subjects = objects = std::max(1.0, facts / kFactsPerNode);
  } else {
    const RelationStatistics& known = StatisticsOf(relation, polarity);
    facts = static_cast<double>(known.facts);
    subjects = std::max(1.0, static_cast<double>(known.subjects));
    objects = std::max(1.0, static_cast<double>(known.objects));
  }
  const auto share = [&](int slot, double nodes) {
    if (bound[slot]) return 1 / nodes;
    const Slot& info = query_.slots[slot];
    if (!info.has_candidates) return 1.0;
    return std::min(1.0, static_cast<double>(info.candidates.size()) / nodes);
  };
  const double rows = facts * share(subject, subjects) * share(object, objects);
  return Counted(relation, polarity, subject, object, rows, bound);
}

Estimate CostModel::Of(const Pattern& pattern, const std::vector<bool>& bound) {
  const auto known = [&](int slot) {
    return bound[slot] || query_.slots[slot].has_candidates;
  };
  if (pattern.kind != Pattern::Kind::kHop) {
    const double scale = pattern.kind == Pattern::Kind::kShortest ? 10 : 1;
    const int ends = known(pattern.from) + known(pattern.to);
    if (ends == 2) return {0.5, scale * 500};
    if (ends == 1) return {500, scale * 500};
    return {50 * Facts(), scale * (50 * Facts() + 1000)};
  }
  double rows = 0;
  const auto add = [&](TermId relation, bool forward) {
    rows += RowsOf(relation, pattern.hop.polarity,
                   forward ? pattern.from : pattern.to,
                   forward ? pattern.to : pattern.from, bound);
  };
  if (pattern.hop.any && pattern.hop.any_use.forward) add(kNoTerm, true);
  if (pattern.hop.any && pattern.hop.any_use.backward) add(kNoTerm, false);
  for (const RelationUse& use : pattern.hop.relations) {
    if (use.forward) add(use.id, true);
    if (use.backward) add(use.id, false);
  }
  return {rows, rows + 1};
}

}  // namespace tercet::query
