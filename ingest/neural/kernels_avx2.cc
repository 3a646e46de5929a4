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
constexpr int kStepRows = 16;

inline __m256i Load(const int32_t* from) {
  return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from));
}

inline void Store(int32_t* to, __m256i value) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), value);
}

// 32 bits of a row, as often as they fit.
template <typename Input>
inline __m256i Repeat(const Input* inputs) {
  int32_t bits;
  __builtin_memcpy(&bits, inputs, sizeof(bits));
  return _mm256_set1_epi32(bits);
}

// Keeps the weights in a register: the compiler would load them once for each
// row, and loads are what limits these loops.
inline __m256i LoadOnce(const __m256i* from) {
  __m256i weights = _mm256_load_si256(from);
  __asm__("" : "+x"(weights));
  return weights;
}

template <int kCount>
inline void AddPanel(const WideMatrix& matrix, int panel,
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
    for (int r = 0; r < kCount; ++r) x[r] = Repeat(rows[r] + k);
    for (int v = 0; v < 4; ++v) {
      const __m256i w = LoadOnce(vectors + v);
      for (int r = 0; r < kCount; ++r) {
        acc[r][v] = _mm256_add_epi32(acc[r][v], _mm256_madd_epi16(x[r], w));
      }
    }
  }
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) sums[r][v] = acc[r][v];
  }
}

template <int kCount>
inline void AddPanel(const StateMatrix& matrix, int panel,
                     const State* const* rows, __m256i sums[][4]) {
  const int8_t* weights =
      matrix.weights + static_cast<int64_t>(panel) * 32 * matrix.inputs;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256i acc[kCount][4];
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) acc[r][v] = sums[r][v];
  }
  for (int k = 0; k < matrix.inputs; k += 8, weights += 256) {
    const __m256i* vectors = reinterpret_cast<const __m256i*>(weights);
    __m256i x[kCount], y[kCount];
    for (int r = 0; r < kCount; ++r) {
      x[r] = Repeat(rows[r] + k);
      y[r] = Repeat(rows[r] + k + 4);
    }
    for (int v = 0; v < 4; ++v) {
      const __m256i first = LoadOnce(vectors + v);
      const __m256i second = LoadOnce(vectors + 4 + v);
      for (int r = 0; r < kCount; ++r) {
        // Neither saturates nor wraps: see kLargestWeights.
        const __m256i sum16 =
            _mm256_add_epi16(_mm256_maddubs_epi16(x[r], first),
                             _mm256_maddubs_epi16(y[r], second));
        acc[r][v] = _mm256_add_epi32(acc[r][v], _mm256_madd_epi16(sum16, ones));
      }
    }
  }
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) sums[r][v] = acc[r][v];
  }
}

template <int kCount, typename Weight>
inline void LoadBias(const PanelMatrix<Weight>& matrix, int panel,
                     __m256i sums[][4]) {
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) {
      sums[r][v] = Load(matrix.bias + 32 * panel + 8 * v);
    }
  }
}

inline void StoreSums(const WideMatrix&, int output, __m256i sums,
                      int32_t* to) {
  Store(to + output, sums);
}

inline void StoreSums(const StateMatrix& matrix, int output, __m256i sums,
                      float* to) {
  _mm256_storeu_ps(to + output,
                   _mm256_mul_ps(_mm256_cvtepi32_ps(sums),
                                 _mm256_loadu_ps(matrix.scale + output)));
}

template <int kCount, typename Weight, typename Input, typename Out>
inline void MultiplyPanel(const PanelMatrix<Weight>& matrix, int panel,
                          const Input* rows, Out* outs) {
  const Input* row[kCount];
  for (int r = 0; r < kCount; ++r) {
    row[r] = rows + static_cast<int64_t>(r) * matrix.inputs;
  }
  __m256i sums[kCount][4];
  LoadBias<kCount>(matrix, panel, sums);
  AddPanel<kCount>(matrix, panel, row, sums);
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) {
      StoreSums(matrix, 32 * panel + 8 * v, sums[r][v],
                outs + static_cast<int64_t>(r) * 32 * matrix.panels);
    }
  }
}

template <typename Weight, typename Input, typename Out>
inline void MultiplyRows(const PanelMatrix<Weight>& matrix, const Input* rows,
                         int count, Out* outs) {
  for (int p = 0; p < matrix.panels; ++p) {
    const Input* row = rows;
    Out* out = outs;
    int r = 0;
    for (; r + kRows <= count; r += kRows) {
      MultiplyPanel<kRows>(matrix, p, row, out);
      row += static_cast<int64_t>(kRows) * matrix.inputs;
      out += static_cast<int64_t>(kRows) * 32 * matrix.panels;
    }
    if (r < count) MultiplyPanel<1>(matrix, p, row, out);
  }
}

// The gates' sums of some rows.
template <int kCount>
void SumGates(const LstmStep& step, int panel, int first, int32_t* gates) {
  for (int r = first; r < first + kCount; ++r) {
    // Too far apart for the processor to guess.
    __builtin_prefetch(step.fed[r] + 32 * panel);
    __builtin_prefetch(step.fed[r] + 32 * panel + 16);
  }
  __m256i sums[kCount][4];
  LoadBias<kCount>(step.matrix, panel, sums);
  AddPanel<kCount>(step.matrix, panel, step.state_in + first, sums);
  for (int r = 0; r < kCount; ++r) {
    for (int v = 0; v < 4; ++v) Store(gates + 32 * r + 8 * v, sums[r][v]);
  }
}

// All sums of some rows, then all their units: these take long one by one, and
// the processor works on several at once.
void StepRows(const LstmStep& step, int panel, int first, int count) {
  alignas(32) int32_t gates[32 * kStepRows];
  int r = 0;
  for (; r + kRows <= count; r += kRows) {
    SumGates<kRows>(step, panel, first + r, gates + 32 * r);
  }
  if (r < count) SumGates<1>(step, panel, first + r, gates + 32 * r);
  for (r = 0; r < count; ++r) {
    UpdateUnits(gates + 32 * r, step.matrix.scale + 32 * panel,
                step.fed[first + r] + 32 * panel,
                step.cell[first + r] + 8 * panel,
                step.state_out[first + r] + 8 * panel);
  }
}

void Multiply(const WideMatrix& matrix, const int16_t* rows, int count,
              int32_t* outs) {
  MultiplyRows(matrix, rows, count, outs);
}

void Project(const StateMatrix& matrix, const State* rows, int count,
             float* outs) {
  MultiplyRows(matrix, rows, count, outs);
}

void Step(const LstmStep& step) {
  for (int p = 0; p < step.matrix.panels; ++p) {
    for (int first = 0; first < step.count; first += kStepRows) {
      const int rest = step.count - first;
      StepRows(step, p, first, rest < kStepRows ? rest : kStepRows);
    }
  }
}

}  // namespace

const Kernels& Avx2Kernels();

const Kernels& Avx2Kernels() {
  static constexpr Kernels kKernels = {Multiply, Project, Step};
  return kKernels;
}

}  // namespace tercet::text

#endif  // defined(__x86_64__)
