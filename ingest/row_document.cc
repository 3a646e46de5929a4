#include "ingest/row_document.h"

#include <algorithm>

#include "tercet/graph.h"
#include "tercet/term.h"

namespace tercet {
namespace {

constexpr int64_t kMaxSentence = 10000000;

// What makes a row another one: of a document's hash.
std::string ContentOf(const FactRow& row, int64_t sentence) {
  std::string content;
  for (const std::string* part :
       {&row.subject, &row.relation, &row.object, &row.status, &row.time,
        &row.place, &row.said_by, &row.text, &row.words, &row.construction}) {
    content += *part;
    content += '\0';
  }
  content += std::to_string(sentence) + (row.negated ? "-" : "+") +
             std::to_string(row.confidence) + row.date;
  for (const RowArgument& argument : row.open) {
    content += argument.preposition + " " + argument.text + '\0';
  }
  return content;
}

}  // namespace

std::optional<Node> RowDocument::ToNode(const std::string& text,
                                        const std::string& type) {
  if (type == Name(TermKind::kText)) return Node::Text(text);
  if (type == Name(TermKind::kNumber)) return Node::Number(text);
  if (type == Name(TermKind::kDate)) return Node::Date(text);
  std::optional<EntityType> entity = EntityType::kUnknown;
  if (!type.empty()) entity = EntityTypeOf(type);
  if (!entity) return std::nullopt;
  const auto [place, added] = entities_.try_emplace(
      {text, *entity}, static_cast<int>(document_.entities.size()));
  if (added) {
    DocumentEntity known{.name = text};
    const auto described = described_.find(text);
    if (described != described_.end()) known = described->second;
    known.type = *entity;
    for (const Alias& alias : known.aliases) {
      content_ += alias.text + " " + alias.reason + '\0';
    }
    document_.entities.push_back(std::move(known));
  }
  return Node::Entity(place->second);
}

void RowDocument::Describe(const std::string& title, const std::string& date,
                           const std::vector<DocumentEntity>& entities) {
  if (!title.empty()) document_.title = title;
  if (!date.empty()) document_.date = date;
  for (const DocumentEntity& entity : entities) {
    Term term;
    term.kind = TermKind::kEntity;
    term.text = entity.name;
    term.disambiguator = entity.disambiguator;
    described_[term.Label()] = entity;
  }
}

std::string RowDocument::Add(const FactRow& row) {
  if (row.subject.empty()) return "the subject is empty";
  if (row.relation.empty()) return "the relation is empty";
  // An import has no sentences: its facts get one without words.
  const int64_t sentence = std::max<int64_t>(row.sentence, 1);
  if (row.sentence < 0 || sentence > kMaxSentence) {
    return "the number of the sentence is not between 1 and 10,000,000";
  }
  if (!(row.confidence >= 0 && row.confidence <= 1)) {
    return "the confidence is not between 0 and 1";
  }
  Describe(row.document_title, row.document_date, row.document_entities);
  StatedFact fact;
  fact.words = row.words;
  fact.construction = row.construction;
  const std::optional<Node> subject = ToNode(row.subject, row.subject_type);
  if (!subject) return "there is no type '" + row.subject_type + "'";
  std::optional<Node> object = Node::Text("");
  if (!row.object.empty()) object = ToNode(row.object, row.object_type);
  if (!object) return "there is no type '" + row.object_type + "'";
  fact.subject = *subject;
  fact.relation = row.relation;
  fact.object = *object;
  fact.sentence = static_cast<int>(sentence);
  if (!row.status.empty()) {
    const std::optional<Status> status = StatusOf(row.status);
    if (!status) return "there is no status '" + row.status + "'";
    fact.status = *status;
  }
  fact.negated = row.negated;
  fact.confidence = row.confidence;
  fact.when = row.time;
  if (!row.date.empty()) {
    fact.when_interval = ParseDate(row.date);
    if (!fact.when_interval) return "'" + row.date + "' is no date";
  }
  fact.where = row.place;
  if (!row.said_by_type.empty()) {
    fact.said_by = ToNode(row.said_by, row.said_by_type);
    if (!fact.said_by) return "there is no type '" + row.said_by_type + "'";
  } else if (!row.said_by.empty()) {
    said_by_.emplace_back(document_.facts.size(), row.said_by);
  }
  for (const RowArgument& argument : row.open) {
    std::optional<Node> node = Node::Text(argument.text);
    if (!argument.type.empty()) node = ToNode(argument.text, argument.type);
    if (!node) return "there is no type '" + argument.type + "'";
    fact.open.push_back({argument.preposition, *std::move(node)});
    if (argument.type.empty()) {
      untyped_.emplace_back(document_.facts.size(), fact.open.size() - 1);
    }
  }
  Sentence& stated = sentences_[sentence];
  if (stated.text.empty()) {
    stated.text = row.text;
    stated.begin = row.span ? row.span->first : 0;
  }
  content_ += ContentOf(row, sentence);
  document_.facts.push_back(std::move(fact));
  return "";
}

Node RowDocument::EntityOrText(const std::string& label) {
  const auto place = entities_.lower_bound({label, EntityType::kUnknown});
  return place != entities_.end() && place->first.first == label
             ? Node::Entity(place->second)
             : Node::Text(label);
}

DocumentFacts RowDocument::Finish() {
  for (const auto& [fact, label] : said_by_) {
    document_.facts[fact].said_by = EntityOrText(label);
  }
  for (const auto& [fact, argument] : untyped_) {
    Node& node = document_.facts[fact].open[argument].argument;
    node = EntityOrText(node.text);
  }
  std::string& text = document_.text;
  for (const auto& [number, sentence] : sentences_) {
    // Sentences of which nothing is stated are not known.
    const auto at = static_cast<uint32_t>(text.size());
    const size_t missing = static_cast<size_t>(number) - 1;
    document_.sentences.resize(missing, {at, at});
    const uint32_t begin = std::max(at, sentence.begin);
    text.resize(begin, ' ');
    text += sentence.text;
    document_.sentences.push_back({begin, static_cast<uint32_t>(text.size())});
  }
  document_.hash = ContentHash(document_.title, document_.date, content_);
  return std::move(document_);
}

std::string RowDocuments::Add(const FactRow& row) {
  const std::string fault =
      Get(row.document.empty() ? id_ : row.document).Add(row);
  if (fault.empty()) ++counts_.statements;
  return fault;
}

RowDocument& RowDocuments::Get(const std::string& id) {
  auto& document = documents_[id];
  if (document == nullptr) {
    document = std::make_unique<RowDocument>(id);
    order_.push_back(document.get());
  }
  return *document;
}

absl::StatusOr<RowCounts> RowDocuments::WriteTo(Graph& graph) {
  for (RowDocument* document : order_) {
    const absl::StatusOr<AddOutcome> outcome = graph.Add(document->Finish());
    if (!outcome.ok()) return outcome.status();
    ++(*outcome == AddOutcome::kUnchanged ? counts_.unchanged
                                          : counts_.documents);
  }
  return counts_;
}

}  // namespace tercet
