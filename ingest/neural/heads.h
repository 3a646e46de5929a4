#ifndef TERCET_INGEST_NEURAL_HEADS_H_
#define TERCET_INGEST_NEURAL_HEADS_H_

// Reads tags, arcs, relations and names off encoded words.
//
//   HeadReader reader(network, BestKernels());
//   reader.Tags(network.upos_out, rows, 12);       // 12 label numbers
//   reader.Arcs(rows, 12);                         // 12 heads, 0 the root
//
// Rows are the encoder's, 2 * hidden values each.
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

  // The best of `labels` for each row, the first at a tie.
  std::vector<int> Tags(const OwnedMatrix& matrix, int labels,
                        const int16_t* rows, int count);

  // Logits, matrix.outputs() a row, of rows with `width` values each.
  std::vector<float> Scores(const OwnedMatrix& matrix, const int16_t* rows,
                            size_t width, int count);

  // Heads of one sentence's words: 0 for the root, else from 1.
  std::vector<int> Arcs(const int16_t* rows, int count);

  // The best relation of each word to its head.
  std::vector<int> Relations(const int16_t* rows, int count,
                             const std::vector<int>& heads);

 private:
  // sums_ = matrix * rows, matrix.outputs() values a row.
  void Multiply(const OwnedMatrix& matrix, const int16_t* rows, size_t width,
                int count);
  // matrix * rows through a leaky rectifier, in 1/steps.
  std::vector<int16_t> Layer(const OwnedMatrix& matrix, const int16_t* rows,
                             size_t width, int count, float steps);

  const Network& network_;
  const Kernels& kernels_;
  std::vector<int32_t> sums_;
  std::vector<const int16_t*> inputs_;
  std::vector<int32_t*> outputs_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_HEADS_H_
