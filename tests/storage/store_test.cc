// Batches, snapshots and iterators through the public interface.

#include "storage/store.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "storage/triple_blocks.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

// Interns the terms "1".."count" of kind 1 and returns their ids.
std::vector<TermId> InternNumbers(Batch& batch, int count) {
  std::vector<TermId> ids;
  for (int i = 1; i <= count; ++i) {
    ids.push_back(*batch.Intern(1, std::to_string(i)));
  }
  return ids;
}

std::vector<Triple> Matches(const Snapshot& snapshot, const Triple& pattern) {
  return Collect(*snapshot.NewMatch(pattern));
}

TEST(StoreTest, ABatchIsSeenAsAWholeAfterCommit) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  const auto before = store->NewSnapshot();
  auto batch = BatchOrDie(*store);
  const auto ids = InternNumbers(*batch, 3);
  const Triple triple = {ids[0], ids[1], ids[2]};
  batch->AddTriple(triple);
  batch->Put(Family::kDocuments, "d1", "text");
  const auto during = store->NewSnapshot();
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  const auto after = store->NewSnapshot();
  for (const Snapshot* snapshot : {before.get(), during.get()}) {
    EXPECT_FALSE(*snapshot->Contains(triple));
    EXPECT_FALSE(snapshot->Get(Family::kDocuments, "d1").ok());
    EXPECT_FALSE(snapshot->Lookup(1, "1").ok());
    EXPECT_TRUE(snapshot->Check().ok());
  }
  EXPECT_TRUE(*after->Contains(triple));
  EXPECT_EQ(*after->Get(Family::kDocuments, "d1"), "text");
  EXPECT_EQ(*after->Lookup(1, "1"), ids[0]);
  EXPECT_TRUE(after->Check().ok()) << after->Check();
}

TEST(StoreTest, ABatchReadsItsOwnWrites) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  const auto ids = InternNumbers(*batch, 3);
  const Triple old_triple = {ids[0], ids[1], ids[2]};
  const Triple new_triple = {ids[2], ids[1], ids[0]};
  batch->AddTriple(old_triple);
  batch->Put(Family::kAliases, "a", "old");
  batch->Put(Family::kAliases, "b", "old");
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());

  batch = BatchOrDie(*store);
  EXPECT_TRUE(*batch->Contains(old_triple));
  batch->RemoveTriple(old_triple);
  EXPECT_FALSE(*batch->Contains(old_triple));
  EXPECT_FALSE(*batch->Contains(new_triple));
  batch->AddTriple(new_triple);
  EXPECT_TRUE(*batch->Contains(new_triple));

  batch->Put(Family::kAliases, "a", "new");
  batch->Delete(Family::kAliases, "b");
  batch->Put(Family::kAliases, "c", "new");
  EXPECT_EQ(*batch->Get(Family::kAliases, "a"), "new");
  EXPECT_EQ(batch->Get(Family::kAliases, "b").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(batch->Get(Family::kDocuments, "a").status().code(),
            absl::StatusCode::kNotFound);
  std::string records;
  const auto it = batch->NewRecordIterator(Family::kAliases);
  for (; it->Valid(); it->Next()) {
    records += std::string(it->key()) + "=" + std::string(it->value()) + " ";
  }
  EXPECT_EQ(records, "a=new c=new ");
}

TEST(StoreTest, TheLastCallForATripleCounts) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  const auto ids = InternNumbers(*batch, 3);
  const Triple added = {ids[0], ids[0], ids[0]};
  const Triple removed = {ids[1], ids[1], ids[1]};
  batch->RemoveTriple(added);
  batch->AddTriple(added);
  batch->AddTriple(added);
  batch->AddTriple(removed);
  batch->RemoveTriple(removed);
  batch->RemoveTriple({ids[2], ids[2], ids[2]});
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  const auto snapshot = store->NewSnapshot();
  EXPECT_EQ(Matches(*snapshot, {}), std::vector<Triple>{added});
  EXPECT_TRUE(snapshot->Check().ok());
}

TEST(StoreTest, OnlyOneBatchMayBeOpen) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  EXPECT_EQ(store->NewBatch().status(),
            absl::FailedPreconditionError(
                "another batch is open: a store has one writer"));
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  EXPECT_TRUE(store->NewBatch().ok());
  EXPECT_TRUE(store->NewBatch().ok()) << "the batch before was destroyed";
}

TEST(StoreTest, RecordsAreReadByPrefix) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  for (const char* key : {"a", "ab1", "ab2", "ab3", "b", "\xff", "\xff\xff"}) {
    batch->Put(Family::kSentences, key, "");
  }
  batch->Put(Family::kAssertions, "ab9", "");
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  const auto snapshot = store->NewSnapshot();
  const auto keys = [&](std::string_view prefix, std::string_view from) {
    std::string all;
    const auto it = snapshot->NewRecordIterator(Family::kSentences, prefix);
    if (!from.empty()) it->Seek(from);
    for (; it->Valid(); it->Next()) all += std::string(it->key()) + " ";
    EXPECT_TRUE(it->status().ok());
    return all;
  };
  EXPECT_EQ(keys("ab", ""), "ab1 ab2 ab3 ");
  EXPECT_EQ(keys("ab", "ab2"), "ab2 ab3 ");
  EXPECT_EQ(keys("ab", "a"), "ab1 ab2 ab3 ") << "not before the prefix";
  EXPECT_EQ(keys("ab", "b"), "");
  EXPECT_EQ(keys("\xff", ""), "\xff \xff\xff ");
  EXPECT_EQ(keys("", ""), "a ab1 ab2 ab3 b \xff \xff\xff ");
  EXPECT_EQ(keys("c", ""), "");
}

// The same by NextBlock, after a Next or two.
std::vector<Triple> MatchesInBlocks(const Snapshot& snapshot,
                                    const Triple& pattern) {
  const auto it = snapshot.NewMatch(pattern);
  std::vector<Triple> triples;
  for (int i = 0; i < 2 && it->Valid(); ++i, it->Next()) {
    triples.push_back(it->triple());
  }
  TripleBlock block;
  while (NextBlock(*it, block)) {
    EXPECT_GT(block.size(), 0u);
    const auto& [a, b, c] = block.columns;
    for (size_t i = 0; i < block.size(); ++i) {
      triples.push_back(Restore(it->order(), {a[i], b[i], c[i]}));
    }
  }
  EXPECT_FALSE(it->Valid());
  EXPECT_TRUE(it->status().ok());
  return triples;
}

// A store against a std::set: random batches, then every pattern.
class RandomTest : public testing::TestWithParam<int> {};

TEST_P(RandomTest, EveryPatternMatchesWhatASetHolds) {
  Scratch scratch;
  auto store = OpenOrDie(scratch / "db");
  std::mt19937_64 random(GetParam());
  std::set<Triple> want;
  std::vector<TermId> ids;
  const int kTerms = 12;
  const int batch_size = GetParam() % 2 == 0 ? 20 : 400;
  for (int round = 0; round < 60; ++round) {
    auto batch = BatchOrDie(*store);
    ids = InternNumbers(*batch, kTerms);
    for (int i = 0; i < batch_size; ++i) {
      const Triple triple = {ids[random() % kTerms], ids[random() % kTerms],
                             ids[random() % kTerms]};
      if (random() % 3 != 0) {
        batch->AddTriple(triple);
        want.insert(triple);
      } else {
        batch->RemoveTriple(triple);
        want.erase(triple);
      }
    }
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
    if (round % 20 == 7) {
      ASSERT_TRUE(store->Compact().ok());
    }
    if (round % 20 == 13) {
      store.reset();
      store = OpenOrDie(scratch / "db");
    }
  }
  const auto snapshot = store->NewSnapshot();
  ASSERT_TRUE(snapshot->Check().ok()) << snapshot->Check();
  ids.push_back(kNoTerm);
  ids.push_back(MakeTermId(1, 999));
  for (const TermId s : ids) {
    for (const TermId p : ids) {
      for (const TermId o : ids) {
        std::vector<Triple> expected;
        for (const Triple& t : want) {
          if ((s == kNoTerm || s == t.s) && (p == kNoTerm || p == t.p) &&
              (o == kNoTerm || o == t.o)) {
            expected.push_back(t);
          }
        }
        const Order order = AccessFor({s, p, o}).order;
        std::sort(expected.begin(), expected.end(),
                  [order](const Triple& a, const Triple& b) {
                    return Permute(order, a) < Permute(order, b);
                  });
        ASSERT_EQ(Matches(*snapshot, {s, p, o}), expected);
        ASSERT_EQ(MatchesInBlocks(*snapshot, {s, p, o}), expected);
        EXPECT_EQ(*snapshot->Count({s, p, o}), expected.size());
        EXPECT_EQ(*snapshot->Count({s, p, o}, 3),
                  std::min<size_t>(3, expected.size()));
        EXPECT_EQ(*snapshot->Contains({s, p, o}), want.contains({s, p, o}));
      }
    }
  }
}

TEST_P(RandomTest, SeekForwardSkipsToTheFirstNotLess) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  std::mt19937_64 random(GetParam());
  std::set<Columns> want;
  constexpr TermId kBase = MakeTermId(1, 1);
  for (int round = 0; round < 5; ++round) {
    auto batch = BatchOrDie(*store);
    for (int i = 0; i < 2000; ++i) {
      const Triple t = {kBase + random() % 40, kBase + random() % 40,
                        kBase + random() % 40};
      batch->AddTriple(t);
      want.insert(Permute(Order::kPos, t));
    }
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  }
  const auto snapshot = store->NewSnapshot();
  const auto it = snapshot->NewTripleIterator(Order::kPos);
  EXPECT_FALSE(it->Valid());
  for (int i = 0; i < 500; ++i) {
    const TermId p = kBase + random() % 42;
    it->Seek(Prefix(p));
    auto at = want.lower_bound({p, 0, 0});
    for (int step = 0; step < 10; ++step) {
      const bool valid = at != want.end() && (*at)[0] == p;
      ASSERT_EQ(it->Valid(), valid);
      if (!valid) break;
      ASSERT_EQ(it->columns(), *at);
      if (random() % 3 == 0) {
        it->Next();
        ++at;
        continue;
      }
      const Columns bound = {p, kBase + random() % 42, kBase + random() % 42};
      it->SeekForward(bound);
      if (*at < bound) at = want.lower_bound(bound);
    }
  }
  EXPECT_TRUE(it->status().ok());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomTest, testing::Range(1, 5));

TEST(StoreTest, CheckFindsATripleOfAnUnknownTerm) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  const auto ids = InternNumbers(*batch, 2);
  batch->AddTriple({ids[0], ids[1], *InlineNumber({5, 0}, 4)});
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  EXPECT_TRUE(store->NewSnapshot()->Check().ok());
  batch = BatchOrDie(*store);
  batch->AddTriple({ids[0], ids[1], MakeTermId(1, 77)});
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  EXPECT_EQ(store->NewSnapshot()->Check().code(), absl::StatusCode::kDataLoss);
}

// Each committed batch k adds the triples (k, p, 1..10): a reader must see
// batches 1..n as wholes and nothing of n+1.
TEST(StoreTest, ReadersSeeWholeBatchesWhileOneWrites) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  constexpr int kBatches = 200;
  constexpr TermId kPredicate = MakeTermId(2, 1);
  std::atomic<bool> done = false;
  std::atomic<int> failures = 0;
  const auto read = [&] {
    while (!done.load()) {
      const auto snapshot = store->NewSnapshot();
      const uint64_t count = *snapshot->Count({.p = kPredicate});
      if (count % 10 != 0) ++failures;
      const TermId last = MakeTermId(1, count / 10);
      if (count > 0 && *snapshot->Count({.s = last}) != 10) ++failures;
      if (*snapshot->Count({.s = last + 1}) != 0) ++failures;
    }
  };
  std::thread first(read);
  std::thread second(read);
  for (int k = 1; k <= kBatches; ++k) {
    auto batch = BatchOrDie(*store);
    for (int i = 1; i <= 10; ++i) {
      batch->AddTriple({MakeTermId(1, k), kPredicate, MakeTermId(3, i)});
    }
    if (!store->Commit(std::move(batch)).ok()) ++failures;
  }
  done = true;
  first.join();
  second.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(*store->NewSnapshot()->Count({}), kBatches * 10);
}

}  // namespace
}  // namespace tercet::storage
