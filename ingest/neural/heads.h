#ifndef TERCET_INGEST_NEURAL_HEADS_H_
#define TERCET_INGEST_NEURAL_HEADS_H_

// Reads tags, arcs, relations and names off the encoded words of a batch.
//
//   HeadReader reader(network, BestKernels());
//   reader.Scores(network.upos_out, rows, 30);     // 30 rows of logits
//   reader.Read(rows, 30);
//   std::vector<int> heads = reader.Arcs(0, 12);   // 12 heads, 0 the root
//   reader.Relations(0, heads);                    // 12 label numbers
//
// Rows are the encoder's, 2 * hidden states each.
//
// Thread safety: one thread at a time; it keeps its buffers.

#include <cstdint>
#include <vector>

#include "ingest/neural/kernels.h"
#include "ingest/neural/network.h"

namespace tercet::text {

class HeadReader {
 public:
  // Keeps references to both.
  HeadReader(const Network& network, const Kernels& kernels)
      : network_(network), kernels_(kernels) {}

  // Logits, matrix.outputs() a row.
  std::vector<float> Scores(const OwnedStateMatrix& matrix, const State* rows,
                            int count) const;

  // What Arcs and Relations work on.
  void Read(const State* rows, int count);

  // Heads of the sentence of `count` rows from `first` on: 0 for the root,
  // else from 1.
  std::vector<int> Arcs(int first, int count);

  // The best relation of each word of that sentence to its head.
  std::vector<int> Relations(int first, const std::vector<int>& heads);

 private:
  // sums_ = matrix * rows, matrix.outputs() values a row.
  void Multiply(const WideMatrix& matrix, const int16_t* rows, int count);

  const Network& network_;
  const Kernels& kernels_;
  // Of each row, in steps: the head that it seeks, and itself as one.
  std::vector<int16_t> seeking_, heads_;
  // Its share in the scores of relations, as a dependent and as a head.
  std::vector<float> label_dependents_, label_heads_;
  std::vector<int32_t> sums_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_HEADS_H_
