#ifndef TERCET_STORAGE_BATCH_H_
#define TERCET_STORAGE_BATCH_H_

// Changes that happen together or not at all: typically one document.
//
//     absl::StatusOr<std::unique_ptr<Batch>> batch = store->NewBatch();
//     TermId lee = *(*batch)->Intern(kEntity, "Lee Jae Myung");
//     (*batch)->AddTriple({lee, meets, xi});
//     (*batch)->Put(Family::kSentences, key, text);
//     absl::Status status = store->Commit(std::move(*batch));
//
// A batch reads its own writes.  Destroying one that was not committed drops
// it and the ids it gave out.
//
// Thread safety: none; one thread at a time.  Ownership: must die before its
// store.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/format.h"
#include "storage/snapshot.h"
#include "storage/term_id.h"
#include "storage/triple.h"

namespace tercet::storage {

class Batch {
 public:
  ~Batch();
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  // The id of a term, a new one where it has none yet.  Serial numbers follow
  // the order of the calls, so that the same input gives the same ids.
  // InvalidArgument for a kind outside 1..kMaxKind.
  absl::StatusOr<TermId> Intern(uint8_t kind, std::string_view bytes);
  // The same without giving out a new id: NotFound.
  absl::StatusOr<TermId> Lookup(uint8_t kind, std::string_view bytes) const;
  // The bytes of a term, see Snapshot::Text.
  absl::StatusOr<std::string> Text(TermId id) const;

  // Adding a triple that is there, or removing one that is not, changes
  // nothing.  The last call for a triple counts.
  void AddTriple(const Triple& triple);
  void RemoveTriple(const Triple& triple);
  absl::StatusOr<bool> Contains(const Triple& triple) const;
  // The triples that have the node as subject or object, ascending, with this
  // batch applied.
  absl::StatusOr<std::vector<Triple>> Naming(TermId node) const;

  // What a bulk load stated is no longer kept apart, see Snapshot::NewStated.
  absl::Status GiveUpStated(uint64_t run);
  absl::StatusOr<std::unique_ptr<StatedIterator>> NewStated(uint64_t run) const;

  void Put(Family family, std::string_view key, std::string_view value);
  void Delete(Family family, std::string_view key);
  // NotFound where the key has no record.
  absl::StatusOr<std::string> Get(Family family, std::string_view key) const;
  // The records as they are with this batch applied.  Invalid after the next
  // Put or Delete: collect what is to be changed first.
  std::unique_ptr<RecordIterator> NewRecordIterator(
      Family family, std::string_view prefix = {}) const;

 private:
  friend class Store;
  struct Changes;
  explicit Batch(std::unique_ptr<Changes> changes);

  std::unique_ptr<Changes> changes_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_BATCH_H_
