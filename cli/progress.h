#ifndef TERCET_CLI_PROGRESS_H_
#define TERCET_CLI_PROGRESS_H_

// One line on a terminal that is rewritten as documents come in:
// "120 documents, 3400 sentences, 410 sentences/s, 2:10 left".
//
//   Progress progress(IsTerminal(stderr), /*total=*/400);
//   progress.Add(document);             // for each; erased at the end
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
  // `total` is how many documents there will be; 0: nobody knows.
  explicit Progress(bool shown, int64_t total = 0)
      : shown_(shown), total_(total) {}
  ~Progress() { Clear(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Add(const IngestedDocument& document);
  void Clear();

 private:
  const bool shown_;
  const int64_t total_;
  int64_t documents_ = 0;
  int64_t analysed_ = 0;  // not skipped
  int64_t sentences_ = 0;
  const std::chrono::steady_clock::time_point start_ =
      std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
};

// "0:07", "12:40", "3:05:00".
std::string Duration(int64_t seconds);

}  // namespace tercet::cli

#endif  // TERCET_CLI_PROGRESS_H_
