#ifndef TERCET_TESTS_CLI_TERMINAL_H_
#define TERCET_TESTS_CLI_TERMINAL_H_

// The prompt on a pseudo-terminal, driven as a person drives it.
//
//   Terminal terminal(place, "g");
//   ASSERT_TRUE(terminal.Shows("tercet> "));
//   terminal.Type("Ana Silva -visits-> ?where\n");
//   EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
//
// One thread.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>

#include "tests/cli/run_program.h"

namespace tercet::tests {

// A shell on a terminal of its own.
class Terminal {
 public:
  Terminal(const Workplace& place, const std::string& db,
           bool colours = false) {
    winsize size = {};
    size.ws_row = 24;
    size.ws_col = 80;
    pid_ = forkpty(&fd_, nullptr, nullptr, &size);
    if (pid_ == 0) {
      setenv("TERM", "xterm", 1);
      if (colours) {
        unsetenv("NO_COLOR");
      } else {
        setenv("NO_COLOR", "1", 1);
      }
      setenv("PAGER", "sed s/^/PAGED:/", 1);
      setenv("EDITOR", "sed -i s/Spain/Portugal/", 1);
      unsetenv("VISUAL");
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

  // As Type, for more than the terminal holds: reads what is shown meanwhile.
  void Paste(const std::string& keys) {
    fcntl(fd_, F_SETFL, O_NONBLOCK);
    for (size_t at = 0; at < keys.size();) {
      pollfd wait = {fd_, POLLIN | POLLOUT, 0};
      ASSERT_GT(poll(&wait, 1, 60'000), 0);
      if ((wait.revents & POLLIN) != 0) {
        ASSERT_TRUE(ReadMore());
      }
      if ((wait.revents & POLLOUT) == 0) continue;
      const ssize_t n =
          write(fd_, keys.data() + at, std::min(keys.size() - at, size_t{512}));
      if (n > 0) at += n;
    }
    fcntl(fd_, F_SETFL, 0);
  }

  void Resize(int rows, int columns) {
    winsize size = {};
    size.ws_row = rows;
    size.ws_col = columns;
    ASSERT_EQ(ioctl(fd_, TIOCSWINSZ, &size), 0);
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

}  // namespace tercet::tests

#endif  // TERCET_TESTS_CLI_TERMINAL_H_
