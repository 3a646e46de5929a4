#include "graph/carry_over.h"

#include <algorithm>
#include <deque>
#include <memory>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "graph/identity.h"
#include "graph/import_records.h"
#include "graph/layout.h"
#include "graph/name_writer.h"
#include "graph/writer.h"
#include "storage/bulk_load.h"
#include "storage/bytes.h"
#include "storage/term_id.h"

namespace tercet {

using storage::Family;

namespace {

// The term of another graph that has the bytes of this one's; kNoTerm where it
// has none.
absl::StatusOr<TermId> SameTerm(const storage::Snapshot& from, TermId term,
                                const storage::Batch& to) {
  const absl::StatusOr<std::string> bytes = from.Text(term);
  if (!bytes.ok()) return bytes.status();
  return FindTerm(to, storage::KindOf(term), *bytes);
}

// The document's text, its sentences put together again.
absl::StatusOr<std::string> TextOf(const storage::Snapshot& from,
                                   uint32_t number,
                                   const DocumentRecord& record) {
  std::string text;
  for (uint32_t i = 0; i <= record.sentences.size(); ++i) {
    const auto part = from.Get(Family::kSentences, SentenceKey(number, i));
    // A bulk load has none.
    if (absl::IsNotFound(part.status()) && i == 0) break;
    if (!part.ok()) return part.status();
    text += *part;
  }
  return text;
}

absl::StatusOr<bool> IsImported(const storage::Snapshot& from, uint32_t number,
                                const DocumentRecord& record) {
  const auto import = FindImport(from, number);
  if (!import.ok()) return import.status();
  if (*import) return true;
  const absl::StatusOr<std::string> text = TextOf(from, number, record);
  if (!text.ok()) return text.status();
  return record.hash != ContentHash(record.title, record.date, *text);
}

// Makes what Graph::Add took of the records that it wrote.
class DocumentReader {
 public:
  DocumentReader(const storage::Snapshot& from, uint32_t number,
                 DocumentFacts& out)
      : from_(from), number_(number), out_(out) {}

  absl::Status ReadEntities(const std::vector<EntityMention>& mentions) {
    for (const EntityMention& mention : mentions) {
      const absl::StatusOr<std::string> bytes = from_.Text(mention.entity);
      if (!bytes.ok()) return bytes.status();
      absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
      if (!raw.ok()) return raw.status();
      places_[mention.entity] = static_cast<int>(out_.entities.size());
      out_.entities.push_back({std::move(raw->name), mention.type,
                               std::move(raw->disambiguator), mention.aliases});
    }
    return absl::OkStatus();
  }

  absl::Status ReadFacts() {
    const auto it = from_.NewRecordIterator(Family::kDocumentFacts,
                                            DocumentFactsPrefix(number_));
    for (; it->Valid(); it->Next()) {
      const auto record = Decode<AssertionRecord>(it->value());
      if (!record.ok()) return record.status();
      absl::StatusOr<StatedFact> fact = FactOf(*record);
      if (!fact.ok()) return fact.status();
      out_.facts.push_back(*std::move(fact));
    }
    return it->status();
  }

 private:
  absl::StatusOr<Node> NodeOfTerm(TermId id) const {
    if (IsKind(id, TermKind::kEntity)) return NodeOfEntity(id);
    absl::StatusOr<Term> term = ReadTerm(from_, id);
    if (!term.ok()) return term.status();
    return Node{term->kind, -1, std::move(term->text)};
  }
  absl::StatusOr<Node> NodeOfEntity(TermId id) const {
    const auto place = places_.find(id);
    if (place == places_.end()) {
      return absl::DataLossError(
          "a fact has an entity that its document lacks");
    }
    return Node::Entity(place->second);
  }
  absl::StatusOr<Node> NodeOfRecord(const NodeRecord& record) const {
    if (record.kind == TermKind::kEntity) return NodeOfEntity(record.entity);
    return Node{record.kind, -1, record.text};
  }

  absl::StatusOr<StatedFact> FactOf(const AssertionRecord& record) const {
    StatedFact fact;
    absl::StatusOr<Node> node = NodeOfTerm(record.raw.subject);
    if (!node.ok()) return node.status();
    fact.subject = *std::move(node);
    node = NodeOfTerm(record.raw.object);
    if (!node.ok()) return node.status();
    fact.object = *std::move(node);
    absl::StatusOr<std::string> relation = from_.Text(record.raw.relation);
    if (!relation.ok()) return relation.status();
    fact.relation = *std::move(relation);
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
      node = NodeOfRecord(*record.said_by);
      if (!node.ok()) return node.status();
      fact.said_by = *std::move(node);
    }
    for (const QualifierRecord& qualifier : record.open) {
      node = NodeOfRecord(qualifier.argument);
      if (!node.ok()) return node.status();
      fact.open.push_back({qualifier.preposition, *std::move(node)});
    }
    return fact;
  }

  const storage::Snapshot& from_;
  const uint32_t number_;
  DocumentFacts& out_;
  absl::flat_hash_map<TermId, int> places_;  // in out_.entities
};

// Terms that have their names already.
class CarriedRecords : public ImportRecords {
 public:
  CarriedRecords(const View& view, const storage::Snapshot& snapshot,
                 const DocumentFacts& document)
      : ImportRecords(view, snapshot, document.id), hash_(document.hash) {}

  void Rename(uint8_t, std::string_view bytes, std::string_view,
              std::string& renamed) const override {
    renamed += bytes;
  }
  void Distinguish(std::string_view bytes, std::string_view,
                   std::string& renamed) const override {
    renamed += bytes;
  }

 protected:
  std::string HashOf(const storage::BulkSummary&) const override {
    return hash_;
  }

 private:
  const std::string hash_;
};

// A term as a bulk load takes it; `texts` keeps the bytes.
absl::StatusOr<storage::BulkTerm> BulkTermOf(const storage::Snapshot& from,
                                             TermId id,
                                             std::deque<std::string>& texts) {
  storage::BulkTerm term;
  term.kind = storage::KindOf(id);
  if (storage::IsInline(id)) {
    term.inline_id = id;
    return term;
  }
  absl::StatusOr<std::string> text = from.Text(id);
  if (!text.ok()) return text.status();
  term.bytes = texts.emplace_back(*std::move(text));
  return term;
}

absl::Status AddStated(const storage::Snapshot& from,
                       storage::StatedIterator& it,
                       storage::BulkLoad::Worker& worker) {
  constexpr int kChunk = 1 << 16;
  TermId subject = kNoTerm;
  storage::BulkTerm subject_term;
  for (uint64_t chunk = 0; it.Valid(); ++chunk) {
    auto status = worker.BeginChunk(chunk);
    if (!status.ok()) return status;
    std::deque<std::string> texts;
    subject = kNoTerm;
    for (int i = 0; i < kChunk && it.Valid(); ++i, it.Next()) {
      const storage::Triple& triple = it.triple();
      if (triple.s != subject) {
        const auto term = BulkTermOf(from, triple.s, texts);
        if (!term.ok()) return term.status();
        subject_term = *term;
        subject = triple.s;
      }
      const auto relation = BulkTermOf(from, triple.p, texts);
      if (!relation.ok()) return relation.status();
      const auto object = BulkTermOf(from, triple.o, texts);
      if (!object.ok()) return object.status();
      worker.Add(subject_term, relation->bytes, *object);
    }
    status = worker.EndChunk();
    if (!status.ok()) return status;
  }
  return it.status();
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ImportedDocuments(
    const storage::Snapshot& from) {
  std::vector<std::string> ids;
  const std::string prefix = DocumentKey(0).substr(0, 1);
  const auto it = from.NewRecordIterator(Family::kDocuments, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader key(it->key().substr(prefix.size()));
    const absl::StatusOr<DocumentRecord> record =
        Decode<DocumentRecord>(it->value());
    if (!record.ok()) return record.status();
    const absl::StatusOr<bool> imported = IsImported(from, key.U32(), *record);
    if (!imported.ok()) return imported.status();
    if (*imported) ids.push_back(record->id);
  }
  if (!it->status().ok()) return it->status();
  std::sort(ids.begin(), ids.end());
  return ids;
}

absl::StatusOr<StoredDocument> ReadStoredDocument(const storage::Snapshot& from,
                                                  std::string_view id) {
  const auto number_bytes = from.Get(Family::kDocuments, DocumentIdKey(id));
  if (!number_bytes.ok()) return number_bytes.status();
  const uint32_t number = storage::ByteReader(*number_bytes).U32();
  const auto bytes = from.Get(Family::kDocuments, DocumentKey(number));
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<DocumentRecord> record = Decode<DocumentRecord>(*bytes);
  if (!record.ok()) return record.status();
  StoredDocument document;
  document.facts.id = record->id;
  document.facts.title = record->title;
  document.facts.date = record->date;
  document.facts.hash = record->hash;
  const auto import = FindImport(from, number);
  if (!import.ok()) return import.status();
  if (*import) {
    document.import = Import{number, **import};
    return document;
  }
  document.facts.sentences = record->sentences;
  absl::StatusOr<std::string> text = TextOf(from, number, *record);
  if (!text.ok()) return text.status();
  document.facts.text = *std::move(text);
  DocumentReader reader(from, number, document.facts);
  absl::Status status = reader.ReadEntities(record->entities);
  if (status.ok()) status = reader.ReadFacts();
  if (!status.ok()) return status;
  return document;
}

absl::Status CarryImport(const storage::Snapshot& from,
                         const StoredDocument& document, const View& view,
                         const storage::Snapshot& snapshot,
                         storage::Store& store) {
  const ImportRecord& import = document.import->record;
  storage::BulkOptions options;
  options.threads = static_cast<int>(
      std::clamp(std::thread::hardware_concurrency(), 1U, 64U));
  options.max_terms = 3 * import.facts + 1024;
  options.likely_terms = import.facts / 3;
  options.entity_kind = Code(TermKind::kEntity);
  options.relation_kind = Code(TermKind::kRelation);
  options.twin_kind = kNegativeRelation;
  const auto load = store.NewBulkLoad(options);
  if (!load.ok()) return load.status();
  const auto it = from.NewStated(import.run);
  if (!it.ok()) return it.status();
  const absl::Status status = AddStated(from, **it, (*load)->worker(0));
  if (!status.ok()) return status;
  return (*load)
      ->Finish(CarriedRecords(view, snapshot, document.facts))
      .status();
}

absl::Status CarryRelations(const storage::Snapshot& from, storage::Batch& to,
                            Rebuild::CarriedOver& carried) {
  const std::string prefix = RelationKey(0).substr(0, 1);
  const auto it = from.NewRecordIterator(Family::kTerms, prefix);
  for (; it->Valid(); it->Next()) {
    const TermId relation =
        storage::ByteReader(it->key().substr(prefix.size())).U64();
    const auto properties = Decode<RelationProperties>(it->value());
    if (!properties.ok()) return properties.status();
    const absl::StatusOr<std::string> name = from.Text(relation);
    if (!name.ok()) return name.status();
    const auto same = FindTerm(to, Code(TermKind::kRelation), *name);
    if (!same.ok()) return same.status();
    if (*same != kNoTerm) {
      const auto known =
          Find<RelationProperties>(to, Family::kTerms, RelationKey(*same));
      if (!known.ok()) return known.status();
      if (*known) continue;
    }
    const absl::Status status = Writer(to).DefineRelation(*name, *properties);
    if (!status.ok()) return status;
    ++carried.relations;
  }
  return it->status();
}

absl::Status CarryMerges(const storage::Snapshot& from, storage::Batch& to,
                         Rebuild::CarriedOver& carried) {
  const auto it = from.NewRecordIterator(Family::kTerms, "r");
  for (; it->Valid(); it->Next()) {
    storage::ByteReader key(it->key().substr(1));
    const TermId entity = key.U64();
    const absl::StatusOr<RedirectRecord> redirect =
        Decode<RedirectRecord>(it->value());
    if (!redirect.ok()) return redirect.status();
    if (!redirect->by_hand) continue;
    const absl::StatusOr<TermId> part = SameTerm(from, entity, to);
    if (!part.ok()) return part.status();
    if (redirect->node == kNoTerm && *part != kNoTerm) {
      const absl::Status status = Writer(to).KeepApart(*part);
      if (!status.ok()) return status;
      ++carried.merges;
      continue;
    }
    const absl::StatusOr<TermId> whole =
        redirect->node == kNoTerm ? kNoTerm
                                  : SameTerm(from, redirect->node, to);
    if (!whole.ok()) return whole.status();
    if (*part == kNoTerm || *whole == kNoTerm) {
      ++carried.lost;
      continue;
    }
    const absl::Status status =
        Writer(to).Merge(*part, *whole, redirect->reason);
    // One already: the documents or an earlier call said so.
    if (absl::IsFailedPrecondition(status)) continue;
    if (!status.ok()) return status;
    ++carried.merges;
  }
  return it->status();
}

absl::Status CarryNames(const storage::Snapshot& from, storage::Batch& to,
                        Rebuild::CarriedOver& carried) {
  const auto it = from.NewRecordIterator(Family::kAliases, "e");
  for (; it->Valid(); it->Next()) {
    storage::ByteReader key(it->key().substr(1));
    const TermId entity = key.U64();
    const absl::StatusOr<AliasRecord> record = Decode<AliasRecord>(it->value());
    if (!record.ok()) return record.status();
    for (const AliasRecord::Reason& reason : record->reasons) {
      if (!reason.by_hand) continue;
      const absl::StatusOr<TermId> same = SameTerm(from, entity, to);
      if (!same.ok()) return same.status();
      if (*same == kNoTerm) {
        ++carried.lost;
        continue;
      }
      const std::string name(key.rest());
      const absl::StatusOr<std::optional<AliasRecord>> known =
          Find<AliasRecord>(to, Family::kAliases, AliasKey(*same, name));
      if (!known.ok()) return known.status();
      bool given = false;
      if (*known) {
        for (const auto& each : (*known)->reasons) given |= each.by_hand;
      }
      if (given) continue;
      const absl::Status status =
          NameWriter(to).AddAlias(*same, {name, reason.text}, /*by_hand=*/true);
      if (!status.ok()) return status;
      ++carried.names;
    }
  }
  return it->status();
}

}  // namespace tercet
