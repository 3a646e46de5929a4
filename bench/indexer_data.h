#ifndef TERCET_BENCH_INDEXER_DATA_H_
#define TERCET_BENCH_INDEXER_DATA_H_

// What the indexer's benchmarks work on: a synthetic graph as text, and stores
// filled with it.
//
// Thread safety: one thread at a time.  Stores live in the temporary folder
// (TMPDIR) until the program ends.

#include <memory>
#include <string>
#include <vector>

#include "bench/synthetic.h"
#include "storage/store.h"

namespace tercet::bench {

// The triples per committed batch: a long document, or a page of an import.
inline constexpr size_t kBatchTriples = 1000;

// The first `size` triples of the graph with seed 1, made once.
const std::vector<SyntheticTriple>& Text(size_t size);

// The term's id in a batch: values inline, the rest from the dictionary.
storage::TermId Intern(storage::Batch& batch, const SyntheticTerm& term);

// A new, empty folder for a store; removed by RemoveFolder or at the end.
std::string NewFolder();
void RemoveFolder(const std::string& path);

std::unique_ptr<storage::Store> OpenStore(const std::string& path);

// Interns and adds the triples, kBatchTriples a batch.
void Load(storage::Store& store, const std::vector<SyntheticTriple>& triples);

// A store that holds Text(size), made once and kept open, and its triples as
// ids in the order in which they came.
struct LoadedStore {
  std::unique_ptr<storage::Store> store;
  std::vector<storage::Triple> triples;
};
const LoadedStore& Loaded(size_t size);

// Closes and removes all that the functions above made.
void RemoveAll();

}  // namespace tercet::bench

#endif  // TERCET_BENCH_INDEXER_DATA_H_
