// kill -9 at any moment: what was acknowledged is there as a whole, what was
// not is there as a whole or not at all.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <random>
#include <string>

#include "gtest/gtest.h"
#include "storage/bytes.h"
#include "storage/store.h"
#include "tests/child.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

// Lets a child write documents of so many triples for a while, kills it, and
// returns the number of the last one that it acknowledged.
uint64_t WriteAndKill(const std::string& path, uint64_t next, int triples,
                      int micros) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child =
      tests::StartSelf({"--write-for-ever", path, std::to_string(next),
                        std::to_string(triples), std::to_string(ends[1])});
  close(ends[1]);
  // Wait for a first sign of life, so that each round writes something.
  uint64_t last = 0;
  EXPECT_EQ(read(ends[0], &last, sizeof last),
            static_cast<ssize_t>(sizeof last));
  usleep(micros);
  kill(child, SIGKILL);
  uint64_t acknowledged = 0;
  while (read(ends[0], &acknowledged, sizeof acknowledged) ==
         static_cast<ssize_t>(sizeof acknowledged)) {
    last = acknowledged;
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer failed by itself: " << status;
  return last;
}

// Document `number` is there with all its parts, or with none.
bool IsThere(const Snapshot& snapshot, uint64_t number, int triples_each) {
  std::string key;
  AppendU64(key, number);
  const bool document = snapshot.Get(Family::kDocuments, key).ok();
  const bool sentence = snapshot.Get(Family::kSentences, key).ok();
  const auto id = snapshot.Lookup(1, "doc" + std::to_string(number));
  const uint64_t triples = id.ok() ? *snapshot.Count({.s = *id}) : 0;
  EXPECT_EQ(document, sentence) << number;
  EXPECT_EQ(document, id.ok()) << number;
  EXPECT_EQ(triples, document ? triples_each : 0u) << number;
  return document;
}

void ExpectNothingLost(int rounds, int triples, int most_micros) {
  Scratch scratch;
  const std::string path = scratch / "db";
  std::mt19937 random(7);
  uint64_t last = 0;
  for (int round = 0; round < rounds; ++round) {
    const uint64_t acknowledged = WriteAndKill(
        path, last + 1, triples,
        static_cast<int>(random() % static_cast<unsigned>(most_micros)));
    ASSERT_GT(acknowledged, last);
    const auto store = Store::Open(path);
    ASSERT_TRUE(store.ok()) << store.status();
    const auto snapshot = (*store)->NewSnapshot();
    const absl::Status check = snapshot->Check();
    ASSERT_TRUE(check.ok()) << check;
    for (uint64_t number = 1; number <= acknowledged; ++number) {
      ASSERT_TRUE(IsThere(*snapshot, number, triples)) << number;
    }
    // One more may have been committed and not acknowledged.
    last =
        acknowledged + (IsThere(*snapshot, acknowledged + 1, triples) ? 1 : 0);
    ASSERT_FALSE(IsThere(*snapshot, last + 1, triples));
  }
}

TEST(CrashTest, NothingAcknowledgedIsLostAndNothingIsHalfThere) {
  ExpectNothingLost(20, 40, 30000);
}

// Batches that are folded in the background.
TEST(CrashTest, NothingIsLostWhileRunsAreFolded) {
  ExpectNothingLost(12, 3000, 60000);
}

}  // namespace

// Writes documents numbered from `next` on until it is killed; acknowledges
// each through the pipe once it is committed.
[[noreturn]] void WriteForEver(const std::string& path, uint64_t next,
                               int triples, int ack) {
  auto store = Store::Open(path, {.create_if_missing = true});
  if (!store.ok()) _exit(1);
  for (;; ++next) {
    auto batch = (*store)->NewBatch();
    if (!batch.ok()) _exit(2);
    const TermId document = *(*batch)->Intern(1, "doc" + std::to_string(next));
    const TermId relation = *(*batch)->Intern(2, "contains");
    for (int i = 0; i < triples; ++i) {
      const TermId object =
          *(*batch)->Intern(3, std::to_string(triples > 100 ? 0 : next / 3) +
                                   "." + std::to_string(i));
      (*batch)->AddTriple({document, relation, object});
    }
    std::string key;
    AppendU64(key, next);
    (*batch)->Put(Family::kDocuments, key, std::string(2000, 'd'));
    (*batch)->Put(Family::kSentences, key, std::string(300, 's'));
    if (!(*store)->Commit(std::move(*batch)).ok()) _exit(3);
    if (write(ack, &next, sizeof next) != sizeof next) _exit(4);
    if (next % 37 == 0 && !(*store)->Compact().ok()) _exit(5);
  }
}

}  // namespace tercet::storage

int main(int argc, char** argv) {
  if (argc == 6 && std::string(argv[1]) == "--write-for-ever") {
    tercet::storage::WriteForEver(argv[2], std::stoull(argv[3]),
                                  std::stoi(argv[4]), std::stoi(argv[5]));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
