#ifndef TERCET_INGEST_NEURAL_NETWORK_H_
#define TERCET_INGEST_NEURAL_NETWORK_H_

// The trained network as the model file holds it: tables of word and subword
// rows, LSTM layers, and the layers that read tags, arcs, relations and names
// off the encoded words.  Only data; encoder.h and annotator.h compute.
//
//   absl::StatusOr<Network> network = Network::Parse(bytes);
//
// Thread safety: const after Parse; share freely.  A Network owns all it
// points to and may be moved.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/neural/kernels.h"

namespace tercet::text {

// A matrix with its storage, aligned for the kernels.
template <typename Weight>
class OwnedMatrix {
 public:
  OwnedMatrix() = default;
  OwnedMatrix(int panels, int inputs, std::string_view weights,
              std::string_view bias, std::string_view scale);

  PanelMatrix<Weight> view() const {
    return {.weights = weights_.empty() ? nullptr : weights_.data()->values,
            .bias = bias_.data(),
            .scale = scale_.data(),
            .panels = panels_,
            .inputs = inputs_};
  }
  int outputs() const { return panels_ * 32; }
  int inputs() const { return inputs_; }
  const float* scale() const { return scale_.data(); }

 private:
  struct alignas(32) Block {
    Weight values[32 / sizeof(Weight)];
  };

  int panels_ = 0;
  int inputs_ = 0;
  std::vector<Block> weights_;
  std::vector<int32_t> bias_;
  std::vector<float> scale_;
};

using OwnedWideMatrix = OwnedMatrix<int16_t>;
using OwnedStateMatrix = OwnedMatrix<int8_t>;

// One direction of one layer.
struct LstmWeights {
  OwnedStateMatrix fed;        // from the layer below; none in the first
  OwnedStateMatrix recurrent;  // from the word before
};

struct Network {
  // DataLoss: the bytes are damaged.  FailedPrecondition: they are of
  // another version, or no model of this kind.
  static absl::StatusOr<Network> Parse(std::string_view bytes);

  // The row of a word in `word_rows`, or -1.
  int WordRow(std::string_view form) const;

  int input_size() const { return word_size + subword_size; }

  int hidden = 0;
  int layers = 0;
  int tag_layer = 0;  // whose output the taggers read
  int arc_size = 0;
  int label_size = 0;
  std::vector<std::string> upos, xpos, deprel, uner, gum;

  int word_size = 0;
  std::vector<uint64_t> word_hashes;  // rising; row i is that of hash i
  std::vector<int8_t> word_rows;
  std::vector<uint32_t> word_starts;  // by the hash's top 16 bits
  int subword_size = 0;
  std::vector<int8_t> subword_rows;

  std::array<OwnedWideMatrix, 2> words_fed;      // into the first layer
  std::vector<std::array<LstmWeights, 2>> lstm;  // forward, backward
  OwnedStateMatrix upos_out, xpos_out, uner_out, gum_out;
  OwnedStateMatrix arc_dependent, arc_head, label_dependent, label_head;
  OwnedWideMatrix arc_bilinear, label_out;
  // How many steps of the 16-bit layers a value of 1 has.
  float dependent_steps = 0, head_steps = 0, bilinear_steps = 0,
        label_steps = 0;
  std::vector<int16_t> arc_root;
  std::vector<float> label_root;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_NETWORK_H_
