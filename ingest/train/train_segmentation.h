#ifndef TERCET_INGEST_TRAIN_TRAIN_SEGMENTATION_H_
#define TERCET_INGEST_TRAIN_TRAIN_SEGMENTATION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/conllu.h"
#include "ingest/splitter.h"
#include "ingest/tokeniser.h"

namespace tercet::text {

struct SegmentationOptions {
  uint64_t seed = 1;
  int iterations = 10;
};

// `abbreviations` ("Gen.", "a.m.") are tokens besides those of the documents.
Tokeniser TrainTokeniser(const std::vector<ConlluDocument>& documents,
                         const std::vector<std::string>& abbreviations,
                         const SegmentationOptions& options);

Splitter TrainSplitter(const std::vector<ConlluDocument>& documents,
                       const SegmentationOptions& options);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_SEGMENTATION_H_
