// tercet stats, forget, check, compact, backup, restore, export: looking after
// a graph.

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/statistics.h"

namespace tercet::cli {
namespace {

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

ExitCode Stats(const Program& program, bool json) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  absl::StatusOr<GraphStats> stats = (*graph)->Stats();
  if (!stats.ok()) return Fail(stats.status());
  Print(json ? StatisticsJson(*stats) : StatisticsText(*stats));
  return kDone;
}

ExitCode Forget(const Program& program, const std::vector<std::string>& ids,
                bool dry_run) {
  absl::StatusOr<std::unique_ptr<Graph>> graph =
      dry_run ? OpenForReading(program)
              : OpenForWriting(program, /*create=*/false, /*sync=*/false);
  if (!graph.ok()) return Fail(graph.status());
  ExitCode exit_code = kDone;
  for (const std::string& id : ids) {
    const absl::StatusOr<Document> document = (*graph)->Read().GetDocument(id);
    absl::Status status = document.status();
    if (status.ok() && !dry_run) status = (*graph)->Forget(id);
    if (status.ok()) {
      Note(absl::StrCat(dry_run ? "would forget " : "forgot ", id, ": ",
                        Counted(document->assertions, "statement")));
    } else {
      exit_code = Fail(status);
      const std::string stem = std::filesystem::path(id).stem();
      if (stem != id && (*graph)->Read().GetDocument(stem).ok()) {
        Note(absl::StrCat("did you mean '", stem, "'?"));
      }
    }
  }
  return exit_code;
}

ExitCode Check(const Program& program) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  absl::StatusOr<CheckReport> report = (*graph)->Check();
  if (!report.ok()) return Fail(report.status());
  for (const std::string& problem : report->problems) Print(problem + "\n");
  const std::string counts =
      absl::StrCat(Counted(report->facts, "fact"), ", ",
                   Counted(report->assertions, "statement"), ", ",
                   Counted(report->documents, "document"));
  if (report->problems.empty()) {
    Note(absl::StrCat("sound: ", counts));
    return kDone;
  }
  Complain(absl::StrCat(Counted(report->problems.size(), "problem"), " in ",
                        counts));
  return kFailed;
}

std::string Megabytes(int64_t bytes) {
  return absl::StrFormat("%.1f MB", static_cast<double>(bytes) / 1e6);
}

ExitCode Compact(const Program& program) {
  absl::StatusOr<std::unique_ptr<Graph>> graph =
      OpenForWriting(program, /*create=*/false, /*sync=*/false);
  if (!graph.ok()) return Fail(graph.status());
  const absl::StatusOr<int64_t> before = (*graph)->SizeOnDisk();
  if (!before.ok()) return Fail(before.status());
  absl::Status status = (*graph)->Compact();
  if (!status.ok()) return Fail(status);
  const absl::StatusOr<int64_t> after = (*graph)->SizeOnDisk();
  if (!after.ok()) return Fail(after.status());
  Note(absl::StrCat(program.DbPath(), ": ", Megabytes(*before), " before, ",
                    Megabytes(*after), " now"));
  return kDone;
}

ExitCode BackUp(const Program& program, const std::string& folder, int keep) {
  absl::StatusOr<std::unique_ptr<Graph>> graph =
      OpenForWriting(program, /*create=*/false, /*sync=*/false);
  if (!graph.ok()) return Fail(graph.status());
  const absl::Status status = (*graph)->BackUp(folder, keep);
  if (!status.ok()) return Fail(status);
  Note(absl::StrCat("backed up ", program.DbPath(), " to ", folder));
  return kDone;
}

ExitCode Restore(const Program& program, const std::string& folder) {
  const absl::Status status = Graph::Restore(folder, program.DbPath());
  if (!status.ok()) return Fail(status);
  Note(absl::StrCat("restored ", program.DbPath(), " from ", folder));
  return kDone;
}

const std::map<std::string, ExportFormat>& ExportFormats() {
  static const auto* const formats = new std::map<std::string, ExportFormat>{
      {"csv", ExportFormat::kCsv},
      {"dot", ExportFormat::kDot},
      {"graphml", ExportFormat::kGraphml},
      {"jsonl", ExportFormat::kJsonLines},
      {"ntriples", ExportFormat::kNTriples},
      {"turtle", ExportFormat::kTurtle}};
  return *formats;
}

ExitCode Export(const Program& program, ExportFormat format,
                const std::string& path) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  std::FILE* file = path == "-" ? stdout : std::fopen(path.c_str(), "wb");
  auto failed = [&] {
    return absl::UnknownError(
        absl::StrCat(path, ": cannot be written: ", std::strerror(errno)));
  };
  if (file == nullptr) return Fail(failed());
  absl::Status status =
      (*graph)->Export(format, [&](std::string_view piece) -> absl::Status {
        if (std::fwrite(piece.data(), 1, piece.size(), file) == piece.size()) {
          return absl::OkStatus();
        }
        return failed();
      });
  if (file == stdout ? std::fflush(file) != 0 : std::fclose(file) != 0) {
    status.Update(failed());
  }
  return status.ok() ? kDone : Fail(status);
}

}  // namespace

void AddStats(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "stats", "Counts what the graph holds",
                           "stats\n--db news.db stats --format json");
  auto format = std::make_shared<std::string>("text");
  verb->add_option("--format", *format, "How they are written")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  verb->callback([&program, format] {
    program.exit_code = Stats(program, *format == "json");
  });
}

void AddForget(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "forget",
                           "Removes documents, and the facts that no other "
                           "document supports",
                           "forget harbour-strike\n"
                           "forget --dry-run briefs-1 briefs-2");
  auto ids = std::make_shared<std::vector<std::string>>();
  auto dry_run = std::make_shared<bool>(false);
  verb->add_option("DOCUMENT", *ids, "Ids of documents")->required();
  verb->add_flag("-n,--dry-run", *dry_run,
                 "Say what would be forgotten; write nothing");
  verb->callback([&program, ids, dry_run] {
    program.exit_code = Forget(program, *ids, *dry_run);
  });
}

void AddCheck(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "check",
                           "Checks every index against the others", "check");
  verb->callback([&program] { program.exit_code = Check(program); });
}

void AddCompact(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "compact",
                           "Rewrites the graph's files: reads are fastest "
                           "then, and forgotten text is gone from the disk",
                           "compact");
  verb->callback([&program] { program.exit_code = Compact(program); });
}

void AddBackUp(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "backup",
              "Adds a backup of the graph to a folder of backups; only what "
              "changed since the last one is copied",
              "backup /media/disk/news-backup\n"
              "--db news.db backup --keep 7 /media/disk/news-backup");
  auto folder = std::make_shared<std::string>();
  auto keep = std::make_shared<int>(3);
  verb->add_option("FOLDER", *folder, "Where the backups are")->required();
  verb->add_option("--keep", *keep, "How many backups to keep, the new one too")
      ->check(CLI::Range(1, 1000))
      ->type_name("N")
      ->capture_default_str();
  verb->callback([&program, folder, keep] {
    program.exit_code = BackUp(program, *folder, *keep);
  });
}

void AddRestore(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(
      app, program, "restore",
      "Makes a graph of the latest backup, whose checksums are verified first",
      "--db restored.db restore /media/disk/news-backup");
  auto folder = std::make_shared<std::string>();
  verb->add_option("FOLDER", *folder, "Where the backups are")->required();
  verb->callback(
      [&program, folder] { program.exit_code = Restore(program, *folder); });
}

void AddExport(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "export",
              "Writes the whole graph; the same documents give the same bytes",
              "export > graph.jsonl\nexport --format csv -o graph.csv");
  auto format = std::make_shared<std::string>("jsonl");
  auto path = std::make_shared<std::string>("-");
  verb->add_option("--format", *format,
                   "jsonl and csv: a statement a line; ntriples: asserted "
                   "facts; turtle: these and where they come from; graphml "
                   "and dot: nodes and edges")
      ->check(CLI::IsMember(ExportFormats()))
      ->capture_default_str();
  verb->add_option("-o,--output", *path, "The file; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  verb->callback([&program, format, path] {
    program.exit_code = Export(program, ExportFormats().at(*format), *path);
  });
}

}  // namespace tercet::cli
