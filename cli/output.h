#ifndef TERCET_CLI_OUTPUT_H_
#define TERCET_CLI_OUTPUT_H_

// Where an answer goes: a file or standard output, and there through a pager
// if it is taller than the screen.
//
//   Output output(stdout, /*paged=*/true);
//   output.Write(text);
//   output.Finish();    // waits for the pager
//
// The pager is $PAGER, else `less -R`; an empty $PAGER is none.  One thread.
// The file is lent.

#include <cstdio>
#include <string>
#include <string_view>

namespace tercet::cli {

class Output {
 public:
  // REQUIRES: `paged` only for a terminal.
  Output(std::FILE* file, bool paged);
  ~Output();
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  void Write(std::string_view piece);
  void Finish();

 private:
  std::FILE* const file_;
  bool holding_;  // until it is known whether the screen is tall enough
  std::string held_;
  int lines_ = 0;
  std::FILE* pager_ = nullptr;
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_OUTPUT_H_
