#include "ingest/neural/kernels.h"
#include "ingest/neural/lstm_gates.h"

namespace tercet::text {
namespace {

// Adds panel p's products with one row to 32 sums.
void AddPanel(const PanelMatrix& matrix, int panel, const int16_t* row,
              int32_t* sums) {
  const int16_t* weights =
      matrix.weights + static_cast<int64_t>(panel) * 32 * matrix.inputs;
  for (int k = 0; k < matrix.inputs; k += 2, weights += 64) {
    const int32_t first = row[k];
    const int32_t second = row[k + 1];
    for (int o = 0; o < 32; ++o) {
      sums[o] += first * weights[2 * o] + second * weights[2 * o + 1];
    }
  }
}

void Multiply(const PanelMatrix& matrix, const int16_t* const* rows, int count,
              int32_t* const* outs) {
  for (int p = 0; p < matrix.panels; ++p) {
    for (int r = 0; r < count; ++r) {
      int32_t* sums = outs[r] + 32 * p;
      for (int o = 0; o < 32; ++o) sums[o] = matrix.bias[32 * p + o];
      AddPanel(matrix, p, rows[r], sums);
    }
  }
}

void Step(const LstmStep& step) {
  for (int p = 0; p < step.matrix.panels; ++p) {
    for (int r = 0; r < step.count; ++r) {
      int32_t sums[32];
      for (int o = 0; o < 32; ++o) sums[o] = step.fed[r][32 * p + o];
      AddPanel(step.matrix, p, step.state_in[r], sums);
      UpdateUnits(sums, step.scale + 32 * p, step.cell[r] + 8 * p,
                  step.state_out[r] + 8 * p);
    }
  }
}

}  // namespace

const Kernels& PortableKernels() {
  static constexpr Kernels kKernels = {Multiply, Step};
  return kKernels;
}

#if defined(__x86_64__)

const Kernels& Avx2Kernels();  // kernels_avx2.cc

const Kernels& BestKernels() {
  static const bool has_avx2 = __builtin_cpu_supports("avx2");
  return has_avx2 ? Avx2Kernels() : PortableKernels();
}

#else

const Kernels& BestKernels() { return PortableKernels(); }

#endif

}  // namespace tercet::text
