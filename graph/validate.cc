// What Graph::Add refuses.

#include <cmath>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "graph/writer.h"

namespace tercet {
namespace {

constexpr size_t kMaxId = 1000;
constexpr size_t kMaxName = size_t{64} << 10;

std::string CheckSentences(const DocumentFacts& document) {
  uint32_t at = 0;
  for (size_t i = 0; i < document.sentences.size(); ++i) {
    const DocumentSentence& sentence = document.sentences[i];
    if (sentence.begin < at || sentence.end < sentence.begin ||
        sentence.end > document.text.size()) {
      return "sentence " + std::to_string(i + 1) +
             " overlaps another or ends after the text";
    }
    at = sentence.end;
  }
  return "";
}

std::string CheckEntities(const DocumentFacts& document) {
  for (size_t i = 0; i < document.entities.size(); ++i) {
    const DocumentEntity& entity = document.entities[i];
    const std::string which = "entity " + std::to_string(i);
    if (entity.name.empty()) return which + " has no name";
    bool fits = entity.name.size() <= kMaxName &&
                entity.disambiguator.size() <= kMaxName;
    for (const Alias& alias : entity.aliases) {
      fits = fits && alias.text.size() <= kMaxName;
    }
    if (!fits) return which + " has a name of more than 65536 bytes";
  }
  return "";
}

std::string CheckNode(const Node& node, const DocumentFacts& document,
                      std::string_view role) {
  if (node.kind == TermKind::kRelation) {
    return std::string(role) + " is a relation";
  }
  if (node.kind != TermKind::kEntity) return "";
  const int count = static_cast<int>(document.entities.size());
  if (node.entity >= 0 && node.entity < count) return "";
  return std::string(role) + " names entity " + std::to_string(node.entity) +
         " of " + std::to_string(count);
}

std::string CheckFact(const StatedFact& fact, const DocumentFacts& document) {
  if (fact.relation.empty()) return "the relation is empty";
  if (fact.relation.size() > kMaxName) {
    return "the relation has more than 65536 bytes";
  }
  if (fact.subject.kind != TermKind::kEntity && fact.subject.text.empty()) {
    return "the subject is empty";
  }
  std::string fault = CheckNode(fact.subject, document, "the subject");
  if (fault.empty()) fault = CheckNode(fact.object, document, "the object");
  if (fault.empty() && fact.said_by) {
    fault = CheckNode(*fact.said_by, document, "the speaker");
  }
  for (const StatedQualifier& qualifier : fact.open) {
    if (fault.empty()) {
      fault = CheckNode(qualifier.argument, document, "an argument");
    }
  }
  if (!fault.empty()) return fault;
  const int sentences = static_cast<int>(document.sentences.size());
  if (fact.sentence < 1 || fact.sentence > sentences) {
    return "sentence " + std::to_string(fact.sentence) + " of " +
           std::to_string(sentences);
  }
  if (!(fact.confidence >= 0 && fact.confidence <= 1)) {
    return "the confidence is not between 0 and 1";
  }
  if (fact.when_interval && fact.when_interval->to < fact.when_interval->from) {
    return "the time ends before it begins";
  }
  return "";
}

}  // namespace

absl::Status Validate(const DocumentFacts& document) {
  if (document.id.empty()) {
    return absl::InvalidArgumentError("a document has no id");
  }
  if (document.id.size() > kMaxId) {
    return absl::InvalidArgumentError(
        "a document's id has more than 1000 bytes");
  }
  std::string fault;
  if (document.text.size() > UINT32_MAX) {
    fault = "the text has more than 4 GiB";
  }
  if (fault.empty()) fault = CheckSentences(document);
  if (fault.empty()) fault = CheckEntities(document);
  for (size_t i = 0; i < document.facts.size() && fault.empty(); ++i) {
    fault = CheckFact(document.facts[i], document);
    if (!fault.empty()) fault = "fact " + std::to_string(i) + ": " + fault;
  }
  if (fault.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError("document '" + document.id + "': " + fault);
}

}  // namespace tercet
