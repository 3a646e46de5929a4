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
