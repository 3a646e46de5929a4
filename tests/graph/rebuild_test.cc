// A new generation beside the old one, and the moment it takes its place.

#include "tercet/rebuild.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

using Ids = std::vector<std::string>;

std::unique_ptr<Rebuild> BeginRebuild(const std::string& path,
                                      bool anew = false) {
  auto rebuild = Rebuild::Begin(path, anew);
  EXPECT_TRUE(rebuild.ok()) << rebuild.status();
  return rebuild.ok() ? *std::move(rebuild) : nullptr;
}

Ids IdsAt(const std::string& path) {
  return *OpenGraph(path)->Read().DocumentIds();
}

TEST(RebuildTest, ReadersKeepTheOldGraphAndLaterOnesGetTheNew) {
  TempFolder folder;
  const std::string db = folder.Db();
  ASSERT_TRUE(OpenGraph(db)->Add(Harbour("old")).ok());
  const auto reader = *Graph::Open(db, {.read_only = true});
  const auto rebuild = BeginRebuild(db);
  ASSERT_NE(rebuild, nullptr);
  EXPECT_TRUE(rebuild->old().Read().GetDocument("old").ok());
  ASSERT_TRUE(rebuild->graph().Add(Harbour("new")).ok());
  EXPECT_TRUE(absl::IsUnavailable(Graph::Open(db).status()));
  EXPECT_TRUE(absl::IsUnavailable(Rebuild::Begin(db).status()));
  EXPECT_EQ(*Graph::Open(db, {.read_only = true}).value()->Read().DocumentIds(),
            Ids{"old"});
  const absl::Status finished = rebuild->Finish();
  ASSERT_TRUE(finished.ok()) << finished;
  EXPECT_EQ(*reader->Read().DocumentIds(), Ids{"old"});
  EXPECT_EQ(reader->Read().DocumentText("old")->size(),
            Harbour("old").text.size());
  EXPECT_EQ(IdsAt(db), Ids{"new"});
  EXPECT_EQ(IdsAt(db + ".old"), Ids{"old"});
  EXPECT_FALSE(std::filesystem::exists(db + ".rebuild"));
  ExpectSound(*OpenGraph(db));
}

TEST(RebuildTest, WhatWasDoneByHandIsCarriedOver) {
  TempFolder folder;
  const std::string db = folder.Db();
  const auto find = [](const Graph& graph, const std::string& name) {
    return graph.Read().Resolve(name)->at(0).entity.id;
  };
  const auto node = [](const Graph& graph, const std::string& name) {
    return graph.Read().Resolve(name)->at(0).entity.text;
  };
  {
    const auto graph = OpenGraph(db);
    ASSERT_TRUE(graph->Add(Harbour("old")).ok());
    ASSERT_TRUE(
        graph->AddAlias(find(*graph, "Quill"), {"The Pen", "by me"}).ok());
    ASSERT_TRUE(
        graph->Merge(find(*graph, "Tom Reed"), find(*graph, "Quill"), "one")
            .ok());
  }
  for (const bool has_them : {true, false}) {
    const auto rebuild = BeginRebuild(db, /*anew=*/true);
    ASSERT_NE(rebuild, nullptr);
    if (has_them) {
      ASSERT_TRUE(rebuild->graph().Add(Harbour("new")).ok());
    }
    for (int round = 0; round < 2; ++round) {
      const auto carried = rebuild->CarryOver();
      ASSERT_TRUE(carried.ok()) << carried.status();
      EXPECT_EQ(carried->merges, has_them && round == 0 ? 1 : 0);
      EXPECT_EQ(carried->names, has_them && round == 0 ? 1 : 0);
      EXPECT_EQ(carried->lost, has_them ? 0 : 2);
    }
    if (!has_them) continue;
    EXPECT_EQ(node(rebuild->graph(), "The Pen"),
              node(rebuild->graph(), "Quill"));
    EXPECT_EQ(find(rebuild->graph(), "Tom Reed"),
              find(rebuild->graph(), "Quill"));
    ExpectSound(rebuild->graph());
  }
}

TEST(RebuildTest, AnUnfinishedOneIsTakenUpOrDropped) {
  TempFolder folder;
  const std::string db = folder.Db();
  ASSERT_TRUE(OpenGraph(db)->Add(Harbour("old")).ok());
  ASSERT_TRUE(BeginRebuild(db)->graph().Add(Harbour("first")).ok());
  EXPECT_EQ(IdsAt(db), Ids{"old"});
  {
    const auto rebuild = BeginRebuild(db);
    EXPECT_EQ(*rebuild->graph().Read().DocumentIds(), Ids{"first"});
  }
  const auto rebuild = BeginRebuild(db, /*anew=*/true);
  EXPECT_EQ(*rebuild->graph().Read().DocumentIds(), Ids());
}

// After the exchange and before the renaming of the old graph.
TEST(RebuildTest, AnOldGraphLeftInTheDraftsPlaceIsNotTakenUp) {
  TempFolder folder;
  const std::string db = folder.Db();
  ASSERT_TRUE(OpenGraph(db)->Add(Harbour("new")).ok());
  ASSERT_TRUE(OpenGraph(db + ".rebuild")->Add(Harbour("old")).ok());
  EXPECT_EQ(*BeginRebuild(db)->graph().Read().DocumentIds(), Ids());
}

}  // namespace
}  // namespace tercet::tests
