#include "storage/upgrade.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "storage/bytes.h"
#include "storage/folder.h"
#include "storage/term_blocks.h"

namespace tercet::storage {
namespace {

// The terms of format 2, by serial number.
absl::StatusOr<std::vector<std::pair<TermId, std::string>>> OldTerms(
    const Rocks& rocks) {
  std::vector<std::pair<TermId, std::string>> terms;
  const std::unique_ptr<rocksdb::Iterator> it(
      rocks.db()->NewIterator({}, rocks.column(Column::kTermById)));
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    ByteReader reader(ViewOf(it->key()));
    terms.emplace_back(reader.U64(), it->value().ToString());
    if (!reader.AtEnd() || IsInline(terms.back().first)) {
      return absl::DataLossError("a dictionary key is no term id");
    }
  }
  if (!it->status().ok()) return FromRocks(it->status(), "reading terms");
  std::sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) {
    return SerialOf(a.first) < SerialOf(b.first);
  });
  return terms;
}

// Writes the blocks; what is long goes to `last`.
absl::Status WriteBlocks(
    const Rocks& rocks,
    const std::vector<std::pair<TermId, std::string>>& terms,
    rocksdb::WriteBatch& last) {
  constexpr size_t kPieceBytes = size_t{1} << 20;
  rocksdb::WriteBatch piece;
  rocksdb::Status status;
  for (size_t i = 0; i < terms.size() && status.ok();) {
    const uint64_t block = SerialOf(terms[i].first) / kBlockTerms;
    std::vector<TermSlot> slots;
    for (; i < terms.size(); ++i) {
      const auto& [id, text] = terms[i];
      if (SerialOf(id) / kBlockTerms != block) break;
      slots.resize(SerialOf(id) % kBlockTerms);
      const bool is_long = text.size() >= kLongTerm;
      slots.push_back({KindOf(id), is_long,
                       is_long ? std::string_view() : std::string_view(text)});
      if (!is_long) continue;
      std::string key;
      AppendU64(key, id);
      status = last.Put(rocks.column(Column::kTermById), key, text);
      if (!status.ok()) break;
    }
    if (status.ok()) {
      status = piece.Put(rocks.column(Column::kTermBlocks),
                         SerialBlockKey(block), EncodeTermBlock(slots));
    }
    if (status.ok() &&
        (piece.GetDataSize() > kPieceBytes || i == terms.size())) {
      status = rocks.db()->Write({}, &piece);
      piece.Clear();
    }
  }
  return FromRocks(status, "bringing terms to a new format");
}

}  // namespace

bool NeedsUpgrade(const Rocks& rocks) {
  const std::unique_ptr<rocksdb::Iterator> it(
      rocks.db()->NewIterator({}, rocks.column(Column::kIdByHash)));
  it->SeekToFirst();
  return it->Valid();
}

absl::Status Upgrade(const std::string& path, const Rocks& rocks,
                     RunTable& hashes) {
  // The mark comes first: an older program must not open half of it.
  const auto version = FolderVersion(path);
  if (!version.ok()) return version.status();
  if (*version < kFormatVersion) {
    if (auto status = MarkFolder(path); !status.ok()) return status;
  }
  if (!NeedsUpgrade(rocks)) return absl::OkStatus();
  const auto terms = OldTerms(rocks);
  if (!terms.ok()) return terms.status();
  rocksdb::WriteBatch batch;
  const std::string first;
  const std::string past_all(9, '\xff');
  for (const Column column : {Column::kIdByHash, Column::kTermById}) {
    const rocksdb::Status status =
        batch.DeleteRange(rocks.column(column), first, past_all);
    if (!status.ok()) return FromRocks(status, "removing an older format");
  }
  auto status = WriteBlocks(rocks, *terms, batch);
  if (!status.ok()) return status;
  std::vector<TripleChange> filed;
  for (const auto& [id, text] : *terms) {
    filed.push_back({{TermHash(KindOf(id), text), id, 0}});
  }
  auto added = hashes.Append(filed, batch);
  if (!added.ok()) return added.status();
  rocksdb::WriteOptions options;
  options.sync = true;
  status = FromRocks(rocks.db()->Write(options, &batch),
                     "bringing terms to a new format");
  if (status.ok()) added->Publish();
  return status;
}

}  // namespace tercet::storage
