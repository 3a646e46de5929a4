#include "storage/rocks.h"

#include <cstdarg>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "rocksdb/env.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"

namespace tercet::storage {
namespace {

std::string ColumnName(int column) {
  if (column == static_cast<int>(Column::kDefault)) {
    return rocksdb::kDefaultColumnFamilyName;
  }
  for (const Order order : kOrders) {
    if (static_cast<int>(ColumnOf(order)) == column) {
      return std::string(Name(order));
    }
  }
  if (column == static_cast<int>(Column::kHashes)) return "hashes";
  if (column == static_cast<int>(Column::kTermBlocks)) return "term_blocks";
  if (column == static_cast<int>(Column::kTermById)) return "term_by_id";
  if (column == static_cast<int>(Column::kIdByHash)) return "id_by_hash";
  if (column == static_cast<int>(Column::kPackedTerms)) return "packed_terms";
  if (column == static_cast<int>(Column::kPackedHashes)) return "packed_hashes";
  const int record = column - static_cast<int>(Column::kFirstRecord);
  return std::string(Name(kFamilies[record]));
}

// RocksDB's diary says nothing that a status does not, and on a full disk its
// file ends the program by an assertion.
class NoLog : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

rocksdb::DBOptions DatabaseOptions() {
  rocksdb::DBOptions options;
  options.create_if_missing = true;
  options.create_missing_column_families = true;
  // A torn last record is a batch that was never acknowledged.  Anything else
  // that is wrong in the log is damage, and must be said instead of dropping
  // the acknowledged batches behind it.
  options.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.db_write_buffer_size = size_t{128} << 20;
  options.max_total_wal_size = size_t{256} << 20;
  options.max_background_jobs = 2;
  // A store has one writer.
  options.allow_concurrent_memtable_write = false;
  options.skip_stats_update_on_db_open = true;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  options.info_log = std::make_shared<NoLog>();
  return options;
}

rocksdb::ColumnFamilyOptions ColumnOptions(
    int column, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.block_size = 16 << 10;
  table.format_version = 5;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  rocksdb::ColumnFamilyOptions options;
  if (column == static_cast<int>(Column::kTermBlocks)) {
    // Serial numbers only grow: each block goes in where the last one did.
    options.memtable_insert_with_hint_prefix_extractor.reset(
        rocksdb::NewFixedPrefixTransform(1));
  }
  options.write_buffer_size = size_t{32} << 20;
  options.compression = rocksdb::kLZ4Compression;
  if (column >= static_cast<int>(Column::kFirstRecord)) {
    options.bottommost_compression = rocksdb::kZSTD;
  }
  if (column == static_cast<int>(Column::kPackedTerms)) {
    // Names are words and digits: coding their letters by frequency saves a
    // third of what finding repetitions leaves, at twice the time.
    options.compression = rocksdb::kZSTD;
    options.compression_opts.level = 1;
  }
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return options;
}

bool Contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

absl::Status FromRocks(const rocksdb::Status& status, std::string_view doing) {
  if (status.ok()) return absl::OkStatus();
  const std::string text = status.ToString();
  const std::string message =
      absl::StrCat(absl::string_view(doing.data(), doing.size()), ": ", text);
  if (status.IsNotFound()) return absl::NotFoundError(message);
  if (status.IsCorruption()) return absl::DataLossError(message);
  if (status.IsNoSpace()) {
    return absl::ResourceExhaustedError(
        absl::StrCat(message, ": the disk is full"));
  }
  if (Contains(text, "While lock file") || Contains(text, "lock hold by")) {
    return absl::UnavailableError(
        absl::StrCat(absl::string_view(doing.data(), doing.size()),
                     ": the graph is locked: another process has it open"));
  }
  if (Contains(text, "Permission denied") ||
      Contains(text, "Read-only file system")) {
    return absl::PermissionDeniedError(message);
  }
  if (status.IsPathNotFound() || Contains(text, "No such file")) {
    // The database names a file that is gone.
    return absl::DataLossError(message);
  }
  return absl::InternalError(message);
}

absl::StatusOr<std::unique_ptr<Rocks>> Rocks::Open(
    const std::string& path, const StoreOptions& options) {
  const size_t blocks_bytes = options.cache_bytes / 4;
  const auto cache = rocksdb::NewLRUCache(options.cache_bytes - blocks_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> descriptors;
  for (int i = 0; i < kColumnCount; ++i) {
    descriptors.emplace_back(ColumnName(i), ColumnOptions(i, cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  rocksdb::Status status;
  if (options.read_only) {
    // Another process may replace files between the reading of their list and
    // their opening: the list is then read again.
    constexpr int kTries = 5;
    for (int i = 0; i < kTries; ++i) {
      status = rocksdb::DB::OpenForReadOnly(DatabaseOptions(), path,
                                            descriptors, &handles, &db);
      if (status.ok() || !Contains(status.ToString(), "No such file")) break;
    }
    if (status.IsInvalidArgument() || status.IsPathNotFound()) {
      // A new store without a database, or one from before a column family
      // was added: opening it once for writing makes it whole.
      StoreOptions writable = options;
      writable.read_only = false;
      if (auto made = Open(path, writable); !made.ok()) return made.status();
      status = rocksdb::DB::OpenForReadOnly(DatabaseOptions(), path,
                                            descriptors, &handles, &db);
    }
  } else {
    status =
        rocksdb::DB::Open(DatabaseOptions(), path, descriptors, &handles, &db);
  }
  if (!status.ok()) return FromRocks(status, absl::StrCat("opening ", path));
  std::unique_ptr<Rocks> rocks(new Rocks);
  rocks->db_.reset(db);
  rocks->blocks_ = rocksdb::NewLRUCache(blocks_bytes);
  for (int i = 0; i < kColumnCount; ++i) rocks->columns_[i] = handles[i];
  rocks->packed_ = std::make_unique<PackedTerms>(*rocks);
  if (auto status = rocks->packed_->Reload(); !status.ok()) return status;
  return rocks;
}

absl::Status Rocks::Flush() {
  constexpr uint64_t kLittle = uint64_t{4} << 20;
  uint64_t bytes = 0;
  rocksdb::VectorLogPtr logs;
  auto status = FromRocks(db_->GetSortedWalFiles(logs), "reading the log");
  if (!status.ok()) return status;
  for (const auto& log : logs) bytes += log->SizeFileBytes();
  if (bytes < kLittle) return absl::OkStatus();
  std::vector<rocksdb::ColumnFamilyHandle*> all(columns_.begin(),
                                                columns_.end());
  return FromRocks(db_->Flush({}, all), "writing to files");
}

rocksdb::ColumnFamilyOptions Rocks::OptionsOf(Column column) {
  return ColumnOptions(static_cast<int>(column), nullptr);
}

Rocks::~Rocks() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : columns_) {
    db_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
  }
  db_->Close().PermitUncheckedError();
}

absl::StatusOr<std::string> Rocks::Get(const rocksdb::ReadOptions& options,
                                       Column column,
                                       std::string_view key) const {
  std::string value;
  const rocksdb::Status status =
      db_->Get(options, this->column(column), SliceOf(key), &value);
  if (!status.ok()) {
    return FromRocks(
        status, absl::StrCat("reading ", ColumnName(static_cast<int>(column))));
  }
  return value;
}

}  // namespace tercet::storage
