#include "cli/answer.h"

#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_format.h"
#include "cli/output.h"
#include "cli/program.h"

namespace tercet::cli {
namespace {

// "(3 rows, 0.9 ms)".
std::string Footer(int64_t rows, double milliseconds, bool timed) {
  std::string text = rows == 0   ? "(no rows"
                     : rows == 1 ? "(1 row"
                                 : absl::StrFormat("(%d rows", rows);
  if (timed && milliseconds < 1000) {
    absl::StrAppendFormat(&text, ", %.1f ms", milliseconds);
  } else if (timed) {
    absl::StrAppendFormat(&text, ", %.2f s", milliseconds / 1000);
  }
  return text + ")";
}

}  // namespace

ExitCode Answer(const Query& query, const Graph& graph,
                const AnswerOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  QueryOptions asked = options.query;
  asked.links = options.write.format == ResultFormat::kDot;
  absl::StatusOr<Result> result = query.Run(graph.Read(), asked);
  if (!result.ok()) {
    const ExitCode exit_code = Fail(result.status());
    // A name that is not in the graph is no mistake in the query's form, a
    // property that does not exist is one.
    return absl::IsInvalidArgument(result.status()) ? kQuerySyntax : exit_code;
  }
  Output output(options.out, options.paged);
  WriteOptions write = options.write;
  const bool screen = options.out == stdout;
  if (options.footer && screen) write.footer = false;
  const absl::Status status = WriteResult(
      *result, write, [&](std::string_view piece) { output.Write(piece); });
  // Not the time that a reader spends in the pager.
  const std::chrono::duration<double, std::milli> taken =
      std::chrono::steady_clock::now() - start;
  const std::string footer =
      options.footer && status.ok()
          ? Footer(result->rows(), taken.count(), options.timed)
          : "";
  if (screen && !footer.empty()) output.Write(footer + '\n');
  output.Finish();
  if (!screen && !footer.empty()) Note(footer);
  for (const std::string& note : result->notes()) Note(note);
  if (absl::IsCancelled(status) && options.freeing != nullptr) {
    *options.freeing = std::jthread([rows = *std::move(result)] {});
  }
  return status.ok() ? kDone : Fail(status);
}

}  // namespace tercet::cli
