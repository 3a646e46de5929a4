// A process that adds documents is killed with -9: what it acknowledged is
// there as a whole, and nothing is there in part.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <string>

#include "tests/child.h"
#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

constexpr int kRounds = 5;
constexpr uint32_t kDocuments = 4000;

std::string IdOf(uint32_t i) {
  return std::string("doc").append(std::to_string(i));
}

// Lets the child acknowledge `count` documents, kills it, and gives how many
// it acknowledged in all.
uint32_t KillAfter(const std::string& path, uint32_t first, uint32_t count) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = StartSelf({"--add-documents", path, std::to_string(first),
                                 std::to_string(ends[1])});
  close(ends[1]);
  uint32_t acknowledged = first;
  uint32_t number = 0;
  while (read(ends[0], &number, sizeof(number)) == sizeof(number)) {
    acknowledged = number + 1;
    if (acknowledged == first + count) kill(child, SIGKILL);
  }
  close(ends[0]);
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "ended by itself: " << status;
  return acknowledged;
}

TEST(CrashTest, AcknowledgedDocumentsSurviveKill) {
  TempFolder folder;
  std::mt19937 random(11);
  uint32_t first = 0;
  for (int round = 0; round < kRounds; ++round) {
    const uint32_t acknowledged =
        KillAfter(folder.Db(), first, 1 + random() % 60);
    const auto graph = OpenGraph(folder.Db());
    ASSERT_NE(graph, nullptr);
    const View view = graph->Read();
    const auto stats = graph->Stats();
    ASSERT_TRUE(stats.ok()) << stats.status();
    // The child may have added one more and died before it said so.
    ASSERT_GE(stats->documents, acknowledged);
    ASSERT_LE(stats->documents, acknowledged + 1);
    ASSERT_EQ(stats->assertions, stats->documents * 3);
    for (uint32_t i = 0; i < acknowledged; ++i) {
      const auto assertions = view.AssertionsOf(IdOf(i));
      ASSERT_TRUE(assertions.ok()) << assertions.status();
      ASSERT_EQ(assertions->size(), 3u) << IdOf(i);
      ASSERT_EQ(*view.DocumentText(IdOf(i)), Harbour(IdOf(i)).text);
    }
    ExpectSound(*graph);
    first = static_cast<uint32_t>(stats->documents);
  }
}

}  // namespace

// Adds documents and writes each number to `out` once Add has returned.
[[noreturn]] void AddDocuments(const std::string& path, uint32_t first,
                               int out) {
  const auto graph = Graph::Open(path);
  if (!graph.ok()) _exit(1);
  for (uint32_t i = first; i < kDocuments; ++i) {
    if (!(*graph)->Add(Harbour(IdOf(i))).ok()) _exit(2);
    if (write(out, &i, sizeof(i)) != sizeof(i)) _exit(3);
  }
  _exit(0);
}

}  // namespace tercet::tests

int main(int argc, char** argv) {
  if (argc == 5 && std::string(argv[1]) == "--add-documents") {
    tercet::tests::AddDocuments(argv[2],
                                static_cast<uint32_t>(std::stoul(argv[3])),
                                std::stoi(argv[4]));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
