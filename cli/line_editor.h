#ifndef TERCET_CLI_LINE_EDITOR_H_
#define TERCET_CLI_LINE_EDITOR_H_

// Lines typed at a terminal, with editing, history and completion.
//
//   LineEditor editor(HistoryPath(), complete);
//   std::string line;
//   while (editor.Read("tercet> ", &line) != LineEditor::Event::kEnd) …
//   editor.Remember(statement);
//
// The only place that names libedit.  One thread; one editor at a time.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cli/completion.h"

namespace tercet::cli {

class LineEditor {
 public:
  enum class Event { kLine, kInterrupted, kEnd };

  // Reads the history from `history_path`; an empty path keeps none.
  LineEditor(std::string history_path, Completer completer);
  ~LineEditor();
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  // kInterrupted after Ctrl-C, kEnd after Ctrl-D on an empty line.
  Event Read(const std::string& prompt, std::string* line);

  // Adds a statement to the history and its file, on one line.
  void Remember(const std::string& statement);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// $XDG_STATE_HOME/tercet/history, else ~/.local/state/tercet/history; empty
// where there is no home.  Makes the folder.
std::string HistoryPath();

}  // namespace tercet::cli

#endif  // TERCET_CLI_LINE_EDITOR_H_
