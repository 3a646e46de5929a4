#ifndef TERCET_QUERY_EXECUTION_H_
#define TERCET_QUERY_EXECUTION_H_

// One run of a query: the view it reads, its limits, its registers, and the
// pools that number texts, facts, paths, dates and lists.
//
// An operator that finds Touch, Charge or a read failing stops and returns
// false; the first error is kept here and nowhere else:
//
//   if (!execution.Touch()) return false;   // deadline, cancellation
//
// Not thread-safe: a run belongs to one thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "query/datum.h"
#include "query/kept.h"
#include "query/pool.h"
#include "tercet/assertion_reader.h"
#include "tercet/query.h"
#include "tercet/view.h"

namespace tercet::query {

// A fact as a step of a path or the content of an edge.
struct FactRef {
  Triple triple;
  bool negative = false;

  friend auto operator<=>(const FactRef&, const FactRef&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const FactRef& fact) {
    return H::combine(std::move(hash), fact.triple.subject,
                      fact.triple.relation, fact.triple.object, fact.negative);
  }
  Polarity polarity() const {
    return negative ? Polarity::kNegative : Polarity::kAffirmed;
  }
};

// A mark that is looked up when somebody asks for it: most rows of a count
// need none.
struct LazyMark {
  Mark mark;
  bool pending = false;  // the mark is that of `fact`
  FactRef fact;
};

class Execution {
 public:
  Execution(const View& view, const QueryOptions& options);
  // A run beside another one, of the same view and within its limits, that
  // takes no longer and looks at no more facts than this.
  Execution(const Execution& other, std::chrono::milliseconds time,
            int64_t facts);

  const View& view() const { return view_; }
  Kept& kept() { return *kept_; }

  // --- Limits -------------------------------------------------------------

  // Counts a fact that was looked at; false once the run must end.
  bool Touch() {
    if ((++touched_ & 127) == 0) CheckClock();
    return status_.ok();
  }
  // The same for many at once.
  bool TouchMany(int64_t facts) {
    const int64_t before = touched_;
    touched_ += facts;
    if ((before ^ touched_) >> 7 != 0) CheckClock();
    return status_.ok();
  }
  // The same without a count, for work that reads no facts.
  bool Tick() {
    if ((++ticks_ & 127) == 0) CheckClock();
    return status_.ok();
  }
  // Looks at deadline and cancellation now.
  void CheckLimits() { CheckClock(); }
  // Accounts for memory that grows with the data.
  bool Charge(int64_t bytes);
  void Release(int64_t bytes) { memory_ -= bytes; }
  int64_t max_memory() const { return max_memory_; }  // 0: no limit
  // Whether a run that might do without may take this much: half of what its
  // limit leaves.
  bool HasRoom(int64_t bytes) const {
    return max_memory_ <= 0 || bytes <= (max_memory_ - memory_) / 2;
  }

  void Fail(const absl::Status& status) {
    if (status_.ok()) status_ = status;
  }
  bool ok() const { return status_.ok(); }
  const absl::Status& status() const { return status_; }
  int64_t touched() const { return touched_; }
  int64_t peak_memory() const { return peak_memory_; }

  // --- Registers ----------------------------------------------------------

  // What each slot of the plan stands for in the current row.
  std::vector<Datum> slots;
  // How the fact behind each pattern of the plan is put.
  std::vector<LazyMark> marks;
  // All of them together.
  Mark RowMark();

  // --- Pools --------------------------------------------------------------

  Datum Text(std::string_view text);
  Datum Date(const DateInterval& date);
  Datum FactOf(const FactRef& fact);
  Datum PathOf(const std::vector<FactRef>& facts);
  Datum ListOf(const std::vector<Datum>& items);

  const std::string& TextOf(Datum datum) const { return texts_[datum.bits]; }
  const DateInterval& DateOf(Datum datum) const { return dates_[datum.bits]; }
  FactRef FactAt(uint64_t number) const;
  // The numbers of a path's facts, in order.
  std::span<const uint64_t> PathAt(Datum datum) const {
    return paths_[datum.bits];
  }
  std::vector<Datum> ListAt(Datum datum) const;

  // --- Reads --------------------------------------------------------------

  // Never null; an empty term or assertion where the read fails, and then the
  // run has failed.
  std::shared_ptr<const Term> TermOf(TermId id);
  std::shared_ptr<const Assertion> AssertionOf(AssertionId id);
  Mark MarkOf(const FactRef& fact);
  // Facts and counts of a relation; none where the read fails.
  const RelationInfo& RelationOf(TermId relation);
  AssertionReader& assertions() { return reader_; }
  // Offers an assertion that was read anyway to AssertionOf.
  void Keep(const Assertion& assertion);
  // The object of facts that have none ("Lee arrives"); no node to walk on.
  bool IsNothing(TermId id) const { return id == nothing_; }
  TermId nothing() const { return nothing_; }  // kNoTerm: there is none

 private:
  void CheckClock();

  const View view_;
  const std::shared_ptr<Kept> kept_;
  AssertionReader reader_;
  const bool has_deadline_;
  const std::chrono::steady_clock::time_point deadline_;
  const int64_t max_facts_ = 0;  // 0: no limit
  const int64_t max_memory_;
  const std::atomic<bool>* const cancelled_;
  const int64_t timeout_ms_;

  absl::Status status_;
  int64_t touched_ = 0;
  int64_t ticks_ = 0;
  int64_t memory_ = 0;
  int64_t peak_memory_ = 0;
  TermId nothing_ = kNoTerm;

  // The number of a sequence, charged for where it is new.
  uint64_t Number(WordTable* table, const std::vector<uint64_t>& words);

  Chunked<std::string> texts_;
  ShardedMap<absl::string_view, uint64_t> text_numbers_;
  std::vector<DateInterval> dates_;
  absl::flat_hash_map<std::pair<int64_t, int64_t>, uint64_t> date_numbers_;
  WordTable facts_, paths_, lists_;
  std::vector<uint64_t> words_;

  absl::flat_hash_map<uint64_t, std::shared_ptr<const Assertion>> assertions_;
  absl::flat_hash_map<FactRef, Mark> fact_marks_;
  absl::flat_hash_map<TermId, std::shared_ptr<const RelationInfo>> relations_;
  const RelationInfo* last_relation_ = nullptr;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_EXECUTION_H_
