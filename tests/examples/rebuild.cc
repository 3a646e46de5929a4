// Rebuilds a graph from a corpus while others go on reading it: every text is
// analysed anew, on all processors, beside the old graph, and the new one then
// takes its place.  What is interrupted is taken up by the next call.
//
//   rebuild DATA GRAPH FILE…

#include "tercet/rebuild.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "tercet/ingest.h"

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: rebuild DATA GRAPH FILE...\n");
    return 2;
  }
  const auto fail = [](const absl::Status& status) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  };
  const auto ingestor = tercet::Ingestor::Load(argv[1]);
  if (!ingestor.ok()) return fail(ingestor.status());
  const auto rebuild = tercet::Rebuild::Begin(argv[2]);
  if (!rebuild.ok()) return fail(rebuild.status());

  int next = 3;
  // Called whenever there is room for one more: the corpus is never in memory
  // as a whole.
  const auto source =
      [&]() -> absl::StatusOr<std::optional<tercet::InputDocument>> {
    if (next == argc) return std::nullopt;
    tercet::InputDocument document;
    document.id = argv[next++];
    std::ifstream file(document.id, std::ios::binary);
    if (!file) return absl::NotFoundError(document.id + " cannot be opened");
    document.text.assign(std::istreambuf_iterator<char>(file), {});
    return document;
  };
  const auto counts = ingestor->Ingest(source, (*rebuild)->graph(), {});
  if (!counts.ok()) return fail(counts.status());
  // Until here a reader saw the old graph, from here on the new one.
  const absl::Status status = (*rebuild)->Finish();
  if (!status.ok()) return fail(status);
  std::printf("%d documents, %d sentences; the old graph is %s.old\n",
              static_cast<int>(counts->added + counts->unchanged),
              static_cast<int>(counts->sentences), argv[2]);
  return 0;
}
