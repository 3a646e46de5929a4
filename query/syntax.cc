#include "query/syntax.h"

#include "absl/strings/str_cat.h"

namespace tercet::query {

const char* Name(CompareOp op) {
  switch (op) {
    case CompareOp::kNone:
      return "";
    case CompareOp::kEqual:
      return "=";
    case CompareOp::kNotEqual:
      return "!=";
    case CompareOp::kLess:
      return "<";
    case CompareOp::kLessEqual:
      return "<=";
    case CompareOp::kGreater:
      return ">";
    case CompareOp::kGreaterEqual:
      return ">=";
    case CompareOp::kMatches:
      return "~";
  }
  return "";
}

}  // namespace tercet::query

namespace tercet::query::syntax {
namespace {

std::string Quote(const std::string& text) {
  return absl::StrCat("\"", text, "\"");
}

std::string Dump(const Literal& literal) {
  return absl::StrCat(
      literal.kind == Literal::Kind::kDate ? "(date " : "(number ",
      literal.text, ")");
}

std::string Dump(const Term& term) {
  switch (term.kind) {
    case Term::Kind::kName:
      return absl::StrCat("(name ", Quote(term.text), ")");
    case Term::Kind::kString:
      return absl::StrCat("(string ", Quote(term.text), ")");
    case Term::Kind::kWords:
      return absl::StrCat("(words ", Quote(term.text), ")");
    case Term::Kind::kId:
      return absl::StrCat("(id ", term.text, ")");
    case Term::Kind::kLiteral:
      return Dump(term.literal);
  }
  return "";
}

std::string Dump(const Node& node) {
  const std::string type =
      node.type.empty() ? "" : absl::StrCat(" :", node.type);
  switch (node.kind) {
    case Node::Kind::kVariable:
      return absl::StrCat("(var ", node.variable, type, ")");
    case Node::Kind::kAnonymous:
      return absl::StrCat("(any", type, ")");
    case Node::Kind::kTerms:
      break;
  }
  if (node.terms.size() == 1) return Dump(node.terms[0]);
  std::string out = "(one-of";
  for (const Term& term : node.terms) absl::StrAppend(&out, " ", Dump(term));
  return out + ")";
}

std::string Dump(const Qualifier& qualifier) {
  std::string out = "[";
  if (qualifier.negated) out += "!";
  out += qualifier.key;
  if (qualifier.op != CompareOp::kNone) {
    absl::StrAppend(&out, " ", Name(qualifier.op), " ");
    switch (qualifier.value.kind) {
      case QualifierValue::Kind::kTerm:
        out += Dump(qualifier.value.term);
        break;
      case QualifierValue::Kind::kVariable:
        absl::StrAppend(&out, "(var ", qualifier.value.variable, ")");
        break;
      case QualifierValue::Kind::kRange:
        absl::StrAppend(&out, Dump(qualifier.value.low), "..",
                        Dump(qualifier.value.high));
        break;
    }
  }
  return out + "]";
}

std::string Dump(const std::vector<Qualifier>& qualifiers) {
  std::string out;
  for (const Qualifier& q : qualifiers) absl::StrAppend(&out, " ", Dump(q));
  return out;
}

std::string Dump(const std::optional<Quantifier>& quantifier) {
  if (!quantifier) return "";
  return absl::StrCat(" {", quantifier->min, ",",
                      quantifier->max < 0 ? "" : absl::StrCat(quantifier->max),
                      "}");
}

std::string Dump(const Path& path);

std::string Dump(const Step& step) {
  std::string out = step.inverse ? "(step ^" : "(step ";
  switch (step.kind) {
    case Step::Kind::kAny:
      out += "_";
      break;
    case Step::Kind::kNamed:
      out += Quote(step.names[0].text);
      break;
    case Step::Kind::kNotNamed:
      out += "!";
      for (size_t i = 0; i < step.names.size(); ++i) {
        absl::StrAppend(&out, i == 0 ? "" : " !", Quote(step.names[i].text));
      }
      break;
    case Step::Kind::kGroup:
      out += Dump(step.group[0]);
      break;
  }
  return absl::StrCat(out, Dump(step.qualifiers), Dump(step.quantifier), ")");
}

std::string Dump(const Sequence& sequence) {
  if (sequence.steps.size() == 1) return Dump(sequence.steps[0]);
  std::string out = "(seq";
  for (const Step& step : sequence.steps) {
    absl::StrAppend(&out, " ", Dump(step));
  }
  return out + ")";
}

std::string Dump(const Path& path) {
  if (path.alternatives.size() == 1) return Dump(path.alternatives[0]);
  std::string out = "(or";
  for (const Sequence& sequence : path.alternatives) {
    absl::StrAppend(&out, " ", Dump(sequence));
  }
  return out + ")";
}

std::string Dump(const Edge& edge) {
  std::string out = absl::StrCat("(edge ", edge.to_left ? "<-" : "-",
                                 edge.to_right ? ">" : "");
  if (!edge.variable.empty()) absl::StrAppend(&out, " ?", edge.variable);
  if (edge.path) absl::StrAppend(&out, " ", Dump(*edge.path));
  return absl::StrCat(out, Dump(edge.qualifiers), Dump(edge.quantifier), ")");
}

std::string Dump(const Chain& chain) {
  std::string out = "(chain";
  if (!chain.variable.empty()) absl::StrAppend(&out, " ?", chain.variable);
  if (chain.shortest) {
    absl::StrAppend(&out, chain.all ? " all" : "", " shortest");
    if (chain.k > 0) absl::StrAppend(&out, "(", chain.k, ")");
  }
  for (size_t i = 0; i < chain.nodes.size(); ++i) {
    if (i > 0) absl::StrAppend(&out, " ", Dump(chain.edges[i - 1]));
    absl::StrAppend(&out, " ", Dump(chain.nodes[i]));
  }
  return out + ")";
}

std::string Dump(const Property& property) {
  return absl::StrCat(
      "?", property.variable,
      property.field.empty() ? "" : absl::StrCat(".", property.field));
}

std::string Dump(const Operand& operand) {
  switch (operand.kind) {
    case Operand::Kind::kProperty:
      return Dump(operand.property);
    case Operand::Kind::kCall:
      return absl::StrCat("(", operand.call.function,
                          operand.call.distinct ? " distinct " : " ",
                          operand.call.star ? "*" : Dump(operand.call.argument),
                          ")");
    case Operand::Kind::kTerm:
      return Dump(operand.term);
  }
  return "";
}

std::string Dump(const Expression& expression) {
  std::string out = "(";
  switch (expression.kind) {
    case Expression::Kind::kOr:
      out += "or";
      break;
    case Expression::Kind::kAnd:
      out += "and";
      break;
    case Expression::Kind::kNot:
      out += "not";
      break;
    case Expression::Kind::kCompare:
      out += Name(expression.op);
      break;
    case Expression::Kind::kIn:
      out += "in";
      break;
    case Expression::Kind::kOperand:
      return Dump(expression.operands[0]);
  }
  for (const Expression& child : expression.children) {
    absl::StrAppend(&out, " ", Dump(child));
  }
  for (const Operand& operand : expression.operands) {
    absl::StrAppend(&out, " ", Dump(operand));
  }
  return out + ")";
}

std::string Dump(const Block& block) {
  std::string out;
  for (const Chain& chain : block.chains) {
    absl::StrAppend(&out, " ", Dump(chain));
  }
  switch (block.kind) {
    case Block::Kind::kRequired:
      return out;
    case Block::Kind::kOptional:
      return absl::StrCat(" (optional", out, ")");
    case Block::Kind::kNot:
      return absl::StrCat(" (not", out, ")");
  }
  return "";
}

std::string Dump(const Query& query) {
  std::string out = "(query";
  for (const Block& block : query.blocks) out += Dump(block);
  if (query.where) absl::StrAppend(&out, " (where ", Dump(*query.where), ")");
  if (query.has_return) {
    out += " (return";
    if (query.return_all) out += " *";
    for (const ReturnItem& item : query.items) {
      absl::StrAppend(&out, " ", Dump(item.value));
      if (!item.alias.empty()) absl::StrAppend(&out, " as ", item.alias);
    }
    out += ")";
  }
  if (!query.keys.empty()) {
    out += " (order";
    for (const SortKey& key : query.keys) {
      absl::StrAppend(&out, " ", Dump(key.value),
                      key.descending ? " desc" : "");
    }
    out += ")";
  }
  if (query.limit) absl::StrAppend(&out, " (limit ", *query.limit, ")");
  if (query.offset) absl::StrAppend(&out, " (offset ", *query.offset, ")");
  return out + ")";
}

}  // namespace

std::string Dump(const Statement& statement) {
  std::string out;
  switch (statement.kind) {
    case Statement::Kind::kQuery:
      out = Dump(statement.query);
      break;
    case Statement::Kind::kWhy:
      out = absl::StrCat(
          "(why ",
          statement.has_target ? Dump(statement.target) : Dump(statement.query),
          ")");
      break;
    case Statement::Kind::kDescribe:
      out = absl::StrCat("(describe ", Dump(statement.target),
                         Dump(statement.depth), ")");
      break;
    case Statement::Kind::kFind:
      out = absl::StrCat("(find ", Dump(statement.target), ")");
      break;
  }
  switch (statement.mode) {
    case Statement::Mode::kRun:
      break;
    case Statement::Mode::kExplain:
      return absl::StrCat("(explain ", out, ")");
    case Statement::Mode::kProfile:
      return absl::StrCat("(profile ", out, ")");
  }
  return out;
}

}  // namespace tercet::query::syntax
