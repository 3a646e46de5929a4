#include "storage/run.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"

// RocksDB's cache orders those who put a block in, read it and free it.  Where
// it is built without ThreadSanitizer, that has to be told.
#if defined(__SANITIZE_THREAD__)
#define TERCET_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define TERCET_TSAN 1
#endif
#endif
#ifdef TERCET_TSAN
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace tercet::storage {
namespace {

void Acquire([[maybe_unused]] void* value) {
#ifdef TERCET_TSAN
  __tsan_acquire(value);
#endif
}
void Release([[maybe_unused]] void* value) {
#ifdef TERCET_TSAN
  __tsan_release(value);
#endif
}

std::string NameOf(Order order) {
  return order == kHashOrder ? "hashes" : std::string(Name(order));
}

absl::Status Missing(Order order, uint64_t number) {
  return absl::DataLossError(
      absl::StrCat(NameOf(order), ": a block of run ", number, " is missing"));
}

absl::StatusOr<std::string> ReadBlock(const Rocks& rocks,
                                      const rocksdb::ReadOptions& options,
                                      Order order, uint64_t number,
                                      uint32_t block) {
  auto bytes = rocks.Get(options, ColumnOf(order), RunKey(number, block));
  if (absl::IsNotFound(bytes.status())) return Missing(order, number);
  return bytes;
}

absl::Status ReadPart(const Rocks& rocks, const rocksdb::ReadOptions& options,
                      Order order, Run& run) {
  Run::Part& part = run.parts[static_cast<size_t>(order)];
  const auto bytes =
      ReadBlock(rocks, options, order, run.number, kDirectoryBlock);
  if (!bytes.ok()) return bytes.status();
  ByteReader reader(*bytes);
  while (!reader.rest().empty()) {
    Columns& first = part.firsts.emplace_back();
    for (TermId& id : first) id = reader.U64();
  }
  if (!reader.ok() || part.firsts.empty() ||
      !std::is_sorted(part.firsts.begin(), part.firsts.end())) {
    return absl::DataLossError(absl::StrCat(
        NameOf(order), ": the directory of run ", run.number, " is damaged"));
  }
  if (run.triples > kResidentTriples) return absl::OkStatus();
  for (uint32_t i = 0; i < part.firsts.size(); ++i) {
    auto block = ReadBlock(rocks, options, order, run.number, i);
    if (!block.ok()) return block.status();
    part.blocks.push_back(*std::move(block));
  }
  return absl::OkStatus();
}

}  // namespace

std::string RunKey(uint64_t number, uint32_t block) {
  std::string key;
  AppendU64(key, number);
  AppendU32(key, block);
  return key;
}

absl::StatusOr<std::shared_ptr<const Run>> ReadRun(
    const Rocks& rocks, const rocksdb::ReadOptions& options, uint64_t number,
    uint64_t triples, std::span<const Order> orders) {
  auto run = std::make_shared<Run>();
  run->number = number;
  run->triples = triples;
  for (const Order order : orders) {
    auto status = ReadPart(rocks, options, order, *run);
    if (!status.ok()) return status;
  }
  return std::shared_ptr<const Run>(std::move(run));
}

absl::StatusOr<std::shared_ptr<const RunStatistics>> StatisticsOf(
    const Rocks& rocks, const rocksdb::ReadOptions& options, const Run& run) {
  const std::lock_guard<std::mutex> lock(run.statistics_mutex);
  if (run.statistics != nullptr) return run.statistics;
  absl::StatusOr<RunStatistics> statistics = absl::NotFoundError("");
  if (run.triples > kResidentTriples) {
    const auto bytes = rocks.Get(options, ColumnOf(Order::kOsp),
                                 RunKey(run.number, kStatisticsBlock));
    if (bytes.ok()) {
      statistics = DecodeStatistics(*bytes);
    } else {
      statistics = bytes.status();
    }
  }
  if (absl::IsNotFound(statistics.status())) {
    StatisticsBuilder builder;
    for (const Order order : kOrders) {
      RunCursor cursor(rocks, options, run, order);
      for (cursor.Seek({}); cursor.Valid(); cursor.Next()) {
        builder.Add(order, cursor.columns(), cursor.removed());
      }
      if (!cursor.status().ok()) return cursor.status();
    }
    statistics = builder.Finish();
  }
  if (!statistics.ok()) return statistics.status();
  run.statistics =
      std::make_shared<const RunStatistics>(*std::move(statistics));
  return run.statistics;
}

absl::StatusOr<std::shared_ptr<const Run>> ReadRunPart(
    const Rocks& rocks, const rocksdb::ReadOptions& options, uint64_t number,
    uint64_t triples, Order order) {
  auto run = std::make_shared<Run>();
  run->number = number;
  run->triples = triples;
  if (auto status = ReadPart(rocks, options, order, *run); !status.ok()) {
    return status;
  }
  return std::shared_ptr<const Run>(std::move(run));
}

RunCursor::RunCursor(const Rocks& rocks, const rocksdb::ReadOptions& options,
                     const Run& run, Order order)
    : rocks_(&rocks), options_(options), run_(&run), order_(order) {}

void RunCursor::Unpin() {
  if (pinned_ != nullptr) {
    Release(rocks_->blocks().Value(pinned_));
    rocks_->blocks().Release(pinned_);
  }
  pinned_ = nullptr;
  bytes_.Reset();
}

absl::StatusOr<std::string_view> RunCursor::Fetch(uint32_t block, bool keep) {
  Unpin();
  std::array<char, 13> place;
  place[0] = static_cast<char>(order_);
  std::memcpy(&place[1], &run_->number, 8);
  std::memcpy(&place[9], &block, 4);
  const rocksdb::Slice key(place.data(), place.size());
  rocksdb::Cache& cache = rocks_->blocks();
  pinned_ = cache.Lookup(key);
  if (pinned_ == nullptr) {
    const rocksdb::Status status =
        rocks_->db()->Get(options_, rocks_->column(ColumnOf(order_)),
                          RunKey(run_->number, block), &bytes_);
    if (status.IsNotFound()) return Missing(order_, run_->number);
    if (!status.ok()) return FromRocks(status, "reading triples");
    if (!keep || !options_.fill_cache) return ViewOf(bytes_);
    auto copy = std::make_unique<std::string>(ViewOf(bytes_));
    const auto drop = [](const rocksdb::Slice&, void* value) {
      Acquire(value);
      delete static_cast<std::string*>(value);
    };
    Release(copy.get());
    const rocksdb::Status kept = cache.Insert(
        key, copy.get(), copy->size() + sizeof(*copy), drop, &pinned_);
    if (!kept.ok()) return ViewOf(bytes_);
    copy.release();  // the cache's from here on
  }
  Acquire(cache.Value(pinned_));
  return *static_cast<const std::string*>(cache.Value(pinned_));
}

bool RunCursor::Load(size_t block, bool keep) {
  const Run::Part& part = run_->part(order_);
  if (block >= part.firsts.size()) return false;
  if (block == block_) return true;
  block_ = kNoBlock;
  std::string_view bytes;
  if (!part.blocks.empty()) {
    bytes = part.blocks[block];
  } else {
    const auto fetched = Fetch(static_cast<uint32_t>(block), keep);
    if (!fetched.ok()) {
      status_ = fetched.status();
      return false;
    }
    bytes = *fetched;
  }
  auto view = BlockView::Parse(bytes);
  if (!view.ok()) {
    status_ = view.status();
    return false;
  }
  view_ = *view;
  block_ = block;
  return true;
}

void RunCursor::Go(size_t block, int index) {
  valid_ = Load(block, /*keep=*/true) && index < view_.size();
  if (!valid_) return;
  index_ = index;
  columns_ = view_.At(index);
}

void RunCursor::Enter(size_t block) {
  valid_ = Load(block, /*keep=*/false);
  if (!valid_) return;
  index_ = 0;
  columns_ = view_.At(0);
}

void RunCursor::Seek(const Columns& bound) {
  const std::vector<Columns>& firsts = run_->part(order_).firsts;
  const auto after = std::upper_bound(firsts.begin(), firsts.end(), bound);
  const size_t block = after == firsts.begin() ? 0 : after - firsts.begin() - 1;
  valid_ = Load(block, /*keep=*/true);
  if (!valid_) return;
  index_ = view_.LowerBound(bound, 0);
  if (index_ < view_.size()) {
    columns_ = view_.At(index_);
  } else {
    Enter(block + 1);
  }
}

void RunCursor::SeekForward(const Columns& bound) {
  if (columns_ >= bound) return;
  if (view_.At(view_.size() - 1) < bound) {
    Seek(bound);
    return;
  }
  index_ = view_.LowerBound(bound, index_ + 1);
  columns_ = view_.At(index_);
}

void RunCursor::ReadBlock(const Columns& end, TripleBlock& out) {
  const int stop = view_.At(view_.size() - 1) < end
                       ? view_.size()
                       : view_.LowerBound(end, index_);
  const int count = stop - index_;
  for (int c = 0; c < 3; ++c) {
    out.columns[c].resize(count);
    view_.Read(c, index_, count, out.columns[c].data());
  }
  if (view_.HasRemovals()) {
    size_t kept = 0;
    for (int i = 0; i < count; ++i) {
      if (view_.Removed(index_ + i)) continue;
      for (std::vector<TermId>& column : out.columns) column[kept] = column[i];
      ++kept;
    }
    for (std::vector<TermId>& column : out.columns) column.resize(kept);
  }
  index_ = stop;
  if (stop < view_.size()) {
    columns_ = view_.At(stop);
  } else {
    Enter(block_ + 1);
  }
}

MergedCursor::MergedCursor(const Rocks& rocks,
                           const rocksdb::ReadOptions& options, Runs runs,
                           Order order, bool keep_removed)
    : runs_(std::move(runs)), keep_removed_(keep_removed) {
  for (const auto& run : runs_) {
    cursors_.push_back(
        std::make_unique<RunCursor>(rocks, options, *run, order));
  }
}

void MergedCursor::Seek(const Columns& bound) {
  for (const auto& cursor : cursors_) cursor->Seek(bound);
  Choose();
}

void MergedCursor::SeekForward(const Columns& bound) {
  if (columns() >= bound) return;
  for (const auto& cursor : cursors_) {
    if (cursor->Valid()) cursor->SeekForward(bound);
  }
  Choose();
}

void MergedCursor::Choose() {
  for (;;) {
    valid_ = false;
    others_ = false;
    for (size_t i = 0; i < cursors_.size(); ++i) {
      RunCursor& cursor = *cursors_[i];
      // The newest run comes first: an equal triple of an older one is hidden.
      if (valid_ && cursor.Valid() &&
          cursor.columns() == cursors_[at_]->columns()) {
        cursor.Next();
      }
      if (!cursor.Valid()) {
        if (cursor.status().ok()) continue;
        valid_ = false;
        return;
      }
      const Columns& columns = cursor.columns();
      if (valid_ && columns > cursors_[at_]->columns()) {
        if (!others_ || columns < limit_) limit_ = columns;
        others_ = true;
        continue;
      }
      if (valid_) limit_ = cursors_[at_]->columns();
      others_ = valid_;
      at_ = i;
      valid_ = true;
    }
    if (!valid_ || keep_removed_ || !cursors_[at_]->removed()) return;
    cursors_[at_]->Next();
  }
}

void MergedCursor::ReadBlock(const Columns& end, TripleBlock& out) {
  cursors_[at_]->ReadBlock(others_ ? std::min(limit_, end) : end, out);
  Choose();
}

absl::Status MergedCursor::status() const {
  for (const auto& cursor : cursors_) {
    if (!cursor->status().ok()) return cursor->status();
  }
  return absl::OkStatus();
}

}  // namespace tercet::storage
