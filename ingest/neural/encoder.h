#ifndef TERCET_INGEST_NEURAL_ENCODER_H_
#define TERCET_INGEST_NEURAL_ENCODER_H_

// Runs the LSTM layers over a batch of sentences.
//
//   Encoder encoder(network, BestKernels());
//   encoder.Encode({{"Ana", "sings"}, {"Yes"}});
//   encoder.top()  // 3 rows of 2 * hidden values, sentence after sentence
//
// A sentence's rows do not depend on the others in its batch: all sums are
// of integers.
//
// Thread safety: one thread at a time; each thread has its own Encoder over
// the shared network.  It keeps its buffers between batches.

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/neural/kernels.h"
#include "ingest/neural/network.h"

namespace tercet::text {

using Forms = std::vector<std::string_view>;  // of one sentence

class Encoder {
 public:
  // Keeps references to both.
  Encoder(const Network& network, const Kernels& kernels)
      : network_(network), kernels_(kernels) {}

  // The longest sentence comes first, and lengths never rise.
  void Encode(const std::vector<Forms>& sentences);

  int rows() const { return rows_; }
  // Outputs of the layer that taggers read, and of the last.
  const int16_t* low() const { return low_.data(); }
  const int16_t* top() const { return top_.data(); }

 private:
  void FindTypes(const std::vector<Forms>& sentences);
  void Embed(std::string_view written, int16_t* input) const;
  void RunDirection(const LstmWeights& weights, bool backward,
                    const int16_t* const* inputs, int input_count,
                    const std::vector<int>& input_of_row,
                    std::vector<int16_t>& out);

  const Network& network_;
  const Kernels& kernels_;
  int rows_ = 0;
  std::vector<int> starts_;  // each sentence's first row, then the end
  std::vector<int> type_of_row_;
  std::vector<int> row_of_row_;  // 0, 1, 2 …
  std::vector<int16_t> types_;   // inputs of distinct forms
  int type_count_ = 0;
  std::vector<int16_t> low_, top_, below_;
  std::vector<int32_t> fed_;
  std::vector<float> cells_;
  std::vector<int16_t> no_state_;
  std::vector<const int16_t*> inputs_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_ENCODER_H_
