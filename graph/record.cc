#include "graph/record.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"

namespace tercet {
namespace {

using storage::AppendSigned;
using storage::AppendString;
using storage::AppendU8;
using storage::AppendVarint;
using storage::ByteReader;

// An enumeration's byte; turns the reading bad where no value has it.
template <typename Enum>
Enum ReadEnum(ByteReader& reader, uint8_t last, bool& valid) {
  const uint8_t byte = reader.U8();
  if (byte > last) valid = false;
  return byte > last ? Enum{} : static_cast<Enum>(byte);
}

constexpr uint8_t kLastType = kTypeCount - 1;
constexpr uint8_t kLastStatus = static_cast<uint8_t>(Status::kDenied);
constexpr uint8_t kLastKind = static_cast<uint8_t>(TermKind::kDate);

template <typename Enum>
void AppendEnum(std::string& out, Enum value) {
  AppendU8(out, static_cast<uint8_t>(value));
}

void AppendNode(std::string& out, const NodeRecord& node) {
  AppendEnum(out, node.kind);
  if (node.kind == TermKind::kEntity) {
    AppendVarint(out, node.entity);
  } else {
    AppendString(out, node.text);
  }
}

NodeRecord ReadNode(ByteReader& reader, bool& valid) {
  NodeRecord node;
  node.kind = ReadEnum<TermKind>(reader, kLastKind, valid);
  if (node.kind == TermKind::kEntity) {
    node.entity = reader.Varint();
  } else {
    node.text = std::string(reader.String());
  }
  return node;
}

// A count of things that take at least one byte each: a damaged one must not
// make the reader reserve the world.
size_t ReadCount(ByteReader& reader, bool& valid) {
  const uint64_t count = reader.Varint();
  if (count > reader.rest().size()) {
    valid = false;
    return 0;
  }
  return count;
}

enum AssertionFlags : uint8_t { kNegated = 1, kInterval = 2, kSaidBy = 4 };

EntityMention ReadMention(ByteReader& reader, bool& valid) {
  EntityMention mention;
  mention.entity = reader.Varint();
  mention.type = ReadEnum<EntityType>(reader, kLastType, valid);
  mention.aliases.resize(ReadCount(reader, valid));
  for (Alias& alias : mention.aliases) {
    alias.text = std::string(reader.String());
    alias.reason = std::string(reader.String());
  }
  return mention;
}

void Read(ByteReader& reader, Totals& record, bool&) {
  record.documents = reader.Varint();
  record.sentences = reader.Varint();
  record.assertions = reader.Varint();
}

void Read(ByteReader& reader, ImportRecord& record, bool&) {
  record.run = reader.Varint();
  record.facts = reader.Varint();
}

void Read(ByteReader& reader, DocumentRecord& record, bool& valid) {
  record.id = std::string(reader.String());
  record.title = std::string(reader.String());
  record.date = std::string(reader.String());
  record.hash = std::string(reader.String());
  record.sentences.resize(ReadCount(reader, valid));
  uint32_t at = 0;
  for (DocumentSentence& sentence : record.sentences) {
    sentence.begin = at + static_cast<uint32_t>(reader.Varint());
    sentence.end = sentence.begin + static_cast<uint32_t>(reader.Varint());
    at = sentence.end;
  }
  const size_t entities = ReadCount(reader, valid);
  for (size_t i = 0; i < entities && reader.ok(); ++i) {
    record.entities.push_back(ReadMention(reader, valid));
  }
  record.assertions = static_cast<uint32_t>(reader.Varint());
}

void Read(ByteReader& reader, AssertionRecord& record, bool& valid) {
  record.raw.subject = reader.Varint();
  record.raw.relation = reader.Varint();
  record.raw.object = reader.Varint();
  record.sentence = static_cast<uint32_t>(reader.Varint());
  record.words = std::string(reader.String());
  record.status = ReadEnum<Status>(reader, kLastStatus, valid);
  const uint8_t flags = reader.U8();
  record.negated = (flags & kNegated) != 0;
  record.confidence = static_cast<uint32_t>(reader.Varint());
  record.when = std::string(reader.String());
  if ((flags & kInterval) != 0) {
    DateInterval interval;
    interval.from = reader.Signed();
    interval.to = reader.Signed();
    record.when_interval = interval;
  }
  record.where = std::string(reader.String());
  if ((flags & kSaidBy) != 0) record.said_by = ReadNode(reader, valid);
  const size_t open = ReadCount(reader, valid);
  for (size_t i = 0; i < open && reader.ok(); ++i) {
    QualifierRecord& qualifier = record.open.emplace_back();
    qualifier.preposition = std::string(reader.String());
    qualifier.argument = ReadNode(reader, valid);
  }
  record.construction = std::string(reader.String());
}

void Read(ByteReader& reader, FactRecord& record, bool& valid) {
  record.assertions = reader.Varint();
  record.status = ReadEnum<Status>(reader, kLastStatus, valid);
  record.confidence = static_cast<uint32_t>(reader.Varint());
}

void Read(ByteReader& reader, Support& record, bool& valid) {
  record.status = ReadEnum<Status>(reader, kLastStatus, valid);
  record.confidence = static_cast<uint32_t>(reader.Varint());
}

void Read(ByteReader& reader, AliasRecord& record, bool& valid) {
  const size_t reasons = ReadCount(reader, valid);
  for (size_t i = 0; i < reasons && reader.ok(); ++i) {
    AliasRecord::Reason& reason = record.reasons.emplace_back();
    reason.text = std::string(reader.String());
    reason.documents = reader.Varint();
    reason.by_hand = reader.U8() != 0;
  }
}

void Read(ByteReader& reader, EntityRecord& record, bool&) {
  for (uint64_t& count : record.types) count = reader.Varint();
}

void Read(ByteReader& reader, RedirectRecord& record, bool&) {
  record.node = reader.Varint();
  record.by_hand = reader.U8() != 0;
  record.reason = std::string(reader.String());
}

void Read(ByteReader& reader, RelationProperties& record, bool&) {
  record.symmetric = reader.U8() != 0;
  record.inverse = std::string(reader.String());
}

void Read(ByteReader& reader, RelationCount& record, bool&) {
  record.facts = reader.Varint();
  record.negative_facts = reader.Varint();
  // Older records do not say: then all facts may be marked.
  record.marked_facts = reader.AtEnd() ? record.facts : reader.Varint();
  record.assertions.reset();
  if (!reader.AtEnd()) record.assertions = reader.Varint();
}

}  // namespace

uint64_t EntityRecord::Documents() const {
  uint64_t documents = 0;
  for (const uint64_t count : types) documents += count;
  return documents;
}

EntityType EntityRecord::Type() const {
  const auto best = std::max_element(types.begin() + 1, types.end());
  if (*best == 0) return EntityType::kUnknown;
  return static_cast<EntityType>(best - types.begin());
}

std::string Encode(const Totals& record) {
  std::string out;
  AppendVarint(out, record.documents);
  AppendVarint(out, record.sentences);
  AppendVarint(out, record.assertions);
  return out;
}

std::string Encode(const ImportRecord& record) {
  std::string out;
  AppendVarint(out, record.run);
  AppendVarint(out, record.facts);
  return out;
}

std::string Encode(const DocumentRecord& record) {
  std::string out;
  AppendString(out, record.id);
  AppendString(out, record.title);
  AppendString(out, record.date);
  AppendString(out, record.hash);
  AppendVarint(out, record.sentences.size());
  uint32_t at = 0;
  for (const DocumentSentence& sentence : record.sentences) {
    AppendVarint(out, sentence.begin - at);
    AppendVarint(out, sentence.end - sentence.begin);
    at = sentence.end;
  }
  AppendVarint(out, record.entities.size());
  for (const EntityMention& mention : record.entities) {
    AppendVarint(out, mention.entity);
    AppendEnum(out, mention.type);
    AppendVarint(out, mention.aliases.size());
    for (const Alias& alias : mention.aliases) {
      AppendString(out, alias.text);
      AppendString(out, alias.reason);
    }
  }
  AppendVarint(out, record.assertions);
  return out;
}

std::string Encode(const AssertionRecord& record) {
  std::string out;
  AppendVarint(out, record.raw.subject);
  AppendVarint(out, record.raw.relation);
  AppendVarint(out, record.raw.object);
  AppendVarint(out, record.sentence);
  AppendString(out, record.words);
  AppendEnum(out, record.status);
  AppendU8(out, (record.negated ? kNegated : 0) |
                    (record.when_interval ? kInterval : 0) |
                    (record.said_by ? kSaidBy : 0));
  AppendVarint(out, record.confidence);
  AppendString(out, record.when);
  if (record.when_interval) {
    AppendSigned(out, record.when_interval->from);
    AppendSigned(out, record.when_interval->to);
  }
  AppendString(out, record.where);
  if (record.said_by) AppendNode(out, *record.said_by);
  AppendVarint(out, record.open.size());
  for (const QualifierRecord& qualifier : record.open) {
    AppendString(out, qualifier.preposition);
    AppendNode(out, qualifier.argument);
  }
  AppendString(out, record.construction);
  return out;
}

std::string Encode(const FactRecord& record) {
  std::string out;
  AppendVarint(out, record.assertions);
  AppendEnum(out, record.status);
  AppendVarint(out, record.confidence);
  return out;
}

std::string Encode(const Support& record) {
  std::string out;
  AppendEnum(out, record.status);
  AppendVarint(out, record.confidence);
  return out;
}

std::string Encode(const AliasRecord& record) {
  std::string out;
  AppendVarint(out, record.reasons.size());
  for (const AliasRecord::Reason& reason : record.reasons) {
    AppendString(out, reason.text);
    AppendVarint(out, reason.documents);
    AppendU8(out, reason.by_hand ? 1 : 0);
  }
  return out;
}

std::string Encode(const EntityRecord& record) {
  std::string out;
  for (const uint64_t count : record.types) AppendVarint(out, count);
  return out;
}

std::string Encode(const RedirectRecord& record) {
  std::string out;
  AppendVarint(out, record.node);
  AppendU8(out, record.by_hand ? 1 : 0);
  AppendString(out, record.reason);
  return out;
}

std::string Encode(const RelationProperties& record) {
  std::string out;
  AppendU8(out, record.symmetric ? 1 : 0);
  AppendString(out, record.inverse);
  return out;
}

std::string Encode(const RelationCount& record) {
  std::string out;
  AppendVarint(out, record.facts);
  AppendVarint(out, record.negative_facts);
  AppendVarint(out, record.marked_facts);
  if (record.assertions) AppendVarint(out, *record.assertions);
  return out;
}

std::string EncodeNumber(uint64_t number) {
  std::string out;
  AppendVarint(out, number);
  return out;
}

template <typename Record>
absl::StatusOr<Record> Decode(std::string_view bytes) {
  ByteReader reader(bytes);
  Record record;
  bool valid = true;
  Read(reader, record, valid);
  if (!valid || !reader.AtEnd()) {
    return absl::DataLossError("a record of the graph does not decode");
  }
  return record;
}

template absl::StatusOr<Totals> Decode(std::string_view);
template absl::StatusOr<ImportRecord> Decode(std::string_view);
template absl::StatusOr<DocumentRecord> Decode(std::string_view);
template absl::StatusOr<AssertionRecord> Decode(std::string_view);
template absl::StatusOr<FactRecord> Decode(std::string_view);
template absl::StatusOr<Support> Decode(std::string_view);
template absl::StatusOr<AliasRecord> Decode(std::string_view);
template absl::StatusOr<EntityRecord> Decode(std::string_view);
template absl::StatusOr<RedirectRecord> Decode(std::string_view);
template absl::StatusOr<RelationProperties> Decode(std::string_view);
template absl::StatusOr<RelationCount> Decode(std::string_view);

absl::StatusOr<uint64_t> DecodeNumber(std::string_view bytes) {
  ByteReader reader(bytes);
  const uint64_t number = reader.Varint();
  if (!reader.AtEnd()) {
    return absl::DataLossError("a number of the graph does not decode");
  }
  return number;
}

uint32_t Millionths(double confidence) {
  if (!(confidence > 0)) return 0;
  return static_cast<uint32_t>(std::lround(std::min(confidence, 1.0) * 1e6));
}

}  // namespace tercet
