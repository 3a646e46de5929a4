#include "query/pattern_binder.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "query/match.h"
#include "query/spelling.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

constexpr uint32_t Bit(TermKind kind) { return 1u << static_cast<int>(kind); }
constexpr uint32_t Bit(EntityType type) { return 1u << static_cast<int>(type); }

constexpr uint32_t kAllTypes = ~0u;

struct TypeWord {
  const char* word;
  uint32_t kinds;
  uint32_t types;
};

constexpr uint32_t kEntityKind = Bit(TermKind::kEntity);
constexpr uint32_t kPlaces =
    Bit(EntityType::kPlace) | Bit(EntityType::kOrganization);

// Words for kinds of value, and for classes of entity besides the names of
// the types.  A country is a place or acts as an organization.
constexpr TypeWord kTypeWords[] = {
    {"entity", kEntityKind, kAllTypes},
    {"value",
     Bit(TermKind::kText) | Bit(TermKind::kNumber) | Bit(TermKind::kDate), 0},
    {"text", Bit(TermKind::kText), 0},
    {"number", Bit(TermKind::kNumber), 0},
    {"date", Bit(TermKind::kDate), 0},
    {"human", kEntityKind, Bit(EntityType::kPerson)},
    {"people", kEntityKind, Bit(EntityType::kPerson)},
    {"country", kEntityKind, kPlaces},
    {"nation", kEntityKind, kPlaces},
    {"state", kEntityKind, kPlaces},
    {"city", kEntityKind, Bit(EntityType::kPlace)},
    {"region", kEntityKind, Bit(EntityType::kPlace)},
    {"location", kEntityKind, Bit(EntityType::kPlace)},
    {"company", kEntityKind, Bit(EntityType::kOrganization)},
    {"organisation", kEntityKind, Bit(EntityType::kOrganization)},
    {"org", kEntityKind, Bit(EntityType::kOrganization)},
    {"party", kEntityKind, Bit(EntityType::kOrganization)},
};

std::string LabelOf(const syntax::Node& node) {
  std::string out;
  for (const syntax::Term& term : node.terms) {
    if (!out.empty()) out += " | ";
    if (term.kind == syntax::Term::Kind::kWords) out += "~";
    out += term.text;
  }
  return out;
}

std::string LabelOf(const syntax::Step& step);

std::string LabelOf(const syntax::Path& path) {
  std::string out;
  for (const syntax::Sequence& sequence : path.alternatives) {
    if (!out.empty()) out += "|";
    for (size_t i = 0; i < sequence.steps.size(); ++i) {
      if (i > 0) out += "/";
      out += LabelOf(sequence.steps[i]);
    }
  }
  return out;
}

std::string LabelOf(const std::vector<syntax::Qualifier>& qualifiers) {
  if (qualifiers.empty()) return "";
  std::string out;
  for (const syntax::Qualifier& qualifier : qualifiers) {
    out += out.empty() ? "[" : ", ";
    if (qualifier.negated) out += "!";
    absl::StrAppend(&out, qualifier.key, Name(qualifier.op));
    using Kind = syntax::QualifierValue::Kind;
    if (qualifier.op == CompareOp::kNone) continue;
    const syntax::QualifierValue& value = qualifier.value;
    if (value.kind == Kind::kVariable) {
      absl::StrAppend(&out, "?", value.variable);
    } else if (value.kind == Kind::kRange) {
      absl::StrAppend(&out, value.low.text, "..", value.high.text);
    } else {
      absl::StrAppend(&out,
                      value.term.kind == syntax::Term::Kind::kWords ? "~" : "",
                      value.term.text);
    }
  }
  return out + "]";
}

std::string LabelOf(const std::optional<syntax::Quantifier>& quantifier) {
  if (!quantifier) return "";
  if (quantifier->max < 0 && quantifier->min == 0) return "*";
  if (quantifier->max < 0 && quantifier->min == 1) return "+";
  return absl::StrCat("{", quantifier->min, ",",
                      quantifier->max < 0 ? "" : absl::StrCat(quantifier->max),
                      "}");
}

std::string LabelOf(const syntax::Step& step) {
  std::string out = step.inverse ? "^" : "";
  switch (step.kind) {
    case syntax::Step::Kind::kAny:
      out += "_";
      break;
    case syntax::Step::Kind::kNamed:
      out += step.names[0].text;
      break;
    case syntax::Step::Kind::kNotNamed:
      out += "!(";
      for (size_t i = 0; i < step.names.size(); ++i) {
        absl::StrAppend(&out, i > 0 ? "|" : "", step.names[i].text);
      }
      out += ")";
      break;
    case syntax::Step::Kind::kGroup:
      absl::StrAppend(&out, "(", LabelOf(step.group[0]), ")");
      break;
  }
  return absl::StrCat(out, LabelOf(step.qualifiers), LabelOf(step.quantifier));
}

std::string LabelOf(const syntax::Edge& edge) {
  std::string out = edge.to_left ? "<-" : "-";
  if (!edge.variable.empty()) absl::StrAppend(&out, "?", edge.variable);
  if (edge.path) {
    absl::StrAppend(&out, edge.variable.empty() ? "" : ":",
                    LabelOf(*edge.path));
  }
  return absl::StrCat(out, LabelOf(edge.qualifiers), LabelOf(edge.quantifier),
                      edge.to_right ? "->" : "-");
}

}  // namespace

int PatternBinder::Find(std::string_view variable) const {
  for (size_t i = 0; i < bound_.slots.size(); ++i) {
    if (bound_.slots[i].name == variable) return static_cast<int>(i);
  }
  return -1;
}

int PatternBinder::NewSlot(SlotKind kind, std::string label) {
  Slot slot;
  slot.kind = kind;
  slot.label = std::move(label);
  bound_.slots.push_back(std::move(slot));
  return static_cast<int>(bound_.slots.size()) - 1;
}

absl::StatusOr<int> PatternBinder::SlotOf(const std::string& variable,
                                          SlotKind kind, int at) {
  int slot = Find(variable);
  if (slot < 0) {
    slot = NewSlot(kind, absl::StrCat("?", variable));
    bound_.slots[slot].name = variable;
    absl::Status status = BindParameter(slot);
    if (!status.ok()) return status;
    if (block_kind_ != BoundBlock::Kind::kNot) named_.push_back(slot);
    return slot;
  }
  if (bound_.slots[slot].kind != kind) {
    return source_.Error(
        at, absl::StrCat("?", variable,
                         " stands for two different things: a node, an edge "
                         "and a path need names of their own"));
  }
  if (kind != SlotKind::kNode) {
    return source_.Error(at, absl::StrCat("?", variable,
                                          " names two edges; each needs a "
                                          "name of its own"));
  }
  // It may have stood in a "not" part only so far.
  if (block_kind_ != BoundBlock::Kind::kNot &&
      std::find(named_.begin(), named_.end(), slot) == named_.end()) {
    named_.push_back(slot);
  }
  return slot;
}

absl::Status PatternBinder::BindParameter(int slot) {
  Slot& bound = bound_.slots[slot];
  for (const auto& [name, value] : options_.parameters) {
    if (name != bound.name) continue;
    if (bound.kind != SlotKind::kNode) {
      return absl::InvalidArgumentError(
          absl::StrCat("parameter '", name, "' names no node"));
    }
    syntax::Term term;
    term.text = value;
    absl::StatusOr<std::vector<TermId>> ids = names_.Nodes(term);
    if (!ids.ok()) return ids.status();
    if (ids->empty()) {
      return absl::NotFoundError(
          absl::StrCat("parameter '", name, "': ", names_.UnknownName(term)));
    }
    bound.has_candidates = true;
    bound.candidates = *std::move(ids);
  }
  return absl::OkStatus();
}

absl::Status PatternBinder::CheckParameters() const {
  for (const auto& [name, value] : options_.parameters) {
    if (Find(name) < 0) {
      return absl::InvalidArgumentError(absl::StrCat(
          "parameter '", name, "': the query has no variable ?", name));
    }
  }
  return absl::OkStatus();
}

absl::Status PatternBinder::Missing(const std::string& problem,
                                    BoundBlock* block) {
  if (block->kind == BoundBlock::Kind::kRequired) {
    return absl::NotFoundError(problem);
  }
  block->impossible = true;
  bound_.notes.push_back(problem.substr(0, problem.find('\n')));
  return absl::OkStatus();
}

absl::Status PatternBinder::BindType(const syntax::Node& node, int slot) {
  if (node.type.empty()) return absl::OkStatus();
  const std::string type = FoldCase(node.type);
  uint32_t kinds = kEntityKind;
  uint32_t types = 0;
  if (const std::optional<EntityType> known = EntityTypeOf(type)) {
    types = Bit(*known);
  } else {
    const TypeWord* word = std::find_if(
        std::begin(kTypeWords), std::end(kTypeWords),
        [&](const TypeWord& candidate) { return type == candidate.word; });
    if (word == std::end(kTypeWords)) {
      std::vector<std::string> names;
      for (int i = 0; i <= static_cast<int>(EntityType::kPlant); ++i) {
        names.emplace_back(Name(static_cast<EntityType>(i)));
      }
      for (const TypeWord& other : kTypeWords) names.push_back(other.word);
      const std::string nearest = Nearest(type, names);
      return source_.Error(
          node.at,
          absl::StrCat("no type '", node.type, "'",
                       nearest.empty()
                           ? "; there are person, place, organization, event, "
                             "object, time, abstract, substance, animal, plant"
                           : absl::StrCat("; did you mean '", nearest, "'?")));
    }
    kinds = word->kinds;
    types = word->types;
  }
  Slot& bound = bound_.slots[slot];
  bound.kinds = bound.has_type ? bound.kinds & kinds : kinds;
  bound.types = bound.has_type ? bound.types & types : types;
  bound.has_type = true;
  return absl::OkStatus();
}

absl::Status PatternBinder::BindTerms(const syntax::Node& node, int slot,
                                      BoundBlock* block) {
  std::vector<TermId> all;
  for (const syntax::Term& term : node.terms) {
    absl::StatusOr<std::vector<TermId>> ids = names_.Nodes(term);
    if (!ids.ok()) {
      return ids.status().code() == absl::StatusCode::kInvalidArgument
                 ? source_.Error(term.at, std::string(ids.status().message()))
                 : ids.status();
    }
    // A quantity fits equal quantities, however they are written.
    Constant constant = MakeConstant(term.text);
    const bool literal =
        term.kind == syntax::Term::Kind::kLiteral ||
        (ids->empty() && term.kind != syntax::Term::Kind::kId &&
         constant.quantity && constant.quantity->unit.empty());
    if (literal && node.terms.size() == 1) {
      constant.ids = *std::move(ids);
      BoundExpression filter;
      filter.kind = BoundExpression::Kind::kCompare;
      filter.label = absl::StrCat("= ", term.text);
      filter.operands.resize(2);
      filter.operands[0].property.slot = slot;
      filter.operands[1].is_constant = true;
      filter.operands[1].constant = std::move(constant);
      block->filters.push_back(std::move(filter));
      return absl::OkStatus();
    }
    if (ids->empty()) {
      const std::string problem = names_.UnknownName(term);
      if (node.terms.size() == 1) {
        const absl::Status error = source_.Error(term.at, problem);
        absl::Status status = Missing(std::string(error.message()), block);
        if (!status.ok()) return status;
      } else {
        bound_.notes.push_back(problem);
      }
    }
    all.insert(all.end(), ids->begin(), ids->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  bound_.slots[slot].has_candidates = true;
  bound_.slots[slot].candidates = std::move(all);
  return absl::OkStatus();
}

absl::StatusOr<int> PatternBinder::BindNode(const syntax::Node& node,
                                            BoundBlock* block) {
  int slot = -1;
  if (node.kind == syntax::Node::Kind::kVariable) {
    absl::StatusOr<int> found = SlotOf(node.variable, SlotKind::kNode, node.at);
    if (!found.ok()) return found.status();
    slot = *found;
  } else if (node.kind == syntax::Node::Kind::kAnonymous) {
    slot = NewSlot(SlotKind::kNode, "?");
  } else {
    slot = NewSlot(SlotKind::kNode, LabelOf(node));
    absl::Status status = BindTerms(node, slot, block);
    if (!status.ok()) return status;
  }
  absl::Status status = BindType(node, slot);
  if (!status.ok()) return status;
  return slot;
}

absl::Status PatternBinder::BindBlock(const syntax::Block& block) {
  BoundBlock bound;
  bound.kind = block.kind == syntax::Block::Kind::kRequired
                   ? BoundBlock::Kind::kRequired
               : block.kind == syntax::Block::Kind::kOptional
                   ? BoundBlock::Kind::kOptional
                   : BoundBlock::Kind::kNot;
  block_kind_ = bound.kind;
  for (const syntax::Chain& chain : block.chains) {
    absl::Status status = BindChain(chain, &bound);
    if (!status.ok()) return status;
  }
  bound_.blocks.push_back(std::move(bound));
  return absl::OkStatus();
}

absl::Status PatternBinder::BindChain(const syntax::Chain& chain,
                                      BoundBlock* block) {
  int path_slot = -1;
  if (!chain.variable.empty()) {
    absl::StatusOr<int> slot =
        SlotOf(chain.variable, SlotKind::kPath, chain.at);
    if (!slot.ok()) return slot.status();
    path_slot = *slot;
  }
  if (chain.shortest && chain.edges.size() != 1) {
    return source_.Error(chain.at,
                         "shortest takes one edge between two nodes, such as "
                         "-*- or -(a/b)+->");
  }
  std::vector<int> nodes;
  for (const syntax::Node& node : chain.nodes) {
    absl::StatusOr<int> slot = BindNode(node, block);
    if (!slot.ok()) return slot.status();
    nodes.push_back(*slot);
  }
  if (chain.edges.empty()) {
    if (path_slot >= 0) {
      return source_.Error(chain.at, "a path needs an edge");
    }
    block->nodes.push_back(nodes[0]);
  }
  Joint joint;
  joint.path = path_slot;
  for (size_t i = 0; i < chain.edges.size(); ++i) {
    int piece = path_slot;
    if (path_slot >= 0 && chain.edges.size() > 1) {
      piece = NewSlot(SlotKind::kPath, "");
      joint.pieces.push_back(piece);
    }
    absl::Status status = BindEdge(chain, i, nodes, piece, block);
    if (!status.ok()) return status;
  }
  if (!joint.pieces.empty()) block->joints.push_back(std::move(joint));
  return absl::OkStatus();
}

absl::Status PatternBinder::BindEdge(const syntax::Chain& chain, size_t index,
                                     const std::vector<int>& nodes,
                                     int path_slot, BoundBlock* block) {
  const syntax::Edge& edge = chain.edges[index];
  EdgeBinder binder(source_, &names_,
                    [this](const std::string& variable, int at) {
                      return SlotOf(variable, SlotKind::kNode, at);
                    });
  absl::StatusOr<BoundEdge> bound_edge = binder.Bind(edge);
  if (!bound_edge.ok()) return bound_edge.status();
  if (bound_edge->impossible) {
    absl::Status status = Missing(bound_edge->problem, block);
    if (!status.ok()) return status;
  } else if (!bound_edge->problem.empty()) {
    bound_.notes.push_back(
        bound_edge->problem.substr(0, bound_edge->problem.find('\n')));
  }
  Pattern pattern;
  pattern.from = nodes[index];
  pattern.to = nodes[index + 1];
  pattern.mark = bound_.marks++;
  pattern.path = path_slot;
  pattern.label =
      absl::StrCat(bound_.slots[pattern.from].label, " ", LabelOf(edge), " ",
                   bound_.slots[pattern.to].label);
  if (!bound_edge->is_hop || chain.shortest) {
    absl::Status status = MakePath(chain, edge, *bound_edge, &pattern);
    if (!status.ok()) return status;
  } else {
    pattern.hop = std::move(bound_edge->hop);
    if (!edge.variable.empty()) {
      absl::StatusOr<int> slot =
          SlotOf(edge.variable, SlotKind::kEdge, edge.at);
      if (!slot.ok()) return slot.status();
      pattern.edge = *slot;
    } else if (every_assertion_ && block_kind_ != BoundBlock::Kind::kNot) {
      pattern.edge = NewSlot(SlotKind::kEdge, "");
    }
    pattern.hop.each_assertion = pattern.edge >= 0 || pattern.hop.has_slots();
  }
  block->patterns.push_back(std::move(pattern));
  return absl::OkStatus();
}

absl::Status PatternBinder::MakePath(const syntax::Chain& chain,
                                     const syntax::Edge& edge,
                                     const BoundEdge& bound_edge,
                                     Pattern* pattern) {
  if (!edge.variable.empty()) {
    return source_.Error(
        edge.at, absl::StrCat("?", edge.variable,
                              " cannot name an edge of several steps; name "
                              "the path instead: ?p = ..."));
  }
  absl::StatusOr<Automaton> automaton = BuildAutomaton(bound_edge.expression);
  if (!automaton.ok()) {
    return source_.Error(edge.at, std::string(automaton.status().message()));
  }
  for (const Hop& hop : automaton->hops) {
    if (!hop.has_slots()) continue;
    return source_.Error(edge.at,
                         "a variable in brackets cannot stand in an edge of "
                         "several steps");
  }
  pattern->kind =
      chain.shortest ? Pattern::Kind::kShortest : Pattern::Kind::kPath;
  pattern->shortest.all = chain.all;
  (chain.all ? pattern->shortest.lengths : pattern->shortest.paths) =
      chain.k > 0 ? chain.k : 1;
  pattern->automaton = std::make_shared<const Automaton>(*std::move(automaton));
  return absl::OkStatus();
}

}  // namespace tercet::query
