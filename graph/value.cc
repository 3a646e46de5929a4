#include "tercet/value.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace tercet {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsLeap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int DaysInMonth(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays.at(month - 1);
}

// Takes exactly `digits` digits off the front of `text`.
std::optional<int> TakeDigits(std::string_view& text, size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!IsDigit(text[i])) return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool Take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

DateInterval Days(int64_t first, int64_t count) {
  return {first * kMinutesPerDay, (first + count) * kMinutesPerDay};
}

// One of the four precisions; takes the whole text or fails.
std::optional<DateInterval> ParsePoint(std::string_view text) {
  const std::optional<int> year = TakeDigits(text, 4);
  if (!year) return std::nullopt;
  if (text.empty()) {
    return Days(DaysOf(*year, 1, 1), IsLeap(*year) ? 366 : 365);
  }
  if (!Take(text, "-")) return std::nullopt;
  const std::optional<int> month = TakeDigits(text, 2);
  if (!month || *month < 1 || *month > 12) return std::nullopt;
  if (text.empty()) {
    return Days(DaysOf(*year, *month, 1), DaysInMonth(*year, *month));
  }
  if (!Take(text, "-")) return std::nullopt;
  const std::optional<int> day = TakeDigits(text, 2);
  if (!day || *day < 1 || *day > DaysInMonth(*year, *month)) {
    return std::nullopt;
  }
  const int64_t days = DaysOf(*year, *month, *day);
  if (text.empty()) return Days(days, 1);
  if (!Take(text, "T")) return std::nullopt;
  const std::optional<int> hour = TakeDigits(text, 2);
  if (!hour || *hour > 23 || !Take(text, ":")) return std::nullopt;
  const std::optional<int> minute = TakeDigits(text, 2);
  if (!minute || *minute > 59 || !text.empty()) return std::nullopt;
  const int64_t from = days * kMinutesPerDay + *hour * 60 + *minute;
  return DateInterval{from, from + 1};
}

int64_t FloorDiv(int64_t a, int64_t b) {
  return a / b - (a % b != 0 && (a % b < 0) != (b < 0) ? 1 : 0);
}

std::string FormatPoint(int64_t minutes, bool with_time) {
  const int64_t days = FloorDiv(minutes, kMinutesPerDay);
  const CivilDate date = CivilDateOf(days);
  const int rest = static_cast<int>(minutes - days * kMinutesPerDay);
  std::array<char, 64> buffer;
  std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d", date.year,
                date.month, date.day);
  std::string text = buffer.data();
  if (!with_time) return text;
  std::snprintf(buffer.data(), buffer.size(), "T%02d:%02d", rest / 60,
                rest % 60);
  return text + buffer.data();
}

struct Multiplier {
  std::string_view word;
  double factor;
};

// Words that multiply the number before them.  Written-out ones need a blank
// before them, the short ones stand at the number: "$2.1bn", "350 km".
constexpr std::array<Multiplier, 4> kWords = {{{"thousand", 1e3},
                                               {"million", 1e6},
                                               {"billion", 1e9},
                                               {"trillion", 1e12}}};
constexpr std::array<Multiplier, 6> kSuffixes = {{{"bn", 1e9},
                                                  {"tn", 1e12},
                                                  {"mn", 1e6},
                                                  {"M", 1e6},
                                                  {"B", 1e9},
                                                  {"k", 1e3}}};

// Beside a currency "m" is no metre: "$2.1m".
constexpr std::array<Multiplier, 9> kMoneySuffixes = {{{"m", 1e6},
                                                       {"b", 1e9},
                                                       {"t", 1e12},
                                                       {"K", 1e3},
                                                       {"T", 1e12},
                                                       {"Bn", 1e9},
                                                       {"Mn", 1e6},
                                                       {"mln", 1e6},
                                                       {"bln", 1e9}}};

constexpr std::array<std::string_view, 6> kCurrencies = {"US$", "$", "€",
                                                         "£",   "¥", "₩"};

// Whether `text` begins with `word` and the word ends there.
bool TakeWord(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  const std::string_view rest = text.substr(word.size());
  if (!rest.empty() && rest.front() != ' ') return false;
  text = rest;
  return true;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "1,250.5" off the front; commas only before three digits.
std::optional<double> TakeNumber(std::string_view& text) {
  std::string digits;
  size_t at = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    const bool digit_next = at + 1 < text.size() && IsDigit(text[at + 1]);
    if (IsDigit(c)) {
      digits += c;
    } else if (c == '.' && !point && digit_next && !digits.empty()) {
      point = true;
      digits += c;
    } else if (c != ',' || point || digits.empty() || at + 3 >= text.size() ||
               !digit_next || !IsDigit(text[at + 2]) ||
               !IsDigit(text[at + 3])) {
      break;
    }
  }
  if (digits.empty()) return std::nullopt;
  double value = 0;
  const auto result =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (result.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(at);
  return value;
}

double TakeMultiplier(std::string_view& text, bool money) {
  for (const Multiplier& suffix : kSuffixes) {
    if (TakeWord(text, suffix.word)) return suffix.factor;
  }
  if (money) {
    for (const Multiplier& suffix : kMoneySuffixes) {
      if (TakeWord(text, suffix.word)) return suffix.factor;
    }
  }
  std::string_view rest = Trim(text);
  for (const Multiplier& word : kWords) {
    if (TakeWord(rest, word.word)) {
      text = rest;
      return word.factor;
    }
  }
  return 1;
}

}  // namespace

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
int64_t DaysOf(int year, int month, int day) {
  const int64_t y = month <= 2 ? year - 1 : year;
  const int64_t era = FloorDiv(y, 400);
  const int64_t year_of_era = y - era * 400;
  const int64_t day_of_year =
      (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

CivilDate CivilDateOf(int64_t days) {
  const int64_t z = days + 719468;
  const int64_t era = FloorDiv(z, 146097);
  const int64_t day_of_era = z - era * 146097;
  const int64_t year_of_era = (day_of_era - day_of_era / 1460 +
                               day_of_era / 36524 - day_of_era / 146096) /
                              365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const int day =
      static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5) + 1;
  const int month = static_cast<int>(shifted_month < 10 ? shifted_month + 3
                                                        : shifted_month - 9);
  const int year =
      static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0);
  return {year, month, day};
}

std::optional<DateInterval> ParseDate(std::string_view text) {
  const size_t dots = text.find("..");
  if (dots == std::string_view::npos) return ParsePoint(text);
  const std::optional<DateInterval> first = ParsePoint(text.substr(0, dots));
  const std::optional<DateInterval> last = ParsePoint(text.substr(dots + 2));
  if (!first || !last || last->to <= first->from) return std::nullopt;
  return DateInterval{first->from, last->to};
}

std::string FormatDate(const DateInterval& interval) {
  const bool whole_days =
      FloorDiv(interval.from, kMinutesPerDay) * kMinutesPerDay ==
          interval.from &&
      FloorDiv(interval.to, kMinutesPerDay) * kMinutesPerDay == interval.to;
  if (!whole_days) {
    const std::string from = FormatPoint(interval.from, true);
    if (interval.to == interval.from + 1) return from;
    return from + ".." + FormatPoint(interval.to - 1, true);
  }
  const std::string first = FormatPoint(interval.from, false);
  for (const size_t size : {size_t{4}, size_t{7}, size_t{10}}) {
    const std::string shorter = first.substr(0, size);
    if (ParseDate(shorter) == interval) return shorter;
  }
  return first + ".." + FormatPoint(interval.to - kMinutesPerDay, false);
}

std::optional<Quantity> ParseQuantity(std::string_view text) {
  text = Trim(text);
  Quantity quantity;
  double sign = 1;
  if (Take(text, "-") || Take(text, "\u2212")) {
    sign = -1;
  } else {
    Take(text, "+");
  }
  for (const std::string_view currency : kCurrencies) {
    if (Take(text, currency)) {
      quantity.unit = currency == "US$" ? "$" : currency;
      break;
    }
  }
  const std::optional<double> number = TakeNumber(text);
  if (!number) return std::nullopt;
  const bool money = !quantity.unit.empty();
  quantity.value = sign * *number * TakeMultiplier(text, money);
  const std::string_view rest = Trim(text);
  if (rest == "percent" || rest == "per cent") {
    quantity.unit.assign(1, '%');
  } else if (!rest.empty()) {
    if (!quantity.unit.empty()) quantity.unit += ' ';
    quantity.unit += rest;
  }
  return quantity;
}

}  // namespace tercet
