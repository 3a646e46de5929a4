// Graphs that earlier versions of the program wrote (formats/, by format).

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

namespace fs = std::filesystem;

const std::string kFormats = TERCET_SOURCE_DIR "/tests/graph/formats/";

std::string ReadFile(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Two documents, one of them an import of N-Triples; 2.jsonl says what they
// state, as it is exported today.
TEST(FormatTest, Format2IsBroughtUpToDate) {
  const std::string want = ReadFile(kFormats + "2.jsonl");
  ASSERT_FALSE(want.empty());
  for (const bool read_only : {false, true}) {
    TempFolder folder;
    fs::copy(kFormats + "2", folder.Db(), fs::copy_options::recursive);
    for (int round = 0; round < 2; ++round) {
      const auto graph = Graph::Open(
          folder.Db(), {.create_if_missing = false, .read_only = read_only});
      ASSERT_TRUE(graph.ok()) << graph.status();
      EXPECT_EQ(Exported(**graph, ExportFormat::kJsonLines), want);
      ExpectSound(**graph);
      EXPECT_EQ(ReadFile(folder.Db() + "/TERCET"), "tercet store, format 3\n");
    }
    const auto graph = OpenGraph(folder.Db());
    ASSERT_TRUE(graph->Add(Harbour("new")).ok());
    ExpectSound(*graph);
    EXPECT_TRUE(graph->Read().GetDocument("harbour").ok());
  }
}

TEST(FormatTest, Format1IsRefused) {
  TempFolder folder;
  fs::copy(kFormats + "1", folder.Db(), fs::copy_options::recursive);
  EXPECT_EQ(Graph::Open(folder.Db()).status(),
            absl::FailedPreconditionError(
                folder.Db() +
                " has format 1, and this program reads formats from 2 on: make "
                "it anew from its documents"));
}

}  // namespace
}  // namespace tercet::tests
