#ifndef TERCET_CLI_COMPLETION_H_
#define TERCET_CLI_COMPLETION_H_

// What Tab offers at a place in a statement: names of entities at a node,
// inside an edge the relations that its node has, qualifiers in brackets;
// dot-commands, and what stands behind them: documents, files, names, formats.
//
//   Complete(view, "Ana Silva -le")  // {11, {"leads", "leaves"}}
//
// Reads the graph and, for files, folders; thread-safe.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tercet/view.h"

namespace tercet::cli {

struct Completion {
  size_t start = 0;  // byte where the typed part begins
  std::vector<std::string> candidates;
  bool cut = false;  // there are more than are listed
};

using Completer = std::function<Completion(std::string_view before_cursor)>;

Completion Complete(const View& view, std::string_view before_cursor);

// The longest beginning that all share; whole characters.
std::string CommonPrefix(const std::vector<std::string>& texts);

// Characters of a UTF-8 text.
int CharactersIn(std::string_view text);

}  // namespace tercet::cli

#endif  // TERCET_CLI_COMPLETION_H_
