#ifndef TERCET_TESTS_CHILD_H_
#define TERCET_TESTS_CHILD_H_

// Another process of the same test program, started afresh: a forked copy of a
// process that has threads may hang on a lock that one of them held.

#include <spawn.h>
#include <sys/types.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::tests {

// Runs this program with the arguments; open files are inherited.  The
// program's main has to know what they mean.
inline pid_t StartSelf(std::vector<std::string> arguments) {
  std::string self = std::filesystem::read_symlink("/proc/self/exe");
  std::vector<char*> argv = {self.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t child = -1;
  EXPECT_EQ(
      posix_spawn(&child, self.c_str(), nullptr, nullptr, argv.data(), environ),
      0);
  return child;
}

}  // namespace tercet::tests

#endif  // TERCET_TESTS_CHILD_H_
