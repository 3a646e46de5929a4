#include "graph/export_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <tuple>
#include <utility>

namespace tercet {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The length of the valid UTF-8 character that `text` begins with; 0 if none.
size_t CharacterSize(std::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  // Overlong forms, surrogates, beyond U+10FFFF.
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F) ||
      (lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) {
    return 0;
  }
  return size;
}

// As one segment of an IRI: everything but unreserved characters is escaped.
void AppendSegment(std::string& out, std::string_view text) {
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                       c == '_' || c == '~';
    if (plain) {
      out += c;
      continue;
    }
    const unsigned char byte = static_cast<unsigned char>(c);
    out += '%';
    out += "0123456789ABCDEF"[byte >> 4];
    out += "0123456789ABCDEF"[byte & 15];
  }
}

// Whether a text is "12", "-3.5": a decimal of XML Schema.
bool IsDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](std::string_view part) {
    return !part.empty() &&
           part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  return digits(text.substr(0, point)) &&
         (point == text.size() || digits(text.substr(point + 1)));
}

// What keeps a number or a date apart from a text: XML Schema's types where
// the words fit them, else types of our own.
std::string Datatype(const Term& term) {
  constexpr std::string_view kXsd = "^^<http://www.w3.org/2001/XMLSchema#";
  std::string_view standard;
  if (term.kind == TermKind::kNumber) {
    if (IsDecimal(term.text)) standard = "decimal";
  } else if (term.kind == TermKind::kDate) {
    const bool one =
        term.text.find_first_not_of("0123456789-") == std::string::npos;
    if (one && term.text.size() == 4) standard = "gYear";
    if (one && term.text.size() == 7) standard = "gYearMonth";
    if (one && term.text.size() == 10) standard = "date";
  } else {
    return "";
  }
  return standard.empty() ? "^^" + RdfIri("type", Name(term.kind))
                          : std::string(kXsd) + std::string(standard) + ">";
}

}  // namespace

void AppendQuoted(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const unsigned char c = static_cast<unsigned char>(text.front());
    if (size == 0) {
      out += kReplacement;
    } else if (c == '"' || c == '\\') {
      out += '\\';
      out += text.front();
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20 || c == 0x7F) {
      out += "\\u00";
      out += kHexDigits[c >> 4];
      out += kHexDigits[c & 15];
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  out += '"';
}

std::string Decimal(double value) {
  std::array<char, 32> buffer;
  std::snprintf(buffer.data(), buffer.size(), "%.6f", value);
  std::string text = buffer.data();
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string_view TypeName(const Term& term) {
  return term.kind == TermKind::kEntity ? Name(term.type) : Name(term.kind);
}

absl::StatusOr<DocumentFacts> DescriptionOf(const View& view,
                                            std::string_view document) {
  absl::StatusOr<DocumentFacts> known = view.GetDocumentFacts(document);
  if (!known.ok()) return known;
  known->facts.clear();
  std::erase_if(known->entities, [](const DocumentEntity& entity) {
    return entity.aliases.empty() && entity.disambiguator.empty();
  });
  // Stores have them in the order of their ids.
  std::sort(known->entities.begin(), known->entities.end(),
            [](const DocumentEntity& a, const DocumentEntity& b) {
              return std::tie(a.name, a.disambiguator, a.aliases) <
                     std::tie(b.name, b.disambiguator, b.aliases);
            });
  return known;
}

std::string LabelOf(const DocumentEntity& entity) {
  Term term;
  term.kind = TermKind::kEntity;
  term.text = entity.name;
  term.disambiguator = entity.disambiguator;
  return term.Label();
}

absl::StatusOr<Stated> TermsOf(const View& view, const Triple& triple) {
  absl::StatusOr<Term> subject = view.GetTerm(triple.subject);
  if (!subject.ok()) return subject.status();
  absl::StatusOr<Term> relation = view.GetTerm(triple.relation);
  if (!relation.ok()) return relation.status();
  absl::StatusOr<Term> object = view.GetTerm(triple.object);
  if (!object.ok()) return object.status();
  return Stated{*std::move(subject), *std::move(relation), *std::move(object)};
}

std::vector<Qualifier> SortedArguments(const Assertion& assertion) {
  std::vector<Qualifier> arguments = assertion.open;
  std::stable_sort(arguments.begin(), arguments.end(),
                   [](const Qualifier& a, const Qualifier& b) {
                     return a.preposition < b.preposition;
                   });
  return arguments;
}

std::string RdfIri(std::string_view kind, std::string_view name) {
  std::string out = "<urn:tercet:";
  out += kind;
  out += '/';
  AppendSegment(out, name);
  return out + ">";
}

std::string RdfTerm(const Term& term) {
  if (term.kind == TermKind::kEntity) {
    return RdfIri(Name(term.type), term.Label());
  }
  if (term.kind == TermKind::kRelation) return RdfIri("relation", term.text);
  std::string out;
  AppendQuoted(out, term.text);
  return out + Datatype(term);
}

std::string XmlText(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const size_t size = CharacterSize(text);
    const unsigned char c = static_cast<unsigned char>(text.front());
    if (size == 0) {
      out += kReplacement;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else {
      // XML has no control characters, not even escaped ones.
      out += c < 0x20 ? " " : text.substr(0, size);
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace tercet
