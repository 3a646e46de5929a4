#ifndef TERCET_GRAPH_NAME_WRITER_H_
#define TERCET_GRAPH_NAME_WRITER_H_

// Keeps the indexes of names and words inside a batch.
//
//   NameWriter names(batch);
//   names.AddCanonical(entity, raw);       // first document of an entity
//   names.AddAlias(entity, alias, false);  // of a document, or by hand
//
// A word is counted once for every name of a term that has it, so that taking
// a name away leaves the words of the others.
//
// Thread safety: none.  Ownership: the batch must outlive the writer.

#include <string_view>

#include "absl/status/status.h"
#include "graph/identity.h"
#include "storage/batch.h"
#include "tercet/document_facts.h"
#include "tercet/term.h"

namespace tercet {

class NameWriter {
 public:
  explicit NameWriter(storage::Batch& batch) : batch_(batch) {}

  absl::Status AddCanonical(TermId entity, const RawName& raw);
  absl::Status RemoveCanonical(TermId entity, const RawName& raw);

  // Every call of AddAlias wants one of RemoveAlias with the same arguments;
  // NotFound where there was none.
  absl::Status AddAlias(TermId entity, const Alias& alias, bool by_hand);
  absl::Status RemoveAlias(TermId entity, const Alias& alias, bool by_hand);

  absl::Status AddWords(TermId term, std::string_view name);
  absl::Status RemoveWords(TermId term, std::string_view name);

 private:
  absl::Status ChangeWords(TermId term, std::string_view name, int change);

  storage::Batch& batch_;
};

}  // namespace tercet

#endif  // TERCET_GRAPH_NAME_WRITER_H_
