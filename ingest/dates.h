#ifndef TERCET_INGEST_DATES_H_
#define TERCET_INGEST_DATES_H_

// Time expressions: "on Tuesday", "last week", "in December", "March 4, 2024"
// resolved against the day a document was written.
//
//   ResolveTime("last month", *ParseDay("2024-03-05"))
//       -> [2024-02-01, 2024-02-29]
//
// Pure functions of their arguments; thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tercet::text {

// Days since 1970-01-01, both ends included.
struct DayRange {
  int32_t first = 0;
  int32_t last = 0;

  friend bool operator==(const DayRange&, const DayRange&) = default;
};

// The day number of a civil date, by the proleptic Gregorian calendar.
// REQUIRES: 1 <= month <= 12, 1 <= day <= 31.
int32_t DayNumber(int year, int month, int day);

// "2024-03-05"; years before 1 and after 9999 are not expected.
std::string DayText(int32_t day);

// Reads "2024-03-05", "2024-03", "2024", "March 5, 2024", "5 March 2024" and
// the date part of an ISO 8601 time.  A month or a year gives its first day.
std::optional<int32_t> ParseDay(std::string_view text);

// The days that an expression names.  `document_day` is the day on which the
// text was written; without it only absolute expressions resolve.  `future`
// says that the verb looks ahead ("will meet on Tuesday"), which decides
// between the coming Tuesday and the last one.  Nothing where the words name
// no time that this reads.
std::optional<DayRange> ResolveTime(std::string_view text,
                                    std::optional<int32_t> document_day,
                                    bool future);

// Whether the words look like a time expression at all: "on Tuesday",
// "in 1960", "last week".
bool IsTimeExpression(std::string_view text);

}  // namespace tercet::text

#endif  // TERCET_INGEST_DATES_H_
