#ifndef TERCET_STORAGE_TERM_ID_H_
#define TERCET_STORAGE_TERM_ID_H_

// A term's number.  64 bits:
//
//     bit 63..60   kind, 1..15: what the term is; the rooms above give the
//                  numbers their meaning (tercet/term.h)
//     bit 59       1: the value itself is in the id ("inline"),
//                  0: the id is a serial number of the dictionary
//     bit 58..0    the inline value, or the serial number (from 1)
//
// 0 is no term.  Ids order by kind, then dictionary terms by first appearance
// and inline values as described below.
//
// Example:
//
//     TermId seventeen = *InlineNumber({.mantissa = 17, .scale = 0}, 4);
//     KindOf(seventeen);             // 4
//     NumberOf(seventeen).mantissa;  // 17
//
// Plain values and free functions: thread-safe.

#include <cstdint>
#include <optional>

namespace tercet::storage {

using TermId = uint64_t;

inline constexpr TermId kNoTerm = 0;
inline constexpr int kKindShift = 60;
inline constexpr uint8_t kMaxKind = 15;
inline constexpr TermId kInlineBit = TermId{1} << 59;
inline constexpr TermId kPayloadMask = kInlineBit - 1;

// The id of the dictionary's serial-th term.
// REQUIRES: 1 <= kind <= kMaxKind, 1 <= serial <= kPayloadMask.
constexpr TermId MakeTermId(uint8_t kind, uint64_t serial) {
  return TermId{kind} << kKindShift | serial;
}

constexpr uint8_t KindOf(TermId id) {
  return static_cast<uint8_t>(id >> kKindShift);
}
constexpr bool IsInline(TermId id) { return (id & kInlineBit) != 0; }
constexpr uint64_t SerialOf(TermId id) { return id & kPayloadMask; }

// mantissa / 10^scale: {314, 2} is 3.14.
struct Decimal {
  int64_t mantissa = 0;
  int scale = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

// A number's inline id; nothing where it does not fit: a mantissa outside
// -2^54 .. 2^54-1 or a scale outside 0..15.  Trailing zeros are dropped first,
// so that 2.50 and 2.5 are one term.  Ids of one scale order as the numbers do.
std::optional<TermId> InlineNumber(Decimal number, uint8_t kind);

// REQUIRES: id is from InlineNumber.
Decimal NumberOf(TermId id);

// The days first_day .. first_day + days - 1, counted from 1970-01-01.  One
// day has days == 1; a month, a year or a stretch of time has more.
struct DayRange {
  int64_t first_day = 0;
  int64_t days = 1;
  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// A date's inline id; nothing where it does not fit: a first_day outside
// -2^28 .. 2^28-1 (700,000 years) or days outside 1 .. 2^28.  Ids order by the
// first day, then by length.
std::optional<TermId> InlineDate(DayRange range, uint8_t kind);

// REQUIRES: id is from InlineDate.
DayRange DateOf(TermId id);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TERM_ID_H_
