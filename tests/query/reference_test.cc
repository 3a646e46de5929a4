// The engine against a naive evaluator: random queries over random graphs.
//
// The evaluator shares nothing with the engine but the syntax of the text that
// both are given: it holds the facts as a list, turns a path into a relation
// between nodes by composition and union, and tries every assignment of nodes
// to variables.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tercet/query.h"
#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

constexpr int kNodes = 7;
constexpr int kRelations = 4;  // the last one is symmetric
constexpr const char* kRelationNames[] = {"rules", "visits", "owns", "meets"};
constexpr int kNothing = -1;

std::string NodeName(int node) { return absl::StrCat("Node", node); }

// How weak a fact is: a status, and 8 more where it is negated.
using Weakness = int;
Weakness Both(Weakness a, Weakness b) {
  return std::max(a & 7, b & 7) | ((a | b) & 8);
}

struct Stated {
  int subject, relation, object;
  Status status;
  bool negated;
  bool negative() const { return negated || status == Status::kDenied; }
};

using Random = std::mt19937;

int Pick(Random& random, int n) { return static_cast<int>(random() % n); }

std::vector<Stated> MakeFacts(Random& random) {
  std::vector<Stated> facts;
  for (int i = 0; i < kNodes; ++i) {  // every node exists
    facts.push_back({i, 0, (i + 1) % kNodes, Status::kAsserted, false});
  }
  const int more = 4 + Pick(random, 18);
  for (int i = 0; i < more; ++i) {
    const int kind = Pick(random, 10);
    facts.push_back({Pick(random, kNodes), Pick(random, kRelations),
                     Pick(random, kNodes),
                     kind < 5 ? Status::kAsserted
                              : static_cast<Status>(1 + Pick(random, 5)),
                     Pick(random, 8) == 0});
  }
  return facts;
}

void Store(const std::vector<Stated>& facts, Graph& graph) {
  EXPECT_TRUE(graph
                  .DefineRelations(
                      {{kRelationNames[3], {.symmetric = true, .inverse = ""}}})
                  .ok());
  DocumentBuilder doc("doc");
  for (const Stated& fact : facts) {
    StatedFact& stated = doc.Say(
        doc.Entity(NodeName(fact.subject)), kRelationNames[fact.relation],
        doc.Entity(NodeName(fact.object)), "A sentence.");
    stated.status = fact.status;
    stated.negated = fact.negated;
  }
  EXPECT_TRUE(graph.Add(doc.Finish()).ok());
}

// ---- Paths -----------------------------------------------------------------

// The best weakness of each pair of nodes.
using Pairs = std::map<std::pair<int, int>, Weakness>;

void Put(Pairs* pairs, int from, int to, Weakness weakness) {
  const auto [it, added] = pairs->try_emplace({from, to}, weakness);
  if (!added) it->second = std::min(it->second, weakness);
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

void Union(Pairs* into, const Pairs& other) {
  for (const auto& [pair, weakness] : other) {
    Put(into, pair.first, pair.second, weakness);
  }
}

struct Step {
  std::vector<int> relations;  // empty: any
  bool excluded = false;       // any but these
  std::string condition;       // "", "neg", "planned", "!planned"
};

bool Takes(const Step& step, int relation) {
  const bool listed = std::find(step.relations.begin(), step.relations.end(),
                                relation) != step.relations.end();
  return step.excluded ? !listed : step.relations.empty() || listed;
}

bool Fits(const Step& step, const Stated& fact) {
  if (!Takes(step, fact.relation)) return false;
  if (fact.negative() != (step.condition == "neg")) return false;
  if (step.condition == "planned") return fact.status == Status::kPlanned;
  if (step.condition == "!planned") return fact.status != Status::kPlanned;
  return true;
}

// Forwards, backwards or both.
enum class Way { kForward, kBackward, kBoth };

Pairs PairsOf(const std::vector<Stated>& facts, const Step& step, Way way) {
  Pairs pairs;
  for (const Stated& fact : facts) {
    if (!Fits(step, fact)) continue;
    const Weakness weakness =
        static_cast<int>(fact.status) | (fact.negative() ? 8 : 0);
    const bool both = way == Way::kBoth || fact.relation == 3;
    if (both || way == Way::kForward) {
      Put(&pairs, fact.subject, fact.object, weakness);
    }
    if (both || way == Way::kBackward) {
      Put(&pairs, fact.object, fact.subject, weakness);
    }
  }
  return pairs;
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
    Union(&sum, Compose(before, base));
    if (sum == before) break;  // nothing will ever change any more
  }
  return sum;
}

// ---- Queries ---------------------------------------------------------------

struct RandomEdge {
  std::vector<Step> steps;  // in sequence
  int min = 1, max = 1;     // of the whole
  Way way = Way::kForward;
  bool variable = false;  // ?m, of a single step without repetition
  std::string text;
};

std::string StepText(const Step& step) {
  std::string out;
  if (step.relations.empty()) {
    out = "_";
  } else {
    for (int relation : step.relations) {
      out += (out.empty() ? "" : "|") + std::string(kRelationNames[relation]);
    }
    if (step.excluded) {
      out = absl::StrCat("!(", out, ")");
    } else if (step.relations.size() > 1) {
      out = absl::StrCat("(", out, ")");
    }
  }
  return step.condition.empty() ? out : out + "[" + step.condition + "]";
}

RandomEdge MakeEdge(Random& random, bool may_name) {
  RandomEdge edge;
  const int steps = Pick(random, 6) == 0 ? 2 : 1;
  // Negated and affirmed steps in one edge have no single best way.
  const bool negated = Pick(random, 6) == 0;
  for (int i = 0; i < steps; ++i) {
    Step step;
    const int kind = Pick(random, 6);
    if (kind > 0) step.relations.push_back(Pick(random, kRelations));
    if (kind > 3) {
      const int other = Pick(random, kRelations);
      if (other != step.relations[0]) step.relations.push_back(other);
    }
    step.excluded = kind == 5;
    constexpr const char* kConditions[] = {"", "", "", "planned", "!planned"};
    step.condition = negated ? "neg" : kConditions[Pick(random, 5)];
    edge.steps.push_back(step);
  }
  edge.way = static_cast<Way>(Pick(random, 3));
  edge.variable = may_name && steps == 1 && Pick(random, 3) == 0;
  std::string label;
  for (const Step& step : edge.steps) {
    label += (label.empty() ? "" : "/") + StepText(step);
  }
  if (edge.variable) {
    label = absl::StrCat("?m:", label);
  } else if (Pick(random, 3) == 0) {
    constexpr std::array<std::pair<int, int>, 6> kRepeats = {
        {{0, -1}, {1, -1}, {0, 1}, {2, 2}, {1, 3}, {2, -1}}};
    constexpr const char* kTexts[] = {"*", "+", "{,1}", "{2}", "{1,3}", "{2,}"};
    const int repeat = Pick(random, 6);
    std::tie(edge.min, edge.max) = kRepeats[repeat];
    label = absl::StrCat("(", label, ")", kTexts[repeat]);
  }
  edge.text = absl::StrCat(edge.way == Way::kBackward ? "<-" : "-", label,
                           edge.way == Way::kForward ? "->" : "-");
  return edge;
}

Pairs PairsOf(const std::vector<Stated>& facts, const RandomEdge& edge) {
  Pairs sequence = Identity();
  if (edge.way == Way::kBackward) {
    for (auto it = edge.steps.rbegin(); it != edge.steps.rend(); ++it) {
      sequence = Compose(sequence, PairsOf(facts, *it, edge.way));
    }
  } else {
    for (const Step& step : edge.steps) {
      sequence = Compose(sequence, PairsOf(facts, step, edge.way));
    }
  }
  if (edge.min == 1 && edge.max == 1) return sequence;
  return Power(sequence, edge.min, edge.max);
}

std::string VariableName(int variable) {
  return std::string(1, static_cast<char>('a' + variable));
}

// A node of a chain: a variable a..e, or a constant.
struct RandomNode {
  int variable = -1;
  int constant = -1;
  std::string text;
};

RandomNode MakeNode(Random& random, int variables) {
  RandomNode node;
  if (Pick(random, 4) == 0) {
    node.constant = Pick(random, kNodes);
    node.text = NodeName(node.constant);
  } else {
    node.variable = Pick(random, variables);
    node.text = absl::StrCat("?", VariableName(node.variable));
  }
  return node;
}

struct RandomBlock {
  std::string keyword;  // "", "optional", "not"
  // from, edge, to
  std::vector<std::tuple<RandomNode, RandomEdge, RandomNode>> triples;
};

// What variables stand for; kNothing where unbound.
struct Solution {
  std::array<int, 4> nodes = {kNothing, kNothing, kNothing, kNothing};
  std::string status;  // ?m.status
  Weakness weakness = 0;
};

class Reference {
 public:
  explicit Reference(const std::vector<Stated>& facts) : facts_(facts) {}

  std::vector<Solution> Run(const std::vector<RandomBlock>& blocks) {
    std::vector<Solution> solutions = {Solution()};
    for (const RandomBlock& block : blocks) {
      std::vector<Solution> next;
      for (const Solution& solution : solutions) {
        std::vector<Solution> found = {solution};
        for (const auto& [from, edge, to] : block.triples) {
          found = Extend(found, from, edge, to);
        }
        if (block.keyword == "not") {
          if (found.empty()) next.push_back(solution);
          continue;
        }
        if (found.empty() && block.keyword == "optional") {
          found = {solution};
        }
        next.insert(next.end(), found.begin(), found.end());
      }
      solutions = Best(next);
    }
    return solutions;
  }

 private:
  static std::vector<Solution> Best(const std::vector<Solution>& all) {
    std::map<std::pair<std::array<int, 4>, std::string>, Weakness> best;
    for (const Solution& s : all) {
      const auto [it, added] =
          best.try_emplace({s.nodes, s.status}, s.weakness);
      if (!added) it->second = std::min(it->second, s.weakness);
    }
    std::vector<Solution> out;
    for (const auto& [key, weakness] : best) {
      out.push_back({key.first, key.second, weakness});
    }
    return out;
  }

  static bool Assign(const RandomNode& node, int value, Solution* solution) {
    if (node.constant >= 0) return node.constant == value;
    int& there = solution->nodes[node.variable];
    if (there == kNothing) there = value;
    return there == value;
  }

  std::vector<Solution> Extend(const std::vector<Solution>& solutions,
                               const RandomNode& from, const RandomEdge& edge,
                               const RandomNode& to) {
    std::vector<Solution> out;
    const auto add = [&](int x, int y, Weakness weakness,
                         const std::string& status) {
      for (const Solution& solution : solutions) {
        Solution next = solution;
        if (!Assign(from, x, &next) || !Assign(to, y, &next)) continue;
        next.weakness = Both(next.weakness, weakness);
        if (edge.variable) next.status = status;
        out.push_back(next);
      }
    };
    if (!edge.variable) {
      for (const auto& [pair, weakness] : PairsOf(facts_, edge)) {
        add(pair.first, pair.second, weakness, "");
      }
      return out;
    }
    for (const Stated& fact : facts_) {
      for (const auto& [pair, weakness] :
           PairsOf({fact}, edge.steps[0], edge.way)) {
        add(pair.first, pair.second, weakness, std::string(Name(fact.status)));
      }
    }
    return Best(out);
  }

  const std::vector<Stated>& facts_;
};

std::vector<RandomBlock> MakeQuery(Random& random, std::string* text) {
  std::vector<RandomBlock> blocks;
  const int variables = 2 + Pick(random, 3);
  const int count = 1 + Pick(random, 2);
  bool named = false;
  for (int i = 0; i < count; ++i) {
    RandomBlock block;
    if (i > 0) block.keyword = Pick(random, 2) == 0 ? "optional" : "not";
    *text += (i > 0 ? " " : "") + block.keyword + (i > 0 ? " " : "");
    const int chains = 1 + Pick(random, 2);
    for (int c = 0; c < chains; ++c) {
      if (c > 0) *text += ", ";
      RandomNode from = MakeNode(random, variables);
      *text += from.text;
      const int edges = 1 + Pick(random, 2);
      for (int e = 0; e < edges; ++e) {
        RandomEdge edge = MakeEdge(random, i == 0 && !named);
        named |= edge.variable;
        RandomNode to = MakeNode(random, variables);
        absl::StrAppend(text, " ", edge.text, " ", to.text);
        block.triples.emplace_back(from, edge, to);
        from = to;
      }
    }
    blocks.push_back(block);
  }
  return blocks;
}

// The variables that may be returned: those of blocks other than "not".
std::set<int> Visible(const std::vector<RandomBlock>& blocks, bool* named) {
  std::set<int> visible;
  for (const RandomBlock& block : blocks) {
    if (block.keyword == "not") continue;
    for (const auto& [from, edge, to] : block.triples) {
      if (from.variable >= 0) visible.insert(from.variable);
      if (to.variable >= 0) visible.insert(to.variable);
      *named |= edge.variable;
    }
  }
  return visible;
}

std::string RowText(const std::vector<std::string>& cells, Weakness weakness) {
  std::string row;
  for (const std::string& cell : cells) row += cell + "|";
  return row + std::to_string(weakness);
}

TEST(ReferenceTest, EngineAgreesOnRandomQueries) {
  int with_rows = 0;
  int compared = 0;
  for (int seed = 0; seed < 25; ++seed) {
    Random random(seed);
    const std::vector<Stated> facts = MakeFacts(random);
    TestGraph graph;
    Store(facts, *graph);
    const View view = graph->Read();
    for (int i = 0; i < 160; ++i) {
      std::string text;
      const std::vector<RandomBlock> blocks = MakeQuery(random, &text);
      bool named = false;
      const std::set<int> visible = Visible(blocks, &named);
      if (visible.empty()) continue;
      text += " return ";
      for (int v : visible) {
        absl::StrAppend(&text, v == *visible.begin() ? "?" : ", ?",
                        VariableName(v));
      }
      if (named) text += ", ?m.status";
      absl::StatusOr<Result> result = RunQuery(view, text);
      // A relation that this graph has not is an error, and rightly so.
      if (!result.ok() &&
          result.status().code() == absl::StatusCode::kNotFound) {
        continue;
      }
      ASSERT_TRUE(result.ok()) << text << "\n" << result.status();
      std::multiset<std::string> got;
      while (result->Next()) {
        std::vector<std::string> cells;
        for (const Cell& cell : result->row().cells) {
          cells.push_back(cell.text);
        }
        got.insert(RowText(cells, static_cast<int>(result->row().status) |
                                      (result->row().negated ? 8 : 0)));
      }
      ASSERT_TRUE(result->status().ok()) << text << result->status();
      std::map<std::vector<std::string>, Weakness> best;
      for (const Solution& solution : Reference(facts).Run(blocks)) {
        std::vector<std::string> cells;
        for (int v : visible) {
          cells.push_back(
              solution.nodes[v] == kNothing ? "" : NodeName(solution.nodes[v]));
        }
        if (named) cells.push_back(solution.status);
        const auto [it, added] = best.try_emplace(cells, solution.weakness);
        if (!added) it->second = std::min(it->second, solution.weakness);
      }
      std::multiset<std::string> want;
      for (const auto& [cells, weakness] : best) {
        want.insert(RowText(cells, weakness));
      }
      ASSERT_EQ(got, want) << "seed " << seed << ": " << text;
      ++compared;
      with_rows += !want.empty();
    }
  }
  EXPECT_GT(compared, 2500);
  EXPECT_GT(with_rows, 1000);
}

}  // namespace
}  // namespace tercet::query
