#include "cli/help.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "query/unicode.h"

namespace tercet::cli {
namespace {

constexpr int kLeft = 22;  // columns for a name

// "{csv,tsv}" where these are all there is, else what kind of word it is.
std::string Placeholder(const CLI::Option& option) {
  if (option.get_type_size() == 0) return "";
  const std::string type = option.get_type_name();
  const size_t open = type.find('{');
  const size_t close = type.find('}');
  if (open != std::string::npos && close != std::string::npos) {
    return absl::StrCat(" ", type.substr(open, close - open + 1));
  }
  return absl::StrCat(" ", type.substr(0, type.find(':')));
}

std::vector<std::string> Lines(const std::string& text, int columns) {
  std::vector<std::string> lines = query::WrapToWidth(text, columns);
  for (std::string& line : lines) {
    // Two blanks stand between sentences.
    line.erase(0, line.find_first_not_of(' '));
  }
  return lines;
}

}  // namespace

Help::Help(int columns) : columns_(columns) {
  label("SUBCOMMAND", "VERB");
  label("Positionals", "Arguments");
}

std::string Help::make_usage(const CLI::App* app, std::string name) const {
  return absl::StrCat("\n", CLI::Formatter::make_usage(app, std::move(name)));
}

std::string Help::make_description(const CLI::App* app) const {
  return absl::StrCat(
      absl::StrJoin(Lines(app->get_description(), columns_), "\n"), "\n");
}

std::string Help::Entry(const std::string& name,
                        const std::string& text) const {
  std::string out = absl::StrCat("  ", name);
  if (name.size() > kLeft - 2) {
    out += '\n';
  } else {
    out.append(kLeft - name.size(), ' ');
  }
  bool first = name.size() <= kLeft - 2;
  for (const std::string& line :
       Lines(text, std::max(columns_ - kLeft - 2, 2 * kLeft))) {
    if (!first) out.append(kLeft + 2, ' ');
    first = false;
    absl::StrAppend(&out, line, "\n");
  }
  return out;
}

std::string Help::make_option(const CLI::Option* option,
                              bool is_positional) const {
  std::string text = option->get_description();
  const std::string standard = option->get_default_str();
  if (!standard.empty()) absl::StrAppend(&text, " (default: ", standard, ")");
  if (is_positional) return Entry(make_option_usage(option), text);
  if (option->get_required()) absl::StrAppend(&text, " (required)");
  return Entry(
      absl::StrCat(make_option_name(option, false), Placeholder(*option)),
      text);
}

std::string Help::make_subcommand(const CLI::App* verb) const {
  return Entry(verb->get_name(), verb->get_description());
}

}  // namespace tercet::cli
