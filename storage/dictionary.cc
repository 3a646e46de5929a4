#include "storage/dictionary.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"

namespace tercet::storage {
namespace {

std::string BigEndian(uint64_t value) {
  std::string bytes;
  AppendU64(bytes, value);
  return bytes;
}

absl::Status NoSuchTerm() { return absl::NotFoundError("no such term"); }

// All ids filed under a hash; none where it is new.
absl::StatusOr<std::vector<TermId>> IdsOf(const Rocks& rocks,
                                          const rocksdb::ReadOptions& options,
                                          uint64_t hash) {
  const auto value = rocks.Get(options, Column::kIdByHash, BigEndian(hash));
  if (absl::IsNotFound(value.status())) return std::vector<TermId>();
  if (!value.ok()) return value.status();
  return DecodeIds(*value);
}

// Which of the ids is the term's; kNoTerm where none is.
absl::StatusOr<TermId> Pick(const Rocks& rocks,
                            const rocksdb::ReadOptions& options,
                            const std::vector<TermId>& ids, uint8_t kind,
                            std::string_view bytes) {
  for (const TermId id : ids) {
    if (KindOf(id) != kind) continue;
    const auto text = TermText(rocks, options, id);
    if (absl::IsNotFound(text.status())) {
      return absl::DataLossError(
          absl::StrCat("the dictionary lists term ", id, " without its bytes"));
    }
    if (!text.ok()) return text.status();
    if (*text == bytes) return id;
  }
  return kNoTerm;
}

std::string SeenKey(uint8_t kind, std::string_view bytes) {
  std::string key(1, static_cast<char>(kind));
  key.append(bytes);
  return key;
}

}  // namespace

absl::StatusOr<std::vector<TermId>> DecodeIds(std::string_view value) {
  if (value.empty() || value.size() % 8 != 0) {
    return absl::DataLossError(absl::StrCat("a dictionary entry has ",
                                            value.size(),
                                            " bytes, which is no list of ids"));
  }
  ByteReader reader(value);
  std::vector<TermId> ids(value.size() / 8);
  for (TermId& id : ids) id = reader.U64();
  return ids;
}

absl::StatusOr<TermId> LookupTerm(const Rocks& rocks,
                                  const rocksdb::ReadOptions& options,
                                  uint8_t kind, std::string_view bytes) {
  const auto ids = IdsOf(rocks, options, TermHash(kind, bytes));
  if (!ids.ok()) return ids.status();
  auto id = Pick(rocks, options, *ids, kind, bytes);
  if (id.ok() && *id == kNoTerm) {
    id = rocks.packed().Find(options, kind, bytes);
  }
  if (id.ok() && *id == kNoTerm) return NoSuchTerm();
  return id;
}

absl::StatusOr<std::string> TermText(const Rocks& rocks,
                                     const rocksdb::ReadOptions& options,
                                     TermId id) {
  if (IsInline(id)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "term ", id, " is a value: it has no entry in the dictionary"));
  }
  const auto text = rocks.packed().Covers(id)
                        ? rocks.packed().Text(options, id)
                        : rocks.Get(options, Column::kTermById, BigEndian(id));
  if (absl::IsNotFound(text.status())) {
    return absl::NotFoundError(absl::StrCat("no term has the id ", id));
  }
  return text;
}

absl::Status CheckDictionary(const Rocks& rocks,
                             const rocksdb::ReadOptions& options) {
  // Each id under each hash is a term of that hash, and there are as many of
  // them as there are terms: so each term is found under its hash.
  uint64_t filed = 0;
  std::unique_ptr<rocksdb::Iterator> it(
      rocks.db()->NewIterator(options, rocks.column(Column::kIdByHash)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    const auto ids = DecodeIds(ViewOf(it->value()));
    if (!ids.ok()) return ids.status();
    for (const TermId id : *ids) {
      const auto text = TermText(rocks, options, id);
      if (!text.ok()) {
        return absl::DataLossError(absl::StrCat(
            "the dictionary lists term ", id, ": ", text.status().message()));
      }
      if (BigEndian(TermHash(KindOf(id), *text)) != ViewOf(it->key())) {
        return absl::DataLossError(
            absl::StrCat("term ", id, " is filed under a wrong hash"));
      }
      ++filed;
    }
  }
  if (!it->status().ok()) return FromRocks(it->status(), "checking id_by_hash");
  uint64_t terms = 0;
  it.reset(rocks.db()->NewIterator(options, rocks.column(Column::kTermById)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) ++terms;
  if (!it->status().ok()) return FromRocks(it->status(), "checking term_by_id");
  if (terms != filed) {
    return absl::DataLossError(absl::StrCat("the dictionary holds ", terms,
                                            " terms, but lists ", filed));
  }
  return rocks.packed().Check(options);
}

void TermCache::Add(const std::string& key, TermId id) {
  // Beside its bytes a term costs a slot of the table, which is never full.
  constexpr size_t kOverhead = 2 * (sizeof(std::string) + sizeof(TermId));
  if (bytes_ + key.size() + kOverhead > max_bytes_) {
    ids_.clear();
    bytes_ = 0;
  }
  if (key.size() + kOverhead > max_bytes_) return;
  if (ids_.emplace(key, id).second) bytes_ += key.size() + kOverhead;
}

void NewTerms::Publish() {
  for (const auto& [key, id] : seen_) cache_.Add(key, id);
}

absl::StatusOr<TermId> NewTerms::Intern(uint8_t kind, std::string_view bytes) {
  if (kind < 1 || kind > kMaxKind) {
    return absl::InvalidArgumentError(
        absl::StrCat("a term's kind is 1..", kMaxKind, ", not ", kind));
  }
  std::string key = SeenKey(kind, bytes);
  if (const auto found = seen_.find(key); found != seen_.end()) {
    return found->second;
  }
  if (const TermId known = cache_.Find(key); known != kNoTerm) return known;
  const uint64_t hash = TermHash(kind, bytes);
  std::vector<TermId> ids;
  if (const auto found = ids_by_hash_.find(hash); found != ids_by_hash_.end()) {
    // A new term shares the hash: it is not this one, or seen_ had it.
    ids = found->second;
    std::erase_if(ids,
                  [this](TermId id) { return SerialOf(id) >= first_serial_; });
  } else {
    auto known = IdsOf(rocks_, {}, hash);
    if (!known.ok()) return known.status();
    ids = *std::move(known);
  }
  auto id = Pick(rocks_, {}, ids, kind, bytes);
  if (id.ok() && *id == kNoTerm) id = rocks_.packed().Find({}, kind, bytes);
  if (!id.ok()) return id;
  if (*id == kNoTerm) {
    if (next_serial_ > kPayloadMask) {
      return absl::ResourceExhaustedError("the dictionary is full");
    }
    *id = MakeTermId(kind, next_serial_++);
    terms_.push_back({*id, std::string(bytes)});
    std::vector<TermId>& all = ids_by_hash_[hash];
    if (all.empty()) all = std::move(ids);
    all.push_back(*id);
  }
  seen_.emplace(std::move(key), *id);
  return id;
}

absl::StatusOr<TermId> NewTerms::Lookup(uint8_t kind,
                                        std::string_view bytes) const {
  const std::string key = SeenKey(kind, bytes);
  const auto found = seen_.find(key);
  if (found != seen_.end()) return found->second;
  if (const TermId known = cache_.Find(key); known != kNoTerm) return known;
  return LookupTerm(rocks_, {}, kind, bytes);
}

absl::StatusOr<std::string> NewTerms::Text(TermId id) const {
  const uint64_t serial = SerialOf(id);
  if (!IsInline(id) && serial >= first_serial_ && serial < next_serial_) {
    const Term& term = terms_[serial - first_serial_];
    if (term.id == id) return term.bytes;
  }
  return TermText(rocks_, {}, id);
}

absl::Status NewTerms::AppendTo(rocksdb::WriteBatch& batch) const {
  if (terms_.empty()) return absl::OkStatus();
  rocksdb::Status status;
  for (const Term& term : terms_) {
    status = batch.Put(rocks_.column(Column::kTermById), BigEndian(term.id),
                       term.bytes);
    if (!status.ok()) return FromRocks(status, "writing terms");
  }
  std::vector<uint64_t> hashes;
  hashes.reserve(ids_by_hash_.size());
  for (const auto& [hash, ids] : ids_by_hash_) hashes.push_back(hash);
  std::sort(hashes.begin(), hashes.end());
  for (const uint64_t hash : hashes) {
    std::string value;
    for (const TermId id : ids_by_hash_.at(hash)) AppendU64(value, id);
    status =
        batch.Put(rocks_.column(Column::kIdByHash), BigEndian(hash), value);
    if (!status.ok()) return FromRocks(status, "writing terms");
  }
  status = batch.Put(rocks_.column(Column::kDefault), SliceOf(kNextSerialKey),
                     BigEndian(next_serial_));
  return FromRocks(status, "writing terms");
}

}  // namespace tercet::storage
