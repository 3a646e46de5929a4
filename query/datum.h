#ifndef TERCET_QUERY_DATUM_H_
#define TERCET_QUERY_DATUM_H_

// What a variable stands for while a query runs, in sixteen bytes.  Texts,
// facts, paths, dates and lists are numbered by the Execution that made them,
// so that equal content has equal numbers and rows compare as bytes.
// Plain values.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "tercet/fact.h"
#include "tercet/term.h"

namespace tercet::query {

struct Datum {
  enum class Kind : uint8_t {
    kNone,       // nothing (yet)
    kTerm,       // bits: a TermId
    kAssertion,  // bits: a packed AssertionId
    kFact,       // bits: Execution::FactOf's number; so for the next four
    kPath,
    kText,
    kDate,
    kList,
    kNumber,   // bits: a double
    kBoolean,  // bits: 0 or 1
  };
  Kind kind = Kind::kNone;
  uint64_t bits = 0;

  bool none() const { return kind == Kind::kNone; }
  double number() const { return std::bit_cast<double>(bits); }

  static Datum OfTerm(TermId id) { return {Kind::kTerm, id}; }
  static Datum OfAssertion(AssertionId id) {
    return {Kind::kAssertion, id.Packed()};
  }
  static Datum OfNumber(double number) {
    return {Kind::kNumber, std::bit_cast<uint64_t>(number == 0 ? 0 : number)};
  }
  static Datum OfBoolean(bool value) {
    return {Kind::kBoolean, uint64_t{value}};
  }

  // As two words of a WordTable, and back.
  void AppendTo(std::vector<uint64_t>* words) const {
    words->push_back(static_cast<uint64_t>(kind));
    words->push_back(bits);
  }
  static Datum Of(uint64_t kind, uint64_t bits) {
    return {static_cast<Kind>(kind), bits};
  }

  friend auto operator<=>(const Datum&, const Datum&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const Datum& datum) {
    return H::combine(std::move(hash), datum.kind, datum.bits);
  }
};

// How a fact or a row is put: the status, and whether it is negated.  Marks
// of several facts add up to the weakest of them.
struct Mark {
  uint8_t bits = 0;  // status, plus 8 where negated

  static Mark Of(Status status, bool negated) {
    return {
        static_cast<uint8_t>(static_cast<uint8_t>(status) | (negated ? 8 : 0))};
  }
  Status status() const { return static_cast<Status>(bits & 7); }
  bool negated() const { return (bits & 8) != 0; }
  bool plain() const { return bits == 0; }
  Mark And(Mark other) const {
    const uint8_t status = std::max<uint8_t>(bits & 7, other.bits & 7);
    return {static_cast<uint8_t>(status | ((bits | other.bits) & 8))};
  }
  friend auto operator<=>(const Mark&, const Mark&) = default;
};

// How many marks there are without negation: a search by marks needs as many
// queues.
inline constexpr int kStatuses = 6;

}  // namespace tercet::query

#endif  // TERCET_QUERY_DATUM_H_
