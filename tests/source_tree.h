#ifndef TERCET_TESTS_SOURCE_TREE_H_
#define TERCET_TESTS_SOURCE_TREE_H_

// The project's own source files, read into memory for tests that check the
// sources themselves.
//
//   for (const SourceFile& file : SourceFiles()) ... file.lines ...
//
// Plain values; SourceFiles() reads the disk anew at each call.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace tercet::tests {

struct SourceFile {
  std::string path;  // from the root, with slashes: "storage/format.h"
  std::vector<std::string> lines;
};

// The rooms, from the lowest to the highest.
inline constexpr std::string_view kRooms[] = {
    "storage", "graph", "ingest", "query", "cli", "bench", "tests"};

inline SourceFile ReadSource(const std::filesystem::path& root,
                             const std::filesystem::path& path) {
  SourceFile file;
  file.path = path.lexically_relative(root).generic_string();
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) file.lines.push_back(line);
  return file;
}

// Every C++ file of the rooms, sorted by path.
inline std::vector<SourceFile> SourceFiles() {
  const std::filesystem::path root = TERCET_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (std::string_view room : kRooms) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(root / room)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      files.push_back(ReadSource(root, entry.path()));
    }
  }
  std::sort(files.begin(), files.end(),
            [](const auto& a, const auto& b) { return a.path < b.path; });
  return files;
}

}  // namespace tercet::tests

#endif  // TERCET_TESTS_SOURCE_TREE_H_
