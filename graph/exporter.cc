#include "graph/exporter.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tercet {
namespace {

using Write = std::function<absl::Status(std::string_view)>;

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

// In quotes, with the escapes that JSON and N-Triples have in common; invalid
// bytes become U+FFFD, so that any reader takes the line.
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

// At most six decimals, without trailing zeros: the store keeps millionths.
std::string Decimal(double value) {
  std::array<char, 32> buffer;
  std::snprintf(buffer.data(), buffer.size(), "%.6f", value);
  std::string text = buffer.data();
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

// What stands as "object_type" of a term: an entity's type or a value's kind.
std::string_view TypeName(const Term& term) {
  return term.kind == TermKind::kEntity ? Name(term.type) : Name(term.kind);
}

struct Stated {
  Term subject;
  Term relation;
  Term object;
};

absl::StatusOr<Stated> TermsOf(const View& view, const Triple& triple) {
  absl::StatusOr<Term> subject = view.GetTerm(triple.subject);
  if (!subject.ok()) return subject.status();
  absl::StatusOr<Term> relation = view.GetTerm(triple.relation);
  if (!relation.ok()) return relation.status();
  absl::StatusOr<Term> object = view.GetTerm(triple.object);
  if (!object.ok()) return object.status();
  return Stated{*std::move(subject), *std::move(relation), *std::move(object)};
}

// --- JSON Lines -----------------------------------------------------------

void AppendField(std::string& out, std::string_view key,
                 std::string_view text) {
  if (out.size() > 1) out += ',';
  AppendQuoted(out, key);
  out += ':';
  AppendQuoted(out, text);
}

void AppendBare(std::string& out, std::string_view key,
                std::string_view value) {
  out += ',';
  AppendQuoted(out, key);
  out += ':';
  out += value;
}

std::string JsonLine(const Assertion& assertion, const Stated& terms) {
  std::string out = "{";
  AppendField(out, "document", assertion.document);
  AppendBare(out, "sentence", std::to_string(assertion.sentence));
  AppendField(out, "subject", terms.subject.Label());
  AppendField(out, "subject_type", TypeName(terms.subject));
  AppendField(out, "relation", terms.relation.text);
  AppendField(out, "object", terms.object.Label());
  AppendField(out, "object_type", TypeName(terms.object));
  AppendField(out, "status", Name(assertion.status));
  AppendBare(out, "negated", assertion.negated ? "true" : "false");
  AppendField(out, "time", assertion.when);
  if (assertion.when_interval) {
    AppendField(out, "date", FormatDate(*assertion.when_interval));
  }
  AppendField(out, "place", assertion.where);
  AppendField(out, "said_by",
              assertion.said_by ? assertion.said_by->Label() : "");
  AppendBare(out, "confidence", Decimal(assertion.confidence));
  if (!assertion.open.empty()) {
    std::string open = "{";
    for (const Qualifier& qualifier : assertion.open) {
      AppendField(open, qualifier.preposition, qualifier.argument.Label());
    }
    AppendBare(out, "open", open + "}");
  }
  AppendField(out, "text", assertion.text);
  AppendBare(out, "span",
             "[" + std::to_string(assertion.begin) + "," +
                 std::to_string(assertion.end) + "]");
  return out + "}\n";
}

// --- CSV ------------------------------------------------------------------

constexpr std::string_view kCsvHeader =
    "subject,relation,object,subject_type,object_type,status,negated,time,"
    "place,said_by,confidence,document,sentence\n";

// RFC 4180: quoted where a comma, a quote or a line end is in it.
void AppendCell(std::string& out, std::string_view text) {
  if (!out.empty()) out += ',';
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string CsvLine(const Assertion& assertion, const Stated& terms) {
  std::string out;
  // A subject is never empty, which is what AppendCell's comma rests on.
  AppendCell(out, terms.subject.Label());
  AppendCell(out, terms.relation.text);
  AppendCell(out, terms.object.Label());
  AppendCell(out, TypeName(terms.subject));
  AppendCell(out, TypeName(terms.object));
  AppendCell(out, Name(assertion.status));
  AppendCell(out, assertion.negated ? "true" : "false");
  AppendCell(out, assertion.when);
  AppendCell(out, assertion.where);
  AppendCell(out, assertion.said_by ? assertion.said_by->Label() : "");
  AppendCell(out, Decimal(assertion.confidence));
  AppendCell(out, assertion.document);
  AppendCell(out, std::to_string(assertion.sentence));
  return out + "\n";
}

absl::Status ExportAssertions(const View& view, const Write& write,
                              std::string (*line)(const Assertion&,
                                                  const Stated&)) {
  const absl::StatusOr<std::vector<std::string>> documents = view.DocumentIds();
  if (!documents.ok()) return documents.status();
  for (const std::string& document : *documents) {
    absl::StatusOr<std::vector<Assertion>> assertions =
        view.AssertionsOf(document);
    if (!assertions.ok()) return assertions.status();
    std::stable_sort(assertions->begin(), assertions->end(),
                     [](const Assertion& a, const Assertion& b) {
                       return a.sentence < b.sentence;
                     });
    for (const Assertion& assertion : *assertions) {
      const absl::StatusOr<Stated> terms = TermsOf(view, assertion.triple);
      if (!terms.ok()) return terms.status();
      const absl::Status status = write(line(assertion, *terms));
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

// --- N-Triples ------------------------------------------------------------

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

std::string TermOfNTriples(const Term& term) {
  std::string out;
  if (term.kind == TermKind::kEntity) {
    out = "<urn:tercet:";
    out += Name(term.type);
    out += '/';
    AppendSegment(out, term.Label());
    return out + ">";
  }
  if (term.kind == TermKind::kRelation) {
    out = "<urn:tercet:relation/";
    AppendSegment(out, term.text);
    return out + ">";
  }
  AppendQuoted(out, term.text);
  return out;
}

absl::Status ExportNTriples(const View& view, const Write& write) {
  std::vector<std::string> lines;
  FactRange facts = view.Match(IdPattern{});
  for (const Fact& fact : facts) {
    // A literal cannot be a subject; what is not asserted is not plain truth.
    if (fact.status != Status::kAsserted ||
        fact.subject.kind != TermKind::kEntity) {
      continue;
    }
    lines.push_back(TermOfNTriples(fact.subject) + " " +
                    TermOfNTriples(fact.relation) + " " +
                    TermOfNTriples(fact.object) + " .\n");
  }
  if (!facts.status().ok()) return facts.status();
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) {
    const absl::Status status = write(line);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ExportView(const View& view, ExportFormat format,
                        const Write& write) {
  switch (format) {
    case ExportFormat::kJsonLines:
      return ExportAssertions(view, write, JsonLine);
    case ExportFormat::kCsv: {
      const absl::Status status = write(kCsvHeader);
      return status.ok() ? ExportAssertions(view, write, CsvLine) : status;
    }
    case ExportFormat::kNTriples:
      return ExportNTriples(view, write);
  }
  return absl::InvalidArgumentError("no such format");
}

}  // namespace tercet
