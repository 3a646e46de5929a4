#include "ingest/neural/encoder.h"

#include <numeric>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "ingest/neural/word_ids.h"

namespace tercet::text {
namespace {

// A word's 8-bit value counts this often, which brings it near the others.
constexpr int kWordStep = 8;

}  // namespace

void Encoder::Embed(std::string_view written, int16_t* input) const {
  const std::string form = PlainQuotes(written);
  const int row = network_.WordRow(form);
  const int word_size = network_.word_size;
  for (int i = 0; i < word_size; ++i) {
    input[i] =
        row < 0
            ? 0
            : static_cast<int16_t>(
                  kWordStep *
                  network_.word_rows[static_cast<size_t>(row) * word_size + i]);
  }
  int16_t* sums = input + word_size;
  const int size = network_.subword_size;
  for (int i = 0; i < size; ++i) sums[i] = 0;
  for (const uint32_t subword : SubwordRowsOf(form)) {
    const int8_t* values =
        network_.subword_rows.data() + static_cast<size_t>(subword) * size;
    for (int i = 0; i < size; ++i) {
      sums[i] = static_cast<int16_t>(sums[i] + values[i]);
    }
  }
}

void Encoder::FindTypes(const std::vector<Forms>& sentences) {
  absl::flat_hash_map<absl::string_view, int> types;
  const size_t size = network_.input_size();
  starts_.assign(1, 0);
  type_of_row_.clear();
  types_.clear();
  for (const Forms& forms : sentences) {
    for (const std::string_view form : forms) {
      const int next = static_cast<int>(types.size());
      const auto [place, is_new] =
          types.try_emplace(absl::string_view(form.data(), form.size()), next);
      if (is_new) {
        types_.resize(types_.size() + size);
        Embed(form, types_.data() + next * size);
      }
      type_of_row_.push_back(place->second);
    }
    starts_.push_back(static_cast<int>(type_of_row_.size()));
  }
  type_count_ = static_cast<int>(types.size());
  rows_ = starts_.back();
}

void Encoder::Encode(const std::vector<Forms>& sentences) {
  FindTypes(sentences);
  row_of_row_.resize(rows_);
  std::iota(row_of_row_.begin(), row_of_row_.end(), 0);
  const size_t width = 2 * network_.hidden;
  no_state_.assign(network_.hidden, 0);
  for (int layer = 0; layer < network_.layers; ++layer) {
    const bool first = layer == 0;
    const int16_t* input = first ? types_.data() : below_.data();
    const size_t input_size = first ? network_.input_size() : width;
    inputs_.resize(first ? type_count_ : rows_);
    for (size_t i = 0; i < inputs_.size(); ++i) {
      inputs_[i] = input + i * input_size;
    }
    top_.resize(rows_ * width);
    for (const bool backward : {false, true}) {
      RunDirection(network_.lstm[layer][backward ? 1 : 0], backward,
                   inputs_.data(), static_cast<int>(inputs_.size()),
                   first ? type_of_row_ : row_of_row_, top_);
    }
    if (layer == network_.tag_layer) low_ = top_;
    if (layer + 1 < network_.layers) below_.swap(top_);
  }
}

void Encoder::RunDirection(const LstmWeights& weights, bool backward,
                           const int16_t* const* inputs, int input_count,
                           const std::vector<int>& input_of_row,
                           std::vector<int16_t>& out) {
  const size_t hidden = network_.hidden;
  const size_t gates = 4 * hidden;
  const int sentences = static_cast<int>(starts_.size()) - 1;
  fed_.resize(input_count * gates);
  std::vector<int32_t*> sums(input_count);
  for (int i = 0; i < input_count; ++i) sums[i] = fed_.data() + i * gates;
  kernels_.multiply(weights.fed.view(), inputs, input_count, sums.data());

  cells_.assign(sentences * hidden, 0.0f);
  std::vector<const int16_t*> state_in(sentences, no_state_.data());
  std::vector<const int32_t*> fed(sentences);
  std::vector<float*> cells(sentences);
  std::vector<int16_t*> state_out(sentences);
  for (int s = 0; s < sentences; ++s) cells[s] = cells_.data() + s * hidden;

  LstmStep step = {.matrix = weights.recurrent.view(),
                   .scale = weights.fed.scale(),
                   .state_in = state_in.data(),
                   .fed = fed.data(),
                   .cell = cells.data(),
                   .state_out = state_out.data(),
                   .count = sentences};
  for (int t = 0;; ++t) {
    while (step.count > 0 &&
           starts_[step.count] - starts_[step.count - 1] <= t) {
      --step.count;
    }
    if (step.count == 0) break;
    for (int s = 0; s < step.count; ++s) {
      const int row = backward ? starts_[s + 1] - 1 - t : starts_[s] + t;
      fed[s] = sums[input_of_row[row]];
      state_out[s] =
          out.data() + row * 2 * hidden + (backward ? hidden : size_t{0});
    }
    kernels_.lstm_step(step);
    for (int s = 0; s < step.count; ++s) state_in[s] = state_out[s];
  }
}

}  // namespace tercet::text
