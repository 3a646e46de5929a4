// The triple indexer, step by step and as a whole, under Google Benchmark.
// README.md says how to run it and what it gave.

#include <benchmark/benchmark.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "bench/indexer_data.h"
#include "storage/store.h"
#include "storage/triple_blocks.h"

namespace tercet::bench {
namespace {

using storage::Batch;
using storage::Columns;
using storage::Order;
using storage::Prefix;
using storage::Store;
using storage::TermId;
using storage::Triple;
using storage::TripleBlock;

// A store of its own for each round, opened and removed off the clock.
class FreshStore {
 public:
  explicit FreshStore(benchmark::State& state) : state_(state) {
    state_.PauseTiming();
    path_ = NewFolder();
    store_ = OpenStore(path_);
    state_.ResumeTiming();
  }
  ~FreshStore() {
    state_.PauseTiming();
    store_.reset();
    RemoveFolder(path_);
    state_.ResumeTiming();
  }
  Store& operator*() { return *store_; }
  Store* operator->() { return store_.get(); }

 private:
  benchmark::State& state_;
  std::string path_;
  std::unique_ptr<Store> store_;
};

void Count(benchmark::State& state, uint64_t items) {
  state.SetItemsProcessed(static_cast<int64_t>(items));
}

// Looks at a triple the way a reader does, so that nothing is optimised away.
uint64_t Sum(const Columns& c) { return c[0] ^ c[1] ^ c[2]; }
uint64_t Sum(const TripleBlock& block) {
  uint64_t sum = 0;
  for (const auto& column : block.columns) {
    for (const TermId id : column) sum ^= id;
  }
  return sum;
}

// Three terms a triple into an empty dictionary, committed a batch at a time.
// Items are terms.
void Intern(benchmark::State& state) {
  const auto& text = Text(state.range(0));
  for (auto _ : state) {
    FreshStore store(state);
    for (size_t i = 0; i < text.size(); i += kBatchTriples) {
      auto batch = *store->NewBatch();
      const size_t end = std::min(text.size(), i + kBatchTriples);
      for (size_t j = i; j < end; ++j) {
        Intern(*batch, text[j].subject);
        Intern(*batch, text[j].relation);
        Intern(*batch, text[j].object);
      }
      if (!store->Commit(std::move(batch)).ok()) std::abort();
    }
  }
  Count(state, state.iterations() * text.size() * 3);
}

// The same where all terms are known.
void InternKnown(benchmark::State& state) {
  const auto& text = Text(state.range(0));
  Store& store = *Loaded(state.range(0)).store;
  for (auto _ : state) {
    for (size_t i = 0; i < text.size(); i += kBatchTriples) {
      auto batch = *store.NewBatch();
      const size_t end = std::min(text.size(), i + kBatchTriples);
      for (size_t j = i; j < end; ++j) {
        Intern(*batch, text[j].subject);
        Intern(*batch, text[j].relation);
        Intern(*batch, text[j].object);
      }
    }
  }
  Count(state, state.iterations() * text.size() * 3);
}

// The keys of a triple in its three orders.
void EncodeKeys(benchmark::State& state) {
  const auto& triples = Loaded(state.range(0)).triples;
  for (auto _ : state) {
    for (const Triple& triple : triples) {
      for (const Order order : storage::kOrders) {
        benchmark::DoNotOptimize(storage::EncodeKey(Permute(order, triple)));
      }
    }
  }
  Count(state, state.iterations() * triples.size());
}

// The processor time of a clock in milliseconds: of the thread, or of all.
double Milliseconds(clockid_t clock) {
  timespec now = {};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 +
         static_cast<double>(now.tv_nsec) / 1e6;
}

// How long a writer waits, as counters in milliseconds.
void ReportWaits(benchmark::State& state, const std::string& what,
                 std::vector<double> waits_ms) {
  std::sort(waits_ms.begin(), waits_ms.end());
  state.counters["p50_" + what] = waits_ms[waits_ms.size() / 2];
  state.counters["p99_" + what] = waits_ms[waits_ms.size() * 99 / 100];
  state.counters["max_" + what] = waits_ms.back();
}

// The processor time of all threads, as microseconds an item.
class AllThreads {
 public:
  double Used() const {
    return (Milliseconds(CLOCK_PROCESS_CPUTIME_ID) - start_) * 1e3;
  }

 private:
  const double start_ = Milliseconds(CLOCK_PROCESS_CPUTIME_ID);
};

// Triples whose terms are known, a batch at a time, the log on.
void Insert(benchmark::State& state, bool sync) {
  using Clock = std::chrono::steady_clock;
  const auto& triples = Loaded(state.range(0)).triples;
  std::vector<double> waits_ms;
  std::vector<double> busy_ms;
  const AllThreads all;
  for (auto _ : state) {
    FreshStore store(state);
    for (size_t i = 0; i < triples.size(); i += kBatchTriples) {
      auto batch = *store->NewBatch();
      const size_t end = std::min(triples.size(), i + kBatchTriples);
      for (size_t j = i; j < end; ++j) batch->AddTriple(triples[j]);
      const auto start = Clock::now();
      const double busy = Milliseconds(CLOCK_THREAD_CPUTIME_ID);
      if (!store->Commit(std::move(batch), sync).ok()) std::abort();
      busy_ms.push_back(Milliseconds(CLOCK_THREAD_CPUTIME_ID) - busy);
      waits_ms.push_back(
          std::chrono::duration<double, std::milli>(Clock::now() - start)
              .count());
    }
  }
  ReportWaits(state, "ms", std::move(waits_ms));
  ReportWaits(state, "cpu_ms", std::move(busy_ms));
  state.counters["all_cpu_us"] =
      all.Used() / static_cast<double>(state.iterations() * triples.size());
  Count(state, state.iterations() * triples.size());
}

// From text to a queryable store: intern and insert.
void InternAndInsert(benchmark::State& state) {
  const auto& text = Text(state.range(0));
  const AllThreads all;
  for (auto _ : state) {
    FreshStore store(state);
    Load(*store, text);
  }
  state.counters["all_cpu_us"] =
      all.Used() / static_cast<double>(state.iterations() * text.size());
  Count(state, state.iterations() * text.size());
}

void ScanAll(benchmark::State& state) {
  const auto snapshot = Loaded(state.range(0)).store->NewSnapshot();
  uint64_t seen = 0;
  uint64_t sum = 0;
  for (auto _ : state) {
    const auto it = snapshot->NewTripleIterator(Order::kSpo);
    for (it->Seek(Prefix()); it->Valid(); it->Next(), ++seen) {
      sum += Sum(it->columns());
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, seen);
}

// The same, read as blocks.
void ScanAllBlocks(benchmark::State& state) {
  const auto snapshot = Loaded(state.range(0)).store->NewSnapshot();
  uint64_t seen = 0;
  uint64_t sum = 0;
  TripleBlock block;
  for (auto _ : state) {
    const auto it = snapshot->NewTripleIterator(Order::kSpo);
    for (it->Seek(Prefix()); NextBlock(*it, block);) {
      seen += block.size();
      sum += Sum(block);
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, seen);
}

// All triples of the most frequent relation, read as blocks.
void ScanRelation(benchmark::State& state) {
  const LoadedStore& loaded = Loaded(state.range(0));
  const auto snapshot = loaded.store->NewSnapshot();
  const TermId relation = *snapshot->Lookup(
      static_cast<uint8_t>(SyntheticKind::kRelation), "relation/1");
  uint64_t seen = 0;
  uint64_t sum = 0;
  TripleBlock block;
  for (auto _ : state) {
    const auto it = snapshot->NewTripleIterator(Order::kPos);
    for (it->Seek(Prefix(relation)); NextBlock(*it, block);) {
      seen += block.size();
      sum += Sum(block);
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, seen);
}

// All triples of one subject.  Items are subjects.
void EdgesOfSubject(benchmark::State& state) {
  const LoadedStore& loaded = Loaded(state.range(0));
  const auto snapshot = loaded.store->NewSnapshot();
  const auto it = snapshot->NewTripleIterator(Order::kSpo);
  uint64_t at = 0;
  uint64_t sum = 0;
  for (auto _ : state) {
    at = (at + 7919) % loaded.triples.size();
    for (it->Seek(Prefix(loaded.triples[at].s)); it->Valid(); it->Next()) {
      sum += Sum(it->columns());
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, state.iterations());
}

// Is this triple there?  Half of those asked for are not.
void Contains(benchmark::State& state) {
  const LoadedStore& loaded = Loaded(state.range(0));
  const auto snapshot = loaded.store->NewSnapshot();
  uint64_t at = 0;
  uint64_t found = 0;
  for (auto _ : state) {
    at = (at + 7919) % loaded.triples.size();
    Triple triple = loaded.triples[at];
    if (at % 2 == 0) triple.o += 1;
    found += *snapshot->Contains(triple);
  }
  benchmark::DoNotOptimize(found);
  Count(state, state.iterations());
}

// The same triples as single keys of RocksDB, in the order SPO.
class SingleKeys {
 public:
  explicit SingleKeys(const std::vector<Triple>& triples)
      : store_(OpenStore(NewFolder())) {
    for (size_t i = 0; i < triples.size(); i += kBatchTriples) {
      auto batch = *store_->NewBatch();
      const size_t end = std::min(triples.size(), i + kBatchTriples);
      for (size_t j = i; j < end; ++j) {
        batch->Put(storage::Family::kAssertions,
                   storage::EncodeKey(Permute(Order::kSpo, triples[j])), "");
      }
      if (!store_->Commit(std::move(batch)).ok()) std::abort();
    }
    if (!store_->Compact().ok()) std::abort();
    snapshot_ = store_->NewSnapshot();
  }
  const storage::Snapshot& snapshot() const { return *snapshot_; }

 private:
  std::unique_ptr<storage::Store> store_;
  std::unique_ptr<storage::Snapshot> snapshot_;
};

// What EdgesOfSubject is to be compared with: RocksDB's iterator over the keys
// that begin with the subject.
void PrefixScanSingleKeys(benchmark::State& state) {
  const auto& triples = Loaded(state.range(0)).triples;
  const SingleKeys keys(triples);
  const auto it =
      keys.snapshot().NewRecordIterator(storage::Family::kAssertions);
  uint64_t at = 0;
  uint64_t sum = 0;
  for (auto _ : state) {
    at = (at + 7919) % triples.size();
    const std::string prefix = storage::EncodeKey(Prefix(triples[at].s));
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix);
         it->Next()) {
      sum += it->key().back();
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, state.iterations());
}

// What Contains is to be compared with: RocksDB's Get of the same triples as
// single keys.  All are there, for a missing one costs an error's text.
void GetSingleKey(benchmark::State& state) {
  const auto& triples = Loaded(state.range(0)).triples;
  const SingleKeys keys(triples);
  uint64_t at = 0;
  uint64_t found = 0;
  for (auto _ : state) {
    at = (at + 7919) % triples.size();
    const std::string key =
        storage::EncodeKey(Permute(Order::kSpo, triples[at]));
    found += keys.snapshot().Get(storage::Family::kAssertions, key).ok();
  }
  benchmark::DoNotOptimize(found);
  Count(state, state.iterations());
}

// Leaps through one order as a join does: each time a little further on.
void SeekForward(benchmark::State& state) {
  const LoadedStore& loaded = Loaded(state.range(0));
  std::vector<Columns> bounds;
  for (size_t i = 0; i < loaded.triples.size(); i += 13) {
    bounds.push_back(Permute(Order::kOsp, loaded.triples[i]));
  }
  std::sort(bounds.begin(), bounds.end());
  const auto snapshot = loaded.store->NewSnapshot();
  const auto it = snapshot->NewTripleIterator(Order::kOsp);
  uint64_t sum = 0;
  for (auto _ : state) {
    it->Seek(Prefix());
    for (const Columns& bound : bounds) {
      it->SeekForward(bound);
      if (it->Valid()) sum += Sum(it->columns());
    }
  }
  benchmark::DoNotOptimize(sum);
  Count(state, state.iterations() * bounds.size());
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(10)->Range(1000, 1000000);
  bench->Unit(benchmark::kMillisecond)->UseRealTime();
}
void Lookups(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(10)->Range(1000, 1000000);
  bench->Unit(benchmark::kNanosecond)->UseRealTime();
}

BENCHMARK(Intern)->Apply(Sizes);
BENCHMARK(InternKnown)->Apply(Sizes);
BENCHMARK(EncodeKeys)->Apply(Sizes);
BENCHMARK_CAPTURE(Insert, logged, false)->Apply(Sizes);
BENCHMARK_CAPTURE(Insert, synced, true)->Apply(Sizes);
BENCHMARK(InternAndInsert)->Apply(Sizes);
BENCHMARK(ScanAll)->Apply(Sizes);
BENCHMARK(ScanAllBlocks)->Apply(Sizes);
BENCHMARK(ScanRelation)->Apply(Sizes);
BENCHMARK(SeekForward)->Apply(Sizes);
BENCHMARK(EdgesOfSubject)->Apply(Lookups);
BENCHMARK(PrefixScanSingleKeys)->Apply(Lookups);
BENCHMARK(Contains)->Apply(Lookups);
BENCHMARK(GetSingleKey)->Apply(Lookups);

}  // namespace
}  // namespace tercet::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  tercet::bench::RemoveAll();
  return 0;
}
