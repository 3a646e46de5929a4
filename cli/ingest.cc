// tercet ingest: documents into a graph.

#include "tercet/ingest.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/documents.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/terminal.h"

namespace tercet::cli {
namespace {

struct IngestArguments {
  DocumentArguments documents;
  bool verbose = false;
  bool sync = false;
  int threads = 0;
};

const char* Word(IngestedDocument::Outcome outcome) {
  switch (outcome) {
    case IngestedDocument::Outcome::kAdded:
      return "added";
    case IngestedDocument::Outcome::kReplaced:
      return "replaced";
    case IngestedDocument::Outcome::kUnchanged:
      return "unchanged";
  }
  return "";
}

ExitCode Ingest(const Program& program, const IngestArguments& arguments) {
  // What can be wrong without a graph comes first, so that a mistyped file
  // name leaves no empty graph behind.
  absl::StatusOr<Documents> documents = Documents::Open(arguments.documents);
  if (!documents.ok()) return Fail(documents.status());
  absl::StatusOr<Ingestor> ingestor = Ingestor::Load(program.DataDir());
  if (!ingestor.ok()) return Fail(ingestor.status());
  absl::StatusOr<std::unique_ptr<Graph>> graph =
      OpenForWriting(program, /*create=*/true, arguments.sync);
  if (!graph.ok()) return Fail(graph.status());

  absl::StatusOr<IngestCounts> counts;
  {
    Progress progress(IsTerminal(stderr) && !arguments.verbose);
    IngestOptions options;
    options.threads = arguments.threads;
    options.cancelled = &Interrupted();
    options.on_document = [&](const IngestedDocument& document) {
      progress.Add(document);
      if (!arguments.verbose) return;
      // Flushed at once: a line that is out names a document that is safe.
      std::printf("%s\t%s\t%s, %s\n", Word(document.outcome),
                  document.id.c_str(),
                  Counted(document.sentences, "sentence").c_str(),
                  Counted(document.assertions, "statement").c_str());
      std::fflush(stdout);
    };
    counts = ingestor->Ingest(
        [&]() -> absl::StatusOr<std::optional<InputDocument>> {
          return documents->Next();
        },
        **graph, options);
  }
  if (!counts.ok()) {
    if (absl::IsCancelled(counts.status())) {
      Complain("interrupted; what was added stays");
      return kFailed;
    }
    return Fail(counts.status());
  }
  Note(absl::StrCat(program.DbPath(), ": ", Counted(counts->added, "document"),
                    " added, ", counts->replaced, " replaced, ",
                    counts->unchanged, " unchanged",
                    documents->failed() == 0
                        ? ""
                        : absl::StrCat(", ", documents->failed(), " failed"),
                    "; ", Counted(counts->sentences, "sentence"), ", ",
                    Counted(counts->assertions, "statement")));
  return documents->failed() == 0 ? kDone : kFailed;
}

}  // namespace

ExitCode IngestPaths(const Program& program,
                     const std::vector<std::string>& paths) {
  IngestArguments arguments;
  arguments.documents.paths = paths;
  return Ingest(program, arguments);
}

void AddIngest(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "ingest",
              "Adds documents to the graph: new ones are added, changed ones "
              "replaced, the rest skipped",
              "ingest news/ minutes.md\n"
              "--db news.db ingest --date 2026-01-03 article.txt");
  auto arguments = std::make_shared<IngestArguments>();
  AddDocumentArguments(*verb, &arguments->documents);
  verb->add_flag("-v,--verbose", arguments->verbose,
                 "A line for each document once it is safely stored");
  verb->add_flag("--sync", arguments->sync,
                 "Wait for the disk: documents survive a power cut as well");
  verb->add_option("--threads", arguments->threads,
                   "Threads that analyse (default: one a processor)")
      ->check(CLI::Range(1, 1024));
  verb->callback([&program, arguments] {
    program.exit_code = Ingest(program, *arguments);
  });
}

}  // namespace tercet::cli
