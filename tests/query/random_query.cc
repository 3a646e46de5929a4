#include "tests/query/random_query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

int Pick(Random& random, int n) { return static_cast<int>(random() % n); }
bool Once(Random& random, int of) { return Pick(random, of) == 0; }

std::string VariableName(int variable) {
  return std::string(1, static_cast<char>('a' + variable));
}

std::string Join(const std::vector<int>& items, std::string (*name)(int),
                 const char* separator) {
  std::string out;
  for (int item : items) {
    absl::StrAppend(&out, out.empty() ? "" : separator, name(item));
  }
  return out;
}

std::string StepText(const Step& step) {
  std::string out = "_";
  if (!step.relations.empty()) {
    out = Join(step.relations, RelationName, "|");
    if (step.excluded) {
      out = absl::StrCat("!(", out, ")");
    } else if (step.relations.size() > 1) {
      out = absl::StrCat("(", out, ")");
    }
  }
  if (step.backward) out = "^" + out;
  return step.condition.empty() ? out : out + "[" + step.condition + "]";
}

Step MakeStep(Random& random, bool negated) {
  Step step;
  const int kind = Pick(random, 6);
  if (kind > 0) step.relations.push_back(Pick(random, kRelations));
  if (kind > 3) {
    const int other = Pick(random, kRelations);
    if (other != step.relations[0]) step.relations.push_back(other);
  }
  step.excluded = kind == 5;
  step.backward = Once(random, 10);
  constexpr const char* kConditions[] = {
      "planned",   "!planned",    "status!=asserted",
      "conf>=0.5", "conf<0.5",    "when=2026-01",
      "when",      "!when",       "when>2026-01",
      "src=@doc1", "by",          "by=Node1",
      "by!=Node1", "planned, by", "conf>=0.5, when=2026-01..2026-02"};
  if (negated) {
    step.condition = "neg";
  } else if (Once(random, 4)) {
    step.condition = kConditions[Pick(random, std::size(kConditions))];
  }
  return step;
}

RandomEdge MakeEdge(Random& random, bool may_name) {
  RandomEdge edge;
  // Negated and affirmed steps in one edge have no single best way.
  const bool negated = Once(random, 8);
  const int ways = Once(random, 8) ? 2 : 1;
  std::string label;
  for (int w = 0; w < ways; ++w) {
    std::vector<Step> sequence;
    const int steps = Once(random, 6) ? 2 : 1;
    for (int i = 0; i < steps; ++i) {
      sequence.push_back(MakeStep(random, negated));
      absl::StrAppend(&label,
                      i > 0   ? "/"
                      : w > 0 ? "|"
                              : "",
                      StepText(sequence.back()));
    }
    edge.ways.push_back(std::move(sequence));
  }
  edge.way = static_cast<Way>(Pick(random, 3));
  const bool single = ways == 1 && edge.ways[0].size() == 1;
  edge.variable =
      may_name && single && !edge.ways[0][0].backward && Once(random, 3);
  if (edge.variable) {
    label = absl::StrCat("?m:", label);
  } else if (Once(random, 3)) {
    constexpr std::array<std::pair<int, int>, 6> kRepeats = {
        {{0, -1}, {1, -1}, {0, 1}, {2, 2}, {1, 3}, {2, -1}}};
    constexpr const char* kTexts[] = {"*", "+", "{,1}", "{2}", "{1,3}", "{2,}"};
    const int repeat = Pick(random, 6);
    std::tie(edge.min, edge.max) = kRepeats[repeat];
    label = absl::StrCat("(", label, ")", kTexts[repeat]);
  } else if (ways > 1) {
    label = absl::StrCat("(", label, ")");
  }
  edge.text = absl::StrCat(edge.way == Way::kBackward ? "<-" : "-", label,
                           edge.way == Way::kForward ? "->" : "-");
  return edge;
}

RandomNode MakeNode(Random& random, int variables, bool typed,
                    RandomQuery* query) {
  RandomNode node;
  if (Once(random, 4)) {
    node.constants.push_back(Pick(random, kNodes));
    const int other = Pick(random, kNodes);
    if (Once(random, 3) && other != node.constants[0]) {
      node.constants.push_back(other);
    }
    node.text = Join(node.constants, NodeName, " | ");
    if (node.constants.size() > 1) {
      node.text = "(" + node.text + ")";
      node.variable = query->variables++;
    } else if (node.constants[0] == 5) {
      node.text = "~" + node.text;
    }
  } else {
    node.variable = Pick(random, variables);
    node.person = typed && Once(random, 8);
    node.text = absl::StrCat("?", VariableName(node.variable),
                             node.person ? ":person" : "");
  }
  return node;
}

// ?p = shortest A -x+-> B: one edge, which repeats.
RandomBlock MakeShortest(Random& random, RandomQuery* query) {
  std::string* const text = &query->text;
  RandomBlock block;
  block.shortest = true;
  block.all = Once(random, 2);
  block.paths = 1 + Pick(random, 3);
  RandomTriple triple;
  const auto end = [&random, query] {
    RandomNode node = MakeNode(random, 2, true, query);
    if (node.constants.size() > 1) {
      node.constants = {node.constants.front()};
      node.variable = -1;
      node.text = NodeName(node.constants[0]);
    }
    return node;
  };
  triple.from = end();
  do {
    triple.edge = MakeEdge(random, false);
  } while (triple.edge.max >= 0);
  triple.to = end();
  absl::StrAppend(text, "?p = ", block.all ? "all " : "", "shortest",
                  block.paths > 1 ? absl::StrCat("(", block.paths, ")") : "",
                  " ", triple.from.text, " ", triple.edge.text, " ",
                  triple.to.text);
  block.triples.push_back(std::move(triple));
  return block;
}

RandomBlock MakeBlock(Random& random, int variables, const char* keyword,
                      bool* named, RandomQuery* query) {
  std::string* const text = &query->text;
  RandomBlock block;
  block.keyword = keyword;
  absl::StrAppend(text, text->empty() ? "" : " ", keyword,
                  *keyword != '\0' ? " " : "");
  const int chains = 1 + Pick(random, 2);
  for (int c = 0; c < chains; ++c) {
    if (c > 0) *text += ", ";
    RandomNode from = MakeNode(random, variables, *keyword == '\0', query);
    *text += from.text;
    const int edges = 1 + Pick(random, 2);
    for (int e = 0; e < edges; ++e) {
      RandomEdge edge = MakeEdge(random, *keyword == '\0' && !*named);
      *named |= edge.variable;
      RandomNode to = MakeNode(random, variables, *keyword == '\0', query);
      absl::StrAppend(text, " ", edge.text, " ", to.text);
      block.triples.push_back({from, std::move(edge), to});
      from = std::move(to);
    }
  }
  return block;
}

// Plain joins of single relations: what intersections and triangles are made
// of.
RandomBlock MakeStar(Random& random, RandomQuery* query) {
  std::string* const text = &query->text;
  RandomBlock block;
  const int edges = 2 + Pick(random, 3);
  for (int i = 0; i < edges; ++i) {
    RandomTriple triple;
    triple.from = MakeNode(random, 3, true, query);
    triple.to = MakeNode(random, 3, true, query);
    Step step;
    step.relations.push_back(Pick(random, kRelations));
    triple.edge.ways = {{step}};
    triple.edge.text = absl::StrCat("-", StepText(step), "->");
    absl::StrAppend(text, i > 0 ? ", " : "", triple.from.text, " ",
                    triple.edge.text, " ", triple.to.text);
    block.triples.push_back(std::move(triple));
  }
  return block;
}

RandomCondition MakeCondition(Random& random, const std::vector<int>& variables,
                              bool named, int depth, std::string* text) {
  using Kind = RandomCondition::Kind;
  RandomCondition condition;
  const int kind = Pick(random, depth > 0 ? 9 : 6);
  if (kind >= 6) {
    condition.kind = kind == 6   ? Kind::kOr
                     : kind == 7 ? Kind::kAnd
                                 : Kind::kNot;
    *text += condition.kind == Kind::kNot ? "not (" : "(";
    for (int i = 0; i < (condition.kind == Kind::kNot ? 1 : 2); ++i) {
      if (i > 0) *text += condition.kind == Kind::kOr ? " or " : " and ";
      condition.children.push_back(
          MakeCondition(random, variables, named, depth - 1, text));
    }
    *text += ")";
    return condition;
  }
  condition.variable =
      variables[Pick(random, static_cast<int>(variables.size()))];
  condition.equal = Once(random, 2);
  const std::string name = "?" + VariableName(condition.variable);
  const char* op = condition.equal ? " = " : " != ";
  if (kind == 0 && named) {
    condition.kind = Kind::kStatus;
    condition.status = static_cast<Status>(Pick(random, 3));
    absl::StrAppend(text, "?m.status", op, std::string(Name(condition.status)));
  } else if (kind == 1) {
    condition.kind = Kind::kPresent;
    *text += name;
  } else if (kind <= 3) {
    condition.kind = Kind::kNodes;
    condition.other =
        variables[Pick(random, static_cast<int>(variables.size()))];
    absl::StrAppend(text, name, op, "?", VariableName(condition.other));
  } else {
    condition.constants = {Pick(random, kNodes)};
    if (kind == 5) {
      condition.equal = true;
      condition.constants.push_back(Pick(random, kNodes));
      absl::StrAppend(text, name, " in (",
                      Join(condition.constants, NodeName, ", "), ")");
    } else {
      // Names of one word: by word and as a whole are the same.
      if (condition.equal && condition.constants[0] % 2 == 0) op = " ~ ";
      absl::StrAppend(text, name, op, NodeName(condition.constants[0]));
    }
  }
  return condition;
}

// The variables that may be returned: those of blocks other than "not".
std::vector<int> Visible(const std::vector<RandomBlock>& blocks) {
  std::set<int> visible;
  for (const RandomBlock& block : blocks) {
    if (block.keyword == "not") continue;
    for (const RandomTriple& triple : block.triples) {
      for (int variable : {triple.from.variable, triple.to.variable}) {
        if (variable >= 0 && variable < kVariables) visible.insert(variable);
      }
    }
  }
  return {visible.begin(), visible.end()};
}

void AddReturn(Random& random, bool named, RandomQuery* query) {
  std::vector<std::string> items;
  for (int v : query->columns) items.push_back("?" + VariableName(v));
  if (query->blocks[0].shortest) {
    query->path_length = true;
    items.push_back("length(?p)");
  }
  query->grouped = Once(random, 4);
  if (named && !query->grouped) {
    query->edge_status = true;
    items.push_back("?m.status");
  }
  if (query->grouped) {
    items.push_back("count(*)");
    if (!query->columns.empty() && Once(random, 2)) {
      // A column that is counted is no column any more.
      query->counted = query->columns.back();
      query->columns.pop_back();
      items.erase(items.begin() + static_cast<int>(query->columns.size()));
      items.push_back("count(distinct ?" + VariableName(query->counted) + ")");
    }
    if (named) {
      query->best_confidence = true;
      items.push_back("max(?m.conf)");
    }
  }
  query->text += " return ";
  for (size_t i = 0; i < items.size(); ++i) {
    absl::StrAppend(&query->text, i > 0 ? ", " : "", items[i]);
  }
}

void AddOrder(Random& random, RandomQuery* query) {
  if (query->columns.empty() || query->edge_status || query->path_length ||
      !Once(random, 3)) {
    return;
  }
  query->ordered = true;
  query->descending = Once(random, 2);
  query->text += " order by ";
  for (size_t i = 0; i < query->columns.size(); ++i) {
    absl::StrAppend(&query->text, i > 0 ? ", " : "", "?",
                    VariableName(query->columns[i]),
                    query->descending ? " desc" : "");
  }
  if (Once(random, 2)) {
    query->limit = Pick(random, 6);
    absl::StrAppend(&query->text, " limit ", query->limit);
    if (Once(random, 2)) {
      query->offset = Pick(random, 3);
      absl::StrAppend(&query->text, " offset ", query->offset);
    }
  }
}

}  // namespace

std::string NodeName(int node) { return absl::StrCat("Node", node); }

std::string RelationName(int relation) {
  constexpr const char* kNames[] = {"rules", "visits", "owns", "meets"};
  return kNames[relation];
}

std::vector<Stated> MakeFacts(Random& random) {
  std::vector<Stated> facts;
  for (int i = 0; i < kNodes; ++i) {  // every node exists
    facts.push_back({.subject = i, .object = (i + 1) % kNodes});
  }
  for (int i = 1; i < kRelations; ++i) {  // and every relation
    facts.push_back({.subject = i, .relation = i, .object = i + 1});
  }
  const int more = 4 + Pick(random, 18);
  for (int i = 0; i < more; ++i) {
    const int kind = Pick(random, 10);
    Stated fact{.subject = Pick(random, kNodes),
                .relation = Pick(random, kRelations),
                .object = Pick(random, kNodes)};
    fact.status =
        kind < 5 ? Status::kAsserted : static_cast<Status>(1 + Pick(random, 5));
    fact.negated = Once(random, 8);
    fact.confidence = Once(random, 3) ? 0.25 : 0.75;
    fact.month = Pick(random, 4);
    fact.speaker = Once(random, 3) ? Pick(random, kNodes) : -1;
    fact.document = Pick(random, 2);
    facts.push_back(fact);
  }
  return facts;
}

void Store(const std::vector<Stated>& facts, Graph& graph) {
  EXPECT_TRUE(graph
                  .DefineRelations(
                      {{RelationName(3), {.symmetric = true, .inverse = ""}}})
                  .ok());
  for (int number = 0; number < 2; ++number) {
    DocumentBuilder doc(absl::StrCat("doc", number));
    const auto node = [&doc](int i) {
      return doc.Entity(
          NodeName(i), i < kPersons ? EntityType::kPerson : EntityType::kPlace);
    };
    for (const Stated& fact : facts) {
      if (fact.document != number) continue;
      StatedFact& stated =
          doc.Say(node(fact.subject), RelationName(fact.relation),
                  node(fact.object), "A sentence.");
      stated.status = fact.status;
      stated.negated = fact.negated;
      stated.confidence = fact.confidence;
      if (fact.month > 0) {
        stated.when = "then";
        stated.when_interval = ParseDate(absl::StrCat("2026-0", fact.month));
      }
      if (fact.speaker >= 0) stated.said_by = node(fact.speaker);
    }
    EXPECT_TRUE(graph.Add(doc.Finish()).ok());
  }
}

RandomQuery MakeQuery(Random& random) {
  RandomQuery query;
  bool named = false;
  const int variables = 2 + Pick(random, kVariables - 1);
  const int kind = Pick(random, 8);
  if (kind == 0) {
    query.blocks.push_back(MakeShortest(random, &query));
  } else if (kind < 3) {
    query.blocks.push_back(MakeStar(random, &query));
  } else {
    query.blocks.push_back(MakeBlock(random, variables, "", &named, &query));
  }
  const int more = kind == 0 ? 0 : Pick(random, 3);
  for (int i = 0; i < more; ++i) {
    query.blocks.push_back(MakeBlock(random, variables,
                                     Once(random, 2) ? "optional" : "not",
                                     &named, &query));
  }
  query.columns = Visible(query.blocks);
  if (Once(random, 3) && !query.columns.empty() && kind != 0) {
    query.has_where = true;
    query.text += " where ";
    query.where = MakeCondition(random, query.columns, named, 2, &query.text);
  }
  if (query.columns.empty() && !query.blocks[0].shortest) {
    query.grouped = true;  // only constants: how many
    query.text += " return count(*)";
    return query;
  }
  AddReturn(random, named, &query);
  AddOrder(random, &query);
  return query;
}

RandomQuery CountOf(const RandomQuery& query) {
  RandomQuery count = query;
  count.columns.clear();
  count.grouped = true;
  count.counted = -1;
  count.edge_status = count.path_length = count.best_confidence = false;
  count.ordered = false;
  count.limit = -1;
  count.offset = 0;
  count.text = absl::StrCat(query.text.substr(0, query.text.find(" return ")),
                            " return count(*)");
  return count;
}

}  // namespace tercet::query
