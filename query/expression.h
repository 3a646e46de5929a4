#ifndef TERCET_QUERY_EXPRESSION_H_
#define TERCET_QUERY_EXPRESSION_H_

// Conditions and properties with their names bound to slots.  Plain values of
// the plan; evaluation reads the registers of a run.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/execution.h"
#include "query/match.h"

namespace tercet::query {

// What kind of thing a slot holds, which decides what properties it has.
enum class SlotKind : uint8_t { kNode, kEdge, kPath };

enum class Field : uint8_t {
  kSelf,
  // Of nodes.
  kName,
  kType,
  kKind,
  kNumber,
  kUnit,
  // Of edges.
  kRelation,
  kSubject,
  kObject,
  kStatus,
  kNegated,
  kConfidence,
  kWhen,
  kWhere,
  kBy,
  kDocument,
  kSentence,
  kText,
  kWords,
  kOpen,  // an open argument: ?e.to
  // Of paths.
  kLength,
};

// ?m.when.
struct PropertyRef {
  int slot = -1;
  Field field = Field::kSelf;
  std::string preposition;  // kOpen
  std::string label;        // "m.when"

  friend bool operator==(const PropertyRef&, const PropertyRef&) = default;
};

// The field of this name; nothing where a thing of this kind has none.  A word
// that is no field of an edge is a preposition: ?e.to.
std::optional<Field> FieldOf(SlotKind kind, std::string_view name);
// The names that FieldOf knows, for suggestions.
std::vector<std::string> FieldNames(SlotKind kind);
// Whether this is one of the prepositions that open arguments hang on.
bool IsPreposition(std::string_view word);

Datum Evaluate(Execution& execution, const PropertyRef& property);

struct BoundOperand {
  bool is_constant = false;
  PropertyRef property;
  Constant constant;
};

struct BoundExpression {
  enum class Kind : uint8_t { kOr, kAnd, kNot, kCompare, kIn, kOperand };
  Kind kind = Kind::kOperand;
  std::vector<BoundExpression> children;
  CompareOp op = CompareOp::kEqual;
  std::vector<BoundOperand> operands;
  std::string label;  // as it is shown in plans

  // Every slot that it reads.
  void AddSlots(std::vector<int>* slots) const;
};

bool Evaluate(Execution& execution, const BoundExpression& expression);

}  // namespace tercet::query

#endif  // TERCET_QUERY_EXPRESSION_H_
