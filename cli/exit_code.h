#ifndef TERCET_CLI_EXIT_CODE_H_
#define TERCET_CLI_EXIT_CODE_H_

// The exit codes of the program, which scripts rely on.

namespace tercet::cli {

enum ExitCode : int {
  kDone = 0,
  kFailed = 1,       // at run time
  kUsage = 2,        // unknown verb, option or file format
  kQuerySyntax = 3,  // the query cannot be read
  kTimeLimit = 4,
  kLocked = 5,  // another process has the graph open
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_EXIT_CODE_H_
