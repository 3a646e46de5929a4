// tercet ingest: documents into a graph.

#include "tercet/ingest.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "cli/documents.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "tercet/document_facts.h"

namespace tercet::cli {
namespace {

struct IngestArguments {
  DocumentArguments documents;
  bool verbose = false;
  bool sync = false;
  bool dry_run = false;
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

void Report(const IngestedDocument& document, const std::string& more) {
  // Flushed at once: a line that is out names a document that is safe.
  std::printf("%s\t%s%s\n", Word(document.outcome), document.id.c_str(),
              more.c_str());
  std::fflush(stdout);
}

std::string Failures(const Documents& documents) {
  return documents.failed() == 0
             ? ""
             : absl::StrCat(", ", documents.failed(), " failed");
}

// Says what an ingest would do.
ExitCode TryOut(const Program& program, Documents& documents) {
  std::unique_ptr<Graph> graph;
  absl::StatusOr<std::unique_ptr<Graph>> opened = OpenForReading(program);
  if (opened.ok()) {
    graph = *std::move(opened);
  } else if (!absl::IsNotFound(opened.status())) {
    return Fail(opened.status());
  }
  using Outcome = IngestedDocument::Outcome;
  std::map<Outcome, int64_t> counts;
  std::map<std::string, std::string> seen;  // hashes by id
  while (std::optional<InputDocument> document = documents.Next()) {
    const std::string hash =
        ContentHash(document->title, document->date, document->text);
    auto [known, added] = seen.try_emplace(document->id);
    if (added && graph != nullptr) {
      const auto stored = graph->Read().GetDocument(document->id);
      if (stored.ok()) {
        known->second = stored->hash;
      } else if (!absl::IsNotFound(stored.status())) {
        return Fail(stored.status());
      }
    }
    const Outcome outcome = known->second.empty()   ? Outcome::kAdded
                            : known->second == hash ? Outcome::kUnchanged
                                                    : Outcome::kReplaced;
    known->second = hash;
    ++counts[outcome];
    Report({.id = document->id, .outcome = outcome}, "");
  }
  Note(absl::StrCat(
      program.DbPath(), ": ", Counted(counts[Outcome::kAdded], "document"),
      " would be added, ", counts[Outcome::kReplaced], " replaced, ",
      counts[Outcome::kUnchanged], " unchanged", Failures(documents)));
  return documents.failed() == 0 ? kDone : kFailed;
}

ExitCode Ingest(const Program& program, const IngestArguments& arguments) {
  // What can be wrong without a graph comes first, so that a mistyped file
  // name leaves no empty graph behind.
  absl::StatusOr<Documents> documents = Documents::Open(arguments.documents);
  if (!documents.ok()) return Fail(documents.status());
  if (arguments.dry_run) return TryOut(program, *documents);
  absl::StatusOr<Ingestor> ingestor = Ingestor::Load(program.DataDir());
  if (!ingestor.ok()) return Fail(ingestor.status());
  absl::StatusOr<GraphToFill> graph =
      GraphToFill::Open(program, arguments.sync);
  if (!graph.ok()) return Fail(graph.status());

  absl::StatusOr<IngestCounts> counts;
  {
    Progress progress(IsTerminal(stderr) && !arguments.verbose);
    IngestOptions options;
    options.threads = arguments.threads;
    options.cancelled = &Interrupted();
    options.on_document = [&](const IngestedDocument& document) {
      progress.Add(document, documents->share_read());
      if (!arguments.verbose) return;
      if (document.outcome == IngestedDocument::Outcome::kUnchanged) {
        return Report(document, "");
      }
      Report(document,
             absl::StrCat("\t", Counted(document.sentences, "sentence"), ", ",
                          Counted(document.assertions, "statement")));
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
                    counts->unchanged, " unchanged", Failures(*documents), "; ",
                    Counted(counts->sentences, "sentence"), ", ",
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
              "ingest --dry-run news/\n"
              "--db news.db ingest --date 2026-01-03 article.txt");
  auto arguments = std::make_shared<IngestArguments>();
  AddDocumentArguments(*verb, &arguments->documents);
  verb->add_flag("-v,--verbose", arguments->verbose,
                 "A line for each document once it is safely stored");
  verb->add_flag(
      "-n,--dry-run", arguments->dry_run,
      "Say what would be added, replaced and skipped; write nothing");
  verb->add_flag("--sync", arguments->sync,
                 "Wait for the disk: documents survive a power cut as well");
  verb->add_option("--threads", arguments->threads,
                   "Threads that analyse (default: one a processor)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  verb->callback([&program, arguments] {
    program.exit_code = Ingest(program, *arguments);
  });
}

}  // namespace tercet::cli
