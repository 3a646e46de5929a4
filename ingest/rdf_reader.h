#ifndef TERCET_INGEST_RDF_READER_H_
#define TERCET_INGEST_RDF_READER_H_

// Turtle, and N-Triples within it, statement by statement: by serd.
//
//   absl::Status status = ReadRdf(source, [&](const RdfStatement& s) {
//     Use(s.subject.text, s.predicate, s.object.text);
//   });
//
// Errors are InvalidArgument and name file, line and column.  Stateless.

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "tercet/import.h"

namespace tercet {

struct RdfNode {
  enum class Kind { kIri, kBlank, kLiteral };
  Kind kind = Kind::kIri;
  std::string text;      // the IRI, the label, the words
  std::string datatype;  // of a literal; empty: a text
};

struct RdfStatement {
  RdfNode subject;
  std::string predicate;  // an IRI
  RdfNode object;
};

absl::Status ReadRdf(const ImportSource& source,
                     const std::function<void(const RdfStatement&)>& take);

}  // namespace tercet

#endif  // TERCET_INGEST_RDF_READER_H_
