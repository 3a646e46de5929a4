#ifndef TERCET_CLI_SHELL_COMMANDS_H_
#define TERCET_CLI_SHELL_COMMANDS_H_

// The prompt's commands, which begin with a dot: ".docs", ".forget ap1".
//
// One thread.

#include <memory>
#include <string>

#include "cli/answer.h"
#include "cli/exit_code.h"
#include "cli/program.h"
#include "tercet/graph.h"

namespace tercet::cli {

// What the prompt works on and how it shows results.
struct ShellState {
  const Program* program = nullptr;
  std::unique_ptr<Graph> graph;  // open for reading
  AnswerOptions answer;
  bool person = false;  // at a terminal, not a pipe
  bool timer = false;   // whether the time of each answer is shown
  bool quit = false;    // .quit sets it
};

// REQUIRES: `line` begins with a dot.
ExitCode RunShellCommand(ShellState& shell, const std::string& line);

}  // namespace tercet::cli

#endif  // TERCET_CLI_SHELL_COMMANDS_H_
