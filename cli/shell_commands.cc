#include "cli/shell_commands.h"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/statistics.h"
#include "cli/table.h"
#include "cli/terminal.h"

namespace tercet::cli {
namespace {

constexpr char kHelp[] =
    "A question is a chain of names and relations; ?x stands for anything:\n"
    "  Brissett -visits-> ?where\n"
    "  ?who -leads-> ?what\n"
    "  why Veloform -acquires-> ?     the sentences behind an answer\n"
    "  describe Veloform              what is known of a name\n"
    "A question goes on to the next line until it is complete; an empty line\n"
    "ends it.  Tab completes, Ctrl-C cancels, Ctrl-D leaves.\n"
    "\n"
    "  .docs             documents with dates and titles\n"
    "  .forget DOC       removes a document\n"
    "  .help             this\n"
    "  .limit N          fail beyond N rows; 0: no limit\n"
    "  .mode FORMAT      table, csv, tsv, json, jsonl, markdown or dot\n"
    "  .quit             leaves\n"
    "  .schema           relations and how many facts have them\n"
    "  .source DOC [N]   the text of a document, or its sentence N\n"
    "  .stats            counts\n"
    "  .timeout SECONDS  for each question; 0: none\n"
    "  .timer on|off     the time of each answer\n";

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// For a person a table; for a pipe the bare rows, separated by tabs.
void PrintRows(const ShellState& shell, const std::vector<std::string>& headers,
               const std::vector<std::vector<std::string>>& rows) {
  if (shell.person) {
    Table table(headers);
    for (const auto& row : rows) table.AddRow(row);
    return Print(table.ToString(Columns()));
  }
  for (const auto& row : rows) {
    std::string line;
    for (const std::string& cell : row) {
      absl::StrAppend(&line, line.empty() ? "" : "\t", cell);
    }
    Print(line + "\n");
  }
}

ExitCode Usage(const std::string& usage) {
  Complain(absl::StrCat("usage: ", usage));
  return kUsage;
}

ExitCode Help(ShellState&, const std::string&) {
  Print(kHelp);
  return kDone;
}

ExitCode Quit(ShellState& shell, const std::string&) {
  shell.quit = true;
  return kDone;
}

ExitCode Stats(ShellState& shell, const std::string&) {
  const absl::StatusOr<GraphStats> stats = shell.graph->Stats();
  if (!stats.ok()) return Fail(stats.status());
  Print(StatisticsText(*stats));
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
  if (argument.empty()) return Usage(".source DOC [N]");
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
  Print(*text);
  if (!text->ends_with('\n')) Print("\n");
  return kDone;
}

// The prompt reads; to remove something it gives the graph away for a moment.
ExitCode Forget(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return Usage(".forget DOC");
  shell.graph.reset();
  absl::Status status;
  {
    auto writer = OpenForWriting(*shell.program, /*create=*/false,
                                 /*sync=*/false);
    status = writer.ok() ? (*writer)->Forget(argument) : writer.status();
  }
  auto reopened = OpenForReading(*shell.program);
  if (!reopened.ok()) {
    shell.quit = true;
    return Fail(reopened.status());
  }
  shell.graph = *std::move(reopened);
  return status.ok() ? kDone : Fail(status);
}

ExitCode Mode(ShellState& shell, const std::string& argument) {
  const auto format = ResultFormatOf(argument);
  if (!format) {
    return Usage(".mode table|csv|tsv|json|jsonl|markdown|dot");
  }
  shell.answer.write.format = *format;
  return kDone;
}

ExitCode Timer(ShellState& shell, const std::string& argument) {
  if (argument != "on" && argument != "off") return Usage(".timer on|off");
  shell.timer = argument == "on";
  return kDone;
}

ExitCode Timeout(ShellState& shell, const std::string& argument) {
  double seconds = 0;
  if (!absl::SimpleAtod(argument, &seconds) || !(seconds >= 0) ||
      seconds > 1e9) {
    return Usage(".timeout SECONDS");
  }
  shell.answer.query.timeout_ms = static_cast<int64_t>(seconds * 1000);
  return kDone;
}

ExitCode Limit(ShellState& shell, const std::string& argument) {
  int64_t rows = 0;
  if (!absl::SimpleAtoi(argument, &rows) || rows < 0) return Usage(".limit N");
  shell.answer.query.max_rows = rows;
  return kDone;
}

struct Command {
  std::string_view name;
  ExitCode (*run)(ShellState&, const std::string& argument);
};

constexpr Command kCommands[] = {
    {".docs", Docs},   {".exit", Quit},       {".forget", Forget},
    {".help", Help},   {".limit", Limit},     {".mode", Mode},
    {".quit", Quit},   {".schema", Schema},   {".source", Source},
    {".stats", Stats}, {".timeout", Timeout}, {".timer", Timer}};

}  // namespace

ExitCode RunShellCommand(ShellState& shell, const std::string& line) {
  const size_t end = std::min(line.find_first_of(" \t\r"), line.size());
  const std::string name = line.substr(0, end);
  const std::string argument(absl::StripAsciiWhitespace(line.substr(end)));
  for (const Command& command : kCommands) {
    if (command.name == name) return command.run(shell, argument);
  }
  Complain(absl::StrCat("no command ", name, "; .help lists them"));
  return kUsage;
}

}  // namespace tercet::cli
