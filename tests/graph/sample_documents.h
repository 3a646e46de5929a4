#ifndef TERCET_TESTS_GRAPH_SAMPLE_DOCUMENTS_H_
#define TERCET_TESTS_GRAPH_SAMPLE_DOCUMENTS_H_

// Small documents for the tests of the graph, and a folder that goes away.
//
//   TempFolder folder;
//   DocumentFacts doc = Harbour("h1");       // three facts, one negated

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tercet/graph.h"

namespace tercet::tests {

// A folder of its own for every test; removed at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string name =
        ::testing::TempDir() + "tercet_graph_" + std::string(6, 'X');
    if (mkdtemp(name.data()) != nullptr) path_ = name;
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string Db(const std::string& name = "db") const {
    return path_ + "/" + name;
  }

 private:
  std::string path_;
};

inline std::unique_ptr<Graph> OpenGraph(const std::string& path) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = Graph::Open(path);
  EXPECT_TRUE(graph.ok()) << graph.status();
  return graph.ok() ? *std::move(graph) : nullptr;
}

// A document of sentences, each followed by a blank.
inline DocumentFacts MakeDocument(std::string_view id,
                                  const std::vector<std::string>& sentences) {
  DocumentFacts doc;
  doc.id = id;
  for (const std::string& sentence : sentences) {
    const auto begin = static_cast<uint32_t>(doc.text.size());
    doc.text += sentence;
    doc.sentences.push_back({begin, static_cast<uint32_t>(doc.text.size())});
    doc.text += ' ';
  }
  doc.hash = ContentHash(doc.title, doc.date, doc.text);
  return doc;
}

inline StatedFact Say(Node subject, std::string_view relation, Node object,
                      int sentence = 1) {
  StatedFact fact;
  fact.subject = std::move(subject);
  fact.relation = relation;
  fact.object = std::move(object);
  fact.sentence = sentence;
  return fact;
}

// Ada Quill owns the Wren and does not own the Gull; a visit is planned.
inline DocumentFacts Harbour(std::string_view id) {
  DocumentFacts doc = MakeDocument(
      id, {"Ada Quill owns the Wren.", "She does not own the Gull.",
           "Captain Quill will visit Port Ellery on Tuesday, Tom Reed said."});
  doc.title = "At the harbour";
  doc.date = "2026-03-02";
  doc.hash = ContentHash(doc.title, doc.date, doc.text);
  doc.entities = {{.name = "Ada Quill",
                   .type = EntityType::kPerson,
                   .aliases = {{"Quill", "short form of the name"},
                               {"Captain Quill", "title and name"}}},
                  {.name = "Wren", .type = EntityType::kObject},
                  {.name = "Gull", .type = EntityType::kObject},
                  {.name = "Port Ellery", .type = EntityType::kPlace},
                  {.name = "Tom Reed", .type = EntityType::kPerson}};
  doc.facts.push_back(Say(Node::Entity(0), "owns", Node::Entity(1)));
  doc.facts.back().confidence = 0.9;
  doc.facts.back().words = "Ada Quill owns the Wren";
  doc.facts.push_back(Say(Node::Entity(0), "owns", Node::Entity(2), 2));
  doc.facts.back().negated = true;
  doc.facts.push_back(Say(Node::Entity(0), "visits", Node::Entity(3), 3));
  StatedFact& visit = doc.facts.back();
  visit.status = Status::kPlanned;
  visit.when = "on Tuesday";
  visit.when_interval = ParseDate("2026-03-03");
  visit.where = "at the quay";
  visit.said_by = Node::Entity(4);
  visit.open = {{"with", Node::Entity(4)}, {"for", Node::Text("two days")}};
  visit.construction = "verbal";
  return doc;
}

inline std::string Text(const Fact& fact) {
  std::string text = fact.subject.Label() + " -" + fact.relation.text + "-> " +
                     fact.object.Label();
  if (fact.status != Status::kAsserted) {
    text += " [" + std::string(Name(fact.status)) + "]";
  }
  return fact.negated ? "not: " + text : text;
}

// The facts of a pattern as sorted lines.
inline std::vector<std::string> Lines(const Graph& graph,
                                      const FactPattern& pattern = {}) {
  std::vector<std::string> lines;
  FactRange range = graph.Match(pattern);
  for (const Fact& fact : range) lines.push_back(Text(fact));
  EXPECT_TRUE(range.status().ok()) << range.status();
  std::sort(lines.begin(), lines.end());
  return lines;
}

inline std::string Exported(const Graph& graph, ExportFormat format) {
  std::string out;
  const absl::Status status = graph.Export(format, [&](std::string_view piece) {
    out += piece;
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return out;
}

inline void ExpectSound(const Graph& graph) {
  const absl::StatusOr<CheckReport> report = graph.Check();
  ASSERT_TRUE(report.ok()) << report.status();
  EXPECT_EQ(report->problems, std::vector<std::string>());
}

inline TermId Only(const Graph& graph, std::string_view name) {
  const auto matches = graph.Read().Resolve(name);
  EXPECT_TRUE(matches.ok()) << matches.status();
  EXPECT_EQ(matches->size(), 1u) << name;
  return matches->size() == 1 ? matches->front().entity.id : kNoTerm;
}

}  // namespace tercet::tests

#endif  // TERCET_TESTS_GRAPH_SAMPLE_DOCUMENTS_H_
