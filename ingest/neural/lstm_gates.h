#ifndef TERCET_INGEST_NEURAL_LSTM_GATES_H_
#define TERCET_INGEST_NEURAL_LSTM_GATES_H_

// The gates of eight LSTM units, for the kernel files alone: each compiles
// this for its own instruction set, hence the anonymous namespace.  Vectors
// are GCC's and clang's own, so that no library template is compiled for a
// processor that the program may not run on.

#include <cstdint>
#include <cstring>

namespace tercet::text {
namespace {

typedef float Float8 __attribute__((vector_size(32), aligned(4)));
typedef int32_t Int8 __attribute__((vector_size(32), aligned(4)));

template <typename Vector, typename Value>
inline Vector LoadVector(const Value* from) {
  Vector vector;
  __builtin_memcpy(&vector, from, sizeof(vector));
  return vector;
}

// A rational approximation, good to 2e-7 within (-7.9, 7.9) and clamped
// there, where tanh differs from 1 by less than a state's unit.
inline Float8 Tanh(Float8 x) {
  constexpr float kLimit = 7.90531110763549805f;
  const Float8 limit = x * 0.0f + kLimit;
  x = x > limit ? limit : x;
  x = x < -limit ? -limit : x;
  const Float8 s = x * x;
  Float8 p = s * -2.76076847742355e-16f + 2.00018790482477e-13f;
  p = p * s + -8.60467152213735e-11f;
  p = p * s + 5.12229709037114e-08f;
  p = p * s + 1.48572235717979e-05f;
  p = p * s + 6.37261928875436e-04f;
  p = p * s + 4.89352455891786e-03f;
  Float8 q = s * 1.19825839466702e-06f + 1.18534705686654e-04f;
  q = q * s + 2.26843463243900e-03f;
  q = q * s + 4.89352518554385e-03f;
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

// sums: input, forget, cell and output gates of eight units, 8 values each.
inline void UpdateUnits(const int32_t* sums, const float* scale, float* cell,
                        int16_t* state_out) {
  const auto gate = [&](int k) {
    return __builtin_convertvector(LoadVector<Int8>(sums + 8 * k), Float8) *
           LoadVector<Float8>(scale + 8 * k);
  };
  const Float8 kept = Sigmoid(gate(1)) * LoadVector<Float8>(cell);
  const Float8 added = Sigmoid(gate(0)) * Tanh(gate(2));
  const Float8 value = kept + added;
  __builtin_memcpy(cell, &value, sizeof(value));
  const Int8 state = Round(Sigmoid(gate(3)) * Tanh(value) * 1024.0f);
  for (int k = 0; k < 8; ++k) state_out[k] = static_cast<int16_t>(state[k]);
}

}  // namespace
}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_LSTM_GATES_H_
