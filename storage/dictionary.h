#ifndef TERCET_STORAGE_DICTIONARY_H_
#define TERCET_STORAGE_DICTIONARY_H_

// Terms to ids and back.  Private to storage/.
//
// A term is filed under its hash; terms that share one are told apart by
// their bytes.  Reads are free functions over a view of the database; what a
// batch gives out is collected in NewTerms until the batch is committed.
//
// Thread safety: reads from any thread; NewTerms belongs to its batch.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/write_batch.h"
#include "storage/rocks.h"
#include "storage/term_id.h"

namespace tercet::storage {

// NotFound where the term has no id.
absl::StatusOr<TermId> LookupTerm(const Rocks& rocks,
                                  const rocksdb::ReadOptions& options,
                                  uint8_t kind, std::string_view bytes);

// See Snapshot::Text.
absl::StatusOr<std::string> TermText(const Rocks& rocks,
                                     const rocksdb::ReadOptions& options,
                                     TermId id);

// The ids filed under one hash, as format.h writes them.
absl::StatusOr<std::vector<TermId>> DecodeIds(std::string_view value);

// Verifies that the two halves of the dictionary agree.
absl::Status CheckDictionary(const Rocks& rocks,
                             const rocksdb::ReadOptions& options);

// The terms that the writer saw lately, by kind and bytes.  It never grows
// stale, for a term keeps its id for ever.  When it is full it starts anew:
// what is frequent is back at once.
//
// Thread safety: the one writer's.
class TermCache {
 public:
  explicit TermCache(size_t max_bytes) : max_bytes_(max_bytes) {}

  // kNoTerm where the term is not here.
  TermId Find(const std::string& key) const {
    const auto found = ids_.find(key);
    return found == ids_.end() ? kNoTerm : found->second;
  }
  void Add(const std::string& key, TermId id);

 private:
  const size_t max_bytes_;
  size_t bytes_ = 0;
  absl::flat_hash_map<std::string, TermId> ids_;
};

// The terms that one batch adds.
class NewTerms {
 public:
  // Ids start at `next_serial`.
  NewTerms(const Rocks& rocks, TermCache& cache, uint64_t next_serial)
      : rocks_(rocks),
        cache_(cache),
        first_serial_(next_serial),
        next_serial_(next_serial) {}

  absl::StatusOr<TermId> Intern(uint8_t kind, std::string_view bytes);
  absl::StatusOr<TermId> Lookup(uint8_t kind, std::string_view bytes) const;
  absl::StatusOr<std::string> Text(TermId id) const;

  // Adds the terms to what will be written.
  absl::Status AppendTo(rocksdb::WriteBatch& batch) const;
  // Tells the cache; call it once the batch is written.
  void Publish();

  uint64_t next_serial() const { return next_serial_; }

 private:
  struct Term {
    TermId id;
    std::string bytes;
  };

  const Rocks& rocks_;
  TermCache& cache_;
  const uint64_t first_serial_;
  uint64_t next_serial_;
  std::vector<Term> terms_;  // by serial number
  // The terms asked for that the cache did not have, new or known: the kind
  // and the bytes to the id.
  absl::flat_hash_map<std::string, TermId> seen_;
  // All ids of each hash that gets a new one.
  absl::flat_hash_map<uint64_t, std::vector<TermId>> ids_by_hash_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_DICTIONARY_H_
