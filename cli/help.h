#ifndef TERCET_CLI_HELP_H_
#define TERCET_CLI_HELP_H_

// How `--help` looks: names on the left, what they mean on the right, broken
// to the width of the terminal.
//
//   app.formatter(std::make_shared<Help>(Columns()));
//
// The completions of the shells read it: a verb or an option stands behind
// two blanks, the values of an option in braces.  One thread.

#include <CLI/CLI.hpp>
#include <string>

namespace tercet::cli {

class Help : public CLI::Formatter {
 public:
  explicit Help(int columns);

  std::string make_usage(const CLI::App* app, std::string name) const override;
  std::string make_description(const CLI::App* app) const override;
  std::string make_option(const CLI::Option* option,
                          bool is_positional) const override;
  std::string make_subcommand(const CLI::App* verb) const override;

 private:
  std::string Entry(const std::string& name, const std::string& text) const;

  const int columns_;
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_HELP_H_
