#include "ingest/train/coreference.h"

#include <span>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "ingest/clause_repair.h"
#include "ingest/extract.h"
#include "ingest/mention_finder.h"
#include "ingest/resolve_document.h"
#include "ingest/resolve_facts.h"
#include "ingest/resolve_names.h"
#include "ingest/resolve_references.h"

namespace tercet::text {
namespace {

const char* KindName(MentionKind kind) {
  switch (kind) {
    case MentionKind::kName:
      return "name";
    case MentionKind::kDescription:
      return "description";
    case MentionKind::kPronoun:
      return "pronoun";
  }
  return "";
}

}  // namespace

std::string CoreferenceRows(const ConlluDocument& document,
                            const TextPipeline& pipeline,
                            const NameTagger& tagger, const NameLexicon& names,
                            const Lexicon& lexicon) {
  std::vector<Sentence> sentences;
  for (const ConlluSentence& s : document.sentences) {
    sentences.push_back(s.sentence);
  }
  pipeline.Annotate(std::span<Sentence>(sentences));
  RepairTags(lexicon, &sentences);
  RepairSurnames(&sentences);
  for (Sentence& sentence : sentences) sentence = Repaired(sentence, lexicon);
  const std::vector<Mention> mentions = FindMentions(sentences, tagger, names);
  const std::vector<Proposition> propositions =
      Extract(sentences, mentions, lexicon);
  DocumentModel model = BuildModel(sentences, mentions, names, lexicon);
  ResolveNames(names, model);
  LearnSpeakers(propositions, model);
  LearnAffiliations(propositions, model);
  ResolveReferences(names, model);
  std::string rows;
  for (const Reference& r : model.references) {
    if (r.entity < 0) continue;
    const Mention& m = r.mention;
    absl::StrAppend(&rows, document.id, "\t", m.sentence + 1, "\t", m.first + 1,
                    "\t", m.last + 1, "\t");
    absl::StrAppend(&rows, KindName(m.kind), "\t", r.entity, "\n");
  }
  return rows;
}

}  // namespace tercet::text
