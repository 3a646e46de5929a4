#include "ingest/resolve.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "ingest/resolve_document.h"
#include "ingest/resolve_facts.h"
#include "ingest/resolve_names.h"
#include "ingest/resolve_references.h"
#include "ingest/resolve_render.h"
#include "ingest/resolve_titles.h"
#include "tercet/document_facts.h"

namespace tercet::text {
namespace {

// A first line without a full stop, with a body below it.
bool HasHeadline(const InputDocument& document,
                 const std::vector<Sentence>& sentences) {
  if (sentences.size() < 3 || sentences[0].tokens.empty()) return false;
  const std::string& last = sentences[0].tokens.back().form;
  if (last == "." || last == "!" || last == ":" || last == "”" ||
      last == "\"") {
    return false;
  }
  const size_t end = sentences[0].span.end;
  const size_t next = sentences[1].span.begin;
  return sentences[0].tokens.size() < 25 && end <= next &&
         next <= document.text.size() &&
         document.text.substr(end, next - end).find('\n') != std::string::npos;
}

// "SÃO PAULO" -> "São Paulo" as far as ASCII letters go.
std::string InLowerCase(std::string_view capitals) {
  std::string text(capitals);
  bool first = true;
  for (char& c : text) {
    const unsigned char u = static_cast<unsigned char>(c);
    if (!first && std::isupper(u)) c = static_cast<char>(std::tolower(u));
    first = c == ' ' || c == '-' || c == '.';
  }
  return text;
}

// The dateline's place is spoken of before anything else: "the city".
void SeedPlace(std::string_view dateline, DocumentModel& model) {
  Entity place;
  place.name = InLowerCase(dateline);
  place.type = EntityType::kPlace;
  place.number = GrammaticalNumber::kSingular;
  place.named = place.seed = true;
  place.nouns = {"city", "town"};
  place.last_sentence = 0;
  model.entities.push_back(std::move(place));
}

// Where nothing but the tagger says that a name of one word is a person's, it
// may as well be a firm's: other documents may know.
void DoubtPeople(const NameLexicon& names, DocumentModel& model) {
  for (Entity& entity : model.entities) {
    const bool titled = std::any_of(
        entity.references.begin(), entity.references.end(),
        [&](int r) { return !model.references[r].title.empty(); });
    if (entity.named && entity.type == EntityType::kPerson &&
        entity.gender == Gender::kUnknown && entity.nouns.empty() &&
        entity.affiliation < 0 && !titled &&
        entity.name.find_first_of(" -") == std::string::npos &&
        !names.IsGivenName(entity.name)) {
      entity.type = EntityType::kUnknown;
    }
  }
}

// "Copper Bay" of "Copper Bay Ltd": what other texts may call it.
std::string WithoutLegalForm(const Entity& entity, const NameLexicon& names) {
  if (!entity.named || entity.type == EntityType::kPerson ||
      entity.country != nullptr) {
    return "";
  }
  std::string_view name = entity.name;
  for (size_t space = name.rfind(' '); space != name.npos;
       space = name.rfind(' ')) {
    if (!names.IsLegalForm(name.substr(space + 1))) break;
    name = name.substr(0, space);
    if (name.ends_with(',')) name.remove_suffix(1);
  }
  return name.size() == entity.name.size() ? "" : std::string(name);
}

ResolvedEntity Resolved(const Entity& entity, const NameLexicon& names,
                        const DocumentModel& model) {
  ResolvedEntity result;
  result.name = entity.name;
  result.type = entity.type;
  result.named = entity.named;
  absl::flat_hash_map<std::string, size_t> known;
  for (const int r : entity.references) {
    const Reference& reference = model.references[r];
    const Mention& m = reference.mention;
    std::string text =
        PlainText(model.TreeOf(reference).sentence(), m.first, m.last);
    if (!reference.title.empty()) text = reference.title + " " + text;
    const auto [found, added] = known.try_emplace(text, result.aliases.size());
    if (added) {
      EntityAlias alias;
      alias.text = text;
      alias.reason = reference.reason;
      alias.sentence = m.sentence + 1;
      alias.is_name = m.kind == MentionKind::kName;
      result.aliases.push_back(std::move(alias));
    }
    ++result.aliases[found->second].count;
  }
  if (const std::string bare = WithoutLegalForm(entity, names); !bare.empty()) {
    const auto [found, added] = known.try_emplace(bare, result.aliases.size());
    if (added) {
      EntityAlias alias;
      alias.text = bare;
      alias.is_name = true;
      result.aliases.push_back(std::move(alias));
    }
    result.aliases[found->second].reason = kLegalFormReason;
  }
  return result;
}

// Lists the entities in the order of the text, and makes the facts' indices
// those of the list.
void NumberEntities(const NameLexicon& names, const DocumentModel& model,
                    Resolution& resolution) {
  std::vector<int> order;
  for (int e = 0; e < static_cast<int>(model.entities.size()); ++e) {
    const Entity& entity = model.entities[e];
    if (!entity.members.empty()) continue;
    if (!entity.references.empty() || entity.seed) order.push_back(e);
  }
  const auto first = [&](int e) {
    const Entity& entity = model.entities[e];
    return entity.references.empty() ? 0 : entity.references.front();
  };
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return first(a) < first(b); });
  std::vector<int> number(model.entities.size(), -1);
  for (const int e : order) {
    number[e] = static_cast<int>(resolution.entities.size());
    resolution.entities.push_back(Resolved(model.entities[e], names, model));
  }
  const auto renumber = [&](int& e) { e = e < 0 ? -1 : number[e]; };
  for (ExtractedFact& fact : resolution.facts) {
    renumber(fact.subject_entity);
    renumber(fact.object_entity);
    renumber(fact.said_by_entity);
    for (FactArgument& argument : fact.open) renumber(argument.entity);
  }
}

}  // namespace

Resolution Resolve(const InputDocument& document,
                   const std::vector<Sentence>& sentences,
                   const std::vector<Mention>& mentions,
                   const std::vector<Proposition>& propositions,
                   const NameLexicon& names, const Lexicon& lexicon,
                   std::optional<int32_t> document_day,
                   std::string_view dateline_place) {
  DocumentModel model = BuildModel(sentences, mentions, names, lexicon);
  model.has_headline = HasHeadline(document, sentences);
  if (!dateline_place.empty()) SeedPlace(dateline_place, model);
  ResolveNames(names, model);
  LearnSpeakers(propositions, model);
  LearnAffiliations(propositions, model);
  ResolveReferences(names, model);
  LearnAffiliations(propositions, model);
  DoubtPeople(names, model);
  NameDescriptions(names, model);
  Resolution resolution;
  std::vector<ExtractedFact> facts =
      BuildFacts(document, propositions, names, document_day, model);
  AddTitleFacts(document, names, model, &facts);
  resolution.facts = WithoutRepetitions(std::move(facts), model.has_headline);
  NumberEntities(names, model, resolution);
  return resolution;
}

}  // namespace tercet::text
