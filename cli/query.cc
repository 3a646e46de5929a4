// tercet query: one question, its rows to standard output.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "cli/answer.h"
#include "cli/program.h"
#include "cli/terminal.h"

namespace tercet::cli {
namespace {

struct QueryArguments {
  std::string text;
  std::string format;
  double timeout_seconds = 0;
  AnswerOptions options;
  std::vector<std::string> parameters;
};

CLI::Validator NotNegative(const std::string& things) {
  return CLI::Validator(
      [things](const std::string& text) {
        double number = 0;
        return absl::SimpleAtod(text, &number) && number >= 0
                   ? std::string()
                   : absl::StrCat(text, " is no number of ", things);
      },
      "");
}

ExitCode RunQueryVerb(const Program& program, QueryArguments arguments) {
  if (arguments.text == "-") {
    arguments.text.assign(std::istreambuf_iterator<char>(std::cin), {});
  }
  for (const std::string& parameter : arguments.parameters) {
    const size_t equals = parameter.find('=');
    if (equals == std::string::npos || equals == 0) {
      Complain(absl::StrCat("--param ", parameter, ": not NAME=VALUE"));
      return kUsage;
    }
    arguments.options.query.parameters.emplace_back(
        parameter.substr(0, equals), parameter.substr(equals + 1));
  }
  arguments.options.query.timeout_ms =
      static_cast<int64_t>(arguments.timeout_seconds * 1000);
  arguments.options.query.cancelled = &Interrupted();
  arguments.options.write.format =
      ResultFormatOf(arguments.format).value_or(ResultFormat::kTable);
  arguments.options.write.color = UseColour(stdout);
  arguments.options.write.width = IsTerminal(stdout) ? Columns() : 0;
  // The text is read before the graph is opened: a mistake in it is reported
  // as such even where there is no graph.
  absl::StatusOr<Query> query = Query::Prepare(arguments.text);
  if (!query.ok()) {
    Complain(std::string(query.status().message()));
    return kQuerySyntax;
  }
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  return Answer(*query, **graph, arguments.options);
}

}  // namespace

void AddQuery(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "query", "Answers one question",
                           "query 'Brissett -visits-> ?where'\n"
                           "query --format csv '?who -leads-> ?what'\n"
                           "query 'why Veloform -acquires-> ?'");
  auto arguments = std::make_shared<QueryArguments>();
  verb->add_option("QUERY", arguments->text,
                   "The question, or - for standard input")
      ->required();
  arguments->format = "table";
  verb->add_option("--format", arguments->format, "How the answer is written")
      ->check(CLI::IsMember(
          {"table", "csv", "tsv", "json", "jsonl", "markdown", "dot"}))
      ->capture_default_str();
  verb->add_option("--timeout", arguments->timeout_seconds,
                   "Give up after so many seconds (exit code 4)")
      ->check(NotNegative("seconds"))
      ->type_name("SECONDS");
  verb->add_option("--max-rows", arguments->options.query.max_rows,
                   "Fail when there are more rows")
      ->check(NotNegative("rows"))
      ->type_name("N");
  verb->add_flag("--strict-names", arguments->options.query.strict_names,
                 "A name that names several is an error");
  verb->add_option("--param", arguments->parameters,
                   "A variable's value; may be given again")
      ->type_name("NAME=VALUE")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  verb->callback([&program, arguments] {
    program.exit_code = RunQueryVerb(program, *arguments);
  });
}

}  // namespace tercet::cli
