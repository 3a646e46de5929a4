#include "query/execution.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tercet::query {
namespace {

// Caches of reads are dropped when they reach this many entries.
constexpr size_t kMaxCached = 1 << 14;

// What an entry of a pool costs beside its content.
constexpr int64_t kEntryBytes = 64;

}  // namespace

Execution::Execution(const View& view, const QueryOptions& options)
    : view_(view),
      kept_(KeptOf(view)),
      reader_(view),
      has_deadline_(options.timeout_ms > 0),
      deadline_(std::chrono::steady_clock::now() +
                std::chrono::milliseconds(options.timeout_ms)),
      max_memory_(options.max_memory_bytes),
      cancelled_(options.cancelled),
      timeout_ms_(options.timeout_ms) {
  absl::StatusOr<std::optional<TermId>> nothing = KeptNothing(*kept_, view_);
  if (!nothing.ok()) {
    Fail(nothing.status());
  } else if (*nothing) {
    nothing_ = **nothing;
  }
}

Execution::Execution(const Execution& other, std::chrono::milliseconds time,
                     int64_t facts)
    : view_(other.view_),
      kept_(other.kept_),
      reader_(view_),
      has_deadline_(true),
      deadline_(std::min(std::chrono::steady_clock::now() + time,
                         other.has_deadline_
                             ? other.deadline_
                             : std::chrono::steady_clock::time_point::max())),
      max_facts_(facts),
      max_memory_(other.max_memory_),
      cancelled_(other.cancelled_),
      timeout_ms_(other.timeout_ms_),
      memory_(other.memory_),
      nothing_(other.nothing_) {}

void Execution::CheckClock() {
  if (cancelled_ != nullptr && cancelled_->load(std::memory_order_relaxed)) {
    Fail(absl::CancelledError("the query was cancelled"));
  } else if (has_deadline_ && std::chrono::steady_clock::now() > deadline_) {
    Fail(absl::DeadlineExceededError(
        absl::StrCat("the query reached its time limit of ", timeout_ms_,
                     " ms after looking at ", touched_, " facts")));
  } else if (max_facts_ > 0 && touched_ > max_facts_) {
    Fail(absl::ResourceExhaustedError(
        absl::StrCat("the run looked at more than ", max_facts_, " facts")));
  }
}

bool Execution::Charge(int64_t bytes) {
  memory_ += bytes;
  peak_memory_ = std::max(peak_memory_, memory_);
  if (max_memory_ > 0 && memory_ > max_memory_) {
    Fail(absl::ResourceExhaustedError(absl::StrCat(
        "the query reached its memory limit of ", max_memory_ >> 20,
        " MiB after looking at ", touched_, " facts")));
  }
  return status_.ok();
}

Datum Execution::Text(std::string_view text) {
  const absl::string_view key(text.data(), text.size());
  if (const uint64_t* known = text_numbers_.Find(key)) {
    return {Datum::Kind::kText, *known};
  }
  const uint64_t number = texts_.size();
  text_numbers_.TryEmplace(texts_.emplace_back(text), number);
  Charge(static_cast<int64_t>(text.size()) + kEntryBytes);
  return {Datum::Kind::kText, number};
}

Datum Execution::Date(const DateInterval& date) {
  const auto [it, added] =
      date_numbers_.try_emplace({date.from, date.to}, dates_.size());
  if (added) {
    dates_.push_back(date);
    Charge(kEntryBytes);
  }
  return {Datum::Kind::kDate, it->second};
}

uint64_t Execution::Number(WordTable* table,
                           const std::vector<uint64_t>& words) {
  const auto [number, added] = table->Insert(words);
  if (added) Charge(WordTable::BytesOf(words.size()));
  return number;
}

Datum Execution::FactOf(const FactRef& fact) {
  const Triple& triple = fact.triple;
  words_ = {triple.subject, triple.relation, triple.object, fact.negative};
  return {Datum::Kind::kFact, Number(&facts_, words_)};
}

FactRef Execution::FactAt(uint64_t number) const {
  const std::span<const uint64_t> words = facts_[number];
  return {{words[0], words[1], words[2]}, words[3] != 0};
}

Datum Execution::PathOf(const std::vector<FactRef>& facts) {
  std::vector<uint64_t> numbers;
  numbers.reserve(facts.size());
  for (const FactRef& fact : facts) numbers.push_back(FactOf(fact).bits);
  return {Datum::Kind::kPath, Number(&paths_, numbers)};
}

Datum Execution::ListOf(const std::vector<Datum>& items) {
  words_.clear();
  for (const Datum& item : items) item.AppendTo(&words_);
  return {Datum::Kind::kList, Number(&lists_, words_)};
}

std::vector<Datum> Execution::ListAt(Datum datum) const {
  std::vector<Datum> items;
  const std::span<const uint64_t> words = lists_[datum.bits];
  for (size_t i = 0; i < words.size(); i += 2) {
    items.push_back(Datum::Of(words[i], words[i + 1]));
  }
  return items;
}

std::shared_ptr<const Term> Execution::TermOf(TermId id) {
  absl::StatusOr<std::shared_ptr<const Term>> term =
      KeptTerm(*kept_, view_, id);
  if (term.ok()) return *std::move(term);
  Fail(term.status());
  return std::make_shared<const Term>();
}

std::shared_ptr<const Assertion> Execution::AssertionOf(AssertionId id) {
  const auto found = assertions_.find(id.Packed());
  if (found != assertions_.end()) return found->second;
  absl::StatusOr<Assertion> assertion = reader_.Get(id);
  if (!assertion.ok()) {
    Fail(assertion.status());
    return std::make_shared<const Assertion>();
  }
  Keep(*assertion);
  return assertions_.find(id.Packed())->second;
}

void Execution::Keep(const Assertion& assertion) {
  if (assertions_.size() >= kMaxCached) assertions_.clear();
  assertions_.try_emplace(assertion.id.Packed(),
                          std::make_shared<const Assertion>(assertion));
}

const RelationInfo& Execution::RelationOf(TermId relation) {
  if (last_relation_ != nullptr && last_relation_->term.id == relation) {
    return *last_relation_;
  }
  std::shared_ptr<const RelationInfo>& known = relations_[relation];
  if (known == nullptr) {
    absl::StatusOr<std::shared_ptr<const RelationInfo>> info =
        KeptRelation(*kept_, view_, relation);
    if (info.ok()) {
      known = *std::move(info);
    } else {
      Fail(info.status());
      RelationInfo none;
      none.term.id = relation;
      known = std::make_shared<const RelationInfo>(std::move(none));
    }
  }
  last_relation_ = known.get();
  return *known;
}

Mark Execution::RowMark() {
  Mark row;
  for (LazyMark& part : marks) {
    if (part.pending) {
      part.mark = MarkOf(part.fact);
      part.pending = false;
    }
    row = row.And(part.mark);
  }
  return row;
}

Mark Execution::MarkOf(const FactRef& fact) {
  if (!fact.negative && RelationOf(fact.triple.relation).marked_facts == 0) {
    return {};
  }
  const auto found = fact_marks_.find(fact);
  if (found != fact_marks_.end()) return found->second;
  absl::StatusOr<View::Summary> summary =
      view_.GetSummary(fact.triple, fact.polarity());
  if (!summary.ok()) {
    Fail(summary.status());
    return {};
  }
  if (fact_marks_.size() >= kMaxCached) fact_marks_.clear();
  const Mark mark = Mark::Of(summary->status, fact.negative);
  fact_marks_.emplace(fact, mark);
  return mark;
}

}  // namespace tercet::query
