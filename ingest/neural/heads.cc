#include "ingest/neural/heads.h"

#include <algorithm>
#include <cstddef>

#include "ingest/neural/arc_tree.h"

namespace tercet::text {
namespace {

// Arc and relation layers use 12 bits, so that sums of 128 products fit 32.
constexpr float kLargestStep = 2047.0f;

float Rectify(float value) {
  const float low = value * 0.1f;
  return value > 0 ? value : low;
}

int16_t Quantise(float value, float steps) {
  value *= steps;
  value = value > kLargestStep ? kLargestStep : value;
  value = value < -kLargestStep ? -kLargestStep : value;
  // Rounds to the nearest integer, halves to even: see Round in lstm_gates.h.
  return static_cast<int16_t>(
      static_cast<int32_t>((value + 12582912.0f) - 12582912.0f));
}

std::vector<int16_t> Rectified(const std::vector<float>& values, float steps) {
  std::vector<int16_t> rectified(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    rectified[i] = Quantise(Rectify(values[i]), steps);
  }
  return rectified;
}

// Heads' rows as a matrix of panels, the root first.
class HeadPanels {
 public:
  HeadPanels(const std::vector<int16_t>& root, const int16_t* rows, int count)
      : inputs_(static_cast<int>(root.size())),
        panels_((count + 1 + 31) / 32),
        weights_(static_cast<size_t>(panels_) * inputs_ * 2),
        bias_(static_cast<size_t>(panels_) * 32, 0) {
    int16_t* values = weights_.data()->values;
    for (int head = 0; head <= count; ++head) {
      const int16_t* row = head == 0
                               ? root.data()
                               : rows + static_cast<size_t>(head - 1) * inputs_;
      int16_t* panel = values + static_cast<size_t>(head / 32) * 32 * inputs_;
      for (int k = 0; k < inputs_; k += 2) {
        panel[32 * k + 2 * (head % 32)] = row[k];
        panel[32 * k + 2 * (head % 32) + 1] = row[k + 1];
      }
    }
  }

  WideMatrix view() const {
    return {.weights = weights_.data()->values,
            .bias = bias_.data(),
            .scale = nullptr,
            .panels = panels_,
            .inputs = inputs_};
  }

 private:
  struct alignas(32) Block {
    int16_t values[16] = {};
  };

  int inputs_;
  int panels_;
  std::vector<Block> weights_;
  std::vector<int32_t> bias_;
};

}  // namespace

std::vector<float> HeadReader::Scores(const OwnedStateMatrix& matrix,
                                      const State* rows, int count) const {
  std::vector<float> values(static_cast<size_t>(count) * matrix.outputs());
  kernels_.project(matrix.view(), rows, count, values.data());
  return values;
}

void HeadReader::Multiply(const WideMatrix& matrix, const int16_t* rows,
                          int count) {
  sums_.resize(static_cast<size_t>(count) * matrix.outputs());
  kernels_.multiply(matrix, rows, count, sums_.data());
}

void HeadReader::Read(const State* rows, int count) {
  const std::vector<int16_t> dependents = Rectified(
      Scores(network_.arc_dependent, rows, count), network_.dependent_steps);
  heads_ =
      Rectified(Scores(network_.arc_head, rows, count), network_.head_steps);
  Multiply(network_.arc_bilinear.view(), dependents.data(), count);
  const size_t arc = network_.arc_size;
  const float* const scale = network_.arc_bilinear.scale();
  seeking_.resize(sums_.size());
  for (size_t begin = 0; begin < sums_.size(); begin += arc) {
    for (size_t i = 0; i < arc; ++i) {
      seeking_[begin + i] =
          Quantise(static_cast<float>(sums_[begin + i]) * scale[i],
                   network_.bilinear_steps);
    }
  }
  label_dependents_ = Scores(network_.label_dependent, rows, count);
  label_heads_ = Scores(network_.label_head, rows, count);
}

std::vector<int> HeadReader::Arcs(int first, int count) {
  const size_t begin = static_cast<size_t>(first) * network_.arc_size;
  const HeadPanels panels(network_.arc_root, heads_.data() + begin, count);
  const WideMatrix matrix = panels.view();
  Multiply(matrix, seeking_.data() + begin, count);
  return ArcTree(sums_.data(), matrix.outputs(), count);
}

std::vector<int> HeadReader::Relations(int first,
                                       const std::vector<int>& heads) {
  const size_t size = network_.label_size;
  const int count = static_cast<int>(heads.size());
  const auto row_of = [&](const std::vector<float>& rows, int row) {
    return rows.data() + static_cast<size_t>(first + row) * size;
  };
  std::vector<int16_t> inputs(count * size);
  for (int r = 0; r < count; ++r) {
    const float* const head = heads[r] == 0
                                  ? network_.label_root.data()
                                  : row_of(label_heads_, heads[r] - 1);
    const float* const dependent = row_of(label_dependents_, r);
    for (size_t i = 0; i < size; ++i) {
      inputs[r * size + i] =
          Quantise(Rectify(dependent[i] + head[i]), network_.label_steps);
    }
  }
  Multiply(network_.label_out.view(), inputs.data(), count);
  const size_t outputs = network_.label_out.outputs();
  const float* const scale = network_.label_out.scale();
  std::vector<int> best(count, 0);
  for (int r = 0; r < count; ++r) {
    const auto score = [&](size_t label) {
      return static_cast<float>(sums_[r * outputs + label]) * scale[label];
    };
    for (size_t label = 1; label < network_.deprel.size(); ++label) {
      if (score(label) > score(best[r])) best[r] = static_cast<int>(label);
    }
  }
  return best;
}

}  // namespace tercet::text
