#include "ingest/neural/network.h"

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
  newer.replace(0, 16, "tercet-neural 2\n");
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

}  // namespace
}  // namespace tercet::text
