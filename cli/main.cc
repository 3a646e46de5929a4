// The program: verbs first, each in a file of its own.

#include <CLI/CLI.hpp>
#include <clocale>
#include <cstdio>
#include <exception>
#include <memory>

#include "cli/help.h"
#include "cli/program.h"
#include "cli/terminal.h"

namespace tercet::cli {
namespace {

int Run(int argc, char** argv) {
  Program program;
  CLI::App app(
      "tercet turns English text into a knowledge graph and answers "
      "questions about it.  Without a verb it opens the prompt.",
      "tercet");
  // Verbs that are added take it over.
  app.formatter(std::make_shared<Help>(IsTerminal(stdout) ? Columns() : 80));
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
    return app.exit(error) == 0 ? kDone : kUsage;
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
