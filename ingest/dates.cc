#include "ingest/dates.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace tercet::text {
namespace {

struct Civil {
  int year = 0;
  int month = 0;
  int day = 0;
};

// Days from 1970-01-01 and back (Howard Hinnant, "chrono-compatible
// low-level date algorithms").
Civil CivilOf(int32_t day_number) {
  const int64_t z = static_cast<int64_t>(day_number) + 719468;
  const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  Civil civil;
  civil.day = static_cast<int>(doy - (153 * mp + 2) / 5 + 1);
  civil.month = static_cast<int>(mp < 10 ? mp + 3 : mp - 9);
  civil.year = static_cast<int>(yoe + era * 400 + (civil.month <= 2));
  return civil;
}

constexpr std::array<std::string_view, 12> kMonths = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "monday", "tuesday",  "wednesday", "thursday",
    "friday", "saturday", "sunday"};

// 1 to 12, or 0; "feb" and "sept" count, "mar" and "may" only as words.
int MonthOf(std::string_view word) {
  for (size_t i = 0; i < kMonths.size(); ++i) {
    if (word == kMonths[i]) return static_cast<int>(i) + 1;
    if (word.size() >= 3 && word.size() <= 4 &&
        kMonths[i].substr(0, word.size()) == word) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

int WeekdayOf(std::string_view word) {
  for (size_t i = 0; i < kWeekdays.size(); ++i) {
    if (word == kWeekdays[i]) return static_cast<int>(i);
  }
  return -1;
}

// 1970-01-01 was a Thursday.
int Weekday(int32_t day) { return static_cast<int>(((day + 3) % 7 + 7) % 7); }

int NumberOf(std::string_view word) {
  static constexpr std::array<std::string_view, 13> kWords = {
      "zero",  "one",   "two",  "three", "four",   "five",  "six",
      "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  for (size_t i = 0; i < kWords.size(); ++i) {
    if (word == kWords[i]) return static_cast<int>(i);
  }
  if (word == "a" || word == "an") return 1;
  int value = 0;
  std::string digits(word);
  for (std::string_view suffix : {"st", "nd", "rd", "th"}) {
    if (digits.size() > suffix.size() && digits.ends_with(suffix) &&
        std::isdigit(static_cast<unsigned char>(digits[0]))) {
      digits.resize(digits.size() - suffix.size());
    }
  }
  return absl::SimpleAtoi(digits, &value) && value >= 0 ? value : -1;
}

bool IsYear(std::string_view word) {
  return word.size() == 4 && (word[0] == '1' || word[0] == '2') &&
         std::all_of(word.begin(), word.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c));
         });
}

// A unit of time by its singular: 'd', 'w', 'm', 'y', 'D' (decade), or 0.
char UnitOf(std::string_view word) {
  std::string singular(word);
  if (singular.size() > 1 && singular.back() == 's') singular.pop_back();
  if (singular == "day") return 'd';
  if (singular == "week") return 'w';
  if (singular == "month") return 'm';
  if (singular == "year") return 'y';
  if (singular == "decade") return 'D';
  return 0;
}

int LastDay(int year, int month) {
  const int next =
      month == 12 ? DayNumber(year + 1, 1, 1) : DayNumber(year, month + 1, 1);
  return next - DayNumber(year, month, 1);
}

DayRange MonthRange(int year, int month) {
  return {DayNumber(year, month, 1),
          DayNumber(year, month, LastDay(year, month))};
}

DayRange YearRange(int first, int last) {
  return {DayNumber(first, 1, 1), DayNumber(last, 12, 31)};
}

std::vector<std::string> WordsOf(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) ||
        static_cast<unsigned char>(c) >= 0x80) {
      word += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) words.push_back(std::move(word));
  return words;
}

// The range moved by a number of units from the day's own day, week …
std::optional<DayRange> Shifted(int32_t day, char unit, int by) {
  const Civil civil = CivilOf(day);
  switch (unit) {
    case 'd':
      return DayRange{day + by, day + by};
    case 'w': {
      const int32_t monday = day - Weekday(day) + 7 * by;
      return DayRange{monday, monday + 6};
    }
    case 'm': {
      const int months = civil.year * 12 + civil.month - 1 + by;
      return MonthRange(months / 12, months % 12 + 1);
    }
    case 'y':
      return YearRange(civil.year + by, civil.year + by);
    case 'D': {
      const int decade = civil.year / 10 * 10 + 10 * by;
      return YearRange(decade, decade + 9);
    }
    default:
      return std::nullopt;
  }
}

// One expression, word by word.
class TimeReader {
 public:
  TimeReader(std::vector<std::string> words, std::optional<int32_t> day,
             bool future)
      : words_(std::move(words)), day_(day), future_(future) {}

  std::optional<DayRange> Read() const {
    if (const auto range = BetweenYears()) return range;
    if (const auto range = Calendar()) return range;
    if (!day_) return std::nullopt;
    if (const auto range = Relative()) return range;
    return OfWeekday();
  }

 private:
  const std::string& At(size_t i) const {
    static const std::string kNone;
    return i < words_.size() ? words_[i] : kNone;
  }

  // "between 1970 and 2005", "from 1978 until 2011", "1990 to 1994".
  std::optional<DayRange> BetweenYears() const {
    int years[2] = {0, 0};
    int found = 0;
    for (const std::string& word : words_) {
      if (!IsYear(word)) continue;
      if (found == 2) return std::nullopt;
      years[found++] = NumberOf(word);
    }
    if (found != 2 || years[0] > years[1]) return std::nullopt;
    return YearRange(years[0], years[1]);
  }

  // A month with or without day and year, a year, a decade, a quarter.
  std::optional<DayRange> Calendar() const {
    int month = 0;
    int year = 0;
    int day = 0;
    for (size_t i = 0; i < words_.size(); ++i) {
      const std::string& word = words_[i];
      if (const int m = MonthOf(word); m != 0 && month == 0) {
        month = m;
        const int after = NumberOf(At(i + 1));
        const int before = i > 0 ? NumberOf(At(i - 1)) : -1;
        const auto is_day = [](int n, std::string_view w) {
          return n >= 1 && n <= 31 && w != "a" && w != "an";
        };
        if (is_day(after, At(i + 1))) {
          day = after;
        } else if (i > 0 && is_day(before, At(i - 1))) {
          day = before;
        }
      } else if (IsYear(word) && year == 0) {
        year = NumberOf(word);
      } else if (word.size() == 5 && word[4] == 's' &&
                 IsYear(word.substr(0, 4))) {
        const int decade = NumberOf(word.substr(0, 4));
        return YearRange(decade, decade + 9);
      }
    }
    if (month == 0) {
      if (year != 0) return YearRange(year, year);
      return std::nullopt;
    }
    if (year == 0) {
      if (!day_) return std::nullopt;
      year = NearestYear(month, day == 0 ? 1 : day);
    }
    if (day > LastDay(year, month)) return std::nullopt;
    if (day == 0) return MonthRange(year, month);
    const int32_t number = DayNumber(year, month, day);
    return DayRange{number, number};
  }

  // The year in which a bare "March" or "March 4" lies: the next such month
  // for plans, else the last one that has begun.
  int NearestYear(int month, int day) const {
    const Civil now = CivilOf(*day_);
    const int last = LastDay(now.year, month);
    const int32_t date = DayNumber(now.year, month, std::min(day, last));
    if (future_) {
      const int32_t end = DayNumber(now.year, month, last);
      return end < *day_ ? now.year + 1 : now.year;
    }
    return date > *day_ + 31 ? now.year - 1 : now.year;
  }

  // "today", "last week", "two years ago", "this month", "next spring".
  std::optional<DayRange> Relative() const {
    for (size_t i = 0; i < words_.size(); ++i) {
      const std::string& word = words_[i];
      if (word == "today" || word == "tonight" || word == "now") {
        return Shifted(*day_, 'd', 0);
      }
      if (word == "yesterday") return Shifted(*day_, 'd', -1);
      if (word == "tomorrow") return Shifted(*day_, 'd', 1);
      const char unit = UnitOf(At(i + 1));
      if (unit != 0 && NumberOf(At(i)) < 0) {
        if (word == "last" || word == "previous") {
          return Shifted(*day_, unit, -1);
        }
        if (word == "next" || word == "coming") {
          return Shifted(*day_, unit, 1);
        }
        if (word == "this") return Shifted(*day_, unit, 0);
      }
      if (unit != 0 && At(i + 2) == "ago") {
        const int number = NumberOf(word);
        if (number >= 0) return Shifted(*day_, unit, -number);
      }
    }
    return std::nullopt;
  }

  std::optional<DayRange> OfWeekday() const {
    for (size_t i = 0; i < words_.size(); ++i) {
      const int weekday = WeekdayOf(words_[i]);
      if (weekday < 0) continue;
      int32_t day = *day_ - Weekday(*day_) + weekday;
      const std::string& before = i > 0 ? words_[i - 1] : words_[i];
      if (before == "next" || (future_ && before != "last")) {
        if (day < *day_) day += 7;
      } else if (day > *day_) {
        day -= 7;
      }
      return DayRange{day, day};
    }
    return std::nullopt;
  }

  std::vector<std::string> words_;
  std::optional<int32_t> day_;
  bool future_;
};

}  // namespace

int32_t DayNumber(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = (y >= 0 ? y : y - 399) / 400;
  const int yoe = y - era * 400;
  const int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
  return era * 146097 + doe - 719468;
}

std::string DayText(int32_t day) {
  const Civil civil = CivilOf(day);
  return absl::StrFormat("%04d-%02d-%02d", civil.year, civil.month, civil.day);
}

std::optional<int32_t> ParseDay(std::string_view text) {
  if (text.size() >= 10 && text[4] == '-' && text[7] == '-') {
    const int year = NumberOf(text.substr(0, 4));
    const int month = NumberOf(text.substr(5, 2));
    const int day = NumberOf(text.substr(8, 2));
    if (year > 0 && month >= 1 && month <= 12 && day >= 1 &&
        day <= LastDay(year, month)) {
      return DayNumber(year, month, day);
    }
    return std::nullopt;
  }
  if (text.size() == 7 && text[4] == '-') {
    const int year = NumberOf(text.substr(0, 4));
    const int month = NumberOf(text.substr(5, 2));
    if (year > 0 && month >= 1 && month <= 12) {
      return DayNumber(year, month, 1);
    }
    return std::nullopt;
  }
  const std::optional<DayRange> range =
      TimeReader(WordsOf(text), std::nullopt, false).Read();
  if (!range) return std::nullopt;
  return range->first;
}

std::optional<DayRange> ResolveTime(std::string_view text,
                                    std::optional<int32_t> document_day,
                                    bool future) {
  return TimeReader(WordsOf(text), document_day, future).Read();
}

bool IsTimeExpression(std::string_view text) {
  const std::vector<std::string> words = WordsOf(text);
  for (const std::string& word : words) {
    if (word == "may" || word == "march") continue;
    if (WeekdayOf(word) >= 0 || MonthOf(word) > 0 || IsYear(word) ||
        UnitOf(word) != 0 || word == "today" || word == "yesterday" ||
        word == "tomorrow" || word == "tonight" || word == "morning" ||
        word == "night" || word == "afternoon" || word == "evening") {
      return true;
    }
  }
  return text.find("March") != std::string_view::npos ||
         text.find("May") != std::string_view::npos;
}

}  // namespace tercet::text
