#include "cli/statistics.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tercet::cli {
namespace {

std::vector<std::pair<const char*, int64_t>> Counts(const GraphStats& stats) {
  return {
      {"documents", stats.documents},           {"sentences", stats.sentences},
      {"statements", stats.assertions},         {"facts", stats.facts},
      {"negative_facts", stats.negative_facts}, {"entities", stats.entities},
      {"relations", stats.relations},           {"aliases", stats.aliases}};
}

}  // namespace

std::string StatisticsText(const GraphStats& stats) {
  std::string text;
  for (const auto& [name, count] : Counts(stats)) {
    std::string label = name;
    if (const size_t at = label.find('_'); at != std::string::npos) {
      label[at] = ' ';
    }
    absl::StrAppendFormat(&text, "%-14s  %9d\n", label, count);
  }
  return text;
}

std::string StatisticsJson(const GraphStats& stats) {
  std::string text;
  for (const auto& [name, count] : Counts(stats)) {
    absl::StrAppend(&text, text.empty() ? "{" : ",", "\"", name, "\":", count);
  }
  return text + "}\n";
}

}  // namespace tercet::cli
