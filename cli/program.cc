#include "cli/program.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/terminal.h"
#include "query/unicode.h"

namespace tercet::cli {
namespace {

std::string FromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

// Lines that a terminal would break within a word are broken between two; what
// shows a place in a question is left as it is.
void Write(std::string_view text) {
  std::string out;
  const int columns = IsTerminal(stderr) ? Columns() : 0;
  const std::vector<std::string> lines =
      absl::StrSplit(std::string(text), '\n');
  for (const std::string& line : lines) {
    const bool whole = columns == 0 || line.starts_with(' ');
    absl::StrAppend(
        &out,
        whole ? line : absl::StrJoin(query::WrapToWidth(line, columns), "\n"),
        "\n");
  }
  std::fwrite(out.data(), 1, out.size(), stderr);
}

std::atomic<bool> interrupted = false;
std::atomic<bool> keep_running = false;
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void OnInterrupt(int) {
  // The second time something hangs: let the signal do its work.
  if (interrupted.exchange(true) && !keep_running) {
    std::signal(SIGINT, SIG_DFL);
    std::raise(SIGINT);
  }
}

}  // namespace

std::string Program::DbPath() const {
  if (!db.empty()) return db;
  const std::string path = FromEnvironment("TERCET_DB");
  return path.empty() ? "tercet.db" : path;
}

std::string Program::DataDir() const {
  if (!data.empty()) return data;
  const std::string folder = FromEnvironment("TERCET_DATA");
  if (!folder.empty()) return folder;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path().parent_path() / "share" / "tercet").string();
}

CLI::App* AddVerb(CLI::App& app, Program& program, const std::string& name,
                  const std::string& description, const std::string& examples) {
  CLI::App* verb = app.add_subcommand(name, description);
  verb->group("Verbs");
  verb->set_help_flag("-h,--help", "Explains the verb");
  verb->add_option("--db", program.db,
                   "The graph (default: $TERCET_DB, else ./tercet.db)")
      ->type_name("DIR");
  std::string footer = "Examples:";
  for (absl::string_view example : absl::StrSplit(examples, '\n')) {
    absl::StrAppend(&footer, "\n  tercet ", example);
  }
  verb->footer(footer);
  return verb;
}

namespace {

// The graph, or what makes one where there is none.
absl::StatusOr<std::unique_ptr<Graph>> Open(const Program& program,
                                            const GraphOptions& options) {
  auto graph = Graph::Open(program.DbPath(), options);
  if (!absl::IsNotFound(graph.status())) return graph;
  return absl::NotFoundError(
      absl::StrCat(std::string(graph.status().message()),
                   "; 'tercet ingest FILE' makes one, --db DIR names another"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<Graph>> OpenForReading(const Program& program) {
  GraphOptions options;
  options.create_if_missing = false;
  options.read_only = true;
  return Open(program, options);
}

absl::StatusOr<std::unique_ptr<Graph>> OpenForWriting(const Program& program,
                                                      bool create, bool sync) {
  GraphOptions options;
  options.create_if_missing = create;
  options.sync = sync;
  return Open(program, options);
}

absl::StatusOr<GraphToFill> GraphToFill::Open(const Program& program,
                                              bool sync) {
  GraphToFill result;
  std::error_code error;
  if (!std::filesystem::exists(program.DbPath(), error)) {
    result.made_ = program.DbPath();
  }
  auto graph = OpenForWriting(program, /*create=*/true, sync);
  if (!graph.ok()) return graph.status();
  result.graph_ = *std::move(graph);
  return result;
}

GraphToFill::~GraphToFill() {
  if (graph_ == nullptr || made_.empty()) return;
  const auto documents = graph_->Read().DocumentIds();
  if (!documents.ok() || !documents->empty()) return;
  graph_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(made_, ignored);
}

void Complain(std::string_view message) {
  Write(absl::StrCat("tercet: ", std::string(message)));
}

void Note(std::string_view message) { Write(message); }

ExitCode Fail(const absl::Status& status) {
  Complain(std::string(status.message()));
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return kLocked;
    case absl::StatusCode::kDeadlineExceeded:
      return kTimeLimit;
    default:
      return kFailed;
  }
}

std::atomic<bool>& Interrupted() {
  static const bool installed = [] {
    struct sigaction action = {};
    action.sa_handler = OnInterrupt;
    // Without SA_RESTART, so that a read at the prompt wakes up.
    return sigaction(SIGINT, &action, nullptr) == 0;
  }();
  (void)installed;
  return interrupted;
}

void KeepRunningOnInterrupt() { keep_running = true; }

}  // namespace tercet::cli
