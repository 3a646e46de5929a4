#ifndef TERCET_CLI_SHELL_COMMANDS_H_
#define TERCET_CLI_SHELL_COMMANDS_H_

// The prompt's commands, which begin with a dot: ".docs", ".forget ap1".
//
// One thread.

#include <cstdio>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "cli/answer.h"
#include "cli/exit_code.h"
#include "cli/program.h"
#include "tercet/graph.h"

namespace tercet::cli {

class LineEditor;

// A graph that was opened, and what its files were before: whoever writes to
// it meanwhile changes that.
struct StampedGraph {
  absl::StatusOr<std::unique_ptr<Graph>> graph = absl::UnknownError("");
  std::string stamp;
};

// What the prompt works on and how it shows results.
struct ShellState {
  const Program* program = nullptr;
  std::unique_ptr<Graph> graph;       // open for reading
  std::string stamp;                  // of its files when it was opened
  std::future<StampedGraph> opening;  // after another process's writes
  std::jthread freeing;               // a cancelled question's rows
  AnswerOptions answer;
  bool person = false;  // at a terminal, not a pipe
  bool quit = false;    // .quit sets it
  bool once = false;    // .once: the output is a file for one answer only
  int files = 0;        // .read within .read
  std::string last;     // the last question, for .edit
  std::string begun;    // the lines of a statement that goes on
  LineEditor* editor = nullptr;  // a person's
  // Reads and answers the statements of a file.
  std::function<ExitCode(std::FILE*)> run;
};

// Opens the graph for reading.
absl::Status OpenGraph(ShellState& shell);
// The same where another process has written to it since.  False: that takes
// long, and a later question will see it.
bool FollowOtherWriters(ShellState& shell);

// Whether a word with a dot before it is a command: "help", "exit".
bool IsShellCommand(std::string_view word);

// REQUIRES: `line` begins with a dot.
ExitCode RunShellCommand(ShellState& shell, const std::string& line);

// Ends .output or .once: answers go to standard output again.
ExitCode CloseOutput(ShellState& shell);

// The commands that change the graph, which the prompt reads only: it gives
// the graph away for a moment.
ExitCode IngestCommand(ShellState& shell, const std::string& argument);
ExitCode ForgetCommand(ShellState& shell, const std::string& argument);
ExitCode AliasCommand(ShellState& shell, const std::string& argument);
ExitCode UnaliasCommand(ShellState& shell, const std::string& argument);
ExitCode MergeCommand(ShellState& shell, const std::string& argument);
ExitCode UnmergeCommand(ShellState& shell, const std::string& argument);

// What all commands share.
void PrintAnswer(const ShellState& shell, const std::string& text);
// For a person a table; for a pipe the bare rows, separated by tabs.
void PrintRows(const ShellState& shell, const std::vector<std::string>& headers,
               const std::vector<std::vector<std::string>>& rows);
ExitCode ComplainUsage(const std::string& usage);

}  // namespace tercet::cli

#endif  // TERCET_CLI_SHELL_COMMANDS_H_
