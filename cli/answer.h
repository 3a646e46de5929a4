#ifndef TERCET_CLI_ANSWER_H_
#define TERCET_CLI_ANSWER_H_

// Runs a prepared question and writes its rows: what `query` and the prompt
// have in common.
//
// Rows go to `out`, remarks and errors to standard error.  One thread.

#include <cstdio>
#include <thread>

#include "cli/exit_code.h"
#include "tercet/graph.h"
#include "tercet/query.h"

namespace tercet::cli {

struct AnswerOptions {
  QueryOptions query;
  WriteOptions write;
  std::FILE* out = stdout;
  bool paged = false;  // a terminal: what is taller goes through a pager
  // For a person: how many rows and how long they took, on one line of the
  // screen.
  bool footer = false;
  bool timed = false;  // the footer has the time
  // Where what a cancelled question holds, up to gigabytes, is given back, so
  // that a person need not wait for it.  It must end before the graph does.
  std::jthread* freeing = nullptr;
};

ExitCode Answer(const Query& query, const Graph& graph,
                const AnswerOptions& options);

}  // namespace tercet::cli

#endif  // TERCET_CLI_ANSWER_H_
