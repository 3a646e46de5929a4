#ifndef TERCET_STORAGE_ROCKS_H_
#define TERCET_STORAGE_ROCKS_H_

// RocksDB as storage uses it: one database, its column families, and the one
// place where its errors become ours.  Private to storage/.
//
// Thread safety: as RocksDB's; everything here may be used by many threads.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "rocksdb/cache.h"
#include "rocksdb/db.h"
#include "storage/format.h"
#include "storage/packed_terms.h"
#include "storage/store.h"

namespace tercet::storage {

// The column families, in the order of format.h's table.
enum class Column : uint8_t {
  kDefault = 0,
  kSpo,
  kPos,
  kOsp,
  kHashes,
  kTermBlocks,
  kTermById,
  kIdByHash,
  kPackedTerms,
  kPackedHashes,
  kFirstRecord,
};
inline constexpr int kColumnCount =
    static_cast<int>(Column::kFirstRecord) + kFamilyCount;

constexpr Column ColumnOf(Order order) {
  return static_cast<Column>(static_cast<int>(Column::kSpo) +
                             static_cast<int>(order));
}
constexpr Column ColumnOf(Family family) {
  return static_cast<Column>(static_cast<int>(Column::kFirstRecord) +
                             static_cast<int>(family));
}

// The keys of the default family.
inline constexpr std::string_view kRunsKey = "runs";
inline constexpr std::string_view kHashRunsKey = "hash runs";
inline constexpr std::string_view kNextSerialKey = "next serial";
inline constexpr std::string_view kSegmentsKey = "segments";
inline constexpr std::string_view kKeptKey = "kept";

inline rocksdb::Slice SliceOf(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}
inline std::string_view ViewOf(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// RocksDB's error as ours; `doing` says what was tried: "opening news.db".
absl::Status FromRocks(const rocksdb::Status& status, std::string_view doing);

class Rocks {
 public:
  // Opens the database, or creates it unless read_only is set; the folder must
  // exist.
  static absl::StatusOr<std::unique_ptr<Rocks>> Open(
      const std::string& path, const StoreOptions& options);
  ~Rocks();
  Rocks(const Rocks&) = delete;
  Rocks& operator=(const Rocks&) = delete;

  rocksdb::DB* db() const { return db_.get(); }
  rocksdb::ColumnFamilyHandle* column(Column column) const {
    return columns_[static_cast<int>(column)];
  }

  // Writes what the log alone has to files, if it is more than a little.
  absl::Status Flush();

  // Blocks of triples that were looked into lately, by their run: a lookup here
  // costs a fraction of one in the database.
  rocksdb::Cache& blocks() const { return *blocks_; }

  PackedTerms& packed() const { return *packed_; }

  // The options of a column family: what bulk loads write files with.
  static rocksdb::ColumnFamilyOptions OptionsOf(Column column);

  // NotFound where the key has no value.
  absl::StatusOr<std::string> Get(const rocksdb::ReadOptions& options,
                                  Column column, std::string_view key) const;

 private:
  Rocks() = default;

  std::shared_ptr<rocksdb::Cache> blocks_;
  std::unique_ptr<rocksdb::DB> db_;
  std::unique_ptr<PackedTerms> packed_;
  std::array<rocksdb::ColumnFamilyHandle*, kColumnCount> columns_ = {};
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_ROCKS_H_
