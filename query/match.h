#ifndef TERCET_QUERY_MATCH_H_
#define TERCET_QUERY_MATCH_H_

// Values of the query's text, and whether values of the graph fit them.
//
//   Constant tuesday = MakeConstant("Tuesday");
//   FitsWhen(assertion, CompareOp::kEqual, tuesday);   // by word or by day
//
// Pure functions but for reads of terms; thread-safe apart from Execution.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "query/compare.h"
#include "query/datum.h"
#include "query/execution.h"
#include "tercet/value.h"
#include "tercet/words.h"

namespace tercet::query {

// A name, a quoted text, a number or a date that the query holds, ready to be
// compared with whatever it meets.
struct Constant {
  std::string text;
  bool by_words = false;    // ~official: by word, not by whole name
  char id_mark = 0;         // '@' or '#' of an id, whose text goes without it
  std::vector<TermId> ids;  // what the name stands for, sorted
  std::optional<Quantity> quantity;
  std::optional<DateInterval> date;  // also of "January 2026" and "2026"

  std::string Label() const {
    return id_mark == 0 ? text : std::string(1, id_mark) + text;
  }
};

// A constant without ids: those come from the graph, by the binder.
Constant MakeConstant(std::string_view text);

// Why a text that is written as a date is none: "2026-02-30".  Empty for dates
// and all other texts.
std::string DateProblem(std::string_view text);

// The words of a text, folded, without marks around them.
std::vector<std::string> WordsOf(std::string_view text);

// "January 2026", "4 January 2026", "January 4, 2026", "2026", and what
// ParseDate reads.
std::optional<DateInterval> ReadDate(std::string_view text);

// -1, 0 or 1; dates that overlap are equal.
int CompareDates(const DateInterval& a, const DateInterval& b);

// The quantity behind a datum: of a number, or of a term that is one.
std::optional<Quantity> QuantityOf(Execution& execution, Datum datum);
// The date behind a datum: of a date, or of a term that is one.
std::optional<DateInterval> DateOf(Execution& execution, Datum datum);
// What a reader sees of it; facts and paths have no text here.
std::string TextOf(Execution& execution, Datum datum);

// `datum` op `constant`; false where datum is nothing or the two cannot be
// compared.
bool Compare(Execution& execution, Datum datum, CompareOp op,
             const Constant& constant);
bool Compare(Execution& execution, Datum left, CompareOp op, Datum right);

// Whether an assertion's time fits: intervals overlap for "=", and where it
// has none, its words.  Names of weekdays fit days.
bool FitsWhen(const Assertion& assertion, CompareOp op,
              const Constant& constant);
bool FitsWhen(const Assertion& assertion, const DateInterval& range);

// Whether a term of a qualifier (who said it, an open argument) fits.
bool FitsTerm(Execution& execution, const Term& term, CompareOp op,
              const Constant& constant);
// Whether a text of a qualifier (the place) fits: "in Beijing" fits Beijing.
bool FitsText(std::string_view text, CompareOp op, const Constant& constant);

}  // namespace tercet::query

#endif  // TERCET_QUERY_MATCH_H_
