#include "ingest/train/train_pipeline.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/transition.h"

namespace tercet::text {

std::unique_ptr<TextPipeline> TrainPipeline(
    const std::vector<ConlluDocument>& documents,
    const TrainingOptions& options) {
  const auto log = [&](const std::string& message) {
    if (options.log) options.log(message);
  };
  std::vector<const Sentence*> gold;
  for (const ConlluDocument& document : documents) {
    for (const ConlluSentence& s : document.sentences) {
      gold.push_back(&s.sentence);
    }
  }
  log("tokeniser");
  Tokeniser tokeniser =
      TrainTokeniser(documents, options.abbreviations, options.segmentation);
  log("splitter");
  Splitter splitter = TrainSplitter(documents, options.segmentation);
  log("lemmatiser");
  Lemmatiser lemmatiser = Lemmatiser::Train(gold);
  log("tagger");
  Tagger tagger = TrainTagger(gold, options.tagger);
  log("tags for the parser");
  std::vector<Sentence> tagged;
  for (const Sentence* sentence : gold) tagged.push_back(*sentence);
  if (options.folds >= 2) {
    JackknifeTags(options.folds, options.tagger, &tagged);
  }
  for (Sentence& sentence : tagged) {
    lemmatiser.Annotate(&sentence);
    Projectivise(&sentence);
  }
  log("parser");
  Parser parser = TrainParser(tagged, options.parser);
  return std::make_unique<TextPipeline>(
      std::move(tokeniser), std::move(splitter), std::move(tagger),
      std::move(lemmatiser), std::move(parser));
}

}  // namespace tercet::text
