// Reads the includes of every file and fails on one that runs up or sideways,
// and on a third-party header outside the rooms that may name it.

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/source_tree.h"

namespace tercet::tests {
namespace {

using Rooms = std::set<std::string, std::less<>>;

// What each room may include.
const std::map<std::string, Rooms, std::less<>>& BelowOf() {
  static const auto* rooms = new std::map<std::string, Rooms, std::less<>>{
      {"storage", {"storage"}},
      {"graph", {"storage", "graph"}},
      {"ingest", {"storage", "graph", "ingest"}},
      {"query", {"storage", "graph", "query"}},
      {"cli", {"storage", "graph", "ingest", "query", "cli"}},
      {"bench", {"storage", "graph", "ingest", "query", "bench"}},
      {"tests", {"storage", "graph", "ingest", "query", "cli", "tests"}},
  };
  return *rooms;
}

// Which rooms may name a third-party header, by the beginning of its path.
// What stands in no row (the standard library, the system) is free.
const std::map<std::string, Rooms, std::less<>>& HomesOf() {
  static const auto* homes = new std::map<std::string, Rooms, std::less<>>{
      {"rocksdb/", {"storage"}},
      {"boost/", {"query"}},
      {"rapidjson/", {"query", "ingest", "tests"}},
      {"serd/", {"ingest"}},
      {"CLI/", {"cli"}},
      {"histedit.h", {"cli"}},
      {"editline/", {"cli"}},
      {"gtest/", {"tests"}},
      {"gmock/", {"tests"}},
      {"benchmark/", {"bench"}},
      {"absl/",
       {"storage", "graph", "ingest", "query", "cli", "bench", "tests"}},
  };
  return *homes;
}

struct Include {
  bool quoted = false;
  std::string header;
};

// The include directive of a line, if it is one.
std::optional<Include> IncludeOf(std::string_view line) {
  constexpr std::string_view kSpace = " \t";
  auto skip = [&](std::string_view word) {
    line.remove_prefix(std::min(line.find_first_not_of(kSpace), line.size()));
    if (!line.starts_with(word)) return false;
    line.remove_prefix(word.size());
    return true;
  };
  if (!skip("#") || !skip("include")) return std::nullopt;
  const bool quoted = skip("\"");
  if (!quoted && !skip("<")) return std::nullopt;
  const size_t end = line.find(quoted ? '"' : '>');
  if (end == std::string_view::npos) return std::nullopt;
  return Include{quoted, std::string(line.substr(0, end))};
}

// "graph" for "graph/include/tercet/term.h".
std::string RoomOf(std::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}

// Maps "storage/format.h" and "tercet/term.h" to the room that holds them.
using HeaderRooms = std::map<std::string, std::string, std::less<>>;

HeaderRooms RoomsOfHeaders(const std::vector<SourceFile>& files) {
  HeaderRooms rooms;
  constexpr std::string_view kPublic = "/include/";
  for (const SourceFile& file : files) {
    rooms[file.path] = RoomOf(file.path);
    const size_t at = file.path.find(kPublic);
    if (at == std::string::npos) continue;
    rooms[file.path.substr(at + kPublic.size())] = RoomOf(file.path);
  }
  return rooms;
}

// What is wrong with a line of a room's file; empty if nothing.
std::string Fault(std::string_view room, std::string_view line,
                  const HeaderRooms& headers) {
  const std::optional<Include> include = IncludeOf(line);
  if (!include) return "";
  const std::string& header = include->header;
  for (const auto& [prefix, homes] : HomesOf()) {
    if (!header.starts_with(prefix)) continue;
    if (homes.contains(room)) return "";
    return header + " does not belong in " + std::string(room);
  }
  const auto found = headers.find(header);
  if (found == headers.end()) {
    return include->quoted ? header + " is no file of the project" : "";
  }
  if (!include->quoted) return header + " is ours: include it with quotes";
  const auto below = BelowOf().find(room);
  if (below == BelowOf().end()) return std::string(room) + " is no room";
  if (below->second.contains(found->second)) return "";
  return std::string(room) + " must not include " + found->second;
}

TEST(LayeringTest, IncludesRunDownwards) {
  const std::vector<SourceFile> files = SourceFiles();
  ASSERT_GT(files.size(), 5u) << "no sources under " << TERCET_SOURCE_DIR;
  const HeaderRooms headers = RoomsOfHeaders(files);
  for (const SourceFile& file : files) {
    for (size_t i = 0; i < file.lines.size(); ++i) {
      EXPECT_EQ(Fault(RoomOf(file.path), file.lines[i], headers), "")
          << file.path << ":" << i + 1;
    }
  }
}

// The check itself can fail: made-up lines, each with what it must say.
TEST(LayeringTest, FindsEveryKindOfFault) {
  const HeaderRooms headers = {{"storage/store.h", "storage"},
                               {"graph/names.h", "graph"},
                               {"tercet/graph.h", "graph"},
                               {"tercet/query.h", "query"},
                               {"ingest/sentence.h", "ingest"},
                               {"query/plan.h", "query"},
                               {"cli/exit.h", "cli"}};
  struct Case {
    std::string_view room, line, want;
  };
  const Case kCases[] = {
      {"graph", "#include \"storage/store.h\"", ""},
      {"cli", "#include \"tercet/query.h\"", ""},
      {"storage", "#include <vector>", ""},
      {"storage", "#include <rocksdb/db.h>", ""},
      {"storage", "#include \"absl/status/status.h\"", ""},
      {"storage", "int include = 1;", ""},
      {"storage", "#include \"graph/names.h\"",
       "storage must not include graph"},
      {"storage", "#  include \"tercet/graph.h\"",
       "storage must not include graph"},
      {"ingest", "#include \"query/plan.h\"", "ingest must not include query"},
      {"query", "#include \"ingest/sentence.h\"",
       "query must not include ingest"},
      {"query", "#include \"cli/exit.h\"", "query must not include cli"},
      {"graph", "#include \"tercet/query.h\"", "graph must not include query"},
      {"graph", "#include \"storage/stor.h\"",
       "storage/stor.h is no file of the project"},
      {"cli", "#include <tercet/graph.h>",
       "tercet/graph.h is ours: include it with quotes"},
      {"graph", "#include <rocksdb/db.h>",
       "rocksdb/db.h does not belong in graph"},
      {"graph", "#include \"rocksdb/db.h\"",
       "rocksdb/db.h does not belong in graph"},
      {"ingest", "#include <boost/spirit/home/x3.hpp>",
       "boost/spirit/home/x3.hpp does not belong in ingest"},
      {"graph", "#include <rapidjson/document.h>",
       "rapidjson/document.h does not belong in graph"},
      {"query", "#include <CLI/CLI.hpp>",
       "CLI/CLI.hpp does not belong in query"},
      {"ingest", "#include <histedit.h>",
       "histedit.h does not belong in ingest"},
      {"cli", "#include <gtest/gtest.h>",
       "gtest/gtest.h does not belong in cli"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Fault(c.room, c.line, headers), c.want)
        << c.room << ": " << c.line;
  }
}

}  // namespace
}  // namespace tercet::tests
