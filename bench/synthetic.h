#ifndef TERCET_BENCH_SYNTHETIC_H_
#define TERCET_BENCH_SYNTHETIC_H_

// A made-up knowledge graph of any size, the same for the same seed.
//
//     SyntheticGraph graph({.triples = 1000, .seed = 1});
//     SyntheticTriple triple;
//     while (graph.Next(triple)) Use(triple.subject.text);
//
// It has what makes real ones hard: 2,000 relations of which few are used
// often (Zipf), objects that many point to (hubs), labels and phrases that
// occur once, numbers and dates.  There are about 3.4 million distinct terms
// in 10 million triples, subject by subject, as dumps come.
//
// Thread safety: one thread at a time.

#include <cstdint>
#include <string>

namespace tercet::bench {

enum class SyntheticKind : uint8_t {
  kEntity = 1,
  kRelation = 2,
  kText = 3,
  kInteger = 4,
  kDate = 5,
};

struct SyntheticTerm {
  SyntheticKind kind = SyntheticKind::kEntity;
  std::string text;  // "entity/17", "north river 4711", "42", "1999-03-01"
};

struct SyntheticTriple {
  SyntheticTerm subject;
  SyntheticTerm relation;
  SyntheticTerm object;
};

struct SyntheticOptions {
  uint64_t triples = 1000;
  uint64_t seed = 1;
  uint64_t relations = 2000;
};

class SyntheticGraph {
 public:
  explicit SyntheticGraph(const SyntheticOptions& options);

  // Writes the next triple; false after the last.
  bool Next(SyntheticTriple& triple);

 private:
  uint64_t Random();
  double Uniform();  // 0 <= x < 1
  // A rank from 1 to n, the k-th about k^-exponent as frequent as the first.
  uint64_t Zipf(uint64_t n, double exponent);
  void WriteObject(uint64_t relation, SyntheticTerm& object);

  const SyntheticOptions options_;
  const uint64_t entities_;
  uint64_t state_;
  uint64_t written_ = 0;
  uint64_t subject_ = 0;
  uint64_t edges_left_ = 0;
  bool labelled_ = true;
};

// Appends the triple as a line of N-Triples.
void AppendNTriples(const SyntheticTriple& triple, std::string& out);

}  // namespace tercet::bench

#endif  // TERCET_BENCH_SYNTHETIC_H_
