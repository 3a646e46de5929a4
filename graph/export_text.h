#ifndef TERCET_GRAPH_EXPORT_TEXT_H_
#define TERCET_GRAPH_EXPORT_TEXT_H_

// What the writers of the exchange formats have in common: quoting, names of
// terms, the order of facts.
//
//   AppendQuoted(line, "she said \"no\"");     // "she said \"no\"", quoted
//   RdfTerm(term);                            //
//   <urn:tercet:person/Ana%20Silva>
//
// Pure; thread-safe.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/term.h"
#include "tercet/view.h"

namespace tercet {

using Write = std::function<absl::Status(std::string_view)>;

// In quotes, with the escapes that JSON and N-Triples have in common; invalid
// bytes become U+FFFD, so that any reader takes the line.
void AppendQuoted(std::string& out, std::string_view text);

// At most six decimals, without trailing zeros: the store keeps millionths.
std::string Decimal(double value);

// What stands as "object_type" of a term: an entity's type or a value's kind.
std::string_view TypeName(const Term& term);

// An assertion's open arguments by their prepositions: the order in which all
// formats have them.
std::vector<Qualifier> SortedArguments(const Assertion& assertion);

struct Stated {
  Term subject;
  Term relation;
  Term object;
};

// What is known of a document beside its statements: title, date, and those
// of its entities that have other names or a disambiguator.  No facts.
absl::StatusOr<DocumentFacts> DescriptionOf(const View& view,
                                            std::string_view document);
// As statements name it.
std::string LabelOf(const DocumentEntity& entity);

absl::StatusOr<Stated> TermsOf(const View& view, const Triple& triple);

// "<urn:tercet:KIND/NAME>", escaped.
std::string RdfIri(std::string_view kind, std::string_view name);
// An entity's or a relation's IRI, a value's literal with its datatype.
std::string RdfTerm(const Term& term);

// Inside an element or an attribute of XML.
std::string XmlText(std::string_view text);

}  // namespace tercet

#endif  // TERCET_GRAPH_EXPORT_TEXT_H_
