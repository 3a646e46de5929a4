#include "storage/run_table.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"
#include "storage/run_writer.h"

namespace tercet::storage {
namespace {

// How many runs are folded at once at least, the new one included.
constexpr size_t kMinFold = 4;

// How many of the runs, newest first, are folded with a new one of that size.
size_t FoldCount(const std::vector<std::pair<uint64_t, uint64_t>>& runs,
                 uint64_t new_triples) {
  uint64_t sum = new_triples;
  size_t count = 0;
  while (count < runs.size() && runs[count].second <= sum &&
         sum + runs[count].second <= kMaxFoldTriples) {
    sum += runs[count].second;
    ++count;
  }
  return count + 1 < kMinFold ? 0 : count;
}

// The changes of one batch as a run.  Without a sink memory alone has it.
absl::StatusOr<std::shared_ptr<const Run>> RunOf(
    const std::vector<TripleChange>& changes, uint64_t number,
    const RunWriter::Sink* sink) {
  const RunWriter::Sink nowhere = [](auto&&...) { return absl::OkStatus(); };
  RunWriter writer(number, sink == nullptr ? nowhere : *sink,
                   sink == nullptr ? UINT64_MAX : kResidentTriples);
  std::vector<std::pair<Columns, bool>> sorted(changes.size());
  for (const Order order : kOrders) {
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

absl::StatusOr<std::shared_ptr<const Run>> Fold(const Rocks& rocks, Runs runs,
                                                uint64_t number,
                                                bool keep_removed,
                                                const RunWriter::Sink& sink) {
  RunWriter writer(number, sink);
  uint64_t triples = 0;
  for (const auto& run : runs) triples += run->triples;
  if (triples > kResidentTriples) writer.CountStatistics();
  rocksdb::ReadOptions options;
  options.fill_cache = false;
  for (const Order order : kOrders) {
    MergedCursor cursor(rocks, options, runs, order, keep_removed);
    for (cursor.Seek({}); cursor.Valid(); cursor.Next()) {
      auto status = writer.Add(order, cursor.columns(), cursor.removed());
      if (!status.ok()) return status;
    }
    if (!cursor.status().ok()) return cursor.status();
  }
  return writer.Finish();
}

RunWriter::Sink SinkInto(const Rocks& rocks, rocksdb::WriteBatch& batch) {
  return [&](Order order, const std::string& key, const std::string& value) {
    return FromRocks(batch.Put(rocks.column(ColumnOf(order)), key, value),
                     "writing triples");
  };
}

}  // namespace

absl::StatusOr<RunTable::List> RunTable::ReadList(
    const rocksdb::ReadOptions& options) const {
  const auto value = rocks_.Get(options, Column::kDefault, kRunsKey);
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
  return FromRocks(batch.Put(rocks_.column(Column::kDefault), SliceOf(kRunsKey),
                             EncodeList(list)),
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
  const auto value = rocks_.Get(options, Column::kDefault, kKeptKey);
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

absl::StatusOr<uint64_t> RunTable::NextNumber() const {
  const auto list = ReadList({});
  if (!list.ok()) return list.status();
  return list->next_number;
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
                                    SliceOf(kKeptKey), EncodeKept(*kept)),
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
  auto run = ReadRun(rocks_, options, number, triples);
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
  for (const Order order : kOrders) {
    rocksdb::ColumnFamilyHandle* column = rocks_.column(ColumnOf(order));
    const std::unique_ptr<rocksdb::Iterator> it(
        rocks_.db()->NewIterator({}, column));
    for (it->Seek(RunKey(list->next_number, 0)); it->Valid(); it->Next()) {
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
  for (const Order order : kOrders) {
    if (is_kept && order == Order::kSpo) continue;
    auto status = DeletePart(run, order, batch);
    if (!status.ok()) return status;
  }
  if (run.triples <= kResidentTriples) return absl::OkStatus();
  return FromRocks(batch.Delete(rocks_.column(ColumnOf(Order::kOsp)),
                                RunKey(run.number, kStatisticsBlock)),
                   "writing triples");
}

absl::Status RunTable::Append(const std::vector<TripleChange>& changes,
                              rocksdb::WriteBatch& batch) {
  auto list = ReadList({});
  if (!list.ok()) return list.status();
  pending_ = *std::move(list);
  pending_run_ = nullptr;
  if (changes.empty()) return absl::OkStatus();
  const uint64_t number = pending_.next_number++;
  const RunWriter::Sink sink = SinkInto(rocks_, batch);
  const size_t count = FoldCount(pending_.runs, changes.size());
  // Below the oldest run there is nothing that a removal could hide.
  const bool keep_removed = count < pending_.runs.size();
  const bool fold = count > 0 || !keep_removed;
  auto run = RunOf(changes, number, fold ? nullptr : &sink);
  if (!run.ok()) return run.status();
  if (fold) {
    Runs runs = {*run};
    for (size_t i = 0; i < count; ++i) {
      const auto& [old_number, triples] = pending_.runs[i];
      auto old_run = Find({}, old_number, triples);
      if (!old_run.ok()) return old_run.status();
      auto status = DeleteRun(**old_run, batch);
      if (!status.ok()) return status;
      runs.push_back(*std::move(old_run));
    }
    run = Fold(rocks_, std::move(runs), number, keep_removed, sink);
    if (!run.ok()) return run.status();
    pending_.runs.erase(pending_.runs.begin(), pending_.runs.begin() + count);
  }
  if (*run != nullptr) {
    pending_.runs.insert(pending_.runs.begin(), {number, (*run)->triples});
  }
  pending_run_ = *std::move(run);
  return WriteList(pending_, batch);
}

void RunTable::Publish() {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (pending_run_ != nullptr) {
    cache_.emplace(pending_run_->number, std::move(pending_run_));
  }
  pending_run_ = nullptr;
  absl::flat_hash_map<uint64_t, std::shared_ptr<const Run>> kept;
  for (const auto& [number, triples] : pending_.runs) {
    const auto found = cache_.find(number);
    if (found != cache_.end()) kept.insert(*found);
  }
  cache_.swap(kept);
}

absl::Status RunTable::FoldAll() {
  auto list = ReadList({});
  if (!list.ok()) return list.status();
  auto runs = Read({});
  if (!runs.ok()) return runs.status();
  if (runs->size() < 2) return absl::OkStatus();
  pending_ = *std::move(list);
  // Blocks that no list names are not part of the store: they may be written
  // bit by bit, and RemoveOrphans finds them after a crash.
  rocksdb::WriteBatch batch;
  constexpr size_t kPieceBytes = size_t{8} << 20;
  const auto write = [&](rocksdb::WriteBatch& piece) {
    auto status = FromRocks(rocks_.db()->Write({}, &piece), "folding runs");
    piece.Clear();
    return status;
  };
  const RunWriter::Sink into_batch = SinkInto(rocks_, batch);
  const RunWriter::Sink sink = [&](Order order, const std::string& key,
                                   const std::string& value) -> absl::Status {
    auto status = into_batch(order, key, value);
    if (!status.ok() || batch.GetDataSize() < kPieceBytes) return status;
    return write(batch);
  };
  const uint64_t number = pending_.next_number++;
  auto run = Fold(rocks_, *runs, number, false, sink);
  if (!run.ok()) {
    RemoveOrphans().IgnoreError();  // the fold's own error says more
    return run.status();
  }
  pending_.runs.clear();
  if (*run != nullptr) pending_.runs = {{number, (*run)->triples}};
  pending_run_ = *std::move(run);
  for (const auto& old_run : *runs) {
    auto status = DeleteRun(*old_run, batch);
    if (!status.ok()) return status;
  }
  if (auto status = WriteList(pending_, batch); !status.ok()) return status;
  if (auto status = write(batch); !status.ok()) return status;
  Publish();
  return absl::OkStatus();
}

}  // namespace tercet::storage
