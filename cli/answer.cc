#include "cli/answer.h"

#include <string>

#include "cli/output.h"
#include "cli/program.h"

namespace tercet::cli {

ExitCode Answer(const Query& query, const Graph& graph,
                const AnswerOptions& options) {
  absl::StatusOr<Result> result = query.Run(graph.Read(), options.query);
  if (!result.ok()) {
    const ExitCode exit_code = Fail(result.status());
    // A name that is not in the graph is no mistake in the query's form, a
    // property that does not exist is one.
    return absl::IsInvalidArgument(result.status()) ? kQuerySyntax : exit_code;
  }
  Output output(options.out, options.paged);
  const absl::Status status =
      WriteResult(*result, options.write,
                  [&](std::string_view piece) { output.Write(piece); });
  output.Finish();
  for (const std::string& note : result->notes()) Note(note);
  return status.ok() ? kDone : Fail(status);
}

}  // namespace tercet::cli
