// The permutations of a bulk load, as sorted files.
//
// A triple is one key of 64 bits where the ranks of the load's terms leave room
// for that, else of 128: three ranks in the sequence of the order.  The keys
// are sorted range by range: each range is gathered from all triples, which
// costs less than fresh memory for all keys at once.

#include <algorithm>
#include <bit>
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

// A range has at least so many keys, and all threads' at most this part of the
// memory.
constexpr uint64_t kFewKeys = uint64_t{1} << 20;
constexpr uint64_t kSortShare = 8;

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

  // The least keys of the ranges.
  std::vector<Key> Ranges() const {
    const uint64_t triples = load_.triples.count();
    const uint64_t of_key = 2 * sizeof(Key) * load_.options.threads;
    const uint64_t most = std::max<uint64_t>(
        load_.options.memory_bytes / kSortShare / of_key, kFewKeys);
    const uint64_t ranges = std::max(
        triples / most + 1, std::min<uint64_t>(triples / kFewKeys + 1, 6));
    std::vector<Key> sample;
    for (const auto& block : load_.triples.blocks()) {
      for (size_t i = 0; i < block.count; i += 1009) {
        sample.push_back(KeyOf(block.items[i]));
      }
    }
    std::sort(sample.begin(), sample.end());
    std::vector<Key> least = {0};
    for (uint64_t i = 1; i < ranges && !sample.empty(); ++i) {
      const Key key = sample[sample.size() * i / ranges];
      if (key > least.back()) least.push_back(key);
    }
    return least;
  }

  absl::Status Sort() {
    // The addresses; memory is taken for the keys of the largest range.
    const uint64_t triples = load_.triples.count();
    if (!keys_.Reset(triples) || !scratch_.Reset(triples)) return NoMemory();
    const std::vector<Key> least = Ranges();
    std::vector<Key> rest;
    for (size_t i = 0; i < least.size(); ++i) {
      const size_t count =
          Gather(least[i], i + 1 < least.size() ? least[i + 1] - 1 : ~Key{0});
      const Key* sorted = RadixSort(keys_.data(), scratch_.data(), count,
                                    2 * node_bits_ + relation_bits_,
                                    [](Key key) { return key; });
      if (sorted != keys_.data()) std::swap(keys_, scratch_);
      const Key* at = keys_.data();
      const Key* end = std::unique(keys_.data(), keys_.data() + count);
      // What did not fill a block goes before the next range.
      while (rest.size() + (end - at) >= kBlockTriples) {
        if (rest.empty()) {
          Emit(at, kBlockTriples);
          at += kBlockTriples;
          continue;
        }
        const Key* stop = at + (kBlockTriples - rest.size());
        rest.insert(rest.end(), at, stop);
        at = stop;
        Emit(rest.data(), kBlockTriples);
        rest.clear();
      }
      rest.insert(rest.end(), at, end);
    }
    if (!rest.empty()) Emit(rest.data(), rest.size());
    keys_.Free();
    scratch_.Free();
    return absl::OkStatus();
  }

  // Takes the keys from `least` to `most`; how many.
  size_t Gather(Key least, Key most) {
    Key* out = keys_.data();
    for (const auto& block : load_.triples.blocks()) {
      for (size_t i = 0; i < block.count; ++i) {
        // Without a branch, which could not be foretold.
        const Key key = KeyOf(block.items[i]);
        *out = key;
        out += key - least <= most - least ? 1 : 0;
      }
    }
    return out - keys_.data();
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
  HugeArray<Key> keys_;
  HugeArray<Key> scratch_;
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
