// Triples in order, with seek, for both polarities.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

std::array<TermId, 3> Columns(TripleOrder order, const Triple& t) {
  switch (order) {
    case TripleOrder::kPos:
      return {t.relation, t.object, t.subject};
    case TripleOrder::kOsp:
      return {t.object, t.subject, t.relation};
    default:
      return {t.subject, t.relation, t.object};
  }
}

std::vector<Triple> All(TripleCursor cursor) {
  std::vector<Triple> triples;
  for (; cursor.Valid(); cursor.Next()) triples.push_back(cursor.triple());
  EXPECT_TRUE(cursor.status().ok()) << cursor.status();
  return triples;
}

std::vector<Triple> AllByBlocks(TripleCursor cursor) {
  std::vector<Triple> triples;
  for (TripleBlock block; cursor.NextBlock(block);) {
    EXPECT_GT(block.size(), 0u);
    EXPECT_EQ(block.relations.size(), block.size());
    EXPECT_EQ(block.objects.size(), block.size());
    for (size_t i = 0; i < block.size(); ++i) {
      triples.push_back(
          {block.subjects[i], block.relations[i], block.objects[i]});
    }
  }
  EXPECT_TRUE(cursor.status().ok()) << cursor.status();
  return triples;
}

bool Fits(const IdPattern& pattern, const Triple& t) {
  return (pattern.subject == kNoTerm || pattern.subject == t.subject) &&
         (pattern.relation == kNoTerm || pattern.relation == t.relation) &&
         (pattern.object == kNoTerm || pattern.object == t.object);
}

// Sixty random facts over eight entities and four relations, half negated.
DocumentFacts RandomDocument() {
  DocumentFacts doc = MakeDocument("random", {"Anything."});
  for (int i = 0; i < 8; ++i) {
    doc.entities.push_back(
        {.name = std::string(1, static_cast<char>('A' + i))});
  }
  constexpr std::array<std::string_view, 4> kRelations = {"r0", "r1", "r2",
                                                          "r3"};
  std::mt19937 random(7);
  for (int i = 0; i < 60; ++i) {
    doc.facts.push_back(Say(Node::Entity(static_cast<int>(random() % 8)),
                            kRelations.at(random() % 4),
                            Node::Entity(static_cast<int>(random() % 8))));
    doc.facts.back().negated = random() % 2 == 0;
  }
  return doc;
}

// Every pattern that one triple can make, in every order, against filtering.
TEST(CursorTest, AgreesWithFilteringAndIsSorted) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(RandomDocument()).ok());
  const View view = graph->Read();
  for (const Polarity polarity : {Polarity::kAffirmed, Polarity::kNegative}) {
    const std::vector<Triple> all = All(view.Triples({}, polarity));
    ASSERT_GT(all.size(), 15u);
    for (const TripleOrder order :
         {TripleOrder::kSpo, TripleOrder::kPos, TripleOrder::kOsp}) {
      for (size_t i = 0; i < all.size() * 8; ++i) {
        const Triple& t = all[i / 8];
        const IdPattern pattern{i & 1 ? t.subject : kNoTerm,
                                i & 2 ? t.relation : kNoTerm,
                                i & 4 ? t.object : kNoTerm};
        std::vector<Triple> want;
        for (const Triple& other : all) {
          if (Fits(pattern, other)) want.push_back(other);
        }
        std::sort(want.begin(), want.end(), [&](const auto& a, const auto& b) {
          return Columns(order, a) < Columns(order, b);
        });
        ASSERT_EQ(All(view.Triples(pattern, order, polarity)), want);
        ASSERT_EQ(AllByBlocks(view.Triples(pattern, order, polarity)), want);
        ASSERT_EQ(*view.CountFacts(pattern, 1000, polarity),
                  static_cast<int64_t>(want.size()));
      }
    }
  }
}

TEST(CursorTest, ContainsIsWhatACursorYields) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(RandomDocument()).ok());
  const View view = graph->Read();
  const std::vector<Triple> affirmed = All(view.Triples({}));
  const std::vector<Triple> negative =
      All(view.Triples({}, Polarity::kNegative));
  int apart = 0;
  for (const auto* these : {&affirmed, &negative}) {
    for (const Triple& t : *these) {
      for (const Polarity p : {Polarity::kAffirmed, Polarity::kNegative}) {
        const auto& all = p == Polarity::kAffirmed ? affirmed : negative;
        const bool want = std::find(all.begin(), all.end(), t) != all.end();
        ASSERT_EQ(*view.Contains(t, p), want);
        apart += want ? 0 : 1;
      }
    }
  }
  EXPECT_GT(apart, 0);
}

TEST(CursorTest, SeekGoesToTheFirstNotLess) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(RandomDocument()).ok());
  const View view = graph->Read();
  for (const Polarity polarity : {Polarity::kAffirmed, Polarity::kNegative}) {
    for (const TripleOrder order :
         {TripleOrder::kSpo, TripleOrder::kPos, TripleOrder::kOsp}) {
      const std::vector<Triple> all = All(view.Triples({}, order, polarity));
      for (size_t i = 0; i + 1 < all.size(); ++i) {
        TripleCursor cursor = view.Triples({}, order, polarity);
        cursor.Seek(all[i]);
        ASSERT_TRUE(cursor.Valid());
        ASSERT_EQ(cursor.triple(), all[i]);
      }
    }
  }
  TripleCursor cursor = view.Triples({});
  cursor.Seek({~TermId{0}, ~TermId{0}, ~TermId{0}});
  EXPECT_FALSE(cursor.Valid());
  EXPECT_TRUE(cursor.status().ok());
}

TEST(CursorTest, CountsStopAtTheLimit) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(RandomDocument()).ok());
  const View view = graph->Read();
  EXPECT_EQ(*view.CountFacts({}, 3), 3);
  EXPECT_EQ(
      *view.CountFacts({.relation = (*view.ResolveRelation("r1"))->id}, 2), 2);
}

TEST(CursorTest, PicksTheOrderThatBeginsWithWhatIsBound) {
  EXPECT_EQ(View::CheapestOrder({}), TripleOrder::kSpo);
  EXPECT_EQ(View::CheapestOrder({.subject = 1}), TripleOrder::kSpo);
  EXPECT_EQ(View::CheapestOrder({.relation = 1}), TripleOrder::kPos);
  EXPECT_EQ(View::CheapestOrder({.object = 1}), TripleOrder::kOsp);
  EXPECT_EQ(View::CheapestOrder({.subject = 1, .object = 1}),
            TripleOrder::kOsp);
  EXPECT_EQ(View::CheapestOrder({.relation = 1, .object = 1}),
            TripleOrder::kPos);
}

}  // namespace
}  // namespace tercet::tests
