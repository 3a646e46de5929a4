#ifndef TERCET_INGEST_NEURAL_KERNELS_H_
#define TERCET_INGEST_NEURAL_KERNELS_H_

// The two inner loops of the network, in a portable and an AVX2 version that
// give the same bits: products are of 16-bit integers summed in 32 bits, which
// is exact in any order, and the gates are single-precision sums and products
// in a fixed order, without fused multiply-add.
//
//   const Kernels& kernels = BestKernels();
//   kernels.multiply(matrix, rows, 3, outs);
//
// Thread safety: pure functions.  They own nothing.

#include <cstdint>

namespace tercet::text {

// Outputs come in panels of 32.  A panel holds, for each pair of inputs
// (k, k + 1), the 32 outputs' two weights next to each other.  The exporter
// chooses scales under which no sum can leave 32 bits.
struct PanelMatrix {
  const int16_t* weights = nullptr;  // 32-byte aligned
  const int32_t* bias = nullptr;     // one an output
  int panels = 0;
  int inputs = 0;  // even

  int outputs() const { return panels * 32; }
};

// One time step of an LSTM for some sentences at once.  Panel p of the matrix
// holds the input, forget, cell and output gates of units 8p to 8p + 7.
struct LstmStep {
  PanelMatrix matrix;            // recurrent weights; bias is not used
  const float* scale = nullptr;  // of each output
  const int16_t* const* state_in = nullptr;  // `inputs` values a sentence
  const int32_t* const* fed = nullptr;       // `outputs` sums a sentence
  float* const* cell = nullptr;              // read and written
  int16_t* const* state_out = nullptr;
  int count = 0;  // of sentences
};

// A state of 1.0 is stored as this.
inline constexpr float kStateUnit = 1024.0f;

struct Kernels {
  // outs[r][o] = bias[o] + sum over k of weights[o][k] * rows[r][k]
  void (*multiply)(const PanelMatrix& matrix, const int16_t* const* rows,
                   int count, int32_t* const* outs);
  void (*lstm_step)(const LstmStep& step);
};

const Kernels& PortableKernels();

// The fastest that this processor runs.
const Kernels& BestKernels();

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_KERNELS_H_
