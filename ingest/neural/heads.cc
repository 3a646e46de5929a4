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

// out = map(sums * scale), `outputs` values a row.
template <typename Out, typename Map>
void MapSums(const std::vector<int32_t>& sums, const float* scale,
             size_t outputs, std::vector<Out>& out, Map map) {
  for (size_t row = 0; row < sums.size(); row += outputs) {
    const int32_t* const from = sums.data() + row;
    Out* const to = out.data() + row;
    for (size_t o = 0; o < outputs; ++o) {
      to[o] = map(static_cast<float>(from[o]) * scale[o]);
    }
  }
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

std::vector<float> HeadReader::Scores(const OwnedMatrix& matrix,
                                      const int16_t* rows, size_t width,
                                      int count) {
  Multiply(matrix, rows, width, count);
  std::vector<float> values(sums_.size());
  MapSums(sums_, matrix.scale(), matrix.outputs(), values,
          [](float value) { return value; });
  return values;
}

std::vector<int16_t> HeadReader::Layer(const OwnedMatrix& matrix,
                                       const int16_t* rows, size_t width,
                                       int count, float steps) {
  Multiply(matrix, rows, width, count);
  std::vector<int16_t> values(sums_.size());
  MapSums(sums_, matrix.scale(), matrix.outputs(), values,
          [&](float value) { return Quantise(Rectify(value), steps); });
  return values;
}

std::vector<int> HeadReader::Tags(const OwnedMatrix& matrix, int labels,
                                  const int16_t* rows, int count) {
  const std::vector<float> scores =
      Scores(matrix, rows, matrix.inputs(), count);
  std::vector<int> best(count);
  for (int r = 0; r < count; ++r) {
    const auto row =
        scores.begin() + static_cast<ptrdiff_t>(r) * matrix.outputs();
    best[r] = static_cast<int>(std::max_element(row, row + labels) - row);
  }
  return best;
}

std::vector<int> HeadReader::Arcs(const int16_t* rows, int count) {
  const size_t width = network_.arc_head.inputs();
  const size_t arc = network_.arc_size;
  const std::vector<int16_t> dependents = Layer(
      network_.arc_dependent, rows, width, count, network_.dependent_steps);
  const std::vector<int16_t> heads =
      Layer(network_.arc_head, rows, width, count, network_.head_steps);
  Multiply(network_.arc_bilinear, dependents.data(), arc, count);
  std::vector<int16_t> seeking(sums_.size());
  MapSums(sums_, network_.arc_bilinear.scale(), arc, seeking,
          [steps = network_.bilinear_steps](float value) {
            return Quantise(value, steps);
          });
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
  const std::vector<float> of_heads =
      Scores(network_.label_head, rows, width, count);
  Multiply(network_.label_dependent, rows, width, count);
  std::vector<int16_t> inputs(sums_.size());
  const float* const scale = network_.label_dependent.scale();
  const float steps = network_.label_steps;
  for (int r = 0; r < count; ++r) {
    const float* const head = heads[r] == 0
                                  ? network_.label_root.data()
                                  : of_heads.data() + (heads[r] - 1) * size;
    const int32_t* const sums = sums_.data() + r * size;
    int16_t* const out = inputs.data() + r * size;
    for (size_t i = 0; i < size; ++i) {
      const float value = static_cast<float>(sums[i]) * scale[i] + head[i];
      out[i] = Quantise(Rectify(value), steps);
    }
  }
  return Tags(network_.label_out, static_cast<int>(network_.deprel.size()),
              inputs.data(), count);
}

}  // namespace tercet::text
