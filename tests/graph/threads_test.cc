// Many readers and several writers at once: every view is of whole documents.

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

constexpr int kDocumentsEach = 20;

// Three assertions a document, two affirmed facts and one negative in all.
void ExpectWhole(const View& view) {
  const auto stats = view.Stats();
  ASSERT_TRUE(stats.ok()) << stats.status();
  ASSERT_EQ(stats->assertions, stats->documents * 3);
  const int64_t some = stats->documents > 0 ? 1 : 0;
  ASSERT_EQ(stats->facts, 2 * some);
  FactRange facts = view.Match({.subject = "Quill"});
  for (const Fact& fact : facts) {
    ASSERT_EQ(fact.assertions, stats->documents);
    ASSERT_EQ(view.Assertions(fact.triple())->size(),
              static_cast<size_t>(stats->documents));
  }
  ASSERT_TRUE(facts.status().ok()) << facts.status();
}

TEST(ThreadsTest, ReadersSeeWholeDocumentsWhileWritersWrite) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      do {
        ExpectWhole(graph->Read());
      } while (!done);
    });
  }
  std::vector<std::thread> writers;
  for (const char name : {'a', 'b'}) {
    writers.emplace_back([&graph, name] {
      for (int i = 0; i < kDocumentsEach; ++i) {
        const std::string id = std::string(1, name).append(std::to_string(i));
        EXPECT_TRUE(graph->Add(Harbour(id)).ok());
        if (i % 4 != 3) continue;
        EXPECT_TRUE(graph->Forget(id).ok());
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(graph->Stats()->documents, 2 * kDocumentsEach * 3 / 4);
  ExpectSound(*graph);
}

// Copies of one view may be read by several threads.
TEST(ThreadsTest, OneViewServesManyThreads) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const View view = graph->Read();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([view] {
      for (int round = 0; round < 20; ++round) ExpectWhole(view);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace tercet::tests
