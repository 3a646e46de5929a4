#ifndef TERCET_STORAGE_SNAPSHOT_H_
#define TERCET_STORAGE_SNAPSHOT_H_

// A store as it was at one moment.  All families agree with each other: a
// snapshot sees whole batches only, and never a later one.
//
//     std::unique_ptr<Snapshot> snapshot = store->NewSnapshot();
//     auto it = snapshot->NewMatch({.s = lee});       // all triples of lee
//     for (; it->Valid(); it->Next()) Use(it->triple());
//     if (!it->status().ok()) return it->status();
//
//     auto records = snapshot->NewRecordIterator(Family::kSentences, key);
//     for (; records->Valid(); records->Next()) Use(records->value());
//     if (!records->status().ok()) return records->status();
//
// Thread safety: one snapshot may serve many threads; an iterator belongs to
// one.  Ownership: iterators must die before their snapshot, snapshots before
// their store.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/format.h"
#include "storage/term_id.h"
#include "storage/triple.h"

namespace tercet::storage {

// Walks the triples of one order that have one prefix, ascending and without
// duplicates.  How they are stored cannot be told from here.
class TripleIterator {
 public:
  virtual ~TripleIterator() = default;

  // Goes to the first triple with the prefix.  Valid() stays within it.
  virtual void Seek(const Prefix& prefix) = 0;

  // Skips to the first triple not less than `bound` (in the iterator's order,
  // within the prefix); stays where it is if that is already there.  This is
  // how joins leap.
  // REQUIRES: Seek was called.
  virtual void SeekForward(const Columns& bound) = 0;

  virtual bool Valid() const = 0;
  // REQUIRES: Valid().
  virtual void Next() = 0;
  virtual const Columns& columns() const = 0;
  virtual Order order() const = 0;

  // Not OK where the walk ended early, for example at a corrupt block.
  virtual absl::Status status() const = 0;

  Triple triple() const { return Restore(order(), columns()); }
};

// Walks the records of one family whose keys begin with one prefix, in the
// order of their bytes.
class RecordIterator {
 public:
  virtual ~RecordIterator() = default;
  // Skips to the first record whose key is not less than `key` and still
  // begins with the prefix.
  virtual void Seek(std::string_view key) = 0;
  virtual bool Valid() const = 0;
  // REQUIRES: Valid().
  virtual void Next() = 0;
  // Point into the iterator: good until it moves.
  virtual std::string_view key() const = 0;
  virtual std::string_view value() const = 0;
  virtual absl::Status status() const = 0;
};

// The triples of one predicate in numbers, for planners.
struct PredicateStatistics {
  int64_t triples = 0;
  int64_t subjects = 0;       // distinct
  int64_t objects = 0;        // distinct
  int64_t most_objects = 0;   // of one subject
  int64_t most_subjects = 0;  // of one object

  friend bool operator==(const PredicateStatistics&,
                         const PredicateStatistics&) = default;
};

// A node with many triples.
struct Hub {
  TermId node = kNoTerm;
  int64_t as_subject = 0;
  int64_t as_object = 0;
};

// Walks the triples that one bulk load stated, whatever became of them.
class StatedIterator {
 public:
  virtual ~StatedIterator() = default;
  // Goes to the first triple not less than `triple`, or to the one of an
  // ordinal, counted from 0.
  virtual void Seek(const Triple& triple) = 0;
  virtual void SeekOrdinal(uint64_t ordinal) = 0;
  virtual bool Valid() const = 0;
  // REQUIRES: Valid().
  virtual void Next() = 0;
  virtual Triple triple() const = 0;
  virtual uint64_t ordinal() const = 0;
  virtual absl::Status status() const = 0;
};

class Snapshot {
 public:
  ~Snapshot();
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  // Dictionary.  The id of a term, NotFound where it has none.
  absl::StatusOr<TermId> Lookup(uint8_t kind, std::string_view bytes) const;
  // The bytes of a term; NotFound for an id that was never given out,
  // InvalidArgument for an inline one.
  absl::StatusOr<std::string> Text(TermId id) const;

  // The terms that a bulk load gave this second hash (bulk_load.h), and once in
  // a while one that it did not: compare their texts.
  absl::StatusOr<std::vector<TermId>> LookupSecond(uint64_t hash) const;
  // Calls `visit` with each term that came in bulk, until it gives false.
  absl::Status ForEachBulkTerm(
      const std::function<bool(TermId, std::string_view)>& visit) const;

  // What the bulk load of this run stated, in SPO order.  NotFound: nothing is
  // known of such a load.
  absl::StatusOr<std::unique_ptr<StatedIterator>> NewStated(uint64_t run) const;

  // An iterator of an order, before any Seek: not valid.
  std::unique_ptr<TripleIterator> NewTripleIterator(Order order) const;
  // The triples that match; kNoTerm is a free column.  Already sought.
  std::unique_ptr<TripleIterator> NewMatch(const Triple& pattern) const;
  absl::StatusOr<bool> Contains(const Triple& triple) const;
  // How many triples match, but no more than `limit`: what a planner asks.
  absl::StatusOr<uint64_t> Count(const Triple& pattern,
                                 uint64_t limit = UINT64_MAX) const;

  // Kept up by every commit.  Exact after Compact; until then a subject, an
  // object or a triple that was stated again counts once for each run that has
  // it, so that numbers are at most too high, by a factor of the number of
  // runs at worst and by a few percent where most triples are in the largest;
  // `most_` are those of the run that has most, and at most too low.
  absl::StatusOr<PredicateStatistics> Statistics(TermId predicate) const;
  // The nodes with most triples, most first, at most `limit`; some 64
  // subjects and 64 objects are known.  As exact as Statistics.
  absl::StatusOr<std::vector<Hub>> Hubs(size_t limit) const;

  // Records.  NotFound where the key has none.
  absl::StatusOr<std::string> Get(Family family, std::string_view key) const;
  std::unique_ptr<RecordIterator> NewRecordIterator(
      Family family, std::string_view prefix = {}) const;

  // Verifies what storage can verify: that the three permutations hold the
  // same triples, that every id in them resolves, that the dictionary's two
  // halves agree, and every checksum on the way.  DataLoss names the first
  // fault found.
  absl::Status Check() const;

 private:
  friend class Batch;
  friend class Store;
  struct View;
  explicit Snapshot(std::unique_ptr<View> view);

  std::unique_ptr<View> view_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_SNAPSHOT_H_
