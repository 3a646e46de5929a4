#include "cli/line_editor.h"

#include <histedit.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/program.h"
#include "cli/terminal.h"
#include "query/unicode.h"

namespace tercet::cli {
namespace {

constexpr int kHistorySize = 10'000;
// Ctrl-C wakes the read, which then hands over this key; it is bound to the
// function that drops the line.
constexpr wchar_t kDropLine = 0x1F;

volatile std::sig_atomic_t resized = 0;
extern "C" void OnResize(int) { resized = 1; }

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

// How many rows a line takes before the row of its end, once the terminal has
// broken it anew for its new width.  One that does not do so cuts lines off
// instead, and they stay where they were: nothing above is safe to erase.
int RowsAbove(const std::string& line) {
  winsize size = {};
  if (std::getenv("XTERM_VERSION") != nullptr ||
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
    return 0;
  }
  return query::DisplayWidth(line) / size.ws_col;
}

}  // namespace

struct LineEditor::State {
  EditLine* editor = nullptr;
  History* history = nullptr;
  std::string history_path;
  Completer completer;
  std::string prompt;
  bool dropped = false;

  static State* Of(EditLine* editor) {
    void* data = nullptr;
    el_get(editor, EL_CLIENTDATA, &data);
    return static_cast<State*>(data);
  }

  static char* Prompt(EditLine* editor) { return Of(editor)->prompt.data(); }

  // Tells the editor the terminal's new size.  It would go on at the cursor's
  // old place, which may lie outside its new display.  So it is made to show
  // an empty line, out of sight, and the line that is being typed again after
  // it, where that began.
  static void Resize(EditLine* editor) {
    const LineInfo* line = el_line(editor);
    const std::string typed(line->buffer, line->lastchar);
    const std::string before(line->buffer, line->cursor);
    const int behind = CharactersIn({line->cursor, line->lastchar});
    std::string& prompt = Of(editor)->prompt;
    const std::string shown = std::exchange(prompt, "");
    const File nowhere(std::fopen("/dev/null", "w"));
    if (nowhere != nullptr) el_set(editor, EL_SETFP, 1, nowhere.get());
    el_cursor(editor, behind);
    el_deletestr(editor, CharactersIn(typed));
    el_set(editor, EL_REFRESH);
    el_resize(editor);
    el_set(editor, EL_SETFP, 1, stdout);
    prompt = shown;
    el_insertstr(editor, typed.c_str());
    el_cursor(editor, -behind);
    const int rows = RowsAbove(shown + before);
    if (rows > 0) std::printf("\033[%dA", rows);
    std::fputs("\r\033[J", stdout);
    std::fflush(stdout);
    el_set(editor, EL_REFRESH);
  }

  // Waits for input; true where an interrupt came first.  A signal that
  // arrives just before the call would not end it, so it looks every while.
  static bool WaitOrInterrupted(EditLine* editor) {
    constexpr int kLookAgainMs = 50;
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    for (;;) {
      if (Interrupted().exchange(false)) return true;
      if (std::exchange(resized, 0) != 0) Resize(editor);
      const int ready = poll(&input, 1, kLookAgainMs);
      // What is typed behind a Ctrl-C belongs to the next line.
      if (Interrupted()) continue;
      if (ready > 0 || (ready < 0 && errno != EINTR)) return false;
    }
  }

  // Reads one character; 0 at the end, -1 on an error.
  static int ReadCharacter(EditLine* editor, wchar_t* out) {
    mbstate_t state = {};
    for (;;) {
      if (WaitOrInterrupted(editor)) {
        *out = kDropLine;
        return 1;
      }
      char byte = 0;
      const ssize_t n = read(STDIN_FILENO, &byte, 1);
      if (n == 0) return 0;
      if (n < 0) {
        if (errno != EINTR) return -1;
        continue;
      }
      const size_t done = mbrtowc(out, &byte, 1, &state);
      if (done == static_cast<size_t>(-2)) continue;
      if (done == static_cast<size_t>(-1)) {
        // A byte that is no character is dropped.
        state = {};
        continue;
      }
      return 1;
    }
  }

  static unsigned char DropLine(EditLine* editor, int) {
    Of(editor)->dropped = true;
    std::fputs("^C\n", stdout);
    std::fflush(stdout);
    return CC_EOF;
  }

  static unsigned char Complete(EditLine* editor, int) {
    return Of(editor)->CompleteAtCursor();
  }

  unsigned char CompleteAtCursor() {
    const LineInfo* line = el_line(editor);
    const std::string before(line->buffer, line->cursor);
    const Completion found = completer(before);
    if (found.candidates.empty()) return CC_ERROR;
    const std::string typed = before.substr(found.start);
    const std::string common = CommonPrefix(found.candidates);
    if (!found.cut &&
        (found.candidates.size() == 1 || common.size() > typed.size())) {
      el_deletestr(editor, CharactersIn(typed));
      el_insertstr(editor, common.c_str());
      return CC_REFRESH;
    }
    List(found);
    return CC_REDISPLAY;
  }

  static void List(const Completion& found) {
    const std::vector<std::string>& candidates = found.candidates;
    int widest = 1;
    for (const std::string& candidate : candidates) {
      widest = std::max(widest, query::DisplayWidth(candidate) + 2);
    }
    const int a_row = std::max(Columns() / widest, 1);
    std::fputc('\n', stdout);
    for (size_t i = 0; i < candidates.size(); ++i) {
      std::fputs(candidates[i].c_str(), stdout);
      const bool last = (i + 1) % a_row == 0 || i + 1 == candidates.size();
      std::printf("%*s", last ? 0 : widest - query::DisplayWidth(candidates[i]),
                  "");
      if (last) std::fputc('\n', stdout);
    }
    if (found.cut) std::fputs("…\n", stdout);
    std::fflush(stdout);
  }
};

LineEditor::LineEditor(std::string history_path, Completer completer)
    : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.history_path = std::move(history_path);
  state.completer = std::move(completer);
  Interrupted() = false;
  struct sigaction action = {};
  action.sa_handler = OnResize;
  sigaction(SIGWINCH, &action, nullptr);

  state.editor = el_init("tercet", stdin, stdout, stderr);
  el_set(state.editor, EL_CLIENTDATA, &state);
  el_set(state.editor, EL_PROMPT, &State::Prompt);
  el_set(state.editor, EL_EDITOR, "emacs");
  el_set(state.editor, EL_GETCFN, &State::ReadCharacter);
  el_set(state.editor, EL_ADDFN, "tercet-drop", "Drop the line",
         &State::DropLine);
  el_set(state.editor, EL_BIND, "^_", "tercet-drop", nullptr);
  el_set(state.editor, EL_ADDFN, "tercet-complete", "Complete a name",
         &State::Complete);
  el_set(state.editor, EL_BIND, "^I", "tercet-complete", nullptr);
  el_set(state.editor, EL_BIND, "^R", "em-inc-search-prev", nullptr);
  // Between two reads libedit gives the terminal back to line-wise input.
  // Keys typed there would be lost to the line discipline: Ctrl-D becomes a
  // zero byte, Ctrl-U and rubout take away what was typed.  So the mode
  // between reads takes single keys too, silently; Ctrl-C stays a signal.
  el_set(state.editor, EL_SETTY, "-x", "-icanon", "-echo", nullptr);
  el_set(state.editor, EL_PREP_TERM, 1);

  HistEvent event;
  state.history = history_init();
  history(state.history, &event, H_SETSIZE, kHistorySize);
  history(state.history, &event, H_SETUNIQUE, 1);
  if (!state.history_path.empty()) {
    history(state.history, &event, H_LOAD, state.history_path.c_str());
  }
  el_set(state.editor, EL_HIST, history, state.history);
  // The user's own bindings, ~/.editrc, come last.
  el_source(state.editor, nullptr);
}

LineEditor::~LineEditor() {
  if (!state_->history_path.empty()) {
    HistEvent event;
    history(state_->history, &event, H_SAVE, state_->history_path.c_str());
  }
  el_end(state_->editor);
  history_end(state_->history);
}

LineEditor::Event LineEditor::Read(const std::string& prompt,
                                   std::string* line) {
  state_->prompt = prompt;
  state_->dropped = false;
  int length = 0;
  const char* text = el_gets(state_->editor, &length);
  if (state_->dropped) return Event::kInterrupted;
  if (text == nullptr || length <= 0) return Event::kEnd;
  line->assign(text, length);
  while (line->ends_with('\n') || line->ends_with('\r')) line->pop_back();
  return Event::kLine;
}

void LineEditor::Remember(const std::string& statement) {
  std::string line = statement;
  std::replace(line.begin(), line.end(), '\n', ' ');
  HistEvent event;
  history(state_->history, &event, H_ENTER, line.c_str());
  if (state_->history_path.empty()) return;
  // Its line is added; the whole is written when the prompt ends.
  std::FILE* file = std::fopen(state_->history_path.c_str(), "a");
  if (file == nullptr) return;
  history(state_->history, &event, H_NSAVE_FP, size_t{1}, file);
  std::fclose(file);
}

std::string HistoryPath() {
  namespace fs = std::filesystem;
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  fs::path folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home != '\0') {
    folder = fs::path(home) / ".local" / "state";
  } else {
    return "";
  }
  folder /= "tercet";
  std::error_code error;
  fs::create_directories(folder, error);
  return error ? "" : (folder / "history").string();
}

}  // namespace tercet::cli
