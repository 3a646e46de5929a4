#include "storage/dictionary.h"

#include <algorithm>
#include <bit>
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

absl::Status Unlike(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the dictionary: ", std::string(what)));
}

void SetKey(std::string& key, uint8_t kind, std::string_view bytes) {
  key.assign(1, static_cast<char>(kind));
  key.append(bytes);
}

}  // namespace

// --- Reading --------------------------------------------------------------

absl::StatusOr<TermId> TermReader::Find(uint8_t kind, std::string_view bytes,
                                        uint64_t hash) const {
  if (!hashes_.ok()) return hashes_.status();
  for (const auto& run : *hashes_) {
    RunCursor cursor(rocks_, options_, *run, kHashOrder);
    for (cursor.Seek({hash, 0, 0});
         cursor.Valid() && cursor.columns()[0] == hash; cursor.Next()) {
      const TermId id = cursor.columns()[1];
      if (KindOf(id) != kind) continue;
      const auto text = Text(id);
      if (absl::IsNotFound(text.status())) {
        return Unlike(
            absl::StrCat("term ", id, " is listed without its bytes"));
      }
      if (!text.ok()) return text.status();
      if (*text == bytes) return id;
    }
    if (!cursor.status().ok()) return cursor.status();
  }
  return rocks_.packed().Find(options_, kind, bytes);
}

absl::StatusOr<TermId> TermReader::Lookup(uint8_t kind,
                                          std::string_view bytes) const {
  auto id = Find(kind, bytes, TermHash(kind, bytes));
  if (id.ok() && *id == kNoTerm) return NoSuchTerm();
  return id;
}

absl::StatusOr<std::string> TermReader::Text(TermId id) const {
  if (IsInline(id)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "term ", id, " is a value: it has no entry in the dictionary"));
  }
  const auto unknown = [id] {
    return absl::NotFoundError(absl::StrCat("no term has the id ", id));
  };
  if (rocks_.packed().Covers(id)) {
    auto text = rocks_.packed().Text(options_, id);
    return absl::IsNotFound(text.status()) ? unknown() : text;
  }
  const uint64_t serial = SerialOf(id);
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      rocks_.db()->Get(options_, rocks_.column(Column::kTermBlocks),
                       SerialBlockKey(serial / kBlockTerms), &value);
  if (status.IsNotFound()) return unknown();
  if (!status.ok()) return FromRocks(status, "reading terms");
  const auto slot = TermOfBlock(ViewOf(value), serial % kBlockTerms);
  if (!slot.ok()) return slot.status();
  if (slot->kind == 0 || slot->kind != KindOf(id)) return unknown();
  if (!slot->is_long) return std::string(slot->text);
  auto text = rocks_.Get(options_, Column::kTermById, BigEndian(id));
  return absl::IsNotFound(text.status()) ? unknown() : text;
}

absl::Status TermReader::ForEach(
    const std::function<bool(TermId, std::string_view)>& visit) const {
  const std::unique_ptr<rocksdb::Iterator> it(
      rocks_.db()->NewIterator(options_, rocks_.column(Column::kTermBlocks)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    ByteReader reader(ViewOf(it->key()));
    const uint64_t first = reader.U64() * kBlockTerms;
    const auto slots = DecodeTermBlock(ViewOf(it->value()));
    if (!slots.ok()) return slots.status();
    if (!reader.AtEnd() || first > kPayloadMask - kBlockTerms) {
      return Unlike("a block of terms has no number");
    }
    for (size_t i = 0; i < slots->size(); ++i) {
      const TermSlot& slot = (*slots)[i];
      if (slot.kind == 0) continue;
      if (slot.kind > kMaxKind) return Unlike("a term has no kind");
      const TermId id = MakeTermId(slot.kind, first + i);
      if (!slot.is_long) {
        if (!visit(id, slot.text)) return absl::OkStatus();
        continue;
      }
      const auto text = rocks_.Get(options_, Column::kTermById, BigEndian(id));
      if (!text.ok()) {
        return Unlike(absl::StrCat("term ", id, " has no bytes"));
      }
      if (!visit(id, *text)) return absl::OkStatus();
    }
  }
  return FromRocks(it->status(), "reading terms");
}

absl::Status TermReader::ForEachHash(
    const std::function<void(uint64_t hash, TermId id)>& visit) const {
  if (!hashes_.ok()) return hashes_.status();
  rocksdb::ReadOptions options = options_;
  options.fill_cache = false;
  MergedCursor cursor(rocks_, options, *hashes_, kHashOrder, false);
  for (cursor.Seek({}); cursor.Valid(); cursor.Next()) {
    visit(cursor.columns()[0], cursor.columns()[1]);
  }
  return cursor.status();
}

absl::Status TermReader::Check() const {
  // The terms' own hashes, sorted, are what is filed.
  std::vector<std::pair<uint64_t, TermId>> terms;
  absl::Status status = ForEach([&](TermId id, std::string_view text) {
    terms.emplace_back(TermHash(KindOf(id), text), id);
    return true;
  });
  if (!status.ok()) return status;
  std::sort(terms.begin(), terms.end());
  size_t at = 0;
  TermId wrong = kNoTerm;
  status = ForEachHash([&](uint64_t hash, TermId id) {
    // One that is not filed ends the walk: `at` stays at it.
    if (wrong != kNoTerm || at == terms.size()) {
      wrong = wrong == kNoTerm ? id : wrong;
    } else if (terms[at] == std::pair(hash, id)) {
      ++at;
    } else if (std::pair(hash, id) < terms[at]) {
      wrong = id;
    }
  });
  if (!status.ok()) return status;
  if (wrong != kNoTerm) {
    return Unlike(absl::StrCat("term ", wrong, " is filed under a wrong hash"));
  }
  if (at == terms.size()) return absl::OkStatus();
  return Unlike(
      absl::StrCat("term ", terms[at].second, " is not filed under its hash"));
}

// --- The writer -----------------------------------------------------------

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

void HashFilter::Reset(uint64_t hashes) {
  constexpr uint64_t kLeast = uint64_t{1} << 14;
  words_.assign(std::bit_ceil(std::max(hashes / kHashesPerWord, kLeast)), 0);
  count_ = 0;
}

NewTerms::~NewTerms() {
  if (options_.snapshot != nullptr) {
    rocks_.db()->ReleaseSnapshot(options_.snapshot);
  }
}

const TermReader& NewTerms::reader() const {
  if (!reader_.has_value()) {
    options_.snapshot = rocks_.db()->GetSnapshot();
    reader_.emplace(rocks_, hashes_, options_);
  }
  return *reader_;
}

absl::Status NewTerms::FillFilter() {
  HashFilter& filter = known_.filter;
  if (filter.ready() && !filter.full()) return absl::OkStatus();
  // Twice the room for what there is: so filling it is a constant share.
  filter.Reset(2 * (first_serial_ + 4096));
  return reader().ForEachHash([&](uint64_t hash, TermId) { filter.Add(hash); });
}

absl::StatusOr<TermId> NewTerms::Intern(uint8_t kind, std::string_view bytes) {
  if (kind < 1 || kind > kMaxKind) {
    return absl::InvalidArgumentError(
        absl::StrCat("a term's kind is 1..", kMaxKind, ", not ", kind));
  }
  SetKey(key_, kind, bytes);
  if (const TermId known = known_.cache.Find(key_); known != kNoTerm) {
    return known;
  }
  if (const auto found = new_.find(key_); found != new_.end()) {
    return found->second;
  }
  if (auto status = FillFilter(); !status.ok()) return status;
  const uint64_t hash = TermHash(kind, bytes);
  absl::StatusOr<TermId> id = kNoTerm;
  if (known_.filter.MayHave(hash)) {
    id = reader().Find(kind, bytes, hash);
  } else if (!rocks_.packed().segments()->empty()) {
    id = rocks_.packed().Find({}, kind, bytes);
  }
  if (!id.ok()) return id;
  if (*id != kNoTerm) {
    known_.cache.Add(key_, *id);
    return id;
  }
  if (next_serial() > kPayloadMask) {
    return absl::ResourceExhaustedError("the dictionary is full");
  }
  id = MakeTermId(kind, next_serial());
  terms_.push_back({*id, hash, key_});
  new_.emplace(key_, *id);
  return id;
}

absl::StatusOr<TermId> NewTerms::Lookup(uint8_t kind,
                                        std::string_view bytes) const {
  std::string key;
  SetKey(key, kind, bytes);
  const auto found = new_.find(key);
  if (found != new_.end()) return found->second;
  if (const TermId known = known_.cache.Find(key); known != kNoTerm) {
    return known;
  }
  return reader().Lookup(kind, bytes);
}

absl::StatusOr<std::string> NewTerms::Text(TermId id) const {
  const uint64_t serial = SerialOf(id);
  if (!IsInline(id) && serial >= first_serial_ && serial < next_serial()) {
    const Term& term = terms_[serial - first_serial_];
    if (term.id == id) return std::string(term.bytes());
  }
  return reader().Text(id);
}

absl::Status NewTerms::AppendTo(rocksdb::WriteBatch& batch) const {
  if (terms_.empty()) return absl::OkStatus();
  // The first block may have terms already, or begin behind a bulk load's.
  const uint64_t first_block = first_serial_ / kBlockTerms;
  std::vector<TermSlot> slots(first_serial_ % kBlockTerms);
  std::string before;
  if (!slots.empty()) {
    auto value =
        rocks_.Get({}, Column::kTermBlocks, SerialBlockKey(first_block));
    if (value.ok()) {
      before = *std::move(value);
      const auto old = DecodeTermBlock(before);
      if (!old.ok()) return old.status();
      std::copy_n(old->begin(), std::min(old->size(), slots.size()),
                  slots.begin());
    } else if (!absl::IsNotFound(value.status())) {
      return value.status();
    }
  }
  rocksdb::Status status;
  for (size_t i = 0; i < terms_.size() && status.ok(); ++i) {
    const Term& term = terms_[i];
    const bool is_long = term.bytes().size() >= kLongTerm;
    if (is_long) {
      status = batch.Put(rocks_.column(Column::kTermById), BigEndian(term.id),
                         SliceOf(term.bytes()));
    }
    slots.push_back({KindOf(term.id), is_long,
                     is_long ? std::string_view() : term.bytes()});
    if (status.ok() &&
        (slots.size() == kBlockTerms || i + 1 == terms_.size())) {
      status = batch.Put(rocks_.column(Column::kTermBlocks),
                         SerialBlockKey(SerialOf(term.id) / kBlockTerms),
                         EncodeTermBlock(slots));
      slots.clear();
    }
  }
  if (status.ok()) {
    status = batch.Put(rocks_.column(Column::kDefault), SliceOf(kNextSerialKey),
                       BigEndian(next_serial()));
  }
  return FromRocks(status, "writing terms");
}

std::vector<TripleChange> NewTerms::Hashes() const {
  std::vector<TripleChange> hashes;
  hashes.reserve(terms_.size());
  for (const Term& term : terms_) hashes.push_back({{term.hash, term.id, 0}});
  return hashes;
}

void NewTerms::Publish() {
  for (const Term& term : terms_) {
    known_.cache.Add(term.key, term.id);
    known_.filter.Add(term.hash);
  }
}

}  // namespace tercet::storage
