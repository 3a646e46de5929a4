#ifndef TERCET_TESTS_STORAGE_SCRATCH_H_
#define TERCET_TESTS_STORAGE_SCRATCH_H_

// A folder of its own for each test, gone when the test is.

#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/store.h"

namespace tercet::storage {

class Scratch {
 public:
  Scratch() {
    // mkdtemp replaces six X.
    std::string name = std::filesystem::temp_directory_path() / "tercet-";
    name.append(6, 'X');
    path_ = mkdtemp(name.data());
  }
  ~Scratch() { std::filesystem::remove_all(path_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  // A path inside; nothing is there yet.
  std::string operator/(const std::string& name) const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

inline std::unique_ptr<Store> OpenOrDie(const std::string& path) {
  auto store = Store::Open(path, {.create_if_missing = true});
  EXPECT_TRUE(store.ok()) << store.status();
  if (!store.ok()) abort();
  return *std::move(store);
}

inline std::unique_ptr<Batch> BatchOrDie(Store& store) {
  auto batch = store.NewBatch();
  EXPECT_TRUE(batch.ok()) << batch.status();
  if (!batch.ok()) abort();
  return *std::move(batch);
}

// What an iterator yields from where it stands.
inline std::vector<Triple> Collect(TripleIterator& it) {
  std::vector<Triple> triples;
  for (; it.Valid(); it.Next()) triples.push_back(it.triple());
  EXPECT_TRUE(it.status().ok()) << it.status();
  return triples;
}

}  // namespace tercet::storage

#endif  // TERCET_TESTS_STORAGE_SCRATCH_H_
