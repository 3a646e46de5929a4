#include "ingest/neural/kernels.h"

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::text {
namespace {

struct alignas(32) Block {
  int16_t values[16];
};

class Fixture {
 public:
  Fixture(int panels, int inputs, int rows, unsigned seed)
      : weights_(static_cast<size_t>(panels) * inputs * 2),
        bias_(static_cast<size_t>(panels) * 32),
        rows_(static_cast<size_t>(rows) * inputs),
        count_(rows) {
    std::mt19937 random(seed);
    for (Block& block : weights_) {
      for (int16_t& v : block.values) {
        v = static_cast<int16_t>(random() % 4001) - 2000;
      }
    }
    for (int32_t& v : bias_) v = static_cast<int32_t>(random() % 100000);
    for (int16_t& v : rows_) v = static_cast<int16_t>(random() % 2049) - 1024;
    matrix_ = {weights_.data()->values, bias_.data(), panels, inputs};
    for (int r = 0; r < rows; ++r) pointers_.push_back(&rows_[r * inputs]);
  }

  const PanelMatrix& matrix() const { return matrix_; }

  // Weight of output o for input k, read from the panels.
  int Weight(int o, int k) const {
    const int16_t* all = weights_.data()->values;
    return all[(o / 32) * 32 * matrix_.inputs + (k / 2) * 64 + (o % 32) * 2 +
               k % 2];
  }

  std::vector<int32_t> Multiply(const Kernels& kernels) const {
    std::vector<int32_t> sums(static_cast<size_t>(count_) * matrix_.outputs());
    std::vector<int32_t*> outs;
    for (int r = 0; r < count_; ++r) {
      outs.push_back(&sums[r * matrix_.outputs()]);
    }
    kernels.multiply(matrix_, pointers_.data(), count_, outs.data());
    return sums;
  }

  int Row(int r, int k) const { return rows_[r * matrix_.inputs + k]; }
  int32_t Bias(int o) const { return bias_[o]; }

  // Two steps of an LSTM: the states and the cells after them.
  std::vector<float> Steps(const Kernels& kernels) const {
    const int units = matrix_.panels * 8;
    const std::vector<float> scale(matrix_.outputs(), 3e-7f);
    const std::vector<int32_t> sums = Multiply(PortableKernels());
    std::vector<float> cells(static_cast<size_t>(count_) * units, 0.25f);
    std::vector<int16_t> first(cells.size()), second(cells.size());
    std::vector<const int32_t*> fed;
    std::vector<float*> cell;
    std::vector<int16_t*> out, out2;
    std::vector<const int16_t*> in2;
    for (int r = 0; r < count_; ++r) {
      fed.push_back(&sums[r * matrix_.outputs()]);
      cell.push_back(&cells[r * units]);
      out.push_back(&first[r * units]);
      out2.push_back(&second[r * units]);
      in2.push_back(out.back());
    }
    LstmStep step = {matrix_,    scale.data(), pointers_.data(),
                     fed.data(), cell.data(),  out.data(),
                     count_};
    kernels.lstm_step(step);
    step.state_in = in2.data();
    step.state_out = out2.data();
    kernels.lstm_step(step);
    std::vector<float> all = cells;
    all.insert(all.end(), first.begin(), first.end());
    all.insert(all.end(), second.begin(), second.end());
    return all;
  }

 private:
  std::vector<Block> weights_;
  std::vector<int32_t> bias_;
  std::vector<int16_t> rows_;
  std::vector<const int16_t*> pointers_;
  PanelMatrix matrix_;
  int count_;
};

TEST(Kernels, MultiplyGivesTheSumsOfProducts) {
  const Fixture fixture(2, 6, 3, 1);
  const std::vector<int32_t> sums = fixture.Multiply(PortableKernels());
  for (int r = 0; r < 3; ++r) {
    for (int o = 0; o < 64; ++o) {
      int32_t want = fixture.Bias(o);
      for (int k = 0; k < 6; ++k) {
        want += fixture.Weight(o, k) * fixture.Row(r, k);
      }
      EXPECT_EQ(sums[r * 64 + o], want) << r << ' ' << o;
    }
  }
}

TEST(Kernels, TheFastOnesGiveTheSameBits) {
  for (int rows = 0; rows <= 7; ++rows) {
    const Fixture fixture(4, 32, rows, 10 + rows);
    EXPECT_EQ(fixture.Multiply(BestKernels()),
              fixture.Multiply(PortableKernels()));
    if (rows > 0) {
      EXPECT_EQ(fixture.Steps(BestKernels()), fixture.Steps(PortableKernels()));
    }
  }
}

// One unit block whose gates are set by hand: with no input, the state is
// sigmoid(o) * tanh(sigmoid(f) * c + sigmoid(i) * tanh(g)).
TEST(Kernels, LstmStepFollowsTheEquations) {
  const std::vector<Block> weights(2 * 2, Block{});
  const int16_t none[2] = {0, 0};
  std::vector<int32_t> gates(32);
  const double kGates[4] = {0.7, -1.2, 2.5, 0.1};  // i, f, g, o
  for (int o = 0; o < 32; ++o) {
    gates[o] = static_cast<int32_t>(std::lround(kGates[o / 8] * 1e6));
  }
  const std::vector<float> scale(32, 1e-6f);
  std::vector<float> cell(8, 0.5f);
  std::vector<int16_t> state(8);
  const int16_t* state_in = none;
  const int32_t* fed = gates.data();
  float* cells = cell.data();
  int16_t* state_out = state.data();
  PortableKernels().lstm_step({{weights.data()->values, nullptr, 1, 2},
                               scale.data(),
                               &state_in,
                               &fed,
                               &cells,
                               &state_out,
                               1});
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const double value = sigmoid(-1.2) * 0.5 + sigmoid(0.7) * std::tanh(2.5);
  EXPECT_NEAR(cell[3], value, 1e-4);
  EXPECT_NEAR(state[3], 1024 * sigmoid(0.1) * std::tanh(value), 0.7);
}

}  // namespace
}  // namespace tercet::text
