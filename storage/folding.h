#ifndef TERCET_STORAGE_FOLDING_H_
#define TERCET_STORAGE_FOLDING_H_

// Folds runs in the background, so that commits do not wait for it.  Private
// to storage/.
//
//     Folding folding(triples, hashes);
//     absl::Status status = folding.WaitForRoom();   // before a commit
//     ...
//     folding.Wake();                                // after it
//     { const Folding::Pause pause(folding); ... }   // the list is ours
//
// Its thread begins with the first Wake.  A fold that fails leaves the store as
// it is: reading is slower, and once there are very many runs commits say what
// is wrong.
//
// Thread safety: any thread; WaitForRoom is for the one writer.  Ownership: the
// tables must outlive it.

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "storage/run_table.h"

namespace tercet::storage {

// So many runs are far more than folding leaves where it keeps up.
inline constexpr size_t kFarBehind = 128;

// The end of a store waits for a fold of up to so many triples, some tenths of
// a second; a larger one is called off, and begins anew some other day.
inline constexpr uint64_t kShortFold = uint64_t{1} << 20;

class Folding {
 public:
  Folding(RunTable& triples, RunTable& hashes)
      : triples_(triples), hashes_(hashes) {}
  ~Folding();
  Folding(const Folding&) = delete;
  Folding& operator=(const Folding&) = delete;

  void Wake();

  // Waits while there are kFarBehind runs and folding goes on.  The error of
  // the fold that was tried, where there are so many because it fails.
  absl::Status WaitForRoom();

  // Calls off the fold under way; there is none while this lives.
  class Pause {
   public:
    explicit Pause(Folding& folding);
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;

   private:
    Folding& folding_;
  };

 private:
  void Run();
  absl::Status FoldDue();
  // The runs of the table that has more.
  size_t most() const { return std::max(triples_.size(), hashes_.size()); }
  bool Cancelled(uint64_t triples);
  // REQUIRES: mutex_ is held.
  void Ask();

  RunTable& triples_;
  RunTable& hashes_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // All guarded by mutex_.
  std::thread thread_;
  bool asked_ = false;
  bool busy_ = false;
  bool ending_ = false;
  int pauses_ = 0;
  absl::Status status_;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_FOLDING_H_
