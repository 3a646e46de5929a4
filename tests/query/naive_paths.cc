#include "tests/query/naive_paths.h"

#include <algorithm>
#include <set>
#include <string>

namespace tercet::query {
namespace {

// ---- Steps -----------------------------------------------------------------

bool HasMonth(const Stated& fact, int low, int high) {
  return fact.month >= low && fact.month <= high;
}

// One condition as random_query.cc writes it.
bool FitsCondition(const Stated& fact, const std::string& condition) {
  if (condition == "planned") return fact.status == Status::kPlanned;
  if (condition == "!planned") return fact.status != Status::kPlanned;
  if (condition == "status!=asserted") return fact.status != Status::kAsserted;
  if (condition == "conf>=0.5") return fact.confidence >= 0.5;
  if (condition == "conf<0.5") return fact.confidence < 0.5;
  if (condition == "when=2026-01") return HasMonth(fact, 1, 1);
  if (condition == "when") return fact.month > 0;
  if (condition == "!when") return fact.month == 0;
  if (condition == "when>2026-01") return HasMonth(fact, 2, 3);
  if (condition == "when=2026-01..2026-02") return HasMonth(fact, 1, 2);
  if (condition == "src=@doc1") return fact.document == 1;
  if (condition == "by") return fact.speaker >= 0;
  if (condition == "by=Node1") return fact.speaker == 1;
  if (condition == "by!=Node1") {
    return fact.speaker >= 0 && fact.speaker != 1;
  }
  return false;
}

bool Fits(const Step& step, const Stated& fact) {
  const bool listed = std::find(step.relations.begin(), step.relations.end(),
                                fact.relation) != step.relations.end();
  if (!step.relations.empty() && listed == step.excluded) return false;
  if (step.condition == "neg") return fact.negative();
  if (fact.negative()) return false;
  size_t begin = 0;
  while (begin < step.condition.size()) {
    const size_t end =
        std::min(step.condition.find(", ", begin), step.condition.size());
    if (!FitsCondition(fact, step.condition.substr(begin, end - begin))) {
      return false;
    }
    begin = end + 2;
  }
  return true;
}

// A fact walked from one end to the other.  Sentences of one fact are one
// walk, as strong as the best of those that fit.
struct Walk {
  int from = 0, to = 0;
  // subject, relation, object, negative
  std::tuple<int, int, int, bool> fact;

  friend auto operator<=>(const Walk&, const Walk&) = default;
};
using Walks = std::map<Walk, Weakness>;

Walks WalksOf(const std::vector<Stated>& facts, const Step& step, Way way) {
  Walks walks;
  if (step.backward) {
    way = way == Way::kForward    ? Way::kBackward
          : way == Way::kBackward ? Way::kForward
                                  : Way::kBoth;
  }
  for (const Stated& fact : facts) {
    if (!Fits(step, fact)) continue;
    const Weakness weakness =
        static_cast<int>(fact.status) | (fact.negative() ? 8 : 0);
    const bool both = way == Way::kBoth || fact.relation == 3;
    const auto put = [&](int from, int to) {
      const Walk walk = {
          from,
          to,
          {fact.subject, fact.relation, fact.object, fact.negative()}};
      const auto [it, added] = walks.try_emplace(walk, weakness);
      if (!added) KeepBest(it->second, weakness);
    };
    if (both || way == Way::kForward) put(fact.subject, fact.object);
    if (both || way == Way::kBackward) put(fact.object, fact.subject);
  }
  return walks;
}

// The steps of one way through an edge, in the order in which they are walked.
std::vector<Step> InOrder(const std::vector<Step>& steps, Way way) {
  std::vector<Step> out = steps;
  if (way == Way::kBackward) std::reverse(out.begin(), out.end());
  return out;
}

// ---- Paths as relations between nodes --------------------------------------

void Put(Pairs* pairs, int from, int to, Weakness weakness) {
  const auto [it, added] = pairs->try_emplace({from, to}, weakness);
  if (!added) KeepBest(it->second, weakness);
}

Pairs Compose(const Pairs& a, const Pairs& b) {
  Pairs out;
  for (const auto& [x, first] : a) {
    for (const auto& [y, second] : b) {
      if (x.second == y.first) {
        Put(&out, x.first, y.second, Both(first, second));
      }
    }
  }
  return out;
}

Pairs Identity() {
  Pairs pairs;
  for (int i = 0; i < kNodes; ++i) pairs[{i, i}] = 0;
  return pairs;
}

Pairs Power(const Pairs& base, int min, int max) {
  Pairs power = Identity();
  for (int i = 0; i < min; ++i) power = Compose(power, base);
  Pairs sum = power;
  for (int i = min; max < 0 || i < max; ++i) {
    const Pairs before = sum;
    for (const auto& [pair, weakness] : Compose(before, base)) {
      Put(&sum, pair.first, pair.second, weakness);
    }
    if (sum == before) break;  // nothing will ever change any more
  }
  return sum;
}

// ---- Shortest paths
// ----------------------------------------------------------

// Every path that visits no node twice, but may end where it began.
class PathLister {
 public:
  PathLister(const std::vector<Stated>& facts, const RandomEdge& edge)
      : edge_(edge) {
    for (const std::vector<Step>& steps : edge.ways) {
      std::vector<Walks> walks;
      for (const Step& step : InOrder(steps, edge.way)) {
        walks.push_back(WalksOf(facts, step, edge.way));
      }
      ways_.push_back(std::move(walks));
    }
  }

  Paths List() {
    for (int node = 0; node < kNodes; ++node) {
      origin_ = node;
      visited_ = {node};
      Between(node, 0, 0);
    }
    return std::move(paths_);
  }

 private:
  // At a node after so many whole rounds of the edge.
  void Between(int node, int rounds, Weakness weakness) {
    if (rounds >= edge_.min) {
      const auto [it, added] =
          paths_[{origin_, node}].try_emplace(path_, weakness);
      if (!added) KeepBest(it->second, weakness);
    }
    if (edge_.max >= 0 && rounds == edge_.max) return;
    if (rounds > 0 && node == origin_) return;
    for (const std::vector<Walks>& way : ways_) {
      Within(way, 0, node, rounds, weakness);
    }
  }

  void Within(const std::vector<Walks>& way, size_t step, int node, int rounds,
              Weakness weakness) {
    if (step == way.size()) {
      Between(node, rounds + 1, weakness);
      return;
    }
    if (!path_.empty() && node == origin_) return;
    for (const auto& [walk, next] : way[step]) {
      if (walk.from != node) continue;
      const bool closes = walk.to == origin_;
      if (!closes && visited_.contains(walk.to)) continue;
      path_.push_back(walk.fact);
      visited_.insert(walk.to);
      Within(way, step + 1, walk.to, rounds, Both(weakness, next));
      if (!closes) visited_.erase(walk.to);
      path_.pop_back();
    }
  }

  const RandomEdge& edge_;
  std::vector<std::vector<Walks>> ways_;
  int origin_ = 0;
  std::set<int> visited_;
  Path path_;
  Paths paths_;
};

}  // namespace

Weakness Both(Weakness a, Weakness b) {
  return std::max(a & 7, b & 7) | ((a | b) & 8);
}

void KeepBest(Weakness& there, Weakness other) {
  there = std::min(there, other);
}

Pairs PairsOf(const std::vector<Stated>& facts, const RandomEdge& edge) {
  Pairs all;
  for (const std::vector<Step>& steps : edge.ways) {
    Pairs sequence = Identity();
    for (const Step& step : InOrder(steps, edge.way)) {
      Pairs pairs;
      for (const auto& [walk, weakness] : WalksOf(facts, step, edge.way)) {
        Put(&pairs, walk.from, walk.to, weakness);
      }
      sequence = Compose(sequence, pairs);
    }
    for (const auto& [pair, weakness] : sequence) {
      Put(&all, pair.first, pair.second, weakness);
    }
  }
  if (edge.min == 1 && edge.max == 1) return all;
  return Power(all, edge.min, edge.max);
}

Paths ListPaths(const std::vector<Stated>& facts, const RandomEdge& edge) {
  return PathLister(facts, edge).List();
}

std::vector<std::pair<int, Weakness>> Chosen(
    const std::map<Path, Weakness>& paths, const RandomBlock& block) {
  std::vector<std::pair<int, Weakness>> all;
  for (const auto& [path, weakness] : paths) {
    all.emplace_back(static_cast<int>(path.size()), weakness);
  }
  std::sort(all.begin(), all.end());
  std::vector<std::pair<int, Weakness>> chosen;
  std::set<int> lengths;
  for (const auto& [length, weakness] : all) {
    lengths.insert(length);
    const auto taken = block.all ? lengths.size() : chosen.size() + 1;
    if (taken > static_cast<size_t>(block.paths)) break;
    chosen.emplace_back(length, weakness);
  }
  return chosen;
}

}  // namespace tercet::query
