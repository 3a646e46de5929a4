#include "ingest/neural/encoder.h"

#include <numeric>
#include <string>

#include "absl/strings/string_view.h"
#include "ingest/neural/word_ids.h"

namespace tercet::text {
namespace {

// A word's 8-bit value counts this often, which brings it near the others.
constexpr int kWordStep = 8;

// Known words are forgotten when they are more: some 20 MB.  A "word" may be a
// megabyte of what is no text.
constexpr size_t kMostWords = 4096;
constexpr size_t kMostWordBytes = 1 << 20;

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

void Encoder::LookUpWords(const std::vector<Forms>& sentences) {
  if (words_.size() > kMostWords || word_bytes_ > kMostWordBytes) {
    words_.clear();
    word_bytes_ = 0;
    for (std::vector<float>& fed : fed_words_) fed.clear();
  }
  const size_t known = words_.size();
  const size_t size = network_.input_size();
  std::vector<int16_t> inputs;
  starts_.assign(1, 0);
  word_of_row_.clear();
  for (const Forms& forms : sentences) {
    for (const std::string_view form : forms) {
      const int next = static_cast<int>(words_.size());
      const auto [place, is_new] =
          words_.try_emplace(absl::string_view(form.data(), form.size()), next);
      if (is_new) {
        word_bytes_ += form.size();
        inputs.resize(inputs.size() + size);
        Embed(form, inputs.data() + inputs.size() - size);
      }
      word_of_row_.push_back(place->second);
    }
    starts_.push_back(static_cast<int>(word_of_row_.size()));
  }
  rows_ = starts_.back();
  for (size_t side = 0; side < fed_words_.size(); ++side) {
    FeedWords(network_.words_fed[side], known, inputs, fed_words_[side]);
  }
}

void Encoder::FeedWords(const OwnedWideMatrix& matrix, size_t first,
                        const std::vector<int16_t>& inputs,
                        std::vector<float>& fed) {
  const size_t outputs = matrix.outputs();
  const size_t count = inputs.size() / matrix.inputs();
  std::vector<int32_t> sums(count * outputs);
  kernels_.multiply(matrix.view(), inputs.data(), static_cast<int>(count),
                    sums.data());
  fed.resize((first + count) * outputs);
  float* const values = fed.data() + first * outputs;
  for (size_t begin = 0; begin < sums.size(); begin += outputs) {
    for (size_t o = 0; o < outputs; ++o) {
      values[begin + o] =
          static_cast<float>(sums[begin + o]) * matrix.scale()[o];
    }
  }
}

void Encoder::Encode(const std::vector<Forms>& sentences) {
  LookUpWords(sentences);
  row_of_row_.resize(rows_);
  std::iota(row_of_row_.begin(), row_of_row_.end(), 0);
  no_state_.assign(network_.hidden, kStateZero);
  for (int layer = 0; layer < network_.layers; ++layer) {
    if (layer > 0) below_.swap(top_);
    top_.resize(rows_ * 2 * network_.hidden);
    for (const bool backward : {false, true}) {
      const int side = backward ? 1 : 0;
      const LstmWeights& weights = network_.lstm[layer][side];
      if (layer > 0) FeedRows(weights.fed);
      RunDirection(weights.recurrent, backward,
                   layer == 0 ? fed_words_[side] : fed_,
                   layer == 0 ? word_of_row_ : row_of_row_);
    }
    if (layer == network_.tag_layer) low_ = top_;
  }
}

void Encoder::FeedRows(const OwnedStateMatrix& matrix) {
  const size_t outputs = matrix.outputs();
  // It only grows: what is left behind the rows is not read.
  if (fed_.size() < rows_ * outputs) fed_.resize(rows_ * outputs);
  kernels_.project(matrix.view(), below_.data(), rows_, fed_.data());
}

void Encoder::RunDirection(const OwnedStateMatrix& recurrent, bool backward,
                           const std::vector<float>& fed,
                           const std::vector<int>& fed_of_row) {
  const size_t hidden = network_.hidden;
  const size_t gates = 4 * hidden;
  const int sentences = static_cast<int>(starts_.size()) - 1;
  cells_.assign(sentences * hidden, 0.0f);
  std::vector<const State*> state_in(sentences, no_state_.data());
  std::vector<const float*> fed_rows(sentences);
  std::vector<float*> cells(sentences);
  std::vector<State*> state_out(sentences);
  for (int s = 0; s < sentences; ++s) cells[s] = cells_.data() + s * hidden;

  LstmStep step = {.matrix = recurrent.view(),
                   .state_in = state_in.data(),
                   .fed = fed_rows.data(),
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
      fed_rows[s] = fed.data() + fed_of_row[row] * gates;
      state_out[s] =
          top_.data() + row * 2 * hidden + (backward ? hidden : size_t{0});
    }
    kernels_.lstm_step(step);
    for (int s = 0; s < step.count; ++s) state_in[s] = state_out[s];
  }
}

}  // namespace tercet::text
