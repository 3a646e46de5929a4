#include "ingest/analysis.h"

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "ingest/clause_repair.h"
#include "ingest/dateline.h"
#include "ingest/extract.h"
#include "ingest/lexicon.h"
#include "ingest/mention_finder.h"
#include "ingest/model_file.h"
#include "ingest/names.h"
#include "ingest/ner.h"
#include "ingest/resolve.h"
#include "ingest/text_pipeline.h"

namespace tercet::text {
namespace {

// The day a document was written: its date, else its dateline's.
std::optional<int32_t> DayOf(const InputDocument& document,
                             const std::optional<Dateline>& dateline) {
  std::optional<int32_t> day;
  if (!document.date.empty()) day = ParseDay(document.date);
  if (!day && dateline && !dateline->date.empty()) {
    day = ParseDay(dateline->date);
  }
  return day;
}

}  // namespace

struct Analyzer::Parts {
  std::unique_ptr<TextPipeline> pipeline;
  std::unique_ptr<NameLexicon> names;
  std::unique_ptr<NameTagger> tagger;
  std::unique_ptr<Lexicon> lexicon;
};

Analyzer::Analyzer(std::unique_ptr<const Parts> parts)
    : parts_(std::move(parts)) {}
Analyzer::Analyzer(Analyzer&&) noexcept = default;
Analyzer& Analyzer::operator=(Analyzer&&) noexcept = default;
Analyzer::~Analyzer() = default;

absl::StatusOr<Analyzer> Analyzer::Load(const std::string& data_dir) {
  auto parts = std::make_unique<Parts>();
  absl::StatusOr<std::unique_ptr<TextPipeline>> pipeline =
      TextPipeline::Load(data_dir);
  if (!pipeline.ok()) return pipeline.status();
  parts->pipeline = *std::move(pipeline);
  absl::StatusOr<NameLexicon> names =
      NameLexicon::Load(absl::StrCat(data_dir, "/lexicon"));
  if (!names.ok()) return names.status();
  parts->names = std::make_unique<NameLexicon>(*std::move(names));
  absl::StatusOr<std::string> bytes =
      ReadModelBytes(absl::StrCat(data_dir, "/model/names.model"));
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<NameTagger> tagger = NameTagger::Parse(*bytes, *parts->names);
  if (!tagger.ok()) return tagger.status();
  parts->tagger = std::make_unique<NameTagger>(*std::move(tagger));
  absl::StatusOr<Lexicon> lexicon =
      Lexicon::Load(absl::StrCat(data_dir, "/lexicon"));
  if (!lexicon.ok()) return lexicon.status();
  parts->lexicon = std::make_unique<Lexicon>(*std::move(lexicon));
  return Analyzer(std::move(parts));
}

Analysis Analyzer::Analyze(const InputDocument& document) const {
  // A dateline is blanked, so that every offset stays as it is.
  const std::optional<Dateline> dateline = FindDateline(document.text);
  std::vector<Sentence> sentences;
  if (dateline) {
    std::string text = document.text;
    std::fill(text.begin() + dateline->span.begin,
              text.begin() + dateline->span.end, ' ');
    sentences = parts_->pipeline->Analyze(text);
  } else {
    sentences = parts_->pipeline->Analyze(document.text);
  }
  // The resolver must see the phrases that the extractor sees.
  RepairTags(*parts_->lexicon, &sentences);
  RepairSurnames(&sentences);
  for (Sentence& sentence : sentences) {
    sentence = Repaired(std::move(sentence), *parts_->lexicon);
  }
  const std::vector<Mention> mentions =
      FindMentions(sentences, *parts_->tagger, *parts_->names);
  const std::vector<Proposition> propositions =
      Extract(sentences, mentions, *parts_->lexicon);
  Resolution resolution =
      Resolve(document, sentences, mentions, propositions, *parts_->names,
              *parts_->lexicon, DayOf(document, dateline),
              dateline ? std::string_view(dateline->place) : "");
  Analysis analysis;
  analysis.document = document;
  for (const Sentence& sentence : sentences) {
    analysis.sentences.push_back(sentence.span);
  }
  analysis.entities = std::move(resolution.entities);
  analysis.facts = std::move(resolution.facts);
  return analysis;
}

}  // namespace tercet::text
