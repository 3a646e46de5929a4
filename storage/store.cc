#include "storage/store.h"

#include <mutex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"
#include "storage/folder.h"
#include "storage/upgrade.h"
#include "storage/view.h"

namespace tercet::storage {
namespace {

// A number of the default family; `fallback` where it was never written.
absl::StatusOr<uint64_t> ReadNumber(const Rocks& rocks, std::string_view key,
                                    uint64_t fallback) {
  const auto value = rocks.Get({}, Column::kDefault, key);
  if (absl::IsNotFound(value.status())) return fallback;
  if (!value.ok()) return value.status();
  ByteReader reader(*value);
  const uint64_t number = reader.U64();
  if (!reader.AtEnd()) {
    return absl::DataLossError(
        absl::StrCat("the entry '", std::string(key), "' is malformed"));
  }
  return number;
}

}  // namespace

Store::Store(std::unique_ptr<Files> files) : files_(std::move(files)) {}

// What lies only in the log would be read again by whoever opens the store
// next: once is enough.  A log that could not be written is left as it is.
Store::~Store() {
  files_->folding.reset();
  if (files_->read_only || files_->write_failed) return;
  files_->rocks->Flush().IgnoreError();
}

absl::StatusOr<std::unique_ptr<Store>> Store::Open(
    const std::string& path, const StoreOptions& options) {
  if (auto status =
          PrepareFolder(path, options.create_if_missing && !options.read_only);
      !status.ok()) {
    return status;
  }
  auto files = std::make_unique<Files>();
  files->path = path;
  files->read_only = options.read_only;
  auto rocks = Rocks::Open(path, options);
  if (!rocks.ok()) return rocks.status();
  files->rocks = *std::move(rocks);
  files->runs = std::make_unique<RunTable>(*files->rocks);
  files->hashes = std::make_unique<RunTable>(*files->rocks, kHashRuns);
  files->folding = std::make_unique<Folding>(*files->runs, *files->hashes);
  if (NeedsUpgrade(*files->rocks) && options.read_only) {
    // It has to be written once, as it is when it is opened for that.
    files.reset();
    StoreOptions writable = options;
    writable.read_only = false;
    if (auto made = Open(path, writable); !made.ok()) return made.status();
    return Open(path, options);
  }
  if (!options.read_only) {
    auto status = files->runs->RemoveOrphans();
    if (status.ok()) status = files->hashes->RemoveOrphans();
    if (status.ok()) status = Upgrade(path, *files->rocks, *files->hashes);
    if (!status.ok()) return status;
  }
  const auto serial = ReadNumber(*files->rocks, kNextSerialKey, 1);
  if (!serial.ok()) return serial.status();
  files->next_serial = *serial;
  if (!options.read_only) BulkLoad::RemoveLeftovers(path);
  return std::unique_ptr<Store>(new Store(std::move(files)));
}

absl::StatusOr<uint64_t> Store::ClaimWriter() {
  if (files_->read_only) {
    return absl::FailedPreconditionError(
        absl::StrCat(files_->path, " is open for reading only"));
  }
  const std::lock_guard<std::mutex> lock(files_->mutex);
  if (files_->batch_open) {
    return absl::FailedPreconditionError(
        "another batch is open: a store has one writer");
  }
  files_->batch_open = true;
  return files_->next_serial;
}

absl::StatusOr<std::unique_ptr<Batch>> Store::NewBatch() {
  const auto serial = ClaimWriter();
  if (!serial.ok()) return serial.status();
  return std::unique_ptr<Batch>(
      new Batch(std::make_unique<Batch::Changes>(*files_, *serial)));
}

absl::StatusOr<std::unique_ptr<BulkLoad>> Store::NewBulkLoad(
    const BulkOptions& options) {
  if (const auto serial = ClaimWriter(); !serial.ok()) return serial.status();
  return BulkLoad::Begin(*files_, options);
}

absl::Status Store::Commit(std::unique_ptr<Batch> batch, bool sync) {
  Batch::Changes& changes = *batch->changes_;
  rocksdb::WriteBatch& all = *changes.records.GetWriteBatch();
  if (auto status = files_->folding->WaitForRoom(); !status.ok()) {
    return status;
  }
  if (auto status = changes.terms.AppendTo(all); !status.ok()) return status;
  std::vector<TripleChange> triples;
  triples.reserve(changes.triples.size());
  for (const auto& [triple, add] : changes.triples) {
    triples.push_back({triple, !add});
  }
  auto hashes = files_->hashes->Append(changes.terms.Hashes(), all);
  if (!hashes.ok()) return hashes.status();
  auto runs = files_->runs->Append(triples, all);
  if (!runs.ok()) return runs.status();
  if (all.Count() == 0) return absl::OkStatus();
  rocksdb::WriteOptions options;
  options.sync = sync;
  auto status = FromRocks(files_->rocks->db()->Write(options, &all),
                          absl::StrCat("writing to ", files_->path));
  if (!status.ok()) {
    files_->write_failed = true;
    return status;
  }
  hashes->Publish();
  runs->Publish();
  files_->folding->Wake();
  changes.terms.Publish();
  const std::lock_guard<std::mutex> lock(files_->mutex);
  files_->next_serial = changes.terms.next_serial();
  return absl::OkStatus();
}

std::unique_ptr<Snapshot> Store::NewSnapshot() const {
  return std::unique_ptr<Snapshot>(
      new Snapshot(std::make_unique<Snapshot::View>(*files_)));
}

absl::Status Store::Compact() {
  // An open batch keeps others from writing until this is done.
  const auto batch = NewBatch();
  if (!batch.ok()) return batch.status();
  const Folding::Pause pause(*files_->folding);
  auto status = files_->runs->FoldAll();
  if (status.ok()) status = files_->hashes->FoldAll();
  if (!status.ok()) return status;
  for (int i = 0; i < kColumnCount; ++i) {
    const auto column = static_cast<Column>(i);
    const rocksdb::Status status = files_->rocks->db()->CompactRange(
        {}, files_->rocks->column(column), nullptr, nullptr);
    if (!status.ok()) return FromRocks(status, "compacting");
  }
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> Store::SizeOnDisk() const {
  return FolderSize(files_->path);
}

}  // namespace tercet::storage
