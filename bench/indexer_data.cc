#include "bench/indexer_data.h"

#include <stdlib.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace tercet::bench {
namespace {

namespace fs = std::filesystem;

std::set<std::string>& Folders() {
  static std::set<std::string> folders;
  return folders;
}

std::map<size_t, LoadedStore>& Stores() {
  static std::map<size_t, LoadedStore> stores;
  return stores;
}

// A benchmark whose store fails measures nothing: stop and say why.
template <typename T>
T ValueOrExit(absl::StatusOr<T> value) {
  if (value.ok()) return *std::move(value);
  std::fprintf(stderr, "%s\n", value.status().ToString().c_str());
  std::exit(1);
}

int64_t DayNumber(const std::string& date) {
  int year = 0, month = 0, day = 0;
  std::sscanf(date.c_str(), "%d-%d-%d", &year, &month, &day);
  return (year - 1970) * 365 + (month - 1) * 30 + day;
}

}  // namespace

const std::vector<SyntheticTriple>& Text(size_t size) {
  static std::map<size_t, std::vector<SyntheticTriple>> texts;
  std::vector<SyntheticTriple>& text = texts[size];
  if (text.empty()) {
    SyntheticGraph graph({.triples = size});
    text.reserve(size);
    for (SyntheticTriple triple; graph.Next(triple);) text.push_back(triple);
  }
  return text;
}

storage::TermId Intern(storage::Batch& batch, const SyntheticTerm& term) {
  const auto kind = static_cast<uint8_t>(term.kind);
  switch (term.kind) {
    case SyntheticKind::kInteger:
      return *storage::InlineNumber({std::stoll(term.text), 0}, kind);
    case SyntheticKind::kDate:
      return *storage::InlineDate({DayNumber(term.text), 1}, kind);
    default:
      return ValueOrExit(batch.Intern(kind, term.text));
  }
}

std::string NewFolder() {
  std::string name = fs::temp_directory_path() / "tercet-bench-";
  name.append(6, 'X');
  if (mkdtemp(name.data()) == nullptr) std::exit(1);
  Folders().insert(name);
  return name;
}

void RemoveFolder(const std::string& path) {
  fs::remove_all(path);
  Folders().erase(path);
}

std::unique_ptr<storage::Store> OpenStore(const std::string& path) {
  return ValueOrExit(storage::Store::Open(
      path, {.create_if_missing = true, .cache_bytes = size_t{1} << 30}));
}

void Load(storage::Store& store, const std::vector<SyntheticTriple>& triples) {
  for (size_t i = 0; i < triples.size(); i += kBatchTriples) {
    auto batch = ValueOrExit(store.NewBatch());
    const size_t end = std::min(triples.size(), i + kBatchTriples);
    for (size_t j = i; j < end; ++j) {
      const SyntheticTriple& t = triples[j];
      batch->AddTriple({Intern(*batch, t.subject), Intern(*batch, t.relation),
                        Intern(*batch, t.object)});
    }
    if (!store.Commit(std::move(batch)).ok()) std::exit(1);
  }
}

const LoadedStore& Loaded(size_t size) {
  LoadedStore& loaded = Stores()[size];
  if (loaded.store == nullptr) {
    loaded.store = OpenStore(NewFolder());
    Load(*loaded.store, Text(size));
    if (!loaded.store->Compact().ok()) std::exit(1);
    const auto batch = ValueOrExit(loaded.store->NewBatch());
    for (const SyntheticTriple& t : Text(size)) {
      loaded.triples.push_back({Intern(*batch, t.subject),
                                Intern(*batch, t.relation),
                                Intern(*batch, t.object)});
    }
  }
  return loaded;
}

void RemoveAll() {
  Stores().clear();
  while (!Folders().empty()) RemoveFolder(*Folders().begin());
}

}  // namespace tercet::bench
