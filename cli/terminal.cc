#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace tercet::cli {
bool IsTerminal(std::FILE* file) { return isatty(fileno(file)) == 1; }

int Columns() {
  winsize size = {};
  int columns = 0;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) columns = size.ws_col;
  if (columns == 0) {
    const char* given = std::getenv("COLUMNS");
    columns = given == nullptr ? 0 : std::atoi(given);
  }
  return columns > 0 ? std::max(columns, 40) : 100;
}

int Rows() {
  winsize size = {};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) return 24;
  return size.ws_row == 0 ? 24 : size.ws_row;
}

int RunAtTerminal(const std::string& command) {
  termios mode = {};
  const bool terminal = tcgetattr(STDIN_FILENO, &mode) == 0;
  if (terminal) {
    termios plain = mode;
    plain.c_lflag |= ICANON | ECHO | ECHOE | ISIG;
    plain.c_iflag |= ICRNL;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &plain);
  }
  const int status = std::system(command.c_str());
  if (terminal) tcsetattr(STDIN_FILENO, TCSADRAIN, &mode);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

bool UseColour(std::FILE* file) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal == nullptr || std::strcmp(terminal, "dumb") == 0) return false;
  return IsTerminal(file);
}

}  // namespace tercet::cli
