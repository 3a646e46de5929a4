#include "ingest/text_pipeline.h"

#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "ingest/paragraphs.h"
#include "ingest/tag_agreement.h"

namespace tercet::text {
namespace {

// Reads a section of the model by its stage.
template <typename Stage>
absl::StatusOr<Stage> ParseStage(const ModelFile& model,
                                 const std::string& name) {
  absl::StatusOr<std::string_view> section = model.Section(name);
  if (!section.ok()) return section.status();
  return Stage::Parse(*section);
}

}  // namespace

TextPipeline::TextPipeline(Tokeniser tokeniser, Splitter splitter,
                           Tagger tagger, Lemmatiser lemmatiser,
                           std::optional<Parser> parser)
    : tokeniser_(std::move(tokeniser)),
      splitter_(std::move(splitter)),
      tagger_(std::move(tagger)),
      lemmatiser_(std::move(lemmatiser)),
      parser_(std::move(parser)) {}

absl::StatusOr<std::unique_ptr<TextPipeline>> TextPipeline::Load(
    const std::string& data_dir) {
  absl::StatusOr<ModelFile> model =
      ModelFile::Read(data_dir + "/" + std::string(kModelPath));
  if (!model.ok()) return model.status();
  auto neural =
      NeuralAnnotator::Load(data_dir + "/" + std::string(kNeuralPath));
  if (!neural.ok() && !absl::IsNotFound(neural.status())) {
    return neural.status();
  }
  auto pipeline = FromSections(*model, /*with_parser=*/!neural.ok());
  if (pipeline.ok() && neural.ok()) {
    (*pipeline)->UseNeural(*std::move(neural));
  }
  return pipeline;
}

absl::StatusOr<std::unique_ptr<TextPipeline>> TextPipeline::FromModel(
    const ModelFile& model) {
  return FromSections(model, /*with_parser=*/true);
}

absl::StatusOr<std::unique_ptr<TextPipeline>> TextPipeline::FromSections(
    const ModelFile& model, bool with_parser) {
  auto tokeniser = ParseStage<Tokeniser>(model, "tokeniser");
  if (!tokeniser.ok()) return tokeniser.status();
  auto splitter = ParseStage<Splitter>(model, "splitter");
  if (!splitter.ok()) return splitter.status();
  auto tagger = ParseStage<Tagger>(model, "tagger");
  if (!tagger.ok()) return tagger.status();
  auto lemmatiser = ParseStage<Lemmatiser>(model, "lemmatiser");
  if (!lemmatiser.ok()) return lemmatiser.status();
  std::optional<Parser> parser;
  if (with_parser) {
    auto parsed = ParseStage<Parser>(model, "parser");
    if (!parsed.ok()) return parsed.status();
    parser = *std::move(parsed);
  }
  return std::make_unique<TextPipeline>(
      *std::move(tokeniser), *std::move(splitter), *std::move(tagger),
      *std::move(lemmatiser), std::move(parser));
}

ModelFile TextPipeline::ToModel() const {
  ModelFile model;
  model.Set("tokeniser", tokeniser_.Serialize());
  model.Set("splitter", splitter_.Serialize());
  model.Set("tagger", tagger_.Serialize());
  model.Set("lemmatiser", lemmatiser_.Serialize());
  model.Set("parser", parser_->Serialize());
  return model;
}

std::vector<Sentence> TextPipeline::Segment(std::string_view text) const {
  std::vector<Sentence> sentences;
  for (const Span& paragraph : FindParagraphs(text)) {
    std::vector<Token> tokens = tokeniser_.Tokenise(text, paragraph);
    if (tokens.empty()) continue;
    std::vector<Sentence> parts = splitter_.Split(std::move(tokens));
    sentences.insert(sentences.end(), std::make_move_iterator(parts.begin()),
                     std::make_move_iterator(parts.end()));
  }
  return sentences;
}

std::vector<Sentence> TextPipeline::Analyze(std::string_view text) const {
  std::vector<Sentence> sentences = Segment(text);
  Annotate(std::span<Sentence>(sentences));
  return sentences;
}

void TextPipeline::Annotate(Sentence& sentence) const {
  Annotate(std::span<Sentence>(&sentence, 1));
}

void TextPipeline::Annotate(std::span<Sentence> sentences) const {
  if (neural_ != nullptr) {
    const std::vector<TagDoubt> doubts =
        neural_->Annotate(sentences, tagger_.tags());
    auto doubt = doubts.begin();
    for (size_t s = 0; s < sentences.size(); ++s) {
      const auto first = doubt;
      while (doubt != doubts.end() &&
             static_cast<size_t>(doubt->sentence) == s) {
        ++doubt;
      }
      if (doubt != first) tagger_.Settle({first, doubt}, &sentences[s]);
      AgreeWithRelations(&sentences[s]);
      lemmatiser_.Annotate(&sentences[s]);
    }
    return;
  }
  for (Sentence& sentence : sentences) {
    tagger_.Tag(&sentence);
    lemmatiser_.Annotate(&sentence);
    parser_->Annotate(&sentence);
  }
}

void TextPipeline::UseNeural(std::unique_ptr<const NeuralAnnotator> neural) {
  neural_ = std::move(neural);
}

}  // namespace tercet::text
