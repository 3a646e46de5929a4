#ifndef TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_
#define TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_

#include <cstdint>
#include <vector>

#include "ingest/sentence.h"
#include "ingest/tagger.h"

namespace tercet::text {

struct TaggerOptions {
  uint64_t seed = 1;
  int iterations = 8;
  int min_updates = 2;
};

Tagger TrainTagger(const std::vector<const Sentence*>& sentences,
                   const TaggerOptions& options);

// Tags each sentence, in place, by a tagger that was trained on the other
// folds: the errors that a parser has to learn to live with.
void JackknifeTags(int folds, const TaggerOptions& options,
                   std::vector<Sentence>* sentences);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_TAGGER_H_
