#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/child.h"
#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

std::string Exported(const Graph& graph, ExportFormat format) {
  std::string text;
  const absl::Status status = graph.Export(format, [&](std::string_view piece) {
    text += piece;
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return text;
}

absl::StatusOr<ImportCounts> Import(Graph& graph, std::string_view text,
                                    const std::string& id = "facts",
                                    const ImportOptions& options = {}) {
  return graph.Import({.id = id, .name = id + ".nt", .text = text}, options);
}

std::string CheckProblems(const Graph& graph) {
  const absl::StatusOr<CheckReport> report = graph.Check();
  if (!report.ok()) return report.status().ToString();
  std::string all;
  for (const std::string& problem : report->problems) all += problem + "\n";
  return all;
}

// "harbour -lies in-> Norvik" of all facts, in no order that means anything.
std::multiset<std::string> Facts(const Graph& graph) {
  std::multiset<std::string> facts;
  FactRange range = graph.Match({});
  for (const Fact& fact : range) {
    facts.insert(fact.subject.Label() + " -" + fact.relation.text + "-> " +
                 fact.object.Label());
  }
  EXPECT_TRUE(range.status().ok()) << range.status();
  return facts;
}

std::string Iri(const std::string& rest) {
  return "<http://example.org/" + rest + ">";
}

// Lines in which everything occurs: labels, numbers, dates, texts, duplicates.
std::string SampleLines(int lines, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string text;
  for (int i = 0; i < lines; ++i) {
    const std::string subject = Iri("thing/" + std::to_string(i / 9));
    const std::string relation = Iri("says" + std::to_string(random() % 20));
    switch (random() % 6) {
      case 0:
        text += subject + " <http://www.w3.org/2000/01/rdf-schema#label> " +
                "\"Thing Number " + std::to_string(i / 9) + "\"@en .\n";
        break;
      case 1:
        text += subject + " " + relation + " \"" +
                std::to_string(random() % 50) +
                "\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n";
        break;
      case 2:
        text += subject + " " + relation + " \"19" +
                std::to_string(10 + random() % 80) + "-03-0" +
                std::to_string(1 + random() % 9) +
                "\"^^<http://www.w3.org/2001/XMLSchema#date> .\n";
        break;
      case 3:
        text += subject + " " + relation + " \"phrase " +
                std::to_string(random() % 1000) + "\" .\n";
        break;
      default:
        text += subject + " " + relation + " " +
                Iri("thing/" + std::to_string(random() % 5000)) + " .\n";
    }
  }
  return text;
}

TEST(ImportTest, NamesAndValues) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const std::string text =
      "# a comment\n"
      "\n" +
      Iri("q1") + "<http://www.w3.org/2000/01/rdf-schema#label>\"Ada\"@de .\n" +
      Iri("q1") +
      "\t<http://www.w3.org/2000/01/rdf-schema#label>\t\"Ada Hale\"@en .\r\n" +
      Iri("q1") + " " + Iri("v#knows") + " " + Iri("Old%20Tom/") +
      " . # why\n" + Iri("q1") + " " + Iri("v#age") +
      " \"41\"^^<http://www.w3.org/2001/XMLSchema#integer> .\n" + Iri("q1") +
      " " + Iri("v#born") +
      " \"1979-02-28\"^^<http://www.w3.org/2001/XMLSchema#date> .\n" +
      Iri("q1") + " " + Iri("v#says") +
      " \"a \\\"b\\\"\\tc \\u00e9 \\U0001F600\" .\n" + Iri("q1") + " " +
      Iri("v#says") + " \"\" .\n" + "_:x " + Iri("v#knows") + " _:y.z .\n" +
      Iri("a/Twin") + " " + Iri("v#knows") + " " + Iri("b/Twin") + " .";
  const auto counts = Import(*graph, text);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->statements, 9u);
  EXPECT_EQ(counts->facts, 9u);
  const std::multiset<std::string> want = {
      "Ada Hale -label-> Ada",
      "Ada Hale -label-> Ada Hale",
      "Ada Hale -knows-> Old Tom",
      "Ada Hale -age-> 41",
      "Ada Hale -born-> 1979-02-28",
      "Ada Hale -says-> a \"b\"\tc \xC3\xA9 \xF0\x9F\x98\x80",
      "Ada Hale -says-> ",
      "_:x (facts) -knows-> _:y.z (facts)",
      "Twin (http://example.org/a/Twin) -knows-> "
      "Twin (http://example.org/b/Twin)"};
  EXPECT_EQ(Facts(*graph), want);
  const View view = graph->Read();
  for (const char* name : {"Ada Hale", "ada hale", "ADA  Hale"}) {
    const auto found = view.Resolve(name);
    ASSERT_TRUE(found.ok()) << found.status();
    ASSERT_EQ(found->size(), 1u) << name;
    EXPECT_EQ(found->front().entity.text, "Ada Hale");
  }
  EXPECT_EQ(view.Resolve("Twin")->size(), 2u);
  EXPECT_EQ(view.Resolve("Twin (http://example.org/a/Twin)")->size(), 1u);
  EXPECT_EQ(view.Resolve("q1")->size(), 0u);
  EXPECT_EQ(view.ResolveValue("41")->size(), 1u);
  EXPECT_EQ(view.FindByWords("hale", 9)->size(), 2u);
  EXPECT_EQ(graph->Stats()->entities, 6);
  EXPECT_EQ(graph->Stats()->facts, 9);
  EXPECT_EQ(CheckProblems(*graph), "");
  // Where it comes from, and by which id it is cited.
  for (const Fact& fact : graph->Match({.relation = "age"})) {
    EXPECT_EQ(fact.object.kind, TermKind::kNumber);
    EXPECT_EQ(fact.assertions, 1);
    const auto why = view.Assertions(fact.triple());
    ASSERT_TRUE(why.ok()) << why.status();
    ASSERT_EQ(why->size(), 1u);
    EXPECT_EQ(why->front().document, "facts");
    EXPECT_EQ(why->front().sentence, 0);
    EXPECT_EQ(view.GetAssertion(why->front().id)->triple, fact.triple());
    EXPECT_EQ(view.FactById(fact.id.ToString())->object.text, "41");
  }
  EXPECT_EQ(view.AssertionsOf("facts")->size(), 9u);
}

// What an import gives is what the same facts give that are added one by one.
// For completion, from the dictionary, as long as a fact has them.
TEST(ImportTest, NamesByTheirBeginning) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const std::string text =
      Iri("Ada%20Hale") + " " + Iri("knows") + " " + Iri("Old%20Tom") + " .\n" +
      Iri("a/Twin") + " " + Iri("knows") + " " + Iri("b/Twin") + " .\n" +
      Iri("The%20Elm") + " " + Iri("says") + " \"Adam\" .\n";
  ASSERT_TRUE(Import(*graph, text).ok());
  using Names = std::vector<std::string>;
  const struct {
    const char* prefix;
    Names want;
  } kCases[] = {
      {"ADA", {"Ada Hale"}},   {"Twin", {"Twin"}}, {"old-", {"Old Tom"}},
      {"old t", {"Old Tom"}},  {"ol ", {}},        {"e", {"The Elm"}},
      {"the el", {"The Elm"}}, {"x", {}}};
  for (const auto& c : kCases) {
    EXPECT_EQ(*graph->Read().NamesWithPrefix(c.prefix, 9), c.want) << c.prefix;
  }
  EXPECT_EQ(graph->Read().NamesWithPrefix("", 2)->size(), 2u);
  ASSERT_TRUE(graph->Forget("facts").ok());
  EXPECT_EQ(*graph->Read().NamesWithPrefix("ada", 9), Names{});
}

TEST(ImportTest, IsLikeAddingOneByOne) {
  TempFolder folder;
  const auto imported = OpenGraph(folder.Db("imported"));
  const auto added = OpenGraph(folder.Db("added"));
  ASSERT_TRUE(Import(*imported, SampleLines(3000, 5)).ok());
  int i = 0;
  for (const Fact& fact : imported->Match({})) {
    DocumentFacts doc;
    doc.id = "d" + std::to_string(i++);
    doc.text = "A line.";
    doc.sentences = {{0, 7}};
    doc.hash = ContentHash("", "", doc.id);
    const auto node = [&](const Term& term) {
      if (term.kind != TermKind::kEntity) return Node{term.kind, -1, term.text};
      doc.entities.push_back({.name = term.text});
      return Node::Entity(static_cast<int>(doc.entities.size()) - 1);
    };
    StatedFact stated;
    stated.subject = node(fact.subject);
    stated.relation = fact.relation.text;
    stated.object = node(fact.object);
    stated.confidence = 1;
    doc.facts.push_back(stated);
    ASSERT_TRUE(added->Add(doc).ok());
  }
  EXPECT_EQ(Exported(*imported, ExportFormat::kNTriples),
            Exported(*added, ExportFormat::kNTriples));
  EXPECT_EQ(imported->Stats()->facts, added->Stats()->facts);
  EXPECT_EQ(imported->Stats()->entities, added->Stats()->entities);
  EXPECT_EQ(imported->Stats()->relations, added->Stats()->relations);
  for (const char* name : {"Thing Number 7", "333", "phrase 12"}) {
    EXPECT_EQ(imported->Read().Resolve(name)->size(),
              added->Read().Resolve(name)->size());
    EXPECT_EQ(imported->Read().ResolveValue(name)->size(),
              added->Read().ResolveValue(name)->size());
    EXPECT_EQ(imported->Read().FindByWords(name, 1000)->size(),
              added->Read().FindByWords(name, 1000)->size());
  }
}

// Ids and all: neither threads nor memory show in the result.
TEST(ImportTest, ThreadsAndSpillingChangeNothing) {
  TempFolder folder;
  const std::string text = SampleLines(100000, 6) + SampleLines(20000, 6);
  std::vector<std::vector<Triple>> triples;
  std::vector<std::string> exports;
  struct Case {
    const char* name;
    ImportOptions options;
  };
  for (const Case& c :
       {Case{"one", {.threads = 1}}, Case{"two", {.threads = 2}},
        Case{"spilled", {.threads = 2, .memory_bytes = 1 << 20}}}) {
    const auto graph = OpenGraph(folder.Db(c.name));
    const auto counts = Import(*graph, text, "facts", c.options);
    ASSERT_TRUE(counts.ok()) << counts.status();
    EXPECT_EQ(counts->statements, 120000u);
    EXPECT_LT(counts->facts, 100000u);
    EXPECT_EQ(CheckProblems(*graph), "") << c.name;
    std::vector<Triple>& all = triples.emplace_back();
    TripleCursor cursor = graph->Read().Triples({}, TripleOrder::kPos);
    for (; cursor.Valid(); cursor.Next()) all.push_back(cursor.triple());
    EXPECT_EQ(all.size(), counts->facts);
    exports.push_back(Exported(*graph, ExportFormat::kJsonLines));
  }
  EXPECT_EQ(triples[0], triples[1]);
  EXPECT_EQ(triples[0], triples[2]);
  EXPECT_EQ(exports[0], exports[1]);
  EXPECT_EQ(exports[0], exports[2]);
}

TEST(ImportTest, ErrorsNameTheirPlace) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  struct Case {
    std::string line;
    const char* error;
  };
  const std::string ok = "<a:b> <a:c> <a:d> .\n";
  for (const Case& c : {
           Case{"x", "2:1: expected an IRI, a blank node or a literal"},
           Case{"<a:b> _:p <a:d> .", "2:7: expected the '<' of a predicate"},
           Case{"<a:b> <a:c> .",
                "2:13: expected an IRI, a blank node or a "
                "literal"},
           Case{"<a:b> <a:c> <a:d>",
                "2:18: expected the '.' after a "
                "statement"},
           Case{"<a:b> <a:c> <a:d> . x", "2:21: expected the end of the line"},
           Case{"<a:b <a:c> <a:d> .",
                "2:5: this character must be escaped in an IRI"},
           Case{"<a:b", "2:5: the text ends within an IRI"},
           Case{"<a:b\n> <a:c> <a:d> .", "2:5: the line ends within an IRI"},
           Case{"<b> <a:c> <a:d> .",
                "2:2: an IRI must begin with a scheme, as \"http:\""},
           Case{"<a:\\n> <a:c> <a:d> .",
                "2:4: an IRI has only \\u and \\U as escapes"},
           Case{"<a:\\u0020> <a:c> <a:d> .",
                "2:4: an IRI cannot hold this character"},
           Case{"<a:b> <a:c> \"x\ny\" .",
                "2:15: the line ends within a literal"},
           Case{"<a:b> <a:c> \"\\q\" .", "2:14: there is no such escape"},
           Case{"<a:b> <a:c> \"\\u00g0\" .",
                "2:18: expected a hexadecimal digit"},
           Case{"<a:b> <a:c> \"\\uD800\" .",
                "2:14: the escape names no character"},
           Case{"<a:b> <a:c> \"\xC3\x28\" .", "2:14: the text is not UTF-8"},
           Case{"<a:b> <a:c> \"x\"@ .", "2:17: expected a language after '@'"},
           Case{"<a:b> <a:c> \"x\"^^y .",
                "2:18: expected the '<' of a "
                "datatype"},
           Case{"_: <a:c> <a:d> .", "2:3: a blank node has no label"},
       }) {
    const auto counts = Import(*graph, ok + c.line);
    EXPECT_EQ(counts.status(),
              absl::InvalidArgumentError(std::string("facts.nt:") + c.error))
        << c.line;
  }
  // Nothing stays of what failed, and the first error counts wherever it is.
  const std::string early =
      SampleLines(60000, 1) + "bad\n" + SampleLines(60000, 2) + "worse\n";
  const auto counts = Import(*graph, early, "facts", {.threads = 2});
  EXPECT_EQ(counts.status().message(),
            "facts.nt:60001:1: expected an IRI, a blank node or a literal");
  EXPECT_TRUE(Facts(*graph).empty());
  EXPECT_EQ(CheckProblems(*graph), "");
}

TEST(ImportTest, TheSameTwiceIsUnchanged) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const std::string text = SampleLines(200, 3);
  ASSERT_TRUE(Import(*graph, text).ok());
  EXPECT_TRUE(Import(*graph, text)->unchanged);
  EXPECT_EQ(Import(*graph, SampleLines(200, 4)).status().message(),
            "the graph has a document 'facts' already: forget it first, or "
            "import under another id");
  EXPECT_EQ(CheckProblems(*graph), "");
}

DocumentFacts OneFact(const std::string& id, EntityType type,
                      const std::string& object) {
  DocumentFacts doc = MakeDocument(id, {"Ada knows somebody."});
  doc.entities = {{.name = "Ada", .type = type}, {.name = object}};
  StatedFact fact;
  fact.subject = Node::Entity(0);
  fact.relation = "knows";
  fact.object = Node::Entity(1);
  fact.confidence = 0.5;
  doc.facts = {fact};
  doc.hash = ContentHash("", "", doc.text);
  return doc;
}

// Imports and documents that say the same, in every order of coming and going.
TEST(ImportTest, SharesFactsWithDocumentsAndOtherImports) {
  const std::string ada = Iri("Ada") + " " + Iri("knows") + " ";
  const std::string first = ada + Iri("Tom") + " .\n" + ada + "\"text\" .\n";
  const std::string second = ada + Iri("Tom") + " .\n" + Iri("Tom") + " " +
                             Iri("knows") + " " + Iri("Ada") + " .\n";
  std::vector<std::string> ids = {"doc", "one", "two"};
  std::sort(ids.begin(), ids.end());
  do {
    for (const EntityType type : {EntityType::kUnknown, EntityType::kPerson}) {
      TempFolder folder;
      const auto graph = OpenGraph(folder.Db());
      for (const std::string& id : ids) {
        if (id == "doc") {
          ASSERT_TRUE(graph->Add(OneFact("doc", type, "Tom")).ok());
        } else {
          const auto counts = Import(*graph, id == "one" ? first : second, id);
          ASSERT_TRUE(counts.ok()) << counts.status();
        }
        ASSERT_EQ(CheckProblems(*graph), "") << id;
      }
      EXPECT_EQ(Facts(*graph).size(), 3u);
      for (const Fact& fact :
           graph->Match({.subject = "Ada", .object = "Tom"})) {
        EXPECT_EQ(fact.assertions, 3);
        EXPECT_EQ(fact.subject.type, type);
        EXPECT_EQ(graph->Read().Assertions(fact.triple())->size(), 3u);
      }
      size_t left = 3;
      for (const std::string& id : ids) {
        ASSERT_TRUE(graph->Forget(id).ok());
        ASSERT_EQ(CheckProblems(*graph), "") << "without " << id;
        --left;
        for (const Fact& fact :
             graph->Match({.subject = "Ada", .object = "Tom"})) {
          // Of a person that no document names any more, imports from before
          // and after it may speak apart.
          if (type == EntityType::kPerson) continue;
          EXPECT_EQ(fact.assertions, static_cast<int>(left));
        }
      }
      EXPECT_TRUE(Facts(*graph).empty());
      EXPECT_EQ(graph->Stats()->assertions, 0);
    }
  } while (std::next_permutation(ids.begin(), ids.end()));
}

TEST(ImportTest, MergedEntitiesTakeImportedFactsAlong) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(Import(*graph, SampleLines(2000, 8)).ok());
  const std::string before = Exported(*graph, ExportFormat::kNTriples);
  const auto id = [&](const std::string& name) {
    return graph->Read().Resolve(name)->front().entity.id;
  };
  std::set<std::string> labelled;
  for (const Fact& fact : graph->Match({.relation = "label"})) {
    labelled.insert(fact.subject.text);
  }
  ASSERT_GT(labelled.size(), 2u);
  const TermId from = id(*labelled.begin());
  const TermId into = id(*labelled.rbegin());
  ASSERT_TRUE(graph->Merge(from, into, "the same").ok());
  EXPECT_EQ(CheckProblems(*graph), "");
  EXPECT_NE(Exported(*graph, ExportFormat::kNTriples), before);
  ASSERT_TRUE(graph->Unmerge(from).ok());
  EXPECT_EQ(CheckProblems(*graph), "");
  EXPECT_EQ(Exported(*graph, ExportFormat::kNTriples), before);
}

// Killed at any moment, the graph is the old one or the new one.
TEST(ImportTest, SurvivesKill) {
  TempFolder folder;
  ASSERT_TRUE(OpenGraph(folder.Db())->Add(Harbour("h1")).ok());
  std::mt19937 random(3);
  int complete = 0;
  for (int round = 0; round < 8; ++round) {
    const pid_t child =
        StartSelf({"--import", folder.Db(), "import" + std::to_string(round)});
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 400));
    kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << status;
    const auto graph = OpenGraph(folder.Db());
    ASSERT_NE(graph, nullptr);
    const auto stats = graph->Stats();
    ASSERT_TRUE(stats.ok()) << stats.status();
    const bool there = stats->documents == complete + 2;
    if (there) ++complete;
    ASSERT_EQ(stats->documents, complete + 1);
    ASSERT_EQ(CheckProblems(*graph), "");
    ASSERT_EQ(graph->Read().AssertionsOf("h1")->size(), 3u);
  }
}

// Files that cannot grow, as on a full disk, wherever that begins: an error,
// and nothing of the import is there.
TEST(ImportTest, AFullDiskLeavesTheGraphAsItWas) {
  TempFolder folder;
  ASSERT_TRUE(OpenGraph(folder.Db())->Add(Harbour("h1")).ok());
  constexpr rlim_t kKilobyte = 1024;
  for (const rlim_t most : {4 * kKilobyte, 30 * kKilobyte, 100 * kKilobyte}) {
    for (const uint64_t memory : {uint64_t{0}, uint64_t{1} << 20}) {
      const pid_t child =
          StartSelf({"--import-on-full-disk", folder.Db(), std::to_string(most),
                     std::to_string(memory)});
      int status = 0;
      ASSERT_EQ(waitpid(child, &status, 0), child);
      ASSERT_TRUE(WIFEXITED(status)) << most;
      EXPECT_EQ(WEXITSTATUS(status), 0) << most;
      const auto graph = OpenGraph(folder.Db());
      ASSERT_NE(graph, nullptr);
      EXPECT_EQ(*graph->Read().DocumentIds(), std::vector<std::string>{"h1"});
      EXPECT_EQ(CheckProblems(*graph), "");
    }
  }
}

}  // namespace

// What the children do; their exit code says what went wrong.
int ImportLines(const std::string& path, const std::string& id) {
  const auto graph = Graph::Open(path);
  if (!graph.ok()) return 1;
  return Import(**graph, SampleLines(60000, 9), id).ok() ? 0 : 2;
}

int ImportOnFullDisk(const std::string& path, rlim_t most, uint64_t memory) {
  const auto graph = Graph::Open(path);
  if (!graph.ok()) return 1;
  signal(SIGXFSZ, SIG_IGN);
  const rlimit limit = {most, most};
  if (setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
  const absl::Status status =
      Import(**graph, SampleLines(60000, 9), "import", {.memory_bytes = memory})
          .status();
  return status.ok() || status.message().empty() ? 3 : 0;
}

}  // namespace tercet::tests

int main(int argc, char** argv) {
  const std::string task = argc > 1 ? argv[1] : "";
  if (task == "--import" && argc == 4) {
    _exit(tercet::tests::ImportLines(argv[2], argv[3]));
  }
  if (task == "--import-on-full-disk" && argc == 5) {
    _exit(tercet::tests::ImportOnFullDisk(argv[2], std::stoull(argv[3]),
                                          std::stoull(argv[4])));
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
