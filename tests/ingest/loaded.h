#ifndef TERCET_TESTS_INGEST_LOADED_H_
#define TERCET_TESTS_INGEST_LOADED_H_

// What takes a while to read, such as the project's own tables and models, once
// for all tests of a program:
//
//   Loaded<NameLexicon>(TERCET_SOURCE_DIR "/ingest/lexicon")
//
// A program reads each type from one directory.

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/status/statusor.h"

namespace tercet {

template <typename T>
const T& Loaded(const std::string& directory) {
  static const T* const kLoaded = [&] {
    absl::StatusOr<T> loaded = T::Load(directory);
    EXPECT_TRUE(loaded.ok()) << loaded.status();
    return new T(*std::move(loaded));
  }();
  return *kLoaded;
}

}  // namespace tercet

#endif  // TERCET_TESTS_INGEST_LOADED_H_
