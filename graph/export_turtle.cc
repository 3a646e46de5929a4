// Turtle.  Where a fact comes from is said by plain RDF reification: one
// rdf:Statement a sentence.  The annotations of RDF 1.2, {| … |}, are shorter,
// but hardly any reader knows them, and an annotated triple is also asserted:
// what is planned, reported or denied must not be.  So a triple stands alone
// only where some sentence asserts it, and every sentence has its statement.

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "graph/export_text.h"
#include "graph/exporter.h"

namespace tercet {
namespace {

constexpr std::string_view kPrefixes =
    "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "@prefix t: <urn:tercet:property/> .\n\n";

std::string Quoted(std::string_view text) {
  std::string out;
  AppendQuoted(out, text);
  return out;
}

std::string Date(const DateInterval& date) { return Quoted(FormatDate(date)); }

// Adds "; t:name value", unless the value is empty.
void AddText(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += " ;\n  t:";
  out += name;
  out += ' ';
  AppendQuoted(out, text);
}

void AddBare(std::string& out, std::string_view name, std::string_view value) {
  out += " ;\n  t:";
  out += name;
  out += ' ';
  out += value;
}

std::string StatementOf(const Assertion& assertion, const Stated& terms,
                        int number) {
  std::string out = RdfIri("statement", assertion.document + "/" +
                                            std::to_string(assertion.sentence) +
                                            "/" + std::to_string(number));
  out += " a rdf:Statement ;\n  rdf:subject " + RdfTerm(terms.subject) +
         " ;\n  rdf:predicate " + RdfTerm(terms.relation) +
         " ;\n  rdf:object " + RdfTerm(terms.object);
  AddText(out, "status", Name(assertion.status));
  AddBare(out, "negated", assertion.negated ? "true" : "false");
  AddBare(out, "confidence",
          Quoted(Decimal(assertion.confidence)) + "^^xsd:decimal");
  AddText(out, "when", assertion.when);
  if (assertion.when_interval) {
    AddBare(out, "date", Date(*assertion.when_interval));
  }
  AddText(out, "where", assertion.where);
  if (assertion.said_by) AddBare(out, "saidBy", RdfTerm(*assertion.said_by));
  for (const Qualifier& qualifier : SortedArguments(assertion)) {
    // A blank node, since a preposition is no name of a property.
    AddBare(out, "argument",
            "[ t:preposition " + Quoted(qualifier.preposition) + " ; t:value " +
                RdfTerm(qualifier.argument) + " ]");
  }
  AddBare(out, "document", RdfIri("document", assertion.document));
  AddBare(out, "sentence", std::to_string(assertion.sentence));
  AddBare(out, "begin", std::to_string(assertion.begin));
  AddBare(out, "end", std::to_string(assertion.end));
  AddText(out, "text", assertion.text);
  AddText(out, "words", assertion.words);
  AddText(out, "construction", assertion.construction);
  return out + " .\n";
}

// Other names that a document has for an entity, and what keeps it apart.
std::string MentionOf(const DocumentEntity& entity) {
  std::string out = "[ t:name " + Quoted(entity.name);
  if (!entity.disambiguator.empty()) {
    out += " ; t:disambiguator " + Quoted(entity.disambiguator);
  }
  for (const Alias& alias : entity.aliases) {
    out += " ; t:alias [ t:text " + Quoted(alias.text) + " ; t:reason " +
           Quoted(alias.reason) + " ]";
  }
  return out + " ]";
}

// What is named by an IRI, with the name that a reader knows it by.
std::string LineOf(const Term& term) {
  std::string out = RdfTerm(term);
  if (term.kind == TermKind::kRelation) {
    out += " a rdf:Property";
  } else {
    out += " a " + RdfIri("type", Name(term.type));
  }
  return out + " ; rdfs:label " + Quoted(term.Label()) + " .\n";
}

absl::Status WriteFacts(const View& view, const Write& write) {
  std::vector<std::string> lines;
  std::map<std::string, std::string> labels;
  for (const Polarity polarity : {Polarity::kAffirmed, Polarity::kNegative}) {
    FactRange facts = view.Match(IdPattern{}, polarity);
    for (const Fact& fact : facts) {
      for (const Term* term : {&fact.subject, &fact.relation, &fact.object}) {
        if (term->kind == TermKind::kEntity ||
            term->kind == TermKind::kRelation) {
          labels.emplace(RdfTerm(*term), LineOf(*term));
        }
      }
      // A literal cannot be a subject.
      if (!fact.negated && fact.status == Status::kAsserted &&
          fact.subject.kind == TermKind::kEntity) {
        lines.push_back(RdfTerm(fact.subject) + " " + RdfTerm(fact.relation) +
                        " " + RdfTerm(fact.object) + " .\n");
      }
    }
    if (!facts.status().ok()) return facts.status();
  }
  for (const auto& [iri, label] : labels) {
    const absl::Status status = write(label);
    if (!status.ok()) return status;
  }
  std::sort(lines.begin(), lines.end());
  for (const std::string& line : lines) {
    const absl::Status status = write(line);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status WriteDocument(const View& view, const std::string& id,
                           const Write& write) {
  const absl::StatusOr<DocumentFacts> document = DescriptionOf(view, id);
  if (!document.ok()) return document.status();
  std::string head = RdfIri("document", id) + " a " +
                     RdfIri("type", "document") + " ; rdfs:label " + Quoted(id);
  AddText(head, "title", document->title);
  AddText(head, "date", document->date);
  for (const DocumentEntity& entity : document->entities) {
    AddBare(head, "mention", MentionOf(entity));
  }
  absl::Status status = write(head + " .\n");
  if (!status.ok()) return status;
  int number = 0;
  int sentence = 0;
  return view.ForEachAssertion(
      id, [&](const Assertion& assertion) -> absl::Status {
        number = assertion.sentence == sentence ? number + 1 : 1;
        sentence = assertion.sentence;
        const absl::StatusOr<Stated> terms = TermsOf(view, assertion.triple);
        if (!terms.ok()) return terms.status();
        return write(StatementOf(assertion, *terms, number));
      });
}

}  // namespace

absl::Status ExportTurtle(const View& view, const Write& write) {
  absl::Status status = write(kPrefixes);
  if (!status.ok()) return status;
  status = WriteFacts(view, write);
  if (!status.ok()) return status;
  const absl::StatusOr<std::vector<std::string>> documents = view.DocumentIds();
  if (!documents.ok()) return documents.status();
  for (const std::string& document : *documents) {
    status = WriteDocument(view, document, write);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace tercet
