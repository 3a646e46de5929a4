#include "tests/query/naive_evaluator.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/query/naive_paths.h"

namespace tercet::query {
namespace {

constexpr int kNone = -1;

// ---- Solutions
// ----------------------------------------------------------------

struct Solution {
  std::vector<int> nodes;
  int edge = kNone;    // ?m, an index of the facts
  int length = kNone;  // of ?p
  int path = kNone;    // tells paths of one length apart
  Weakness weakness = 0;

  auto key() const { return std::tie(nodes, edge, length, path); }
};

class Evaluator {
 public:
  Evaluator(const std::vector<Stated>& facts, const RandomQuery& query)
      : facts_(facts), query_(query) {
    for (const RandomBlock& block : query.blocks) {
      for (const RandomTriple& triple : block.triples) {
        for (const RandomNode* node : {&triple.from, &triple.to}) {
          if (node->person) persons_.insert(node->variable);
        }
      }
    }
  }

  std::vector<Solution> Run() {
    std::vector<Solution> solutions = {Solution()};
    solutions[0].nodes.assign(query_.variables, kNone);
    for (const RandomBlock& block : query_.blocks) {
      std::vector<Solution> next;
      for (const Solution& solution : solutions) {
        std::vector<Solution> found = {solution};
        for (const RandomTriple& triple : block.triples) {
          found = block.shortest ? ExtendShortest(found, block)
                                 : Extend(found, triple);
        }
        if (block.keyword == "not") {
          if (found.empty()) next.push_back(solution);
          continue;
        }
        if (found.empty() && block.keyword == "optional") found = {solution};
        next.insert(next.end(), found.begin(), found.end());
      }
      solutions = Best(next);
    }
    for (Solution& solution : solutions) solution.nodes.resize(kVariables);
    solutions = Best(solutions);
    if (query_.has_where) {
      std::erase_if(solutions, [this](const Solution& solution) {
        return !Holds(query_.where, solution);
      });
    }
    return solutions;
  }

 private:
  static std::vector<Solution> Best(const std::vector<Solution>& all) {
    std::vector<Solution> best = all;
    std::sort(best.begin(), best.end(), [](const auto& a, const auto& b) {
      return std::tuple_cat(a.key(), std::tie(a.weakness)) <
             std::tuple_cat(b.key(), std::tie(b.weakness));
    });
    best.erase(std::unique(best.begin(), best.end(),
                           [](const auto& a, const auto& b) {
                             return a.key() == b.key();
                           }),
               best.end());
    return best;
  }

  bool Assign(const RandomNode& node, int value, Solution* solution) const {
    if (!node.constants.empty() &&
        std::find(node.constants.begin(), node.constants.end(), value) ==
            node.constants.end()) {
      return false;
    }
    if (node.variable < 0) return true;
    if (persons_.contains(node.variable) && value >= kPersons) return false;
    int& there = solution->nodes.at(node.variable);
    if (there == kNone) there = value;
    return there == value;
  }

  std::vector<Solution> Extend(const std::vector<Solution>& solutions,
                               const RandomTriple& triple) const {
    std::vector<Solution> out;
    const auto add = [&](int x, int y, Weakness weakness, int edge) {
      for (const Solution& solution : solutions) {
        Solution next = solution;
        if (!Assign(triple.from, x, &next) || !Assign(triple.to, y, &next)) {
          continue;
        }
        next.weakness = Both(next.weakness, weakness);
        if (edge != kNone) next.edge = edge;
        out.push_back(next);
      }
    };
    if (!triple.edge.variable) {
      for (const auto& [pair, weakness] : PairsOf(facts_, triple.edge)) {
        add(pair.first, pair.second, weakness, kNone);
      }
      return out;
    }
    for (size_t i = 0; i < facts_.size(); ++i) {
      for (const auto& [pair, weakness] : PairsOf({facts_[i]}, triple.edge)) {
        add(pair.first, pair.second, weakness, static_cast<int>(i));
      }
    }
    return Best(out);
  }

  std::vector<Solution> ExtendShortest(const std::vector<Solution>& solutions,
                                       const RandomBlock& block) const {
    const RandomTriple& triple = block.triples[0];
    std::vector<Solution> out;
    for (const auto& [ends, paths] : ListPaths(facts_, triple.edge)) {
      for (const Solution& solution : solutions) {
        Solution next = solution;
        if (!Assign(triple.from, ends.first, &next) ||
            !Assign(triple.to, ends.second, &next)) {
          continue;
        }
        int number = 0;
        for (const auto& [length, weakness] : Chosen(paths, block)) {
          next.length = length;
          // The path of no step is one path, wherever it begins.
          next.path =
              length == 0
                  ? 0
                  : ++number + 10000 * (ends.first * kNodes + ends.second + 1);
          next.weakness = weakness;
          out.push_back(next);
        }
      }
    }
    return Best(out);
  }

  bool Holds(const RandomCondition& condition, const Solution& solution) const {
    using Kind = RandomCondition::Kind;
    const int value = solution.nodes.at(condition.variable);
    switch (condition.kind) {
      case Kind::kOr:
        return Holds(condition.children[0], solution) ||
               Holds(condition.children[1], solution);
      case Kind::kAnd:
        return Holds(condition.children[0], solution) &&
               Holds(condition.children[1], solution);
      case Kind::kNot:
        return !Holds(condition.children[0], solution);
      case Kind::kPresent:
        return value != kNone;
      case Kind::kStatus:
        return solution.edge != kNone && (facts_[solution.edge].status ==
                                          condition.status) == condition.equal;
      case Kind::kNodes: {
        const int other = solution.nodes.at(condition.other);
        return value != kNone && other != kNone &&
               (value == other) == condition.equal;
      }
      case Kind::kNode:
        break;
    }
    const bool listed =
        std::find(condition.constants.begin(), condition.constants.end(),
                  value) != condition.constants.end();
    return value != kNone && listed == condition.equal;
  }

  const std::vector<Stated>& facts_;
  const RandomQuery& query_;
  std::set<int> persons_;
};

// ---- Rows
// ---------------------------------------------------------------------

std::string CellOf(int node) { return node == kNone ? "" : NodeName(node); }

struct Row {
  std::vector<int> nodes;          // the columns that are variables
  std::vector<std::string> cells;  // the others
  Weakness weakness = 0;

  std::string text() const {
    std::vector<std::string> all;
    for (int node : nodes) all.push_back(CellOf(node));
    all.insert(all.end(), cells.begin(), cells.end());
    return RowText(all, weakness);
  }
};

struct Group {
  int64_t count = 0;
  std::set<int> counted;
  double best = 0;
  Weakness weakness = 15;
};

std::vector<Row> Grouped(const std::vector<Stated>& facts,
                         const RandomQuery& query,
                         const std::vector<Solution>& solutions) {
  std::map<std::vector<int>, Group> groups;
  for (const Solution& solution : solutions) {
    std::vector<int> key;
    for (int v : query.columns) key.push_back(solution.nodes.at(v));
    if (query.path_length) key.push_back(solution.length);
    Group& group = groups[key];
    ++group.count;
    KeepBest(group.weakness, solution.weakness);
    if (query.counted >= 0 && solution.nodes.at(query.counted) != kNone) {
      group.counted.insert(solution.nodes.at(query.counted));
    }
    if (query.best_confidence) {
      group.best = std::max(group.best, facts[solution.edge].confidence);
    }
  }
  if (groups.empty() && query.columns.empty() && !query.path_length) {
    groups[{}].weakness = 0;
  }
  std::vector<Row> rows;
  for (const auto& [key, group] : groups) {
    Row row{key, {}, group.weakness};
    if (query.path_length) {
      row.cells.push_back(absl::StrCat(row.nodes.back()));
      row.nodes.pop_back();
    }
    row.cells.push_back(absl::StrCat(group.count));
    if (query.counted >= 0)
      row.cells.push_back(absl::StrCat(group.counted.size()));
    if (query.best_confidence) {
      row.cells.push_back(group.best == 0 ? "" : absl::StrCat(group.best));
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Row> Projected(const std::vector<Stated>& facts,
                           const RandomQuery& query,
                           const std::vector<Solution>& solutions) {
  std::map<std::pair<std::vector<int>, std::vector<std::string>>, Weakness>
      best;
  for (const Solution& solution : solutions) {
    std::vector<int> nodes;
    std::vector<std::string> cells;
    for (int v : query.columns) nodes.push_back(solution.nodes.at(v));
    if (query.path_length) cells.push_back(absl::StrCat(solution.length));
    if (query.edge_status) {
      cells.emplace_back(Name(facts[solution.edge].status));
    }
    const auto [it, added] =
        best.try_emplace({nodes, cells}, solution.weakness);
    if (!added) KeepBest(it->second, solution.weakness);
  }
  std::vector<Row> rows;
  for (const auto& [row, weakness] : best) {
    rows.push_back({row.first, row.second, weakness});
  }
  return rows;
}

// Nothing comes last, whatever the direction.
bool Before(const Row& a, const Row& b, bool descending) {
  for (size_t i = 0; i < a.nodes.size(); ++i) {
    const int x = a.nodes[i], y = b.nodes[i];
    if (x == y) continue;
    if (x == kNone || y == kNone) return y == kNone;
    return descending ? x > y : x < y;
  }
  return false;
}

}  // namespace

std::string RowText(const std::vector<std::string>& cells, int weakness) {
  std::string row;
  for (const std::string& cell : cells) row += cell + "|";
  return row + std::to_string(weakness);
}

std::vector<std::string> Evaluate(const std::vector<Stated>& facts,
                                  const RandomQuery& query) {
  const std::vector<Solution> solutions = Evaluator(facts, query).Run();
  std::vector<Row> rows = query.grouped ? Grouped(facts, query, solutions)
                                        : Projected(facts, query, solutions);
  std::vector<std::string> texts;
  if (!query.ordered) {
    for (const Row& row : rows) texts.push_back(row.text());
    std::sort(texts.begin(), texts.end());
    return texts;
  }
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    return Before(a, b, query.descending);
  });
  const size_t begin = std::min<size_t>(query.offset, rows.size());
  const size_t end = query.limit < 0
                         ? rows.size()
                         : std::min(rows.size(), begin + query.limit);
  for (size_t i = begin; i < end; ++i) texts.push_back(rows[i].text());
  return texts;
}

}  // namespace tercet::query
