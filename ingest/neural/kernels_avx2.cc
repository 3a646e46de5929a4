// Compiled with -mavx2, and run only where the processor has it.  Nothing
// here may instantiate a library template: the linker could keep that copy
// for the whole program.

#include "ingest/neural/kernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include "ingest/neural/lstm_gates.h"

namespace tercet::text {
namespace {

// Two rows at a time: eight sums.  With more rows compilers spill the sums.
constexpr int kRows = 2;

template <int kCount>
inline void AddPanel(const PanelMatrix& matrix, int panel,
                     const int16_t* const* rows, __m256i sums[][4]) {
  const int16_t* weights =
      matrix.weights + static_cast<int64_t>(panel) * 32 * matrix.inputs;
  __m256i acc[kCount][4];
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) acc[r][v] = sums[r][v];
  }
  for (int k = 0; k < matrix.inputs; k += 2, weights += 64) {
    const __m256i* vectors = reinterpret_cast<const __m256i*>(weights);
    __m256i x[kCount];
    for (int r = 0; r < kCount; ++r) {
      int32_t pair;
      __builtin_memcpy(&pair, rows[r] + k, sizeof(pair));
      x[r] = _mm256_set1_epi32(pair);
    }
    for (int v = 0; v < 4; ++v) {
      __m256i w = _mm256_load_si256(vectors + v);
      // Keeps the weights in a register: the compiler would load them once
      // for each row, and loads are what limits this loop.
      __asm__("" : "+x"(w));
      for (int r = 0; r < kCount; ++r) {
        acc[r][v] = _mm256_add_epi32(acc[r][v], _mm256_madd_epi16(x[r], w));
      }
    }
  }
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) sums[r][v] = acc[r][v];
  }
}

inline __m256i Load(const int32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

inline void Store(int32_t* to, __m256i value) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value);
}

template <int kCount>
void MultiplyRows(const PanelMatrix& matrix, int panel,
                  const int16_t* const* rows, int32_t* const* outs) {
  __m256i sums[kCount][4];
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) {
      sums[r][v] = Load(matrix.bias + 32 * panel + 8 * v);
    }
  }
  AddPanel<kCount>(matrix, panel, rows, sums);
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) {
      Store(outs[r] + 32 * panel + 8 * v, sums[r][v]);
    }
  }
}

void Multiply(const PanelMatrix& matrix, const int16_t* const* rows, int count,
              int32_t* const* outs) {
  for (int p = 0; p < matrix.panels; ++p) {
    int r = 0;
    for (; r + kRows <= count; r += kRows) {
      MultiplyRows<kRows>(matrix, p, rows + r, outs + r);
    }
    if (count - r == 2) MultiplyRows<2>(matrix, p, rows + r, outs + r);
    if (count - r == 1) MultiplyRows<1>(matrix, p, rows + r, outs + r);
  }
}

template <int kCount>
void StepRows(const LstmStep& step, int panel, int first) {
  // The sums of the rows to come are too far apart for the processor to guess.
  for (int r = first + kCount; r < step.count && r < first + 2 * kCount; ++r) {
    __builtin_prefetch(step.fed[r] + 32 * panel);
    __builtin_prefetch(step.fed[r] + 32 * panel + 16);
  }
  __m256i sums[kCount][4];
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) {
      sums[r][v] = Load(step.fed[first + r] + 32 * panel + 8 * v);
    }
  }
  AddPanel<kCount>(step.matrix, panel, step.state_in + first, sums);
  for (int r = 0; r < kCount; ++r) {
    alignas(32) int32_t values[32];
    for (int v = 0; v < 4; ++v) Store(values + 8 * v, sums[r][v]);
    UpdateUnits(values, step.scale + 32 * panel,
                step.cell[first + r] + 8 * panel,
                step.state_out[first + r] + 8 * panel);
  }
}

void Step(const LstmStep& step) {
  for (int p = 0; p < step.matrix.panels; ++p) {
    int r = 0;
    for (; r + kRows <= step.count; r += kRows) StepRows<kRows>(step, p, r);
    if (step.count - r == 2) StepRows<2>(step, p, r);
    if (step.count - r == 1) StepRows<1>(step, p, r);
  }
}

}  // namespace

const Kernels& Avx2Kernels();

const Kernels& Avx2Kernels() {
  static constexpr Kernels kKernels = {Multiply, Step};
  return kKernels;
}

}  // namespace tercet::text

#endif  // defined(__x86_64__)
