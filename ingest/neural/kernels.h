#ifndef TERCET_INGEST_NEURAL_KERNELS_H_
#define TERCET_INGEST_NEURAL_KERNELS_H_

// The inner loops of the network, in a portable and an AVX2 version that give
// the same bits: products are of integers summed in 32 bits, which is exact in
// any order, and the gates are single-precision sums and products in a fixed
// order, without fused multiply-add.
//
//   const Kernels& kernels = BestKernels();
//   kernels.project(matrix, rows, 3, outs);
//
// Thread safety: pure functions.  They own nothing.

#include <cstdint>

namespace tercet::text {

// Outputs come in panels of 32.  A panel holds, for each 32 bits of inputs (a
// pair of 16-bit ones, four states), the weights of its 32 outputs for them
// next to each other.
template <typename Weight>
struct PanelMatrix {
  const Weight* weights = nullptr;  // 32-byte aligned
  const int32_t* bias = nullptr;    // one an output
  const float* scale = nullptr;     // what one step of an output's sum is worth
  int panels = 0;
  int inputs = 0;

  int outputs() const { return panels * 32; }
};

// Over 16-bit inputs, an even number of them.  The exporter chooses scales
// under which no sum can leave 32 bits.
using WideMatrix = PanelMatrix<int16_t>;

// Over states, a multiple of 8.  See FitsStates for what keeps sums exact.
using StateMatrix = PanelMatrix<int8_t>;

// A state h of an LSTM unit, between -1 and 1, is stored as the nearest
// integer to kStateUnit * h + kStateZero: 1 to 127.
using State = uint8_t;
inline constexpr float kStateUnit = 63.0f;
inline constexpr int kStateZero = 64;
inline constexpr int kLargestState = 127;

// Four products are summed in 16 bits before they join the sum of 32: those of
// inputs k, k + 1, k + 4 and k + 5 where k is a multiple of 8, or 2 more.  So
// among the four weights neither the positive nor the negative ones may add up
// to more than this.
inline constexpr int kLargestWeights = 32767 / kLargestState;

// One time step of an LSTM for some sentences at once.  Panel p of the matrix
// holds the input, forget, cell and output gates of units 8p to 8p + 7.
struct LstmStep {
  StateMatrix matrix;                      // recurrent weights
  const State* const* state_in = nullptr;  // `inputs` states a sentence
  const float* const* fed = nullptr;       // `outputs` values a sentence
  float* const* cell = nullptr;            // read and written
  State* const* state_out = nullptr;
  int count = 0;  // of sentences
};

struct Kernels {
  // outs[r][o] = bias[o] + sum over k of weights[o][k] * rows[r][k], for
  // `count` rows of `inputs` values and `outputs` sums, one behind the other.
  void (*multiply)(const WideMatrix& matrix, const int16_t* rows, int count,
                   int32_t* outs);
  // The same sum times scale[o], over states.
  void (*project)(const StateMatrix& matrix, const State* rows, int count,
                  float* outs);
  void (*lstm_step)(const LstmStep& step);
};

const Kernels& PortableKernels();

// The fastest that this processor runs.
const Kernels& BestKernels();

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_KERNELS_H_
