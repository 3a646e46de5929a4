// Sentences found by their words: as documents come, change and go, and in
// graphs of a version that did not list words.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "graph/layout.h"
#include "storage/store.h"
#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

// "d1:2 d2:1", the documents and sentences.
std::string Found(const Graph& graph, std::string_view words) {
  std::string found;
  const absl::Status status = graph.Read().ForEachSentenceWith(
      words, [] { return absl::OkStatus(); },
      [&](std::string_view document, int sentence, std::string_view text) {
        EXPECT_EQ(*graph.Read().SentenceText(document, sentence), text);
        absl::StrAppend(&found, found.empty() ? "" : " ", std::string(document),
                        ":", sentence);
        return absl::OkStatus();
      });
  return status.ok() ? found : status.ToString();
}

std::string Problems(const Graph& graph) {
  std::string problems;
  const auto report = graph.Check();
  if (!report.ok()) return report.status().ToString();
  for (const std::string& problem : report->problems) problems += problem;
  return problems;
}

void Add(Graph& graph, std::string_view id,
         const std::vector<std::string>& sentences) {
  const auto outcome = graph.Add(MakeDocument(id, sentences));
  EXPECT_TRUE(outcome.ok()) << outcome.status();
}

TEST(SentencesTest, AreFoundByAllOfTheirWords) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  EXPECT_EQ(Found(*graph, "ferry"), "");
  Add(*graph, "d2", {"The ferries are late.", "Nobody waits."});
  Add(*graph, "d1", {"Late, late.", "A ferry waits for nobody; it is late."});
  std::string many;
  for (int i = 0; i < 300; ++i) absl::StrAppend(&many, "word", i, " ");
  Add(*graph, "long", {many + "late."});
  const struct {
    std::string_view words, want;
  } cases[] = {
      {"ferry", "d1:2 d2:1"},
      {"Late ferries", "d1:2 d2:1"},
      {"late", "d1:1 d1:2 d2:1 long:1"},
      {"NOBODY", "d1:2 d2:2"},
      {"nobody late", "d1:2"},
      {"nobody ferry word7", ""},
      {"word7 word250", "long:1"},
      {"fer", ""},
      {"", ""},
      {" - ", ""},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(Found(*graph, test.words), test.want) << test.words;
  }
  EXPECT_EQ(Problems(*graph), "");
}

TEST(SentencesTest, GoWithTheirDocuments) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  Add(*graph, "a", {"The Wren sails.", "The Gull sails."});
  Add(*graph, "b", {"Who sails?"});
  EXPECT_EQ(Found(*graph, "sails"), "a:1 a:2 b:1");
  Add(*graph, "a", {"The Gull rests.", "The Wren sails."});
  EXPECT_EQ(Found(*graph, "sails"), "a:2 b:1");
  EXPECT_EQ(Found(*graph, "gull"), "a:1");
  EXPECT_EQ(Problems(*graph), "");
  EXPECT_TRUE(graph->Forget("a").ok());
  EXPECT_EQ(Found(*graph, "sails"), "b:1");
  EXPECT_EQ(Found(*graph, "gull"), "");
  EXPECT_EQ(Problems(*graph), "");
}

// Takes the index of words out, as if an older version had made the graph.
void ForgetWords(const std::string& path) {
  auto store = storage::Store::Open(path);
  ASSERT_TRUE(store.ok()) << store.status();
  auto batch = (*store)->NewBatch();
  ASSERT_TRUE(batch.ok()) << batch.status();
  std::vector<std::string> keys;
  const auto snapshot = (*store)->NewSnapshot();
  for (auto it = snapshot->NewRecordIterator(storage::Family::kDocuments, "w");
       it->Valid(); it->Next()) {
    keys.emplace_back(it->key());
  }
  EXPECT_FALSE(keys.empty());
  for (const std::string& key : keys) {
    (*batch)->Delete(storage::Family::kDocuments, key);
  }
  (*batch)->Delete(storage::Family::kMeta, kWordsKey);
  EXPECT_TRUE((*store)->Commit(*std::move(batch)).ok());
}

TEST(SentencesTest, OfAnOlderGraphAreReadUntilItIsCompacted) {
  TempFolder folder;
  {
    const auto graph = OpenGraph(folder.Db());
    for (int i = 0; i < 250; ++i) {
      Add(*graph, absl::StrCat("doc", i),
          {"It rains.", absl::StrCat("Ship ", i % 100, " sails.")});
    }
  }
  ForgetWords(folder.Db());
  const auto graph = OpenGraph(folder.Db());
  Add(*graph, "new", {"Ship 7 rests."});
  const std::string want = "doc107:2 doc207:2 doc7:2 new:1";
  EXPECT_EQ(Found(*graph, "ship 7"), want);
  EXPECT_EQ(Problems(*graph), "");
  ASSERT_TRUE(graph->Compact().ok());
  EXPECT_EQ(Found(*graph, "ship 7"), want);
  EXPECT_EQ(Problems(*graph), "");
  Add(*graph, "newer", {"Ship 7 sails."});
  EXPECT_TRUE(graph->Forget("doc107").ok());
  EXPECT_EQ(Found(*graph, "ship 7"), "doc207:2 doc7:2 new:1 newer:1");
  EXPECT_EQ(Problems(*graph), "");
}

TEST(SentencesTest, SearchesEndWithTheErrorsOfTheirCallers) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  Add(*graph, "a", {"It rains.", "It rains."});
  const absl::Status stop = absl::CancelledError("enough");
  int visits = 0;
  EXPECT_EQ(graph->Read().ForEachSentenceWith(
                "rains", [] { return absl::OkStatus(); },
                [&](std::string_view, int, std::string_view) {
                  ++visits;
                  return stop;
                }),
            stop);
  EXPECT_EQ(visits, 1);
  EXPECT_EQ(graph->Read().ForEachSentenceWith(
                "rains", [&] { return stop; },
                [&](std::string_view, int, std::string_view) {
                  ++visits;
                  return absl::OkStatus();
                }),
            stop);
  EXPECT_EQ(visits, 1);
}

}  // namespace
}  // namespace tercet::tests
