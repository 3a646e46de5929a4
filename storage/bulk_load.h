#ifndef TERCET_STORAGE_BULK_LOAD_H_
#define TERCET_STORAGE_BULK_LOAD_H_

// Millions of triples at once, close to what the machine can do.
//
//     auto load = store->NewBulkLoad({.threads = 2, .max_terms = n});
//     // In each of the threads:
//     BulkLoad::Worker& worker = (*load)->worker(i);
//     absl::Status status = worker.BeginChunk(chunk);
//     worker.Add({kEntity, "<lee>"}, "<meets>", {kEntity, "<xi>"});
//     status = worker.EndChunk();
//     // When all have ended:
//     absl::StatusOr<BulkSummary> summary = (*load)->Finish(meaning);
//
// Workers give each term a number in one shared table (term_table.h) and keep
// triples of such numbers, in memory or, past the budget, in files.  Finish
// names the terms, sorts the triples into the three orders, writes everything
// as sorted files and has RocksDB take them up in one atomic step together with
// the records that `meaning` adds: after a crash at any moment the store holds
// all of the load or nothing.  Readers are not disturbed.
//
// The result depends on the input alone, neither on the number of threads nor
// on the budget: chunks are numbered, and ids follow where a term came first.
//
// What a load stated can be asked for afterwards: its run is kept (see
// Snapshot::Stated).
//
// Thread safety: each worker belongs to one thread; the rest is for one thread
// while no worker runs.  Ownership: the load must die before its store, and
// keeps the store's writer place until then.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/format.h"
#include "storage/term_id.h"
#include "storage/triple.h"

namespace tercet::storage {

struct Files;

struct BulkOptions {
  int threads = 1;
  // About what the load may keep in memory beside its input: what is past it
  // lies in files.
  uint64_t memory_bytes = uint64_t{1} << 40;
  uint64_t max_terms = 1 << 20;     // there will be no more
  uint64_t likely_terms = 1 << 20;  // saves enlarging
  // The kinds that BulkMeaning names; every new relation gets a twin.
  uint8_t entity_kind = 1;
  uint8_t relation_kind = 2;
  uint8_t twin_kind = 6;
};

// A subject or object: bytes of a kind, or a value that is its id.
struct BulkTerm {
  uint8_t kind = 0;
  std::string_view bytes;
  TermId inline_id = kNoTerm;
};

struct BulkSummary {
  struct Known {
    Triple triple;
    uint64_t ordinal = 0;  // in the run, from 0
  };
  uint64_t run = 0;
  uint64_t stated = 0;   // triples added
  uint64_t triples = 0;  // distinct ones
  uint64_t new_terms = 0;
  uint64_t digest = 0;  // of what was added, whatever its order
  // What the store had already, ascending.
  std::vector<Known> known;
  // The relations and how many triples of each are new.
  std::vector<std::pair<TermId, uint64_t>> relations;
  // Those that the store did not have, and their names.
  std::vector<std::pair<TermId, std::string>> new_relations;
};

// What the room above knows of terms.  Called from several threads at once,
// but for Records.
class BulkMeaning {
 public:
  // Takes a record; ascending keys within a family.
  using Put = std::function<absl::Status(Family family, const std::string& key,
                                         const std::string& value)>;

  virtual ~BulkMeaning() = default;
  // The bytes by which an entity or relation is known from now on.  `name` is
  // its best name, see Worker::Add, or empty.
  virtual void Rename(uint8_t kind, std::string_view bytes,
                      std::string_view name, std::string& renamed) const = 0;
  // The same for an entity whose renamed bytes another one has as well.
  virtual void Distinguish(std::string_view bytes, std::string_view name,
                           std::string& renamed) const = 0;
  // The second hash of an entity's renamed bytes.
  virtual uint64_t SecondHash(std::string_view renamed) const = 0;
  // The store's term for renamed bytes, kNoTerm where it has none.  Called only
  // where the store is not empty.
  virtual absl::StatusOr<TermId> Find(uint8_t kind,
                                      std::string_view renamed) const = 0;
  // The records that go with the load; an error calls it off.
  virtual absl::Status Records(const BulkSummary& summary,
                               const Put& put) const = 0;
};

class BulkLoad {
 public:
  class Worker {
   public:
    // Chunks are numbered in the order of the input.  ResourceExhausted where
    // memory or disk ran out.
    absl::Status BeginChunk(uint64_t number);
    // At most 2^23 triples a chunk.  With a `rank` above 0 the object's text
    // is a name of the subject; the highest rank is the best, then the first.
    void Add(const BulkTerm& subject, std::string_view relation,
             const BulkTerm& object, uint8_t rank = 0);
    absl::Status EndChunk();

    struct State;  // private to storage/
    explicit Worker(std::unique_ptr<State> state);
    ~Worker();

   private:
    friend class BulkLoad;
    std::unique_ptr<State> state_;
  };
  struct State;  // private to storage/

  ~BulkLoad();
  BulkLoad(const BulkLoad&) = delete;
  BulkLoad& operator=(const BulkLoad&) = delete;

  Worker& worker(int i);
  // Once, after all chunks have ended well.
  absl::StatusOr<BulkSummary> Finish(const BulkMeaning& meaning);

 private:
  friend class Store;
  explicit BulkLoad(std::unique_ptr<State> state);
  static absl::StatusOr<std::unique_ptr<BulkLoad>> Begin(
      Files& files, const BulkOptions& options);
  // What a load that was cut short left in the folder of a store.
  static void RemoveLeftovers(const std::string& path);

  std::unique_ptr<State> state_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_BULK_LOAD_H_
