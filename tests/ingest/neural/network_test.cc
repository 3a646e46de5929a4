#include "ingest/neural/network.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace tercet::text {
namespace {

const std::string& Model() {
  static const auto* bytes = [] {
    std::ifstream file(TERCET_SOURCE_DIR "/ingest/model/english.neural",
                       std::ios::binary);
    return new std::string(std::istreambuf_iterator<char>(file), {});
  }();
  return *bytes;
}

TEST(Network, ReadsTheModelOfTheProject) {
  const absl::StatusOr<Network> network = Network::Parse(Model());
  ASSERT_TRUE(network.ok()) << network.status();
  EXPECT_EQ(network->upos.size(), 17u);
  EXPECT_GE(network->WordRow("the"), 0);
  EXPECT_EQ(network->WordRow("The"), network->WordRow("the"));
  EXPECT_EQ(network->WordRow("qqzzqq"), -1);
}

TEST(Network, SaysWhatIsWrongWithAFile) {
  std::string flipped = Model();
  flipped[flipped.size() / 2] ^= 4;
  std::string newer = Model();
  newer.replace(0, 16, "tercet-neural 3\n");
  struct Case {
    std::string_view name;
    std::string bytes;
    absl::Status want;
  };
  const Case kCases[] = {
      {"empty", "", absl::FailedPreconditionError("not a neural model")},
      {"text", "hello, I am a text",
       absl::FailedPreconditionError("not a neural model")},
      {"newer", newer,
       absl::FailedPreconditionError("the neural model has a version that "
                                     "this program does not read")},
      {"flipped bit", flipped,
       absl::DataLossError("the neural model is damaged")},
      {"cut short", Model().substr(0, Model().size() - 9),
       absl::DataLossError("the neural model is damaged")},
      {"head alone", Model().substr(0, 16),
       absl::DataLossError("the neural model is damaged")},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Network::Parse(c.bytes).status(), c.want) << c.name;
  }
}

// The model with its checksum, FNV-1a over 64-bit words, as its body needs it.
std::string WithChecksum(std::string model) {
  std::string body = model.substr(24);
  body.resize((body.size() + 7) / 8 * 8, '\0');
  uint64_t sum = 0xCBF29CE484222325u;
  for (size_t i = 0; i < body.size(); i += 8) {
    uint64_t word;
    std::memcpy(&word, body.data() + i, sizeof(word));
    sum = (sum ^ word) * 0x100000001B3u;
  }
  std::memcpy(model.data() + 16, &sum, sizeof(sum));
  return model;
}

TEST(Network, RefusesWeightsWhoseSumsCouldOverflow) {
  ASSERT_EQ(WithChecksum(Model()), Model());
  std::string heavy = Model();
  // Well within the last layer's weights: the heads behind them are smaller.
  std::memset(heavy.data() + heavy.size() - 400000, 127, 256);
  EXPECT_EQ(Network::Parse(WithChecksum(heavy)).status(),
            absl::DataLossError("the neural model's parts do not fit "
                                "together"));
}

}  // namespace
}  // namespace tercet::text
