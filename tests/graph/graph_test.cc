// Adding, matching, forgetting: what a graph is for.

#include "tercet/graph.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

using Strings = std::vector<std::string>;

TEST(GraphTest, MatchesByAnyPart) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_EQ(*graph->Add(Harbour("h1")), AddOutcome::kAdded);
  const std::string owns = "Ada Quill -owns-> Wren";
  const std::string visits = "Ada Quill -visits-> Port Ellery [planned]";
  const std::string no_gull = "not: Ada Quill -owns-> Gull";
  struct Case {
    std::string name;
    FactPattern pattern;
    Strings want;
  };
  const Case kCases[] = {
      {"all", {}, {owns, visits}},
      {"subject", {.subject = "Ada Quill"}, {owns, visits}},
      {"alias", {.subject = "Quill"}, {owns, visits}},
      {"folded", {.subject = "captain quill"}, {owns, visits}},
      {"relation", {.relation = "owns"}, {owns}},
      {"relation, folded", {.relation = "Owns"}, {owns}},
      {"object", {.object = "Port Ellery"}, {visits}},
      {"two", {.subject = "Quill", .object = "Wren"}, {owns}},
      {"three",
       {.subject = "Quill", .relation = "visits", .object = "Port Ellery"},
       {visits}},
      {"negated is not shown", {.object = "Gull"}, {}},
      {"negated, asked for",
       {.object = "Gull", .polarity = Polarity::kNegative},
       {no_gull}},
      {"negated by subject",
       {.subject = "Quill", .polarity = Polarity::kNegative},
       {no_gull}},
      {"negated by relation",
       {.relation = "owns", .polarity = Polarity::kNegative},
       {no_gull}},
      {"all negated", {.polarity = Polarity::kNegative}, {no_gull}},
      {"negated visits",
       {.relation = "visits", .polarity = Polarity::kNegative},
       {}},
      {"nobody", {.subject = "Nobody"}, {}},
      {"no such relation", {.relation = "eats"}, {}},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Lines(*graph, c.pattern), c.want) << c.name;
  }
  ExpectSound(*graph);
}

TEST(GraphTest, AssertionKeepsEverythingItsDocumentStates) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const View view = graph->Read();
  FactRange facts = view.Match({.relation = "visits"});
  ASSERT_TRUE(facts.Valid());
  const auto assertions = view.Assertions(facts.fact().triple());
  ASSERT_TRUE(assertions.ok()) << assertions.status();
  ASSERT_EQ(assertions->size(), 1u);
  const Assertion& visit = assertions->front();
  EXPECT_EQ(visit.document, "h1");
  EXPECT_EQ(visit.sentence, 3);
  EXPECT_EQ(visit.text,
            "Captain Quill will visit Port Ellery on Tuesday, Tom Reed said.");
  EXPECT_EQ(Harbour("h1").text.substr(visit.begin, visit.end - visit.begin),
            visit.text);
  EXPECT_EQ(visit.status, Status::kPlanned);
  EXPECT_FALSE(visit.negated);
  EXPECT_EQ(visit.confidence, 0.5);
  EXPECT_EQ(visit.when, "on Tuesday");
  EXPECT_EQ(visit.when_interval, ParseDate("2026-03-03"));
  EXPECT_EQ(visit.where, "at the quay");
  EXPECT_EQ(visit.construction, "verbal");
  ASSERT_TRUE(visit.said_by.has_value());
  EXPECT_EQ(visit.said_by->text, "Tom Reed");
  EXPECT_EQ(visit.said_by->type, EntityType::kPerson);
  ASSERT_EQ(visit.open.size(), 2u);
  EXPECT_EQ(visit.open[0].preposition, "with");
  EXPECT_EQ(visit.open[0].argument, *visit.said_by);
  EXPECT_EQ(visit.open[1].argument.text, "two days");
  EXPECT_EQ(view.GetAssertion(visit.id)->text, visit.text);
}

TEST(GraphTest, GivesADocumentBack) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const DocumentFacts in = Harbour("h1");
  ASSERT_TRUE(graph->Add(in).ok());
  const View view = graph->Read();
  const auto out = view.GetDocumentFacts("h1");
  ASSERT_TRUE(out.ok()) << out.status();
  EXPECT_EQ(out->text, in.text);
  EXPECT_EQ(out->hash, in.hash);
  EXPECT_EQ(out->sentences, in.sentences);
  ASSERT_EQ(out->facts.size(), in.facts.size());
  // Put into another graph, it makes the same one.
  const auto copy = OpenGraph(folder.Db("copy"));
  ASSERT_TRUE(copy->Add(*out).ok());
  EXPECT_EQ(Exported(*copy, ExportFormat::kJsonLines),
            Exported(*graph, ExportFormat::kJsonLines));
  EXPECT_EQ(*view.DocumentIds(), Strings{"h1"});
  EXPECT_EQ(*view.SentenceText("h1", 2), "She does not own the Gull.");
  EXPECT_EQ(view.SentenceText("h1", 4).status().message(),
            "document 'h1' has no sentence 4");
  EXPECT_EQ(view.SentenceText("h2", 1).status().message(), "no document 'h2'");
}

TEST(GraphTest, SkipsTheSameAndReplacesTheChanged) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = Harbour("h1");
  EXPECT_EQ(*graph->Add(doc), AddOutcome::kAdded);
  EXPECT_EQ(*graph->Add(doc), AddOutcome::kUnchanged);
  EXPECT_TRUE(*graph->Has("h1", doc.hash));
  EXPECT_FALSE(*graph->Has("h1", "other"));
  EXPECT_FALSE(*graph->Has("h2", doc.hash));
  doc.hash = "other";
  doc.facts.resize(1);
  EXPECT_EQ(*graph->Add(doc), AddOutcome::kReplaced);
  EXPECT_EQ(Lines(*graph), Strings{"Ada Quill -owns-> Wren"});
  EXPECT_EQ(Lines(*graph, {.polarity = Polarity::kNegative}), Strings());
  EXPECT_EQ(graph->Stats()->documents, 1);
  EXPECT_EQ(graph->Stats()->assertions, 1);
  ExpectSound(*graph);
}

TEST(GraphTest, AFactStaysWhileAnotherDocumentSupportsIt) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  DocumentFacts other = Harbour("h2");
  other.facts.resize(1);
  other.facts[0].status = Status::kReported;
  other.facts[0].confidence = 0.4;
  ASSERT_TRUE(graph->Add(other).ok());
  FactRange both = graph->Match({.relation = "owns"});
  ASSERT_TRUE(both.Valid());
  EXPECT_EQ(both.fact().assertions, 2);
  EXPECT_EQ(both.fact().status, Status::kAsserted);
  EXPECT_EQ(both.fact().confidence, 0.9);
  const FactId id = both.fact().id;
  ASSERT_TRUE(graph->Forget("h1").ok());
  EXPECT_EQ(Lines(*graph), Strings{"Ada Quill -owns-> Wren [reported]"});
  FactRange one = graph->Match({.relation = "owns"});
  EXPECT_EQ(one.fact().assertions, 1);
  EXPECT_EQ(one.fact().confidence, 0.4);
  EXPECT_EQ(one.fact().id, id);
  ExpectSound(*graph);
  ASSERT_TRUE(graph->Forget("h2").ok());
  EXPECT_EQ(Lines(*graph), Strings());
  const GraphStats stats = *graph->Stats();
  EXPECT_EQ(stats.entities, 0);
  EXPECT_EQ(stats.aliases, 0);
  EXPECT_EQ(stats.relations, 0);
  EXPECT_TRUE(graph->Read().ResolveAll("Quill")->empty());
  ExpectSound(*graph);
  EXPECT_EQ(graph->Forget("h2").message(), "no document 'h2'");
}

TEST(GraphTest, NegatedAndAffirmedAreTwoFacts) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = MakeDocument("d", {"It is.", "It is not.", "Denied."});
  doc.entities = {{.name = "Rook"}, {.name = "Tower"}};
  for (int sentence = 1; sentence <= 3; ++sentence) {
    doc.facts.push_back(
        Say(Node::Entity(0), "guards", Node::Entity(1), sentence));
  }
  doc.facts[1].negated = true;
  doc.facts[2].status = Status::kDenied;
  ASSERT_TRUE(graph->Add(doc).ok());
  EXPECT_EQ(Lines(*graph), Strings{"Rook -guards-> Tower"});
  FactRange negative = graph->Match({.polarity = Polarity::kNegative});
  ASSERT_TRUE(negative.Valid());
  EXPECT_EQ(Text(negative.fact()), "not: Rook -guards-> Tower");
  EXPECT_EQ(negative.fact().assertions, 2);
  const View view = graph->Read();
  const Triple triple = negative.fact().triple();
  EXPECT_EQ(view.Assertions(triple)->size(), 1u);
  EXPECT_EQ(view.Assertions(triple, Polarity::kNegative)->size(), 2u);
  EXPECT_NE(view.GetFact(triple)->id, negative.fact().id);
  EXPECT_EQ(view.GetRelation(triple.relation)->facts, 1);
  EXPECT_EQ(view.GetRelation(triple.relation)->negative_facts, 1);
  EXPECT_EQ(view.GetRelation(triple.relation)->marked_facts, 0);
  ExpectSound(*graph);
}

TEST(GraphTest, CountsFactsThatNoSentenceAsserts) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const auto marked = [&graph] {
    const View view = graph->Read();
    return view.GetRelation((*view.ResolveRelation("guards"))->id)
        ->marked_facts;
  };
  DocumentFacts doc = MakeDocument("plan", {"It will."});
  doc.entities = {{.name = "Rook"}, {.name = "Tower"}};
  doc.facts = {Say(Node::Entity(0), "guards", Node::Entity(1), 1)};
  doc.facts[0].status = Status::kPlanned;
  ASSERT_TRUE(graph->Add(doc).ok());
  EXPECT_EQ(marked(), 1);
  doc.id = "news";
  doc.facts[0].status = Status::kAsserted;
  ASSERT_TRUE(graph->Add(doc).ok());
  EXPECT_EQ(marked(), 0);
  ExpectSound(*graph);
  ASSERT_TRUE(graph->Forget("news").ok());
  EXPECT_EQ(marked(), 1);
  ExpectSound(*graph);
}

TEST(GraphTest, CountsTheAssertionsOfARelation) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const auto count = [&](std::string_view relation) -> int64_t {
    const auto found = graph->Read().ResolveRelation(relation);
    if (!found.ok() || !*found) return -1;
    const auto info = graph->Read().GetRelation((*found)->id);
    return info.ok() ? info->assertions.value_or(-2) : -3;
  };
  const auto add = [&](const std::string& id, int times, Status status) {
    DocumentFacts doc = MakeDocument(id, {"Ada owns the Wren."});
    doc.entities = {{.name = "Ada"}, {.name = "Wren"}};
    for (int i = 0; i < times; ++i) {
      doc.facts.push_back(Say(Node::Entity(0), "owns", Node::Entity(1)));
      doc.facts.back().status = status;
    }
    EXPECT_TRUE(graph->Add(doc).ok());
  };
  add("a", 2, Status::kAsserted);
  EXPECT_EQ(count("owns"), 2);
  add("b", 1, Status::kReported);
  EXPECT_EQ(count("owns"), 3);
  add("c", 1, Status::kDenied);  // of the negative fact
  EXPECT_EQ(count("owns"), 3);
  EXPECT_TRUE(graph->Forget("a").ok());
  EXPECT_EQ(count("owns"), 1);
  const auto report = graph->Check();
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->problems, std::vector<std::string>());
}

TEST(GraphTest, FactsAreFoundByTheirId) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const View view = graph->Read();
  for (const Polarity polarity : {Polarity::kAffirmed, Polarity::kNegative}) {
    FactRange facts = view.Match({.relation = "owns", .polarity = polarity});
    ASSERT_TRUE(facts.Valid());
    const std::string id = facts.fact().id.ToString();
    EXPECT_EQ(id.size(), 11u);
    for (const size_t size : {size_t{11}, size_t{6}}) {
      const auto found = view.FactById(id.substr(0, size));
      ASSERT_TRUE(found.ok()) << found.status();
      EXPECT_EQ(Text(*found), Text(facts.fact()));
    }
  }
  EXPECT_EQ(view.FactById("#abc").status().message(),
            "'#abc' is not the id of a fact");
  EXPECT_TRUE(absl::IsInvalidArgument(view.FactById("#iiii").status()));
  EXPECT_EQ(view.FactById("0000").status().message(), "no fact '0000'");
}

// The ids that users write down must never change.
TEST(GraphTest, FactIdsArePartOfTheFormat) {
  Term ada;
  ada.kind = TermKind::kEntity;
  ada.type = EntityType::kPerson;
  ada.text = "Ada Quill";
  Term owns;
  owns.kind = TermKind::kRelation;
  owns.text = "owns";
  Term wren = ada;
  wren.type = EntityType::kObject;
  wren.text = "Wren";
  EXPECT_EQ(View::IdOf(ada, owns, wren, false).ToString(), "#je76rr2750");
  EXPECT_EQ(View::IdOf(ada, owns, wren, true).ToString(), "#edv8ebh8wv");
  EXPECT_EQ(ContentHash("a", "b", "c"), "45481697615b94bc7d5fac1fd5408692");
}

TEST(GraphTest, RefusesWhatIsNoDocument) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  struct Case {
    std::string want;
    void (*spoil)(DocumentFacts&);
  };
  const Case kCases[] = {
      {"a document has no id", [](DocumentFacts& d) { d.id = ""; }},
      {"a document's id has more than 1000 bytes",
       [](DocumentFacts& d) { d.id = std::string(1001, 'x'); }},
      {"document 'h1': sentence 2 overlaps another or ends after the text",
       [](DocumentFacts& d) { d.sentences[1].begin = 3; }},
      {"document 'h1': sentence 3 overlaps another or ends after the text",
       [](DocumentFacts& d) { d.sentences[2].end = 3000; }},
      {"document 'h1': entity 1 has no name",
       [](DocumentFacts& d) { d.entities[1].name = ""; }},
      {"document 'h1': fact 0: the subject names entity 9 of 5",
       [](DocumentFacts& d) { d.facts[0].subject = Node::Entity(9); }},
      {"document 'h1': fact 1: the object names entity -1 of 5",
       [](DocumentFacts& d) { d.facts[1].object = Node::Entity(-1); }},
      {"document 'h1': fact 0: the subject is empty",
       [](DocumentFacts& d) { d.facts[0].subject = Node::Text(""); }},
      {"document 'h1': fact 0: the relation is empty",
       [](DocumentFacts& d) { d.facts[0].relation = ""; }},
      {"document 'h1': fact 2: sentence 4 of 3",
       [](DocumentFacts& d) { d.facts[2].sentence = 4; }},
      {"document 'h1': fact 2: the confidence is not between 0 and 1",
       [](DocumentFacts& d) { d.facts[2].confidence = 1.5; }},
      {"document 'h1': fact 2: the time ends before it begins",
       [](DocumentFacts& d) {
         d.facts[2].when_interval = {5, 4};
       }},
  };
  for (const Case& c : kCases) {
    DocumentFacts doc = Harbour("h1");
    c.spoil(doc);
    const auto outcome = graph->Add(doc);
    EXPECT_TRUE(absl::IsInvalidArgument(outcome.status()));
    EXPECT_EQ(outcome.status().message(), c.want);
  }
  EXPECT_EQ(graph->Stats()->documents, 0);
}

TEST(GraphTest, AViewDoesNotSeeLaterWrites) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const View before = graph->Read();
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  EXPECT_FALSE(before.Match(FactPattern{}).Valid());
  EXPECT_TRUE(graph->Read().Match(FactPattern{}).Valid());
}

TEST(GraphTest, IsThereAgainAfterReopening) {
  TempFolder folder;
  std::string before;
  {
    const auto graph = OpenGraph(folder.Db());
    ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
    before = Exported(*graph, ExportFormat::kJsonLines);
    // The store is locked while it is open.
    EXPECT_TRUE(absl::IsUnavailable(Graph::Open(folder.Db()).status()));
  }
  const auto graph = OpenGraph(folder.Db());
  EXPECT_EQ(Exported(*graph, ExportFormat::kJsonLines), before);
  EXPECT_EQ(*graph->Add(Harbour("h1")), AddOutcome::kUnchanged);
  ExpectSound(*graph);
}

TEST(GraphTest, ReadOnlyCreatesAndWritesNothing) {
  TempFolder folder;
  EXPECT_TRUE(
      absl::IsNotFound(Graph::Open(folder.Db(), {.read_only = true}).status()));
  EXPECT_FALSE(std::filesystem::exists(folder.Db()));
  OpenGraph(folder.Db());
  const auto graph = Graph::Open(folder.Db(), {.read_only = true});
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ((*graph)->Add(Harbour("h1")).status().message(),
            folder.Db() + " is open for reading only");
}

TEST(GraphTest, RelationsHaveProperties) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  const RelationProperties symmetric{.symmetric = true, .inverse = ""};
  const RelationProperties leads{.symmetric = false, .inverse = "is led by"};
  ASSERT_TRUE(
      graph->DefineRelations({{"meets", symmetric}, {"leads", leads}}).ok());
  const auto meets = graph->Read().ResolveRelation("meets");
  ASSERT_TRUE(meets->has_value());
  EXPECT_EQ(graph->Read().GetRelation((*meets)->id)->properties, symmetric);
  // A relation without facts is not among those of the graph.
  EXPECT_TRUE(graph->Read().Relations()->empty());
  ASSERT_TRUE(graph->DefineRelations({{"meets", {}}}).ok());
  EXPECT_FALSE(graph->Read().ResolveRelation("meets")->has_value());
  ExpectSound(*graph);
}

TEST(GraphTest, ValuesAreObjectsToo) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = MakeDocument("d", {"One.", "Two."});
  doc.entities = {{.name = "Bridge"}};
  doc.facts = {Say(Node::Entity(0), "costs", Node::Number("$2.3 million")),
               Say(Node::Entity(0), "opens on", Node::Date("2026-05-01")),
               Say(Node::Entity(0), "opens at", Node::Date("2026-05-01T09:30")),
               Say(Node::Entity(0), "is", Node::Text("very long")),
               Say(Node::Entity(0), "stands", Node::Text(""), 2)};
  ASSERT_TRUE(graph->Add(doc).ok());
  EXPECT_EQ(Lines(*graph),
            (Strings{"Bridge -costs-> $2.3 million", "Bridge -is-> very long",
                     "Bridge -opens at-> 2026-05-01T09:30",
                     "Bridge -opens on-> 2026-05-01", "Bridge -stands-> "}));
  EXPECT_EQ(Lines(*graph, {.object = "2026-05-01"}),
            Strings{"Bridge -opens on-> 2026-05-01"});
  EXPECT_EQ(Lines(*graph, {.object = "very long"}),
            Strings{"Bridge -is-> very long"});
  ExpectSound(*graph);
  ASSERT_TRUE(graph->Forget("d").ok());
  EXPECT_TRUE(graph->Read().ResolveValue("very long")->empty());
  EXPECT_TRUE(graph->Read().FindByWords("long", 10)->empty());
  ExpectSound(*graph);
}

TEST(GraphTest, StatisticsCountARelationsFactsAndNodes) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  ASSERT_TRUE(graph->Add(Harbour("h2")).ok());
  const View view = graph->Read();
  const TermId owns = (*view.ResolveRelation("owns"))->id;
  const RelationStatistics one = {1, 1, 1, 1, 1};
  EXPECT_EQ(*view.Statistics(owns), one);
  EXPECT_EQ(*view.Statistics(owns, Polarity::kNegative), one);
  EXPECT_EQ(*view.Statistics(Only(*graph, "Quill")), RelationStatistics());
  const std::vector<Hub> hubs = *view.Hubs(1);
  ASSERT_EQ(hubs.size(), 1u);
  EXPECT_EQ(hubs[0].node, Only(*graph, "Quill"));
  EXPECT_EQ(hubs[0].as_subject, 3);
  EXPECT_EQ(hubs[0].as_object, 0);
  ASSERT_TRUE(graph->Forget("h1").ok());
  ASSERT_TRUE(graph->Forget("h2").ok());
  EXPECT_EQ(*graph->Read().Statistics(owns), RelationStatistics());
}

}  // namespace
}  // namespace tercet::tests
