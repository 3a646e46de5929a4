// The part of View that goes from facts to the sentences that state them.

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "tercet/view.h"

namespace tercet {

using storage::Family;

absl::StatusOr<std::pair<uint32_t, DocumentRecord>> View::State::FindDocument(
    std::string_view id) const {
  const absl::StatusOr<std::string> bytes =
      snapshot->Get(Family::kDocuments, DocumentIdKey(id));
  if (absl::IsNotFound(bytes.status())) {
    return absl::NotFoundError("no document '" + std::string(id) + "'");
  }
  if (!bytes.ok()) return bytes.status();
  storage::ByteReader reader(*bytes);
  const uint32_t number = reader.U32();
  absl::StatusOr<DocumentRecord> record = DocumentOf(number);
  if (!record.ok()) return record.status();
  return std::make_pair(number, *std::move(record));
}

absl::StatusOr<DocumentRecord> View::State::DocumentOf(uint32_t number) const {
  absl::StatusOr<std::optional<DocumentRecord>> record =
      Find<DocumentRecord>(*snapshot, Family::kDocuments, DocumentKey(number));
  if (!record.ok()) return record.status();
  if (!*record) return absl::NotFoundError("no such document");
  return **std::move(record);
}

absl::StatusOr<std::string> View::State::Sentence(
    uint32_t number, const DocumentRecord& document, uint32_t sentence) const {
  if (sentence < 1 || sentence > document.sentences.size()) {
    return absl::NotFoundError("document '" + document.id +
                               "' has no sentence " + std::to_string(sentence));
  }
  absl::StatusOr<std::string> bytes =
      snapshot->Get(Family::kSentences, SentenceKey(number, sentence));
  if (!bytes.ok()) return bytes;
  const DocumentSentence& span = document.sentences[sentence - 1];
  if (bytes->size() < span.end - span.begin) {
    return absl::DataLossError("a sentence of document '" + document.id +
                               "' is cut short");
  }
  bytes->resize(span.end - span.begin);
  return bytes;
}

absl::StatusOr<Term> View::State::TermOf(const NodeRecord& node) const {
  if (node.kind != TermKind::kEntity) {
    Term term;
    term.kind = node.kind;
    term.text = node.text;
    return term;
  }
  const absl::StatusOr<TermId> id = NodeOf(*snapshot, node.entity);
  if (!id.ok()) return id.status();
  return ReadTerm(*snapshot, *id);
}

absl::StatusOr<Assertion> View::State::ToAssertion(
    AssertionId id, const AssertionRecord& record,
    const DocumentRecord& document) const {
  Assertion assertion;
  assertion.id = id;
  assertion.negative = record.Negative();
  const absl::StatusOr<TermId> subject = NodeOf(*snapshot, record.raw.subject);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<TermId> object = NodeOf(*snapshot, record.raw.object);
  if (!object.ok()) return object.status();
  assertion.triple = {*subject, record.raw.relation, *object};
  assertion.document = document.id;
  assertion.sentence = static_cast<int>(record.sentence);
  // An import has no sentences.
  if (record.sentence != 0) {
    absl::StatusOr<std::string> text =
        Sentence(id.document, document, record.sentence);
    if (!text.ok()) return text.status();
    assertion.text = *std::move(text);
    assertion.begin = document.sentences[record.sentence - 1].begin;
    assertion.end = document.sentences[record.sentence - 1].end;
  }
  assertion.words = record.words;
  assertion.status = record.status;
  assertion.negated = record.negated;
  assertion.confidence = Fraction(record.confidence);
  assertion.when = record.when;
  assertion.when_interval = record.when_interval;
  assertion.where = record.where;
  assertion.construction = record.construction;
  if (record.said_by) {
    absl::StatusOr<Term> said_by = TermOf(*record.said_by);
    if (!said_by.ok()) return said_by.status();
    assertion.said_by = *std::move(said_by);
  }
  for (const QualifierRecord& qualifier : record.open) {
    absl::StatusOr<Term> argument = TermOf(qualifier.argument);
    if (!argument.ok()) return argument.status();
    assertion.open.push_back({qualifier.preposition, *std::move(argument)});
  }
  return assertion;
}

absl::StatusOr<std::vector<Assertion>> View::Assertions(
    const Triple& triple, Polarity polarity) const {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      state_->Stored(triple, polarity);
  if (!stored.ok()) return stored.status();
  std::vector<Assertion> assertions;
  if (!*stored) return assertions;
  std::map<uint32_t, DocumentRecord> documents;
  std::vector<AssertionId> ids;
  const std::string prefix = SupportPrefix(**stored);
  auto it = state_->snapshot->NewRecordIterator(Family::kAssertions, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    const uint32_t number = reader.U32();
    ids.push_back({number, reader.U32()});
  }
  if (!it->status().ok()) return it->status();
  if (ids.empty()) {
    const absl::StatusOr<bool> imported = state_->snapshot->Contains(**stored);
    if (!imported.ok()) return imported.status();
    if (!*imported) return assertions;
    absl::StatusOr<std::vector<AssertionId>> stating =
        ImportsStating(*state_->snapshot, **stored);
    if (!stating.ok()) return stating.status();
    ids = *std::move(stating);
  }
  for (const AssertionId& id : ids) {
    const absl::StatusOr<std::optional<AssertionRecord>> record =
        FindAssertion(*state_->snapshot, id);
    if (!record.ok()) return record.status();
    if (!*record) return absl::DataLossError("a fact lacks an assertion");
    if (!documents.contains(id.document)) {
      absl::StatusOr<DocumentRecord> document = state_->DocumentOf(id.document);
      if (!document.ok()) return document.status();
      documents.emplace(id.document, *std::move(document));
    }
    absl::StatusOr<Assertion> assertion =
        state_->ToAssertion(id, **record, documents.at(id.document));
    if (!assertion.ok()) return assertion.status();
    assertions.push_back(*std::move(assertion));
  }
  std::sort(assertions.begin(), assertions.end(),
            [](const Assertion& a, const Assertion& b) {
              return std::tie(a.document, a.sentence, a.id.ordinal) <
                     std::tie(b.document, b.sentence, b.id.ordinal);
            });
  return assertions;
}

absl::StatusOr<Assertion> View::GetAssertion(AssertionId id) const {
  const absl::StatusOr<std::optional<AssertionRecord>> record =
      FindAssertion(*state_->snapshot, id);
  if (!record.ok()) return record.status();
  if (!*record) return absl::NotFoundError("no such assertion");
  const absl::StatusOr<DocumentRecord> document =
      state_->DocumentOf(id.document);
  if (!document.ok()) return document.status();
  return state_->ToAssertion(id, **record, *document);
}

absl::StatusOr<std::vector<Assertion>> View::AssertionsOf(
    std::string_view document) const {
  const auto found = state_->FindDocument(document);
  if (!found.ok()) return found.status();
  const auto& [number, record] = *found;
  std::vector<Assertion> assertions;
  const auto import = FindImport(*state_->snapshot, number);
  if (!import.ok()) return import.status();
  if (*import) {
    const auto it = state_->snapshot->NewStated((*import)->run);
    if (!it.ok()) return it.status();
    for (; (*it)->Valid(); (*it)->Next()) {
      absl::StatusOr<Assertion> assertion = state_->ToAssertion(
          {number, static_cast<uint32_t>((*it)->ordinal() + 1)},
          ImportedAssertion((*it)->triple()), record);
      if (!assertion.ok()) return assertion.status();
      assertions.push_back(*std::move(assertion));
    }
    if (!(*it)->status().ok()) return (*it)->status();
    return assertions;
  }
  auto it = state_->snapshot->NewRecordIterator(Family::kDocumentFacts,
                                                DocumentFactsPrefix(number));
  for (; it->Valid(); it->Next()) {
    const absl::StatusOr<AssertionRecord> stated =
        Decode<AssertionRecord>(it->value());
    if (!stated.ok()) return stated.status();
    storage::ByteReader reader(it->key().substr(sizeof(number)));
    absl::StatusOr<Assertion> assertion =
        state_->ToAssertion({number, reader.U32()}, *stated, record);
    if (!assertion.ok()) return assertion.status();
    assertions.push_back(*std::move(assertion));
  }
  if (!it->status().ok()) return it->status();
  return assertions;
}

absl::StatusOr<Document> View::GetDocument(std::string_view id) const {
  auto found = state_->FindDocument(id);
  if (!found.ok()) return found.status();
  auto& [number, record] = *found;
  return Document{.number = number,
                  .id = std::move(record.id),
                  .title = std::move(record.title),
                  .date = std::move(record.date),
                  .hash = std::move(record.hash),
                  .sentences = std::move(record.sentences),
                  .assertions = static_cast<int>(record.assertions)};
}

absl::StatusOr<std::vector<std::string>> View::DocumentIds() const {
  std::vector<std::string> ids;
  const std::string prefix = DocumentIdKey("");
  auto it = state_->snapshot->NewRecordIterator(Family::kDocuments, prefix);
  for (; it->Valid(); it->Next()) {
    ids.emplace_back(it->key().substr(prefix.size()));
  }
  if (!it->status().ok()) return it->status();
  return ids;
}

absl::StatusOr<std::string> View::DocumentText(std::string_view id) const {
  const auto found = state_->FindDocument(id);
  if (!found.ok()) return found.status();
  std::string text;
  auto it = state_->snapshot->NewRecordIterator(Family::kSentences,
                                                SentencesPrefix(found->first));
  for (; it->Valid(); it->Next()) text += it->value();
  if (!it->status().ok()) return it->status();
  return text;
}

absl::StatusOr<std::string> View::SentenceText(std::string_view document,
                                               int sentence) const {
  const auto found = state_->FindDocument(document);
  if (!found.ok()) return found.status();
  if (sentence < 0) sentence = 0;
  return state_->Sentence(found->first, found->second,
                          static_cast<uint32_t>(sentence));
}

namespace {

// Turns records of one document back into what its writer gave.
class Restorer {
 public:
  Restorer(const storage::Snapshot& snapshot, const DocumentRecord& record)
      : snapshot_(snapshot) {
    for (size_t i = 0; i < record.entities.size(); ++i) {
      index_.emplace(record.entities[i].entity, static_cast<int>(i));
    }
  }

  absl::StatusOr<Node> ToNode(TermId id) const {
    if (IsKind(id, TermKind::kEntity)) return EntityNode(id);
    absl::StatusOr<Term> term = ReadTerm(snapshot_, id);
    if (!term.ok()) return term.status();
    return Node{term->kind, -1, std::move(term->text)};
  }

  absl::StatusOr<Node> ToNode(const NodeRecord& node) const {
    if (node.kind == TermKind::kEntity) return EntityNode(node.entity);
    return Node{node.kind, -1, node.text};
  }

 private:
  absl::StatusOr<Node> EntityNode(TermId id) const {
    const auto place = index_.find(id);
    if (place == index_.end()) {
      return absl::DataLossError("a document does not list an entity");
    }
    return Node::Entity(place->second);
  }

  const storage::Snapshot& snapshot_;
  std::map<TermId, int> index_;
};

absl::StatusOr<StatedFact> ToStatedFact(const AssertionRecord& record,
                                        const Restorer& restorer,
                                        std::string relation) {
  StatedFact fact;
  absl::StatusOr<Node> subject = restorer.ToNode(record.raw.subject);
  if (!subject.ok()) return subject.status();
  absl::StatusOr<Node> object = restorer.ToNode(record.raw.object);
  if (!object.ok()) return object.status();
  fact.subject = *std::move(subject);
  fact.relation = std::move(relation);
  fact.object = *std::move(object);
  fact.sentence = static_cast<int>(record.sentence);
  fact.words = record.words;
  fact.status = record.status;
  fact.negated = record.negated;
  fact.confidence = Fraction(record.confidence);
  fact.when = record.when;
  fact.when_interval = record.when_interval;
  fact.where = record.where;
  fact.construction = record.construction;
  if (record.said_by) {
    absl::StatusOr<Node> said_by = restorer.ToNode(*record.said_by);
    if (!said_by.ok()) return said_by.status();
    fact.said_by = *std::move(said_by);
  }
  for (const QualifierRecord& qualifier : record.open) {
    absl::StatusOr<Node> argument = restorer.ToNode(qualifier.argument);
    if (!argument.ok()) return argument.status();
    fact.open.push_back({qualifier.preposition, *std::move(argument)});
  }
  return fact;
}

}  // namespace

absl::StatusOr<DocumentFacts> View::GetDocumentFacts(
    std::string_view id) const {
  const storage::Snapshot& snapshot = *state_->snapshot;
  const auto found = state_->FindDocument(id);
  if (!found.ok()) return found.status();
  const auto& [number, record] = *found;
  absl::StatusOr<std::string> text = DocumentText(id);
  if (!text.ok()) return text.status();
  DocumentFacts document{.id = record.id,
                         .title = record.title,
                         .date = record.date,
                         .hash = record.hash,
                         .text = *std::move(text),
                         .sentences = record.sentences,
                         .entities = {},
                         .facts = {}};
  for (const EntityMention& mention : record.entities) {
    const absl::StatusOr<Term> term = ReadTerm(snapshot, mention.entity);
    if (!term.ok()) return term.status();
    document.entities.push_back({.name = term->text,
                                 .type = mention.type,
                                 .disambiguator = term->disambiguator,
                                 .aliases = mention.aliases});
  }
  const Restorer restorer(snapshot, record);
  auto it = snapshot.NewRecordIterator(Family::kDocumentFacts,
                                       DocumentFactsPrefix(number));
  for (; it->Valid(); it->Next()) {
    const absl::StatusOr<AssertionRecord> stated =
        Decode<AssertionRecord>(it->value());
    if (!stated.ok()) return stated.status();
    absl::StatusOr<std::string> relation = snapshot.Text(stated->raw.relation);
    if (!relation.ok()) return relation.status();
    absl::StatusOr<StatedFact> fact =
        ToStatedFact(*stated, restorer, *std::move(relation));
    if (!fact.ok()) return fact.status();
    document.facts.push_back(*std::move(fact));
  }
  if (!it->status().ok()) return it->status();
  return document;
}

}  // namespace tercet
