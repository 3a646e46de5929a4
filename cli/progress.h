#ifndef TERCET_CLI_PROGRESS_H_
#define TERCET_CLI_PROGRESS_H_

// One line on a terminal that is rewritten as documents come in:
// "120 documents, 3400 sentences, 410 sentences/s, 2:10 left".
//
//   Progress progress(IsTerminal(stderr));
//   progress.Add(document, /*share=*/0.25);  // for each; erased at the end
//
// One thread.

#include <chrono>
#include <cstdint>
#include <string>

#include "tercet/ingest.h"

namespace tercet::cli {

// "1 document", "2 documents".
std::string Counted(int64_t count, const std::string& thing);

class Progress {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `share` of the whole is done, 0 to 1; 0: nobody knows.
  void Add(const IngestedDocument& document, double share);
  void Clear();

 private:
  const bool shown_;
  int64_t documents_ = 0;
  int64_t sentences_ = 0;
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
};

// "0:07", "12:40", "3:05:00".
std::string Duration(int64_t seconds);

}  // namespace tercet::cli

#endif  // TERCET_CLI_PROGRESS_H_
