#ifndef TERCET_STORAGE_DICTIONARY_H_
#define TERCET_STORAGE_DICTIONARY_H_

// Terms to ids and back.  Private to storage/.
//
// The texts lie in blocks by serial number (term_blocks.h), their hashes in
// runs, as triples do, of one order: hash, id, 0 (run_table.h).  Terms that
// share a hash are told apart by their bytes.  So a batch of many new terms is
// a few values.  Terms that came in bulk are in packed_terms.h.
//
// Thread safety: a TermReader may be used by any thread; NewTerms belongs to
// its batch, and the cache and the filter to the one writer.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/write_batch.h"
#include "storage/rocks.h"
#include "storage/run_table.h"
#include "storage/term_blocks.h"
#include "storage/term_id.h"

namespace tercet::storage {

// The dictionary in one view of the database.
class TermReader {
 public:
  // `rocks` must outlive it, and the view, which `options` names.
  TermReader(const Rocks& rocks, const RunTable& hashes,
             const rocksdb::ReadOptions& options)
      : rocks_(rocks), options_(options), hashes_(hashes.Read(options)) {}

  // NotFound where the term has no id.
  absl::StatusOr<TermId> Lookup(uint8_t kind, std::string_view bytes) const;
  // The same, kNoTerm where there is none.
  absl::StatusOr<TermId> Find(uint8_t kind, std::string_view bytes,
                              uint64_t hash) const;
  // See Snapshot::Text.
  absl::StatusOr<std::string> Text(TermId id) const;

  // Calls `visit` with each term that did not come in bulk, by serial number,
  // until it gives false.
  absl::Status ForEach(
      const std::function<bool(TermId, std::string_view)>& visit) const;
  // The same for what is filed: hashes, ascending, and ids.
  absl::Status ForEachHash(
      const std::function<void(uint64_t hash, TermId id)>& visit) const;

  // Verifies that every term is filed under its hash, and nothing else is.
  absl::Status Check() const;

 private:
  const Rocks& rocks_;
  const rocksdb::ReadOptions options_;
  const absl::StatusOr<Runs> hashes_;
};

// The terms that the writer saw lately, by kind and bytes.  It never grows
// stale, for a term keeps its id for ever.  When it is full it starts anew:
// what is frequent is back at once.
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

// Which hashes are surely new: a Bloom filter of all that are filed, two bytes
// a term, in memory once the writer asks for the first time.
class HashFilter {
 public:
  bool ready() const { return !words_.empty(); }
  // Makes room for so many and forgets all.
  void Reset(uint64_t hashes);
  // Whether it should be made anew, with more room.
  bool full() const { return count_ > words_.size() * kHashesPerWord; }
  void Add(uint64_t hash) {
    words_[hash & (words_.size() - 1)] |= BitsOf(hash);
    ++count_;
  }
  // False: it was never added.
  bool MayHave(uint64_t hash) const {
    const uint64_t bits = BitsOf(hash);
    return (words_[hash & (words_.size() - 1)] & bits) == bits;
  }

 private:
  static constexpr uint64_t kHashesPerWord = 4;

  // Four of a word's bits, by the upper half of the hash.
  static uint64_t BitsOf(uint64_t hash) {
    return uint64_t{1} << (hash >> 58) | uint64_t{1} << (hash >> 52 & 63) |
           uint64_t{1} << (hash >> 46 & 63) | uint64_t{1} << (hash >> 40 & 63);
  }

  std::vector<uint64_t> words_;  // a power of two
  uint64_t count_ = 0;
};

// What the writer keeps from batch to batch.
struct WriterTerms {
  TermCache cache{size_t{128} << 20};
  HashFilter filter;
};

// The terms that one batch adds.
class NewTerms {
 public:
  // Ids start at `next_serial`.  All must outlive it.
  NewTerms(const Rocks& rocks, const RunTable& hashes, WriterTerms& known,
           uint64_t next_serial)
      : rocks_(rocks),
        hashes_(hashes),
        known_(known),
        first_serial_(next_serial) {}
  ~NewTerms();

  absl::StatusOr<TermId> Intern(uint8_t kind, std::string_view bytes);
  absl::StatusOr<TermId> Lookup(uint8_t kind, std::string_view bytes) const;
  absl::StatusOr<std::string> Text(TermId id) const;

  // Adds the texts to what will be written.
  absl::Status AppendTo(rocksdb::WriteBatch& batch) const;
  // What the run of hashes gets.
  std::vector<TripleChange> Hashes() const;
  // Tells the cache and the filter; call it once the batch is written.
  void Publish();

  uint64_t next_serial() const { return first_serial_ + terms_.size(); }

 private:
  struct Term {
    TermId id;
    uint64_t hash;
    std::string key;  // the kind and the bytes

    std::string_view bytes() const { return std::string_view(key).substr(1); }
  };

  // What the store has, once something asks for it.
  const TermReader& reader() const;
  absl::Status FillFilter();

  const Rocks& rocks_;
  const RunTable& hashes_;
  WriterTerms& known_;
  const uint64_t first_serial_;
  std::vector<Term> terms_;  // by serial number
  // Those by kind and bytes.
  absl::flat_hash_map<std::string, TermId> new_;
  std::string key_;  // kept for its memory
  mutable rocksdb::ReadOptions options_;
  mutable std::optional<TermReader> reader_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_DICTIONARY_H_
