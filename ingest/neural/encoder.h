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
// It keeps its buffers between batches, and what the first layer computes from
// a word alone: the words of a text recur.
//
// Thread safety: one thread at a time; each thread has its own Encoder over
// the shared network.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
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
  const State* low() const { return low_.data(); }
  const State* top() const { return top_.data(); }

 private:
  // Sets word_of_row_, after working out fed_words_ of the forms that are not
  // known yet.
  void LookUpWords(const std::vector<Forms>& sentences);
  void Embed(std::string_view written, int16_t* input) const;
  // What the first layer is fed for the words from `first` on.
  void FeedWords(const OwnedWideMatrix& matrix, size_t first,
                 const std::vector<int16_t>& inputs, std::vector<float>& fed);
  // fed_: what a later layer is fed for each row of below_.
  void FeedRows(const OwnedStateMatrix& matrix);
  // Runs over what was fed, and where in it each row finds its own.
  void RunDirection(const OwnedStateMatrix& recurrent, bool backward,
                    const std::vector<float>& fed,
                    const std::vector<int>& fed_of_row);

  const Network& network_;
  const Kernels& kernels_;
  int rows_ = 0;
  std::vector<int> starts_;  // each sentence's first row, then the end
  // Known forms by their number, and what the first layer is fed for each,
  // forward and backward.
  absl::flat_hash_map<std::string, int> words_;
  std::array<std::vector<float>, 2> fed_words_;
  size_t word_bytes_ = 0;  // of all known forms
  std::vector<int> word_of_row_;
  std::vector<int> row_of_row_;  // 0, 1, 2 …
  std::vector<State> low_, top_, below_;
  std::vector<float> fed_;
  std::vector<float> cells_;
  std::vector<State> no_state_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_ENCODER_H_
