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

// A document whose facts were stated row by row, with all that a fact can have.
DocumentFacts Rows() {
  DocumentFacts rows = Harbour("rows");
  rows.title = "Harbour news";
  rows.hash = "of the rows";
  rows.entities.push_back({.name = "Quill",
                           .type = EntityType::kPerson,
                           .disambiguator = "the younger",
                           .aliases = {{"Q", "a letter"}}});
  StatedFact fact =
      Say(Node::Entity(static_cast<int>(rows.entities.size()) - 1), "pays",
          Node::Number("3.5 million"));
  fact.status = Status::kReported;
  fact.confidence = 0.25;
  fact.when = "on Monday";
  fact.when_interval = ParseDate("2020-02-03");
  fact.where = "in the harbour";
  fact.said_by = Node::Entity(0);
  fact.open = {{"to", Node::Entity(1)}, {"for", Node::Text("a boat")}};
  fact.construction = "row";
  rows.facts.push_back(fact);
  return rows;
}

constexpr std::string_view kTriples =
    "<http://e.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "
    "\"Ana Silva\" .\n"
    "<http://e.org/a> <http://e.org/knows> <http://e.org/b> .\n"
    "<http://e.org/x/b> <http://e.org/knows> _:someone .\n"
    "<http://e.org/b> <http://e.org/born> "
    "\"1970-05-01\"^^<http://www.w3.org/2001/XMLSchema#date> .\n"
    "<http://e.org/b> <http://e.org/age> "
    "\"49\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n";

TEST(RebuildTest, ImportsAndPropertiesAreCarriedOverAsTheyAre) {
  TempFolder folder;
  const std::string db = folder.Db();
  const ImportSource triples{
      .id = "triples", .name = "triples.nt", .text = kTriples};
  std::vector<std::string> before;
  constexpr ExportFormat kFormats[] = {ExportFormat::kJsonLines,
                                       ExportFormat::kTurtle};
  {
    const auto graph = OpenGraph(db);
    ASSERT_TRUE(graph->Add(Harbour("read")).ok());
    ASSERT_TRUE(graph->Add(Rows()).ok());
    ASSERT_TRUE(graph->Import(triples).ok());
    ASSERT_TRUE(
        graph->DefineRelations({{"knows", {.symmetric = true, .inverse = {}}}})
            .ok());
    const View view = graph->Read();
    ASSERT_TRUE(graph
                    ->Merge(view.Resolve("Ana Silva")->at(0).entity.id,
                            view.Resolve("Tom Reed")->at(0).entity.id, "one")
                    .ok());
    for (const ExportFormat format : kFormats) {
      before.push_back(Exported(*graph, format));
    }
  }
  const auto rebuild = BeginRebuild(db);
  ASSERT_NE(rebuild, nullptr);
  EXPECT_EQ(*Rebuild::Imported(rebuild->old()), (Ids{"rows", "triples"}));
  ASSERT_TRUE(rebuild->graph().Add(Harbour("read")).ok());
  for (int round = 0; round < 2; ++round) {
    const auto carried = rebuild->CarryOver();
    ASSERT_TRUE(carried.ok()) << carried.status();
    EXPECT_EQ(carried->imports, round == 0 ? 2 : 0);
    EXPECT_EQ(carried->relations, round == 0 ? 1 : 0);
    EXPECT_EQ(carried->merges, round == 0 ? 1 : 0);
    EXPECT_EQ(carried->lost, 0);
  }
  ExpectSound(rebuild->graph());
  ASSERT_TRUE(rebuild->Finish().ok());
  const auto graph = OpenGraph(db);
  for (size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(Exported(*graph, kFormats[i]), before[i]);
  }
  const View view = graph->Read();
  EXPECT_TRUE(view.GetRelation((*view.ResolveRelation("knows"))->id)
                  ->properties.symmetric);
  // Both are still known to be what they were.
  EXPECT_EQ(*graph->Add(Rows()), AddOutcome::kUnchanged);
  EXPECT_TRUE(graph->Import(triples)->unchanged);
  ASSERT_TRUE(graph->Forget("triples").ok());
  ASSERT_TRUE(graph->Forget("rows").ok());
  ExpectSound(*graph);
}

TEST(RebuildTest, ADocumentTakesThePlaceOfAnImportOfItsName) {
  TempFolder folder;
  const std::string db = folder.Db();
  ASSERT_TRUE(OpenGraph(db)->Add(Rows()).ok());
  const auto rebuild = BeginRebuild(db);
  ASSERT_NE(rebuild, nullptr);
  ASSERT_TRUE(rebuild->graph().Add(Harbour("rows")).ok());
  EXPECT_EQ(rebuild->CarryOver()->imports, 0);
  EXPECT_EQ(rebuild->graph().Read().GetDocument("rows")->hash,
            Harbour("rows").hash);
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
