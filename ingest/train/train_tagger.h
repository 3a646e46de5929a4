#ifndef TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_
#define TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_

#include <cstdint>
#include <vector>

#include "ingest/sentence.h"
#include "ingest/tagger.h"

namespace tercet::text {

struct TaggerOptions {
  uint64_t seed = 1;
  int members = 1;  // of the committee whose sum the tagger is
  int iterations = 8;
  int min_updates = 2;
  int min_weight = 6;  // of the sum, in sixteenths of an update
};

Tagger TrainTagger(const std::vector<const Sentence*>& sentences,
                   const TaggerOptions& options);

// Tags each sentence, in place, by a tagger that was trained on the other
// folds: the errors that a parser has to learn to live with.
void JackknifeTags(int folds, const TaggerOptions& options,
                   std::vector<Sentence>* sentences);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_
