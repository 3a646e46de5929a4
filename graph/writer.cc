#include "graph/writer.h"

#include <algorithm>
#include <optional>

#include "graph/counter.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/sentence_words.h"
#include "storage/bytes.h"
#include "storage/format.h"
#include "storage/term_id.h"

namespace tercet {

using storage::Family;

namespace {

NodeRecord NodeRecordOf(const Node& node, const std::vector<TermId>& entities) {
  if (node.kind == TermKind::kEntity) {
    return NodeRecord{node.kind, entities.at(node.entity), {}};
  }
  return NodeRecord{node.kind, kNoTerm, ValueBytes(node.kind, node.text)};
}

}  // namespace

absl::Status Writer::AddDocument(const DocumentFacts& document) {
  const absl::StatusOr<uint32_t> number = NextNumber();
  if (!number.ok()) return number.status();
  DocumentRecord record{
      .id = document.id,
      .title = document.title,
      .date = document.date,
      .hash = document.hash,
      .sentences = document.sentences,
      .entities = {},
      .assertions = static_cast<uint32_t>(document.facts.size())};
  std::vector<TermId> entities;
  absl::StatusOr<std::vector<EntityMention>> mentions =
      InternEntities(document, entities);
  if (!mentions.ok()) return mentions.status();
  record.entities = *std::move(mentions);
  absl::Status status = PutDocument(document, *number, record);
  for (const EntityMention& mention : record.entities) {
    if (status.ok()) status = EnterEntity(mention, *number);
  }
  // The rule first, so that the new facts go where they will stay.
  if (status.ok()) status = JoinUntyped();
  AssertionId id{*number, 0};
  for (const StatedFact& fact : document.facts) {
    if (!status.ok()) return status;
    ++id.ordinal;
    const absl::StatusOr<AssertionRecord> assertion = RecordOf(fact, entities);
    if (!assertion.ok()) return assertion.status();
    batch_.Put(Family::kDocumentFacts, DocumentFactKey(id), Encode(*assertion));
    status = AddSupport(id, *assertion);
  }
  return status;
}

absl::Status Writer::RemoveDocument(std::string_view id) {
  const absl::Status status = TakeOut(id);
  return status.ok() ? JoinUntyped() : status;
}

absl::Status Writer::ReplaceDocument(const DocumentFacts& document) {
  const absl::Status status = TakeOut(document.id);
  return status.ok() ? AddDocument(document) : status;
}

absl::Status Writer::TakeOut(std::string_view id) {
  const absl::StatusOr<std::string> bytes =
      batch_.Get(Family::kDocuments, DocumentIdKey(id));
  if (!bytes.ok()) return bytes.status();
  storage::ByteReader reader(*bytes);
  const uint32_t number = reader.U32();
  const absl::StatusOr<std::optional<DocumentRecord>> record =
      Find<DocumentRecord>(batch_, Family::kDocuments, DocumentKey(number));
  if (!record.ok()) return record.status();
  if (!*record) return absl::DataLossError("a document has no record");
  const auto import = FindImport(batch_, number);
  if (!import.ok()) return import.status();
  if (*import) {
    const absl::Status status = TakeOutImport(number, **import);
    if (!status.ok()) return status;
  }
  for (uint32_t i = 1; !*import && i <= (*record)->assertions; ++i) {
    const AssertionId assertion{number, i};
    const absl::StatusOr<std::optional<AssertionRecord>> stated =
        Find<AssertionRecord>(batch_, Family::kDocumentFacts,
                              DocumentFactKey(assertion));
    if (!stated.ok()) return stated.status();
    if (!*stated) return absl::DataLossError("a document lacks an assertion");
    const absl::Status status = RemoveSupport(assertion, **stated);
    if (!status.ok()) return status;
    batch_.Delete(Family::kDocumentFacts, DocumentFactKey(assertion));
  }
  for (const EntityMention& mention : (*record)->entities) {
    const absl::Status status = LeaveEntity(mention, number);
    if (!status.ok()) return status;
  }
  const absl::Status gone = TakeOutSentences(number, **record);
  if (!gone.ok()) return gone;
  batch_.Delete(Family::kDocuments, DocumentIdKey(id));
  batch_.Delete(Family::kDocuments, DocumentKey(number));
  return ChangeTotals(**record, -1);
}

absl::Status Writer::TakeOutSentences(uint32_t number,
                                      const DocumentRecord& record) {
  SentenceWords words;
  for (uint32_t i = 0; i <= record.sentences.size(); ++i) {
    const std::string key = SentenceKey(number, i);
    if (i > 0) {
      const absl::StatusOr<std::string> text =
          batch_.Get(Family::kSentences, key);
      if (!text.ok()) return text.status();
      const DocumentSentence& span = record.sentences[i - 1];
      words.Add(i, std::string_view(*text).substr(0, span.end - span.begin));
    }
    batch_.Delete(Family::kSentences, key);
  }
  words.Delete(batch_, number);
  return absl::OkStatus();
}

absl::StatusOr<uint32_t> Writer::NextNumber() {
  uint64_t next = 1;
  const absl::StatusOr<std::string> bytes =
      batch_.Get(Family::kMeta, kNextDocumentKey);
  if (bytes.ok()) {
    const absl::StatusOr<uint64_t> stored = DecodeNumber(*bytes);
    if (!stored.ok()) return stored.status();
    next = *stored;
  } else if (!absl::IsNotFound(bytes.status())) {
    return bytes.status();
  }
  if (next > UINT32_MAX) {
    return absl::ResourceExhaustedError(
        "the graph has no document number left");
  }
  batch_.Put(Family::kMeta, kNextDocumentKey, EncodeNumber(next + 1));
  return static_cast<uint32_t>(next);
}

absl::StatusOr<std::vector<EntityMention>> Writer::InternEntities(
    const DocumentFacts& document, std::vector<TermId>& ids) {
  std::vector<EntityMention> mentions;
  for (const DocumentEntity& entity : document.entities) {
    const absl::StatusOr<TermId> id =
        batch_.Intern(Code(TermKind::kEntity),
                      EncodeRawName({ClassOf(entity.type), entity.name,
                                     entity.disambiguator}));
    if (!id.ok()) return id.status();
    ids.push_back(*id);
    // Two of one name and class are one; the first gives the type.
    auto mention =
        std::find_if(mentions.begin(), mentions.end(),
                     [&](const auto& other) { return other.entity == *id; });
    if (mention == mentions.end()) {
      mention = mentions.insert(mention, {*id, entity.type, {}});
    }
    for (const Alias& alias : entity.aliases) {
      if (alias.text.empty() || alias.text == entity.name) continue;
      mention->aliases.push_back(alias);
    }
  }
  for (EntityMention& mention : mentions) {
    std::vector<Alias>& aliases = mention.aliases;
    std::sort(aliases.begin(), aliases.end());
    aliases.erase(std::unique(aliases.begin(), aliases.end()), aliases.end());
  }
  return mentions;
}

absl::Status Writer::PutDocument(const DocumentFacts& document, uint32_t number,
                                 const DocumentRecord& record) {
  std::string number_bytes;
  storage::AppendU32(number_bytes, number);
  batch_.Put(Family::kDocuments, DocumentIdKey(document.id), number_bytes);
  batch_.Put(Family::kDocuments, DocumentKey(number), Encode(record));
  const std::string_view text = document.text;
  size_t begin = 0;
  for (uint32_t i = 0; i <= record.sentences.size(); ++i) {
    const size_t end =
        i < record.sentences.size() ? record.sentences[i].begin : text.size();
    batch_.Put(Family::kSentences, SentenceKey(number, i),
               text.substr(begin, end - begin));
    begin = end;
  }
  const absl::StatusOr<bool> keeps = KeepSentenceWords(batch_);
  if (!keeps.ok()) return keeps.status();
  if (*keeps) {
    SentenceWords words;
    for (uint32_t i = 1; i <= record.sentences.size(); ++i) {
      const DocumentSentence& span = record.sentences[i - 1];
      words.Add(i, text.substr(span.begin, span.end - span.begin));
    }
    words.Put(batch_, number);
  }
  return ChangeTotals(record, +1);
}

absl::Status Writer::EnterEntity(const EntityMention& mention,
                                 uint32_t number) {
  const TermId id = mention.entity;
  absl::StatusOr<std::optional<EntityRecord>> found =
      Find<EntityRecord>(batch_, Family::kTerms, EntityKey(id));
  if (!found.ok()) return found.status();
  EntityRecord record = found->value_or(EntityRecord());
  if (record.Documents() == 0) {
    const absl::StatusOr<std::string> bytes = batch_.Text(id);
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
    if (!raw.ok()) return raw.status();
    const absl::Status status = names_.AddCanonical(id, *raw);
    if (!status.ok()) return status;
  }
  if (++record.types[static_cast<size_t>(mention.type)] == 1) {
    const absl::Status status = Affect(id);
    if (!status.ok()) return status;
  }
  batch_.Put(Family::kTerms, EntityKey(id), Encode(record));
  batch_.Put(Family::kTerms, EntityDocumentKey(id, number), "");
  for (const Alias& alias : mention.aliases) {
    const absl::Status status = names_.AddAlias(id, alias, /*by_hand=*/false);
    if (!status.ok()) return status;
    if (JoinsDocuments(alias.reason)) affected_.emplace(alias.text, "");
  }
  return absl::OkStatus();
}

absl::Status Writer::Affect(TermId entity) {
  const absl::StatusOr<std::string> bytes = batch_.Text(entity);
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
  if (!raw.ok()) return raw.status();
  affected_.emplace(raw->name, raw->disambiguator);
  return absl::OkStatus();
}

absl::Status Writer::LeaveEntity(const EntityMention& mention,
                                 uint32_t number) {
  const TermId id = mention.entity;
  absl::StatusOr<std::optional<EntityRecord>> found =
      Find<EntityRecord>(batch_, Family::kTerms, EntityKey(id));
  if (!found.ok()) return found.status();
  const size_t type = static_cast<size_t>(mention.type);
  if (!*found || (*found)->types[type] == 0) {
    return absl::DataLossError("an entity does not know its document");
  }
  for (const Alias& alias : mention.aliases) {
    const absl::Status status =
        names_.RemoveAlias(id, alias, /*by_hand=*/false);
    if (!status.ok()) return status;
    if (JoinsDocuments(alias.reason)) affected_.emplace(alias.text, "");
  }
  batch_.Delete(Family::kTerms, EntityDocumentKey(id, number));
  EntityRecord record = **found;
  if (--record.types[type] == 0) {
    const absl::Status status = Affect(id);
    if (!status.ok()) return status;
  }
  if (record.Documents() > 0) {
    batch_.Put(Family::kTerms, EntityKey(id), Encode(record));
    return absl::OkStatus();
  }
  batch_.Delete(Family::kTerms, EntityKey(id));
  const absl::StatusOr<std::string> bytes = batch_.Text(id);
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
  if (!raw.ok()) return raw.status();
  return names_.RemoveCanonical(id, *raw);
}

absl::Status Writer::ChangeTotals(const DocumentRecord& record, int sign) {
  absl::StatusOr<std::optional<Totals>> found =
      Find<Totals>(batch_, Family::kMeta, kTotalsKey);
  if (!found.ok()) return found.status();
  Totals totals = found->value_or(Totals());
  totals.documents += sign;
  totals.sentences += sign * static_cast<int64_t>(record.sentences.size());
  totals.assertions += sign * static_cast<int64_t>(record.assertions);
  batch_.Put(Family::kMeta, kTotalsKey, Encode(totals));
  return absl::OkStatus();
}

absl::StatusOr<TermId> Writer::InternRelation(std::string_view name) {
  const absl::StatusOr<TermId> known =
      FindTerm(batch_, Code(TermKind::kRelation), name);
  if (!known.ok() || *known != kNoTerm) return known;
  const absl::StatusOr<TermId> relation =
      batch_.Intern(Code(TermKind::kRelation), name);
  if (!relation.ok()) return relation.status();
  // The twin at once, so that twins order as the relations do.
  const absl::StatusOr<TermId> twin = batch_.Intern(kNegativeRelation, name);
  if (!twin.ok()) return twin.status();
  batch_.Put(Family::kTerms, RelationNameKey(FoldName(name), *relation), "");
  return relation;
}

absl::StatusOr<TermId> Writer::InternNode(const Node& node,
                                          const std::vector<TermId>& entities) {
  if (node.kind == TermKind::kEntity) return entities.at(node.entity);
  if (const auto id = InlineValue(node.kind, node.text)) return *id;
  return batch_.Intern(Code(node.kind), ValueBytes(node.kind, node.text));
}

absl::StatusOr<AssertionRecord> Writer::RecordOf(
    const StatedFact& fact, const std::vector<TermId>& entities) {
  const absl::StatusOr<TermId> subject = InternNode(fact.subject, entities);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<TermId> relation = InternRelation(fact.relation);
  if (!relation.ok()) return relation.status();
  const absl::StatusOr<TermId> object = InternNode(fact.object, entities);
  if (!object.ok()) return object.status();
  AssertionRecord record;
  record.raw = {*subject, *relation, *object};
  record.sentence = static_cast<uint32_t>(fact.sentence);
  record.words = fact.words;
  record.status = fact.status;
  record.negated = fact.negated;
  record.confidence = Millionths(fact.confidence);
  record.when = fact.when;
  record.when_interval = fact.when_interval;
  record.where = fact.where;
  record.construction = fact.construction;
  if (fact.said_by) {
    record.said_by = NodeRecordOf(*fact.said_by, entities);
  }
  for (const StatedQualifier& qualifier : fact.open) {
    record.open.push_back(
        {qualifier.preposition, NodeRecordOf(qualifier.argument, entities)});
  }
  return record;
}

absl::Status Writer::DefineRelation(std::string_view relation,
                                    const RelationProperties& properties) {
  const absl::StatusOr<TermId> id = InternRelation(relation);
  if (!id.ok()) return id.status();
  if (properties == RelationProperties()) {
    batch_.Delete(Family::kTerms, RelationKey(*id));
  } else {
    batch_.Put(Family::kTerms, RelationKey(*id), Encode(properties));
  }
  return absl::OkStatus();
}

}  // namespace tercet
