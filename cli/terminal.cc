#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "ingest/valid_utf8.h"

namespace tercet::cli {
namespace {

// The width of the character of `length` bytes that begins a text.
int CharacterWidth(std::string_view text, int length) {
  wchar_t c = 0;
  mbstate_t state = {};
  const size_t read = mbrtowc(&c, text.data(), length, &state);
  if (read == static_cast<size_t>(-1) || read == static_cast<size_t>(-2)) {
    return 1;
  }
  return std::max(wcwidth(c), 0);
}

}  // namespace

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

int DisplayWidth(std::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const int length = std::max(text::Utf8Length(text), 1);
    width += CharacterWidth(text, length);
    text.remove_prefix(length);
  }
  return width;
}

std::string Wrapped(std::string_view text, int width) {
  std::string out;
  int used = 0;         // columns of the current line
  size_t blank = 0;     // where the line's last blank stands in `out`; 0: none
  int after_blank = 0;  // columns behind it
  while (!text.empty()) {
    const int length = std::max(text::Utf8Length(text), 1);
    const int columns = CharacterWidth(text, length);
    const bool is_blank = text[0] == ' ';
    if (used + columns > width && used > 0 && !is_blank) {
      if (blank > 0) {
        out[blank] = '\n';
        used = after_blank;
      } else {
        out += '\n';
        used = 0;
      }
      blank = 0;
    }
    if (is_blank && used > 0) {
      blank = out.size();
      after_blank = -1;
    }
    out += text.substr(0, length);
    used += columns;
    after_blank += columns;
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace tercet::cli
