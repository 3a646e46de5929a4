// Check finds a record that was tampered with, whichever it is.

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "graph/layout.h"
#include "graph/record.h"
#include "storage/store.h"
#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

using storage::Family;

// What a case spoils: the first record whose key begins with `prefix`.
struct Case {
  std::string name;
  Family family;
  std::string prefix;
  bool removes;  // or writes `value` in its place
  std::string value;
  std::string want;  // a part of some problem
};

void Spoil(const std::string& path, const Case& c) {
  auto store = storage::Store::Open(path);
  ASSERT_TRUE(store.ok()) << store.status();
  auto batch = (*store)->NewBatch();
  ASSERT_TRUE(batch.ok()) << batch.status();
  auto it = (*batch)->NewRecordIterator(c.family, c.prefix);
  ASSERT_TRUE(it->Valid()) << c.name;
  const std::string key(it->key());
  it.reset();
  if (c.removes) {
    (*batch)->Delete(c.family, key);
  } else {
    (*batch)->Put(c.family, key, c.value);
  }
  ASSERT_TRUE((*store)->Commit(*std::move(batch)).ok());
}

TEST(CheckTest, FindsEveryKindOfTampering) {
  const std::string one_reason =
      Encode(AliasRecord{.reasons = {{.text = "x", .documents = 7}}});
  const Case kCases[] = {
      {"document record", Family::kDocuments, "n", false, "?",
       "does not decode"},
      {"document name", Family::kDocuments, "i", true, "",
       "is not in the index"},
      {"sentence", Family::kSentences, SentenceKey(1, 2), false, "short",
       "document 'h1' lacks sentence 2"},
      {"assertion", Family::kDocumentFacts, "", true, "",
       "document 'h1', assertion 1 is missing"},
      {"assertion bytes", Family::kDocumentFacts, "", false, "?",
       "document 'h1', assertion 1 does not decode"},
      {"support", Family::kAssertions, "s", true, "", "supports no fact"},
      {"support differs", Family::kAssertions, "s", false,
       Encode(Support{Status::kDenied, 3}), "differs from its fact's support"},
      {"summary", Family::kAssertions, "f", false,
       Encode(FactRecord{9, Status::kAsserted, 1}),
       "has a summary that its assertions do not give"},
      {"fact", Family::kAssertions, "f", true, "",
       "3 triples, but there should be 2"},
      {"fact id", Family::kAssertions, "h", true, "", "is not found by its id"},
      {"name", Family::kAliases, "n", true, "", "is not found by its name"},
      {"alias", Family::kAliases, "e", true, "", "is missing"},
      {"alias count", Family::kAliases, "e", false, one_reason,
       "is counted wrongly"},
      {"word", Family::kAliases, "w", true, "", "is not found by the word"},
      {"entity", Family::kTerms, "e", false, Encode(EntityRecord{}),
       "does not know its documents"},
      {"entity's document", Family::kTerms, "d", true, "",
       "is not listed at one of its entities"},
      {"relation count", Family::kStatistics, "r", true, "",
       "the relations' counts are not those of their facts"},
      {"totals", Family::kMeta, "totals", true, "",
       "the totals are not those of the documents"},
  };
  for (const Case& c : kCases) {
    TempFolder folder;
    ASSERT_TRUE(OpenGraph(folder.Db())->Add(Harbour("h1")).ok());
    Spoil(folder.Db(), c);
    const auto graph = OpenGraph(folder.Db());
    const auto report = graph->Check();
    ASSERT_TRUE(report.ok()) << c.name << ": " << report.status();
    std::string problems;
    for (const std::string& problem : report->problems) {
      problems += problem + "\n";
    }
    EXPECT_NE(problems.find(c.want), std::string::npos)
        << c.name << ": " << problems;
  }
}

TEST(CheckTest, FindsATripleThatNobodyStates) {
  TempFolder folder;
  ASSERT_TRUE(OpenGraph(folder.Db())->Add(Harbour("h1")).ok());
  {
    auto store = storage::Store::Open(folder.Db());
    auto batch = (*store)->NewBatch();
    storage::Triple triple;
    {
      const auto snapshot = (*store)->NewSnapshot();
      const auto it = snapshot->NewMatch({});
      ASSERT_TRUE(it->Valid());
      triple = it->triple();
    }
    std::swap(triple.s, triple.o);
    (*batch)->AddTriple(triple);
    ASSERT_TRUE((*store)->Commit(*std::move(batch)).ok());
  }
  const auto report = OpenGraph(folder.Db())->Check();
  EXPECT_EQ(report->problems,
            std::vector<std::string>{"4 triples, but there should be 3"});
}

TEST(CheckTest, CountsWhatItLookedAt) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  ASSERT_TRUE(graph->Add(Harbour("h2")).ok());
  const auto report = graph->Check();
  EXPECT_EQ(report->documents, 2);
  EXPECT_EQ(report->facts, 3);
  EXPECT_EQ(report->assertions, 6);
}

}  // namespace
}  // namespace tercet::tests
