#ifndef TERCET_INGEST_NER_FEATURES_H_
#define TERCET_INGEST_NER_FEATURES_H_

// The features of the name tagger: for each token, hashes of its form,
// shape, affixes, tag, neighbours and of what the lexicon knows of it.
//
//   NerFeatures features(sentence, names);
//   features.Of(i)   // of token i
//
// A value that borrows nothing after construction.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/names.h"
#include "ingest/sentence.h"

namespace tercet::text {

class NerFeatures {
 public:
  NerFeatures(const Sentence& sentence, const NameLexicon& names);

  std::span<const uint32_t> Of(int token) const { return features_[token]; }
  int size() const { return static_cast<int>(features_.size()); }

 private:
  std::vector<std::vector<uint32_t>> features_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NER_FEATURES_H_
