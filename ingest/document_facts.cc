#include "ingest/document_facts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

namespace tercet {
namespace {

class Converter {
 public:
  explicit Converter(const text::Analysis& analysis)
      : analysis_(analysis), index_(analysis.entities.size(), -1) {}

  DocumentFacts Run() {
    const InputDocument& document = analysis_.document;
    out_.id = document.id;
    out_.title = document.title;
    out_.date = document.date;
    out_.text = document.text;
    out_.hash = ContentHash(document.title, document.date, document.text);
    for (const text::Span& span : analysis_.sentences) {
      out_.sentences.push_back({span.begin, span.end});
    }
    for (const text::ExtractedFact& fact : analysis_.facts) Add(fact);
    return std::move(out_);
  }

 private:
  void Add(const text::ExtractedFact& fact) {
    StatedFact stated;
    stated.subject = ToNode(fact.subject, fact.subject_entity, true);
    stated.relation = fact.relation;
    stated.object = ToNode(fact.object, fact.object_entity, false);
    stated.sentence = fact.sentence;
    stated.words = fact.words;
    stated.status = fact.status;
    stated.negated = fact.negated;
    stated.confidence = std::clamp(fact.confidence, 0.0, 1.0);
    stated.when = fact.time;
    if (fact.days) {
      stated.when_interval =
          DateInterval{fact.days->first * kMinutesPerDay,
                       (int64_t{fact.days->last} + 1) * kMinutesPerDay};
    }
    stated.where = fact.place;
    if (!fact.said_by.empty()) {
      stated.said_by = ToNode(fact.said_by, fact.said_by_entity, true);
    }
    for (const text::FactArgument& open : fact.open) {
      stated.open.push_back(
          {open.preposition, ToNode(open.text, open.entity, false)});
    }
    stated.construction = fact.construction;
    out_.facts.push_back(std::move(stated));
  }

  Node ToNode(const std::string& text, int entity, bool acts) {
    if (text.empty()) return Node::Text("");
    if (entity >= 0) {
      const text::ResolvedEntity& resolved = analysis_.entities[entity];
      // A phrase that is spoken of once is no node of its own, unless it
      // does something.
      int mentions = 0;
      for (const text::EntityAlias& alias : resolved.aliases) {
        mentions += alias.count;
      }
      if (resolved.name == text && (resolved.named || acts || mentions > 1)) {
        return Node::Entity(EntityIndex(entity));
      }
    }
    return ToValue(text);
  }

  static Node ToValue(const std::string& text) {
    const bool digits =
        text[0] >= '0' && text[0] <= '9' &&
        text.find_first_not_of("0123456789") == std::string::npos;
    if (digits && text.size() == 4 && (text[0] == '1' || text[0] == '2')) {
      return Node::Date(text);
    }
    const size_t words = 1 + std::count(text.begin(), text.end(), ' ');
    if (words <= 3 && ParseQuantity(text)) return Node::Number(text);
    return Node::Text(text);
  }

  int EntityIndex(int entity) {
    int& index = index_[entity];
    if (index >= 0) return index;
    const text::ResolvedEntity& resolved = analysis_.entities[entity];
    DocumentEntity made;
    made.name = resolved.name;
    made.type = resolved.type;
    if (!resolved.named) made.disambiguator = analysis_.document.id;
    // Names of one spelling are one entity in the graph; described things of
    // one document may be several.
    const auto key = [&] {
      return absl::StrCat(made.name, "\t", made.disambiguator, "\t",
                          Name(made.type) == "person");
    };
    auto [found, added] =
        known_.try_emplace(key(), static_cast<int>(out_.entities.size()));
    for (int n = 2; !added && !resolved.named; ++n) {
      made.disambiguator = absl::StrCat(analysis_.document.id, "#", n);
      std::tie(found, added) =
          known_.try_emplace(key(), static_cast<int>(out_.entities.size()));
    }
    index = found->second;
    if (added) out_.entities.push_back(std::move(made));
    AddAliases(resolved, out_.entities[index]);
    return index;
  }

  static void AddAliases(const text::ResolvedEntity& resolved,
                         DocumentEntity& entity) {
    for (const text::EntityAlias& alias : resolved.aliases) {
      if (!alias.is_name || alias.text == entity.name) continue;
      const bool known =
          std::any_of(entity.aliases.begin(), entity.aliases.end(),
                      [&](const Alias& a) { return a.text == alias.text; });
      if (!known) entity.aliases.push_back({alias.text, alias.reason});
    }
  }

  const text::Analysis& analysis_;
  DocumentFacts out_;
  std::vector<int> index_;
  absl::flat_hash_map<std::string, int> known_;
};

}  // namespace

DocumentFacts ToDocumentFacts(const text::Analysis& analysis) {
  return Converter(analysis).Run();
}

}  // namespace tercet
