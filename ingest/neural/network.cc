#include "ingest/neural/network.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/status/status.h"
#include "ingest/byte_codec.h"
#include "ingest/neural/word_ids.h"

namespace tercet::text {
namespace {

constexpr std::string_view kMagic = "tercet-neural 2\n";
constexpr std::string_view kFamily = "tercet-neural ";
constexpr uint64_t kLargestSize = 4096;

template <typename Value>
std::vector<Value> Values(std::string_view bytes) {
  std::vector<Value> values(bytes.size() / sizeof(Value));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
  return values;
}

// FNV-1a over 64-bit words, the last filled up with zeros.
uint64_t Checksum(std::string_view bytes) {
  uint64_t sum = 0xCBF29CE484222325u;
  for (size_t i = 0; i < bytes.size(); i += 8) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, std::min<size_t>(8, bytes.size() - i));
    sum = (sum ^ word) * 0x100000001B3u;
  }
  return sum;
}

// Whether 16 bits hold any sum of four products: see kLargestWeights.
bool KeepsSumsExact(const StateMatrix& matrix) {
  const auto weights_of = [&](int output, int input) {
    return matrix.weights +
           static_cast<int64_t>(output / 32) * 32 * matrix.inputs + 32 * input +
           4 * (output % 32);
  };
  for (int output = 0; output < matrix.outputs(); ++output) {
    for (int input = 0; input < matrix.inputs; input += 8) {
      const int8_t* const first = weights_of(output, input);
      const int8_t* const second = weights_of(output, input + 4);
      for (const int pair : {0, 2}) {
        int rising = 0, falling = 0;
        for (const int weight :
             {first[pair], first[pair + 1], second[pair], second[pair + 1]}) {
          (weight > 0 ? rising : falling) += weight;
        }
        if (std::max(rising, -falling) > kLargestWeights) return false;
      }
    }
  }
  return true;
}

// Reads the parts in the order in which the exporter writes them.
class Source {
 public:
  explicit Source(std::string_view bytes) : reader_(bytes) {}

  int Size() {
    const uint64_t size = reader_.Varint();
    if (size > kLargestSize) ok_ = false;
    return ok_ ? static_cast<int>(size) : 0;
  }

  std::vector<std::string> Names() {
    std::vector<std::string> names(reader_.Count());
    for (std::string& name : names) name = reader_.String();
    if (names.empty()) ok_ = false;
    return names;
  }

  std::string_view Blob() { return reader_.String(); }

  float Real() {
    const std::vector<float> value = Values<float>(reader_.String());
    if (value.size() != 1) ok_ = false;
    return ok_ ? value[0] : 0;
  }

  template <typename Weight>
  OwnedMatrix<Weight> Matrix(int inputs, int outputs) {
    const int panels = Size();
    const int found_inputs = Size();
    const std::string_view weights = Blob();
    const std::string_view bias = Blob();
    const std::string_view scale = Blob();
    const size_t rows = static_cast<size_t>(panels) * 32;
    if (!ok() || found_inputs != inputs || panels != (outputs + 31) / 32 ||
        bias.size() != 4 * rows || scale.size() != 4 * rows ||
        weights.size() != sizeof(Weight) * rows * inputs) {
      ok_ = false;
      return {};
    }
    return {panels, inputs, weights, bias, scale};
  }

  OwnedWideMatrix Wide(int inputs, int outputs) {
    Require(inputs % 2 == 0);
    return Matrix<int16_t>(inputs, outputs);
  }

  OwnedStateMatrix OfStates(int inputs, int outputs) {
    OwnedStateMatrix matrix = Matrix<int8_t>(inputs, outputs);
    Require(ok() && inputs % 8 == 0 && KeepsSumsExact(matrix.view()));
    return matrix;
  }

  void Require(bool condition) { ok_ = ok_ && condition; }
  bool ok() const { return ok_ && reader_.ok(); }
  bool AtEnd() const { return reader_.AtEnd(); }

 private:
  ByteReader reader_;
  bool ok_ = true;
};

void ReadTables(Source& source, Network& network) {
  network.word_size = source.Size();
  network.word_hashes = Values<uint64_t>(source.Blob());
  network.word_rows = Values<int8_t>(source.Blob());
  network.subword_size = source.Size();
  network.subword_rows = Values<int8_t>(source.Blob());
  const std::vector<uint64_t>& hashes = network.word_hashes;
  source.Require(std::is_sorted(hashes.begin(), hashes.end()) &&
                 network.word_rows.size() ==
                     hashes.size() * static_cast<size_t>(network.word_size) &&
                 network.subword_rows.size() ==
                     static_cast<size_t>(kSubwordBuckets) *
                         static_cast<size_t>(network.subword_size));
  network.word_starts.assign((1u << 16) + 1, 0);
  for (const uint64_t hash : hashes) ++network.word_starts[(hash >> 48) + 1];
  for (size_t i = 1; i < network.word_starts.size(); ++i) {
    network.word_starts[i] += network.word_starts[i - 1];
  }
}

void ReadLayers(Source& source, Network& network) {
  const int hidden = network.hidden;
  for (int layer = 0; layer < network.layers && source.ok(); ++layer) {
    std::array<LstmWeights, 2>& both = network.lstm.emplace_back();
    for (size_t side = 0; side < both.size(); ++side) {
      if (layer == 0) {
        network.words_fed[side] = source.Wide(network.input_size(), 4 * hidden);
      } else {
        both[side].fed = source.OfStates(2 * hidden, 4 * hidden);
      }
      both[side].recurrent = source.OfStates(hidden, 4 * hidden);
    }
  }
}

void ReadHeads(Source& source, Network& network) {
  const int size = 2 * network.hidden;
  const auto count = [](const std::vector<std::string>& names) {
    return static_cast<int>(names.size());
  };
  network.upos_out = source.OfStates(size, count(network.upos));
  network.xpos_out = source.OfStates(size, count(network.xpos));
  network.uner_out = source.OfStates(size, count(network.uner));
  network.gum_out = source.OfStates(size, count(network.gum));
  const int arc = network.arc_size, label = network.label_size;
  network.arc_dependent = source.OfStates(size, arc);
  network.arc_head = source.OfStates(size, arc);
  network.label_dependent = source.OfStates(size, label);
  network.label_head = source.OfStates(size, label);
  network.arc_bilinear = source.Wide(arc, arc);
  network.label_out = source.Wide(label, count(network.deprel));
  network.dependent_steps = source.Real();
  network.head_steps = source.Real();
  network.bilinear_steps = source.Real();
  network.label_steps = source.Real();
  network.arc_root = Values<int16_t>(source.Blob());
  network.label_root = Values<float>(source.Blob());
  source.Require(network.arc_root.size() == static_cast<size_t>(arc) &&
                 network.label_root.size() == static_cast<size_t>(label));
}

}  // namespace

template <typename Weight>
OwnedMatrix<Weight>::OwnedMatrix(int panels, int inputs,
                                 std::string_view weights,
                                 std::string_view bias, std::string_view scale)
    : panels_(panels),
      inputs_(inputs),
      weights_(weights.size() / sizeof(Block)),
      bias_(Values<int32_t>(bias)),
      scale_(Values<float>(scale)) {
  std::memcpy(weights_.data(), weights.data(), weights.size());
}

absl::StatusOr<Network> Network::Parse(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::FailedPreconditionError(
        bytes.substr(0, kFamily.size()) == kFamily
            ? "the neural model has a version that this program does not read"
            : "not a neural model");
  }
  bytes.remove_prefix(kMagic.size());
  uint64_t expected = 0;
  if (bytes.size() >= sizeof(expected)) {
    std::memcpy(&expected, bytes.data(), sizeof(expected));
    bytes.remove_prefix(sizeof(expected));
  }
  if (Checksum(bytes) != expected) {
    return absl::DataLossError("the neural model is damaged");
  }
  Source source(bytes);
  Network network;
  network.hidden = source.Size();
  network.layers = source.Size();
  network.tag_layer = source.Size();
  network.arc_size = source.Size();
  network.label_size = source.Size();
  source.Require(network.hidden > 0 && network.hidden % 8 == 0 &&
                 network.tag_layer < network.layers);
  for (auto* names : {&network.upos, &network.xpos, &network.deprel,
                      &network.uner, &network.gum}) {
    *names = source.Names();
  }
  ReadTables(source, network);
  ReadLayers(source, network);
  if (source.ok()) ReadHeads(source, network);
  if (!source.ok() || !source.AtEnd()) {
    return absl::DataLossError("the neural model's parts do not fit together");
  }
  return network;
}

int Network::WordRow(std::string_view form) const {
  const uint64_t hash = WordHash(form);
  const auto begin = word_hashes.begin();
  const auto first = begin + word_starts[hash >> 48];
  const auto last = begin + word_starts[(hash >> 48) + 1];
  const auto found = std::find(first, last, hash);
  return found == last ? -1 : static_cast<int>(found - begin);
}

}  // namespace tercet::text
