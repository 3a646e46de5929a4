// Folding in the background, below the public interface and through it: nobody
// who reads or writes may notice it.

#include "storage/folding.h"

#include <atomic>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

constexpr int kBatches = 60;
constexpr int kEach = 1500;
constexpr TermId kPredicate = MakeTermId(2, 1);

// Batch k gives a subject of its own kEach triples.
absl::Status AddBatch(Store& store, int k) {
  auto batch = store.NewBatch();
  if (!batch.ok()) return batch.status();
  for (int i = 1; i <= kEach; ++i) {
    (*batch)->AddTriple({MakeTermId(1, k), kPredicate, MakeTermId(3, i)});
  }
  return store.Commit(*std::move(batch));
}

void ExpectWhole(const Store& store) {
  const auto snapshot = store.NewSnapshot();
  const uint64_t count = *snapshot->Count({.p = kPredicate});
  ASSERT_EQ(count % kEach, 0u);
  ASSERT_EQ(*snapshot->Count({.s = MakeTermId(1, count / kEach)}),
            count > 0 ? kEach : 0u);
  ASSERT_EQ(*snapshot->Count({.s = MakeTermId(1, count / kEach + 1)}), 0u);
  ASSERT_EQ(*snapshot->Count({.o = MakeTermId(3, 7)}), count / kEach);
}

TEST(FoldingTest, ReadersAndCompactionsGoOnBesideIt) {
  Scratch scratch;
  auto store = OpenOrDie(scratch / "db");
  std::atomic<bool> done = false;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) ExpectWhole(*store);
    });
  }
  for (int k = 1; k <= kBatches; ++k) {
    const absl::Status status = AddBatch(*store, k);
    EXPECT_TRUE(status.ok()) << status;
    if (k % 25 == 0) {
      EXPECT_TRUE(store->Compact().ok());
    }
  }
  done = true;
  for (std::thread& reader : readers) reader.join();
  for (int round = 0; round < 2; ++round) {
    ExpectWhole(*store);
    EXPECT_EQ(*store->NewSnapshot()->Count({}), uint64_t{kBatches} * kEach);
    store.reset();
    store = OpenOrDie(scratch / "db");
  }
}

// Changes of all kinds, closed and opened at any moment, against a set.
TEST(FoldingTest, WhatIsReadDoesNotDependOnIt) {
  Scratch scratch;
  std::mt19937 random(5);
  std::set<Triple> want;
  auto store = OpenOrDie(scratch / "db");
  for (int k = 0; k < kBatches; ++k) {
    auto batch = BatchOrDie(*store);
    for (int i = 0; i < kEach; ++i) {
      const Triple triple = {MakeTermId(1, 1 + random() % 300), kPredicate,
                             MakeTermId(3, 1 + random() % 200)};
      if (random() % 3 == 0) {
        batch->RemoveTriple(triple);
        want.erase(triple);
      } else {
        batch->AddTriple(triple);
        want.insert(triple);
      }
      if (i % 500 == 0) {
        EXPECT_TRUE(*batch->Contains(triple) == want.contains(triple));
      }
    }
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
    if (random() % 10 == 0) {
      store.reset();
      store = OpenOrDie(scratch / "db");
    }
  }
  const auto snapshot = store->NewSnapshot();
  const auto it = snapshot->NewMatch({});
  EXPECT_EQ(Collect(*it), std::vector<Triple>(want.begin(), want.end()));
}

class FoldingThreadTest : public testing::Test {
 protected:
  FoldingThreadTest() {
    std::filesystem::create_directories(scratch_ / "db");
    rocks_ = *Rocks::Open(scratch_ / "db", {});
    table_ = std::make_unique<RunTable>(*rocks_);
    hashes_ = std::make_unique<RunTable>(*rocks_, kHashRuns);
  }

  void Append(int triples) {
    std::vector<TripleChange> changes;
    for (int i = 0; i < triples; ++i, ++next_) {
      changes.push_back({{next_, 1, next_}});
    }
    rocksdb::WriteBatch batch;
    auto added = table_->Append(changes, batch);
    ASSERT_TRUE(added.ok()) << added.status();
    ASSERT_TRUE(rocks_->db()->Write({}, &batch).ok());
    added->Publish();
  }

  Scratch scratch_;
  std::unique_ptr<Rocks> rocks_;
  std::unique_ptr<RunTable> table_;
  std::unique_ptr<RunTable> hashes_;
  uint64_t next_ = 1;
};

TEST_F(FoldingThreadTest, AWriterFarAheadWaits) {
  Folding folding(*table_, *hashes_);
  for (size_t i = 0; i < 2 * kFarBehind; ++i) {
    ASSERT_TRUE(folding.WaitForRoom().ok());
    EXPECT_LT(table_->size(), kFarBehind);
    Append(1100);  // nobody wakes it: only the wait does
  }
}

TEST_F(FoldingThreadTest, NothingIsFoldedInAPause) {
  Folding folding(*table_, *hashes_);
  size_t before = 0;
  {
    const Folding::Pause pause(folding);
    for (int i = 0; i < 40; ++i) {
      Append(1100);
      folding.Wake();
    }
    before = table_->size();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(table_->size(), before);
  }
  folding.Wake();
  while (table_->size() == before) std::this_thread::yield();
  EXPECT_LT(table_->size(), before);
}

// A run that cannot be read: commits go on until there are too many, and then
// they say why.
TEST_F(FoldingThreadTest, AFoldThatFailsIsReportedInTheEnd) {
  for (int i = 0; i < 4; ++i) Append(70000);
  rocksdb::ColumnFamilyHandle* spo = rocks_->column(Column::kSpo);
  ASSERT_TRUE(rocks_->db()->Put({}, spo, RunKey(1, 0), "bad").ok());
  Folding folding(*table_, *hashes_);
  absl::Status status;
  size_t appended = 4;
  for (; status.ok() && appended < 2 * kFarBehind; ++appended) {
    Append(static_cast<int>(3 * kFarBehind - appended) * 100);
    folding.Wake();
    status = folding.WaitForRoom();
  }
  EXPECT_GE(table_->size(), kFarBehind);
  EXPECT_EQ(status.code(), absl::StatusCode::kDataLoss) << status;
}

}  // namespace
}  // namespace tercet::storage
