#include "graph/ntriples.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "absl/strings/str_cat.h"
#include "graph/identity.h"
#include "storage/term_id.h"
#include "tercet/value.h"

namespace tercet {
namespace {

constexpr std::string_view kLabel =
    "http://www.w3.org/2000/01/rdf-schema#label";
constexpr std::string_view kXsd = "http://www.w3.org/2001/XMLSchema#";
constexpr std::string_view kOwnType = "urn:tercet:type/";
constexpr std::string_view kNumbers[] = {
    "integer",         "decimal",      "double",
    "float",           "int",          "long",
    "short",           "byte",         "nonNegativeInteger",
    "positiveInteger", "unsignedInt",  "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedShort",
    "unsignedByte"};
constexpr std::string_view kDates[] = {"date", "dateTime", "gYear",
                                       "gYearMonth"};

constexpr uint8_t kInIri = 1;     // plain ASCII that an IRI may hold
constexpr uint8_t kInQuotes = 2;  // plain ASCII between quotes
constexpr uint8_t kInLabel = 4;   // of a blank node, or not ASCII
constexpr std::array<uint8_t, 256> kClasses = [] {
  std::array<uint8_t, 256> classes = {};
  for (int c = 0; c < 128; ++c) {
    const char byte = static_cast<char>(c);
    constexpr std::string_view kNotInIri = "<>\"{}|^`\\";
    if (c > 0x20 && kNotInIri.find(byte) == std::string_view::npos) {
      classes[c] |= kInIri;
    }
    if (byte != '"' && byte != '\\' && byte != '\n' && byte != '\r') {
      classes[c] |= kInQuotes;
    }
    const bool letter = (byte >= 'a' && byte <= 'z') ||
                        (byte >= 'A' && byte <= 'Z') ||
                        (byte >= '0' && byte <= '9');
    if (letter || byte == '_' || byte == '-' || byte == '.' || byte == ':') {
      classes[c] |= kInLabel;
    }
  }
  for (int c = 128; c < 256; ++c) classes[c] = kInLabel;
  return classes;
}();

bool Is(char c, uint8_t wanted) {
  return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0;
}
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

template <size_t n>
bool IsOneOf(std::string_view word, const std::string_view (&words)[n]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

void AppendUtf8(uint32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// The first byte from `at` on that is not of the class.
const char* SkipPlain(const char* at, const char* end, uint8_t wanted) {
#ifdef __SSE2__
  const auto is = [](__m128i bytes, char c) {
    return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(c));
  };
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    __m128i stops = _mm_or_si128(is(bytes, '"'), is(bytes, '\\'));
    if (wanted == kInIri) {
      // What is not above a blank; bytes beyond ASCII are negative.
      const __m128i above = _mm_cmpgt_epi8(bytes, _mm_set1_epi8(0x20));
      const __m128i angle = _mm_and_si128(bytes, _mm_set1_epi8('\xFD'));
      stops = _mm_or_si128(stops, is(angle, '<'));
      stops = _mm_or_si128(stops, _mm_or_si128(is(bytes, '{'), is(bytes, '}')));
      stops = _mm_or_si128(stops, _mm_or_si128(is(bytes, '|'), is(bytes, '^')));
      stops = _mm_or_si128(stops, is(bytes, '`'));
      stops =
          _mm_or_si128(stops, _mm_andnot_si128(above, _mm_set1_epi8('\xFF')));
    } else {
      stops =
          _mm_or_si128(stops, _mm_or_si128(is(bytes, '\n'), is(bytes, '\r')));
      stops = _mm_or_si128(stops, bytes);  // the top bit: beyond ASCII
    }
    const int mask = _mm_movemask_epi8(stops);
    if (mask != 0) return at + std::countr_zero(static_cast<unsigned>(mask));
  }
#endif
  while (at < end && Is(*at, wanted)) ++at;
  return at;
}

// "1999-03-01", the commonest form of a date, without the general reader.
std::optional<TermId> PlainDay(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
    return std::nullopt;
  }
  int numbers[3] = {};
  constexpr int kPart[10] = {0, 0, 0, 0, -1, 1, 1, -1, 2, 2};
  for (int i = 0; i < 10; ++i) {
    if (kPart[i] < 0) continue;
    if (!IsDigit(text[i])) return std::nullopt;
    numbers[kPart[i]] = numbers[kPart[i]] * 10 + (text[i] - '0');
  }
  // The 29th to 31st are left to the reader that knows the months.
  if (numbers[1] < 1 || numbers[1] > 12 || numbers[2] < 1 || numbers[2] > 28 ||
      numbers[0] == 0) {
    return std::nullopt;
  }
  return storage::InlineDate({DaysOf(numbers[0], numbers[1], numbers[2]), 1},
                             static_cast<uint8_t>(TermKind::kDate));
}

}  // namespace

const char* NTriplesReader::LineAt(size_t offset) const {
  if (offset == 0) return text_.data();
  const char* from = text_.data() + offset - 1;
  const void* end = std::memchr(from, '\n', text_end() - from);
  return end == nullptr ? text_end() : static_cast<const char*>(end) + 1;
}

NTriplesReader::LineKind NTriplesReader::ReadLine(Statement& statement) {
  SkipBlanks();
  statement.name_rank = 0;
  if (at_ == text_end() || *at_ == '\n' || *at_ == '\r' || *at_ == '#') {
    return ReadEndOfLine() ? LineKind::kEmpty : LineKind::kBad;
  }
  if (!ReadNode(statement.subject)) return LineKind::kBad;
  SkipBlanks();
  if (at_ == text_end() || *at_ != '<') {
    Fail(at_, "expected the '<' of a predicate");
    return LineKind::kBad;
  }
  if (!ReadIri(statement.relation)) return LineKind::kBad;
  SkipBlanks();
  const bool literal = at_ < text_end() && *at_ == '"';
  if (literal ? !ReadLiteral(statement) : !ReadNode(statement.object)) {
    return LineKind::kBad;
  }
  SkipBlanks();
  if (at_ == text_end() || *at_ != '.') {
    Fail(at_, "expected the '.' after a statement");
    return LineKind::kBad;
  }
  ++at_;
  SkipBlanks();
  return ReadEndOfLine() ? LineKind::kStatement : LineKind::kBad;
}

bool NTriplesReader::ReadEndOfLine() {
  if (at_ < text_end() && *at_ == '#') {
    const void* end = std::memchr(at_, '\n', text_end() - at_);
    at_ = end == nullptr ? text_end() : static_cast<const char*>(end);
  }
  while (at_ < text_end() && *at_ == '\r') ++at_;
  if (at_ == text_end()) return true;
  if (*at_ != '\n') return Fail(at_, "expected the end of the line");
  ++at_;
  return true;
}

bool NTriplesReader::ReadNode(StatedTerm& term) {
  if (at_ < text_end() && *at_ == '<') return ReadIri(term);
  if (at_ < text_end() && *at_ == '_') return ReadBlankNode(term);
  return Fail(at_, "expected an IRI, a blank node or a literal");
}

bool NTriplesReader::ReadIri(StatedTerm& term) {
  const char* from = ++at_;
  at_ = SkipPlain(at_, text_end(), kInIri);
  term.kind = TermKind::kEntity;
  term.inline_id = kNoTerm;
  if (at_ < text_end() && *at_ == '>') {
    term.bytes = {from, static_cast<size_t>(at_ - from)};
    ++at_;
  } else if (!ReadSlowly(from, '>', term)) {
    return false;
  }
  if (term.bytes.empty() || !IsLetter(term.bytes.front()) ||
      term.bytes.find(':') == std::string_view::npos) {
    return Fail(from, "an IRI must begin with a scheme, as \"http:\"");
  }
  if (term.bytes.size() > (size_t{64} << 10)) {
    return Fail(from, "an IRI has more than 65536 bytes");
  }
  return true;
}

bool NTriplesReader::ReadBlankNode(StatedTerm& term) {
  const char* from = at_;
  if (text_end() - at_ < 3 || at_[1] != ':') {
    return Fail(at_, "expected the \"_:\" of a blank node and its label");
  }
  at_ += 2;
  std::string ignored;
  while (at_ < text_end() && Is(*at_, kInLabel)) {
    if (!ReadCharacter(ignored)) return false;
  }
  // A label does not end in a point: it is that of the statement.
  while (at_ - from > 2 && at_[-1] == '.') --at_;
  const char first = from[2];
  if (at_ - from == 2 || first == '-' || first == '.') {
    return Fail(from + 2, "a blank node has no label");
  }
  term.kind = TermKind::kEntity;
  term.bytes = {from, static_cast<size_t>(at_ - from)};
  term.inline_id = kNoTerm;
  if (term.bytes.size() > (size_t{64} << 10)) {
    return Fail(from, "a blank node's label has more than 65536 bytes");
  }
  return true;
}

bool NTriplesReader::ReadQuoted(StatedTerm& term) {
  const char* from = ++at_;
  at_ = SkipPlain(at_, text_end(), kInQuotes);
  term.kind = TermKind::kText;
  term.inline_id = kNoTerm;
  if (at_ < text_end() && *at_ == '"') {
    term.bytes = {from, static_cast<size_t>(at_ - from)};
    ++at_;
  } else if (!ReadSlowly(from, '"', term)) {
    return false;
  }
  if (term.bytes.size() > (size_t{1} << 31)) {
    return Fail(from, "a literal has more than 2 GiB");
  }
  return true;
}

bool NTriplesReader::ReadLiteral(Statement& statement) {
  StatedTerm& term = statement.object;
  if (!ReadQuoted(term)) return false;
  std::string_view language;
  if (at_ < text_end() && *at_ == '@') {
    if (!ReadLanguage(language)) return false;
  } else if (text_end() - at_ > 2 && at_[0] == '^' && at_[1] == '^') {
    at_ += 2;
    if (*at_ != '<') return Fail(at_, "expected the '<' of a datatype");
    StatedTerm datatype;
    if (!ReadIri(datatype)) return false;
    Interpret(datatype.bytes, term);
    if (term.kind != TermKind::kText) return true;
  }
  if (statement.relation.bytes == kLabel && !term.bytes.empty() &&
      term.bytes.size() <= (size_t{64} << 10)) {
    const bool english = language == "en" || language.starts_with("en-");
    statement.name_rank = english ? 3 : language.empty() ? 2 : 1;
  }
  return true;
}

bool NTriplesReader::ReadLanguage(std::string_view& language) {
  const char* from = ++at_;
  while (at_ < text_end() && IsLetter(*at_)) ++at_;
  if (at_ == from) return Fail(from, "expected a language after '@'");
  while (at_ < text_end() && *at_ == '-') {
    const char* part = ++at_;
    while (at_ < text_end() && (IsLetter(*at_) || IsDigit(*at_))) ++at_;
    if (at_ == part) return Fail(part, "expected more of a language after '-'");
  }
  language = {from, static_cast<size_t>(at_ - from)};
  return true;
}

void NTriplesReader::Interpret(std::string_view datatype, StatedTerm& term) {
  if (term.bytes.empty()) return;
  if (datatype.starts_with(kOwnType)) {
    // What export writes where XML Schema has no type for the words.
    datatype.remove_prefix(kOwnType.size());
    if (datatype == Name(TermKind::kNumber)) term.kind = TermKind::kNumber;
    if (datatype == Name(TermKind::kDate)) InterpretDate(term);
    return;
  }
  if (!datatype.starts_with(kXsd)) return;
  datatype.remove_prefix(kXsd.size());
  if (IsOneOf(datatype, kNumbers)) {
    term.kind = TermKind::kNumber;
  } else if (IsOneOf(datatype, kDates)) {
    InterpretDate(term);
  }
}

void NTriplesReader::InterpretDate(StatedTerm& term) {
  std::optional<TermId> id = PlainDay(term.bytes);
  // Seconds are told apart from minutes only where there are some.
  std::string_view words = term.bytes;
  if (words.size() == 19 && words.ends_with(":00")) words.remove_suffix(3);
  if (!id) {
    if (!ParseDate(words)) return;  // stays a text
    id = InlineValue(TermKind::kDate, words);
  }
  term.kind = TermKind::kDate;
  if (id) {
    term.inline_id = *id;
    term.bytes = {};
    return;
  }
  term.bytes = scratch_.emplace_back(ValueBytes(TermKind::kDate, words));
}

bool NTriplesReader::ReadSlowly(const char* from, char close,
                                StatedTerm& term) {
  const bool in_iri = close == '>';
  std::string bytes(from, at_);
  bool escaped = false;
  while (at_ < text_end() && *at_ != close) {
    const char c = *at_;
    if (c == '\\') {
      escaped = true;
      if (!ReadEscape(in_iri, bytes)) return false;
    } else if (static_cast<unsigned char>(c) >= 0x80) {
      if (!ReadCharacter(bytes)) return false;
    } else if (Is(c, in_iri ? kInIri : kInQuotes)) {
      bytes += c;
      ++at_;
    } else {
      return Fail(at_, c == '\n' || c == '\r'
                           ? (in_iri ? "the line ends within an IRI"
                                     : "the line ends within a literal")
                           : "this character must be escaped in an IRI");
    }
  }
  if (at_ == text_end()) {
    return Fail(at_, in_iri ? "the text ends within an IRI"
                            : "the text ends within a literal");
  }
  term.bytes = {from, static_cast<size_t>(at_ - from)};
  if (escaped) term.bytes = scratch_.emplace_back(std::move(bytes));
  ++at_;
  return true;
}

bool NTriplesReader::ReadEscape(bool in_iri, std::string& out) {
  const char* from = at_++;
  const char c = at_ < text_end() ? *at_ : '\0';
  if (c == 'u' || c == 'U') {
    const int digits = c == 'u' ? 4 : 8;
    uint32_t code = 0;
    for (int i = 0; i < digits; ++i) {
      ++at_;
      const char digit = at_ < text_end() ? *at_ : '\0';
      const int value = IsDigit(digit)                 ? digit - '0'
                        : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                        : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                                       : -1;
      if (value < 0) return Fail(at_, "expected a hexadecimal digit");
      code = code << 4 | static_cast<uint32_t>(value);
    }
    ++at_;
    if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) {
      return Fail(from, "the escape names no character");
    }
    // Escaped or not, these are not part of an IRI.
    if (in_iri && code < 0x80 && !Is(static_cast<char>(code), kInIri)) {
      return Fail(from, "an IRI cannot hold this character");
    }
    AppendUtf8(code, out);
    return true;
  }
  constexpr std::string_view kEscapes = "tbnrf\"'\\";
  constexpr std::string_view kMeanings = "\t\b\n\r\f\"'\\";
  const size_t which = c == '\0' ? std::string_view::npos : kEscapes.find(c);
  if (in_iri || which == std::string_view::npos) {
    return Fail(from, in_iri ? "an IRI has only \\u and \\U as escapes"
                             : "there is no such escape");
  }
  out += kMeanings[which];
  ++at_;
  return true;
}

bool NTriplesReader::ReadCharacter(std::string& out) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(at_[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) {
    out += *at_++;
    return true;
  }
  const int size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  bool valid = lead >= 0xC2 && lead <= 0xF4 && text_end() - at_ >= size;
  for (int i = 1; valid && i < size; ++i) valid = (byte(i) & 0xC0) == 0x80;
  if (!valid || (lead == 0xE0 && byte(1) < 0xA0) ||
      (lead == 0xED && byte(1) > 0x9F) || (lead == 0xF0 && byte(1) < 0x90) ||
      (lead == 0xF4 && byte(1) > 0x8F)) {
    return Fail(at_, "the text is not UTF-8");
  }
  out.append(at_, size);
  at_ += size;
  return true;
}

absl::Status NTriplesReader::Error() const {
  const size_t offset = error_at();
  const std::string_view before = text_.substr(0, offset);
  const size_t line = std::count(before.begin(), before.end(), '\n') + 1;
  const size_t start = before.rfind('\n');
  const size_t column =
      start == std::string_view::npos ? offset + 1 : offset - start;
  return absl::InvalidArgumentError(absl::StrCat(
      std::string(name_), ":", line, ":", column, ": ", std::string(fault_)));
}

}  // namespace tercet
