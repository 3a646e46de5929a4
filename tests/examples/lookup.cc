// What is known of a name: its facts, and the sentences behind each.
//
//   lookup GRAPH NAME

#include <cstdio>
#include <string>

#include "tercet/graph.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: lookup GRAPH NAME\n");
    return 2;
  }
  auto graph = tercet::Graph::Open(
      argv[1], {.create_if_missing = false, .read_only = true});
  if (!graph.ok()) {
    std::fprintf(stderr, "%s\n", graph.status().ToString().c_str());
    return 1;
  }
  // A view is a snapshot: everything below sees the same graph.
  const tercet::View view = (*graph)->Read();
  tercet::FactRange facts = view.Match({.subject = argv[2]});
  for (const tercet::Fact& fact : facts) {
    const std::string status(tercet::Name(fact.status));
    std::printf("%s -%s-> %s [%s]\n", fact.subject.Label().c_str(),
                fact.relation.text.c_str(), fact.object.Label().c_str(),
                status.c_str());
    const auto assertions = view.Assertions(fact.triple());
    if (!assertions.ok()) {
      std::fprintf(stderr, "%s\n", assertions.status().ToString().c_str());
      return 1;
    }
    for (const tercet::Assertion& assertion : *assertions) {
      std::printf("  %s:%d %s\n", assertion.document.c_str(),
                  assertion.sentence, assertion.text.c_str());
    }
  }
  if (!facts.status().ok()) {
    std::fprintf(stderr, "%s\n", facts.status().ToString().c_str());
    return 1;
  }
  return 0;
}
