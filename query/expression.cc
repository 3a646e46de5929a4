#include "query/expression.h"

#include <algorithm>
#include <iterator>

namespace tercet::query {
namespace {

struct FieldName {
  const char* name;
  SlotKind kind;
  Field field;
};

// Several names of one field are in the order in which suggestions prefer.
constexpr FieldName kFields[] = {
    {"name", SlotKind::kNode, Field::kName},
    {"type", SlotKind::kNode, Field::kType},
    {"kind", SlotKind::kNode, Field::kKind},
    {"number", SlotKind::kNode, Field::kNumber},
    {"unit", SlotKind::kNode, Field::kUnit},
    {"rel", SlotKind::kEdge, Field::kRelation},
    {"relation", SlotKind::kEdge, Field::kRelation},
    {"subject", SlotKind::kEdge, Field::kSubject},
    {"object", SlotKind::kEdge, Field::kObject},
    {"status", SlotKind::kEdge, Field::kStatus},
    {"neg", SlotKind::kEdge, Field::kNegated},
    {"negated", SlotKind::kEdge, Field::kNegated},
    {"conf", SlotKind::kEdge, Field::kConfidence},
    {"confidence", SlotKind::kEdge, Field::kConfidence},
    {"when", SlotKind::kEdge, Field::kWhen},
    {"where", SlotKind::kEdge, Field::kWhere},
    {"by", SlotKind::kEdge, Field::kBy},
    {"said_by", SlotKind::kEdge, Field::kBy},
    {"src", SlotKind::kEdge, Field::kDocument},
    {"document", SlotKind::kEdge, Field::kDocument},
    {"sentence", SlotKind::kEdge, Field::kSentence},
    {"text", SlotKind::kEdge, Field::kText},
    {"words", SlotKind::kEdge, Field::kWords},
    {"length", SlotKind::kPath, Field::kLength},
};

constexpr std::string_view kPrepositions[] = {
    "about",   "above",   "across", "after",   "against",    "along",  "amid",
    "among",   "around",  "as",     "at",      "before",     "behind", "below",
    "beside",  "between", "beyond", "by",      "despite",    "down",   "during",
    "for",     "from",    "in",     "inside",  "into",       "like",   "near",
    "of",      "off",     "on",     "onto",    "out",        "over",   "past",
    "per",     "since",   "than",   "through", "throughout", "to",     "toward",
    "towards", "under",   "until",  "up",      "upon",       "via",    "with",
    "within",  "without"};

Datum TextOrNone(Execution& execution, std::string_view text) {
  return text.empty() ? Datum() : execution.Text(text);
}

Datum TermOrText(Execution& execution, const Term& term) {
  return term.id != kNoTerm ? Datum::OfTerm(term.id)
                            : TextOrNone(execution, term.text);
}

Datum OfNode(Execution& execution, Datum datum, Field field) {
  switch (field) {
    case Field::kNumber: {
      const std::optional<Quantity> quantity = QuantityOf(execution, datum);
      return quantity ? Datum::OfNumber(quantity->value) : Datum();
    }
    case Field::kUnit: {
      const std::optional<Quantity> quantity = QuantityOf(execution, datum);
      return quantity ? TextOrNone(execution, quantity->unit) : Datum();
    }
    case Field::kName:
      return TextOrNone(execution, TextOf(execution, datum));
    default:
      break;
  }
  if (datum.kind != Datum::Kind::kTerm) return {};
  if (field == Field::kKind) {
    return execution.Text(Name(View::KindOf(datum.bits)));
  }
  const std::shared_ptr<const Term> term = execution.TermOf(datum.bits);
  if (term->kind != TermKind::kEntity) return execution.Text(Name(term->kind));
  return execution.Text(Name(term->type));
}

Datum OfEdge(Execution& execution, Datum datum, const PropertyRef& property) {
  if (datum.kind != Datum::Kind::kAssertion) return {};
  const std::shared_ptr<const Assertion> assertion =
      execution.AssertionOf(AssertionId::Unpacked(datum.bits));
  switch (property.field) {
    case Field::kRelation:
      return Datum::OfTerm(assertion->triple.relation);
    case Field::kSubject:
      return Datum::OfTerm(assertion->triple.subject);
    case Field::kObject:
      return execution.IsNothing(assertion->triple.object)
                 ? Datum()
                 : Datum::OfTerm(assertion->triple.object);
    case Field::kStatus:
      return execution.Text(Name(assertion->status));
    case Field::kNegated:
      return Datum::OfBoolean(assertion->negative);
    case Field::kConfidence:
      return Datum::OfNumber(assertion->confidence);
    case Field::kWhen:
      return assertion->when_interval
                 ? execution.Date(*assertion->when_interval)
                 : TextOrNone(execution, assertion->when);
    case Field::kWhere:
      return TextOrNone(execution, assertion->where);
    case Field::kBy:
      return assertion->said_by ? TermOrText(execution, *assertion->said_by)
                                : Datum();
    case Field::kDocument:
      return TextOrNone(execution, assertion->document);
    case Field::kSentence:
      return Datum::OfNumber(assertion->sentence);
    case Field::kText:
      return TextOrNone(execution, assertion->text);
    case Field::kWords:
      return TextOrNone(execution, assertion->words);
    case Field::kOpen:
      for (const Qualifier& open : assertion->open) {
        if (open.preposition == property.preposition) {
          return TermOrText(execution, open.argument);
        }
      }
      return {};
    default:
      return {};
  }
}

bool CompareOperands(Execution& execution, const BoundOperand& left,
                     CompareOp op, const BoundOperand& right) {
  const Datum datum = Evaluate(execution, left.property);
  if (!right.is_constant) {
    return Compare(execution, datum, op, Evaluate(execution, right.property));
  }
  return Compare(execution, datum, op, right.constant);
}

bool IsTrue(Execution& execution, const BoundOperand& operand) {
  const Datum datum = Evaluate(execution, operand.property);
  if (datum.kind == Datum::Kind::kBoolean ||
      datum.kind == Datum::Kind::kNumber) {
    return datum.bits != 0;
  }
  return !datum.none();
}

}  // namespace

bool IsPreposition(std::string_view word) {
  return std::binary_search(std::begin(kPrepositions), std::end(kPrepositions),
                            word);
}

std::optional<Field> FieldOf(SlotKind kind, std::string_view name) {
  for (const FieldName& known : kFields) {
    if (known.kind == kind && name == known.name) return known.field;
  }
  if (kind == SlotKind::kEdge && IsPreposition(name)) return Field::kOpen;
  return std::nullopt;
}

std::vector<std::string> FieldNames(SlotKind kind) {
  std::vector<std::string> names;
  for (const FieldName& known : kFields) {
    if (known.kind == kind) names.push_back(known.name);
  }
  return names;
}

Datum Evaluate(Execution& execution, const PropertyRef& property) {
  const Datum datum = execution.slots[property.slot];
  if (property.field == Field::kSelf || datum.none()) return datum;
  switch (property.field) {
    case Field::kName:
    case Field::kType:
    case Field::kKind:
    case Field::kNumber:
    case Field::kUnit:
      return OfNode(execution, datum, property.field);
    case Field::kLength:
      if (datum.kind != Datum::Kind::kPath) return {};
      return Datum::OfNumber(
          static_cast<double>(execution.PathAt(datum).size()));
    default:
      return OfEdge(execution, datum, property);
  }
}

void BoundExpression::AddSlots(std::vector<int>* slots) const {
  for (const BoundExpression& child : children) child.AddSlots(slots);
  for (const BoundOperand& operand : operands) {
    if (!operand.is_constant) slots->push_back(operand.property.slot);
  }
}

bool Evaluate(Execution& execution, const BoundExpression& expression) {
  using Kind = BoundExpression::Kind;
  const auto holds = [&](const BoundExpression& child) {
    return Evaluate(execution, child);
  };
  switch (expression.kind) {
    case Kind::kOr:
      return std::any_of(expression.children.begin(), expression.children.end(),
                         holds);
    case Kind::kAnd:
      return std::all_of(expression.children.begin(), expression.children.end(),
                         holds);
    case Kind::kNot:
      return !holds(expression.children[0]);
    case Kind::kOperand:
      return IsTrue(execution, expression.operands[0]);
    case Kind::kCompare:
      return CompareOperands(execution, expression.operands[0], expression.op,
                             expression.operands[1]);
    case Kind::kIn:
      return std::any_of(
          expression.operands.begin() + 1, expression.operands.end(),
          [&](const BoundOperand& other) {
            return CompareOperands(execution, expression.operands[0],
                                   CompareOp::kEqual, other);
          });
  }
  return false;
}

}  // namespace tercet::query
