#include "query/circle.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "query/adjacency.h"
#include "query/intersect.h"
#include "query/kept.h"

namespace tercet::query {
namespace {

// All orders of up to this many nodes are compared.
constexpr size_t kMaxNodes = 6;

using Patterns = std::vector<const Pattern*>;

// Takes patterns away until every end that is left has at least two.
void Peel(Patterns* patterns) {
  for (bool changed = true; changed;) {
    std::map<int, int> uses;
    for (const Pattern* pattern : *patterns) {
      ++uses[pattern->from];
      ++uses[pattern->to];
    }
    changed = std::erase_if(*patterns, [&](const Pattern* pattern) {
                return uses[pattern->from] < 2 || uses[pattern->to] < 2;
              }) > 0;
  }
}

// Those that hang together with the first; *slots gets their ends.
Patterns Connected(const Patterns& patterns, const Pattern* first,
                   std::vector<int>* slots) {
  Patterns connected = {first};
  *slots = {first->from, first->to};
  const auto has = [slots](int slot) {
    return std::find(slots->begin(), slots->end(), slot) != slots->end();
  };
  for (bool changed = true; std::exchange(changed, false);) {
    for (const Pattern* pattern : patterns) {
      const bool known = std::find(connected.begin(), connected.end(),
                                   pattern) != connected.end();
      if (known || (!has(pattern->from) && !has(pattern->to))) continue;
      connected.push_back(pattern);
      for (int slot : {pattern->from, pattern->to}) {
        if (!has(slot)) slots->push_back(slot);
      }
      changed = true;
    }
  }
  return connected;
}

class OrderCost {
 public:
  OrderCost(const View& view, const Patterns& patterns) : patterns_(patterns) {
    for (const Pattern* pattern : patterns) {
      const TermId relation = pattern->hop.relations[0].id;
      absl::StatusOr<RelationStatistics> found =
          KeptStatistics(*KeptOf(view), view, relation, Polarity::kAffirmed);
      known_[relation] = found.ok() ? *found : RelationStatistics();
    }
  }

  int64_t MostFacts() const {
    int64_t most = 0;
    for (const auto& [relation, statistics] : known_) {
      most = std::max(most, statistics.facts);
    }
    return most;
  }

  // The nodes that are looked at; negative where the order leaves a node
  // without a pattern from an earlier one.
  double Of(const std::vector<int>& order, double* rows) const {
    double work = 0;
    *rows = 1;
    for (size_t i = 1; i < order.size(); ++i) {
      double all = 0, least = 0, share = 1;
      for (const Pattern* pattern : patterns_) {
        const int other = pattern->from == order[i] ? pattern->to
                          : pattern->to == order[i] ? pattern->from
                                                    : -1;
        if (other < 0 || std::find(order.begin(), order.begin() + i, other) ==
                             order.begin() + i) {
          continue;
        }
        const Fan fan = FanOf(*pattern, other);
        if (i == 1) *rows = std::max(*rows, fan.nodes);
        const double size =
            i == 1 ? fan.average : std::sqrt(fan.average * fan.most);
        share *= all == 0 ? 1 : std::min(1.0, size / fan.others);
        least = all == 0 ? size : std::min(least, size);
        all += size;
      }
      if (all == 0) return -1;
      work += *rows * all;
      *rows *= least * share;
    }
    *rows = std::max(1.0, *rows);
    return work;
  }

 private:
  // What a pattern leads to from a node at one of its ends.
  struct Fan {
    double nodes = 1, others = 1, average = 1, most = 1;
  };

  Fan FanOf(const Pattern& pattern, int from) const {
    const RelationUse use = *pattern.hop.OnlyUse();
    const RelationStatistics& known = known_.at(use.id);
    const bool from_subject = (pattern.from == from) == use.forward;
    const auto at_least = [](int64_t count) {
      return std::max(1.0, static_cast<double>(count));
    };
    Fan fan;
    fan.nodes = at_least(from_subject ? known.subjects : known.objects);
    fan.others = at_least(from_subject ? known.objects : known.subjects);
    fan.average = at_least(known.facts) / fan.nodes;
    fan.most = std::max(
        fan.average,
        at_least(from_subject ? known.most_of_subject : known.most_of_object));
    return fan;
  }

  const Patterns& patterns_;
  std::map<TermId, RelationStatistics> known_;
};

}  // namespace

std::optional<Circle> FindCircle(const BoundQuery& query, const View& view,
                                 const std::vector<bool>& bound,
                                 const std::vector<const Pattern*>& patterns,
                                 int64_t max_memory_bytes) {
  const auto free = [&](int slot) {
    const Slot& info = query.slots[slot];
    return !bound[slot] && !info.has_candidates && !info.has_type;
  };
  Patterns core;
  for (const Pattern* pattern : patterns) {
    if (CanIntersect(*pattern) && free(pattern->from) && free(pattern->to)) {
      core.push_back(pattern);
    }
  }
  Peel(&core);
  if (core.empty() || core[0] != patterns[0]) return std::nullopt;
  std::vector<int> slots;
  Circle circle;
  circle.patterns = Connected(core, core[0], &slots);
  const OrderCost cost(view, circle.patterns);
  if (slots.size() > kMaxNodes ||
      (max_memory_bytes > 0 &&
       AdjacencyBytes(cost.MostFacts()) > max_memory_bytes / 2)) {
    return std::nullopt;
  }
  std::sort(slots.begin(), slots.end());
  double lowest = -1;
  do {
    double rows = 1;
    const double work = cost.Of(slots, &rows);
    if (work < 0 || (lowest >= 0 && work >= lowest)) continue;
    lowest = work;
    circle.order = slots;
    circle.rows = rows;
  } while (std::next_permutation(slots.begin(), slots.end()));
  return circle;
}

}  // namespace tercet::query
