#include "ingest/neural/kernels.h"

#include <cmath>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

// A matrix of panels filled with random weights, and rows to multiply by.
template <typename Weight, typename Input>
class Fixture {
 public:
  Fixture(int panels, int inputs, int rows, unsigned seed)
      : weights_(static_cast<size_t>(panels) * inputs * sizeof(Weight)),
        bias_(static_cast<size_t>(panels) * 32),
        scale_(bias_.size()),
        rows_(static_cast<size_t>(rows) * inputs) {
    std::mt19937 random(seed);
    const int largest = sizeof(Weight) == 2 ? 2000 : kLargestWeights / 4;
    for (Block& block : weights_) {
      for (Weight& v : block.values) {
        v = static_cast<Weight>(static_cast<int>(random() % (2 * largest + 1)) -
                                largest);
      }
    }
    for (int32_t& v : bias_) v = static_cast<int32_t>(random() % 100000);
    for (float& v : scale_) v = 1e-5f * static_cast<float>(1 + random() % 7);
    for (Input& v : rows_) {
      v = static_cast<Input>(random() % (kLargestState + 1));
    }
    matrix_ = {.weights = weights_.data()->values,
               .bias = bias_.data(),
               .scale = scale_.data(),
               .panels = panels,
               .inputs = inputs};
    for (int r = 0; r < rows; ++r) pointers_.push_back(&rows_[r * inputs]);
  }

  const PanelMatrix<Weight>& matrix() const { return matrix_; }
  const Input* const* rows() const { return pointers_.data(); }
  int count() const { return static_cast<int>(pointers_.size()); }

  // Weight of output o for input k, where the panels have it.
  Weight& At(int o, int k) {
    constexpr int kGroup = 4 / sizeof(Weight);
    const int place = (o / 32) * 32 * matrix_.inputs +
                      (k / kGroup) * 32 * kGroup + (o % 32) * kGroup +
                      k % kGroup;
    constexpr int kBlock = 32 / sizeof(Weight);
    return weights_[place / kBlock].values[place % kBlock];
  }
  Input& Row(int r, int k) { return rows_[r * matrix_.inputs + k]; }

  int32_t Sum(int r, int o) {
    int32_t sum = bias_[o];
    for (int k = 0; k < matrix_.inputs; ++k) sum += At(o, k) * Row(r, k);
    return sum;
  }

 private:
  struct alignas(32) Block {
    Weight values[32 / sizeof(Weight)];
  };

  std::vector<Block> weights_;
  std::vector<int32_t> bias_;
  std::vector<float> scale_;
  std::vector<Input> rows_;
  std::vector<const Input*> pointers_;
  PanelMatrix<Weight> matrix_;
};

using WideFixture = Fixture<int16_t, int16_t>;
using StateFixture = Fixture<int8_t, State>;

template <typename Value>
std::vector<Value*> RowPointers(std::vector<Value>& values, int rows) {
  std::vector<Value*> pointers;
  for (int r = 0; r < rows; ++r) {
    pointers.push_back(values.data() + r * (values.size() / rows));
  }
  return pointers;
}

std::vector<int32_t> Multiply(const Kernels& kernels,
                              const WideFixture& fixture) {
  std::vector<int32_t> sums(fixture.count() * fixture.matrix().outputs());
  kernels.multiply(fixture.matrix(), *fixture.rows(), fixture.count(),
                   sums.data());
  return sums;
}

std::vector<float> Project(const Kernels& kernels,
                           const StateFixture& fixture) {
  std::vector<float> values(fixture.count() * fixture.matrix().outputs());
  kernels.project(fixture.matrix(), *fixture.rows(), fixture.count(),
                  values.data());
  return values;
}

// The cells and states after one step.
std::vector<float> Step(const Kernels& kernels, const StateFixture& fixture) {
  const int count = fixture.count(), units = fixture.matrix().panels * 8;
  std::vector<float> fed(count * fixture.matrix().outputs());
  for (size_t i = 0; i < fed.size(); ++i) {
    fed[i] = 0.01f * static_cast<float>(i % 300) - 1.5f;
  }
  std::vector<float> cells(count * units, 0.25f);
  std::vector<State> states(cells.size());
  const std::vector<float*> fed_rows = RowPointers(fed, count);
  kernels.lstm_step({.matrix = fixture.matrix(),
                     .state_in = fixture.rows(),
                     .fed = fed_rows.data(),
                     .cell = RowPointers(cells, count).data(),
                     .state_out = RowPointers(states, count).data(),
                     .count = count});
  cells.insert(cells.end(), states.begin(), states.end());
  return cells;
}

TEST(Kernels, MultiplyGivesTheSumsOfProducts) {
  WideFixture fixture(2, 6, 3, 1);
  const std::vector<int32_t> sums = Multiply(PortableKernels(), fixture);
  for (int r = 0; r < 3; ++r) {
    for (int o = 0; o < 64; ++o) {
      EXPECT_EQ(sums[r * 64 + o], fixture.Sum(r, o)) << r << ' ' << o;
    }
  }
}

TEST(Kernels, ProjectGivesTheScaledSumsOfProducts) {
  StateFixture fixture(2, 16, 3, 1);
  const std::vector<float> values = Project(PortableKernels(), fixture);
  for (int r = 0; r < 3; ++r) {
    for (int o = 0; o < 64; ++o) {
      EXPECT_EQ(values[r * 64 + o], static_cast<float>(fixture.Sum(r, o)) *
                                        fixture.matrix().scale[o])
          << r << ' ' << o;
    }
  }
}

TEST(Kernels, TheFastOnesGiveTheSameBits) {
  for (int rows = 1; rows <= 7; ++rows) {
    const WideFixture wide(4, 32, rows, 10 + rows);
    EXPECT_EQ(Multiply(BestKernels(), wide), Multiply(PortableKernels(), wide));
    const StateFixture states(4, 32, rows, 20 + rows);
    EXPECT_EQ(Project(BestKernels(), states),
              Project(PortableKernels(), states));
    EXPECT_EQ(Step(BestKernels(), states), Step(PortableKernels(), states));
  }
}

// The largest weights that a model may have, with the largest states.
TEST(Kernels, TheFastOnesNeitherSaturateNorWrap) {
  constexpr int kRest = kLargestWeights - 2 * 127;
  constexpr int kWeights[8] = {127, kRest, 127, kRest, 127, 0, 0, 127};
  for (const int sign : {1, -1}) {
    StateFixture fixture(1, 16, 2, 1);
    for (int k = 0; k < 16; ++k) {
      for (int o = 0; o < 32; ++o) {
        fixture.At(o, k) = static_cast<int8_t>(sign * kWeights[k % 8]);
      }
      for (int r = 0; r < 2; ++r) fixture.Row(r, k) = kLargestState;
    }
    EXPECT_EQ(Project(BestKernels(), fixture),
              Project(PortableKernels(), fixture));
  }
}

// One unit block whose gates are set by hand: the state is
// sigmoid(o) * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g)).
TEST(Kernels, LstmStepFollowsTheEquations) {
  StateFixture fixture(1, 8, 1, 1);
  std::vector<float> fed(32);
  const double kGates[4] = {0.7, -1.2, 2.5, 0.1};  // i, f, g, o
  for (int o = 0; o < 32; ++o) {
    fed[o] = static_cast<float>(
        kGates[o / 8] - fixture.Sum(0, o) * double{fixture.matrix().scale[o]});
  }
  std::vector<float> cell(8, 0.5f);
  std::vector<State> state(8);
  const float* fed_row = fed.data();
  float* cells = cell.data();
  State* state_out = state.data();
  PortableKernels().lstm_step({.matrix = fixture.matrix(),
                               .state_in = fixture.rows(),
                               .fed = &fed_row,
                               .cell = &cells,
                               .state_out = &state_out,
                               .count = 1});
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const double value = sigmoid(-1.2) * 0.5 + sigmoid(0.7) * std::tanh(2.5);
  EXPECT_NEAR(cell[3], value, 1e-4);
  EXPECT_NEAR(state[3],
              kStateZero + kStateUnit * sigmoid(0.1) * std::tanh(value), 0.51);
}

}  // namespace
}  // namespace tercet::text
