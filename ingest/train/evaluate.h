#ifndef TERCET_INGEST_TRAIN_EVALUATE_H_
#define TERCET_INGEST_TRAIN_EVALUATE_H_

// Measures analyses against gold ones, as the CoNLL 2018 shared task does:
// tokens are aligned by the bytes that they cover, and every figure is an F1
// over tokens or sentences.  On gold tokens F1 is plain accuracy.
//
//   Scores scores;
//   scores.Add(gold.sentences, pipeline.Analyze(gold.text));
//   scores.las.F1();  // 0.84

#include <array>
#include <cstdint>
#include <vector>

#include "ingest/sentence.h"
#include "ingest/transition.h"

namespace tercet::text {

struct Score {
  int64_t gold = 0;
  int64_t guessed = 0;
  int64_t right = 0;

  double F1() const {
    return gold + guessed == 0 ? 0
                               : 2.0 * static_cast<double>(right) /
                                     static_cast<double>(gold + guessed);
  }
};

struct Scores {
  Score sentences;
  Score tokens;
  Score upos;
  Score xpos;
  Score feats;
  Score lemmas;
  Score uas;
  Score las;       // whole relations: "nsubj:pass"
  Score las_main;  // main types alone, the shared task's LAS: "nsubj"
  // By whole relation: right means head and relation.
  std::array<Score, kDeprelCount> relations;

  // Adds one document.
  void Add(const std::vector<Sentence>& gold,
           const std::vector<Sentence>& guessed);
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_EVALUATE_H_
