#include "cli/progress.h"

#include <cstdio>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace tercet::cli {

std::string Counted(int64_t count, const std::string& thing) {
  return absl::StrCat(count, " ", thing, count == 1 ? "" : "s");
}

std::string Duration(int64_t seconds) {
  if (seconds < 3600) {
    return absl::StrFormat("%d:%02d", seconds / 60, seconds % 60);
  }
  return absl::StrFormat("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60,
                         seconds % 60);
}

void Progress::Add(const IngestedDocument& document, double share) {
  ++documents_;
  sentences_ += document.sentences;
  const auto now = std::chrono::steady_clock::now();
  if (!shown_ || now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  const double seconds = std::chrono::duration<double>(now - start_).count();
  std::string line = absl::StrFormat(
      "%s, %s, %.0f sentences/s", Counted(documents_, "document"),
      Counted(sentences_, "sentence"), sentences_ / seconds);
  if (share > 0 && share < 1) {
    const auto left = static_cast<int64_t>(seconds * (1 - share) / share);
    absl::StrAppend(&line, ", ", Duration(left), " left");
  }
  std::fprintf(stderr, "\r%s\033[K", line.c_str());
  std::fflush(stderr);
}

void Progress::Clear() {
  if (shown_) std::fputs("\r\033[K", stderr);
}

}  // namespace tercet::cli
