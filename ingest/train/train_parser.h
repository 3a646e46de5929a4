#ifndef TERCET_INGEST_TRAIN_TRAIN_PARSER_H_
#define TERCET_INGEST_TRAIN_TRAIN_PARSER_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "ingest/parser.h"
#include "ingest/sentence.h"

namespace tercet::text {

struct ParserOptions {
  uint64_t seed = 1;
  int members = 1;
  int iterations = 8;
  int min_updates = 3;
  // From the second iteration on, the parser follows its own guess instead
  // of the oracle in so many of a thousand steps.
  int explore_per_mille = 900;
  int min_weight = 22;  // of the sum, in sixteenths of an update
  // Told after each iteration of the first member how many of its decisions
  // were wrong.
  std::function<void(int iteration, int64_t wrong, int64_t steps)> on_iteration;
};

// Learns from sentences with gold heads and relations, and with the tags and
// lemmas that the parser will see in use.
//
// The result is the sum of several parsers, each trained with a seed of its
// own: a committee that is as fast as one of its members.
Parser TrainParser(const std::vector<Sentence>& sentences,
                   const ParserOptions& options);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRAIN_TRAIN_PARSER_H_
