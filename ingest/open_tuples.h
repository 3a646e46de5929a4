#ifndef TERCET_INGEST_OPEN_TUPLES_H_
#define TERCET_INGEST_OPEN_TUPLES_H_

// What a sentence says as tuples of its own words, in its own spelling.
//
//   "The firm did not move to Oslo in May."
//       confidence 0.8   relation "did not move to"
//       arguments "The firm", "Oslo", "in May"
//
// Pure and deterministic: any number of threads may call it.  The tokens
// must be parsed.  Everything returned is a value of its own.

#include <string>
#include <vector>

#include "ingest/lexicon.h"
#include "ingest/sentence.h"

namespace tercet::text {

struct OpenTuple {
  double confidence = 0;  // 0 to 1
  std::string relation;
  std::vector<std::string> arguments;  // the subject first
};

// A tuple for each clause with a subject and something said of it.
std::vector<OpenTuple> OpenTuples(const Sentence& sentence,
                                  const Lexicon& lexicon);

}  // namespace tercet::text

#endif  // TERCET_INGEST_OPEN_TUPLES_H_
