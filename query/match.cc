#include "query/match.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

constexpr const char* kMonths[] = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr const char* kWeekdays[] = {"monday",   "tuesday", "wednesday",
                                     "thursday", "friday",  "saturday",
                                     "sunday"};

// 1..12 for a month's name or its first three letters, else 0.
int MonthOf(const std::string& word) {
  for (int i = 0; i < 12; ++i) {
    const std::string_view month = kMonths[i];
    if (word == month || (word.size() >= 3 && word.size() <= 4 &&
                          month.substr(0, word.size()) == word)) {
      return i + 1;
    }
  }
  return 0;
}

// 0 for Monday to 6, else -1.
int WeekdayOf(std::string_view word) {
  for (int i = 0; i < 7; ++i) {
    if (word == kWeekdays[i]) return i;
  }
  return -1;
}

int NumberOf(const std::string& word) {
  if (word.empty() || word.size() > 4) return -1;
  for (char c : word) {
    if (c < '0' || c > '9') return -1;
  }
  return std::atoi(word.c_str());
}

// Days are counted from a Thursday.
int WeekdayOfDays(int64_t days) {
  return static_cast<int>(((days % 7) + 7 + 3) % 7);
}

int CompareTexts(const std::string& a, const std::string& b) {
  return FoldCase(a).compare(FoldCase(b));
}

bool SameUnit(const Quantity& a, const Quantity& b) {
  return a.unit.empty() || b.unit.empty() ||
         FoldCase(a.unit) == FoldCase(b.unit);
}

int Sign(double a, double b) { return a < b ? -1 : a > b ? 1 : 0; }

}  // namespace

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto finish = [&] {
    while (!word.empty() && (word.back() == '.' || word.back() == '\'')) {
      word.pop_back();
    }
    if (!word.empty()) words.push_back(FoldCase(word));
    word.clear();
  };
  while (!text.empty()) {
    char32_t code = 0;
    const int length = DecodeUtf8(text, &code);
    if (length != 0 && IsWordChar(code)) {
      word.append(text.substr(0, length));
    } else {
      finish();
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  finish();
  return words;
}

std::optional<DateInterval> ReadDate(std::string_view text) {
  if (std::optional<DateInterval> date = ParseDate(text)) return date;
  int year = 0;
  int month = 0;
  int day = 0;
  for (const std::string& word : WordsOf(text)) {
    const int number = NumberOf(word);
    if (const int name = MonthOf(word); name > 0 && month == 0) {
      month = name;
    } else if (number >= 1000 && year == 0) {
      year = number;
    } else if (number >= 1 && number <= 31 && day == 0) {
      day = number;
    } else {
      return std::nullopt;
    }
  }
  if (year == 0 || month == 0) return std::nullopt;
  char iso[48];
  if (day == 0) {
    std::snprintf(iso, sizeof iso, "%04d-%02d", year, month);
  } else {
    std::snprintf(iso, sizeof iso, "%04d-%02d-%02d", year, month, day);
  }
  return ParseDate(iso);
}

Constant MakeConstant(std::string_view text) {
  Constant constant;
  constant.text = std::string(text);
  constant.quantity = ParseQuantity(text);
  constant.date = ReadDate(text);
  return constant;
}

std::string DateProblem(std::string_view text) {
  const std::string_view day = text.substr(0, text.find('T'));
  constexpr std::string_view kShape = "0000-00-00";
  if (day.size() != kShape.size() && day.size() != 7) return "";
  for (size_t i = 0; i < day.size(); ++i) {
    const bool digit = day[i] >= '0' && day[i] <= '9';
    if (kShape[i] == '0' ? !digit : day[i] != kShape[i]) return "";
  }
  if (ParseDate(text)) return "";
  return absl::StrCat("there is no date ",
                      absl::string_view(text.data(), text.size()),
                      "; dates are YYYY, YYYY-MM, YYYY-MM-DD or "
                      "YYYY-MM-DDThh:mm");
}

int CompareDates(const DateInterval& a, const DateInterval& b) {
  if (a.Overlaps(b)) return 0;
  return a.from < b.from ? -1 : 1;
}

std::optional<Quantity> QuantityOf(Execution& execution, Datum datum) {
  if (datum.kind == Datum::Kind::kNumber) return Quantity{datum.number(), ""};
  if (datum.kind == Datum::Kind::kTerm &&
      View::KindOf(datum.bits) == TermKind::kNumber) {
    return ParseQuantity(execution.TermOf(datum.bits)->text);
  }
  return std::nullopt;
}

std::optional<DateInterval> DateOf(Execution& execution, Datum datum) {
  if (datum.kind == Datum::Kind::kDate) return execution.DateOf(datum);
  if (datum.kind == Datum::Kind::kTerm &&
      View::KindOf(datum.bits) == TermKind::kDate) {
    return ParseDate(execution.TermOf(datum.bits)->text);
  }
  return std::nullopt;
}

std::string TextOf(Execution& execution, Datum datum) {
  switch (datum.kind) {
    case Datum::Kind::kTerm:
      return execution.TermOf(datum.bits)->Label();
    case Datum::Kind::kText:
      return execution.TextOf(datum);
    case Datum::Kind::kDate:
      return FormatDate(execution.DateOf(datum));
    case Datum::Kind::kBoolean:
      return datum.bits != 0 ? "true" : "false";
    default:
      return "";
  }
}

bool Compare(Execution& execution, Datum datum, CompareOp op,
             const Constant& constant) {
  if (datum.none() ||
      (datum.kind == Datum::Kind::kTerm && execution.IsNothing(datum.bits))) {
    return false;
  }
  if (op == CompareOp::kMatches) {
    if (datum.kind == Datum::Kind::kTerm) {
      absl::StatusOr<bool> has =
          execution.view().HasWords(datum.bits, constant.text);
      if (!has.ok()) execution.Fail(has.status());
      return has.ok() && *has;
    }
    return TextHasWords(TextOf(execution, datum), constant.text);
  }
  const bool equality = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  if (constant.id_mark != 0 && datum.kind == Datum::Kind::kTerm) {
    const bool among = std::binary_search(constant.ids.begin(),
                                          constant.ids.end(), datum.bits);
    return equality && among == (op == CompareOp::kEqual);
  }
  if (std::optional<DateInterval> date = DateOf(execution, datum)) {
    if (constant.date) return Holds(op, CompareDates(*date, *constant.date));
  }
  if (std::optional<Quantity> quantity = QuantityOf(execution, datum)) {
    if (!constant.quantity) return op == CompareOp::kNotEqual;
    if (!SameUnit(*quantity, *constant.quantity)) {
      return op == CompareOp::kNotEqual;
    }
    return Holds(op, Sign(quantity->value, constant.quantity->value));
  }
  // A name is neither more nor less than a number or a time.
  if (!equality && (constant.quantity || constant.date)) return false;
  if (datum.kind == Datum::Kind::kTerm && equality) {
    const bool same =
        std::binary_search(constant.ids.begin(), constant.ids.end(),
                           datum.bits) ||
        (constant.ids.empty() &&
         CompareTexts(TextOf(execution, datum), constant.text) == 0);
    return same == (op == CompareOp::kEqual);
  }
  return Holds(op, CompareTexts(TextOf(execution, datum), constant.text));
}

bool Compare(Execution& execution, Datum left, CompareOp op, Datum right) {
  if (left.none() || right.none()) return false;
  if (op == CompareOp::kMatches) {
    return TextHasWords(TextOf(execution, left), TextOf(execution, right));
  }
  const bool equality = op == CompareOp::kEqual || op == CompareOp::kNotEqual;
  if (equality && left == right) return op == CompareOp::kEqual;
  const std::optional<DateInterval> left_date = DateOf(execution, left);
  const std::optional<DateInterval> right_date = DateOf(execution, right);
  if (left_date && right_date) {
    return Holds(op, CompareDates(*left_date, *right_date));
  }
  const std::optional<Quantity> a = QuantityOf(execution, left);
  const std::optional<Quantity> b = QuantityOf(execution, right);
  if (a && b && SameUnit(*a, *b)) return Holds(op, Sign(a->value, b->value));
  if (!equality && (a || b || left_date || right_date)) return false;
  if (equality && left.kind == right.kind && left.kind != Datum::Kind::kText) {
    return op == CompareOp::kNotEqual;
  }
  return Holds(op,
               CompareTexts(TextOf(execution, left), TextOf(execution, right)));
}

bool FitsWhen(const Assertion& assertion, const DateInterval& range) {
  return assertion.when_interval && assertion.when_interval->Overlaps(range);
}

bool FitsWhen(const Assertion& assertion, CompareOp op,
              const Constant& constant) {
  const std::optional<DateInterval>& interval = assertion.when_interval;
  if (interval && constant.date && op != CompareOp::kMatches) {
    return Holds(op, CompareDates(*interval, *constant.date));
  }
  if (op != CompareOp::kEqual && op != CompareOp::kNotEqual &&
      op != CompareOp::kMatches) {
    return false;
  }
  bool fits = TextHasWords(assertion.when, constant.text);
  const int weekday = WeekdayOf(FoldCase(constant.text));
  if (!fits && weekday >= 0 && interval &&
      interval->to - interval->from <= kMinutesPerDay) {
    const int64_t days =
        (interval->from - (interval->from < 0 ? kMinutesPerDay - 1 : 0)) /
        kMinutesPerDay;
    fits = WeekdayOfDays(days) == weekday;
  }
  return fits == (op != CompareOp::kNotEqual);
}

bool FitsTerm(Execution& execution, const Term& term, CompareOp op,
              const Constant& constant) {
  bool fits = false;
  if (constant.by_words || op == CompareOp::kMatches) {
    fits = TextHasWords(term.text, constant.text);
    if (!fits && term.id != kNoTerm) {
      absl::StatusOr<bool> has =
          execution.view().HasWords(term.id, constant.text);
      if (!has.ok()) execution.Fail(has.status());
      fits = has.ok() && *has;
    }
  } else if (term.id != kNoTerm && !constant.ids.empty()) {
    fits =
        std::binary_search(constant.ids.begin(), constant.ids.end(), term.id);
  } else {
    fits = TextHasWords(term.text, constant.text);
  }
  return fits == (op != CompareOp::kNotEqual);
}

bool FitsText(std::string_view text, CompareOp op, const Constant& constant) {
  return TextHasWords(text, constant.text) == (op != CompareOp::kNotEqual);
}

}  // namespace tercet::query
