// The prompt, driven through a pseudo-terminal as a person drives it.

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>

#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

// A shell on a terminal of its own.
class Terminal {
 public:
  Terminal(const Workplace& place, const std::string& db) {
    winsize size = {};
    size.ws_row = 24;
    size.ws_col = 80;
    pid_ = forkpty(&fd_, nullptr, nullptr, &size);
    if (pid_ == 0) {
      setenv("TERM", "xterm", 1);
      setenv("NO_COLOR", "1", 1);
      setenv("XDG_STATE_HOME", place.folder().c_str(), 1);
      if (chdir(place.folder().c_str()) != 0) _exit(127);
      execl(TERCET_BINARY, TERCET_BINARY, "--db", db.c_str(), nullptr);
      _exit(127);
    }
  }

  ~Terminal() {
    if (pid_ > 0) {
      kill(pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    close(fd_);
  }

  void Type(const std::string& keys) {
    ASSERT_EQ(write(fd_, keys.data(), keys.size()),
              static_cast<ssize_t>(keys.size()));
  }

  // Whether the terminal shows `text` behind what earlier calls waited for.
  bool Shows(const std::string& text) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
    while (std::chrono::steady_clock::now() < end) {
      const size_t at = screen_.find(text, seen_);
      if (at != std::string::npos) {
        seen_ = at + text.size();
        return true;
      }
      if (!ReadMore()) break;
    }
    return screen_.find(text, seen_) != std::string::npos;
  }

  // The exit code, once the program has ended; one that says nothing for a
  // minute is killed.
  int Ended() {
    while (ReadMore()) {
    }
    int status = 0;
    for (int i = 0; waitpid(pid_, &status, WNOHANG) == 0; ++i) {
      usleep(100'000);
      if (i == 50) kill(pid_, SIGKILL);
    }
    pid_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

  // Whether single keys reach the program, unseen, and Ctrl-C is a signal.
  bool TakesKeys() const {
    termios mode = {};
    return tcgetattr(fd_, &mode) == 0 && (mode.c_lflag & ICANON) == 0 &&
           (mode.c_lflag & ECHO) == 0 && (mode.c_lflag & ISIG) != 0;
  }

  const std::string& screen() const { return screen_; }

 private:
  bool ReadMore() {
    pollfd wait = {fd_, POLLIN, 0};
    if (poll(&wait, 1, 60'000) <= 0) return false;
    char buffer[4096];
    const ssize_t n = read(fd_, buffer, sizeof buffer);
    if (n <= 0) return false;
    screen_.append(buffer, n);
    return true;
  }

  pid_t pid_ = -1;
  int fd_ = -1;
  std::string screen_;
  size_t seen_ = 0;
};

class ShellTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = new Workplace;
    place_->Write("a.txt",
                  "Ana Silva visited Portugal on Monday. Ana Silva met Bruno "
                  "Costa in Lisbon.\n");
    const Ran ran = place_->Run("--db g ingest a.txt");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  static void TearDownTestSuite() { delete place_; }

  void SetUp() override {
    int master = -1;
    int slave = -1;
    if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) {
      GTEST_SKIP() << "no pseudo-terminals here";
    }
    close(master);
    close(slave);
  }

  static Workplace* place_;
};

Workplace* ShellTest::place_ = nullptr;

TEST_F(ShellTest, AnswersAndLeaves) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("Ana Silva -visits-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("\x04");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, GoesOnOverLines) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana Silva -visits->\n");
  ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
  terminal.Type("?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

TEST_F(ShellTest, InterruptDropsTheLineAndKeepsTheProgram) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana Silva -visits->\n");
  ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
  terminal.Type("rubbish\x03");
  ASSERT_TRUE(terminal.Shows("^C")) << terminal.screen();
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("\x03");
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("Ana Silva -visits-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

TEST_F(ShellTest, CompletesNamesAndRelations) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana S\t -vi\t-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".qu\t\n");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, KeepsHistory) {
  {
    Terminal terminal(*place_, "g");
    ASSERT_TRUE(terminal.Shows("tercet> "));
    terminal.Type("Ana Silva -visits->\n");
    ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
    terminal.Type("?where\n");
    ASSERT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
    ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
    terminal.Type(".quit\n");
    EXPECT_EQ(terminal.Ended(), 0);
  }
  EXPECT_TRUE(std::filesystem::exists(place_->folder() / "tercet" / "history"));
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  // Twice up: .quit came last.
  terminal.Type("\x10\x10\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type("\x04");
  EXPECT_EQ(terminal.Ended(), 0);
}

// Some 10^18 rows, counted one by one.
std::string EndlessQuery() {
  std::string query = "?a0 -> ?b0";
  for (int i = 1; i < 60; ++i) {
    const std::string n = std::to_string(i);
    query += ", ?a" + n + " -> ?b" + n;
  }
  return query + " return count(*)";
}

// While a statement runs the terminal keeps what is typed, Ctrl-D too.
TEST_F(ShellTest, KeysTypedDuringAStatementAreKept) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type(".timeout 0.5\n" + EndlessQuery() + "\n");
  ASSERT_TRUE(terminal.Shows("count(*)"));
  usleep(100'000);
  EXPECT_TRUE(terminal.TakesKeys());
  terminal.Type("Anna\b\ba Silva -visits-> ?where\n\x04");
  EXPECT_TRUE(terminal.Shows("time limit")) << terminal.screen();
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, InterruptCancelsAStatement) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type(EndlessQuery() + "\n");
  ASSERT_TRUE(terminal.Shows("return count(*)"));
  usleep(100'000);
  const auto start = std::chrono::steady_clock::now();
  terminal.Type("\x03");
  EXPECT_TRUE(terminal.Shows("cancelled")) << terminal.screen();
  RecordProperty("cancelled_after_ms",
                 std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::steady_clock::now() - start)
                     .count());
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

}  // namespace
}  // namespace tercet::tests
