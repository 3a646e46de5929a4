#include "ingest/neural/heads.h"

#include <algorithm>
#include <cstddef>

#include "ingest/neural/arc_tree.h"

namespace tercet::text {
namespace {

// Arc and relation layers use 12 bits, so that sums of 128 products fit 32.
constexpr float kLargestStep = 2047.0f;

float Rectify(float value) { return value > 0 ? value : value * 0.1f; }

std::vector<int16_t> Quantise(const std::vector<float>& values, float steps) {
  std::vector<int16_t> result(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    const float value =
        std::clamp(values[i] * steps, -kLargestStep, kLargestStep);
    // Rounds to the nearest integer, halves to even: see Round in
    // lstm_gates.h.
    result[i] = static_cast<int16_t>((value + 12582912.0f) - 12582912.0f);
  }
  return result;
}

// Heads' rows as a matrix of panels, the root first.
class HeadPanels {
 public:
  HeadPanels(const std::vector<int16_t>& root, const std::vector<int16_t>& rows,
             int count)
      : inputs_(static_cast<int>(root.size())),
        panels_((count + 1 + 31) / 32),
        weights_(static_cast<size_t>(panels_) * inputs_ * 2),
        bias_(static_cast<size_t>(panels_) * 32, 0) {
    int16_t* values = weights_.data()->values;
    for (int head = 0; head <= count; ++head) {
      const int16_t* row =
          head == 0 ? root.data()
                    : rows.data() + static_cast<size_t>(head - 1) * inputs_;
      int16_t* panel = values + static_cast<size_t>(head / 32) * 32 * inputs_;
      for (int k = 0; k < inputs_; k += 2) {
        panel[32 * k + 2 * (head % 32)] = row[k];
        panel[32 * k + 2 * (head % 32) + 1] = row[k + 1];
      }
    }
  }

  PanelMatrix view() const {
    return {.weights = weights_.data()->values,
            .bias = bias_.data(),
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

void HeadReader::Multiply(const OwnedMatrix& matrix, const int16_t* rows,
                          size_t width, int count) {
  const size_t outputs = matrix.outputs();
  sums_.resize(count * outputs);
  inputs_.resize(count);
  outputs_.resize(count);
  for (int r = 0; r < count; ++r) {
    inputs_[r] = rows + r * width;
    outputs_[r] = sums_.data() + r * outputs;
  }
  kernels_.multiply(matrix.view(), inputs_.data(), count, outputs_.data());
}

std::vector<float> HeadReader::Layer(const OwnedMatrix& matrix,
                                     const int16_t* rows, size_t width,
                                     int count, bool rectify) {
  Multiply(matrix, rows, width, count);
  const size_t outputs = matrix.outputs();
  std::vector<float> values(sums_.size());
  for (int r = 0; r < count; ++r) {
    for (size_t o = 0; o < outputs; ++o) {
      const float value =
          static_cast<float>(sums_[r * outputs + o]) * matrix.scale()[o];
      values[r * outputs + o] = rectify ? Rectify(value) : value;
    }
  }
  return values;
}

std::vector<int> HeadReader::Tags(const OwnedMatrix& matrix, int labels,
                                  const int16_t* rows, int count) {
  const std::vector<float> scores =
      Layer(matrix, rows, matrix.inputs(), count, false);
  std::vector<int> best(count);
  for (int r = 0; r < count; ++r) {
    const auto row =
        scores.begin() + static_cast<ptrdiff_t>(r) * matrix.outputs();
    best[r] = static_cast<int>(std::max_element(row, row + labels) - row);
  }
  return best;
}

std::vector<float> HeadReader::Scores(const OwnedMatrix& matrix,
                                      const int16_t* rows, int count) {
  return Layer(matrix, rows, matrix.inputs(), count, false);
}

std::vector<int> HeadReader::Arcs(const int16_t* rows, int count) {
  const size_t width = network_.arc_head.inputs();
  const size_t arc = network_.arc_size;
  const std::vector<int16_t> dependents =
      Quantise(Layer(network_.arc_dependent, rows, width, count, true),
               network_.dependent_steps);
  const std::vector<int16_t> heads = Quantise(
      Layer(network_.arc_head, rows, width, count, true), network_.head_steps);
  const std::vector<int16_t> seeking = Quantise(
      Layer(network_.arc_bilinear, dependents.data(), arc, count, false),
      network_.bilinear_steps);
  const HeadPanels panels(network_.arc_root, heads, count);
  const PanelMatrix matrix = panels.view();
  const size_t outputs = matrix.outputs();
  sums_.resize(count * outputs);
  for (int r = 0; r < count; ++r) {
    inputs_[r] = seeking.data() + r * arc;
    outputs_[r] = sums_.data() + r * outputs;
  }
  kernels_.multiply(matrix, inputs_.data(), count, outputs_.data());
  return ArcTree(sums_.data(), outputs, count);
}

std::vector<int> HeadReader::Relations(const int16_t* rows, int count,
                                       const std::vector<int>& heads) {
  const size_t width = network_.label_head.inputs();
  const size_t size = network_.label_size;
  std::vector<float> hidden =
      Layer(network_.label_dependent, rows, width, count, false);
  const std::vector<float> of_heads =
      Layer(network_.label_head, rows, width, count, false);
  for (int r = 0; r < count; ++r) {
    const float* head = heads[r] == 0 ? network_.label_root.data()
                                      : of_heads.data() + (heads[r] - 1) * size;
    for (size_t i = 0; i < size; ++i) {
      hidden[r * size + i] = Rectify(hidden[r * size + i] + head[i]);
    }
  }
  const std::vector<int16_t> inputs = Quantise(hidden, network_.label_steps);
  return Tags(network_.label_out, static_cast<int>(network_.deprel.size()),
              inputs.data(), count);
}

}  // namespace tercet::text
