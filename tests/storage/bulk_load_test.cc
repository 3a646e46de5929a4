// A bulk load below the graph: terms are called what the input calls them.

#include "storage/bulk_load.h"

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/run.h"
#include "storage/statistics.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

class Plain : public BulkMeaning {
 public:
  explicit Plain(const Snapshot& snapshot) : snapshot_(snapshot) {}

  void Rename(uint8_t, std::string_view bytes, std::string_view,
              std::string& renamed) const override {
    renamed = bytes;
  }
  void Distinguish(std::string_view bytes, std::string_view,
                   std::string& renamed) const override {
    renamed = bytes;
  }
  uint64_t SecondHash(std::string_view renamed) const override {
    return TermHash(0, renamed);
  }
  absl::StatusOr<TermId> Find(uint8_t kind,
                              std::string_view renamed) const override {
    auto id = snapshot_.Lookup(kind, renamed);
    if (absl::IsNotFound(id.status())) return kNoTerm;
    return id;
  }
  absl::Status Records(const BulkSummary&, const Put&) const override {
    return absl::OkStatus();
  }

 private:
  const Snapshot& snapshot_;
};

// Loads so many random triples, of which some are alike, in several chunks.
BulkSummary Load(Store& store, int triples, int threads) {
  const auto snapshot = store.NewSnapshot();
  auto load = *store.NewBulkLoad({.threads = threads});
  std::mt19937 random(3);
  std::vector<std::string> names;
  for (int i = 0; i < 5000; ++i) names.push_back("node " + std::to_string(i));
  for (int chunk = 0; chunk < 4; ++chunk) {
    BulkLoad::Worker& worker = load->worker(chunk % threads);
    EXPECT_TRUE(worker.BeginChunk(chunk).ok());
    for (int i = 0; i < triples / 4; ++i) {
      // A few nodes are hubs.
      const auto& s = names[random() % (random() % 9 == 0 ? 10 : 5000)];
      const auto& o = names[random() % (random() % 5 == 0 ? 20 : 5000)];
      const std::string p = "says " + std::to_string(random() % 30);
      worker.Add({.kind = 1, .bytes = s}, p, {.kind = 1, .bytes = o});
    }
    EXPECT_TRUE(worker.EndChunk().ok());
  }
  auto summary = load->Finish(Plain(*snapshot));
  EXPECT_TRUE(summary.ok()) << summary.status();
  return *std::move(summary);
}

TEST(BulkLoadTest, StatisticsAreWrittenAndAreWhatCountingGives) {
  for (const int threads : {1, 2}) {
    Scratch scratch;
    const BulkSummary summary =
        Load(*OpenOrDie(scratch / "db"), 100000, threads);
    ASSERT_GT(summary.triples, kResidentTriples);
    const auto rocks = *Rocks::Open(scratch / "db", {});
    const auto bytes =
        rocks->Get({}, Column::kOsp, RunKey(summary.run, kStatisticsBlock));
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const auto run = *ReadRun(*rocks, {}, summary.run, summary.triples);
    StatisticsBuilder builder;
    for (const Order order : kOrders) {
      RunCursor cursor(*rocks, {}, *run, order);
      for (cursor.Seek({}); cursor.Valid(); cursor.Next()) {
        builder.Add(order, cursor.columns(), false);
      }
    }
    EXPECT_EQ(*bytes, Encode(builder.Finish()));
  }
}

// Folding is off while a load takes its place in the list of runs.
TEST(BulkLoadTest, FoldsBeforeAndAfterALoadLoseNothing) {
  Scratch scratch;
  uint64_t others = 0;
  const auto commit = [&](Store& store) {
    auto batch = BatchOrDie(store);
    for (int i = 0; i < 3000; ++i) {
      ++others;
      batch->AddTriple(
          {MakeTermId(7, others), MakeTermId(8, 1), MakeTermId(7, others)});
    }
    ASSERT_TRUE(store.Commit(std::move(batch)).ok());
  };
  BulkSummary summary;
  {
    const auto store = OpenOrDie(scratch / "db");
    for (int i = 0; i < 12; ++i) commit(*store);
    summary = Load(*store, 70000, 2);
    for (int i = 0; i < 30; ++i) commit(*store);
    EXPECT_EQ(*store->NewSnapshot()->Count({}), summary.triples + others);
  }
  const auto store = OpenOrDie(scratch / "db");
  const auto snapshot = store->NewSnapshot();
  for (const Order order : kOrders) {
    const auto it = snapshot->NewTripleIterator(order);
    it->Seek(Prefix());
    EXPECT_EQ(Collect(*it).size(), summary.triples + others) << Name(order);
  }
}

}  // namespace
}  // namespace tercet::storage
