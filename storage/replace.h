#ifndef TERCET_STORAGE_REPLACE_H_
#define TERCET_STORAGE_REPLACE_H_

// A store in the place of another, as one step.
//
//     auto lock = StoreLock::Take("news.db");      // nobody else writes now
//     ...                                          // fill "news.db.rebuild"
//     absl::Status status =
//         (*lock)->Replace("news.db.rebuild", "news.db.old");
//
// Whoever has the old store open for reading goes on reading it.
//
// Thread safety: one thread at a time.

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tercet::storage {

class StoreLock {
 public:
  // Keeps everybody, this process included, from opening the store at `path`
  // for writing.  Unavailable where somebody has it open already.
  static absl::StatusOr<std::unique_ptr<StoreLock>> Take(
      const std::string& path);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

  // Puts the store at `replacement`, which nobody has open, in the place of the
  // locked one, which goes to `old`; what was there is removed.  A crash leaves
  // either store whole at `path`.
  absl::Status Replace(const std::string& replacement, const std::string& old);

 private:
  struct State;
  explicit StoreLock(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_REPLACE_H_
