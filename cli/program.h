#ifndef TERCET_CLI_PROGRAM_H_
#define TERCET_CLI_PROGRAM_H_

// What all verbs share: where the graph and the data are, how a verb is
// added, how an error ends one.
//
//   void AddStats(CLI::App& app, Program& program) {
//     CLI::App* verb = AddVerb(app, program, "stats", "Counts …", "stats");
//     verb->callback([&program] { program.exit_code = Stats(program); });
//   }
//
// One thread.

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/exit_code.h"
#include "tercet/graph.h"

namespace CLI {
class App;
}

namespace tercet::cli {

struct Program {
  std::string db;    // as given by --db, else empty
  std::string data;  // as given by --data, else empty
  ExitCode exit_code = kDone;

  // --db, else TERCET_DB, else ./tercet.db.
  std::string DbPath() const;
  // --data, else TERCET_DATA, else share/tercet beside the program's folder.
  std::string DataDir() const;
};

// Adds a verb with --db, --help and an example below its options.  Lines of
// `examples` are commands without the program's name.
CLI::App* AddVerb(CLI::App& app, Program& program, const std::string& name,
                  const std::string& description, const std::string& examples);

// The graph of --db for reading, or for writing; only `create` makes one
// where there is none.
absl::StatusOr<std::unique_ptr<Graph>> OpenForReading(const Program& program);
absl::StatusOr<std::unique_ptr<Graph>> OpenForWriting(const Program& program,
                                                      bool create, bool sync);

// A graph to which documents are added; it is made where there is none, and
// taken away again if none came.
class GraphToFill {
 public:
  static absl::StatusOr<GraphToFill> Open(const Program& program, bool sync);
  GraphToFill(GraphToFill&&) = default;
  ~GraphToFill();

  Graph& operator*() { return *graph_; }

 private:
  GraphToFill() = default;

  std::unique_ptr<Graph> graph_;
  std::string made_;  // the folder that was not there before
};

// Writes "tercet: …" to standard error.
void Complain(std::string_view message);
void Note(std::string_view message);  // without the program's name

// Complains and says how the program ends.
ExitCode Fail(const absl::Status& status);

// Set by Ctrl-C from the first call on; a second Ctrl-C ends the program.
std::atomic<bool>& Interrupted();
// From now on no Ctrl-C ends the program.
void KeepRunningOnInterrupt();

// Adds documents as `tercet ingest PATHS…` does.
ExitCode IngestPaths(const Program& program,
                     const std::vector<std::string>& paths);

// What plain `tercet` does.
ExitCode RunShell(const Program& program);

// One for each verb.
void AddBackUp(CLI::App& app, Program& program);
void AddCheck(CLI::App& app, Program& program);
void AddCompact(CLI::App& app, Program& program);
void AddDraw(CLI::App& app, Program& program);
void AddExport(CLI::App& app, Program& program);
void AddExtract(CLI::App& app, Program& program);
void AddForget(CLI::App& app, Program& program);
void AddImport(CLI::App& app, Program& program);
void AddIngest(CLI::App& app, Program& program);
void AddQuery(CLI::App& app, Program& program);
void AddRebuild(CLI::App& app, Program& program);
void AddRestore(CLI::App& app, Program& program);
void AddShell(CLI::App& app, Program& program);
void AddStats(CLI::App& app, Program& program);

}  // namespace tercet::cli

#endif  // TERCET_CLI_PROGRAM_H_
