#include "cli/completion.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "tercet/graph.h"

namespace tercet::cli {
namespace {

using Texts = std::vector<std::string>;

// Ana meets Bruno with Clara, visits Portugal, does not like rain; Portugal
// lies in Europe.
class CompletionTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name =
        ::testing::TempDir() + "tercet_completion_" + std::string(6, 'X');
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
    auto graph = Graph::Open(folder_ + "/g");
    ASSERT_TRUE(graph.ok()) << graph.status();
    graph_ = *std::move(graph);
    RelationProperties symmetric;
    symmetric.symmetric = true;
    ASSERT_TRUE(graph_->DefineRelations({{"meets", symmetric}}).ok());
    DocumentFacts document;
    document.id = "doc one";
    document.hash = "1";
    document.text = "All of it.";
    document.sentences = {{0, 10}};
    document.entities = {{.name = "Ana Silva", .type = EntityType::kPerson},
                         {.name = "Bruno Costa", .type = EntityType::kPerson},
                         {.name = "Portugal", .type = EntityType::kPlace}};
    const auto say = [&](const Node& subject, const char* relation,
                         const Node& object) {
      StatedFact fact;
      fact.subject = subject;
      fact.relation = relation;
      fact.object = object;
      document.facts.push_back(fact);
    };
    say(Node::Entity(0), "meets", Node::Entity(1));
    document.facts.back().open = {{"with", Node::Text("Clara")}};
    say(Node::Entity(0), "visits", Node::Entity(2));
    say(Node::Entity(2), "lies in", Node::Text("Europe"));
    ASSERT_TRUE(graph_->Add(document).ok());
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Completion At(const std::string& text) const {
    return Complete(graph_->Read(), text);
  }

  std::string folder_;
  std::unique_ptr<Graph> graph_;
};

TEST_F(CompletionTest, RelationsOfTheNode) {
  const struct {
    const char* text;
    Texts want;
  } kCases[] = {
      {"Ana Silva -", {"meets", "visits"}},
      {"Ana Silva -v", {"visits"}},
      {"Ana Silva -lies", {}},
      // Whom one meets meets one.
      {"Bruno Costa -", {"meets"}},
      {"Portugal -", {"lies in"}},
      {"Portugal <-", {"visits"}},
      {"Portugal -^", {"visits"}},
      {"why Ana Silva -", {"meets", "visits"}},
      {"(Bruno Costa | Portugal) -", {"lies in"}},
      {"Ana Silva -?e:v", {"visits"}},
      {"Ana Silva -meets|", {"meets", "visits"}},
      {"Ana Silva -visits-> ?x -", {"lies in", "meets", "visits"}},
      {"Ana Silva -visits/", {"lies in", "meets", "visits"}},
      {"?x -", {"lies in", "meets", "visits"}},
      {"Nobody -l", {"lies in"}},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(At(c.text).candidates, c.want) << c.text;
  }
}

TEST_F(CompletionTest, NamesAtANode) {
  EXPECT_EQ(At("An").candidates, Texts{"Ana Silva"});
  EXPECT_EQ(At("describe An").candidates, Texts{"Ana Silva"});
  EXPECT_EQ(At("Ana Silva -meets-> Br").candidates, Texts{"Bruno Costa"});
  EXPECT_EQ(At("Ana Silva -meets-> Br").start, 19u);
  EXPECT_EQ(At("?wh").candidates, Texts{});
}

TEST_F(CompletionTest, NamesThatCameInBulk) {
  const auto counts = graph_->Import(
      {.id = "more",
       .name = "more.nt",
       .text =
           "<http://e.org/Anadyr> <http://e.org/on> <http://e.org/Bay> .\n"
           "<http://e.org/Zadar> <http://e.org/on> <http://e.org/Sea> .\n"});
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(At("An").candidates, (Texts{"Ana Silva", "Anadyr"}));
  EXPECT_EQ(At("Ana ").candidates, Texts{"Ana Silva"});
  EXPECT_EQ(At("Zadar -on-> s").candidates, Texts{"Sea"});
  EXPECT_EQ(At("Zadar -").candidates, Texts{"on"});
}

TEST_F(CompletionTest, OfMoreThanAreListed) {
  std::string facts;
  for (int i = 0; i < 61; ++i) {
    const std::string n = std::to_string(100 + i);
    facts += "<http://e.org/Qa" + n + "> <http://e.org/r" + n +
             "> <http://e.org/Sea> .\n";
    if (i != 59) continue;
    ASSERT_TRUE(
        graph_->Import({.id = "sixty", .name = "x.nt", .text = facts}).ok());
    EXPECT_EQ(At("Q").candidates.size(), 60u);
    EXPECT_FALSE(At("Q").cut);
    EXPECT_FALSE(At("?x -r").cut);
  }
  ASSERT_TRUE(
      graph_->Import({.id = "more", .name = "x.nt", .text = facts}).ok());
  EXPECT_EQ(At("Q").candidates.size(), 60u);
  EXPECT_TRUE(At("Q").cut);
  EXPECT_EQ(At("?x -r").candidates.size(), 60u);
  EXPECT_TRUE(At("?x -r").cut);
}

TEST_F(CompletionTest, QualifiersInBrackets) {
  EXPECT_EQ(At("Ana Silva -meets[wh").candidates, (Texts{"when=", "where="}));
  // The prepositions of her sentences, not of others'.
  EXPECT_EQ(At("Ana Silva -meets[neg, wi").candidates, Texts{"with="});
  EXPECT_EQ(At("Portugal -lies in[wi").candidates, Texts{});
  EXPECT_EQ(At("? -?e[status=p").candidates,
            (Texts{"status=planned", "status=possible"}));
}

TEST_F(CompletionTest, CommandsAndWhatStandsBehindThem) {
  EXPECT_EQ(At(".un").candidates, (Texts{".unalias", ".unmerge"}));
  EXPECT_EQ(At(".source d").candidates, Texts{"doc one"});
  EXPECT_EQ(At(".mode t").candidates, (Texts{"table", "tsv"}));
  EXPECT_EQ(At(".timer o").candidates, (Texts{"off", "on"}));
  EXPECT_EQ(At(".merge Ana Silva = Br").candidates, Texts{"Bruno Costa"});
}

TEST_F(CompletionTest, Files) {
  std::filesystem::create_directory(folder_ + "/f");
  for (const char* name : {"a b.txt", "a c.txt", ".hidden"}) {
    std::ofstream(folder_ + "/f/" + name) << "text";
  }
  const std::string f = folder_ + "/f/";
  EXPECT_EQ(At(".read " + f).candidates, (Texts{f + "a b.txt", f + "a c.txt"}));
  EXPECT_EQ(At(".read " + f + ".").candidates, Texts{f + ".hidden"});
  EXPECT_EQ(At(".read " + f + "a b").candidates, Texts{f + "a b.txt"});
  // One of several: blanks are escaped.
  EXPECT_EQ(At(".ingest x " + f + "a\\ b").candidates, Texts{f + "a\\ b.txt"});
  EXPECT_EQ(At(".ingest x " + f + "a\\ b").start, 10u);
}

TEST_F(CompletionTest, CommonPrefixIsWholeCharacters) {
  EXPECT_EQ(CommonPrefix({"São Paulo", "São Tomé"}), "São ");
  EXPECT_EQ(CommonPrefix({"é", "è"}), "");
  EXPECT_EQ(CommonPrefix({}), "");
}

}  // namespace
}  // namespace tercet::cli
