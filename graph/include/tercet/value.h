#ifndef TERCET_VALUE_H_
#define TERCET_VALUE_H_

// Values that compare: dates as intervals, and numbers with their unit.
//
//   std::optional<DateInterval> day = ParseDate("2026-01-04");
//   FormatDate(*day);                            // "2026-01-04"
//   day->Overlaps(*ParseDate("2026-01"));        // true
//   ParseQuantity("$2.3 billion");               // {2.3e9, "$"}
//
// Plain values and pure functions; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tercet {

// Minutes since 1970-01-01T00:00 in the proleptic Gregorian calendar, no time
// zone, half-open: a day is [00:00, 00:00 of the next day).
struct DateInterval {
  int64_t from = 0;  // the first minute
  int64_t to = 0;    // the first minute after it

  // Whether the two have a minute in common.
  bool Overlaps(const DateInterval& other) const {
    return from < other.to && other.from < to;
  }
  // Whether every minute of `other` is in this one.
  bool Contains(const DateInterval& other) const {
    return from <= other.from && other.to <= to;
  }
  friend auto operator<=>(const DateInterval&, const DateInterval&) = default;
};

// What a day adds to a DateInterval's ends.
inline constexpr int64_t kMinutesPerDay = 24 * 60;

// Days since 1970-01-01.  REQUIRES: month 1..12, day 1..31.
int64_t DaysOf(int year, int month, int day);

// A day of the Gregorian calendar.
struct CivilDate {
  int year = 1970;  // before the year 1 too: 0, -1
  int month = 1;    // 1 to 12
  int day = 1;      // 1 to 31
  friend bool operator==(const CivilDate&, const CivilDate&) = default;
};
// The inverse of DaysOf.
CivilDate CivilDateOf(int64_t days);

// Reads "2026", "2026-01", "2026-01-04", "2026-01-04T10:30", and two of them
// joined by "..": from the first's beginning to the second's end.  Nothing
// for any other text and for days that no calendar has.
std::optional<DateInterval> ParseDate(std::string_view text);

// The shortest text that ParseDate reads as the same interval.
std::string FormatDate(const DateInterval& interval);

// A number with its unit: {350, "km"}, {2.3e9, "$"}, {5, "%"}, {12, ""}.
struct Quantity {
  double value = 0;  // with its multiplier: "$2.3 billion" is 2.3e9
  std::string unit;  // a currency's sign, "km", "%"; empty for a mere number
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

// Reads "12", "1,250", "-3.5", "$2.3 billion", "$2.1bn", "350 km", "5%",
// "5 percent".  "m" is a million beside a currency ("$2.1m") and a metre
// elsewhere.  The rest of the text after the number and a multiplier is the
// unit.  Nothing where the text does not begin with a number or a currency.
std::optional<Quantity> ParseQuantity(std::string_view text);

}  // namespace tercet

#endif  // TERCET_VALUE_H_
