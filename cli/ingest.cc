// tercet ingest: documents into a graph.

#include "tercet/ingest.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/documents.h"
#include "cli/program.h"
#include "cli/terminal.h"

namespace tercet::cli {
namespace {

struct IngestArguments {
  DocumentArguments documents;
  bool verbose = false;
  bool sync = false;
  int threads = 0;
};

// "1 document", "2 documents".
std::string Counted(int64_t count, const std::string& thing) {
  return absl::StrCat(count, " ", thing, count == 1 ? "" : "s");
}

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

// One line on a terminal that is rewritten as documents come in.
class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  ~Progress() { Clear(); }

  void Add(const IngestedDocument& document) {
    ++documents_;
    sentences_ += document.sentences;
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const std::string line = absl::StrFormat(
        "%s, %s, %.0f sentences/s", Counted(documents_, "document"),
        Counted(sentences_, "sentence"), sentences_ / seconds);
    std::fprintf(stderr, "\r%s\033[K", line.c_str());
    std::fflush(stderr);
  }

  void Clear() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }

 private:
  const bool shown_;
  int64_t documents_ = 0;
  int64_t sentences_ = 0;
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
};

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
