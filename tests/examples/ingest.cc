// Reads one text from standard input into a graph.
//
//   ingest DATA GRAPH ID < text
//
// DATA is the folder with the models: TERCET_DATA_DIR of the CMake package,
// `pkg-config --variable=datadir tercet`.

#include "tercet/ingest.h"

#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "tercet/graph.h"

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: ingest DATA GRAPH ID < text\n");
    return 2;
  }
  const auto fail = [](const absl::Status& status) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  };
  const auto ingestor = tercet::Ingestor::Load(argv[1]);
  if (!ingestor.ok()) return fail(ingestor.status());
  const auto graph = tercet::Graph::Open(argv[2]);
  if (!graph.ok()) return fail(graph.status());

  std::optional<tercet::InputDocument> document(std::in_place);
  document->id = argv[3];
  document->text.assign(std::istreambuf_iterator<char>(std::cin), {});
  const auto counts = ingestor->Ingest(
      // Gives the document the first time it is asked, then the end.
      [&]() -> absl::StatusOr<std::optional<tercet::InputDocument>> {
        return std::exchange(document, std::nullopt);
      },
      **graph, {});
  if (!counts.ok()) return fail(counts.status());
  std::printf("%d sentences, %d statements\n",
              static_cast<int>(counts->sentences),
              static_cast<int>(counts->assertions));
  return 0;
}
