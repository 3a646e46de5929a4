// tercet shell: the prompt, and the same statements read from a pipe.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "cli/answer.h"
#include "cli/line_editor.h"
#include "cli/program.h"
#include "cli/shell_commands.h"
#include "cli/terminal.h"
#include "ingest/line_reader.h"

namespace tercet::cli {
namespace {

constexpr size_t kMaxLine = size_t{1} << 20;

// Where lines come from: a person or a pipe.
class Lines {
 public:
  explicit Lines(std::FILE* file) : reader_(file) {}
  explicit Lines(ShellState& shell) : reader_(stdin) {
    editor_.emplace(HistoryPath(), [&shell](std::string_view before) {
      // A node may stand on the line before.
      const std::string all = shell.begun + std::string(before);
      Completion found = Complete(shell.graph->Read(), all);
      if (found.start < shell.begun.size()) return Completion();
      found.start -= shell.begun.size();
      return found;
    });
    shell.editor = &*editor_;
  }

  LineEditor::Event Next(const std::string& prompt, std::string* line) {
    if (editor_) return editor_->Read(prompt, line);
    return reader_.Next(kMaxLine, line) ? LineEditor::Event::kLine
                                        : LineEditor::Event::kEnd;
  }

  // Whether the last line was longer than any statement may be.
  bool TooLong() const { return !editor_ && reader_.cut(); }
  int64_t number() const { return reader_.line_number(); }

  void Remember(const std::string& statement) {
    if (editor_) editor_->Remember(statement);
  }

 private:
  std::optional<LineEditor> editor_;
  text::LineReader reader_;
};

// Answers a whole statement.  Nothing if it stops early and may go on.
std::optional<ExitCode> RunStatement(ShellState& shell,
                                     const std::string& statement,
                                     bool may_go_on) {
  absl::StatusOr<Query> query = Query::Prepare(statement);
  if (!query.ok()) {
    if (may_go_on && IsIncompleteQuery(query.status())) return std::nullopt;
    Complain(std::string(query.status().message()));
    return kQuerySyntax;
  }
  Interrupted() = false;
  AnswerOptions options = shell.answer;
  options.query.cancelled = &Interrupted();
  options.freeing = &shell.freeing;
  if (options.out != stdout) {
    options.paged = options.write.color = false;
  } else if (shell.person && options.write.format == ResultFormat::kTable) {
    options.write.width = Columns();
  }
  shell.last = statement;
  const ExitCode exit_code = Answer(*query, *shell.graph, options);
  // What cancelled the question does not drop the next line as well.
  Interrupted() = false;
  if (exit_code != kDone && IsShellCommand(statement)) {
    Note(absl::StrCat("did you mean '.", statement, "'?"));
  }
  if (shell.once && CloseOutput(shell) != kDone) return kFailed;
  return exit_code;
}

// The first thing that went wrong decides how the program ends; at a prompt
// nothing does.
ExitCode ReadStatements(ShellState& shell, Lines& lines) {
  ExitCode exit_code = kDone;
  auto done = [&](ExitCode one) {
    if (exit_code == kDone && !shell.person) exit_code = one;
  };
  std::string statement;
  std::string line;
  while (!shell.quit) {
    shell.begun = statement.empty() ? "" : statement + ' ';
    const LineEditor::Event event =
        lines.Next(statement.empty() ? "tercet> " : "   ...> ", &line);
    if (event == LineEditor::Event::kInterrupted) {
      statement.clear();
      continue;
    }
    const bool end = event == LineEditor::Event::kEnd;
    if (end) line.clear();
    if (!end && lines.TooLong()) {
      Complain(absl::StrFormat("line %d is longer than %d bytes",
                               lines.number(), kMaxLine));
      done(kQuerySyntax);
      statement.clear();
      continue;
    }
    const bool blank = absl::StripAsciiWhitespace(line).empty();
    if (statement.empty() && blank) {
      if (end) break;
      continue;
    }
    if (shell.person && !FollowOtherWriters(shell)) {
      Note("another process is writing; this is the graph as it was before");
    }
    if (statement.empty() && line.starts_with('.')) {
      lines.Remember(line);
      done(RunShellCommand(shell, line));
      continue;
    }
    if (!statement.empty()) statement += '\n';
    // An empty line ends a statement, as the end of the input does.
    statement += line;
    if (const auto one = RunStatement(shell, statement, !blank)) {
      done(*one);
      lines.Remember(statement);
      statement.clear();
    }
    if (end) break;
  }
  return exit_code;
}

ExitCode Shell(const Program& program) {
  ShellState shell;
  shell.program = &program;
  const absl::Status opened = OpenGraph(shell);
  if (!opened.ok()) return Fail(opened);
  shell.person = IsTerminal(stdin) && IsTerminal(stdout);
  shell.answer.write.format =
      shell.person ? ResultFormat::kTable : ResultFormat::kTsv;
  shell.answer.write.color = shell.person && UseColour(stdout);
  shell.answer.paged = shell.answer.footer = shell.answer.timed = shell.person;
  shell.run = [&shell](std::FILE* file) {
    Lines lines(file);
    return ReadStatements(shell, lines);
  };
  if (shell.person) {
    KeepRunningOnInterrupt();
    Note(absl::StrFormat("%s: ask, or .help", program.DbPath()));
  }
  Lines lines = shell.person ? Lines(shell) : Lines(stdin);
  ExitCode exit_code = ReadStatements(shell, lines);
  if (CloseOutput(shell) != kDone) exit_code = kFailed;
  if (shell.person && !shell.quit) std::fputc('\n', stdout);
  return exit_code;
}

}  // namespace

ExitCode RunShell(const Program& program) { return Shell(program); }

void AddShell(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "shell",
                           "Opens the prompt; statements from a pipe are "
                           "answered as tab-separated values",
                           "shell\n--db news.db shell < questions.txt");
  verb->callback([&program] { program.exit_code = Shell(program); });
}

}  // namespace tercet::cli
