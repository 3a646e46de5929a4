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

typedef float Float8 __attribute__((vector_size(32)));
typedef int32_t Int8 __attribute__((vector_size(32)));
typedef uint8_t Byte32 __attribute__((vector_size(32)));
// The same in memory, wherever they begin.  A template would forget that.
typedef Float8 Floats __attribute__((aligned(4), may_alias));
typedef Int8 Ints __attribute__((aligned(4), may_alias));
typedef State States __attribute__((vector_size(8), aligned(1), may_alias));

inline Float8 Load(const float* from) {
  return *reinterpret_cast<const Floats*>(from);
}

inline Int8 LoadInts(const int32_t* from) {
  return *reinterpret_cast<const Ints*>(from);
}

struct Ratio {
  Float8 above;
  Float8 below;
};

// A rational approximation of tanh, good to 5e-5 within (-5, 5) and clamped
// there, where tanh differs from 1 by 9e-5.  It is left undivided: divisions
// are what takes longest.
inline Ratio Tanh(Float8 x) {
  constexpr float kLimit = 5.0f;
  const Float8 limit = x * 0.0f + kLimit;
  x = x > limit ? limit : x;
  x = x < -limit ? -limit : x;
  const Float8 s = x * x;
  Float8 p = s * 6.54945693e-04f + 1.01723175e-01f;
  p = p * s + 9.99810128e-01f;
  Float8 q = s * 1.26391962e-02f + 4.34504077e-01f;
  q = q * s + 1.0f;
  return {x * p, q};
}

// Twice the logistic function: 1 + tanh(x / 2).
inline Ratio TwiceSigmoid(Float8 x) {
  const Ratio tanh = Tanh(x * 0.5f);
  return {tanh.above + tanh.below, tanh.below};
}

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
    return __builtin_convertvector(LoadInts(sums + 8 * k), Float8) *
               Load(scale + 8 * k) +
           Load(fed + 8 * k);
  };
  const Ratio in = TwiceSigmoid(gate(0)), keep = TwiceSigmoid(gate(1)),
              added = Tanh(gate(2)), out = TwiceSigmoid(gate(3));
  const Float8 below = in.below * added.below;
  const Float8 value =
      0.5f *
      (keep.above * Load(cell) * below + in.above * added.above * keep.below) /
      (keep.below * below);
  *reinterpret_cast<Floats*>(cell) = value;
  const Ratio shown = Tanh(value);
  const Int8 state = Round((0.5f * kStateUnit) * out.above * shown.above /
                           (out.below * shown.below)) +
                     kStateZero;
  // The low byte of each: the processors that this runs on have it first.
  const Byte32 bytes = reinterpret_cast<Byte32>(state);
  *reinterpret_cast<States*>(state_out) =
      __builtin_shufflevector(bytes, bytes, 0, 4, 8, 12, 16, 20, 24, 28);
}

}  // namespace
}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_LSTM_GATES_H_
