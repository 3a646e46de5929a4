#ifndef TERCET_INGEST_TRAIN_TRAIN_NAMES_H_
#define TERCET_INGEST_TRAIN_TRAIN_NAMES_H_

// What the name tagger learns from and is measured on: IOB2 labels over
// CoNLL-U sentences (Universal NER over EWT), and the Entity= mentions of
// GUM whose head is a proper noun.
//
//   auto labels = ReadIob(bytes_of_iob2);
//   auto sentences = NamedFromIob(ewt, *labels);
//
// Pure functions; thread-safe.

#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "ingest/conllu.h"
#include "ingest/names.h"
#include "ingest/ner.h"

namespace tercet::text {

// From "# sent_id" to the labels of its tokens: "B-PER", "O".
using IobLabels = absl::flat_hash_map<std::string, std::vector<std::string>>;

// InvalidArgument, with the line, where a row has not three columns.
absl::StatusOr<IobLabels> ReadIob(std::string_view bytes);

// The sentences that have labels, one for each of their tokens.
std::vector<NamedDocument> NamedFromIob(
    const std::vector<ConlluDocument>& documents, const IobLabels& labels);

// The sentences with their Entity= mentions of persons, places and
// organizations that are names; titles and determiners are left out.
std::vector<NamedDocument> NamedFromEntities(
    const std::vector<ConlluDocument>& documents, const NameLexicon& names);

// Exact spans with the right type.
struct NameScore {
  int gold = 0;
  int found = 0;
  int right = 0;

  double F1() const {
    return gold + found == 0 ? 0 : 2.0 * right / (gold + found);
  }
};

NameScore ScoreNames(const std::vector<NamedDocument>& gold,
                     const NameTagger& tagger);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_NAMES_H_
