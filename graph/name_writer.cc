#include "graph/name_writer.h"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "absl/status/statusor.h"
#include "graph/counter.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/record.h"

namespace tercet {
namespace {

using storage::Family;

// "John Smith (mayor of Norvik)", by which the one is told from the other.
std::string LabelOf(const RawName& raw) {
  return raw.name + " (" + raw.disambiguator + ")";
}

}  // namespace

absl::Status NameWriter::AddCanonical(TermId entity, const RawName& raw) {
  batch_.Put(Family::kAliases,
             NameKey(FoldName(raw.name), NameFit::kCanonical, raw.name, entity),
             "");
  if (!raw.disambiguator.empty()) {
    const std::string label = LabelOf(raw);
    batch_.Put(Family::kAliases,
               NameKey(FoldName(label), NameFit::kCanonical, label, entity),
               "");
  }
  return AddWords(entity, raw.name);
}

absl::Status NameWriter::RemoveCanonical(TermId entity, const RawName& raw) {
  batch_.Delete(
      Family::kAliases,
      NameKey(FoldName(raw.name), NameFit::kCanonical, raw.name, entity));
  if (!raw.disambiguator.empty()) {
    const std::string label = LabelOf(raw);
    batch_.Delete(Family::kAliases,
                  NameKey(FoldName(label), NameFit::kCanonical, label, entity));
  }
  return RemoveWords(entity, raw.name);
}

absl::Status NameWriter::AddAlias(TermId entity, const Alias& alias,
                                  bool by_hand) {
  const std::string key = AliasKey(entity, alias.text);
  absl::StatusOr<std::optional<AliasRecord>> found =
      Find<AliasRecord>(batch_, Family::kAliases, key);
  if (!found.ok()) return found.status();
  AliasRecord record = found->value_or(AliasRecord());
  if (record.reasons.empty()) {
    batch_.Put(
        Family::kAliases,
        NameKey(FoldName(alias.text), NameFit::kAlias, alias.text, entity), "");
    const absl::Status status = AddWords(entity, alias.text);
    if (!status.ok()) return status;
  }
  const auto place = std::find_if(
      record.reasons.begin(), record.reasons.end(), [&](const auto& reason) {
        return std::tie(reason.text, reason.by_hand) >=
               std::tie(alias.reason, by_hand);
      });
  if (place != record.reasons.end() && place->text == alias.reason &&
      place->by_hand == by_hand) {
    ++place->documents;
  } else {
    record.reasons.insert(place, {alias.reason, 1, by_hand});
  }
  batch_.Put(Family::kAliases, key, Encode(record));
  return absl::OkStatus();
}

absl::Status NameWriter::RemoveAlias(TermId entity, const Alias& alias,
                                     bool by_hand) {
  const std::string key = AliasKey(entity, alias.text);
  absl::StatusOr<std::optional<AliasRecord>> found =
      Find<AliasRecord>(batch_, Family::kAliases, key);
  if (!found.ok()) return found.status();
  AliasRecord record = found->value_or(AliasRecord());
  const auto place = std::find_if(
      record.reasons.begin(), record.reasons.end(), [&](const auto& reason) {
        return reason.text == alias.reason && reason.by_hand == by_hand;
      });
  if (place == record.reasons.end()) {
    return absl::NotFoundError("no alias '" + alias.text + "' to take away");
  }
  if (--place->documents == 0) record.reasons.erase(place);
  if (!record.reasons.empty()) {
    batch_.Put(Family::kAliases, key, Encode(record));
    return absl::OkStatus();
  }
  batch_.Delete(Family::kAliases, key);
  batch_.Delete(Family::kAliases, NameKey(FoldName(alias.text), NameFit::kAlias,
                                          alias.text, entity));
  return RemoveWords(entity, alias.text);
}

absl::Status NameWriter::AddWords(TermId term, std::string_view name) {
  return ChangeWords(term, name, +1);
}

absl::Status NameWriter::RemoveWords(TermId term, std::string_view name) {
  return ChangeWords(term, name, -1);
}

absl::Status NameWriter::ChangeWords(TermId term, std::string_view name,
                                     int change) {
  for (const std::string& word : WordsOf(name)) {
    const absl::StatusOr<uint64_t> count =
        ChangeCount(batch_, Family::kAliases, WordKey(word, term), change);
    if (!count.ok()) return count.status();
  }
  return absl::OkStatus();
}

}  // namespace tercet
