// The program: verbs first, each in a file of its own.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/help.h"
#include "cli/program.h"
#include "cli/terminal.h"
#include "query/spelling.h"

namespace tercet::cli {
namespace {

// Beyond it lines are hard to read.
constexpr int kWidestHelp = 100;

// "there is no verb 'quer'; did you mean 'query'?"
std::string NoVerb(const CLI::App& app, const std::string& word) {
  std::vector<std::string> verbs;
  for (const CLI::App* verb : app.get_subcommands({})) {
    verbs.push_back(verb->get_name());
  }
  const std::string nearest = query::Nearest(word, verbs);
  return absl::StrCat(
      "there is no verb '", word, "'",
      nearest.empty() ? "" : absl::StrCat("; did you mean '", nearest, "'?"));
}

void ComplainOfUsage(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<CLI::App*> verbs = app.get_subcommands();
  std::string message = error.what();
  const std::vector<std::string> extras = app.remaining(/*recurse=*/true);
  if (!extras.empty() && extras[0].starts_with('-')) {
    message = absl::StrCat("there is no option ", extras[0]);
  } else if (verbs.empty() && !extras.empty()) {
    message = NoVerb(app, extras[0]);
  } else if (!extras.empty() && verbs[0]->get_name() == "query") {
    message = "there is more than one question; put quotes around one";
  } else if (!extras.empty()) {
    message = absl::StrCat("'", extras[0], "' is one word too many");
  }
  Complain(message);
  Note(absl::StrCat("'tercet ", verbs.empty() ? "" : verbs[0]->get_name() + " ",
                    "--help' explains."));
}

int Run(int argc, char** argv) {
  Program program;
  CLI::App app(
      "tercet turns English text into a knowledge graph and answers "
      "questions about it.  Without a verb it opens the prompt.",
      "tercet");
  // Verbs that are added take it over.
  app.formatter(std::make_shared<Help>(
      IsTerminal(stdout) ? std::min(Columns(), kWidestHelp) : Columns()));
  app.set_help_flag("-h,--help", "Explains the program, or a verb");
  app.set_version_flag("--version", "tercet " TERCET_VERSION,
                       "Prints the version");
  app.add_option("--db", program.db,
                 "The graph (default: $TERCET_DB, else ./tercet.db)")
      ->type_name("DIR");
  app.add_option("--data", program.data,
                 "The model and the lexicons (default: $TERCET_DATA, else "
                 "share/tercet of the installation)")
      ->type_name("DIR");
  app.footer(
      "Examples:\n"
      "  tercet ingest news/\n"
      "  tercet query '?who -leads-> ?what'\n"
      "tercet VERB --help explains a verb.");
  app.require_subcommand(0, 1);
  app.fallthrough();
  AddExtract(app, program);
  AddIngest(app, program);
  AddImport(app, program);
  AddQuery(app, program);
  AddShell(app, program);
  AddStats(app, program);
  AddForget(app, program);
  AddCheck(app, program);
  AddRebuild(app, program);
  AddCompact(app, program);
  AddBackUp(app, program);
  AddRestore(app, program);
  AddExport(app, program);
  AddDraw(app, program);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    // That the help is asked for is an error to CLI11.
    if (error.get_exit_code() == 0) return app.exit(error);
    ComplainOfUsage(app, error);
    return kUsage;
  }
  if (app.get_subcommands().empty()) program.exit_code = RunShell(program);
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    Complain("standard output: cannot be written");
    return kFailed;
  }
  return program.exit_code;
}

}  // namespace
}  // namespace tercet::cli

int main(int argc, char** argv) {
  // Texts are UTF-8 whatever the user's language; numbers stay as they are.
  std::setlocale(LC_CTYPE, "C.UTF-8");
  try {
    return tercet::cli::Run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "tercet: %s\n", error.what());
    return tercet::cli::kFailed;
  }
}
