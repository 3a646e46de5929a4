#ifndef TERCET_IMPORT_H_
#define TERCET_IMPORT_H_

// Facts that were made elsewhere, in bulk: what Graph::Import takes and says.
//
//   ImportSource source{.id = "dbpedia", .name = "dbpedia.nt", .text = bytes};
//   absl::StatusOr<ImportCounts> counts = graph->Import(source);
//
// The text is N-Triples.  Each line becomes an asserted fact of confidence 1:
// an IRI is an entity, and its name the rdfs:label that the same text gives it
// (English before others), else its last segment; several of one name are kept
// apart by their IRIs, as disambiguators.  A predicate's name becomes the
// relation.  Literals become values: numbers, dates, and texts without their
// language.  Blank nodes are entities of their own in each import.
//
// An import is one document, without sentences: it is listed, cited, exported
// and forgotten as documents are, and its facts are matched and walked as any.
// It is added as a whole or not at all; readers are not disturbed.  Names are
// read as the graph has them: an entity of a name that the graph knows is that
// one.
//
// Plain values.

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace tercet {

// The text of an import.
struct ImportSource {
  std::string id;         // of the document; not empty, at most 1,000 bytes
  std::string name;       // of the text, for errors: "facts.nt"
  std::string_view text;  // UTF-8; must live until Import returns
};

// How it is read.
struct ImportOptions {
  int threads = 0;  // 0: one a processor
  // About what an import may take beside its text; what goes past it is kept on
  // disk for a while.  0: half the memory of the machine.
  uint64_t memory_bytes = 0;
  // Polled now and then; true: stops with Cancelled, and nothing is added.
  const std::atomic<bool>* cancelled = nullptr;
  // Called now and then from one thread: how many bytes of the text are read.
  std::function<void(uint64_t bytes)> on_progress = {};
  // Called with each stretch of the text that is read, from any thread: it is
  // looked at again only where an error is to be placed, so that a text which
  // is a mapped file may be dropped from memory.
  std::function<void(std::string_view text)> on_read = {};
};

// What came of it.
struct ImportCounts {
  bool unchanged = false;   // the document was there: nothing was added
  uint64_t statements = 0;  // lines that state something
  uint64_t facts = 0;       // distinct ones
  uint64_t new_facts = 0;   // that the graph did not have
  uint64_t new_terms = 0;   // that the graph did not have
};

}  // namespace tercet

#endif  // TERCET_IMPORT_H_
