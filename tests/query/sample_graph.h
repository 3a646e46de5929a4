#ifndef TERCET_TESTS_QUERY_SAMPLE_GRAPH_H_
#define TERCET_TESTS_QUERY_SAMPLE_GRAPH_H_

// A small graph for queries, written as lines:
//
//   Ada Quill -meets-> Ben Okoro | status=planned when=2026-03-03
//
// Names are entities of the types that kEntities gives; an object in quotes is
// a text, one that begins with # a number, with @ a date.

#include <stdlib.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tercet/graph.h"

namespace tercet::query {

// A graph in a folder of its own that goes away with it.
class TestGraph {
 public:
  TestGraph() {
    std::string name =
        ::testing::TempDir() + "tercet_query_" + std::string(6, 'X');
    if (mkdtemp(name.data()) != nullptr) path_ = name;
    absl::StatusOr<std::unique_ptr<Graph>> opened = Graph::Open(path_ + "/db");
    EXPECT_TRUE(opened.ok()) << opened.status();
    if (opened.ok()) graph_ = *std::move(opened);
  }
  ~TestGraph() {
    graph_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Graph& operator*() { return *graph_; }
  Graph* operator->() { return graph_.get(); }

 private:
  std::string path_;
  std::unique_ptr<Graph> graph_;
};

// Builds a document fact by fact, one sentence each.
class DocumentBuilder {
 public:
  explicit DocumentBuilder(std::string_view id) { document_.id = id; }

  Node Entity(const std::string& name, EntityType type = EntityType::kUnknown,
              const std::vector<std::string>& aliases = {}) {
    const auto [it, added] =
        entities_.try_emplace(name, document_.entities.size());
    if (added) {
      DocumentEntity entity;
      entity.name = name;
      entity.type = type;
      for (const std::string& alias : aliases) {
        entity.aliases.push_back({alias, "short form of the name"});
      }
      document_.entities.push_back(std::move(entity));
    }
    return Node::Entity(static_cast<int>(it->second));
  }

  StatedFact& Say(Node subject, const std::string& relation, Node object,
                  const std::string& sentence) {
    const auto begin = static_cast<uint32_t>(document_.text.size());
    document_.text += sentence;
    document_.sentences.push_back(
        {begin, static_cast<uint32_t>(document_.text.size())});
    document_.text += ' ';
    StatedFact fact;
    fact.subject = std::move(subject);
    fact.relation = relation;
    fact.object = std::move(object);
    fact.sentence = static_cast<int>(document_.sentences.size());
    fact.words = sentence;
    fact.confidence = 0.9;
    document_.facts.push_back(std::move(fact));
    return document_.facts.back();
  }

  DocumentFacts Finish() {
    document_.hash =
        ContentHash(document_.title, document_.date, document_.text);
    return document_;
  }

 private:
  DocumentFacts document_;
  std::map<std::string, size_t> entities_;
};

// A harbour town, its people and its ships; see sample_graph.cc.
void FillSample(Graph& graph);

// What the examples of query/README.md speak of; see language_graph.cc.
void FillLanguageWorld(Graph& graph);

}  // namespace tercet::query

#endif  // TERCET_TESTS_QUERY_SAMPLE_GRAPH_H_
