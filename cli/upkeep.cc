// tercet stats, forget, check, export: looking after a graph.

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/program.h"
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

ExitCode Forget(const Program& program, const std::vector<std::string>& ids) {
  absl::StatusOr<std::unique_ptr<Graph>> graph =
      OpenForWriting(program, /*create=*/false, /*sync=*/false);
  if (!graph.ok()) return Fail(graph.status());
  ExitCode exit_code = kDone;
  for (const std::string& id : ids) {
    const absl::Status status = (*graph)->Forget(id);
    if (status.ok()) {
      Note(absl::StrCat("forgot ", id));
    } else {
      exit_code = Fail(status);
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
      absl::StrFormat("%d facts, %d statements, %d documents", report->facts,
                      report->assertions, report->documents);
  if (report->problems.empty()) {
    Note(absl::StrCat("sound: ", counts));
    return kDone;
  }
  Complain(absl::StrCat(report->problems.size(), " problems in ", counts));
  return kFailed;
}

ExitCode Export(const Program& program, const std::string& name,
                const std::string& path) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  const ExportFormat format = name == "ntriples" ? ExportFormat::kNTriples
                              : name == "csv"    ? ExportFormat::kCsv
                                                 : ExportFormat::kJsonLines;
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
  verb->add_option("--format", *format, "text or json")
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
                           "forget harbour-strike");
  auto ids = std::make_shared<std::vector<std::string>>();
  verb->add_option("DOCUMENT", *ids, "Ids of documents")->required();
  verb->callback(
      [&program, ids] { program.exit_code = Forget(program, *ids); });
}

void AddCheck(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "check",
                           "Checks every index against the others", "check");
  verb->callback([&program] { program.exit_code = Check(program); });
}

void AddExport(CLI::App& app, Program& program) {
  CLI::App* verb =
      AddVerb(app, program, "export",
              "Writes the whole graph; the same documents give the same bytes",
              "export > graph.jsonl\nexport --format csv -o graph.csv");
  auto format = std::make_shared<std::string>("jsonl");
  auto path = std::make_shared<std::string>("-");
  verb->add_option("--format", *format, "jsonl, csv or ntriples")
      ->check(CLI::IsMember({"jsonl", "csv", "ntriples"}))
      ->capture_default_str();
  verb->add_option("-o,--output", *path, "The file; - is standard output")
      ->type_name("FILE")
      ->capture_default_str();
  verb->callback([&program, format, path] {
    program.exit_code = Export(program, *format, *path);
  });
}

}  // namespace tercet::cli
