#include <algorithm>

#include "ingest/neural/kernels.h"
#include "ingest/neural/lstm_gates.h"

namespace tercet::text {
namespace {

// Adds panel p's products with one row to 32 sums.
template <typename Weight, typename Input>
void AddPanel(const PanelMatrix<Weight>& matrix, int panel, const Input* row,
              int32_t* sums) {
  constexpr int kGroup = 4 / sizeof(Weight);
  const Weight* weights =
      matrix.weights + static_cast<int64_t>(panel) * 32 * matrix.inputs;
  for (int k = 0; k < matrix.inputs; k += kGroup) {
    for (int o = 0; o < 32; ++o, weights += kGroup) {
      for (int i = 0; i < kGroup; ++i) sums[o] += row[k + i] * weights[i];
    }
  }
}

// Calls use(panel, row, sums) with the 32 sums of each panel and row.
template <typename Weight, typename Input, typename Use>
void ForSums(const PanelMatrix<Weight>& matrix, const Input* rows, int count,
             Use use) {
  for (int p = 0; p < matrix.panels; ++p) {
    for (int64_t r = 0; r < count; ++r) {
      int32_t sums[32];
      std::copy_n(matrix.bias + 32 * p, 32, sums);
      AddPanel(matrix, p, rows + r * matrix.inputs, sums);
      use(p, r, sums);
    }
  }
}

void Multiply(const WideMatrix& matrix, const int16_t* rows, int count,
              int32_t* outs) {
  ForSums(matrix, rows, count, [&](int p, int64_t r, const int32_t* sums) {
    std::copy_n(sums, 32, outs + r * matrix.outputs() + 32 * p);
  });
}

void Project(const StateMatrix& matrix, const State* rows, int count,
             float* outs) {
  ForSums(matrix, rows, count, [&](int p, int64_t r, const int32_t* sums) {
    for (int o = 0; o < 32; ++o) {
      outs[r * matrix.outputs() + 32 * p + o] =
          static_cast<float>(sums[o]) * matrix.scale[32 * p + o];
    }
  });
}

void Step(const LstmStep& step) {
  for (int p = 0; p < step.matrix.panels; ++p) {
    for (int r = 0; r < step.count; ++r) {
      int32_t sums[32];
      std::copy_n(step.matrix.bias + 32 * p, 32, sums);
      AddPanel(step.matrix, p, step.state_in[r], sums);
      UpdateUnits(sums, step.matrix.scale + 32 * p, step.fed[r] + 32 * p,
                  step.cell[r] + 8 * p, step.state_out[r] + 8 * p);
    }
  }
}

}  // namespace

const Kernels& PortableKernels() {
  static constexpr Kernels kKernels = {Multiply, Project, Step};
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
