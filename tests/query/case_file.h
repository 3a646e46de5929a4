#ifndef TERCET_TESTS_QUERY_CASE_FILE_H_
#define TERCET_TESTS_QUERY_CASE_FILE_H_

// Files of queries with what they give: cases apart by a blank line, the
// query above "----", the expected lines below.
//
//   # A comment belongs to the case that follows it.
//   Lee -meets-> ?who
//   ----
//   who
//   Xi Jinping [planned]
//
// A test whose environment has TERCET_UPDATE writes what it got back into the
// file, to be read before it is accepted.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

namespace tercet::query {

struct QueryCase {
  std::vector<std::string> comments;
  std::string query;
  std::string want;
  int line = 0;
};

inline std::vector<QueryCase> ReadCases(const std::string& path) {
  std::vector<QueryCase> cases;
  std::ifstream file(path);
  EXPECT_TRUE(file.good()) << path;
  QueryCase current;
  bool below = false;
  int number = 0;
  const auto finish = [&] {
    if (!current.query.empty() || !current.comments.empty()) {
      cases.push_back(current);
    }
    current = QueryCase();
    below = false;
  };
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty()) {
      finish();
    } else if (below) {
      current.want += line + "\n";
    } else if (line == "----") {
      below = true;
    } else if (line[0] == '#' && line.size() > 1 && line[1] == ' ') {
      current.comments.push_back(line);
    } else {
      if (current.query.empty()) current.line = number;
      if (!current.query.empty()) current.query += "\n";
      current.query += line;
    }
  }
  finish();
  return cases;
}

// Checks every case of the file under tests/query/ against `run`.
inline void CheckCases(
    const std::string& name,
    const std::function<std::string(const std::string&)>& run) {
  const std::string path =
      std::string(TERCET_SOURCE_DIR) + "/tests/query/" + name;
  std::vector<QueryCase> cases = ReadCases(path);
  ASSERT_FALSE(cases.empty());
  const bool update = std::getenv("TERCET_UPDATE") != nullptr;
  std::string written;
  for (QueryCase& test : cases) {
    for (const std::string& comment : test.comments) written += comment + "\n";
    if (test.query.empty()) {
      written += "\n";
      continue;
    }
    std::string got = run(test.query);
    if (!got.empty() && got.back() != '\n') got += "\n";
    written += test.query + "\n----\n" + got + "\n";
    if (!update) {
      EXPECT_EQ(got, test.want) << name << ":" << test.line << "\n"
                                << test.query;
    }
  }
  if (!update) return;
  if (!written.empty()) written.pop_back();
  std::ofstream(path) << written;
}

}  // namespace tercet::query

#endif  // TERCET_TESTS_QUERY_CASE_FILE_H_
