#include "storage/run_table.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"
#include "storage/run_fold.h"
#include "storage/run_writer.h"

namespace tercet::storage {
namespace {

// How many runs are folded at once at least, the new one included.
constexpr size_t kMinFold = 4;

using Sizes = std::vector<std::pair<uint64_t, uint64_t>>;  // number, triples

// How many runs from `begin` on are to be folded into one that has `sum`
// triples already: each is no larger than all before it, and `max` is not
// exceeded.
size_t FoldCount(const Sizes& runs, size_t begin, size_t end, uint64_t sum,
                 uint64_t max) {
  size_t at = begin;
  for (; at < end && runs[at].second <= sum && sum + runs[at].second <= max;
       ++at) {
    sum += runs[at].second;
  }
  return at - begin;
}

// How many runs from `begin` on FoldDue folds; those of a few triples are left
// to the batches, so that a small store does not depend on the time.
size_t DueFrom(const Sizes& runs, size_t begin, size_t end) {
  const size_t count =
      1 + FoldCount(runs, begin + 1, end, runs[begin].second, kMaxFoldTriples);
  if (count < kMinFold) return 0;
  uint64_t sum = 0;
  for (size_t i = begin; i < begin + count; ++i) sum += runs[i].second;
  return sum > kMaxCommitFold ? count : 0;
}

// The changes of one batch as a run.  Without a sink memory alone has it.
absl::StatusOr<std::shared_ptr<const Run>> RunOf(
    const std::vector<TripleChange>& changes, std::span<const Order> orders,
    uint64_t number, const RunWriter::Sink* sink) {
  const RunWriter::Sink nowhere = [](auto&&...) { return absl::OkStatus(); };
  RunWriter writer(number, sink == nullptr ? nowhere : *sink,
                   sink == nullptr ? UINT64_MAX : kResidentTriples);
  std::vector<std::pair<Columns, bool>> sorted(changes.size());
  for (const Order order : orders) {
    for (size_t i = 0; i < changes.size(); ++i) {
      sorted[i] = {Permute(order, changes[i].triple), changes[i].removed};
    }
    std::sort(sorted.begin(), sorted.end());
    for (const auto& [columns, removed] : sorted) {
      auto status = writer.Add(order, columns, removed);
      if (!status.ok()) return status;
    }
  }
  return writer.Finish();
}

}  // namespace

absl::StatusOr<RunTable::List> RunTable::ReadList(
    const rocksdb::ReadOptions& options) const {
  const auto value = rocks_.Get(options, Column::kDefault, kind_.list_key);
  if (absl::IsNotFound(value.status())) return List();
  if (!value.ok()) return value.status();
  ByteReader reader(*value);
  List list;
  list.next_number = reader.Varint();
  while (!reader.rest().empty()) {
    const uint64_t number = reader.Varint();
    list.runs.emplace_back(number, reader.Varint());
  }
  if (!reader.ok()) return absl::DataLossError("the list of runs is damaged");
  return list;
}

absl::Status RunTable::WriteList(const List& list,
                                 rocksdb::WriteBatch& batch) const {
  return FromRocks(batch.Put(rocks_.column(Column::kDefault),
                             SliceOf(kind_.list_key), EncodeList(list)),
                   "writing the list of runs");
}

std::string RunTable::EncodeList(const List& list) {
  std::string value;
  AppendVarint(value, list.next_number);
  for (const auto& [number, triples] : list.runs) {
    AppendVarint(value, number);
    AppendVarint(value, triples);
  }
  return value;
}

absl::StatusOr<RunTable::Kept> RunTable::ReadKeptList(
    const rocksdb::ReadOptions& options) const {
  if (kind_.kept_key.empty()) return Kept();
  const auto value = rocks_.Get(options, Column::kDefault, kind_.kept_key);
  if (absl::IsNotFound(value.status())) return Kept();
  if (!value.ok()) return value.status();
  ByteReader reader(*value);
  Kept kept;
  while (!reader.rest().empty()) {
    const uint64_t number = reader.Varint();
    kept.emplace_back(number, reader.Varint());
  }
  if (!reader.ok()) return absl::DataLossError("the list of runs is damaged");
  return kept;
}

std::string RunTable::EncodeKept(const Kept& kept) {
  std::string value;
  for (const auto& [number, triples] : kept) {
    AppendVarint(value, number);
    AppendVarint(value, triples);
  }
  return value;
}

absl::StatusOr<RunTable::List> RunTable::TakeList(uint64_t& number) {
  auto list = ReadList({});
  if (!list.ok()) return list;
  number = std::max(list->next_number, next_number_);
  next_number_ = number + 1;
  list->next_number = next_number_;
  return list;
}

absl::StatusOr<uint64_t> RunTable::TakeNumber() {
  const std::lock_guard<std::mutex> lock(list_mutex_);
  uint64_t number = 0;
  const auto list = TakeList(number);
  if (!list.ok()) return list.status();
  return number;
}

absl::StatusOr<RunTable::Lists> RunTable::ListsWith(uint64_t number,
                                                    uint64_t triples) const {
  auto list = ReadList({});
  if (!list.ok()) return list.status();
  auto kept = ReadKeptList({});
  if (!kept.ok()) return kept.status();
  list->next_number = number + 1;
  list->runs.insert(list->runs.begin(), {number, triples});
  kept->emplace_back(number, triples);
  return Lists{EncodeList(*list), EncodeKept(*kept)};
}

absl::StatusOr<std::shared_ptr<const Run>> RunTable::ReadKept(
    const rocksdb::ReadOptions& options, uint64_t number) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = kept_.find(number);
    if (found != kept_.end()) return found->second;
  }
  const auto kept = ReadKeptList(options);
  if (!kept.ok()) return kept.status();
  for (const auto& [each, triples] : *kept) {
    if (each != number) continue;
    auto run = ReadRunPart(rocks_, options, number, triples, Order::kSpo);
    if (!run.ok()) return run.status();
    const std::lock_guard<std::mutex> lock(mutex_);
    kept_.emplace(number, *run);
    return *std::move(run);
  }
  return absl::NotFoundError("the run is not kept");
}

absl::Status RunTable::GiveUp(uint64_t number, rocksdb::WriteBatch& batch) {
  auto kept = ReadKeptList({});
  if (!kept.ok()) return kept.status();
  const auto run = ReadKept({}, number);
  if (!run.ok()) return run.status();
  std::erase_if(*kept, [&](const auto& each) { return each.first == number; });
  auto status = FromRocks(batch.Put(rocks_.column(Column::kDefault),
                                    SliceOf(kind_.kept_key), EncodeKept(*kept)),
                          "writing the list of runs");
  const auto list = ReadList({});
  if (!list.ok()) return list.status();
  for (const auto& [each, triples] : list->runs) {
    // It is folded later, and deleted then.
    if (each == number) return status;
  }
  return status.ok() ? DeletePart(**run, Order::kSpo, batch) : status;
}

absl::StatusOr<std::shared_ptr<const Run>> RunTable::Find(
    const rocksdb::ReadOptions& options, uint64_t number,
    uint64_t triples) const {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    const auto found = cache_.find(number);
    if (found != cache_.end()) return found->second;
  }
  auto run = ReadRun(rocks_, options, number, triples, kind_.orders);
  if (run.ok()) {
    const std::lock_guard<std::mutex> lock(mutex_);
    cache_.emplace(number, *run);
  }
  return run;
}

absl::StatusOr<Runs> RunTable::Read(const rocksdb::ReadOptions& options) const {
  const auto list = ReadList(options);
  if (!list.ok()) return list.status();
  Runs runs;
  for (const auto& [number, triples] : list->runs) {
    auto run = Find(options, number, triples);
    if (!run.ok()) return run.status();
    runs.push_back(*std::move(run));
  }
  return runs;
}

absl::Status RunTable::RemoveOrphans() {
  const auto list = ReadList({});
  if (!list.ok()) return list.status();
  const auto kept = ReadKeptList({});
  if (!kept.ok()) return kept.status();
  const auto has = [](const Sizes& runs, uint64_t number) {
    return std::any_of(runs.begin(), runs.end(),
                       [&](const auto& run) { return run.first == number; });
  };
  std::set<uint64_t> orphans;
  for (const Order order : kind_.orders) {
    const std::unique_ptr<rocksdb::Iterator> it(
        rocks_.db()->NewIterator({}, rocks_.column(ColumnOf(order))));
    it->SeekToFirst();
    while (it->Valid()) {
      ByteReader reader(ViewOf(it->key()));
      const uint64_t number = reader.U64();
      if (!has(list->runs, number) &&
          !(order == Order::kSpo && has(*kept, number))) {
        orphans.insert(number);
      }
      if (number == UINT64_MAX) break;
      it->Seek(RunKey(number + 1, 0));
    }
    if (!it->status().ok()) return FromRocks(it->status(), "reading triples");
  }
  for (const uint64_t number : orphans) {
    // Of a run that is kept the part that is kept stays.
    auto status = RemoveNumber(number, has(*kept, number));
    if (!status.ok()) return status;
  }
  size_ = list->runs.size();
  return absl::OkStatus();
}

absl::Status RunTable::RemoveNumber(uint64_t number, bool is_kept) {
  for (const Order order : kind_.orders) {
    if (is_kept && order == Order::kSpo) continue;
    rocksdb::ColumnFamilyHandle* column = rocks_.column(ColumnOf(order));
    const std::unique_ptr<rocksdb::Iterator> it(
        rocks_.db()->NewIterator({}, column));
    for (it->Seek(RunKey(number, 0)); it->Valid(); it->Next()) {
      if (ByteReader(ViewOf(it->key())).U64() != number) break;
      const auto status = rocks_.db()->Delete({}, column, it->key());
      if (!status.ok()) return FromRocks(status, "removing an unfinished run");
    }
    if (!it->status().ok()) return FromRocks(it->status(), "reading triples");
  }
  return absl::OkStatus();
}

absl::Status RunTable::DeletePart(const Run& run, Order order,
                                  rocksdb::WriteBatch& batch) const {
  rocksdb::ColumnFamilyHandle* column = rocks_.column(ColumnOf(order));
  const auto blocks = static_cast<uint32_t>(run.part(order).firsts.size());
  for (uint32_t i = 0; i <= blocks; ++i) {
    const std::string key =
        RunKey(run.number, i < blocks ? i : kDirectoryBlock);
    const auto status = batch.Delete(column, key);
    if (!status.ok()) return FromRocks(status, "writing triples");
  }
  return absl::OkStatus();
}

absl::Status RunTable::DeleteRun(const Run& run,
                                 rocksdb::WriteBatch& batch) const {
  const auto kept = ReadKeptList({});
  if (!kept.ok()) return kept.status();
  const bool is_kept =
      std::any_of(kept->begin(), kept->end(),
                  [&](const auto& each) { return each.first == run.number; });
  for (const Order order : kind_.orders) {
    if (is_kept && order == Order::kSpo) continue;
    auto status = DeletePart(run, order, batch);
    if (!status.ok()) return status;
  }
  const bool of_triples = kind_.orders.size() == kOrders.size();
  if (!of_triples || run.triples <= kResidentTriples) return absl::OkStatus();
  return FromRocks(batch.Delete(rocks_.column(ColumnOf(Order::kOsp)),
                                RunKey(run.number, kStatisticsBlock)),
                   "writing triples");
}

absl::StatusOr<RunTable::Addition> RunTable::Append(
    const std::vector<TripleChange>& changes, rocksdb::WriteBatch& batch) {
  Addition addition(*this);
  if (changes.empty()) {
    auto list = ReadList({});
    if (!list.ok()) return list.status();
    addition.list_ = *std::move(list);
    return addition;
  }
  uint64_t number = 0;
  auto list = TakeList(number);
  if (!list.ok()) return list.status();
  const RunWriter::Sink sink = SinkInto(rocks_, batch);
  size_t end = 0;
  while (end < list->runs.size() && !folding_.contains(list->runs[end].first)) {
    ++end;
  }
  size_t count = FoldCount(list->runs, 0, end, changes.size(), kMaxCommitFold);
  if (count + 1 < kMinFold) count = 0;
  // Below the oldest run there is nothing that a removal could hide.
  const bool keep_removed = count < list->runs.size();
  const bool fold = count > 0 || !keep_removed;
  auto run = RunOf(changes, kind_.orders, number, fold ? nullptr : &sink);
  if (!run.ok()) return run.status();
  if (fold) {
    Runs runs = {*run};
    for (size_t i = 0; i < count; ++i) {
      const auto& [old_number, triples] = list->runs[i];
      auto old_run = Find({}, old_number, triples);
      if (!old_run.ok()) return old_run.status();
      auto status = DeleteRun(**old_run, batch);
      if (!status.ok()) return status;
      runs.push_back(*std::move(old_run));
    }
    run = Fold(rocks_, runs, kind_.orders, number, keep_removed, sink,
               [] { return absl::OkStatus(); });
    if (!run.ok()) return run.status();
    list->runs.erase(list->runs.begin(), list->runs.begin() + count);
  }
  if (*run != nullptr) {
    list->runs.insert(list->runs.begin(), {number, (*run)->triples});
  }
  auto status = WriteList(*list, batch);
  if (!status.ok()) return status;
  addition.list_ = *std::move(list);
  addition.run_ = *std::move(run);
  return addition;
}

void RunTable::Addition::Publish() {
  table_->Publish(list_, std::move(run_));
  lock_.unlock();
}

void RunTable::Publish(const List& list, std::shared_ptr<const Run> added) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (added != nullptr) cache_.emplace(added->number, std::move(added));
  absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> kept;
  for (const auto& [number, triples] : list.runs) {
    const auto found = cache_.find(number);
    if (found != cache_.end()) kept.insert(*found);
  }
  cache_.swap(kept);
  size_ = list.runs.size();
}

absl::Status RunTable::FoldDue(const Cancelled& cancelled) {
  return FoldDue(cancelled, 0);
}

absl::Status RunTable::FoldDue(const Cancelled& cancelled, uint64_t older) {
  for (;;) {
    Runs runs;
    bool keep_removed = false;
    {
      // A batch may fold the newest runs itself while these are read.
      const std::lock_guard<std::mutex> lock(list_mutex_);
      const auto list = ReadList({});
      if (!list.ok()) return list.status();
      const Sizes& all = list->runs;
      size_t end = 0;
      while (end < all.size() && all[end].first != older) ++end;
      size_t begin = 0;
      size_t count = 0;
      for (; begin < end; ++begin) {
        count = DueFrom(all, begin, end);
        if (count > 0) break;
      }
      if (begin == end) return absl::OkStatus();
      for (size_t i = begin; i < begin + count; ++i) {
        auto run = Find({}, all[i].first, all[i].second);
        if (!run.ok()) return run.status();
        runs.push_back(*std::move(run));
      }
      keep_removed = begin + count < all.size();
      folding_.insert(runs.front()->number);
    }
    const auto status = FoldRuns(runs, keep_removed, cancelled);
    {
      const std::lock_guard<std::mutex> lock(list_mutex_);
      folding_.erase(runs.front()->number);
    }
    if (!status.ok()) return status;
  }
}

absl::Status RunTable::FoldRuns(const Runs& runs, bool keep_removed,
                                const Cancelled& cancelled) {
  uint64_t number = 0;
  {
    const std::lock_guard<std::mutex> lock(list_mutex_);
    const auto list = TakeList(number);
    if (!list.ok()) return list.status();
  }
  uint64_t triples = 0;
  for (const auto& run : runs) triples += run->triples;
  PieceWriter writer(rocks_);
  auto run = Fold(rocks_, runs, kind_.orders, number, keep_removed,
                  writer.sink(), [&] {
                    if (cancelled(triples))
                      return absl::CancelledError("folding runs");
                    return FoldDue(cancelled, runs.front()->number);
                  });
  auto status = run.status();
  if (status.ok()) status = writer.Flush();
  if (!status.ok()) {
    // The fold's own error says more.
    RemoveNumber(number, false).IgnoreError();
    return status;
  }
  status = Exchange(runs, *run);
  if (!status.ok()) return status;
  for (const auto& old_run : runs) {
    status = DeleteRun(*old_run, writer.batch());
    if (status.ok()) status = writer.Flush();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status RunTable::Exchange(const Runs& runs,
                                std::shared_ptr<const Run> folded) {
  const std::lock_guard<std::mutex> lock(list_mutex_);
  auto list = ReadList({});
  if (!list.ok()) return list.status();
  const auto first = std::find_if(
      list->runs.begin(), list->runs.end(),
      [&](const auto& run) { return run.first == runs.front()->number; });
  const auto next =
      list->runs.erase(first, first + static_cast<ptrdiff_t>(runs.size()));
  if (folded != nullptr) {
    list->runs.insert(next, {folded->number, folded->triples});
  }
  list->next_number = std::max(list->next_number, next_number_);
  rocksdb::WriteBatch batch;
  auto status = WriteList(*list, batch);
  if (status.ok()) {
    status = FromRocks(rocks_.db()->Write({}, &batch), "folding runs");
  }
  if (status.ok()) Publish(*list, std::move(folded));
  return status;
}

absl::Status RunTable::FoldAll() {
  const auto runs = Read({});
  if (!runs.ok()) return runs.status();
  if (runs->size() < 2) return absl::OkStatus();
  return FoldRuns(*runs, /*keep_removed=*/false,
                  [](uint64_t) { return false; });
}

}  // namespace tercet::storage
