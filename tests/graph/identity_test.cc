// Who is one node: names, types, aliases, merging, in whatever order.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

using Strings = std::vector<std::string>;

// "`name` -is in-> `id`", the name of the type given.
DocumentFacts Mentions(std::string_view id, std::string_view name,
                       EntityType type, std::string_view disambiguator = "") {
  DocumentFacts doc = MakeDocument(id, {"A sentence."});
  doc.entities = {{.name = std::string(name),
                   .type = type,
                   .disambiguator = std::string(disambiguator)}};
  doc.facts = {Say(Node::Entity(0), "is in", Node::Text(id))};
  return doc;
}

// Every node of a name with the objects of its facts: "Marlow/person: a b".
Strings Nodes(const Graph& graph, std::string_view name) {
  Strings nodes;
  const View view = graph.Read();
  const auto matches = view.Resolve(name);
  EXPECT_TRUE(matches.ok()) << matches.status();
  for (const NameMatch& match : *matches) {
    Strings objects;
    FactRange facts = view.Match(IdPattern{.subject = match.entity.id});
    for (const Fact& fact : facts) objects.push_back(fact.object.text);
    std::sort(objects.begin(), objects.end());
    std::string node =
        match.entity.Label() + "/" + std::string(Name(match.entity.type)) + ":";
    for (const std::string& object : objects) node.append(" ").append(object);
    nodes.push_back(node);
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

TEST(IdentityTest, TypesThatAgreeAreOneNode) {
  struct Case {
    std::string name;
    std::vector<DocumentFacts> documents;
    Strings want;
  };
  const auto person = EntityType::kPerson;
  const auto place = EntityType::kPlace;
  const auto organization = EntityType::kOrganization;
  const auto unknown = EntityType::kUnknown;
  const Case kCases[] = {
      {"one type",
       {Mentions("a", "Marlow", person), Mentions("b", "Marlow", person)},
       {"Marlow/person: a b"}},
      {"a person and a place",
       {Mentions("a", "Marlow", person), Mentions("b", "Marlow", place)},
       {"Marlow/person: a", "Marlow/place: b"}},
      {"places and organizations",
       {Mentions("a", "Marlow", place), Mentions("b", "Marlow", organization),
        Mentions("c", "Marlow", organization)},
       {"Marlow/organization: a b c"}},
      {"untyped joins the typed",
       {Mentions("a", "Marlow", unknown), Mentions("b", "Marlow", person)},
       {"Marlow/person: a b"}},
      {"untyped alone",
       {Mentions("a", "Marlow", unknown), Mentions("b", "Marlow", unknown)},
       {"Marlow/unknown: a b"}},
      {"untyped between two stands apart",
       {Mentions("a", "Marlow", unknown), Mentions("b", "Marlow", person),
        Mentions("c", "Marlow", place)},
       {"Marlow/person: b", "Marlow/place: c", "Marlow/unknown: a"}},
      {"disambiguators",
       {Mentions("a", "Marlow", person),
        Mentions("b", "Marlow", person, "smith"),
        Mentions("c", "Marlow", unknown, "smith")},
       {"Marlow (smith)/person: b c", "Marlow/person: a"}},
  };
  for (const Case& c : kCases) {
    std::vector<DocumentFacts> documents = c.documents;
    const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::string first;
    do {  // every order of the documents
      TempFolder folder;
      const auto graph = OpenGraph(folder.Db());
      for (const DocumentFacts& doc : documents) {
        ASSERT_TRUE(graph->Add(doc).ok());
      }
      EXPECT_EQ(Nodes(*graph, "Marlow"), c.want) << c.name;
      const std::string exported = Exported(*graph, ExportFormat::kJsonLines);
      if (first.empty()) first = exported;
      EXPECT_EQ(exported, first) << c.name;
      ExpectSound(*graph);
    } while (std::next_permutation(documents.begin(), documents.end(), by_id));
  }
}

TEST(IdentityTest, TheRuleFollowsWhatIsForgotten) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  for (const auto& doc : {Mentions("a", "Marlow", EntityType::kUnknown),
                          Mentions("b", "Marlow", EntityType::kPerson),
                          Mentions("c", "Marlow", EntityType::kPlace)}) {
    ASSERT_TRUE(graph->Add(doc).ok());
  }
  ASSERT_TRUE(graph->Forget("b").ok());
  EXPECT_EQ(Nodes(*graph, "Marlow"), Strings{"Marlow/place: a c"});
  const auto joined = graph->Read().JoinedInto(Only(*graph, "Marlow"));
  ASSERT_EQ(joined->size(), 1u);
  EXPECT_EQ(joined->front().reason, "untyped entity of the same name");
  EXPECT_EQ(graph->Stats()->entities, 1);
  ExpectSound(*graph);
  ASSERT_TRUE(graph->Forget("c").ok());
  EXPECT_EQ(Nodes(*graph, "Marlow"), Strings{"Marlow/unknown: a"});
  ASSERT_TRUE(graph->Forget("a").ok());
  EXPECT_EQ(Nodes(*graph, "Marlow"), Strings());
  ExpectSound(*graph);
}

TEST(IdentityTest, ResolvesByCanonicalNameThenAliasThenFolded) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = MakeDocument("d", {"A sentence."});
  doc.entities = {
      {.name = "Ines Marlow",
       .type = EntityType::kPerson,
       .aliases = {{"Marlow", "short form"}, {"Dr. Marlow", "title"}}},
      {.name = "Hugo Marlow",
       .type = EntityType::kPerson,
       .aliases = {{"Marlow", "short form"}}},
      {.name = "Pied\u2019s Caf\u00e9", .type = EntityType::kOrganization},
      {.name = "The U.S.\u2013Norvik Pact", .type = EntityType::kEvent},
      {.name = "marlow hall", .type = EntityType::kPlace},
      {.name = "Ann Lee",
       .type = EntityType::kPerson,
       .disambiguator = "baker"},
      {.name = "Ann Lee",
       .type = EntityType::kPerson,
       .disambiguator = "judge"}};
  ASSERT_TRUE(graph->Add(doc).ok());
  struct Case {
    std::string name;
    NameFit fit;
    Strings want;
  };
  const Case kCases[] = {
      {"Ines Marlow", NameFit::kCanonical, {"Ines Marlow"}},
      {"Marlow", NameFit::kAlias, {"Hugo Marlow", "Ines Marlow"}},
      {"Dr. Marlow", NameFit::kAlias, {"Ines Marlow"}},
      {"dr marlow", NameFit::kFolded, {"Ines Marlow"}},
      {"pied's cafe", NameFit::kFolded, {"Pied\u2019s Caf\u00e9"}},
      {"US-Norvik pact", NameFit::kFolded, {"The U.S.\u2013Norvik Pact"}},
      {"Marlow Hall", NameFit::kFolded, {"marlow hall"}},
      {"Ann Lee", NameFit::kCanonical, {"Ann Lee (baker)", "Ann Lee (judge)"}},
      {"Ann Lee (judge)", NameFit::kCanonical, {"Ann Lee (judge)"}},
      {"Nobody", NameFit::kCanonical, {}},
      {"", NameFit::kCanonical, {}},
  };
  for (const Case& c : kCases) {
    const auto matches = graph->Read().Resolve(c.name);
    ASSERT_TRUE(matches.ok()) << matches.status();
    Strings labels;
    for (const NameMatch& match : *matches) {
      labels.push_back(match.entity.Label());
      EXPECT_EQ(match.fit, c.fit) << c.name;
    }
    EXPECT_EQ(labels, c.want) << c.name;
  }
  EXPECT_EQ(graph->Read().Resolve("Dr. Marlow")->front().reason, "title");
  const auto aliases = graph->Read().Aliases(Only(*graph, "Ines Marlow"));
  ASSERT_EQ(aliases->size(), 2u);
  EXPECT_EQ(aliases->at(0).alias, (Alias{"Dr. Marlow", "title"}));
  EXPECT_EQ(aliases->at(0).documents, 1);
  EXPECT_EQ(*graph->Read().NamesWithPrefix("MAR", 10),
            (Strings{"Marlow", "marlow hall"}));
}

TEST(IdentityTest, FindsByWords) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = MakeDocument("d", {"A sentence."});
  doc.entities = {
      {.name = "Port Ellery officials"},
      {.name = "an official"},
      {.name = "Officialdom"},
      {.name = "Ines Marlow", .aliases = {{"the official", "description"}}}};
  doc.facts = {Say(Node::Entity(0), "says", Node::Text("no official word"))};
  ASSERT_TRUE(graph->Add(doc).ok());
  struct Case {
    std::string words;
    Strings want;
  };
  const Case kCases[] = {
      {"official",
       {"Ines Marlow", "Port Ellery officials", "an official",
        "no official word"}},
      {"Officials, PORT", {"Port Ellery officials"}},
      {"official nowhere", {}},
      {"", {}},
  };
  for (const Case& c : kCases) {
    const auto found = graph->Read().FindByWords(c.words, 10);
    ASSERT_TRUE(found.ok()) << found.status();
    Strings texts;
    for (const Term& term : *found) texts.push_back(term.text);
    EXPECT_EQ(texts, c.want) << c.words;
  }
  EXPECT_EQ(graph->Read().FindByWords("official", 2)->size(), 2u);
  EXPECT_TRUE(
      *graph->Read().HasWords(Only(*graph, "Ines Marlow"), "official marlow"));
}

TEST(IdentityTest, MergeMovesFactsAndUnmergeUndoesItExactly) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  for (const auto& doc : {Mentions("a", "Ines Marlow", EntityType::kPerson),
                          Mentions("b", "I. Marlow", EntityType::kPerson),
                          Mentions("c", "I. Marlow", EntityType::kUnknown)}) {
    ASSERT_TRUE(graph->Add(doc).ok());
  }
  const std::string before = Exported(*graph, ExportFormat::kJsonLines);
  const TermId from = Only(*graph, "I. Marlow");
  const TermId into = Only(*graph, "Ines Marlow");
  ASSERT_TRUE(graph->Merge(from, into, "same desk").ok());
  EXPECT_EQ(Nodes(*graph, "I. Marlow"), Strings{"Ines Marlow/person: a b c"});
  EXPECT_EQ(graph->Stats()->entities, 1);
  const auto joined = graph->Read().JoinedInto(into);
  ASSERT_EQ(joined->size(), 2u);
  EXPECT_EQ(joined->at(0).reason, "untyped entity of the same name");
  EXPECT_EQ(joined->at(1).reason, "same desk");
  EXPECT_EQ(graph->Merge(from, into, "again").message(),
            "the two are one entity already");
  ExpectSound(*graph);
  // A document that comes later goes to the same node.
  ASSERT_TRUE(graph->Add(Mentions("d", "I. Marlow", EntityType::kPerson)).ok());
  EXPECT_EQ(Nodes(*graph, "I. Marlow"), Strings{"Ines Marlow/person: a b c d"});
  ASSERT_TRUE(graph->Forget("d").ok());
  ASSERT_TRUE(graph->Unmerge(from).ok());
  EXPECT_EQ(Exported(*graph, ExportFormat::kJsonLines), before);
  EXPECT_EQ(Nodes(*graph, "I. Marlow"), Strings{"I. Marlow/person: b c"});
  EXPECT_EQ(graph->Unmerge(from).message(),
            "the entity was not merged by hand");
  ExpectSound(*graph);
}

// "`name` -is in-> `id`" of a body that the document also calls `alias`.
DocumentFacts Calls(std::string_view id, std::string_view name,
                    std::string_view alias, std::string_view reason) {
  DocumentFacts doc = Mentions(id, name, EntityType::kOrganization);
  doc.entities[0].aliases = {{std::string(alias), std::string(reason)}};
  return doc;
}

// That documents give these nodes of a name in every order, and after the
// first of them, "a", was forgotten and added again.
void ExpectInEveryOrder(std::vector<DocumentFacts> documents,
                        const std::string& asked, const Strings& want) {
  const DocumentFacts first = documents[0];
  const auto by_id = [](const auto& a, const auto& b) { return a.id < b.id; };
  std::sort(documents.begin(), documents.end(), by_id);
  std::string bytes;
  do {
    TempFolder folder;
    const auto graph = OpenGraph(folder.Db());
    for (const DocumentFacts& doc : documents) {
      ASSERT_TRUE(graph->Add(doc).ok());
    }
    EXPECT_EQ(Nodes(*graph, asked), want);
    const std::string exported = Exported(*graph, ExportFormat::kJsonLines);
    if (bytes.empty()) bytes = exported;
    EXPECT_EQ(exported, bytes);
    ExpectSound(*graph);
    // What a document brought goes with it.
    ASSERT_TRUE(graph->Forget("a").ok());
    ASSERT_TRUE(graph->Add(first).ok());
    EXPECT_EQ(Nodes(*graph, asked), want);
    ExpectSound(*graph);
  } while (std::next_permutation(documents.begin(), documents.end(), by_id));
}

TEST(IdentityTest, AShortNameIsTheOneBodyThatHasIt) {
  const auto organization = EntityType::kOrganization;
  const auto acronym = Calls("a", "National Fishers Association", "NFA",
                             "acronym of National Fishers Association");
  const auto firm = Calls("a", "Marlow Ltd", "Marlow", kLegalFormReason);
  struct Case {
    std::string name;
    std::string asked;
    std::vector<DocumentFacts> documents;
    Strings want;
  };
  const Case kCases[] = {
      {"an acronym",
       "NFA",
       {acronym, Mentions("b", "NFA", organization)},
       {"National Fishers Association/organization: a b"}},
      {"an untyped acronym",
       "NFA",
       {acronym, Mentions("b", "NFA", EntityType::kUnknown)},
       {"National Fishers Association/organization: a b"}},
      {"typed and untyped",
       "NFA",
       {acronym, Mentions("b", "NFA", organization),
        Mentions("c", "NFA", EntityType::kUnknown)},
       {"National Fishers Association/organization: a b c"}},
      {"a legal form",
       "Marlow",
       {firm, Mentions("b", "Marlow", organization)},
       {"Marlow Ltd/organization: a b"}},
      {"a person of that name",
       "Marlow",
       {firm, Mentions("b", "Marlow", EntityType::kPerson)},
       {"Marlow/person: b"}},
      {"a place of that name",
       "Marlow",
       {firm, Mentions("b", "Marlow", EntityType::kPlace)},
       {"Marlow/place: b"}},
      {"two bodies",
       "Marlow",
       {firm, Calls("b", "Marlow Inc", "Marlow", kLegalFormReason),
        Mentions("c", "Marlow", organization)},
       {"Marlow/organization: c"}},
      {"a reason within its document",
       "Foods",
       {Calls("a", "Marlow Foods", "Foods", "end of Marlow Foods"),
        Mentions("b", "Foods", organization)},
       {"Foods/organization: b"}},
      {"the beginning of a name",
       "Marlow",
       {Calls("a", "Marlow Foods", "Marlow", "short for Marlow Foods"),
        Mentions("b", "Marlow", organization)},
       {"Marlow Foods/organization: a b"}},
      {"the beginning of two names",
       "Marlow",
       {Calls("a", "Marlow Foods", "Marlow", "short for Marlow Foods"),
        Calls("b", "Marlow Steel", "Marlow", "short for Marlow Steel"),
        Mentions("c", "Marlow", organization)},
       {"Marlow/organization: c"}},
  };
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    ExpectInEveryOrder(c.documents, c.asked, c.want);
  }
}

TEST(IdentityTest, WhatARuleJoinedCanBeKeptApart) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Mentions("b", "NFA", EntityType::kOrganization)).ok());
  ASSERT_TRUE(graph
                  ->Add(Calls("a", "National Fishers Association", "NFA",
                              "acronym of National Fishers Association"))
                  .ok());
  const TermId whole = Only(*graph, "National Fishers Association");
  const auto joined = graph->Read().JoinedInto(whole);
  ASSERT_EQ(joined->size(), 1u);
  EXPECT_EQ(joined->at(0).reason, "acronym of National Fishers Association");
  const TermId part = joined->at(0).entity.id;
  ASSERT_TRUE(graph->Unmerge(part).ok());
  const Strings apart = {"NFA/organization: b c"};
  // Documents to come do not join them again.
  ASSERT_TRUE(graph->Add(Mentions("c", "NFA", EntityType::kOrganization)).ok());
  EXPECT_EQ(Nodes(*graph, "NFA"), apart);
  EXPECT_EQ(graph->Stats()->entities, 2);
  ExpectSound(*graph);
  EXPECT_EQ(graph->Unmerge(part).message(),
            "the entity was not merged by hand");
  ASSERT_TRUE(graph->Merge(part, whole, "one body").ok());
  EXPECT_EQ(Nodes(*graph, "NFA"),
            Strings{"National Fishers Association/organization: a b c"});
  ExpectSound(*graph);
}

// The untyped entity would follow the typed one, which was merged into it.
TEST(IdentityTest, MergingAndTheRuleMakeNoCircle) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  for (const auto& doc : {Mentions("a", "Marlow", EntityType::kUnknown),
                          Mentions("b", "Marlow", EntityType::kPerson),
                          Mentions("c", "Marlow", EntityType::kPlace)}) {
    ASSERT_TRUE(graph->Add(doc).ok());
  }
  TermId person = kNoTerm;
  TermId untyped = kNoTerm;
  const auto matches = graph->Read().Resolve("Marlow");
  ASSERT_TRUE(matches.ok()) << matches.status();
  for (const NameMatch& match : *matches) {
    if (match.entity.type == EntityType::kPerson) person = match.entity.id;
    if (match.entity.type == EntityType::kUnknown) untyped = match.entity.id;
  }
  ASSERT_TRUE(graph->Merge(person, untyped, "one").ok());
  ASSERT_TRUE(graph->Forget("c").ok());
  EXPECT_EQ(Nodes(*graph, "Marlow"), Strings{"Marlow/unknown: a b"});
  ExpectSound(*graph);
  ASSERT_TRUE(graph->Unmerge(person).ok());
  EXPECT_EQ(Nodes(*graph, "Marlow"), Strings{"Marlow/person: a b"});
  ExpectSound(*graph);
}

TEST(IdentityTest, AliasesByHand) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const TermId ada = Only(*graph, "Ada Quill");
  ASSERT_TRUE(graph->AddAlias(ada, {"the Heron", "nickname"}).ok());
  EXPECT_EQ(Only(*graph, "Heron"), ada);
  EXPECT_EQ(graph->AddAlias(ada, {"the Heron", "again"}).message(),
            "'the Heron' was given by hand already");
  ExpectSound(*graph);
  ASSERT_TRUE(graph->RemoveAlias(ada, "the Heron").ok());
  EXPECT_TRUE(graph->Read().Resolve("Heron")->empty());
  EXPECT_EQ(graph->RemoveAlias(ada, "Quill").message(),
            "'Quill' was not given by hand");
  EXPECT_EQ(graph->AddAlias(ada, {"", ""}).message(), "an alias is empty");
  ExpectSound(*graph);
}

}  // namespace
}  // namespace tercet::tests
