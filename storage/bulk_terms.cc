// The dictionary's part of a bulk load, as sorted files.

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "rocksdb/sst_file_writer.h"
#include "storage/bulk_state.h"
#include "storage/radix_sort.h"

namespace tercet::storage {
namespace {

class File {
 public:
  File(const BulkLoad::State& load, Column column, const std::string& name)
      : path_(absl::StrCat(load.folder, "/", name)),
        column_(column),
        writer_(rocksdb::EnvOptions(), Options(column)) {}

  absl::Status Open() { return Said(writer_.Open(path_)); }
  absl::Status Put(const std::string& key, const std::string& value) {
    return Said(writer_.Put(key, value));
  }
  absl::Status Finish(BulkFiles& files) {
    auto status = Said(writer_.Finish());
    if (status.ok()) files.Add(column_, path_);
    return status;
  }

 private:
  static rocksdb::Options Options(Column column) {
    rocksdb::Options options(rocksdb::DBOptions(), Rocks::OptionsOf(column));
    // Hashes do not compress.
    if (column == Column::kPackedHashes) {
      options.compression = rocksdb::kNoCompression;
    }
    return options;
  }
  absl::Status Said(const rocksdb::Status& status) const {
    return FromRocks(status, absl::StrCat("writing ", path_));
  }

  const std::string path_;
  const Column column_;
  rocksdb::SstFileWriter writer_;
};

}  // namespace

absl::Status WriteTermTexts(const BulkLoad::State& load, BulkFiles& files) {
  if (load.terms.fresh.empty()) return absl::OkStatus();
  File file(load, Column::kPackedTerms, "terms");
  if (auto status = file.Open(); !status.ok()) return status;
  std::vector<std::string_view> texts;
  std::string block;
  for (const BulkTerms::Range& range : load.terms.fresh) {
    const size_t count = range.numbers.size();
    for (size_t at = 0; at < count; at += kTermsInBlock) {
      texts.clear();
      for (size_t i = at; i < std::min(at + kTermsInBlock, count); ++i) {
        texts.push_back(load.table.entry(range.numbers[i]).text());
      }
      block.clear();
      PackTerms(texts, block);
      const auto status = file.Put(TermBlockKey(load.terms.segment.number,
                                                range.kind, at / kTermsInBlock),
                                   block);
      if (!status.ok()) return status;
    }
  }
  return file.Finish(files);
}

absl::Status WriteTermHashes(BulkLoad::State& load, const BulkMeaning& meaning,
                             HashTable table, BulkFiles& files) {
  // The second table lists the entities alone.
  uint64_t entries = 0;
  for (const BulkTerms::Range& range : load.terms.fresh) {
    if (table == HashTable::kTerm || range.kind == load.options.entity_kind) {
      entries += range.numbers.size();
    }
  }
  if (entries == 0) return absl::OkStatus();
  const uint8_t bits =
      load.terms.segment.bucket_bits[static_cast<size_t>(table)];
  struct Entry {
    uint32_t hash;  // the bits of bucket and tag
    uint32_t ordinal;
  };
  HugeArray<Entry> items;
  HugeArray<Entry> scratch;
  if (!items.Reset(entries, &load.budget) ||
      !scratch.Reset(entries, &load.budget)) {
    return NoRoomFor("the terms of an import");
  }
  size_t count = 0;
  uint32_t ordinal = 0;
  for (const BulkTerms::Range& range : load.terms.fresh) {
    if (table == HashTable::kSecond && range.kind != load.options.entity_kind) {
      ordinal += static_cast<uint32_t>(range.numbers.size());
      continue;
    }
    for (const uint32_t number : range.numbers) {
      const TermEntry& entry = load.table.entry(number);
      uint64_t hash = entry.hash;
      if (table == HashTable::kSecond) {
        hash = meaning.SecondHash(entry.text());
      } else if (range.kind == load.options.twin_kind) {
        hash = TermHash(range.kind, entry.text());
      }
      items[count++] = {static_cast<uint32_t>(hash >> (64 - bits - 16)),
                        ordinal++};
    }
  }
  const Entry* sorted =
      RadixSort(items.data(), scratch.data(), entries, bits + 16,
                [](const Entry& e) { return e.hash; });
  File file(load, Column::kPackedHashes,
            table == HashTable::kTerm ? "hashes" : "second_hashes");
  if (auto status = file.Open(); !status.ok()) return status;
  std::vector<std::pair<uint16_t, uint32_t>> bucket;
  std::string value;
  for (size_t at = 0; at < entries;) {
    const uint32_t number = sorted[at].hash >> 16;
    bucket.clear();
    for (; at < entries && sorted[at].hash >> 16 == number; ++at) {
      bucket.emplace_back(static_cast<uint16_t>(sorted[at].hash),
                          sorted[at].ordinal);
    }
    value.clear();
    PackBucket(bucket, value);
    const auto status =
        file.Put(BucketKey(load.terms.segment.number, table, number), value);
    if (!status.ok()) return status;
  }
  return file.Finish(files);
}

}  // namespace tercet::storage
