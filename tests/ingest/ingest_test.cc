#include "tercet/ingest.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tercet/graph.h"
#include "tests/ingest/loaded.h"

namespace tercet {
namespace {

const Ingestor& TheIngestor() {
  return Loaded<Ingestor>(TERCET_SOURCE_DIR "/ingest");
}

class IngestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ =
        std::filesystem::temp_directory_path() /
        absl::StrCat(
            "tercet_ingest_test_", getpid(), "_",
            ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(path_);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  std::unique_ptr<Graph> Open(const std::string& name) {
    std::filesystem::create_directories(path_);
    absl::StatusOr<std::unique_ptr<Graph>> graph =
        Graph::Open((path_ / name).string());
    EXPECT_TRUE(graph.ok()) << graph.status();
    return *std::move(graph);
  }

  std::filesystem::path path_;
};

DocumentSource SourceOf(const std::vector<InputDocument>& documents) {
  return [&documents, next = size_t{0}]() mutable
         -> absl::StatusOr<std::optional<InputDocument>> {
    if (next == documents.size()) return std::nullopt;
    return documents[next++];
  };
}

std::vector<InputDocument> Documents() {
  std::vector<InputDocument> documents;
  for (int i = 0; i < 12; ++i) {
    documents.push_back(
        {absl::StrCat("doc", i), "", "2024-03-06",
         "Ana Silva leads Tavares Foods. She visited mill number " +
             std::to_string(i) + " in Lisbon on Tuesday."});
  }
  return documents;
}

std::string Exported(const Graph& graph) {
  std::string bytes;
  const absl::Status status =
      graph.Export(ExportFormat::kJsonLines, [&](std::string_view piece) {
        bytes += piece;
        return absl::OkStatus();
      });
  EXPECT_TRUE(status.ok()) << status;
  return bytes;
}

TEST_F(IngestTest, AddsSkipsAndReplaces) {
  const std::unique_ptr<Graph> graph = Open("graph");
  std::vector<InputDocument> documents = Documents();
  auto counts = TheIngestor().Ingest(SourceOf(documents), *graph, {});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->added, 12);
  EXPECT_EQ(counts->sentences, 24);
  EXPECT_GT(counts->assertions, 0);
  documents[3].text = "Rui Costa leads Tavares Foods.";
  counts = TheIngestor().Ingest(SourceOf(documents), *graph, {});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->added, 0);
  EXPECT_EQ(counts->replaced, 1);
  EXPECT_EQ(counts->unchanged, 11);
  int found = 0;
  for (const Fact& fact :
       graph->Match({.subject = "Rui Costa", .relation = "leads"})) {
    EXPECT_EQ(fact.object.text, "Tavares Foods");
    ++found;
  }
  EXPECT_EQ(found, 1);
}

TEST_F(IngestTest, TheGraphDoesNotDependOnThreads) {
  const std::vector<InputDocument> documents = Documents();
  std::string want;
  for (const int threads : {1, 2, 5}) {
    const std::unique_ptr<Graph> graph = Open(std::to_string(threads));
    std::vector<std::string> order;
    IngestOptions options;
    options.threads = threads;
    options.on_document = [&](const IngestedDocument& document) {
      order.push_back(document.id);
    };
    const auto counts =
        TheIngestor().Ingest(SourceOf(documents), *graph, options);
    ASSERT_TRUE(counts.ok()) << counts.status();
    ASSERT_EQ(order.size(), documents.size());
    for (size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(order[i], documents[i].id);
    }
    const std::string bytes = Exported(*graph);
    if (want.empty()) want = bytes;
    EXPECT_FALSE(bytes.empty());
    EXPECT_EQ(bytes, want) << threads;
  }
}

TEST_F(IngestTest, WhatWasReportedStaysAfterAnError) {
  const std::unique_ptr<Graph> graph = Open("graph");
  int given = 0;
  const DocumentSource source =
      [&]() -> absl::StatusOr<std::optional<InputDocument>> {
    if (given == 3) return absl::DataLossError("line 4 is no JSON");
    ++given;
    return InputDocument{absl::StrCat("d", given), "", "",
                         "Ana Silva sold the mill."};
  };
  const auto counts = TheIngestor().Ingest(source, *graph, {});
  EXPECT_EQ(counts.status().message(), "line 4 is no JSON");
  const absl::StatusOr<GraphStats> stats = graph->Stats();
  ASSERT_TRUE(stats.ok());
  EXPECT_EQ(stats->documents, 3);
}

TEST_F(IngestTest, StopsWhenCancelled) {
  const std::unique_ptr<Graph> graph = Open("graph");
  const std::atomic<bool> cancelled = true;
  const std::vector<InputDocument> documents = Documents();
  IngestOptions options;
  options.cancelled = &cancelled;
  const auto counts =
      TheIngestor().Ingest(SourceOf(documents), *graph, options);
  EXPECT_EQ(counts.status().code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace tercet
