#ifndef TERCET_QUERY_COMPARE_H_
#define TERCET_QUERY_COMPARE_H_

// The comparisons of the language, shared by the syntax tree and the plan.

#include <cstdint>

namespace tercet::query {

enum class CompareOp : uint8_t {
  kNone,
  kEqual,
  kNotEqual,
  kLess,
  kLessEqual,
  kGreater,
  kGreaterEqual,
  kMatches,  // ~
};

// "=", "!=", ... as they are written.
const char* Name(CompareOp op);

// Whether `op` holds of two things that compare as `order` does: negative,
// zero or positive.  Not for kMatches.
constexpr bool Holds(CompareOp op, int order) {
  switch (op) {
    case CompareOp::kEqual:
      return order == 0;
    case CompareOp::kNotEqual:
      return order != 0;
    case CompareOp::kLess:
      return order < 0;
    case CompareOp::kLessEqual:
      return order <= 0;
    case CompareOp::kGreater:
      return order > 0;
    case CompareOp::kGreaterEqual:
      return order >= 0;
    case CompareOp::kNone:
    case CompareOp::kMatches:
      break;
  }
  return false;
}

// The comparison with its sides exchanged.
constexpr CompareOp Mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLess:
      return CompareOp::kGreater;
    case CompareOp::kLessEqual:
      return CompareOp::kGreaterEqual;
    case CompareOp::kGreater:
      return CompareOp::kLess;
    case CompareOp::kGreaterEqual:
      return CompareOp::kLessEqual;
    default:
      return op;
  }
}

}  // namespace tercet::query

#endif  // TERCET_QUERY_COMPARE_H_
