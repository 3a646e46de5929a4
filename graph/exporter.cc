#include "graph/exporter.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/export_text.h"

namespace tercet {
namespace {

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

// A list of lists of texts.
std::string JsonLists(const std::vector<std::vector<std::string_view>>& lists) {
  std::string out = "[";
  for (const auto& list : lists) {
    out += out.size() > 1 ? ",[" : "[";
    for (size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out += ',';
      AppendQuoted(out, list[i]);
    }
    out += ']';
  }
  return out + "]";
}

// What stands on the first line of a document only.
void AppendDescription(std::string& out, const DocumentFacts& document) {
  if (!document.title.empty()) {
    AppendField(out, "document_title", document.title);
  }
  if (!document.date.empty()) AppendField(out, "document_date", document.date);
  if (document.entities.empty()) return;
  std::string entities;
  for (const DocumentEntity& entity : document.entities) {
    std::string one = "{";
    AppendField(one, "name", entity.name);
    if (!entity.disambiguator.empty()) {
      AppendField(one, "disambiguator", entity.disambiguator);
    }
    std::vector<std::vector<std::string_view>> aliases;
    for (const Alias& alias : entity.aliases) {
      aliases.push_back({alias.text, alias.reason});
    }
    if (!aliases.empty()) AppendBare(one, "aliases", JsonLists(aliases));
    entities += (entities.empty() ? "" : ",") + one + "}";
  }
  AppendBare(out, "document_entities", "[" + entities + "]");
}

std::string JsonLine(const Assertion& assertion, const Stated& terms,
                     const DocumentFacts* document) {
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
  if (assertion.said_by) {
    AppendField(out, "said_by_type", TypeName(*assertion.said_by));
  }
  AppendBare(out, "confidence", Decimal(assertion.confidence));
  if (!assertion.open.empty()) {
    const std::vector<Qualifier> arguments = SortedArguments(assertion);
    std::vector<std::string> labels;
    for (const Qualifier& qualifier : arguments) {
      labels.push_back(qualifier.argument.Label());
    }
    std::vector<std::vector<std::string_view>> open;
    for (size_t i = 0; i < arguments.size(); ++i) {
      open.push_back({arguments[i].preposition, labels[i],
                      TypeName(arguments[i].argument)});
    }
    AppendBare(out, "open", JsonLists(open));
  }
  if (!assertion.words.empty()) AppendField(out, "words", assertion.words);
  if (!assertion.construction.empty()) {
    AppendField(out, "construction", assertion.construction);
  }
  AppendField(out, "text", assertion.text);
  AppendBare(out, "span",
             "[" + std::to_string(assertion.begin) + "," +
                 std::to_string(assertion.end) + "]");
  if (document != nullptr) AppendDescription(out, *document);
  return out + "}\n";
}

// --- CSV ------------------------------------------------------------------

constexpr std::string_view kCsvColumns[] = {
    "subject",     "relation",     "object",         "subject_type",
    "object_type", "status",       "negated",        "time",
    "place",       "said_by",      "confidence",     "document",
    "sentence",    "date",         "begin",          "end",
    "text",        "said_by_type", "document_title", "document_date"};

// The column of the arguments of a preposition; "open:text" where the bare
// name is taken.
std::string ArgumentColumn(std::string_view preposition) {
  const bool taken = preposition.starts_with("open:") ||
                     std::find(std::begin(kCsvColumns), std::end(kCsvColumns),
                               preposition) != std::end(kCsvColumns);
  return (taken ? "open:" : "") + std::string(preposition);
}

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

// As many columns of a preposition as a sentence has arguments of it at most.
using ArgumentColumns = std::map<std::string, int>;

std::string CsvHeader(const ArgumentColumns& columns) {
  std::string out;
  for (const std::string_view name : kCsvColumns) AppendCell(out, name);
  for (const auto& [preposition, count] : columns) {
    for (int i = 0; i < count; ++i) {
      AppendCell(out, ArgumentColumn(preposition));
    }
  }
  return out + "\n";
}

std::string CsvLine(const Assertion& assertion, const Stated& terms,
                    const Document& document, const ArgumentColumns& columns) {
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
  AppendCell(
      out, assertion.when_interval ? FormatDate(*assertion.when_interval) : "");
  AppendCell(out, std::to_string(assertion.begin));
  AppendCell(out, std::to_string(assertion.end));
  AppendCell(out, assertion.text);
  AppendCell(out, assertion.said_by ? TypeName(*assertion.said_by) : "");
  AppendCell(out, document.title);
  AppendCell(out, document.date);
  const std::vector<Qualifier> arguments = SortedArguments(assertion);
  auto argument = arguments.begin();
  for (const auto& [preposition, count] : columns) {
    for (int i = 0; i < count; ++i) {
      const bool has =
          argument != arguments.end() && argument->preposition == preposition;
      AppendCell(out, has ? argument->argument.Label() : "");
      if (has) ++argument;
    }
  }
  return out + "\n";
}

// Calls `take` with every assertion, by document and its place there.
absl::Status ForEachAssertion(
    const View& view,
    const std::function<absl::Status(const Assertion&)>& take) {
  const absl::StatusOr<std::vector<std::string>> documents = view.DocumentIds();
  if (!documents.ok()) return documents.status();
  for (const std::string& document : *documents) {
    const absl::Status status = view.ForEachAssertion(document, take);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ExportJsonLines(const View& view, const Write& write) {
  std::string described;  // the document whose first line is out
  return ForEachAssertion(view, [&](const Assertion& assertion) {
    const absl::StatusOr<Stated> terms = TermsOf(view, assertion.triple);
    if (!terms.ok()) return terms.status();
    if (assertion.document == described) {
      return write(JsonLine(assertion, *terms, nullptr));
    }
    const auto document = DescriptionOf(view, assertion.document);
    if (!document.ok()) return document.status();
    described = assertion.document;
    return write(JsonLine(assertion, *terms, &*document));
  });
}

absl::Status ExportCsv(const View& view, const Write& write) {
  ArgumentColumns columns;
  absl::Status status = ForEachAssertion(view, [&](const Assertion& assertion) {
    std::map<std::string, int> counts;
    for (const Qualifier& qualifier : assertion.open) {
      int& most = columns[qualifier.preposition];
      most = std::max(most, ++counts[qualifier.preposition]);
    }
    return absl::OkStatus();
  });
  if (status.ok()) status = write(CsvHeader(columns));
  if (!status.ok()) return status;
  Document document;
  return ForEachAssertion(view, [&](const Assertion& assertion) {
    const absl::StatusOr<Stated> terms = TermsOf(view, assertion.triple);
    if (!terms.ok()) return terms.status();
    if (assertion.document != document.id) {
      absl::StatusOr<Document> next = view.GetDocument(assertion.document);
      if (!next.ok()) return next.status();
      document = *std::move(next);
    }
    return write(CsvLine(assertion, *terms, document, columns));
  });
}

// --- N-Triples ------------------------------------------------------------

absl::Status ExportNTriples(const View& view, const Write& write) {
  std::vector<std::string> lines;
  FactRange facts = view.Match(IdPattern{});
  for (const Fact& fact : facts) {
    // A literal cannot be a subject; what is not asserted is not plain truth.
    if (fact.status != Status::kAsserted ||
        fact.subject.kind != TermKind::kEntity) {
      continue;
    }
    lines.push_back(RdfTerm(fact.subject) + " " + RdfTerm(fact.relation) + " " +
                    RdfTerm(fact.object) + " .\n");
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
      return ExportJsonLines(view, write);
    case ExportFormat::kCsv:
      return ExportCsv(view, write);
    case ExportFormat::kNTriples:
      return ExportNTriples(view, write);
    case ExportFormat::kTurtle:
      return ExportTurtle(view, write);
    case ExportFormat::kGraphml:
      return ExportGraphml(view, write);
    case ExportFormat::kDot:
      return ExportDot(view, write);
  }
  return absl::InvalidArgumentError("no such format");
}

}  // namespace tercet
