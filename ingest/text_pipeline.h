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
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/lemmatiser.h"
#include "ingest/model_file.h"
#include "ingest/parser.h"
#include "ingest/sentence.h"
#include "ingest/splitter.h"
#include "ingest/tagger.h"
#include "ingest/tokeniser.h"

namespace tercet::text {

class TextPipeline {
 public:
  // Where Load looks below the data directory.
  static constexpr std::string_view kModelPath = "model/english.model";

  // NotFound: no model there.  DataLoss: it is damaged.
  // FailedPrecondition: it has a version that this program does not read.
  static absl::StatusOr<std::unique_ptr<TextPipeline>> Load(
      const std::string& data_dir);
  static absl::StatusOr<std::unique_ptr<TextPipeline>> FromModel(
      const ModelFile& model);

  TextPipeline(Tokeniser tokeniser, Splitter splitter, Tagger tagger,
               Lemmatiser lemmatiser, Parser parser);

  // All sentences of a text, complete: spans, tags, lemmas and trees.  Any
  // bytes at all are text; every byte that is not white space is in exactly
  // one token.  Linear in the size of the text.
  std::vector<Sentence> Analyze(std::string_view text) const;

  // The first half of Analyze: sentences whose tokens have spans and forms.
  std::vector<Sentence> Segment(std::string_view text) const;

  // The second half: tags, lemmas and tree of a sentence with tokens.
  void Annotate(Sentence& sentence) const;

  ModelFile ToModel() const;

 private:
  Tokeniser tokeniser_;
  Splitter splitter_;
  Tagger tagger_;
  Lemmatiser lemmatiser_;
  Parser parser_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_TEXT_PIPELINE_H_
