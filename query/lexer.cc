#include "query/lexer.h"

#include <cstdlib>
#include <cstring>

#include "query/unicode.h"

namespace tercet::query::syntax {
namespace {

using It = const char32_t*;

bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }

bool IsHyphen(char32_t c) { return c == '-' || c == 0x2010 || c == 0x2011; }

bool IsDashMark(char32_t c) { return c == '-' || c == 0x2013 || c == 0x2014; }

bool IsQuote(char32_t c) { return c == '"' || c == 0x201C; }

bool IsCurrency(char32_t c) {
  return c == '$' || c == 0xA2 || c == 0xA3 || c == 0xA5 ||
         (c >= 0x20A0 && c <= 0x20CF);
}

// "1,000": a comma that is followed by just three digits.
bool IsThousandsComma(It it, It end) {
  if (end - it < 4 || *it != ',') return false;
  if (!IsDigit(it[1]) || !IsDigit(it[2]) || !IsDigit(it[3])) return false;
  return end - it == 4 || !IsDigit(it[4]);
}

// The end of the word that starts at `it`, or `it` where none does.
It WordEnd(It it, It end) {
  const It begin = it;
  while (it != end) {
    if (*it == '.' && end - it > 1 && it[1] == '.') break;  // a range
    if (IsWordChar(*it)) {
      ++it;
    } else if (it != begin && IsHyphen(*it) && end - it > 1 &&
               IsWordChar(it[1])) {
      ++it;
    } else if (it != begin && IsDigit(it[-1]) && IsThousandsComma(it, end)) {
      ++it;
    } else {
      break;
    }
  }
  return it;
}

// Whether the word from `it` to `word_end` is `keyword`, all in lower case or
// all in capitals: "Order of Malta" is a name.
bool IsKeyword(It it, It word_end, const char32_t* keyword) {
  bool lower = true;
  bool upper = true;
  for (; it != word_end && *keyword != 0; ++it, ++keyword) {
    if (*it != *keyword) lower = false;
    if (*it != *keyword - 32) upper = false;
  }
  return it == word_end && *keyword == 0 && (lower || upper);
}

bool IsReserved(It it, It word_end, It end, Reserved reserved) {
  for (const char32_t* word :
       {U"where", U"return", U"limit", U"offset", U"optional", U"not"}) {
    if (IsKeyword(it, word_end, word)) return true;
  }
  if (IsKeyword(it, word_end, U"order")) {
    const It next = SkipBlank(word_end, end);
    if (IsKeyword(next, WordEnd(next, end), U"by")) return true;
  }
  if (reserved == Reserved::kClauses) return false;
  for (const char32_t* word : {U"and", U"or", U"in", U"as", U"asc", U"desc"}) {
    if (IsKeyword(it, word_end, word)) return true;
  }
  return false;
}

// The words from `it` on; *text joins them with single spaces.
It NameEnd(It it, It end, const Reserved* reserved, std::string* text) {
  It name_end = it;
  while (true) {
    const It word_end = WordEnd(it, end);
    if (word_end == it) break;
    if (reserved != nullptr && IsReserved(it, word_end, end, *reserved)) break;
    if (text != nullptr) {
      if (!text->empty()) text->push_back(' ');
      text->append(ToUtf8({it, static_cast<size_t>(word_end - it)}));
    }
    name_end = word_end;
    it = SkipBlank(word_end, end);
    if (it == word_end) break;  // a word ends where a mark begins
  }
  return name_end;
}

// YYYY-MM[-DD[Thh:mm]], with months and days that exist.
It DateEnd(It it, It end) {
  const auto number = [&](It at, int digits) -> int {
    if (end - at < digits) return -1;
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      if (!IsDigit(at[i])) return -1;
      value = value * 10 + static_cast<int>(at[i] - '0');
    }
    return value;
  };
  const It begin = it;
  if (number(it, 4) < 0) return begin;
  it += 4;
  if (it == end || *it != '-') return begin;
  const int month = number(it + 1, 2);
  if (month < 1 || month > 12) return begin;
  it += 3;
  if (it != end && *it == '-') {
    const int day = number(it + 1, 2);
    if (day < 1 || day > 31) return begin;
    it += 3;
    if (end - it >= 6 && *it == 'T' && number(it + 1, 2) >= 0 &&
        number(it + 1, 2) < 24 && it[3] == ':' && number(it + 4, 2) >= 0 &&
        number(it + 4, 2) < 60) {
      it += 6;
    }
  }
  return it != end && IsDigit(*it) ? begin : it;
}

bool IsOrdinal(const std::string& unit) {
  return unit == "st" || unit == "nd" || unit == "rd" || unit == "th";
}

// [sign] [currency] digits [unit]; *out is filled.
It NumberEnd(It it, It end, Literal* out) {
  const It begin = it;
  std::string digits;
  if (it != end && (*it == '-' || *it == '+')) {
    if (*it == '-') digits.push_back('-');
    ++it;
  }
  if (it != end && IsCurrency(*it)) AppendUtf8(*it++, &out->currency);
  if (it == end || !IsDigit(*it)) return begin;
  while (it != end && (IsDigit(*it) || IsThousandsComma(it, end))) {
    if (IsDigit(*it)) digits.push_back(static_cast<char>(*it));
    ++it;
  }
  if (end - it > 1 && *it == '.' && IsDigit(it[1])) {
    digits.push_back('.');
    for (++it; it != end && IsDigit(*it); ++it) {
      digits.push_back(static_cast<char>(*it));
    }
  }
  out->number = std::strtod(digits.c_str(), nullptr);
  if (it != end && *it == '%') {
    out->unit = "%";
    return it + 1;
  }
  while (it != end && IsIdentifierChar(*it) && !IsDigit(*it)) {
    AppendUtf8(*it++, &out->unit);
  }
  if (IsOrdinal(out->unit)) return begin;
  return it;
}

void SkipTo(Cursor& cursor) { cursor.it = SkipBlank(cursor.it, cursor.end); }

}  // namespace

void Notes::Refuse(const char32_t* at, const char* expected_word) {
  if (fatal != nullptr || at == named_at || at < furthest) return;
  if (at > furthest) expected.clear();
  furthest = at;
  if (expected_word == nullptr) return;
  for (const char* word : expected) {
    if (std::strcmp(word, expected_word) == 0) return;
  }
  expected.push_back(expected_word);
}

void Notes::Fail(const char32_t* at, const char* message) {
  if (fatal != nullptr) return;
  fatal = message;
  fatal_at = at;
}

const char32_t* SkipBlank(const char32_t* it, const char32_t* end) {
  while (it != end) {
    if (IsBlank(*it)) {
      ++it;
    } else if (*it == '/' && end - it > 1 && it[1] == '/') {
      while (it != end && *it != '\n') ++it;
    } else {
      break;
    }
  }
  return it;
}

bool ScanMark(Cursor& cursor, const char32_t* mark, const char* expected) {
  SkipTo(cursor);
  It it = cursor.it;
  for (; *mark != 0; ++mark, ++it) {
    if (it == cursor.end || *it != *mark) {
      cursor.notes->Refuse(cursor.it, expected);
      return false;
    }
  }
  cursor.it = it;
  return true;
}

bool ScanKeyword(Cursor& cursor, const char32_t* word, const char* expected) {
  SkipTo(cursor);
  const It end = WordEnd(cursor.it, cursor.end);
  if (!IsKeyword(cursor.it, end, word)) {
    cursor.notes->Refuse(cursor.it, expected);
    return false;
  }
  cursor.it = end;
  return true;
}

bool ScanRightArrow(Cursor& cursor) {
  SkipTo(cursor);
  if (cursor.it != cursor.end && *cursor.it == 0x2192) {
    ++cursor.it;
    return true;
  }
  if (cursor.end - cursor.it > 1 && IsDashMark(cursor.it[0]) &&
      cursor.it[1] == '>') {
    cursor.it += 2;
    return true;
  }
  cursor.notes->Refuse(cursor.it, "'->'");
  return false;
}

bool ScanLeftArrow(Cursor& cursor) {
  SkipTo(cursor);
  if (cursor.it != cursor.end && *cursor.it == 0x2190) {
    ++cursor.it;
    return true;
  }
  if (cursor.end - cursor.it > 1 && cursor.it[0] == '<' &&
      IsDashMark(cursor.it[1])) {
    cursor.it += 2;
    return true;
  }
  cursor.notes->Refuse(cursor.it, "'<-'");
  return false;
}

bool ScanSpacedLeftArrow(Cursor& cursor) {
  Cursor arrow = cursor;
  if (!ScanLeftArrow(arrow) || arrow.it == arrow.end || !IsBlank(*arrow.it)) {
    return false;
  }
  cursor.it = arrow.it;
  return true;
}

bool ScanClosingDash(Cursor& cursor) {
  Cursor dash = cursor;
  if (!ScanDash(dash)) return false;
  const bool begins_edge = SkipBlank(cursor.it, cursor.end) != cursor.it &&
                           dash.it != dash.end && !IsBlank(*dash.it);
  if (!begins_edge) cursor.it = dash.it;
  return !begins_edge;
}

bool ScanDash(Cursor& cursor) {
  SkipTo(cursor);
  if (cursor.it != cursor.end && IsDashMark(*cursor.it) &&
      (cursor.end - cursor.it < 2 || cursor.it[1] != '>')) {
    ++cursor.it;
    return true;
  }
  cursor.notes->Refuse(cursor.it, "'-'");
  return false;
}

bool ScanName(Cursor& cursor, Reserved reserved, Lexeme* out) {
  SkipTo(cursor);
  out->at = cursor.offset(cursor.it);
  const It end = NameEnd(cursor.it, cursor.end, &reserved, &out->text);
  if (end == cursor.it) {
    cursor.notes->Refuse(cursor.it, "a name");
    return false;
  }
  cursor.it = end;
  return true;
}

bool ScanRelationName(Cursor& cursor, Lexeme* out) {
  SkipTo(cursor);
  out->at = cursor.offset(cursor.it);
  const It end = NameEnd(cursor.it, cursor.end, nullptr, &out->text);
  if (end == cursor.it) {
    cursor.notes->Refuse(cursor.it, "a relation");
    return false;
  }
  cursor.it = end;
  return true;
}

bool ScanString(Cursor& cursor, Lexeme* out) {
  SkipTo(cursor);
  It it = cursor.it;
  if (it == cursor.end || !IsQuote(*it)) {
    cursor.notes->Refuse(it, "a quoted text");
    return false;
  }
  const char32_t close = *it == '"' ? U'"' : U'\x201D';
  out->at = cursor.offset(it);
  for (++it; it != cursor.end && *it != close; ++it) {
    if (*it == '\\' && cursor.end - it > 1) {
      ++it;
      AppendUtf8(*it == 'n' ? U'\n' : *it == 't' ? U'\t' : *it, &out->text);
    } else {
      AppendUtf8(*it, &out->text);
    }
  }
  if (it == cursor.end) {
    cursor.notes->Refuse(
        it, close == '"' ? "a closing '\"'" : "a closing '\xE2\x80\x9D'");
    return false;
  }
  cursor.it = it + 1;
  return true;
}

bool ScanIdentifier(Cursor& cursor, Lexeme* out) {
  It it = cursor.it;
  while (it != cursor.end && IsIdentifierChar(*it)) ++it;
  if (it == cursor.it) {
    cursor.notes->Refuse(it, "a word");
    return false;
  }
  out->at = cursor.offset(cursor.it);
  out->text = ToUtf8({cursor.it, static_cast<size_t>(it - cursor.it)});
  cursor.it = it;
  return true;
}

bool ScanVariable(Cursor& cursor, Lexeme* out) {
  SkipTo(cursor);
  const It begin = cursor.it;
  if (begin != cursor.end && *begin == '?') {
    It it = begin + 1;
    while (it != cursor.end && IsIdentifierChar(*it)) ++it;
    if (it != begin + 1) {
      out->at = cursor.offset(begin);
      out->text = ToUtf8({begin + 1, static_cast<size_t>(it - begin - 1)});
      cursor.it = it;
      return true;
    }
  }
  cursor.notes->Refuse(begin, "a variable");
  return false;
}

bool ScanPathVariable(Cursor& cursor, Lexeme* out) {
  const It before = cursor.it;
  SkipTo(cursor);
  if (cursor.it != cursor.end && *cursor.it == '?') {
    Notes unheard;  // what this tries is no news to the reader of an error
    unheard.begin = cursor.notes->begin;
    Cursor attempt{cursor.it, cursor.end, &unheard};
    if (ScanVariable(attempt, out) && ScanMark(attempt, U"=", "")) {
      cursor.it = attempt.it;
      return true;
    }
  }
  cursor.it = before;
  return false;
}

bool ScanAnonymous(Cursor& cursor, Lexeme* out) {
  SkipTo(cursor);
  if (cursor.it == cursor.end || *cursor.it != '?') {
    cursor.notes->Refuse(cursor.it, "'?'");
    return false;
  }
  out->at = cursor.offset(cursor.it++);
  return true;
}

bool ScanId(Cursor& cursor, Lexeme* out) {
  SkipTo(cursor);
  const It begin = cursor.it;
  if (begin != cursor.end && (*begin == '@' || *begin == '#')) {
    const It end_of_word = WordEnd(begin + 1, cursor.end);
    out->at = cursor.offset(begin);
    if (end_of_word != begin + 1) {
      out->text = ToUtf8({begin, static_cast<size_t>(end_of_word - begin)});
      cursor.it = end_of_word;
      return true;
    }
    Cursor quoted{begin + 1, cursor.end, cursor.notes};
    Lexeme name;
    if (end_of_word != cursor.end && IsQuote(*end_of_word) &&
        ScanString(quoted, &name)) {
      out->text = static_cast<char>(*begin) + name.text;
      cursor.it = quoted.it;
      return true;
    }
  }
  cursor.notes->Refuse(begin, "an id such as @1");
  return false;
}

bool ScanInteger(Cursor& cursor, int64_t* out) {
  SkipTo(cursor);
  It it = cursor.it;
  int64_t value = 0;
  for (; it != cursor.end && IsDigit(*it); ++it) {
    if (it - cursor.it >= 15) {
      cursor.notes->Fail(cursor.it, "this number is too large");
      return false;
    }
    value = value * 10 + static_cast<int64_t>(*it - '0');
  }
  if (it == cursor.it) {
    cursor.notes->Refuse(it, "a whole number");
    return false;
  }
  *out = value;
  cursor.it = it;
  return true;
}

bool ScanLiteral(Cursor& cursor, Reserved reserved, bool bare, Literal* out) {
  SkipTo(cursor);
  const It begin = cursor.it;
  It end = DateEnd(begin, cursor.end);
  if (end != begin) {
    out->kind = Literal::Kind::kDate;
  } else {
    out->kind = Literal::Kind::kNumber;
    end = NumberEnd(begin, cursor.end, out);
  }
  const bool is_bare = out->kind == Literal::Kind::kNumber &&
                       out->currency.empty() && out->unit.empty() &&
                       end != begin && IsDigit(*begin) &&
                       std::u32string_view(begin, end - begin).find('.') ==
                           std::u32string_view::npos;
  if (end == begin || (is_bare && !bare) ||
      NameEnd(begin, cursor.end, &reserved, nullptr) > end) {
    cursor.notes->Refuse(begin, "a number or a date");
    return false;
  }
  out->text = ToUtf8({begin, static_cast<size_t>(end - begin)});
  out->at = cursor.offset(begin);
  cursor.it = end;
  return true;
}

bool ScanEnd(Cursor& cursor) {
  SkipTo(cursor);
  if (cursor.it == cursor.end) return true;
  cursor.notes->Refuse(cursor.it, "the end of the query");
  return false;
}

}  // namespace tercet::query::syntax
