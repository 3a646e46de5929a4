#include "cli/output.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "cli/terminal.h"

namespace tercet::cli {
namespace {

std::string PagerCommand() {
  const char* pager = std::getenv("PAGER");
  return pager == nullptr ? "less -R" : pager;
}

}  // namespace

Output::Output(std::FILE* file, bool paged)
    : file_(file), holding_(paged && !PagerCommand().empty()) {}

Output::~Output() { Finish(); }

void Output::Write(std::string_view piece) {
  if (!holding_) {
    std::FILE* file = pager_ == nullptr ? file_ : pager_;
    std::fwrite(piece.data(), 1, piece.size(), file);
    return;
  }
  held_ += piece;
  lines_ += static_cast<int>(std::count(piece.begin(), piece.end(), '\n'));
  // The prompt and the footer need a line each.
  if (lines_ < Rows() - 2) return;
  // A reader who leaves the pager early has seen enough.
  std::signal(SIGPIPE, SIG_IGN);
  pager_ = popen(PagerCommand().c_str(), "w");
  holding_ = false;
  Write(held_);
}

void Output::Finish() {
  if (holding_) {
    holding_ = false;
    Write(held_);
  }
  if (pager_ != nullptr) pclose(pager_);
  pager_ = nullptr;
  std::fflush(file_);
}

}  // namespace tercet::cli
