// tercet import: facts that were made elsewhere.

#include "tercet/import.h"

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/mapped_file.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "tercet/import_rows.h"

namespace tercet::cli {
namespace {

struct ImportArguments {
  std::vector<std::string> files;
  std::string format;
  std::string id;
  uint64_t memory = 0;
  int threads = 0;
  bool dry_run = false;
};

// One line on a terminal: how far it is, how fast, how long it will take.
class ByteProgress {
 public:
  ByteProgress(std::string name, uint64_t size)
      : name_(std::move(name)), size_(size), shown_(IsTerminal(stderr)) {}
  ~ByteProgress() {
    if (shown_) std::fputs("\r\033[K", stderr);
  }

  void Draw(uint64_t bytes) {
    const auto now = std::chrono::steady_clock::now();
    if (!shown_ || now - drawn_ < std::chrono::milliseconds(100)) return;
    drawn_ = now;
    const double seconds = std::chrono::duration<double>(now - start_).count();
    const double rate = static_cast<double>(bytes) / seconds;
    std::fprintf(stderr, "\r%s: %.0f %%, %.0f MB/s, %.0f s left\033[K",
                 name_.c_str(), 100.0 * bytes / size_, rate / 1e6,
                 (size_ - bytes) / rate);
    std::fflush(stderr);
  }

 private:
  const std::string name_;
  const uint64_t size_;
  const bool shown_;
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
};

// A folder that goes away with all that is in it.
class TemporaryFolder {
 public:
  static absl::StatusOr<TemporaryFolder> Make() {
    std::error_code error;
    std::string path = std::filesystem::temp_directory_path(error) /
                       ("tercet-" + std::string(6, 'X'));
    if (mkdtemp(path.data()) == nullptr) {
      return absl::ErrnoToStatus(errno, path);
    }
    return TemporaryFolder(std::move(path));
  }
  TemporaryFolder(TemporaryFolder&& other) noexcept
      : path_(std::exchange(other.path_, "")) {}
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }

  const std::string& path() const { return path_; }

 private:
  explicit TemporaryFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

// The format by the file's ending.
std::string FormatOf(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension();
  if (ending == ".nt") return "ntriples";
  if (ending == ".ttl") return "turtle";
  if (ending == ".csv") return "csv";
  if (ending == ".jsonl") return "jsonl";
  return "";
}

// Whether a file is read row by row.  What export wrote is, so that nothing is
// lost on the way; but not triples in such numbers that only the bulk load,
// which knows fewer types, is fast enough for them.
bool HasRows(const ImportSource& source, const std::string& format) {
  constexpr size_t kMostTriples = size_t{128} << 20;  // bytes
  if (format == "csv" || format == "jsonl") return true;
  return IsExportedRdf(source.text) &&
         (format == "turtle" || source.text.size() <= kMostTriples);
}

absl::Status ImportRows(const ImportSource& source, const std::string& format,
                        Graph& graph) {
  const absl::StatusOr<RowCounts> counts =
      format == "csv"     ? ImportCsv(source, graph)
      : format == "jsonl" ? ImportJsonLines(source, graph)
                          : ImportExportedRdf(source, graph);
  if (!counts.ok()) return counts.status();
  Note(absl::StrCat(source.name, ": ", Counted(counts->statements, "statement"),
                    ", ", Counted(counts->documents, "document"), ", ",
                    counts->unchanged, " unchanged"));
  return absl::OkStatus();
}

absl::Status ImportFile(const ImportArguments& arguments,
                        const std::string& path, Graph& graph) {
  absl::StatusOr<MappedFile> file = MappedFile::Open(path);
  if (!file.ok()) return file.status();
  const std::string stem =
      path == "-" ? "stdin" : std::filesystem::path(path).stem();
  ImportSource source{.id = arguments.id.empty() ? stem : arguments.id,
                      .name = path,
                      .text = file->text()};
  const std::string format =
      arguments.format.empty() ? FormatOf(path) : arguments.format;
  if (HasRows(source, format)) {
    return ImportRows(source, format, graph);
  }
  std::string triples;
  if (format == "turtle") {
    absl::StatusOr<std::string> converted = TurtleToNTriples(source);
    if (!converted.ok()) return converted.status();
    triples = *std::move(converted);
    source.text = triples;
  }
  ByteProgress progress(path, source.text.size());
  ImportOptions options;
  options.threads = arguments.threads;
  options.memory_bytes = arguments.memory;
  options.cancelled = &Interrupted();
  options.on_progress = [&](uint64_t bytes) { progress.Draw(bytes); };
  if (source.text.data() == file->text().data()) {
    options.on_read = [&](std::string_view part) { file->Drop(part); };
  }
  const auto start = std::chrono::steady_clock::now();
  const absl::StatusOr<ImportCounts> counts = graph.Import(source, options);
  if (!counts.ok()) return counts.status();
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  if (counts->unchanged) {
    Note(absl::StrCat(path, ": unchanged"));
    return absl::OkStatus();
  }
  Note(absl::StrFormat("%s: %s, %s, %d new; %.2f s, %.0f a second", path,
                       Counted(counts->statements, "statement"),
                       Counted(counts->facts, "fact"), counts->new_facts,
                       seconds, counts->statements / seconds));
  return absl::OkStatus();
}

// Says what an import would do, by doing it to a graph that is thrown away.
ExitCode TryOut(const Program& program, const ImportArguments& arguments) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok() && !absl::IsNotFound(graph.status())) {
    return Fail(graph.status());
  }
  absl::StatusOr<TemporaryFolder> folder = TemporaryFolder::Make();
  if (!folder.ok()) return Fail(folder.status());
  absl::StatusOr<std::unique_ptr<Graph>> tried =
      Graph::Open(folder->path() + "/graph");
  if (!tried.ok()) return Fail(tried.status());
  for (const std::string& path : arguments.files) {
    const absl::Status status = ImportFile(arguments, path, **tried);
    if (!status.ok()) return Fail(status);
  }
  const View view = (*tried)->Read();
  const absl::StatusOr<std::vector<std::string>> ids = view.DocumentIds();
  if (!ids.ok()) return Fail(ids.status());
  for (const std::string& id : *ids) {
    const char* would = "added";
    if (graph.ok()) {
      const auto old = (*graph)->Read().GetDocument(id);
      const auto now = view.GetDocument(id);
      if (!now.ok()) return Fail(now.status());
      if (old.ok()) would = old->hash == now->hash ? "unchanged" : "replaced";
    }
    std::printf("%s\t%s\n", would, id.c_str());
  }
  Note(absl::StrCat(program.DbPath(), ": nothing is written"));
  return kDone;
}

ExitCode Import(const Program& program, const ImportArguments& arguments) {
  for (const std::string& path : arguments.files) {
    if (arguments.format.empty() && FormatOf(path).empty()) {
      Complain(absl::StrCat(
          path,
          ": is it ntriples, turtle, csv or jsonl?  Say --format; 'tercet "
          "ingest' reads texts"));
      return kUsage;
    }
  }
  if (arguments.dry_run) return TryOut(program, arguments);
  absl::StatusOr<GraphToFill> graph =
      GraphToFill::Open(program, /*sync=*/false);
  if (!graph.ok()) return Fail(graph.status());
  for (const std::string& path : arguments.files) {
    const absl::Status status = ImportFile(arguments, path, **graph);
    if (!status.ok()) return Fail(status);
  }
  return kDone;
}

}  // namespace

void AddImport(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "import", "Adds facts that were made elsewhere",
              "import dbpedia.nt\nimport facts.csv rows.jsonl\nimport --format "
              "ntriples --id wiki - < wiki.txt");
  auto arguments = std::make_shared<ImportArguments>();
  verb->add_option("FILE", arguments->files,
                   "N-Triples, Turtle, CSV or JSON Lines; - is standard input")
      ->required();
  verb->add_option("--format", arguments->format,
                   "Read the files as this (default: by their ending)")
      ->check(CLI::IsMember({"ntriples", "turtle", "csv", "jsonl"}));
  verb->add_option("--id", arguments->id,
                   "The document's id (default: the file's name without its "
                   "ending)")
      ->type_name("ID");
  verb->add_option("--memory", arguments->memory,
                   "About what an import may take beside its file, as 1GB "
                   "(default: half of the machine's)")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->type_name("SIZE");
  verb->add_flag("-n,--dry-run", arguments->dry_run,
                 "Read it all and say what would be added, replaced and "
                 "skipped; write nothing but a temporary graph");
  verb->add_option("--threads", arguments->threads,
                   "Threads (default: one a processor)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  verb->callback([&program, arguments] {
    program.exit_code = Import(program, *arguments);
  });
}

}  // namespace tercet::cli
