#ifndef TERCET_INGEST_TEXT_PIPELINE_H_
#define TERCET_INGEST_TEXT_PIPELINE_H_

// From text to trees: splitter, tokeniser, tagger, lemmatiser and parser
// behind one door.
//
//   auto pipeline = TextPipeline::Load("share/tercet");
//   if (!pipeline.ok()) …  // NotFound, DataLoss or FailedPrecondition
//   for (const Sentence& sentence : (*pipeline)->Analyze("Ana sings.")) …
//
// Thread safety: a pipeline is immutable; Analyze and Annotate may be called
// from any number of threads at once.  The same text gives the same
// sentences on every machine.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/lemmatiser.h"
#include "ingest/model_file.h"
#include "ingest/neural/annotator.h"
#include "ingest/parser.h"
#include "ingest/sentence.h"
#include "ingest/splitter.h"
#include "ingest/tagger.h"
#include "ingest/tokeniser.h"

namespace tercet::text {

class TextPipeline {
 public:
  // Where Load looks below the data directory.  A data directory without
  // the neural model gets tags and trees from the perceptrons of the other.
  static constexpr std::string_view kModelPath = "model/english.model";
  static constexpr std::string_view kNeuralPath = "model/english.neural";

  // NotFound: no model there.  DataLoss: it is damaged.
  // FailedPrecondition: it has a version that this program does not read.
  static absl::StatusOr<std::unique_ptr<TextPipeline>> Load(
      const std::string& data_dir);
  static absl::StatusOr<std::unique_ptr<TextPipeline>> FromModel(
      const ModelFile& model);

  // REQUIRES: a parser, or UseNeural before the first Annotate.
  TextPipeline(Tokeniser tokeniser, Splitter splitter, Tagger tagger,
               Lemmatiser lemmatiser, std::optional<Parser> parser);

  // All sentences of a text, complete: spans, tags, lemmas and trees.  Any
  // bytes at all are text; every byte that is not white space is in exactly
  // one token.  Linear in the size of the text.
  std::vector<Sentence> Analyze(std::string_view text) const;

  // The first half of Analyze: sentences whose tokens have spans and forms.
  std::vector<Sentence> Segment(std::string_view text) const;

  // The second half: tags, lemmas and trees of sentences with tokens.  Many
  // at once are faster than one by one, and come out the same.
  void Annotate(std::span<Sentence> sentences) const;
  void Annotate(Sentence& sentence) const;

  // Takes tags and trees from the neural model from here on.
  void UseNeural(std::unique_ptr<const NeuralAnnotator> neural);

  // REQUIRES: a parser; Load reads none where it finds the neural model.
  ModelFile ToModel() const;

 private:
  static absl::StatusOr<std::unique_ptr<TextPipeline>> FromSections(
      const ModelFile& model, bool with_parser);

  Tokeniser tokeniser_;
  Splitter splitter_;
  Tagger tagger_;
  Lemmatiser lemmatiser_;
  std::optional<Parser> parser_;
  std::unique_ptr<const NeuralAnnotator> neural_;  // or null
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_TEXT_PIPELINE_H_
