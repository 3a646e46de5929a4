// The part of View that goes from facts to the sentences that state them.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/sentence_words.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "tercet/assertion_reader.h"
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
  return AssertionReader(*this).Of(triple, polarity);
}

absl::StatusOr<Assertion> View::GetAssertion(AssertionId id) const {
  return AssertionReader(*this).Get(id);
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

absl::Status View::State::FindListed(const std::vector<std::string>& words,
                                     const std::function<absl::Status()>& check,
                                     std::vector<Found>* found) const {
  absl::Status status;
  const absl::Status read = FindSentences(
      *snapshot, words,
      [&](uint32_t number, const std::vector<uint32_t>& sentences) {
        status = check();
        if (!status.ok() || sentences.empty()) return status.ok();
        absl::StatusOr<DocumentRecord> record = DocumentOf(number);
        if (absl::IsNotFound(record.status())) return true;
        status = record.status();
        if (!status.ok()) return false;
        std::string id = record->id;
        found->push_back(
            {std::move(id), number, *std::move(record), sentences});
        return true;
      });
  return read.ok() ? status : read;
}

absl::Status View::State::FindUnlisted(
    const std::vector<std::string>& words,
    const std::function<absl::Status()>& check,
    std::vector<Found>* found) const {
  const std::string prefix = DocumentKey(0).substr(0, 1);
  auto it = snapshot->NewRecordIterator(Family::kDocuments, prefix);
  for (; it->Valid(); it->Next()) {
    absl::StatusOr<DocumentRecord> record = Decode<DocumentRecord>(it->value());
    if (!record.ok()) return record.status();
    Found here;
    here.number = storage::ByteReader(it->key().substr(prefix.size())).U32();
    for (uint32_t i = 1; i <= record->sentences.size(); ++i) {
      absl::Status status = check();
      if (!status.ok()) return status;
      const absl::StatusOr<std::string> text =
          Sentence(here.number, *record, i);
      if (!text.ok()) return text.status();
      const std::vector<std::string> own = AllWordsOf(*text);
      if (std::includes(own.begin(), own.end(), words.begin(), words.end())) {
        here.sentences.push_back(i);
      }
    }
    if (here.sentences.empty()) continue;
    here.id = record->id;
    here.record = *std::move(record);
    found->push_back(std::move(here));
  }
  return it->status();
}

absl::Status View::ForEachSentenceWith(
    std::string_view words, const std::function<absl::Status()>& check,
    const std::function<absl::Status(std::string_view document, int sentence,
                                     std::string_view text)>& visit) const {
  const std::vector<std::string> wanted = AllWordsOf(words);
  if (wanted.empty()) return absl::OkStatus();
  const absl::StatusOr<std::string> listed =
      state_->snapshot->Get(Family::kMeta, kWordsKey);
  if (!listed.ok() && !absl::IsNotFound(listed.status())) {
    return listed.status();
  }
  std::vector<State::Found> found;
  absl::Status status = listed.ok()
                            ? state_->FindListed(wanted, check, &found)
                            : state_->FindUnlisted(wanted, check, &found);
  if (!status.ok()) return status;
  std::sort(
      found.begin(), found.end(),
      [](const State::Found& a, const State::Found& b) { return a.id < b.id; });
  for (const State::Found& document : found) {
    for (const uint32_t sentence : document.sentences) {
      const absl::StatusOr<std::string> text =
          state_->Sentence(document.number, document.record, sentence);
      if (!text.ok()) return text.status();
      status = visit(document.id, static_cast<int>(sentence), *text);
      if (!status.ok()) return status;
    }
  }
  return absl::OkStatus();
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
