// How runs come, fold and go: below the public interface, because none of it
// may show there.

#include "storage/run_table.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/triple_table.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

void AppendTo(const Rocks& rocks, RunTable& table,
              const std::vector<TripleChange>& changes) {
  rocksdb::WriteBatch batch;
  auto added = table.Append(changes, batch);
  ASSERT_TRUE(added.ok()) << added.status();
  ASSERT_TRUE(rocks.db()->Write({}, &batch).ok());
  added->Publish();
}

class RunTableTest : public testing::Test {
 protected:
  RunTableTest() { Reopen(); }

  void Reopen() {
    table_.reset();
    rocks_.reset();
    std::filesystem::create_directories(scratch_ / "db");
    rocks_ = *Rocks::Open(scratch_ / "db", {});
    table_ = std::make_unique<RunTable>(*rocks_);
  }

  void Append(const std::vector<TripleChange>& changes) {
    AppendTo(*rocks_, *table_, changes);
    const absl::Status folded = table_->FoldDue([](uint64_t) { return false; });
    ASSERT_TRUE(folded.ok()) << folded;
  }

  // `count` triples that no other call gives.
  std::vector<TripleChange> New(int count) {
    std::vector<TripleChange> changes;
    for (int i = 0; i < count; ++i, ++next_) {
      changes.push_back({{next_ * 7919 % 100003, next_ % 5, next_}});
    }
    return changes;
  }

  std::vector<uint64_t> Sizes() {
    std::vector<uint64_t> sizes;
    const Runs runs = *table_->Read({});
    for (const auto& run : runs) sizes.push_back(run->triples);
    return sizes;
  }

  std::vector<Triple> All(Order order) {
    const auto it = NewTableIterator(*rocks_, {}, *table_->Read({}), order);
    it->Seek(Prefix());
    return Collect(*it);
  }

  // The keys of an order that lie on disk.
  int Keys(Order order) {
    const std::unique_ptr<rocksdb::Iterator> it(
        rocks_->db()->NewIterator({}, rocks_->column(ColumnOf(order))));
    int keys = 0;
    for (it->SeekToFirst(); it->Valid(); it->Next()) ++keys;
    return keys;
  }

  Scratch scratch_;
  std::unique_ptr<Rocks> rocks_;
  std::unique_ptr<RunTable> table_;
  uint64_t next_ = 1;
};

TEST_F(RunTableTest, RunsOfASizeFoldIntoOne) {
  for (int i = 0; i < 3; ++i) Append(New(10));
  EXPECT_EQ(Sizes(), (std::vector<uint64_t>{10, 10, 10}));
  Append(New(10));
  EXPECT_EQ(Sizes(), (std::vector<uint64_t>{40}));
  Append(New(5));
  EXPECT_EQ(Sizes(), (std::vector<uint64_t>{5, 40}));
  for (const Order order : kOrders) EXPECT_EQ(All(order).size(), 45u);
  EXPECT_EQ(Keys(Order::kPos), 4) << "folded runs are gone from disk";
}

TEST_F(RunTableTest, ThereAreFewRunsHoweverManyBatches) {
  size_t most = 0;
  for (int i = 0; i < 2000; ++i) {
    Append(New(1 + i * 37 % 23));
    most = std::max(most, Sizes().size());
  }
  EXPECT_LE(most, 16u);
  EXPECT_EQ(All(Order::kOsp).size(), next_ - 1);
}

TEST_F(RunTableTest, RemovalsHideWhatIsBelowAndGoWithTheOldestRun) {
  std::vector<TripleChange> changes = New(100);
  Append(changes);
  for (TripleChange& change : changes) change.removed = true;
  const TripleChange kept = changes.back();
  changes.pop_back();
  Append(changes);
  EXPECT_EQ(Sizes(), (std::vector<uint64_t>{99, 100}));
  EXPECT_EQ(All(Order::kPos), (std::vector<Triple>{kept.triple}));
  EXPECT_FALSE(
      *TableContains(*rocks_, {}, *table_->Read({}), changes[0].triple));
  changes[0].removed = false;
  Append({changes[0]});
  EXPECT_EQ(All(Order::kPos).size(), 2u) << "added again above the removal";
  ASSERT_TRUE(table_->FoldAll().ok());
  EXPECT_EQ(Sizes(), (std::vector<uint64_t>{2}));
  EXPECT_EQ(All(Order::kPos).size(), 2u);
}

TEST_F(RunTableTest, AStoreThatLosesAllItsTriplesHasNoRuns) {
  std::vector<TripleChange> changes = New(50);
  Append(changes);
  for (TripleChange& change : changes) change.removed = true;
  Append(changes);
  ASSERT_TRUE(table_->FoldAll().ok());
  EXPECT_TRUE(Sizes().empty());
  EXPECT_EQ(Keys(Order::kSpo), 0);
  Append(changes);
  EXPECT_TRUE(Sizes().empty()) << "removing from nothing leaves nothing";
}

// Runs too large to stay in memory are read block by block.
TEST_F(RunTableTest, LargeRunsAreReadFromDisk) {
  const int count = 3 * static_cast<int>(kResidentTriples) + 7;
  Append(New(count));
  Append(New(10));
  for (int round = 0; round < 2; ++round) {
    const Runs runs = *table_->Read({});
    ASSERT_EQ(runs.size(), 2u);
    EXPECT_FALSE(runs[0]->part(Order::kSpo).blocks.empty());
    EXPECT_TRUE(runs[1]->part(Order::kSpo).blocks.empty());
    for (const Order order : kOrders) {
      const std::vector<Triple> all = All(order);
      ASSERT_EQ(all.size(), static_cast<size_t>(count) + 10);
      for (size_t i = 1; i < all.size(); ++i) {
        ASSERT_LT(Permute(order, all[i - 1]), Permute(order, all[i]));
      }
      for (size_t i = 0; i < all.size(); i += 997) {
        ASSERT_TRUE(*TableContains(*rocks_, {}, runs, all[i]));
      }
    }
    Reopen();
  }
}

// What comes in while a large fold is under way is folded on its own.
TEST_F(RunTableTest, ALargeFoldLetsSmallOnesPass) {
  constexpr int kLarge = 40000;
  for (int i = 0; i < 4; ++i) AppendTo(*rocks_, *table_, New(kLarge));
  size_t most = 0;
  int asked = 0;
  const absl::Status status = table_->FoldDue([&](uint64_t triples) {
    if (triples == 4 * kLarge && ++asked < 20) {
      for (int i = 0; i < 5; ++i) AppendTo(*rocks_, *table_, New(2500));
    }
    most = std::max(most, table_->size());
    return false;
  });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_GE(asked, 20) << "the fold asks all along";
  EXPECT_LE(most, 20u) << "of 99 runs there never were more";
  EXPECT_LE(table_->size(), 8u);
  for (int round = 0; round < 2; ++round) {
    for (const Order order : kOrders) {
      EXPECT_EQ(All(order).size(), next_ - 1) << Name(order);
    }
    Reopen();
    ASSERT_TRUE(table_->RemoveOrphans().ok());
  }
}

TEST_F(RunTableTest, AFoldThatIsCalledOffLeavesNothing) {
  for (int i = 0; i < 4; ++i) AppendTo(*rocks_, *table_, New(30000));
  const int keys = Keys(Order::kOsp);
  for (int after = 0; after < 20; after += 6) {
    int asked = 0;
    const absl::Status status =
        table_->FoldDue([&](uint64_t) { return asked++ == after; });
    EXPECT_TRUE(absl::IsCancelled(status)) << status;
    EXPECT_EQ(table_->size(), 4u);
    EXPECT_EQ(Keys(Order::kOsp), keys);
    EXPECT_EQ(All(Order::kOsp).size(), 120000u);
  }
  ASSERT_TRUE(table_->FoldDue([](uint64_t) { return false; }).ok());
  EXPECT_EQ(table_->size(), 1u);
  EXPECT_EQ(All(Order::kOsp).size(), 120000u);
}

TEST_F(RunTableTest, AReaderKeepsTheRunsThatAreFoldedUnderIt) {
  for (int i = 0; i < 4; ++i) AppendTo(*rocks_, *table_, New(70000));
  rocksdb::ReadOptions options;
  options.snapshot = rocks_->db()->GetSnapshot();
  const auto it =
      NewTableIterator(*rocks_, options, *table_->Read(options), Order::kPos);
  it->Seek(Prefix());
  ASSERT_TRUE(table_->FoldDue([](uint64_t) { return false; }).ok());
  EXPECT_EQ(table_->size(), 1u);
  EXPECT_EQ(Collect(*it).size(), 280000u);
  EXPECT_EQ(table_->Read(options)->size(), 4u) << "as the view has it";
  rocks_->db()->ReleaseSnapshot(options.snapshot);
}

TEST_F(RunTableTest, AnUnfinishedRunIsRemovedOnOpening) {
  Append(New(10));
  Append(New(10));
  const int keys = Keys(Order::kSpo);
  for (const uint64_t number : {uint64_t{3}, uint64_t{900}}) {
    for (const uint32_t block : {0u, 1u, kDirectoryBlock}) {
      ASSERT_TRUE(rocks_->db()
                      ->Put({}, rocks_->column(Column::kSpo),
                            RunKey(number, block), "half a run")
                      .ok());
    }
  }
  Reopen();
  ASSERT_TRUE(table_->RemoveOrphans().ok());
  EXPECT_EQ(Keys(Order::kSpo), keys);
  EXPECT_EQ(All(Order::kSpo).size(), 20u);
}

TEST_F(RunTableTest, MissingAndDamagedBlocksAreDataLoss) {
  Append(New(static_cast<int>(kResidentTriples) + 1));
  const rocksdb::ColumnFamilyHandle* spo = rocks_->column(Column::kSpo);
  auto* column = const_cast<rocksdb::ColumnFamilyHandle*>(spo);
  ASSERT_TRUE(rocks_->db()->Delete({}, column, RunKey(1, 3)).ok());
  const auto it = NewTableIterator(*rocks_, {}, *table_->Read({}), Order::kSpo);
  it->Seek(Prefix());
  while (it->Valid()) it->Next();
  EXPECT_EQ(it->status(),
            absl::DataLossError("spo: a block of run 1 is missing"));
  ASSERT_TRUE(rocks_->db()->Put({}, column, RunKey(1, 3), "bad").ok());
  it->Seek(Prefix());
  while (it->Valid()) it->Next();
  EXPECT_EQ(it->status().code(), absl::StatusCode::kDataLoss);
  ASSERT_TRUE(
      rocks_->db()->Put({}, column, RunKey(1, kDirectoryBlock), "bad").ok());
  Reopen();
  EXPECT_EQ(table_->Read({}).status(),
            absl::DataLossError("spo: the directory of run 1 is damaged"));
  ASSERT_TRUE(
      rocks_->db()
          ->Put({}, rocks_->column(Column::kDefault), SliceOf(kRunsKey), "\xff")
          .ok());
  EXPECT_EQ(table_->Read({}).status(),
            absl::DataLossError("the list of runs is damaged"));
}

TEST_F(RunTableTest, TheSameBatchesGiveTheSameBytes) {
  std::map<std::string, std::string> before;
  for (int round = 0; round < 2; ++round) {
    Scratch scratch;
    std::filesystem::create_directories(scratch / "db");
    const auto rocks = *Rocks::Open(scratch / "db", {});
    RunTable table(*rocks);
    std::mt19937 random(3);
    for (int i = 0; i < 30; ++i) {
      std::vector<TripleChange> changes;
      std::set<Triple> seen;
      for (int j = 0; j < 50; ++j) {
        const Triple t = {1 + random() % 9, 1 + random() % 9, 1 + random() % 9};
        if (seen.insert(t).second) changes.push_back({t, random() % 4 == 0});
      }
      AppendTo(*rocks, table, changes);
      ASSERT_TRUE(table.FoldDue([](uint64_t) { return false; }).ok());
    }
    std::map<std::string, std::string> bytes;
    for (const Order order : kOrders) {
      const std::unique_ptr<rocksdb::Iterator> it(
          rocks->db()->NewIterator({}, rocks->column(ColumnOf(order))));
      for (it->SeekToFirst(); it->Valid(); it->Next()) {
        bytes[std::string(Name(order)) + it->key().ToString()] =
            it->value().ToString();
      }
    }
    EXPECT_FALSE(bytes.empty());
    if (round == 1) {
      EXPECT_EQ(bytes, before);
    }
    before = bytes;
  }
}

}  // namespace
}  // namespace tercet::storage
