#ifndef TERCET_CLI_TERMINAL_H_
#define TERCET_CLI_TERMINAL_H_

// What the program needs to know of the terminal it may be talking to.
//
// Thread-safe.

#include <cstdio>
#include <string>

namespace tercet::cli {

bool IsTerminal(std::FILE* file);

// Columns of the terminal, else of $COLUMNS, else 100; at least 40.
int Columns();

// Lines of the terminal, else 24.
int Rows();

// Runs a shell command that talks to the terminal, in the mode that programs
// expect to find it in.  Its exit code.
int RunAtTerminal(const std::string& command);

// Whether to colour: on a terminal that can, unless NO_COLOR is set.
bool UseColour(std::FILE* file);

}  // namespace tercet::cli

#endif  // TERCET_CLI_TERMINAL_H_
