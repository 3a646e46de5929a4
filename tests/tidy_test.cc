// House rules that a machine can check: width, length, guards, leftovers.

#include <gtest/gtest.h>

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "tests/source_tree.h"

namespace tercet::tests {
namespace {

constexpr size_t kMaxColumns = 80;
constexpr size_t kMaxFileLines = 500;
constexpr size_t kMaxFunctionLines = 70;

// Code points, for bytes that continue a UTF-8 character take no column.
size_t Columns(std::string_view line) {
  size_t columns = 0;
  for (unsigned char c : line) columns += (c & 0xC0) != 0x80;
  return columns;
}

// "TERCET_TERM_H_" for "graph/include/tercet/term.h": public headers are
// guarded by the path that users include.
std::string GuardOf(std::string_view path) {
  constexpr std::string_view kPublic = "/include/tercet/";
  if (const size_t at = path.find(kPublic); at != std::string_view::npos) {
    path.remove_prefix(at + kPublic.size());
  }
  std::string guard = "TERCET_";
  for (unsigned char c : path) {
    guard += std::isalnum(c) ? static_cast<char>(std::toupper(c)) : '_';
  }
  return guard + "_";
}

// Whether a line that begins in the first column opens a function, or goes on
// with the head of one: neither a scope of another kind nor a comment.
bool MayOpenFunction(std::string_view line) {
  if (line.empty() || line[0] == ' ') return false;
  for (std::string_view other : {"namespace", "class ", "struct ", "enum ",
                                 "union ", "extern ", "#", "}", "//"}) {
    if (line.starts_with(other)) return false;
  }
  return true;
}

// The faults of a file, each as "line: fault".
std::vector<std::string> Faults(const SourceFile& file) {
  std::vector<std::string> faults;
  auto fault = [&](size_t line, const std::string& what) {
    faults.push_back(std::to_string(line + 1) + ": " + what);
  };
  size_t function = 0;
  for (size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (Columns(line) > kMaxColumns && !line.starts_with("#include")) {
      fault(i, "wider than 80 columns");
    }
    if (line.ends_with(' ') || line.ends_with('\r')) {
      fault(i, "ends in white space");
    }
    if (line.find('\t') != std::string::npos) fault(i, "has a tab");
    for (const char* word : {"TO"
                             "DO",
                             "FIX"
                             "ME",
                             "XX"
                             "X"}) {
      if (line.find(word) != std::string::npos) fault(i, "has a leftover");
    }
    if (MayOpenFunction(line)) function = i;
    if (line == "}" && i - function >= kMaxFunctionLines) {
      fault(function, "function longer than 70 lines");
    }
  }
  if (file.lines.size() > kMaxFileLines) {
    fault(kMaxFileLines, "file longer than 500 lines");
  }
  if (file.path.ends_with(".h")) {
    const std::string guard = GuardOf(file.path);
    if (file.lines.size() < 3 || file.lines[0] != "#ifndef " + guard ||
        file.lines[1] != "#define " + guard ||
        file.lines.back() != "#endif  // " + guard) {
      fault(0, "include guard is not " + guard);
    }
  }
  return faults;
}

TEST(TidyTest, SourcesKeepTheHouseRules) {
  for (const SourceFile& file : SourceFiles()) {
    for (const std::string& fault : Faults(file)) {
      ADD_FAILURE() << file.path << ":" << fault;
    }
  }
}

TEST(TidyTest, FindsEveryKindOfFault) {
  std::vector<std::string> long_function = {"int F() {"};
  long_function.insert(long_function.end(), 80, "  ++x;");
  long_function.push_back("}");
  struct Case {
    SourceFile file;
    std::vector<std::string> want;
  };
  const Case kCases[] = {
      {{"cli/a.cc", {std::string(81, 'x')}}, {"1: wider than 80 columns"}},
      {{"cli/a.cc", {"", "x "}}, {"2: ends in white space"}},
      {{"cli/a.cc", {"\tx"}}, {"1: has a tab"}},
      {{"cli/a.cc",
        {"// TO"
         "DO: later"}},
       {"1: has a leftover"}},
      {{"cli/a.cc", std::vector<std::string>(501, "x")},
       {"501: file longer than 500 lines"}},
      {{"cli/a.cc", long_function}, {"1: function longer than 70 lines"}},
      {{"cli/a.h", {"#pragma once"}},
       {"1: include guard is not TERCET_CLI_A_H_"}},
      {{"graph/include/tercet/a.h", {}},
       {"1: include guard is not TERCET_A_H_"}},
      {{"cli/a.cc", {"int F() {", "  return 1;", "}"}}, {}},
  };
  for (const Case& c : kCases) EXPECT_EQ(Faults(c.file), c.want);
}

}  // namespace
}  // namespace tercet::tests
