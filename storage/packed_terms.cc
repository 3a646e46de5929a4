#include "storage/packed_terms.h"

#include <algorithm>
#include <bit>
#include <memory>

#include "absl/strings/str_cat.h"
#include "rocksdb/iterator.h"
#include "storage/bytes.h"
#include "storage/format.h"
#include "storage/rocks.h"

namespace tercet::storage {
namespace {

constexpr uint64_t kEntriesInBucket = 256;
constexpr size_t kEntryBytes = sizeof(uint16_t) + sizeof(uint32_t);

absl::Status Damaged(std::string_view what) {
  return absl::DataLossError(
      absl::StrCat("the dictionary: ", std::string(what), " is damaged"));
}

uint64_t LoadLittle(std::string_view bytes, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = 0; i < size; ++i) {
    value |= uint64_t{static_cast<uint8_t>(bytes[at + i])} << (8 * i);
  }
  return value;
}

void AppendLittle(std::string& out, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) {
    out += static_cast<char>(value >> (8 * i) & 0xff);
  }
}

// The views of a block's terms.
absl::StatusOr<std::vector<std::string_view>> Unpack(std::string_view block,
                                                     size_t count) {
  ByteReader reader(block);
  std::vector<uint64_t> sizes(count);
  uint64_t sum = 0;
  for (uint64_t& size : sizes) {
    size = reader.Varint();
    if (size > block.size()) return Damaged("a block of terms");
    sum += size;
  }
  std::string_view rest = reader.rest();
  if (!reader.ok() || rest.size() != sum) return Damaged("a block of terms");
  std::vector<std::string_view> terms(count);
  for (size_t i = 0; i < count; ++i) {
    terms[i] = rest.substr(0, sizes[i]);
    rest.remove_prefix(sizes[i]);
  }
  return terms;
}

const TermSegment::Range* RangeOf(const PackedTerms::Segments& segments,
                                  TermId id, const TermSegment** segment) {
  if (IsInline(id)) return nullptr;
  const uint64_t serial = SerialOf(id);
  for (const TermSegment& candidate : segments) {
    for (const TermSegment::Range& range : candidate.ranges) {
      if (range.kind == KindOf(id) && serial >= range.first_serial &&
          serial - range.first_serial < range.count) {
        *segment = &candidate;
        return &range;
      }
    }
  }
  return nullptr;
}

size_t TermsIn(const TermSegment::Range& range, uint64_t block) {
  return std::min<uint64_t>(kTermsInBlock, range.count - block * kTermsInBlock);
}

}  // namespace

uint64_t TermSegment::terms() const {
  uint64_t count = 0;
  for (const Range& range : ranges) count += range.count;
  return count;
}

TermId TermSegment::IdOf(uint64_t ordinal) const {
  for (const Range& range : ranges) {
    if (ordinal < range.count) {
      return MakeTermId(range.kind, range.first_serial + ordinal);
    }
    ordinal -= range.count;
  }
  return kNoTerm;
}

uint8_t BucketBits(uint64_t entries) {
  return static_cast<uint8_t>(std::bit_width(entries / kEntriesInBucket));
}

std::string TermBlockKey(uint64_t segment, uint8_t kind, uint64_t block) {
  std::string key;
  AppendU64(key, segment);
  AppendU8(key, kind);
  AppendU64(key, block);
  return key;
}

std::string BucketKey(uint64_t segment, HashTable table, uint64_t bucket) {
  std::string key;
  AppendU64(key, segment);
  AppendU8(key, static_cast<uint8_t>(table));
  AppendU64(key, bucket);
  return key;
}

void PackTerms(const std::vector<std::string_view>& terms, std::string& out) {
  for (const std::string_view term : terms) AppendVarint(out, term.size());
  for (const std::string_view term : terms) out += term;
}

void PackBucket(const std::vector<std::pair<uint16_t, uint32_t>>& entries,
                std::string& out) {
  for (const auto& [tag, ordinal] : entries) AppendLittle(out, tag, 2);
  for (const auto& [tag, ordinal] : entries) AppendLittle(out, ordinal, 4);
}

absl::Status PackedTerms::Reload() {
  const auto value = rocks_.Get({}, Column::kDefault, kSegmentsKey);
  if (absl::IsNotFound(value.status())) return absl::OkStatus();
  if (!value.ok()) return value.status();
  auto segments = std::make_shared<Segments>();
  ByteReader reader(*value);
  while (!reader.rest().empty() && reader.ok()) {
    TermSegment& segment = segments->emplace_back();
    segment.number = reader.Varint();
    for (uint8_t& bits : segment.bucket_bits) bits = reader.U8();
    const uint8_t ranges = reader.U8();
    for (int i = 0; i < ranges && reader.ok(); ++i) {
      TermSegment::Range& range = segment.ranges.emplace_back();
      range.kind = reader.U8();
      range.first_serial = reader.Varint();
      range.count = reader.Varint();
    }
  }
  if (!reader.ok()) return Damaged("the list of segments");
  const std::lock_guard<std::mutex> lock(mutex_);
  segments_ = std::move(segments);
  return absl::OkStatus();
}

std::shared_ptr<const PackedTerms::Segments> PackedTerms::segments() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return segments_;
}

std::string PackedTerms::ListWith(const TermSegment& segment) const {
  std::string list;
  Segments all = *segments();
  all.push_back(segment);
  for (const TermSegment& each : all) {
    AppendVarint(list, each.number);
    for (const uint8_t bits : each.bucket_bits) AppendU8(list, bits);
    AppendU8(list, static_cast<uint8_t>(each.ranges.size()));
    for (const TermSegment::Range& range : each.ranges) {
      AppendU8(list, range.kind);
      AppendVarint(list, range.first_serial);
      AppendVarint(list, range.count);
    }
  }
  return list;
}

bool PackedTerms::Covers(TermId id) const {
  const TermSegment* segment = nullptr;
  return RangeOf(*segments(), id, &segment) != nullptr;
}

absl::StatusOr<std::string> PackedTerms::Text(
    const rocksdb::ReadOptions& options, TermId id) const {
  const auto all = segments();
  const TermSegment* segment = nullptr;
  const TermSegment::Range* range = RangeOf(*all, id, &segment);
  if (range == nullptr) return absl::NotFoundError("no such term");
  const uint64_t place = SerialOf(id) - range->first_serial;
  const uint64_t number = place / kTermsInBlock;
  const auto block =
      rocks_.Get(options, Column::kPackedTerms,
                 TermBlockKey(segment->number, range->kind, number));
  if (!block.ok()) return block.status();
  const auto terms = Unpack(*block, TermsIn(*range, number));
  if (!terms.ok()) return terms.status();
  return std::string((*terms)[place % kTermsInBlock]);
}

absl::StatusOr<std::vector<TermId>> PackedTerms::Candidates(
    const rocksdb::ReadOptions& options, const TermSegment& segment,
    HashTable table, uint64_t hash) const {
  const uint8_t bits = segment.bucket_bits[static_cast<size_t>(table)];
  const auto bucket =
      rocks_.Get(options, Column::kPackedHashes,
                 BucketKey(segment.number, table, BucketOf(hash, bits)));
  if (absl::IsNotFound(bucket.status())) return std::vector<TermId>();
  if (!bucket.ok()) return bucket.status();
  const size_t count = bucket->size() / kEntryBytes;
  if (count * kEntryBytes != bucket->size()) return Damaged("a bucket");
  const uint16_t tag = TagOf(hash, bits);
  // The tags are sorted and spread evenly, but few: halve, then walk.
  size_t low = 0;
  for (size_t high = count; low < high;) {
    const size_t middle = low + (high - low) / 2;
    if (LoadLittle(*bucket, middle * 2, 2) < tag) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  std::vector<TermId> ids;
  for (; low < count && LoadLittle(*bucket, low * 2, 2) == tag; ++low) {
    const TermId id = segment.IdOf(LoadLittle(*bucket, count * 2 + low * 4, 4));
    if (id == kNoTerm) return Damaged("a bucket");
    ids.push_back(id);
  }
  return ids;
}

absl::StatusOr<TermId> PackedTerms::Find(const rocksdb::ReadOptions& options,
                                         uint8_t kind,
                                         std::string_view bytes) const {
  const auto all = segments();
  if (all->empty()) return kNoTerm;
  const uint64_t hash = TermHash(kind, bytes);
  for (const TermSegment& segment : *all) {
    const auto ids = Candidates(options, segment, HashTable::kTerm, hash);
    if (!ids.ok()) return ids.status();
    for (const TermId id : *ids) {
      if (KindOf(id) != kind) continue;
      const auto text = Text(options, id);
      if (!text.ok()) return text.status();
      if (*text == bytes) return id;
    }
  }
  return kNoTerm;
}

absl::StatusOr<std::vector<TermId>> PackedTerms::FindSecond(
    const rocksdb::ReadOptions& options, uint64_t hash) const {
  std::vector<TermId> found;
  const auto all = segments();
  for (const TermSegment& segment : *all) {
    const auto ids = Candidates(options, segment, HashTable::kSecond, hash);
    if (!ids.ok()) return ids.status();
    found.insert(found.end(), ids->begin(), ids->end());
  }
  return found;
}

absl::Status PackedTerms::ForEach(
    const rocksdb::ReadOptions& options,
    const std::function<bool(TermId, std::string_view)>& visit) const {
  const auto all = segments();
  const std::unique_ptr<rocksdb::Iterator> it(
      rocks_.db()->NewIterator(options, rocks_.column(Column::kPackedTerms)));
  it->SeekToFirst();
  for (const TermSegment& segment : *all) {
    for (const TermSegment::Range& range : segment.ranges) {
      for (uint64_t b = 0; b * kTermsInBlock < range.count; ++b, it->Next()) {
        const std::string key = TermBlockKey(segment.number, range.kind, b);
        if (!it->Valid() || ViewOf(it->key()) != key) {
          // A view from before the load does not have the segment.
          if (!it->status().ok() || b > 0) return Damaged("a segment");
          it->Seek(key);
          if (!it->Valid() || ViewOf(it->key()) != key) break;
        }
        const auto terms = Unpack(ViewOf(it->value()), TermsIn(range, b));
        if (!terms.ok()) return terms.status();
        TermId id =
            MakeTermId(range.kind, range.first_serial + b * kTermsInBlock);
        for (const std::string_view term : *terms) {
          if (!visit(id++, term)) return absl::OkStatus();
        }
      }
    }
  }
  return FromRocks(it->status(), "reading terms");
}

absl::Status PackedTerms::Check(const rocksdb::ReadOptions& options) const {
  // By segment: the terms' hashes, as far as buckets know them, and ordinals.
  using Filed = std::pair<uint64_t, uint32_t>;
  const auto all = segments();
  std::vector<std::vector<Filed>> filed(all->size());
  absl::Status status = ForEach(options, [&](TermId id, std::string_view text) {
    const TermSegment* segment = nullptr;
    const TermSegment::Range* range = RangeOf(*all, id, &segment);
    uint64_t ordinal = SerialOf(id) - range->first_serial;
    for (const auto* r = segment->ranges.data(); r != range; ++r) {
      ordinal += r->count;
    }
    const uint8_t bits = segment->bucket_bits[0];
    const uint64_t hash = TermHash(KindOf(id), text);
    filed[segment - all->data()].emplace_back(
        BucketOf(hash, bits) << 16 | TagOf(hash, bits), ordinal);
    return true;
  });
  if (!status.ok()) return status;
  const std::unique_ptr<rocksdb::Iterator> it(
      rocks_.db()->NewIterator(options, rocks_.column(Column::kPackedHashes)));
  for (size_t s = 0; s < all->size(); ++s) {
    std::sort(filed[s].begin(), filed[s].end());
    size_t at = 0;
    const std::string first = BucketKey((*all)[s].number, HashTable::kTerm, 0);
    for (it->Seek(first); it->Valid(); it->Next()) {
      ByteReader key(ViewOf(it->key()));
      if (key.U64() != (*all)[s].number || key.U8() != 0) break;
      const uint64_t bucket = key.U64();
      const std::string_view value = ViewOf(it->value());
      const size_t count = value.size() / kEntryBytes;
      for (size_t i = 0; i < count; ++i) {
        const Filed entry = {
            bucket << 16 | LoadLittle(value, 2 * i, 2),
            static_cast<uint32_t>(LoadLittle(value, 2 * count + 4 * i, 4))};
        if (at < filed[s].size() && entry == filed[s][at++]) continue;
        return Damaged(
            absl::StrCat("a list of hashes of load ", (*all)[s].number));
      }
    }
    if (!it->status().ok()) return FromRocks(it->status(), "checking hashes");
    if (at < filed[s].size()) {
      return absl::DataLossError(absl::StrCat(
          "the dictionary: term ", (*all)[s].IdOf(filed[s][at].second),
          " is not filed under its hash"));
    }
  }
  return absl::OkStatus();
}

}  // namespace tercet::storage
