// A graph with every kind of term and qualifier, written in each format that
// can be read back, read, and written again: not a byte may differ.  It has
// 10,000 facts; tests/nightly.sh gives it 100,000 by TERCET_ROUND_TRIP_FACTS.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tercet/graph.h"
#include "tercet/import_rows.h"

namespace tercet {
namespace {

constexpr int kFactsEach = 100;

int DocumentCount() {
  const char* facts = std::getenv("TERCET_ROUND_TRIP_FACTS");
  return (facts == nullptr ? 10'000 : std::atoi(facts)) / kFactsEach;
}

// What readers trip over.
constexpr std::string_view kWords[] = {
    "plain",        "two words",    "a, b",          "\"quoted\"",
    "line\nbreak",  "tab\tstop",    "back\\slash",   "caf\u00e9",
    "\u7fd2\u8fd1", "\u0645\u0631", "<angle> & amp", "semi; colon",
    "100 % | pipe", "'single'",     "\r\n",          " blanks around ",
    "{\"a\":[1]}",  "\U0001F6A2",   "e\u0301",       "it's -an-> edge"};

template <typename T, size_t n>
const T& Pick(const T (&all)[n], int i) {
  return all[static_cast<size_t>(i) % n];
}

std::string Word(int i) { return std::string(Pick(kWords, i)); }

Node Value(int i) {
  constexpr std::string_view kNumbers[] = {"12",     "-3.5",  "$2.3 billion",
                                           "350 km", "1,250", "5%"};
  constexpr std::string_view kDates[] = {"2026", "2026-01", "2026-01-04",
                                         "2026-01-04T10:30",
                                         "2026-01-04..2026-01-07"};
  switch (i % 4) {
    case 0:
      return Node::Number(Pick(kNumbers, i / 4));
    case 1:
      return Node::Date(Pick(kDates, i / 4));
    case 2:
      return Node::Text(Word(i / 4));
    default:
      return Node::Text("");
  }
}

StatedFact MakeFact(int i, int sentence, int entities) {
  StatedFact fact;
  fact.subject =
      i % 97 == 0 ? Node::Text("value " + Word(i)) : Node::Entity(i % entities);
  fact.relation = "relates " + Word(i / 3) + std::to_string(i % 7);
  fact.object = i % 3 == 0 ? Value(i / 3) : Node::Entity(i * 5 % entities);
  fact.sentence = sentence;
  fact.status = static_cast<Status>(i % 6);
  fact.negated = i % 5 == 0;
  fact.confidence = i % 101 / 100.0;
  if (i % 2 == 0) fact.when = "on " + Word(i);
  if (i % 8 == 3) fact.words = "said " + Word(i);
  if (i % 9 == 2) fact.construction = "verbal";
  if (i % 4 == 0) {
    constexpr std::string_view kWhen[] = {"2026-01-04", "1998", "2026-02",
                                          "2026-01-04..2026-01-07",
                                          "2026-01-04T10:30"};
    fact.when_interval = ParseDate(Pick(kWhen, i / 4));
  }
  if (i % 3 == 1) fact.where = "in " + Word(i / 2);
  if (i % 7 == 0) fact.said_by = Node::Entity(i * 11 % entities);
  if (i % 7 == 1) fact.said_by = Node::Text("a man, \"he\"");
  // Two of one preposition, and names that a column has.
  constexpr std::string_view kPrepositions[] = {
      "with", "for", "text", "open:x", "according to", "with"};
  for (int k = 0; k < i % 4; ++k) {
    const Node argument = k == 1 ? Node::Entity(i * 3 % entities)
                                 : Node::Text("of " + Word(i + k));
    fact.open.push_back(
        {std::string(Pick(kPrepositions, i + k * 5)), argument});
  }
  return fact;
}

DocumentFacts MakeDocument(int number) {
  DocumentFacts document;
  document.id = "doc/" + std::to_string(number) + " " + Word(number);
  document.title = number % 3 == 0 ? "On " + Word(number) : "";
  document.date = number % 2 == 0 ? "2026-01-03" : "";
  document.hash = std::to_string(number);
  for (int i = 0; i < 11; ++i) {
    DocumentEntity entity;
    entity.name = "Entity " + Word(number + i) + std::to_string(number % 50);
    entity.type = static_cast<EntityType>(i);
    if (i == 4) entity.disambiguator = "of " + std::to_string(number);
    if (i % 3 == 0) {
      entity.aliases = {{"E " + Word(i) + std::to_string(number),
                         "short for " + Word(number)},
                        {"The " + Word(number), "said so"}};
    }
    document.entities.push_back(entity);
  }
  for (int i = 0; i < kFactsEach; ++i) {
    const int sentence = i / 4 + 1;
    if (i % 4 == 0) {
      const auto begin = static_cast<uint32_t>(document.text.size());
      document.text += "It says: " + Word(number + i) + ".";
      document.sentences.push_back(
          {begin, static_cast<uint32_t>(document.text.size())});
      document.text += ' ';
    }
    document.facts.push_back(MakeFact(number * kFactsEach + i, sentence, 11));
  }
  return document;
}

class RoundTripTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::string name =
        testing::TempDir() + "tercet_round_trip_" + std::string(6, 'X');
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = new std::string(name);
    graph_ = Open("first").release();
    for (int i = 0; i < DocumentCount(); ++i) {
      const auto added = graph_->Add(MakeDocument(i));
      ASSERT_TRUE(added.ok()) << added.status();
    }
    ASSERT_EQ(graph_->Stats()->assertions, DocumentCount() * kFactsEach);
  }
  static void TearDownTestSuite() {
    delete graph_;
    std::filesystem::remove_all(*folder_);
    delete folder_;
  }

  static std::unique_ptr<Graph> Open(const std::string& name) {
    auto graph = Graph::Open(*folder_ + "/" + name);
    EXPECT_TRUE(graph.ok()) << graph.status();
    return *std::move(graph);
  }

  static std::string Exported(const Graph& graph, ExportFormat format) {
    std::string text;
    const absl::Status status =
        graph.Export(format, [&](std::string_view piece) {
          text += piece;
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    return text;
  }

  // Where two texts part, for a message that can be read.
  static std::string Difference(const std::string& a, const std::string& b) {
    if (a == b) return "";
    size_t at = 0;
    while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
    const size_t from = at < 200 ? 0 : at - 200;
    return a.substr(from, 400) + "\n--- is not ---\n" + b.substr(from, 400);
  }

  // What no export shows at a glance: documents' titles and dates, and every
  // entity's names and disambiguator.  (A type is that of the whole graph.)
  static void CheckDescriptions(const Graph& read) {
    const View first = graph_->Read();
    const View second = read.Read();
    const auto ids = first.DocumentIds();
    ASSERT_TRUE(ids.ok());
    ASSERT_EQ(*ids, *second.DocumentIds());
    for (const std::string& id : *ids) {
      auto a = first.GetDocumentFacts(id);
      auto b = second.GetDocumentFacts(id);
      ASSERT_TRUE(a.ok() && b.ok());
      EXPECT_EQ(a->title, b->title) << id;
      EXPECT_EQ(a->date, b->date) << id;
      EXPECT_EQ(Named(*a), Named(*b)) << id;
      ASSERT_EQ(a->facts.size(), b->facts.size()) << id;
      for (size_t i = 0; i < a->facts.size(); ++i) {
        EXPECT_EQ(a->facts[i].words, b->facts[i].words) << id;
        EXPECT_EQ(a->facts[i].construction, b->facts[i].construction) << id;
      }
    }
  }

  static std::vector<std::string> Named(const DocumentFacts& document) {
    std::vector<std::string> names;
    for (const DocumentEntity& entity : document.entities) {
      names.push_back(entity.name + "|" + entity.disambiguator);
      for (const Alias& alias : entity.aliases) {
        names.back() += "|" + alias.text + "|" + alias.reason;
      }
    }
    std::sort(names.begin(), names.end());
    return names;
  }

  static void Check(const Graph& read, ExportFormat format) {
    EXPECT_EQ(Difference(Exported(*graph_, format), Exported(read, format)),
              "");
    const auto report = read.Check();
    ASSERT_TRUE(report.ok()) << report.status();
    EXPECT_EQ(report->problems, std::vector<std::string>());
  }

  static std::string* folder_;
  static Graph* graph_;
};

std::string* RoundTripTest::folder_ = nullptr;
Graph* RoundTripTest::graph_ = nullptr;

TEST_F(RoundTripTest, JsonLines) {
  const std::string text = Exported(*graph_, ExportFormat::kJsonLines);
  const auto read = Open("jsonl");
  const auto counts =
      ImportJsonLines({.id = "x", .name = "x.jsonl", .text = text}, *read);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->statements, DocumentCount() * kFactsEach);
  Check(*read, ExportFormat::kJsonLines);
  Check(*read, ExportFormat::kTurtle);
  CheckDescriptions(*read);
}

// All but what a table has no columns for: aliases, the types of arguments.
TEST_F(RoundTripTest, Csv) {
  const std::string text = Exported(*graph_, ExportFormat::kCsv);
  const auto read = Open("csv");
  const auto counts =
      ImportCsv({.id = "x", .name = "x.csv", .text = text}, *read);
  ASSERT_TRUE(counts.ok()) << counts.status();
  Check(*read, ExportFormat::kCsv);
}

TEST_F(RoundTripTest, Turtle) {
  const std::string text = Exported(*graph_, ExportFormat::kTurtle);
  ASSERT_TRUE(IsExportedRdf(text));
  const auto read = Open("turtle");
  const auto counts =
      ImportExportedRdf({.id = "x", .name = "x.ttl", .text = text}, *read);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->documents, DocumentCount());
  Check(*read, ExportFormat::kTurtle);
  Check(*read, ExportFormat::kJsonLines);
  Check(*read, ExportFormat::kCsv);
  CheckDescriptions(*read);
}

// Triples alone: the facts that some sentence asserts, with their types.
TEST_F(RoundTripTest, NTriples) {
  const std::string text = Exported(*graph_, ExportFormat::kNTriples);
  ASSERT_TRUE(IsExportedRdf(text));
  const auto read = Open("ntriples");
  const auto counts =
      ImportExportedRdf({.id = "x", .name = "x.nt", .text = text}, *read);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_GT(counts->statements, 0);
  Check(*read, ExportFormat::kNTriples);
}

}  // namespace
}  // namespace tercet
