// Statistics against a count by hand.

#include "storage/statistics.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "storage/run.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

using Triples = std::set<Triple>;

// `count` triples of 7 predicates and few nodes.
Triples RandomTriples(int count, uint64_t seed) {
  std::mt19937_64 random(seed);
  Triples triples;
  while (triples.size() < static_cast<size_t>(count)) {
    const uint64_t s = 1 + random() % (count / 4);
    triples.insert({s, 1 + s * random() % 7, 1 + random() % (count / 8)});
  }
  return triples;
}

PredicateStatistics Expected(const Triples& triples, TermId predicate) {
  std::map<TermId, int64_t> subjects;
  std::map<TermId, int64_t> objects;
  PredicateStatistics counts;
  for (const Triple& t : triples) {
    if (t.p != predicate) continue;
    ++counts.triples;
    counts.most_objects = std::max(counts.most_objects, ++subjects[t.s]);
    counts.most_subjects = std::max(counts.most_subjects, ++objects[t.o]);
  }
  counts.subjects = static_cast<int64_t>(subjects.size());
  counts.objects = static_cast<int64_t>(objects.size());
  return counts;
}

void Commit(Store& store, const Triples& triples, bool add = true) {
  auto batch = BatchOrDie(store);
  for (const Triple& triple : triples) {
    if (add) {
      batch->AddTriple(triple);
    } else {
      batch->RemoveTriple(triple);
    }
  }
  ASSERT_TRUE(store.Commit(std::move(batch)).ok());
}

void ExpectExact(const Store& store, const Triples& triples) {
  const auto snapshot = store.NewSnapshot();
  for (TermId p = 1; p <= 8; ++p) {
    EXPECT_EQ(*snapshot->Statistics(p), Expected(triples, p)) << p;
  }
}

TEST(StatisticsTest, AreThoseOfTheTriplesBelowAndAboveTheSizeKeptInMemory) {
  for (const int count : {400, static_cast<int>(kResidentTriples) + 5000}) {
    Scratch scratch;
    const Triples triples = RandomTriples(count, 1);
    {
      const auto store = OpenOrDie(scratch / "db");
      Commit(*store, triples);
      ExpectExact(*store, triples);
      ASSERT_TRUE(store->Compact().ok());
      ExpectExact(*store, triples);
    }
    ExpectExact(*OpenOrDie(scratch / "db"), triples);
  }
}

TEST(StatisticsTest, CountRemovalsOut) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Triples triples = RandomTriples(400, 1);
  Commit(*store, triples);
  Triples gone;
  for (const Triple& triple : triples) {
    if (triple.s % 2 == 0) gone.insert(triple);
  }
  Commit(*store, gone, /*add=*/false);
  for (const Triple& triple : gone) triples.erase(triple);
  const auto snapshot = store->NewSnapshot();
  for (TermId p = 1; p <= 8; ++p) {
    EXPECT_EQ(snapshot->Statistics(p)->triples, Expected(triples, p).triples);
  }
  ASSERT_TRUE(store->Compact().ok());
  ExpectExact(*store, triples);
}

TEST(StatisticsTest, OfSeveralRunsAreAtMostTooHighByTheirNumber) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Triples all;
  constexpr int kBatches = 3;
  for (int i = 0; i < kBatches; ++i) {
    const Triples triples = RandomTriples(400, 1 + i);
    Commit(*store, triples);
    all.insert(triples.begin(), triples.end());
  }
  const auto snapshot = store->NewSnapshot();
  for (TermId p = 1; p <= 7; ++p) {
    const PredicateStatistics counts = *snapshot->Statistics(p);
    const PredicateStatistics want = Expected(all, p);
    EXPECT_GE(counts.subjects, want.subjects);
    EXPECT_LE(counts.subjects, kBatches * want.subjects);
    EXPECT_GE(counts.objects, want.objects);
    EXPECT_LE(counts.objects, kBatches * want.objects);
    EXPECT_LE(counts.most_objects, want.most_objects);
    EXPECT_LE(counts.most_subjects, want.most_subjects);
  }
}

TEST(StatisticsTest, HubsComeMostFirst) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  Triples triples;
  for (TermId i = 1; i <= 200; ++i) {
    triples.insert({1000 + i, 1, i % 4 == 0 ? 7 : 2000 + i});
    triples.insert({i % 2 == 0 ? 5 : 3000 + i, 2, 4000 + i});
  }
  Commit(*store, triples);
  const auto hubs = *store->NewSnapshot()->Hubs(2);
  ASSERT_EQ(hubs.size(), 2u);
  EXPECT_EQ(hubs[0].node, 5u);
  EXPECT_EQ(hubs[0].as_subject, 100);
  EXPECT_EQ(hubs[1].node, 7u);
  EXPECT_EQ(hubs[1].as_object, 50);
  EXPECT_TRUE(store->NewSnapshot()->Hubs(0)->empty());
}

TEST(StatisticsTest, BytesComeBackAndNothingLessDoes) {
  RunStatistics statistics;
  statistics.predicates = {{3, {10, 5, 4, 3, 2}}, {9, {-2, 0, 0, 0, 0}}};
  statistics.subjects = {{1, 7}};
  statistics.objects = {{2, 9}, {4, 1}};
  const std::string bytes = Encode(statistics);
  const auto read = DecodeStatistics(bytes);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->predicates, statistics.predicates);
  EXPECT_EQ(read->subjects, statistics.subjects);
  EXPECT_EQ(read->objects, statistics.objects);
  EXPECT_EQ(read->Find(4), PredicateStatistics());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_TRUE(
        absl::IsDataLoss(DecodeStatistics(bytes.substr(0, size)).status()));
  }
}

}  // namespace
}  // namespace tercet::storage
