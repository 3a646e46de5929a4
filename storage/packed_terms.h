#ifndef TERCET_STORAGE_PACKED_TERMS_H_
#define TERCET_STORAGE_PACKED_TERMS_H_

// Terms that came in bulk, packed: some ten bytes a term less than a key a
// term and half takes.  Private to storage/.  format.h shows how they lie on
// disk.
//
// A bulk load adds one segment of terms.  Within it the terms of a kind have
// consecutive serial numbers, and a term's ordinal is its place in the segment,
// kind by kind.  So a term's text is in a block that its id names, and the
// hashes are cut into buckets of about 256 by their top bits, each a list of
// (16 further bits, ordinal): a lookup is one read of a bucket and, for each
// entry with the same 16 bits, one of a block of texts.
//
// Segments hold two such tables: by the hash of kind and bytes (TermHash), and
// by a second hash that the caller gave to some of the terms (Snapshot::
// LookupSecond).
//
// Thread safety: PackedTerms may be used by any thread; the rest are functions
// and values.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/options.h"
#include "storage/term_id.h"

namespace tercet::storage {

class Rocks;

inline constexpr uint32_t kTermsInBlock = 64;

// The two tables of hashes.
enum class HashTable : uint8_t { kTerm = 0, kSecond = 1 };

struct TermSegment {
  struct Range {
    uint8_t kind = 0;
    uint64_t first_serial = 0;
    uint64_t count = 0;
  };

  uint64_t number = 0;
  std::array<uint8_t, 2> bucket_bits = {};  // of each table
  std::vector<Range> ranges;                // by kind, ascending

  uint64_t terms() const;
  // The term of an ordinal; kNoTerm where there is none.
  TermId IdOf(uint64_t ordinal) const;
};

// How many of a table's top bits choose the bucket.
uint8_t BucketBits(uint64_t entries);
// The bucket of a hash, and the 16 bits that follow.
constexpr uint64_t BucketOf(uint64_t hash, uint8_t bits) {
  return bits == 0 ? 0 : hash >> (64 - bits);
}
constexpr uint16_t TagOf(uint64_t hash, uint8_t bits) {
  return static_cast<uint16_t>(hash << bits >> 48);
}

std::string TermBlockKey(uint64_t segment, uint8_t kind, uint64_t block);
std::string BucketKey(uint64_t segment, HashTable table, uint64_t bucket);

// A block's value: the lengths as varints, then the bytes.
// REQUIRES: terms.size() <= kTermsInBlock.
void PackTerms(const std::vector<std::string_view>& terms, std::string& out);
// A bucket's value: the tags, then the ordinals, u16 and u32 little-endian.
// REQUIRES: the entries are sorted.
void PackBucket(const std::vector<std::pair<uint16_t, uint32_t>>& entries,
                std::string& out);

class PackedTerms {
 public:
  using Segments = std::vector<TermSegment>;

  explicit PackedTerms(const Rocks& rocks) : rocks_(rocks) {}

  // Takes up what the store lists: after opening and after a bulk load.
  absl::Status Reload();
  std::shared_ptr<const Segments> segments() const;

  // The list with one more segment, as the store keeps it.
  std::string ListWith(const TermSegment& segment) const;

  // Whether an id belongs to a segment.
  bool Covers(TermId id) const;
  // NotFound where the view has no such segment.
  absl::StatusOr<std::string> Text(const rocksdb::ReadOptions& options,
                                   TermId id) const;
  // kNoTerm where no segment has the term.
  absl::StatusOr<TermId> Find(const rocksdb::ReadOptions& options, uint8_t kind,
                              std::string_view bytes) const;
  // The terms that may have a second hash: one in tens of thousands does not.
  absl::StatusOr<std::vector<TermId>> FindSecond(
      const rocksdb::ReadOptions& options, uint64_t hash) const;

  // Calls `visit` with every packed term, segment by segment, until it gives
  // false.
  absl::Status ForEach(
      const rocksdb::ReadOptions& options,
      const std::function<bool(TermId, std::string_view)>& visit) const;

  // Verifies that every term is found under its hash, and nothing else is.
  absl::Status Check(const rocksdb::ReadOptions& options) const;

 private:
  absl::StatusOr<std::vector<TermId>> Candidates(
      const rocksdb::ReadOptions& options, const TermSegment& segment,
      HashTable table, uint64_t hash) const;

  const Rocks& rocks_;
  mutable std::mutex mutex_;
  std::shared_ptr<const Segments> segments_ = std::make_shared<Segments>();
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_PACKED_TERMS_H_
