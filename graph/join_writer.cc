// Which entities are one node: the rules that join them of themselves, and what
// is merged and kept apart by hand.

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/layout.h"
#include "graph/names.h"
#include "graph/writer.h"
#include "storage/bytes.h"

namespace tercet {

using storage::Family;

namespace {

constexpr std::string_view kUntypedReason = "untyped entity of the same name";
constexpr std::string_view kApartReason = "kept apart by hand";

// The documents' reason that joins an alias to its entity, or nothing.
std::optional<std::string> JoiningReason(const AliasRecord& record) {
  for (const AliasRecord::Reason& reason : record.reasons) {
    if (!reason.by_hand && JoinsDocuments(reason.text)) return reason.text;
  }
  return std::nullopt;
}

}  // namespace

bool JoinsDocuments(std::string_view reason) {
  return reason == kLegalFormReason || reason.starts_with(kAcronymReason) ||
         reason.starts_with(kShortFormReason);
}

absl::Status Writer::JoinUntyped() {
  for (const auto& [name, disambiguator] : std::exchange(affected_, {})) {
    const absl::Status status = JoinUntyped(name, disambiguator);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Writer::JoinUntyped(const std::string& name,
                                 const std::string& disambiguator) {
  std::array<TermId, kClassCount> ids = {};
  std::array<bool, kClassCount> live = {};
  for (int i = 0; i < kClassCount; ++i) {
    const absl::StatusOr<TermId> id = FindTerm(
        batch_, Code(TermKind::kEntity),
        EncodeRawName({static_cast<EntityClass>(i), name, disambiguator}));
    if (!id.ok()) return id.status();
    ids[i] = *id;
    if (*id == kNoTerm) continue;
    const absl::StatusOr<std::optional<EntityRecord>> record =
        Find<EntityRecord>(batch_, Family::kTerms, EntityKey(*id));
    if (!record.ok()) return record.status();
    live[i] = record->has_value();
    if (live[i] || !HasImports()) continue;
    const absl::StatusOr<std::vector<storage::Triple>> facts =
        batch_.Naming(*id);
    if (!facts.ok()) return facts.status();
    live[i] = !facts->empty();
  }
  const auto typed = std::count(live.begin() + 1, live.end(), true);
  for (int i = 0; i < kClassCount; ++i) {
    if (ids[i] == kNoTerm) continue;
    RedirectRecord redirect;
    if (i == 0 && typed > 0) {
      if (live[0] && typed == 1) {
        redirect.node =
            ids[std::find(live.begin() + 1, live.end(), true) - live.begin()];
        redirect.reason = kUntypedReason;
      }
    } else if (disambiguator.empty() && live[i] &&
               static_cast<EntityClass>(i) != EntityClass::kPerson) {
      absl::StatusOr<RedirectRecord> found =
          CalledElsewhere(ids[i], static_cast<EntityClass>(i), name);
      if (!found.ok()) return found.status();
      redirect = *std::move(found);
    }
    const absl::Status status = RedirectByRule(ids[i], redirect);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Writer::RedirectByRule(TermId entity, RedirectRecord redirect) {
  const absl::StatusOr<std::optional<RedirectRecord>> old =
      Find<RedirectRecord>(batch_, Family::kTerms, RedirectKey(entity));
  if (!old.ok()) return old.status();
  if (*old && (*old)->by_hand) return absl::OkStatus();
  if (redirect.node != kNoTerm) {
    // Merged by hand, the other may lead here: no circle.
    const absl::StatusOr<TermId> node = NodeOf(batch_, redirect.node);
    if (!node.ok()) return node.status();
    if (*node == entity) redirect = {};
  }
  if (*old ? **old == redirect : redirect.node == kNoTerm) {
    return absl::OkStatus();
  }
  return Redirect(entity, redirect);
}

// A document that knows only "NFA" or "Acme" means the one body that others
// call so in short, unless some document takes it for a place.
absl::StatusOr<RedirectRecord> Writer::CalledElsewhere(
    TermId entity, EntityClass entity_class, const std::string& name) {
  const absl::StatusOr<std::optional<EntityRecord>> record =
      Find<EntityRecord>(batch_, Family::kTerms, EntityKey(entity));
  if (!record.ok()) return record.status();
  if (!*record ||
      (*record)->types[static_cast<size_t>(EntityType::kPlace)] > 0) {
    return RedirectRecord();
  }
  // By name and class: the order of ids is that of the documents.
  std::map<std::pair<std::string, EntityClass>, RedirectRecord> owners;
  const std::string prefix = NamePrefix(FoldName(name));
  auto it = batch_.NewRecordIterator(Family::kAliases, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    const auto fit = static_cast<NameFit>(reader.U8());
    const std::string alias = reader.OrderedString();
    const TermId owner = reader.U64();
    if (!reader.ok()) return absl::DataLossError("a name does not decode");
    if (fit != NameFit::kAlias || alias != name) continue;
    const absl::StatusOr<std::optional<AliasRecord>> known =
        Find<AliasRecord>(batch_, Family::kAliases, AliasKey(owner, alias));
    if (!known.ok()) return known.status();
    if (!*known) continue;
    const std::optional<std::string> reason = JoiningReason(**known);
    const absl::StatusOr<std::string> bytes = batch_.Text(owner);
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
    if (!raw.ok()) return raw.status();
    // A name is short for a longer one: no circle of such rules.
    const bool agree = raw->entity_class == entity_class ||
                       raw->entity_class == EntityClass::kUntyped ||
                       (entity_class == EntityClass::kUntyped &&
                        raw->entity_class != EntityClass::kPerson);
    if (!reason || !agree || !raw->disambiguator.empty() ||
        raw->name.size() <= name.size()) {
      continue;
    }
    owners[{raw->name, raw->entity_class}] = {owner, false, *reason};
  }
  if (!it->status().ok()) return it->status();
  if (owners.empty() ||
      owners.begin()->first.first != owners.rbegin()->first.first) {
    return RedirectRecord();  // two bodies are called so
  }
  return owners.rbegin()->second;
}

absl::Status Writer::Merge(TermId from, TermId into, std::string_view reason) {
  for (const TermId id : {from, into}) {
    if (!IsKind(id, TermKind::kEntity) || !batch_.Text(id).ok()) {
      return absl::InvalidArgumentError("only entities can be merged");
    }
  }
  const absl::StatusOr<TermId> part = NodeOf(batch_, from);
  if (!part.ok()) return part.status();
  const absl::StatusOr<TermId> whole = NodeOf(batch_, into);
  if (!whole.ok()) return whole.status();
  if (*part == *whole) {
    return absl::FailedPreconditionError("the two are one entity already");
  }
  return Redirect(
      *part, {.node = *whole, .by_hand = true, .reason = std::string(reason)});
}

absl::Status Writer::Unmerge(TermId from) {
  const absl::StatusOr<std::optional<RedirectRecord>> redirect =
      Find<RedirectRecord>(batch_, Family::kTerms, RedirectKey(from));
  if (!redirect.ok()) return redirect.status();
  if (!*redirect || (*redirect)->node == kNoTerm ||
      (*redirect)->reason == kUntypedReason) {
    return absl::NotFoundError("the entity was not merged by hand");
  }
  // What the rule joined, the rule would join again.
  if (!(*redirect)->by_hand) return KeepApart(from);
  absl::Status status = Redirect(from, {});
  if (!status.ok()) return status;
  const absl::StatusOr<std::string> bytes = batch_.Text(from);
  if (!bytes.ok()) return bytes.status();
  const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
  if (!raw.ok()) return raw.status();
  return JoinUntyped(raw->name, raw->disambiguator);
}

absl::Status Writer::KeepApart(TermId entity) {
  return Redirect(
      entity,
      {.node = kNoTerm, .by_hand = true, .reason = std::string(kApartReason)});
}

}  // namespace tercet
