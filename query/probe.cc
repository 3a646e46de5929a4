#include "query/probe.h"

#include <chrono>
#include <utility>

#include "query/planner.h"

namespace tercet::query {
namespace {

// A reader of an error does not wait for more.
constexpr std::chrono::milliseconds kTime(50);
constexpr int64_t kFacts = 100000;

}  // namespace

Probe::Probe(const Execution& other, BoundQuery part)
    : part_(std::move(part)), execution_(other, kTime, kFacts) {
  absl::StatusOr<std::unique_ptr<PlanNode>> plan =
      MakePlan(part_, execution_.view(), execution_.max_memory());
  if (!plan.ok()) {
    execution_.Fail(plan.status());
    return;
  }
  plan_ = *std::move(plan);
  execution_.slots.resize(part_.slots.size());
  execution_.marks.resize(part_.marks);
  rows_ = BuildOperator(&execution_, &part_, PatternsOf(plan_.get()), false);
  rows_->Open();
}

bool Probe::Next() { return rows_ != nullptr && rows_->Next() && ok(); }

}  // namespace tercet::query
