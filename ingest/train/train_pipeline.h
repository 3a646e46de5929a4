#ifndef TERCET_INGEST_TRAIN_TRAIN_PIPELINE_H_
#define TERCET_INGEST_TRAIN_TRAIN_PIPELINE_H_

// Trains every stage of the text pipeline from treebanks.
//
//   std::unique_ptr<TextPipeline> pipeline =
//       TrainPipeline(documents, {.seed = 1});
//
// The same documents and options give the same model, byte for byte.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ingest/conllu.h"
#include "ingest/text_pipeline.h"
#include "ingest/train/train_parser.h"
#include "ingest/train/train_segmentation.h"
#include "ingest/train/train_tagger.h"

namespace tercet::text {

struct TrainingOptions {
  SegmentationOptions segmentation;
  TaggerOptions tagger;
  ParserOptions parser;
  // Of the jackknife that tags the parser's training text; below 2 the
  // parser learns from gold tags.
  int folds = 5;
  std::vector<std::string> abbreviations;
  std::function<void(const std::string& message)> log;  // may be empty
};

std::unique_ptr<TextPipeline> TrainPipeline(
    const std::vector<ConlluDocument>& documents,
    const TrainingOptions& options);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_PIPELINE_H_
