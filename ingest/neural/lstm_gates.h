#ifndef TERCET_INGEST_NEURAL_LSTM_GATES_H_
#define TERCET_INGEST_NEURAL_LSTM_GATES_H_

// The gates of eight LSTM units, for the kernel files alone: each compiles
// this for its own instruction set, hence the anonymous namespace.  Vectors
// are GCC's and clang's own, so that no library template is compiled for a
// processor that the program may not run on.

#include <cstdint>
#include <cstring>

#include "ingest/neural/kernels.h"

namespace tercet::text {
namespace {

typedef float Float8 __attribute__((vector_size(32), aligned(4)));
typedef int32_t Int8 __attribute__((vector_size(32), aligned(4)));
typedef State State8 __attribute__((vector_size(8), aligned(1)));

template <typename Vector, typename Value>
inline Vector LoadVector(const Value* from) {
  Vector vector;
  __builtin_memcpy(&vector, from, sizeof(vector));
  return vector;
}

// A rational approximation, good to 5e-5 within (-5, 5) and clamped there,
// where tanh differs from 1 by 9e-5: a tenth of a state's unit.
inline Float8 Tanh(Float8 x) {
  constexpr float kLimit = 5.0f;
  const Float8 limit = x * 0.0f + kLimit;
  x = x > limit ? limit : x;
  x = x < -limit ? -limit : x;
  const Float8 s = x * x;
  Float8 p = s * 6.54945693e-04f + 1.01723175e-01f;
  p = p * s + 9.99810128e-01f;
  Float8 q = s * 1.26391962e-02f + 4.34504077e-01f;
  q = q * s + 1.0f;
  return x * p / q;
}

inline Float8 Sigmoid(Float8 x) { return Tanh(x * 0.5f) * 0.5f + 0.5f; }

// To the nearest integer, halves to even, for |x| < 2^22: adding 1.5 * 2^23
// leaves the integer in the low bits of the sum.
inline Int8 Round(Float8 x) {
  const Float8 shifted = x + 12582912.0f;
  Int8 bits;
  __builtin_memcpy(&bits, &shifted, sizeof(bits));
  return bits - 0x4B400000;
}

// The input, forget, cell and output gates of eight units, 8 values each, are
// the sums times their scale, and what is fed from below.
inline void UpdateUnits(const int32_t* sums, const float* scale,
                        const float* fed, float* cell, State* state_out) {
  const auto gate = [&](int k) {
    return __builtin_convertvector(LoadVector<Int8>(sums + 8 * k), Float8) *
               LoadVector<Float8>(scale + 8 * k) +
           LoadVector<Float8>(fed + 8 * k);
  };
  const Float8 kept = Sigmoid(gate(1)) * LoadVector<Float8>(cell);
  const Float8 added = Sigmoid(gate(0)) * Tanh(gate(2));
  const Float8 value = kept + added;
  __builtin_memcpy(cell, &value, sizeof(value));
  const Int8 state =
      Round(Sigmoid(gate(3)) * Tanh(value) * kStateUnit) + kStateZero;
  const State8 bytes = __builtin_convertvector(state, State8);
  __builtin_memcpy(state_out, &bytes, sizeof(bytes));
}

}  // namespace
}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_LSTM_GATES_H_
