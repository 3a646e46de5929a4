#ifndef TERCET_TESTS_CLI_RUN_PROGRAM_H_
#define TERCET_TESTS_CLI_RUN_PROGRAM_H_

// The built program, run as a user runs it.
//
//   Workplace place;                      // a folder of its own
//   place.Write("a.txt", "Ana sings.");
//   Ran ran = place.Run("extract a.txt");
//   EXPECT_EQ(ran.exit_code, 0) << ran.err;
//
// Commands are shell words behind the program's name, run in the folder with
// TERCET_DB unset.  One thread.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace tercet::tests {

struct Ran {
  int exit_code = -1;  // 128 + signal where one ended it
  std::string out;
  std::string err;
};

class Workplace {
 public:
  Workplace() {
    static int count = 0;
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("tercet_cli_" + std::to_string(getpid()) + "_" +
               std::to_string(++count));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~Workplace() { std::filesystem::remove_all(folder_); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& folder() const { return folder_; }

  void Write(const std::string& name, std::string_view bytes) const {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }

  std::string Read(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  Ran Run(const std::string& words) const {
    const std::string command = "cd '" + folder_.string() +
                                "' && unset TERCET_DB && '" TERCET_BINARY "' " +
                                words + " >.out 2>.err";
    const int status = std::system(command.c_str());
    Ran ran;
    ran.exit_code =
        WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    ran.out = Read(".out");
    ran.err = Read(".err");
    return ran;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace tercet::tests

#endif  // TERCET_TESTS_CLI_RUN_PROGRAM_H_
