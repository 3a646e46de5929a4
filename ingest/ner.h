#ifndef TERCET_INGEST_NER_H_
#define TERCET_INGEST_NER_H_

// Finds the names of persons, places and organizations in a tagged document:
// a linear sequence model over shape, affix, tag and gazetteer features,
// decoded by Viterbi, trained as a structured averaged perceptron (Collins,
// 2002).  Where an encoder has scored the tokens too, both scores count; a word
// with a capital is as a rule of one type throughout.
//
//   auto tagger = NameTagger::Parse(bytes, names);
//   tagger->Tag(document)
//       // "Lee flew to Hong Kong ." -> {{{0, 0, person}, {3, 4, place}}}
//
// Thread safety: immutable; Tag may be called from any thread.  `names` must
// outlive the tagger.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/names.h"
#include "ingest/perceptron.h"
#include "ingest/sentence.h"

namespace tercet::text {

// Tokens [first, last], both inclusive.
struct NameSpan {
  int first = 0;
  int last = 0;
  EntityType type = EntityType::kUnknown;

  friend bool operator==(const NameSpan&, const NameSpan&) = default;
};

// A sentence with its names, to learn from.
struct NamedSentence {
  Sentence sentence;
  std::vector<NameSpan> names;
};

// The sentences of one document, whose names share their types.
using NamedDocument = std::vector<NamedSentence>;

struct NerOptions {
  int epochs = 6;
  int min_updates = 2;
};

class NameTagger {
 public:
  // DataLoss where the bytes are no model of names.
  static absl::StatusOr<NameTagger> Parse(std::string_view bytes,
                                          const NameLexicon& names);

  // Learns from sentences whose tokens have forms and upos; the bytes of a
  // model.  Deterministic.
  static std::string Train(const std::vector<NamedDocument>& documents,
                           const NameLexicon& names, const NerOptions& options);

  // The names of each sentence of a document in text order; they do not
  // overlap.
  // REQUIRES: tokens have forms and upos.
  std::vector<std::vector<NameSpan>> Tag(
      std::span<const Sentence> document) const;

 private:
  NameTagger(SparseWeights weights, const NameLexicon& names)
      : weights_(std::move(weights)), names_(&names) {}

  SparseWeights weights_;
  const NameLexicon* names_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NER_H_
