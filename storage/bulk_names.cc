// The stage of a bulk load that gives terms their names, ids and ranks.

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstring>
#include <functional>
#include <thread>

#include "absl/strings/str_cat.h"
#include "storage/bulk_state.h"
#include "storage/radix_sort.h"

namespace tercet::storage {
namespace {

absl::Status NoMemory() { return NoRoomFor("the terms of an import"); }

constexpr size_t kPiece = 4096;

// Calls `visit` with the number of a thread and pieces [begin, end) of
// 0..count, from so many threads.
template <typename Visit>
absl::Status InPieces(size_t count, int threads, const Visit& visit) {
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::mutex mutex;
  absl::Status first;
  const auto run = [&](int thread) {
    for (size_t at = next.fetch_add(kPiece); at < count && !failed;
         at = next.fetch_add(kPiece)) {
      auto status = visit(thread, at, std::min(at + kPiece, count));
      if (status.ok()) continue;
      failed = true;
      const std::lock_guard<std::mutex> lock(mutex);
      first.Update(status);
    }
  };
  std::vector<std::thread> others;
  for (int i = 1; i < threads; ++i) others.emplace_back(run, i);
  run(0);
  for (std::thread& other : others) other.join();
  return first;
}

// The numbers in the order of key << shift | number, where that has room.
template <typename Item, typename KeyOf>
absl::Status SortPacked(std::vector<uint32_t>& numbers, int shift, int bits,
                        MemoryBudget& budget, const KeyOf& key,
                        std::vector<size_t>* ties) {
  HugeArray<Item> items;
  HugeArray<Item> scratch;
  if (!items.Reset(numbers.size(), &budget) ||
      !scratch.Reset(numbers.size(), &budget)) {
    return NoMemory();
  }
  for (size_t i = 0; i < numbers.size(); ++i) {
    items[i] = Item{key(numbers[i])} << shift | numbers[i];
  }
  const Item* sorted =
      RadixSort(items.data(), scratch.data(), numbers.size(), bits,
                [&](const Item& item) { return item >> shift; });
  for (size_t i = 0; i < numbers.size(); ++i) {
    numbers[i] = static_cast<uint32_t>(sorted[i] & ((Item{1} << shift) - 1));
    if (ties != nullptr && i > 0 && (sorted[i] ^ sorted[i - 1]) >> shift == 0) {
      ties->push_back(i);
    }
  }
  return absl::OkStatus();
}

// The numbers in the order of `key`, which is taken of each.  `ties` get the
// places whose key is that of the place before.
template <typename KeyOf>
absl::Status SortNumbers(std::vector<uint32_t>& numbers, MemoryBudget& budget,
                         const KeyOf& key,
                         std::vector<size_t>* ties = nullptr) {
  __extension__ using Wide = unsigned __int128;
  uint64_t keys = 0;
  uint32_t all = 0;
  for (const uint32_t number : numbers) {
    keys |= key(number);
    all |= number;
  }
  const int bits = std::bit_width(keys);
  const int shift = std::bit_width(all);
  return bits + shift <= 64
             ? SortPacked<uint64_t>(numbers, shift, bits, budget, key, ties)
             : SortPacked<Wide>(numbers, shift, bits, budget, key, ties);
}

// One name's worth of copying, a piece of terms at a time.
class Arena {
 public:
  explicit Arena(BulkLoad::State& load) : load_(load) {}

  // Keeps `bytes`, and behind them what the term was called before.
  const char* Keep(std::string_view bytes, std::string_view before) {
    const size_t size = bytes.size() + sizeof(before);
    if (left_ < size) {
      HugeArray<char> memory;
      left_ = std::max(size, size_t{2} << 20);
      if (!memory.Reset(left_, &load_.budget)) return nullptr;
      at_ = memory.data();
      const std::lock_guard<std::mutex> lock(load_.arenas_mutex);
      load_.arenas.push_back(std::move(memory));
    }
    char* kept = at_;
    std::memcpy(kept, bytes.data(), bytes.size());
    std::memcpy(kept + bytes.size(), &before, sizeof(before));
    at_ += size;
    left_ -= size;
    return kept;
  }
  static std::string_view Before(const TermEntry& entry) {
    std::string_view before;
    std::memcpy(&before, entry.bytes + entry.size, sizeof(before));
    return before;
  }

 private:
  BulkLoad::State& load_;
  char* at_ = nullptr;
  size_t left_ = 0;
};

class Namer {
 public:
  Namer(BulkLoad::State& load, const BulkMeaning& meaning, BulkSummary& summary)
      : load_(load),
        table_(load.table),
        meaning_(meaning),
        summary_(summary),
        threads_(load.options.threads),
        empty_(load.files.next_serial == 1) {}

  absl::Status Run();

 private:
  void Classify();
  void FindNamesakes();
  absl::Status Sort();
  absl::Status ChooseNames();
  absl::Status Rename();
  absl::Status Distinguish();
  absl::Status FindKnown();
  void GiveIds();
  absl::Status RankNodes();
  void RankRelations();

  std::string_view NameOf(uint32_t number) const {
    const uint32_t text = name_[number];
    return text == 0 ? std::string_view() : table_.entry(text).text();
  }

  BulkLoad::State& load_;
  TermTable& table_;
  const BulkMeaning& meaning_;
  BulkSummary& summary_;
  const int threads_;
  const bool empty_;
  using ByKind = std::array<std::vector<uint32_t>, kMaxKind + 1>;
  // In the order of first appearance; of kind 0 by id.
  ByKind numbers_;
  // Relations, and the entities of the same bytes, whose names they take.
  std::vector<std::pair<uint32_t, uint32_t>> namesakes_;
  HugeArray<uint32_t> name_;  // by number: that of its name
  HugeArray<TermId> ids_;     // by number
};

void Namer::Classify() {
  std::array<size_t, kMaxKind + 1> counts = {};
  const uint32_t end = table_.end();
  for (uint32_t number = 0; number < end; ++number) {
    const TermEntry& entry = table_.entry(number);
    counts[entry.kind] += entry.used ? 1 : 0;
  }
  for (size_t kind = 0; kind < counts.size(); ++kind) {
    numbers_[kind].reserve(counts[kind]);
  }
  for (uint32_t number = 0; number < end; ++number) {
    const TermEntry& entry = table_.entry(number);
    if (entry.used) numbers_[entry.kind].push_back(number);
  }
}

void Namer::FindNamesakes() {
  for (const uint32_t number : numbers_[load_.options.relation_kind]) {
    const std::string_view bytes = table_.entry(number).text();
    const uint32_t entity = table_.Find(load_.options.entity_kind, bytes);
    if (entity != TermTable::kNone) namesakes_.emplace_back(number, entity);
  }
  table_.FreeSlots();
}

absl::Status Namer::Sort() {
  std::vector<std::function<absl::Status()>> jobs;
  for (size_t kind = 0; kind < numbers_.size(); ++kind) {
    jobs.push_back([&, kind] {
      return SortNumbers(numbers_[kind], load_.budget, [&](uint32_t number) {
        const TermEntry& entry = table_.entry(number);
        return kind == 0 ? entry.hash
                         : entry.first.load(std::memory_order_relaxed);
      });
    });
  }
  return RunAll(jobs, threads_);
}

absl::Status Namer::ChooseNames() {
  HugeArray<uint64_t> best;  // complemented, so that 0 is none
  if (!name_.Reset(table_.end(), &load_.budget) ||
      !best.Reset(table_.end(), &load_.budget)) {
    return NoMemory();
  }
  for (const auto& block : load_.claims.blocks()) {
    for (size_t i = 0; i < block.count; ++i) {
      const NameClaim& claim = block.items[i];
      if (~claim.order <= best[claim.subject]) continue;
      best[claim.subject] = ~claim.order;
      name_[claim.subject] = claim.text;
    }
  }
  load_.claims.Clear();
  return absl::OkStatus();
}

absl::Status Namer::Rename() {
  for (const auto& [relation, entity] : namesakes_) {
    name_[relation] = name_[entity];
  }
  std::vector<Arena> arenas(threads_, Arena(load_));
  for (const uint8_t kind :
       {load_.options.relation_kind, load_.options.entity_kind}) {
    const std::vector<uint32_t>& all = numbers_[kind];
    const auto status = InPieces(
        all.size(), threads_,
        [&](int thread, size_t begin, size_t end) -> absl::Status {
          Arena& arena = arenas[thread];
          std::string renamed;
          for (size_t i = begin; i < end; ++i) {
            const std::string_view before = table_.entry(all[i]).text();
            renamed.clear();
            meaning_.Rename(kind, before, NameOf(all[i]), renamed);
            const char* kept = arena.Keep(renamed, before);
            if (kept == nullptr) return NoMemory();
            table_.Replace(all[i], {kept, renamed.size()},
                           TermHash(kind, renamed));
          }
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status Namer::Distinguish() {
  std::vector<uint32_t> by_hash = numbers_[load_.options.entity_kind];
  std::vector<size_t> ties;
  const auto status = SortNumbers(
      by_hash, load_.budget,
      [&](uint32_t number) { return table_.entry(number).hash >> 26; }, &ties);
  if (!status.ok()) return status;
  const auto same = [&](uint32_t a, uint32_t b) {
    return table_.entry(a).hash == table_.entry(b).hash &&
           table_.entry(a).text() == table_.entry(b).text();
  };
  std::vector<uint32_t> alike;
  for (auto tie = ties.begin(); tie != ties.end();) {
    // Those that share 38 bits of the hash are few: compare each with each.
    const size_t begin = *tie - 1;
    size_t end = begin + 1;
    for (; tie != ties.end() && *tie == end; ++tie) ++end;
    for (size_t i = begin; i < end; ++i) {
      bool has_like = false;
      for (size_t j = begin; j < end && !has_like; ++j) {
        has_like = i != j && same(by_hash[i], by_hash[j]);
      }
      if (has_like) alike.push_back(by_hash[i]);
    }
  }
  Arena arena(load_);
  std::string renamed;
  for (const uint32_t number : alike) {
    const std::string_view before = Arena::Before(table_.entry(number));
    renamed.clear();
    meaning_.Distinguish(before, NameOf(number), renamed);
    const char* kept = arena.Keep(renamed, before);
    if (kept == nullptr) return NoMemory();
    table_.Replace(number, {kept, renamed.size()},
                   TermHash(load_.options.entity_kind, renamed));
  }
  return absl::OkStatus();
}

absl::Status Namer::FindKnown() {
  if (!ids_.Reset(table_.end(), &load_.budget)) return NoMemory();
  for (const uint32_t number : numbers_[0]) {
    ids_[number] = table_.entry(number).hash;
  }
  if (empty_) return absl::OkStatus();
  for (uint8_t kind = 1; kind <= kMaxKind; ++kind) {
    const std::vector<uint32_t>& all = numbers_[kind];
    const auto status = InPieces(
        all.size(), threads_,
        [&](int, size_t begin, size_t end) -> absl::Status {
          for (size_t i = begin; i < end; ++i) {
            const auto id = meaning_.Find(kind, table_.entry(all[i]).text());
            if (!id.ok()) return id.status();
            ids_[all[i]] = *id;
          }
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

void Namer::GiveIds() {
  const BulkOptions& options = load_.options;
  TermSegment& segment = load_.terms.segment;
  uint64_t serial = load_.files.next_serial;
  absl::flat_hash_map<std::string_view, TermId> relations;
  std::vector<uint32_t> fresh_relations;
  for (uint8_t kind = 1; kind <= kMaxKind; ++kind) {
    const bool twins = kind == options.twin_kind;
    BulkTerms::Range range{kind, {}};
    const uint64_t first = serial;
    for (const uint32_t number : twins ? fresh_relations : numbers_[kind]) {
      TermId& id = ids_[number];
      if (twins) {
        range.numbers.push_back(number);
        ++serial;
        continue;
      }
      if (id != kNoTerm) continue;
      if (kind == options.relation_kind) {
        // Relations of one name are one relation.
        const auto [known, added] =
            relations.try_emplace(table_.entry(number).text(), serial);
        if (!added) {
          id = MakeTermId(kind, known->second);
          continue;
        }
      }
      id = MakeTermId(kind, serial++);
      range.numbers.push_back(number);
    }
    if (range.numbers.empty()) continue;
    if (kind == options.relation_kind) fresh_relations = range.numbers;
    segment.ranges.push_back({kind, first, range.numbers.size()});
    load_.terms.fresh.push_back(std::move(range));
  }
  for (const uint32_t number : fresh_relations) {
    summary_.new_relations.emplace_back(
        ids_[number], std::string(table_.entry(number).text()));
  }
  segment.number = summary_.run;
  uint64_t entities = 0;
  for (const TermSegment::Range& range : segment.ranges) {
    if (range.kind == options.entity_kind) entities = range.count;
  }
  segment.bucket_bits = {BucketBits(segment.terms()), BucketBits(entities)};
  summary_.new_terms = segment.terms();
  load_.terms.next_serial = serial;
}

absl::Status Namer::RankNodes() {
  BulkTerms& terms = load_.terms;
  std::vector<uint32_t> order;
  for (uint8_t kind = 1; kind <= kMaxKind; ++kind) {
    if (kind == load_.options.relation_kind) continue;
    order.insert(order.end(), numbers_[kind].begin(), numbers_[kind].end());
    numbers_[kind] = {};
  }
  order.insert(order.end(), numbers_[0].begin(), numbers_[0].end());
  const auto by_id = [&](uint32_t a, uint32_t b) { return ids_[a] < ids_[b]; };
  if (!std::is_sorted(order.begin(), order.end(), by_id)) {
    const auto status = SortNumbers(
        order, load_.budget, [&](uint32_t number) { return ids_[number]; });
    if (!status.ok()) return status;
  }
  MemoryBudget& budget = load_.budget;
  if (!terms.rank.Reset(table_.end(), &budget) ||
      !terms.node_ids.Reset(order.size(), &budget) ||
      !terms.node_numbers.Reset(order.size(), &budget)) {
    return NoMemory();
  }
  for (const uint32_t number : order) {
    const TermId id = ids_[number];
    if (terms.nodes == 0 || terms.node_ids[terms.nodes - 1] != id) {
      terms.node_ids[terms.nodes] = id;
      terms.node_numbers[terms.nodes++] = ToNumber(id);
    }
    terms.rank[number] = static_cast<uint32_t>(terms.nodes - 1);
  }
  return absl::OkStatus();
}

void Namer::RankRelations() {
  BulkTerms& terms = load_.terms;
  const std::vector<uint32_t>& numbers = numbers_[load_.options.relation_kind];
  for (const uint32_t number : numbers) {
    terms.relation_ids.push_back(ids_[number]);
  }
  std::vector<TermId>& ids = terms.relation_ids;
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  for (const uint32_t number : numbers) {
    terms.rank[number] = static_cast<uint32_t>(
        std::lower_bound(ids.begin(), ids.end(), ids_[number]) - ids.begin());
  }
}

absl::Status Namer::Run() {
  using Step = absl::Status (Namer::*)();
  Classify();
  FindNamesakes();
  for (const Step step : {&Namer::Sort, &Namer::ChooseNames, &Namer::Rename,
                          &Namer::Distinguish, &Namer::FindKnown}) {
    if (auto status = (this->*step)(); !status.ok()) return status;
  }
  GiveIds();
  if (auto status = RankNodes(); !status.ok()) return status;
  RankRelations();
  return absl::OkStatus();
}

}  // namespace

absl::Status NameTerms(BulkLoad::State& load, const BulkMeaning& meaning,
                       BulkSummary& summary) {
  return Namer(load, meaning, summary).Run();
}

}  // namespace tercet::storage
