#ifndef TERCET_GRAPH_SENTENCE_WORDS_H_
#define TERCET_GRAPH_SENTENCE_WORDS_H_

// Which sentences have which words: a record for each word of a document
// (layout.h), so that a sentence is found without reading the others.
//
//   SentenceWords words;
//   words.Add(1, "The ferries are late.");
//   words.Put(batch, number);              // "ferry", "is" ...: sentence 1
//
// Words are those of names (names.h), folded.
//
// Thread safety: none but for FindSentences, which is pure.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/record.h"
#include "storage/batch.h"
#include "storage/snapshot.h"
#include "storage/store.h"

namespace tercet {

// The words of one document.
class SentenceWords {
 public:
  // Sentences are added in their order.
  void Add(uint32_t sentence, std::string_view text);

  void Put(storage::Batch& batch, uint32_t number) const;
  void Delete(storage::Batch& batch, uint32_t number) const;
  size_t size() const { return places_.size(); }
  // Whether the snapshot lists just these for the document.
  absl::StatusOr<bool> AreListed(const storage::Snapshot& snapshot,
                                 uint32_t number) const;

 private:
  std::map<std::string, std::vector<uint32_t>> places_;
};

// Whether the words of all sentences are listed; in a graph that has no
// sentence yet they will be from now on.
absl::StatusOr<bool> KeepSentenceWords(storage::Batch& batch);

// Lists those of a graph that an older version made.
absl::Status IndexSentences(storage::Store& store);

// Calls `visit` with the number of every document that has sentences with all
// of the words, and with these, until it gives false.  No document is there
// twice, but some may be gone.  REQUIRES: the graph lists its words.
absl::Status FindSentences(
    const storage::Snapshot& snapshot, const std::vector<std::string>& words,
    const std::function<bool(uint32_t, const std::vector<uint32_t>&)>& visit);

}  // namespace tercet

#endif  // TERCET_GRAPH_SENTENCE_WORDS_H_
