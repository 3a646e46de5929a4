#include "cli/shell_commands.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/line_editor.h"
#include "cli/output.h"
#include "cli/statistics.h"
#include "cli/terminal.h"
#include "query/table.h"

namespace tercet::cli {
namespace {

constexpr int kMostFiles = 16;

constexpr char kHelp[] =
    "A question is a chain of names and relations; ?x stands for anything:\n"
    "  Brissett -visits-> ?where\n"
    "  ?who -leads-> ?what\n"
    "  why Veloform -acquires-> ?     the sentences behind an answer\n"
    "  describe Veloform              what is known of a name\n"
    "A question goes on to the next line until it is complete; an empty line\n"
    "ends it.  Tab completes, Ctrl-C cancels, Ctrl-R searches what was asked,\n"
    "Ctrl-D leaves.\n"
    "\n"
    "What is there\n"
    "  .docs             documents with dates and titles\n"
    "  .schema           relations and how many facts have them\n"
    "  .source DOC [N]   the text of a document, or its sentence N\n"
    "  .stats            counts\n"
    "Changing it\n"
    "  .ingest FILE…     adds texts\n"
    "  .forget DOC       removes a document\n"
    "  .alias NAME       its other names; .alias NAME = OTHER gives one more\n"
    "  .unalias NAME = OTHER   takes such a name back\n"
    "  .merge A = B      A is B: all that is known of A moves there\n"
    "  .unmerge A        undoes it\n"
    "Asking\n"
    "  .edit             the last question in $EDITOR\n"
    "  .read FILE        answers the questions of a file\n"
    "  .mode FORMAT      table, csv, tsv, json, jsonl, markdown or dot\n"
    "  .output [FILE]    answers go to a file; without one, to the screen\n"
    "  .once FILE        the next answer only\n"
    "  .limit N          fail beyond N rows; 0: no limit\n"
    "  .timeout SECONDS  for each question; 0: none\n"
    "  .timer on|off     the time of each answer\n"
    "  .help             this\n"
    "  .quit             leaves\n";

ExitCode Help(ShellState& shell, const std::string&) {
  PrintAnswer(shell, kHelp);
  return kDone;
}

ExitCode Quit(ShellState& shell, const std::string&) {
  shell.quit = true;
  return kDone;
}

ExitCode Stats(ShellState& shell, const std::string&) {
  const absl::StatusOr<GraphStats> stats = shell.graph->Stats();
  if (!stats.ok()) return Fail(stats.status());
  PrintAnswer(shell, StatisticsText(*stats));
  return kDone;
}

ExitCode Schema(ShellState& shell, const std::string&) {
  auto relations = shell.graph->Read().Relations();
  if (!relations.ok()) return Fail(relations.status());
  // The most frequent first; names decide between equals.
  std::stable_sort(relations->begin(), relations->end(),
                   [](const RelationInfo& a, const RelationInfo& b) {
                     return a.facts > b.facts;
                   });
  std::vector<std::vector<std::string>> rows;
  for (const RelationInfo& relation : *relations) {
    rows.push_back({relation.term.text, absl::StrCat(relation.facts)});
  }
  PrintRows(shell, {"relation", "facts"}, rows);
  return kDone;
}

ExitCode Docs(ShellState& shell, const std::string&) {
  const View view = shell.graph->Read();
  const auto ids = view.DocumentIds();
  if (!ids.ok()) return Fail(ids.status());
  std::vector<std::vector<std::string>> rows;
  for (const std::string& id : *ids) {
    const auto document = view.GetDocument(id);
    if (!document.ok()) return Fail(document.status());
    rows.push_back({id, document->date, document->title,
                    absl::StrCat(document->sentences.size()),
                    absl::StrCat(document->assertions)});
  }
  PrintRows(shell, {"document", "date", "title", "sentences", "statements"},
            rows);
  return kDone;
}

ExitCode Source(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".source DOC [N]");
  const View view = shell.graph->Read();
  // A document's id may hold blanks: it is the whole argument if there is one
  // of that name, else what stands before the last word.
  auto text = view.DocumentText(argument);
  const size_t blank = argument.rfind(' ');
  int sentence = 0;
  if (!text.ok() && blank != std::string::npos &&
      absl::SimpleAtoi(argument.substr(blank + 1), &sentence)) {
    text = view.SentenceText(argument.substr(0, blank), sentence);
  }
  if (!text.ok()) return Fail(text.status());
  if (!text->ends_with('\n')) *text += '\n';
  PrintAnswer(shell, *text);
  return kDone;
}

ExitCode Mode(ShellState& shell, const std::string& argument) {
  const auto format = ResultFormatOf(argument);
  if (!format) {
    return ComplainUsage(".mode table|csv|tsv|json|jsonl|markdown|dot");
  }
  shell.answer.write.format = *format;
  return kDone;
}

ExitCode Timer(ShellState& shell, const std::string& argument) {
  if (argument != "on" && argument != "off")
    return ComplainUsage(".timer on|off");
  shell.answer.timed = argument == "on";
  return kDone;
}

ExitCode Timeout(ShellState& shell, const std::string& argument) {
  double seconds = 0;
  if (!absl::SimpleAtod(argument, &seconds) || !(seconds >= 0) ||
      seconds > 1e9) {
    return ComplainUsage(".timeout SECONDS");
  }
  shell.answer.query.timeout_ms = static_cast<int64_t>(seconds * 1000);
  return kDone;
}

ExitCode Limit(ShellState& shell, const std::string& argument) {
  int64_t rows = 0;
  if (!absl::SimpleAtoi(argument, &rows) || rows < 0)
    return ComplainUsage(".limit N");
  shell.answer.query.max_rows = rows;
  return kDone;
}

ExitCode Open(ShellState& shell, const std::string& path, bool once) {
  const ExitCode closed = CloseOutput(shell);
  if (path.empty() || closed != kDone) return closed;
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) {
    Complain(absl::StrCat(path, ": ", std::strerror(errno)));
    return kFailed;
  }
  shell.answer.out = file;
  shell.once = once;
  return kDone;
}

ExitCode OutputTo(ShellState& shell, const std::string& argument) {
  return Open(shell, argument, /*once=*/false);
}

ExitCode Once(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".once FILE");
  return Open(shell, argument, /*once=*/true);
}

ExitCode RunFile(ShellState& shell, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    Complain(absl::StrCat(path, ": ", std::strerror(errno)));
    return kFailed;
  }
  ExitCode exit_code = kFailed;
  if (shell.files < kMostFiles) {
    ++shell.files;
    exit_code = shell.run(file);
    --shell.files;
  } else {
    Complain(absl::StrCat(path, ": read by files that read each other"));
  }
  std::fclose(file);
  return exit_code;
}

ExitCode ReadFile(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".read FILE");
  return RunFile(shell, argument);
}

// The last question in the user's editor, then asked.
ExitCode Edit(ShellState& shell, const std::string&) {
  namespace fs = std::filesystem;
  if (!shell.person) return ComplainUsage(".edit needs a terminal");
  std::string path =
      (fs::temp_directory_path() / ("tercet-" + std::string(6, 'X'))).string();
  const int file = mkstemp(path.data());
  if (file < 0) {
    Complain(absl::StrCat(path, ": ", std::strerror(errno)));
    return kFailed;
  }
  close(file);
  std::ofstream(path) << shell.last << '\n';
  const char* editor = std::getenv("VISUAL");
  if (editor == nullptr) editor = std::getenv("EDITOR");
  const int exit_code = RunAtTerminal(
      absl::StrCat(editor == nullptr ? "vi" : editor, " '", path, "'"));
  ExitCode asked = kDone;
  if (exit_code == 0) {
    std::ifstream in(path);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    const std::string statement(absl::StripAsciiWhitespace(text));
    if (!statement.empty()) {
      Note(statement);
      shell.editor->Remember(statement);
      asked = RunFile(shell, path);
    }
  } else {
    Complain("the editor failed; nothing is asked");
    asked = kFailed;
  }
  std::error_code ignored;
  fs::remove(path, ignored);
  return asked;
}

struct Command {
  std::string_view name;
  ExitCode (*run)(ShellState&, const std::string& argument);
};

constexpr Command kCommands[] = {{".alias", AliasCommand},
                                 {".docs", Docs},
                                 {".edit", Edit},
                                 {".exit", Quit},
                                 {".forget", ForgetCommand},
                                 {".help", Help},
                                 {".ingest", IngestCommand},
                                 {".limit", Limit},
                                 {".merge", MergeCommand},
                                 {".mode", Mode},
                                 {".once", Once},
                                 {".output", OutputTo},
                                 {".quit", Quit},
                                 {".read", ReadFile},
                                 {".schema", Schema},
                                 {".source", Source},
                                 {".stats", Stats},
                                 {".timeout", Timeout},
                                 {".timer", Timer},
                                 {".unalias", UnaliasCommand},
                                 {".unmerge", UnmergeCommand}};

}  // namespace

void PrintAnswer(const ShellState& shell, const std::string& text) {
  const bool screen = shell.answer.out == stdout;
  Output output(shell.answer.out, screen && shell.answer.paged);
  output.Write(text);
}

void PrintRows(const ShellState& shell, const std::vector<std::string>& headers,
               const std::vector<std::vector<std::string>>& rows) {
  if (shell.person) {
    query::Table table(headers);
    for (const auto& row : rows) table.AddRow(row);
    table.Fit(Columns());
    return PrintAnswer(shell, table.Text());
  }
  std::string text;
  for (const auto& row : rows) {
    absl::StrAppend(&text, absl::StrJoin(row, "\t"), "\n");
  }
  PrintAnswer(shell, text);
}

ExitCode ComplainUsage(const std::string& usage) {
  Complain(absl::StrCat("usage: ", usage));
  return kUsage;
}

ExitCode CloseOutput(ShellState& shell) {
  shell.once = false;
  std::FILE* file = std::exchange(shell.answer.out, stdout);
  if (file == stdout || std::fclose(file) == 0) return kDone;
  Complain(absl::StrCat("the output file: ", std::strerror(errno)));
  return kFailed;
}

bool IsShellCommand(std::string_view word) {
  return std::any_of(
      std::begin(kCommands), std::end(kCommands),
      [&](const Command& command) { return command.name.substr(1) == word; });
}

ExitCode RunShellCommand(ShellState& shell, const std::string& line) {
  const size_t end = std::min(line.find_first_of(" \t\r"), line.size());
  const std::string name = line.substr(0, end);
  const std::string argument(absl::StripAsciiWhitespace(line.substr(end)));
  for (const Command& command : kCommands) {
    if (command.name != name) continue;
    ExitCode exit_code = command.run(shell, argument);
    if (shell.once && command.run != Once && CloseOutput(shell) != kDone) {
      exit_code = kFailed;
    }
    return exit_code;
  }
  Complain(absl::StrCat("no command ", name, "; .help lists them"));
  return kUsage;
}

}  // namespace tercet::cli
