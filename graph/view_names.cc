// The part of View that goes from names to terms.

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "tercet/view.h"

namespace tercet {
namespace {

using storage::Family;
using storage::Snapshot;

// A row of the name index.
struct NameEntry {
  NameFit fit = NameFit::kCanonical;  // kCanonical or kAlias
  std::string name;
  TermId entity = kNoTerm;  // raw
};

absl::StatusOr<NameEntry> ReadNameEntry(std::string_view rest) {
  storage::ByteReader reader(rest);
  NameEntry entry;
  const uint8_t fit = reader.U8();
  entry.name = reader.OrderedString();
  entry.entity = reader.U64();
  if (!reader.AtEnd() || fit > static_cast<uint8_t>(NameFit::kAlias)) {
    return absl::DataLossError("an entry of the name index does not decode");
  }
  entry.fit = static_cast<NameFit>(fit);
  return entry;
}

// Whether an entity is named by some document or import.
absl::StatusOr<bool> IsLive(const Snapshot& snapshot, TermId entity) {
  const absl::StatusOr<std::string> record =
      snapshot.Get(Family::kTerms, EntityKey(entity));
  if (absl::IsNotFound(record.status())) return HasFacts(snapshot, entity);
  if (!record.ok()) return record.status();
  return true;
}

absl::StatusOr<std::string> ReasonOf(const Snapshot& snapshot, TermId entity,
                                     std::string_view alias) {
  const absl::StatusOr<std::optional<AliasRecord>> record =
      Find<AliasRecord>(snapshot, Family::kAliases, AliasKey(entity, alias));
  if (!record.ok()) return record.status();
  if (!*record || (*record)->reasons.empty()) return std::string();
  return (*record)->reasons.front().text;
}

bool Better(const NameMatch& a, const NameMatch& b) {
  return std::tie(a.fit, a.entity, a.name) < std::tie(b.fit, b.entity, b.name);
}

// The entities of imports of this folded name, or with this folded name and
// disambiguator in parentheses: they are not in the name index.
absl::StatusOr<std::vector<NameEntry>> NamedByImports(
    const Snapshot& snapshot, const std::string& folded) {
  std::vector<NameEntry> entries;
  absl::StatusOr<std::vector<TermId>> ids =
      snapshot.LookupSecond(FoldedHash(folded));
  if (!ids.ok()) return ids.status();
  const size_t open = folded.find(" (");
  if (open != std::string::npos) {
    const absl::StatusOr<std::vector<TermId>> more =
        snapshot.LookupSecond(FoldedHash(folded.substr(0, open)));
    if (!more.ok()) return more.status();
    ids->insert(ids->end(), more->begin(), more->end());
  }
  for (const TermId id : *ids) {
    const absl::StatusOr<std::string> bytes = snapshot.Text(id);
    if (!bytes.ok()) return bytes.status();
    const absl::StatusOr<RawName> raw = DecodeRawName(*bytes);
    if (!raw.ok()) return raw.status();
    if (FoldName(raw->name) == folded) {
      entries.push_back({NameFit::kCanonical, raw->name, id});
      continue;
    }
    const std::string label = raw->name + " (" + raw->disambiguator + ")";
    if (!raw->disambiguator.empty() && FoldName(label) == folded) {
      entries.push_back({NameFit::kCanonical, label, id});
    }
  }
  return entries;
}

// The terms of imports that have all of these words: they are not in the index
// of words, and their texts are read through.
absl::Status AddImportedWithWords(const Snapshot& snapshot,
                                  const std::vector<std::string>& wanted,
                                  const std::function<absl::Status()>& check,
                                  std::vector<TermId>& terms) {
  // The longest word without what its plural may change.
  std::string part = *std::max_element(
      wanted.begin(), wanted.end(),
      [](const auto& a, const auto& b) { return a.size() < b.size(); });
  if (part.size() > 1) part.pop_back();
  const bool ascii = std::all_of(part.begin(), part.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x80;
  });
  std::string lower;
  absl::Status checked;
  int64_t looked_at = 0;
  const auto look = [&](TermId id, std::string_view text) {
    if (++looked_at % 1024 == 0) checked = check();
    if (!checked.ok()) return false;
    if (IsKind(id, TermKind::kRelation) ||
        storage::KindOf(id) == kNegativeRelation) {
      return true;
    }
    if (IsKind(id, TermKind::kEntity)) {
      storage::ByteReader reader(text);
      reader.U8();
      text = reader.String();
    }
    bool plain = ascii;
    lower.assign(text);
    for (char& c : lower) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      plain = plain && static_cast<unsigned char>(c) < 0x80 && c != '.';
    }
    if (plain && lower.find(part) == std::string::npos) return true;
    const std::vector<std::string> words = WordsOf(text);
    if (std::includes(words.begin(), words.end(), wanted.begin(),
                      wanted.end())) {
      terms.push_back(id);
    }
    return true;
  };
  const absl::Status read = snapshot.ForEachBulkTerm(look);
  return read.ok() ? checked : read;
}

// False only where the folded name surely begins otherwise.  An article goes.
bool MayBeginWith(std::string_view name, std::string_view folded) {
  if (name.empty() || folded.empty()) return true;
  const char c = name[0] >= 'A' && name[0] <= 'Z'
                     ? static_cast<char>(name[0] + 32)
                     : name[0];
  const bool letter = c >= 'a' && c <= 'z';
  return !letter || c == folded[0] || c == 'a' || c == 't';
}

// Adds the names of imports that begin so, until there are `limit`: they are
// not in the index of names, and are read through.  That takes a tenth of a
// second for a million terms, so it ends after some millions.
absl::Status AddImportedWithPrefix(const Snapshot& snapshot,
                                   const std::string& folded, size_t limit,
                                   std::set<std::string>& names) {
  absl::Status status;
  constexpr int64_t kMostLookedAt = 4'000'000;
  int64_t looked_at = 0;
  const auto look = [&](TermId id, std::string_view bytes) {
    if (++looked_at > kMostLookedAt) return false;
    if (!IsKind(id, TermKind::kEntity)) return true;
    storage::ByteReader reader(bytes);
    reader.U8();
    const std::string_view name = reader.String();
    if (!MayBeginWith(name, folded) || !FoldName(name).starts_with(folded)) {
      return true;
    }
    const absl::StatusOr<bool> live = IsLive(snapshot, id);
    if (!live.ok()) {
      status = live.status();
    } else if (*live) {
      names.emplace(name);
    }
    return status.ok() && names.size() < limit;
  };
  const absl::Status read = snapshot.ForEachBulkTerm(look);
  return read.ok() ? status : read;
}

// The ids of the terms that have a word.
absl::StatusOr<std::vector<TermId>> WithWord(
    const Snapshot& snapshot, std::string_view word,
    const std::function<absl::Status()>& check) {
  std::vector<TermId> terms;
  const std::string prefix = WordPrefix(word);
  auto it = snapshot.NewRecordIterator(Family::kAliases, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    terms.push_back(reader.U64());
    if (terms.size() % 1024 != 0) continue;
    const absl::Status checked = check();
    if (!checked.ok()) return checked;
  }
  if (!it->status().ok()) return it->status();
  return terms;
}

absl::StatusOr<bool> HasKey(const Snapshot& snapshot, Family family,
                            const std::string& key) {
  const absl::StatusOr<std::string> value = snapshot.Get(family, key);
  if (absl::IsNotFound(value.status())) return false;
  if (!value.ok()) return value.status();
  return true;
}

// The entity and all that lead to it.
absl::StatusOr<std::vector<TermId>> NodeAndJoined(const Snapshot& snapshot,
                                                  TermId node) {
  std::vector<TermId> all = {node};
  if (!IsKind(node, TermKind::kEntity)) return all;
  for (size_t i = 0; i < all.size(); ++i) {
    const std::string prefix = JoinedPrefix(all[i]);
    auto it = snapshot.NewRecordIterator(Family::kTerms, prefix);
    for (; it->Valid(); it->Next()) {
      storage::ByteReader reader(it->key().substr(prefix.size()));
      all.push_back(reader.U64());
    }
    if (!it->status().ok()) return it->status();
  }
  return all;
}

}  // namespace

absl::StatusOr<std::vector<NameMatch>> View::ResolveAll(
    std::string_view name) const {
  const Snapshot& snapshot = *state_->snapshot;
  std::map<TermId, NameMatch> best;
  const std::string folded = FoldName(name);
  absl::StatusOr<std::vector<NameEntry>> entries =
      NamedByImports(snapshot, folded);
  if (!entries.ok()) return entries.status();
  const std::string prefix = NamePrefix(folded);
  auto it = snapshot.NewRecordIterator(Family::kAliases, prefix);
  for (; it->Valid(); it->Next()) {
    absl::StatusOr<NameEntry> entry =
        ReadNameEntry(it->key().substr(prefix.size()));
    if (!entry.ok()) return entry.status();
    entries->push_back(*std::move(entry));
  }
  if (!it->status().ok()) return it->status();
  for (const NameEntry& each : *entries) {
    const NameEntry* entry = &each;
    const absl::StatusOr<bool> live = IsLive(snapshot, entry->entity);
    if (!live.ok()) return live.status();
    if (!*live) continue;  // a name given by hand to what is no longer there
    const absl::StatusOr<TermId> node = NodeOf(snapshot, entry->entity);
    if (!node.ok()) return node.status();
    absl::StatusOr<Term> term = ReadTerm(snapshot, *node);
    if (!term.ok()) return term.status();
    NameMatch match{.entity = *std::move(term),
                    .fit = entry->name == name ? entry->fit : NameFit::kFolded,
                    .name = entry->name,
                    .reason = {}};
    if (entry->fit == NameFit::kAlias) {
      absl::StatusOr<std::string> reason =
          ReasonOf(snapshot, entry->entity, entry->name);
      if (!reason.ok()) return reason.status();
      match.reason = *std::move(reason);
    }
    const auto [place, added] = best.try_emplace(*node, match);
    if (!added && Better(match, place->second)) place->second = match;
  }
  std::vector<NameMatch> matches;
  for (auto& [node, match] : best) matches.push_back(std::move(match));
  std::sort(matches.begin(), matches.end(), Better);
  return matches;
}

absl::StatusOr<std::vector<NameMatch>> View::Resolve(
    std::string_view name) const {
  absl::StatusOr<std::vector<NameMatch>> matches = ResolveAll(name);
  if (!matches.ok() || matches->empty()) return matches;
  const NameFit best = matches->front().fit;
  std::erase_if(*matches, [&](const auto& match) { return match.fit != best; });
  return matches;
}

absl::StatusOr<std::vector<Term>> View::ResolveValue(
    std::string_view words) const {
  const Snapshot& snapshot = *state_->snapshot;
  std::vector<Term> terms;
  for (const TermKind kind :
       {TermKind::kText, TermKind::kNumber, TermKind::kDate}) {
    const absl::StatusOr<TermId> id = FindValue(snapshot, kind, words);
    if (!id.ok()) return id.status();
    if (*id == kNoTerm) continue;
    // A term of the dictionary may have no fact any more.
    if (!storage::IsInline(*id)) {
      const absl::StatusOr<bool> used =
          HasKey(snapshot, Family::kTerms, ValueKey(*id));
      if (!used.ok()) return used.status();
      if (!*used && !HasFacts(snapshot, *id)) continue;
    }
    absl::StatusOr<Term> term = ReadTerm(snapshot, *id);
    if (!term.ok()) return term.status();
    terms.push_back(*std::move(term));
  }
  return terms;
}

absl::StatusOr<std::optional<Term>> View::ResolveRelation(
    std::string_view name) const {
  const Snapshot& snapshot = *state_->snapshot;
  const std::string prefix = RelationNamePrefix(FoldName(name));
  std::optional<Term> best;
  auto it = snapshot.NewRecordIterator(Family::kTerms, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    const TermId id = reader.U64();
    absl::StatusOr<bool> used =
        HasKey(snapshot, Family::kStatistics, RelationCountKey(id));
    if (used.ok() && !*used) {
      used = HasKey(snapshot, Family::kTerms, RelationKey(id));
    }
    if (!used.ok()) return used.status();
    if (!*used) continue;
    absl::StatusOr<Term> term = ReadTerm(snapshot, id);
    if (!term.ok()) return term.status();
    if (term->text == name) return std::optional<Term>(*std::move(term));
    if (!best || *term < *best) best = *std::move(term);
  }
  if (!it->status().ok()) return it->status();
  return best;
}

absl::StatusOr<std::vector<Term>> View::FindByWords(
    std::string_view words, size_t limit,
    const std::function<absl::Status()>& check) const {
  const std::function<absl::Status()> checked =
      check ? check : [] { return absl::OkStatus(); };
  const Snapshot& snapshot = *state_->snapshot;
  const std::vector<std::string> wanted = WordsOf(words);
  std::vector<Term> found;
  if (wanted.empty()) return found;
  // The longest word is likely the rarest.
  const auto rarest = std::max_element(
      wanted.begin(), wanted.end(),
      [](const auto& a, const auto& b) { return a.size() < b.size(); });
  absl::StatusOr<std::vector<TermId>> candidates =
      WithWord(snapshot, *rarest, checked);
  if (!candidates.ok()) return candidates.status();
  const absl::Status imported =
      AddImportedWithWords(snapshot, wanted, checked, *candidates);
  if (!imported.ok()) return imported;
  std::map<TermId, Term> terms;
  for (const TermId candidate : *candidates) {
    const absl::Status status = checked();
    if (!status.ok()) return status;
    const absl::StatusOr<TermId> node = NodeOf(snapshot, candidate);
    if (!node.ok()) return node.status();
    if (terms.contains(*node)) continue;
    const absl::StatusOr<bool> has = HasWords(*node, words);
    if (!has.ok()) return has.status();
    if (!*has) continue;
    // What imports brought may have no fact any more.
    if (candidate == *node && !HasFacts(snapshot, *node)) {
      const absl::StatusOr<bool> listed =
          HasKey(snapshot, Family::kAliases, WordKey(*rarest, *node));
      if (!listed.ok()) return listed.status();
      if (!*listed) continue;
    }
    absl::StatusOr<Term> term = ReadTerm(snapshot, *node);
    if (!term.ok()) return term.status();
    terms.emplace(*node, *std::move(term));
  }
  for (auto& [node, term] : terms) found.push_back(std::move(term));
  std::sort(found.begin(), found.end());
  if (found.size() > limit) found.resize(limit);
  return found;
}

absl::StatusOr<bool> View::HasWords(TermId term, std::string_view words) const {
  const Snapshot& snapshot = *state_->snapshot;
  const absl::StatusOr<std::vector<TermId>> names =
      NodeAndJoined(snapshot, term);
  if (!names.ok()) return names.status();
  const std::vector<std::string> wanted = WordsOf(words);
  // What an import brought is not in the index: its own words count as well.
  std::vector<std::string> own;
  if (const absl::StatusOr<Term> read = ReadTerm(snapshot, term); read.ok()) {
    own = WordsOf(read->text);
  } else {
    return read.status();
  }
  for (const std::string& word : wanted) {
    bool found = std::binary_search(own.begin(), own.end(), word);
    for (size_t i = 0; i < names->size() && !found; ++i) {
      const absl::StatusOr<bool> has =
          HasKey(snapshot, Family::kAliases, WordKey(word, (*names)[i]));
      if (!has.ok()) return has.status();
      found = *has;
    }
    if (!found) return false;
  }
  return !wanted.empty();
}

absl::StatusOr<std::vector<std::string>> View::NamesWithPrefix(
    std::string_view prefix, size_t limit) const {
  const Snapshot& snapshot = *state_->snapshot;
  // A blank at the end counts: something stands behind it.
  std::string folded = FoldName(std::string(prefix) + "x");
  folded.pop_back();
  // An ordered string's beginning is what precedes its two-byte end.
  std::string key = NamePrefix(folded);
  key.resize(key.size() - 2);
  std::set<std::string> names;
  auto it = snapshot.NewRecordIterator(Family::kAliases, key);
  for (; it->Valid() && names.size() < limit; it->Next()) {
    storage::ByteReader reader(it->key().substr(1));
    reader.OrderedString();
    const absl::StatusOr<NameEntry> entry = ReadNameEntry(reader.rest());
    if (!entry.ok()) return entry.status();
    names.insert(entry->name);
  }
  if (!it->status().ok()) return it->status();
  if (names.size() < limit) {
    const absl::Status status =
        AddImportedWithPrefix(snapshot, folded, limit, names);
    if (!status.ok()) return status;
  }
  return std::vector<std::string>(names.begin(), names.end());
}

absl::StatusOr<std::vector<AliasUse>> View::Aliases(TermId entity) const {
  const Snapshot& snapshot = *state_->snapshot;
  const absl::StatusOr<std::vector<TermId>> all =
      NodeAndJoined(snapshot, entity);
  if (!all.ok()) return all.status();
  std::map<Alias, int> uses;
  for (const TermId id : *all) {
    const std::string prefix = AliasPrefix(id);
    auto it = snapshot.NewRecordIterator(Family::kAliases, prefix);
    for (; it->Valid(); it->Next()) {
      const absl::StatusOr<AliasRecord> record =
          Decode<AliasRecord>(it->value());
      if (!record.ok()) return record.status();
      for (const AliasRecord::Reason& reason : record->reasons) {
        const Alias alias{std::string(it->key().substr(prefix.size())),
                          reason.text};
        uses[alias] += reason.by_hand ? 0 : static_cast<int>(reason.documents);
      }
    }
    if (!it->status().ok()) return it->status();
  }
  std::vector<AliasUse> aliases;
  for (const auto& [alias, documents] : uses) {
    aliases.push_back({alias, documents});
  }
  return aliases;
}

absl::StatusOr<std::vector<Joined>> View::JoinedInto(TermId entity) const {
  const Snapshot& snapshot = *state_->snapshot;
  const absl::StatusOr<std::vector<TermId>> all =
      NodeAndJoined(snapshot, entity);
  if (!all.ok()) return all.status();
  std::vector<Joined> joined;
  for (size_t i = 1; i < all->size(); ++i) {
    const absl::StatusOr<std::optional<RedirectRecord>> redirect =
        Find<RedirectRecord>(snapshot, Family::kTerms, RedirectKey((*all)[i]));
    if (!redirect.ok()) return redirect.status();
    if (!*redirect) return absl::DataLossError("an entity is joined one way");
    absl::StatusOr<Term> term = ReadTerm(snapshot, (*all)[i]);
    if (!term.ok()) return term.status();
    joined.push_back({*std::move(term), (*redirect)->reason});
  }
  std::sort(joined.begin(), joined.end(),
            [](const auto& a, const auto& b) { return a.entity < b.entity; });
  return joined;
}

}  // namespace tercet
