#ifndef TERCET_CLI_ANSWER_H_
#define TERCET_CLI_ANSWER_H_

// Runs a prepared question and writes its rows: what `query` and the prompt
// have in common.
//
// Rows go to standard output, remarks and errors to standard error.  One
// thread.

#include "cli/exit_code.h"
#include "tercet/graph.h"
#include "tercet/query.h"

namespace tercet::cli {

struct AnswerOptions {
  QueryOptions query;
  WriteOptions write;
};

ExitCode Answer(const Query& query, const Graph& graph,
                const AnswerOptions& options);

}  // namespace tercet::cli

#endif  // TERCET_CLI_ANSWER_H_
