#ifndef TERCET_TESTS_INGEST_NAME_LEXICON_H_
#define TERCET_TESTS_INGEST_NAME_LEXICON_H_

// The project's own tables of names, read once for all tests of a program.

#include <gtest/gtest.h>

#include <utility>

#include "ingest/names.h"

namespace tercet::text {

inline const NameLexicon& Names() {
  static const NameLexicon* const kNames = [] {
    absl::StatusOr<NameLexicon> names =
        NameLexicon::Load(TERCET_SOURCE_DIR "/ingest/lexicon");
    EXPECT_TRUE(names.ok()) << names.status();
    return new NameLexicon(*std::move(names));
  }();
  return *kNames;
}

}  // namespace tercet::text

#endif  // TERCET_TESTS_INGEST_NAME_LEXICON_H_
