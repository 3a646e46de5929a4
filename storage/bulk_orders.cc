// The permutations of a bulk load, as sorted files.
//
// A triple is one key of 64 bits where the ranks of the load's terms leave room
// for that, else of 128: three ranks in the sequence of the order.  Keys that
// do not fit into memory at once are sorted in pieces, which are written to
// files and merged.

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "rocksdb/sst_file_writer.h"
#include "storage/bulk_state.h"
#include "storage/radix_sort.h"
#include "storage/run_table.h"

namespace tercet::storage {
namespace {

__extension__ using WideKey = unsigned __int128;

absl::Status NoMemory() {
  return absl::ResourceExhaustedError("no memory to sort an import");
}

// Sorted keys in a file, read back piece by piece.
template <typename Key>
class SortedFile {
 public:
  static constexpr size_t kBuffer = size_t{1} << 16;

  SortedFile() = default;
  SortedFile(SortedFile&& other) noexcept
      : file_(std::exchange(other.file_, -1)), left_(other.left_) {}
  ~SortedFile() {
    if (file_ >= 0) close(file_);
  }

  absl::Status Write(const std::string& path, const Key* keys, size_t count) {
    file_ = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file_ < 0) return Failed(path);
    unlink(path.c_str());
    const char* from = reinterpret_cast<const char*>(keys);
    for (size_t bytes = count * sizeof(Key); bytes > 0;) {
      const ssize_t written = write(file_, from, bytes);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return Failed(path);
      from += written;
      bytes -= static_cast<size_t>(written);
    }
    left_ = count;
    if (lseek(file_, 0, SEEK_SET) != 0) return Failed(path);
    return absl::OkStatus();
  }

  // The next key; nothing at the end.
  absl::StatusOr<std::optional<Key>> Next() {
    if (at_ == buffer_.size()) {
      buffer_.resize(std::min<uint64_t>(kBuffer, left_));
      at_ = 0;
      if (buffer_.empty()) return std::optional<Key>();
      char* to = reinterpret_cast<char*>(buffer_.data());
      for (size_t bytes = buffer_.size() * sizeof(Key); bytes > 0;) {
        const ssize_t got = read(file_, to, bytes);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return Failed("sorted triples");
        to += got;
        bytes -= static_cast<size_t>(got);
      }
      left_ -= buffer_.size();
    }
    return std::optional<Key>(buffer_[at_++]);
  }

 private:
  static absl::Status Failed(const std::string& path) {
    return absl::ResourceExhaustedError(
        absl::StrCat(path, ": ", std::strerror(errno)));
  }

  int file_ = -1;
  uint64_t left_ = 0;
  std::vector<Key> buffer_;
  size_t at_ = 0;
};

// Takes the triples of one order, ascending and distinct, as ranks.
class OrderFile {
 public:
  OrderFile(const BulkLoad::State& load, Order order, uint64_t run)
      : order_(order),
        run_(run),
        path_(absl::StrCat(load.folder, "/", std::string(Name(order)))),
        writer_(rocksdb::EnvOptions(), Options(order)) {
    for (const TermId id : load.terms.relation_ids) {
      relation_numbers_.push_back(ToNumber(id));
    }
    for (int i = 0; i < 3; ++i) {
      of_column_[i] = i == RelationAt(order) ? relation_numbers_.data()
                                             : load.terms.node_numbers.data();
    }
  }

  absl::Status Open() { return Said(writer_.Open(path_)); }

  // A block's worth of ranks, column by column; only the last block is not
  // full.  Errors are kept for Finish.
  void Add(const std::array<std::vector<uint32_t>, 3>& ranks) {
    for (int i = 0; i < 3; ++i) {
      // Numbers lie in memory at random: a loop of nothing else waits for many
      // of them at once.
      const uint64_t* of = of_column_[i];
      numbers_[i].resize(ranks[i].size());
      uint64_t* to = numbers_[i].data();
      for (const uint32_t rank : ranks[i]) *to++ = of[rank];
    }
    triples_ += ranks[0].size();
    status_.Update(EndBlock());
  }

  // `statistics` are the run's, where this file is to have them.
  absl::Status Finish(const std::optional<RunStatistics>& statistics,
                      BulkFiles& files) {
    if (triples_ == 0) return absl::OkStatus();
    auto status = status_;
    if (!status.ok()) return status;
    if (statistics.has_value() && triples_ > kResidentTriples) {
      status = Said(
          writer_.Put(RunKey(run_, kStatisticsBlock), Encode(*statistics)));
    }
    if (status.ok())
      status = Said(writer_.Put(RunKey(run_, kDirectoryBlock), directory_));
    if (status.ok()) status = Said(writer_.Finish());
    if (status.ok()) files.Add(ColumnOf(order_), path_);
    return status;
  }

  uint64_t triples() const { return triples_; }

  // Where an order has the relation.
  static constexpr int RelationAt(Order order) {
    return order == Order::kSpo ? 1 : order == Order::kPos ? 0 : 2;
  }

 private:
  static rocksdb::Options Options(Order order) {
    rocksdb::Options options(rocksdb::DBOptions(),
                             Rocks::OptionsOf(ColumnOf(order)));
    // Packed as they are, blocks do not compress further.
    options.compression = rocksdb::kNoCompression;
    return options;
  }
  absl::Status Said(const rocksdb::Status& status) const {
    return FromRocks(status, absl::StrCat("writing ", path_));
  }
  absl::Status EndBlock() {
    Columns first;
    for (int i = 0; i < 3; ++i) first[i] = FromNumber(numbers_[i][0]);
    directory_ += EncodeKey(first);
    return Said(writer_.Put(RunKey(run_, blocks_++), PackBlock(numbers_, {})));
  }

  const Order order_;
  const uint64_t run_;
  const std::string path_;
  rocksdb::SstFileWriter writer_;
  std::vector<uint64_t> relation_numbers_;
  std::array<const uint64_t*, 3> of_column_ = {};  // by rank
  std::array<std::vector<uint64_t>, 3> numbers_;   // of the block under way
  absl::Status status_;
  std::string directory_;
  uint32_t blocks_ = 0;
  uint64_t triples_ = 0;
};

template <typename Key>
class OrderWriter {
 public:
  OrderWriter(BulkLoad::State& load, Order order, uint64_t run,
              const Runs& below, BulkStatistics& statistics,
              BulkSummary& summary)
      : load_(load),
        order_(order),
        statistics_(statistics),
        summary_(summary),
        file_(load, order, run),
        counts_(order == Order::kPos ? load.terms.relation_ids.size() : 0) {
    node_bits_ = std::bit_width(std::max<size_t>(load.terms.nodes, 1) - 1);
    relation_bits_ =
        std::bit_width(std::max<size_t>(load.terms.relation_ids.size(), 1) - 1);
    const int relation_at = OrderFile::RelationAt(order);
    for (int i = 0; i < 3; ++i) {
      bits_[i] = i == relation_at ? relation_bits_ : node_bits_;
    }
    if (order == Order::kSpo && !below.empty()) {
      below_.emplace(*load.files.rocks, rocksdb::ReadOptions(), below, order,
                     false);
      below_->Seek({});
    }
  }

  absl::Status Run(BulkFiles& files) {
    auto status = file_.Open();
    if (status.ok()) status = Sort();
    if (status.ok() && !pieces_.empty()) status = Merge();
    for (size_t at = 0; at < count_ && status.ok(); at += kBlockTriples) {
      Emit(keys_.data() + at, std::min<size_t>(kBlockTriples, count_ - at));
    }
    std::optional<RunStatistics> statistics;
    if (order_ != Order::kOsp) {
      statistics_.Give(order_, counter_.Finish());
    } else if (status.ok()) {
      statistics = statistics_.Collect(load_.terms, counter_.Finish());
    }
    if (status.ok()) status = file_.Finish(statistics, files);
    if (order_ == Order::kSpo) summary_.triples = file_.triples();
    for (size_t i = 0; i < counts_.size(); ++i) {
      summary_.relations.emplace_back(load_.terms.relation_ids[i], counts_[i]);
    }
    return status;
  }

 private:
  Key KeyOf(const SmallTriple& t) const {
    const auto join = [&](uint32_t a, uint32_t b, uint32_t c) {
      return (Key{a} << bits_[1] | b) << bits_[2] | c;
    };
    switch (order_) {
      case Order::kPos:
        return join(t.p, t.o, t.s);
      case Order::kOsp:
        return join(t.o, t.s, t.p);
      default:
        return join(t.s, t.p, t.o);
    }
  }

  // Takes the keys of a block.
  void Emit(const Key* keys, size_t count) {
    for (std::vector<uint32_t>& column : ranks_) column.resize(count);
    auto& [a, b, c] = ranks_;
    for (size_t i = 0; i < count; ++i) {
      a[i] = static_cast<uint32_t>(keys[i] >> bits_[2] >> bits_[1]);
      b[i] = static_cast<uint32_t>(keys[i] >> bits_[2] & Mask(bits_[1]));
      c[i] = static_cast<uint32_t>(keys[i] & Mask(bits_[2]));
      counter_.Add(order_, {a[i], b[i], c[i]}, false);
    }
    if (!counts_.empty()) {
      for (const uint32_t relation : a) ++counts_[relation];
    }
    for (size_t i = 0; below_.has_value() && i < count; ++i) {
      NoteKnown(a[i], b[i], c[i], file_.triples() + i);
    }
    file_.Add(ranks_);
  }
  static uint64_t Mask(int bits) { return (uint64_t{1} << bits) - 1; }

  // Of kSpo: whether the store has the triple already.
  void NoteKnown(uint32_t s, uint32_t p, uint32_t o, uint64_t ordinal) {
    const Columns columns = {load_.terms.node_ids[s],
                             load_.terms.relation_ids[p],
                             load_.terms.node_ids[o]};
    if (!below_->Valid()) return;
    below_->SeekForward(columns);
    if (below_->Valid() && below_->columns() == columns) {
      summary_.known.push_back({{columns[0], columns[1], columns[2]}, ordinal});
    }
  }

  // How many keys are sorted at once.
  size_t Capacity() const {
    const uint64_t triples = load_.stash.triples();
    if (!load_.stash.spilled()) return triples;
    const uint64_t bytes = load_.options.memory_bytes / 8;
    const uint64_t keys = bytes / (2 * sizeof(Key)) / load_.options.threads;
    return std::min(triples, std::max<uint64_t>(keys, 1 << 20));
  }

  absl::Status Sort() {
    capacity_ = Capacity();
    if (!keys_.Reset(capacity_) || !scratch_.Reset(capacity_)) {
      return NoMemory();
    }
    for (const TripleStash::Block& block : load_.stash.blocks()) {
      auto status = Take(block.triples.data(), block.count);
      if (!status.ok()) return status;
    }
    std::vector<SmallTriple> buffer(load_.stash.spilled() ? TripleStash::kBlock
                                                          : 0);
    const HugeArray<uint32_t>& rank = load_.terms.rank;
    for (uint64_t at = 0; at < load_.stash.spilled_triples();) {
      size_t count = 0;
      auto status = load_.stash.Read(at, buffer.size(), buffer.data(), count);
      if (!status.ok()) return status;
      for (size_t i = 0; i < count; ++i) {
        buffer[i] = {rank[buffer[i].s], rank[buffer[i].p], rank[buffer[i].o]};
      }
      status = Take(buffer.data(), count);
      if (!status.ok()) return status;
      at += count;
    }
    SortKeys();
    if (pieces_.empty()) return absl::OkStatus();
    auto status = EndPiece();
    keys_.Free();
    scratch_.Free();
    return status;
  }

  absl::Status Take(const SmallTriple* triples, size_t count) {
    while (count > 0) {
      if (count_ == capacity_) {
        SortKeys();
        if (auto status = EndPiece(); !status.ok()) return status;
      }
      const size_t some = std::min(count, capacity_ - count_);
      Key* out = keys_.data() + count_;
      for (size_t i = 0; i < some; ++i) out[i] = KeyOf(triples[i]);
      count_ += some;
      triples += some;
      count -= some;
    }
    return absl::OkStatus();
  }

  void SortKeys() {
    Key* sorted =
        RadixSort(keys_.data(), scratch_.data(), count_,
                  2 * node_bits_ + relation_bits_, [](Key key) { return key; });
    if (sorted != keys_.data()) std::swap(keys_, scratch_);
    count_ = std::unique(keys_.data(), keys_.data() + count_) - keys_.data();
  }

  absl::Status EndPiece() {
    auto status = pieces_.emplace_back().Write(
        absl::StrCat(load_.folder, "/", std::string(Name(order_)), "_piece"),
        keys_.data(), count_);
    count_ = 0;
    return status;
  }

  absl::Status Merge() {
    // The least key of each piece, the least of all on top.
    std::vector<std::pair<Key, size_t>> heap;
    const auto later = [](const auto& a, const auto& b) { return a > b; };
    for (size_t i = 0; i < pieces_.size(); ++i) {
      const auto key = pieces_[i].Next();
      if (!key.ok()) return key.status();
      if (key->has_value()) heap.emplace_back(**key, i);
    }
    std::make_heap(heap.begin(), heap.end(), later);
    std::vector<Key> block;
    std::optional<Key> last;
    while (!heap.empty()) {
      std::pop_heap(heap.begin(), heap.end(), later);
      const auto [key, piece] = heap.back();
      heap.pop_back();
      if (last != key) {
        block.push_back(key);
        last = key;
      }
      if (block.size() == kBlockTriples) {
        Emit(block.data(), block.size());
        block.clear();
      }
      const auto next = pieces_[piece].Next();
      if (!next.ok()) return next.status();
      if (!next->has_value()) continue;
      heap.emplace_back(**next, piece);
      std::push_heap(heap.begin(), heap.end(), later);
    }
    if (!block.empty()) Emit(block.data(), block.size());
    return absl::OkStatus();
  }

  BulkLoad::State& load_;
  const Order order_;
  BulkStatistics& statistics_;
  BulkSummary& summary_;
  OrderFile file_;
  StatisticsBuilder counter_;
  std::vector<uint64_t> counts_;  // of kPos: by rank of the relation
  std::optional<MergedCursor> below_;
  int node_bits_ = 0;
  int relation_bits_ = 0;
  std::array<int, 3> bits_ = {};
  std::array<std::vector<uint32_t>, 3> ranks_;  // of the block under way
  size_t capacity_ = 0;
  size_t count_ = 0;
  HugeArray<Key> keys_;
  HugeArray<Key> scratch_;
  std::vector<SortedFile<Key>> pieces_;
};

}  // namespace

void BulkStatistics::Give(Order order, RunStatistics counted) {
  const std::lock_guard<std::mutex> lock(mutex_);
  counted_[static_cast<size_t>(order)] = std::move(counted);
  ++count_;
  given_.notify_all();
}

RunStatistics BulkStatistics::Collect(const BulkTerms& terms,
                                      RunStatistics osp) {
  std::unique_lock<std::mutex> lock(mutex_);
  given_.wait(lock, [this] { return count_ == 2; });
  // Both are by rank, and have the relations that have triples.
  RunStatistics all = std::move(counted_[static_cast<size_t>(Order::kSpo)]);
  const RunStatistics& pos = counted_[static_cast<size_t>(Order::kPos)];
  for (auto& [relation, counts] : all.predicates) {
    const PredicateStatistics of_objects = pos.Find(relation);
    counts.objects = of_objects.objects;
    counts.most_subjects = of_objects.most_subjects;
    relation = terms.relation_ids[relation];
  }
  all.objects = std::move(osp.objects);
  for (HubList* hubs : {&all.subjects, &all.objects}) {
    for (auto& [node, triples] : *hubs) node = terms.node_ids[node];
  }
  return all;
}

absl::Status WriteOrder(BulkLoad::State& load, Order order, uint64_t run,
                        const Runs& below, BulkStatistics& statistics,
                        BulkFiles& files, BulkSummary& summary) {
  const int bits =
      2 * std::bit_width(std::max<size_t>(load.terms.nodes, 1) - 1) +
      std::bit_width(std::max<size_t>(load.terms.relation_ids.size(), 1) - 1);
  if (bits <= 64) {
    return OrderWriter<uint64_t>(load, order, run, below, statistics, summary)
        .Run(files);
  }
  return OrderWriter<WideKey>(load, order, run, below, statistics, summary)
      .Run(files);
}

}  // namespace tercet::storage
