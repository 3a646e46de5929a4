// Who meets a person, by a question that is prepared once and asked for each
// name, with a limit on its time.
//
//   query GRAPH NAME…

#include "tercet/query.h"

#include <cstdio>
#include <string>

#include "tercet/graph.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: query GRAPH NAME...\n");
    return 2;
  }
  const auto fail = [](const absl::Status& status) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  };
  const auto graph = tercet::Graph::Open(
      argv[1], {.create_if_missing = false, .read_only = true});
  if (!graph.ok()) return fail(graph.status());
  const auto query =
      tercet::Query::Prepare("?person -meets-> ?who return ?who");
  if (!query.ok()) return fail(query.status());

  for (int i = 2; i < argc; ++i) {
    auto result =
        query->Run((*graph)->Read(),
                   {.timeout_ms = 1000, .parameters = {{"person", argv[i]}}});
    if (!result.ok()) return fail(result.status());
    while (result->Next()) {
      // What is planned or only said must not look like plain truth.
      const std::string status(tercet::Name(result->row().status));
      std::printf("%s meets %s [%s]\n", argv[i],
                  result->row().cells[0].text.c_str(), status.c_str());
    }
    if (!result->status().ok()) return fail(result->status());
  }
  return 0;
}
