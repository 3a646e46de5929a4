// Lookups and scans as a program that links the library makes them, through
// View.  Part of indexer_bench.

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/indexer_data.h"
#include "bench/synthetic.h"
#include "tercet/graph.h"
#include "tercet/import.h"

namespace tercet::bench {
namespace {

// A graph of so many imported facts and their triples in the order SPO, made
// once.  It stays open until the program ends.
struct LoadedGraph {
  std::unique_ptr<Graph> graph;
  std::vector<Triple> triples;
};
const LoadedGraph& Imported(size_t size) {
  static auto& graphs = *new std::map<size_t, LoadedGraph>;
  LoadedGraph& loaded = graphs[size];
  if (loaded.graph != nullptr) return loaded;
  std::string text;
  for (const SyntheticTriple& triple : Text(size)) AppendNTriples(triple, text);
  auto graph = Graph::Open(NewFolder() + "/graph");
  if (!graph.ok()) std::abort();
  loaded.graph = *std::move(graph);
  if (!loaded.graph->Import({.id = "all", .name = "all", .text = text}).ok()) {
    std::abort();
  }
  const View view = loaded.graph->Read();
  TripleCursor cursor = view.Triples({});
  for (; cursor.Valid(); cursor.Next()) {
    loaded.triples.push_back(cursor.triple());
  }
  return loaded;
}

// Looks at every id, so that nothing is optimised away.
void Scan(benchmark::State& state, const View& view, const IdPattern& pattern) {
  uint64_t seen = 0;
  uint64_t sum = 0;
  TripleBlock block;
  for (auto _ : state) {
    TripleCursor cursor = view.Triples(pattern);
    while (cursor.NextBlock(block)) {
      seen += block.size();
      for (const auto* ids :
           {&block.subjects, &block.relations, &block.objects})
        for (const TermId id : *ids) sum ^= id;
    }
    if (!cursor.status().ok()) std::abort();
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(static_cast<int64_t>(seen));
}

// All facts of the most frequent relation.
void ViewScanRelation(benchmark::State& state) {
  const View view = Imported(state.range(0)).graph->Read();
  const auto relation = view.ResolveRelation("1");
  if (!relation.ok() || !relation->has_value()) std::abort();
  Scan(state, view, {.relation = (*relation)->id});
}

void ViewScanAll(benchmark::State& state) {
  Scan(state, Imported(state.range(0)).graph->Read(), {});
}

// The facts of one subject.  Items are subjects.
void ViewEdgesOfSubject(benchmark::State& state) {
  const LoadedGraph& loaded = Imported(state.range(0));
  const View view = loaded.graph->Read();
  TripleCursor cursor = view.Triples({.subject = loaded.triples[0].subject});
  uint64_t at = 0;
  uint64_t sum = 0;
  for (auto _ : state) {
    at = (at + 7919) % loaded.triples.size();
    cursor.Restart({.subject = loaded.triples[at].subject});
    for (; cursor.Valid(); cursor.Next()) sum ^= cursor.triple().object;
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(state.iterations());
}

// Is this fact there?  Half of those asked for are not.
void ViewContains(benchmark::State& state) {
  const LoadedGraph& loaded = Imported(state.range(0));
  const View view = loaded.graph->Read();
  uint64_t at = 0;
  uint64_t found = 0;
  for (auto _ : state) {
    at = (at + 7919) % loaded.triples.size();
    Triple triple = loaded.triples[at];
    if (at % 2 == 0) triple.object += 1;
    found += *view.Contains(triple) ? 1 : 0;
  }
  benchmark::DoNotOptimize(found);
  state.SetItemsProcessed(state.iterations());
}

void Sizes(benchmark::internal::Benchmark* bench) {
  bench->RangeMultiplier(10)->Range(1000, 1000000)->UseRealTime();
}
BENCHMARK(ViewScanRelation)->Apply(Sizes);
BENCHMARK(ViewScanAll)->Apply(Sizes);
BENCHMARK(ViewEdgesOfSubject)->Apply(Sizes);
BENCHMARK(ViewContains)->Apply(Sizes);

}  // namespace
}  // namespace tercet::bench
