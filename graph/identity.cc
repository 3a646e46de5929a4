#include "graph/identity.h"

#include "absl/status/status.h"
#include "graph/hash.h"
#include "graph/layout.h"
#include "storage/batch.h"
#include "storage/bytes.h"
#include "storage/snapshot.h"
#include "storage/term_id.h"
#include "tercet/value.h"

namespace tercet {
namespace {

constexpr uint64_t kFactSeed = 0x7465726365740001;  // never to change
constexpr int kMaxRedirects = 1000;

std::string DateText(TermId id) {
  const storage::DayRange range = storage::DateOf(id);
  return FormatDate({range.first_day * kMinutesPerDay,
                     (range.first_day + range.days) * kMinutesPerDay});
}

// What a fact's hash is made of.
void AppendForHash(std::string& out, const Term& term) {
  storage::AppendU8(out, Code(term.kind));
  storage::AppendU8(out, term.kind == TermKind::kEntity
                             ? static_cast<uint8_t>(ClassOf(term.type))
                             : 0);
  storage::AppendString(out, term.text);
  storage::AppendString(out, term.disambiguator);
}

}  // namespace

EntityClass ClassOf(EntityType type) {
  switch (type) {
    case EntityType::kUnknown:
      return EntityClass::kUntyped;
    case EntityType::kPerson:
      return EntityClass::kPerson;
    case EntityType::kPlace:
    case EntityType::kOrganization:
      return EntityClass::kPlace;
    default:
      return EntityClass::kThing;
  }
}

EntityType TypicalType(EntityClass entity_class) {
  switch (entity_class) {
    case EntityClass::kUntyped:
      return EntityType::kUnknown;
    case EntityClass::kPerson:
      return EntityType::kPerson;
    case EntityClass::kPlace:
      return EntityType::kPlace;
    case EntityClass::kThing:
      return EntityType::kObject;
  }
  return EntityType::kUnknown;
}

std::string EncodeRawName(const RawName& raw) {
  std::string bytes;
  storage::AppendU8(bytes, static_cast<uint8_t>(raw.entity_class));
  storage::AppendString(bytes, raw.name);
  return bytes + raw.disambiguator;
}

absl::StatusOr<RawName> DecodeRawName(std::string_view bytes) {
  storage::ByteReader reader(bytes);
  RawName raw;
  const uint8_t entity_class = reader.U8();
  raw.name = std::string(reader.String());
  raw.disambiguator = std::string(reader.rest());
  if (!reader.ok() || entity_class >= kClassCount) {
    return absl::DataLossError("an entity's name does not decode");
  }
  raw.entity_class = static_cast<EntityClass>(entity_class);
  return raw;
}

FactId FactIdOf(const Term& subject, const Term& relation, const Term& object,
                bool negated) {
  std::string bytes;
  storage::AppendU8(bytes, negated ? 1 : 0);
  AppendForHash(bytes, subject);
  AppendForHash(bytes, relation);
  AppendForHash(bytes, object);
  return {HashOf(bytes, kFactSeed).high};
}

template <typename Source>
absl::StatusOr<TermId> NodeOf(const Source& source, TermId term) {
  if (!IsKind(term, TermKind::kEntity)) return term;
  for (int step = 0; step < kMaxRedirects; ++step) {
    absl::StatusOr<std::optional<RedirectRecord>> redirect =
        Find<RedirectRecord>(source, storage::Family::kTerms,
                             RedirectKey(term));
    if (!redirect.ok()) return redirect.status();
    if (!*redirect || (*redirect)->node == kNoTerm) return term;
    term = (*redirect)->node;
  }
  return absl::DataLossError("entities are joined in a circle");
}

template <typename Source>
absl::StatusOr<Term> ReadTerm(const Source& source, TermId id) {
  Term term;
  term.id = id;
  const uint8_t kind = storage::KindOf(id);
  if (kind == 0 || kind > Code(TermKind::kDate)) {
    return absl::DataLossError("a term has no kind");
  }
  term.kind = static_cast<TermKind>(kind);
  if (storage::IsInline(id)) {
    if (term.kind != TermKind::kDate) {
      return absl::DataLossError("a term's id holds no value");
    }
    term.text = DateText(id);
    return term;
  }
  absl::StatusOr<std::string> bytes = source.Text(id);
  if (!bytes.ok()) return bytes.status();
  if (term.kind != TermKind::kEntity) {
    term.text = *std::move(bytes);
    return term;
  }
  absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
  if (!raw.ok()) return raw.status();
  term.text = std::move(raw->name);
  term.disambiguator = std::move(raw->disambiguator);
  const absl::StatusOr<std::optional<EntityRecord>> record =
      Find<EntityRecord>(source, storage::Family::kTerms, EntityKey(id));
  if (!record.ok()) return record.status();
  term.type = *record ? (*record)->Type() : TypicalType(raw->entity_class);
  return term;
}

std::string ValueBytes(TermKind kind, std::string_view words) {
  if (kind == TermKind::kDate) {
    if (const auto interval = ParseDate(words)) return FormatDate(*interval);
  }
  return std::string(words);
}

std::optional<TermId> InlineValue(TermKind kind, std::string_view words) {
  if (kind != TermKind::kDate) return std::nullopt;
  const std::optional<DateInterval> interval = ParseDate(words);
  if (!interval || interval->from % kMinutesPerDay != 0 ||
      interval->to % kMinutesPerDay != 0) {
    return std::nullopt;
  }
  return storage::InlineDate({interval->from / kMinutesPerDay,
                              (interval->to - interval->from) / kMinutesPerDay},
                             Code(kind));
}

template <typename Source>
absl::StatusOr<TermId> FindValue(const Source& source, TermKind kind,
                                 std::string_view words) {
  if (const auto id = InlineValue(kind, words)) return *id;
  return FindTerm(source, Code(kind), ValueBytes(kind, words));
}

template absl::StatusOr<TermId> NodeOf(const storage::Snapshot&, TermId);
template absl::StatusOr<TermId> NodeOf(const storage::Batch&, TermId);
template absl::StatusOr<Term> ReadTerm(const storage::Snapshot&, TermId);
template absl::StatusOr<Term> ReadTerm(const storage::Batch&, TermId);
template absl::StatusOr<TermId> FindValue(const storage::Snapshot&, TermKind,
                                          std::string_view);
template absl::StatusOr<TermId> FindValue(const storage::Batch&, TermKind,
                                          std::string_view);

}  // namespace tercet
