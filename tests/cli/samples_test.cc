// What the sample texts say: their facts against golden files.
//
// tests/cli/golden/DOCUMENT.tsv has a line a fact: its sentence, subject,
// relation, object and status, separated by tabs.  After a change of the
// extraction
//
//   TERCET_UPDATE_GOLDEN=1 build/release/bin/cli_samples_test
//
// writes them anew; `git diff tests/cli/golden` is then read.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

// The bare value of a field of one line of JSON.
std::string Field(const std::string& line, const std::string& name) {
  const std::string key = "\"" + name + "\":";
  size_t at = line.find(key);
  if (at == std::string::npos) return "?";
  at += key.size();
  if (line[at] != '"') return line.substr(at, line.find(',', at) - at);
  std::string value;
  for (++at; line[at] != '"'; ++at) {
    if (line[at] == '\\') ++at;
    value += line[at];
  }
  return value;
}

// The facts of each document.
std::map<std::string, std::string> Facts(const std::string& jsonl) {
  std::map<std::string, std::string> facts;
  std::istringstream lines(jsonl);
  for (std::string line; std::getline(lines, line);) {
    std::string& text = facts[Field(line, "document")];
    for (const char* name : {"sentence", "subject", "relation", "object"}) {
      text += Field(line, name) + '\t';
    }
    const bool negated = Field(line, "negated") == "true";
    text += (negated ? "not " : "") + Field(line, "status") + '\n';
  }
  return facts;
}

std::string Bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(SamplesTest, SayWhatTheGoldenFilesHave) {
  const std::filesystem::path tests(TERCET_SOURCE_DIR "/tests");
  const bool update = std::getenv("TERCET_UPDATE_GOLDEN") != nullptr;
  const Workplace place;
  const Ran ran = place.Run("extract --format jsonl '" +
                            (tests / "samples").string() + "'");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto facts = Facts(ran.out);
  EXPECT_EQ(facts.size(), 8u);
  for (const auto& [document, text] : facts) {
    const auto path = tests / "cli" / "golden" / (document + ".tsv");
    if (update) std::ofstream(path, std::ios::binary) << text;
    EXPECT_EQ(Bytes(path), text)
        << path << " has other facts; TERCET_UPDATE_GOLDEN=1 writes it anew";
  }
}

}  // namespace
}  // namespace tercet::tests
