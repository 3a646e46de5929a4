// The prompt's commands that change the graph.

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "cli/shell_commands.h"
#include "tercet/document_facts.h"

namespace tercet::cli {
namespace {

constexpr char kByHand[] = "given by hand";
constexpr char kMerged[] = "merged by hand";

// The files of a graph with their sizes and times: whoever writes changes it.
std::string StampOf(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::set<std::string> files;
  for (fs::directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    if (!it->is_regular_file(error)) continue;
    files.insert(absl::StrCat(
        it->path().filename().string(), " ", it->file_size(error), " ",
        it->last_write_time(error).time_since_epoch().count()));
  }
  return absl::StrJoin(files, "\n");
}

StampedGraph OpenWithStamp(const Program& program) {
  StampedGraph opened;
  opened.stamp = StampOf(program.DbPath());
  opened.graph = OpenForReading(program);
  return opened;
}

absl::Status UseGraph(ShellState& shell, StampedGraph opened) {
  if (!opened.graph.ok()) return opened.graph.status();
  shell.freeing = {};
  shell.graph = *std::move(opened.graph);
  shell.stamp = std::move(opened.stamp);
  return absl::OkStatus();
}

// Runs `change` while the prompt does not hold the graph, then opens it again.
template <typename Change>
ExitCode WithoutGraph(ShellState& shell, const Change& change) {
  shell.opening = {};
  shell.freeing = {};
  shell.graph.reset();
  const ExitCode exit_code = change();
  const absl::Status reopened = OpenGraph(shell);
  if (!reopened.ok()) {
    shell.quit = true;
    return Fail(reopened);
  }
  return exit_code;
}

// Runs `change` on the graph, open for writing.
template <typename Change>
ExitCode OnGraph(ShellState& shell, const Change& change) {
  return WithoutGraph(shell, [&] {
    auto writer = OpenForWriting(*shell.program, /*create=*/false,
                                 /*sync=*/false);
    const absl::Status status =
        writer.ok() ? change(**writer) : writer.status();
    return status.ok() ? kDone : Fail(status);
  });
}

// The one entity that a name names.
absl::StatusOr<Term> TheEntity(const View& view, std::string_view name) {
  const auto matches = view.Resolve(name);
  if (!matches.ok()) return matches.status();
  if (matches->empty()) {
    return absl::NotFoundError(
        absl::StrCat("no one and nothing is called '", std::string(name), "'"));
  }
  if (matches->size() == 1) return matches->front().entity;
  std::string all;
  for (const NameMatch& match : *matches) {
    absl::StrAppend(&all, all.empty() ? "" : ", ", match.entity.Label(), " (",
                    std::string(Name(match.entity.type)), ")");
  }
  return absl::FailedPreconditionError(
      absl::StrCat("'", std::string(name), "' names several: ", all));
}

// "A = B".
std::optional<std::pair<std::string, std::string>> Pair(
    const std::string& argument) {
  const std::pair<std::string, std::string> sides =
      absl::StrSplit(argument, absl::MaxSplits('=', 1));
  std::string a(absl::StripAsciiWhitespace(sides.first));
  std::string b(absl::StripAsciiWhitespace(sides.second));
  if (a.empty() || b.empty()) return std::nullopt;
  return std::pair(std::move(a), std::move(b));
}

ExitCode ListAliases(const ShellState& shell, const std::string& name) {
  const View view = shell.graph->Read();
  const auto entity = TheEntity(view, name);
  if (!entity.ok()) return Fail(entity.status());
  const auto aliases = view.Aliases(entity->id);
  if (!aliases.ok()) return Fail(aliases.status());
  const auto joined = view.JoinedInto(entity->id);
  if (!joined.ok()) return Fail(joined.status());
  std::vector<std::vector<std::string>> rows;
  for (const AliasUse& use : *aliases) {
    rows.push_back({entity->Label(), use.alias.text, use.alias.reason,
                    absl::StrCat(use.documents)});
  }
  for (const Joined& other : *joined) {
    rows.push_back({entity->Label(), other.entity.Label(), other.reason, ""});
  }
  PrintRows(shell, {"entity", "also called", "why", "documents"}, rows);
  return kDone;
}

}  // namespace

absl::Status OpenGraph(ShellState& shell) {
  shell.opening = {};
  return UseGraph(shell, OpenWithStamp(*shell.program));
}

// Opening reads what a writer has in its log, which may take seconds: who asks
// does not wait for all of it.
bool FollowOtherWriters(ShellState& shell) {
  constexpr auto kPatience = std::chrono::milliseconds(300);
  for (bool fresh = false; !fresh;) {
    // What was begun for an earlier question may be old by now.
    if (!shell.opening.valid()) {
      if (StampOf(shell.program->DbPath()) == shell.stamp) return true;
      shell.opening = std::async(std::launch::async, OpenWithStamp,
                                 std::cref(*shell.program));
      fresh = true;
    }
    if (shell.opening.wait_for(kPatience) != std::future_status::ready) {
      return false;
    }
    // One that cannot be opened is about to be replaced: the old one stays.
    UseGraph(shell, shell.opening.get()).IgnoreError();
  }
  return true;
}

ExitCode IngestCommand(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".ingest FILE…");
  // A file's name may hold blanks: "\\ ".
  std::vector<std::string> paths = {""};
  for (size_t i = 0; i < argument.size(); ++i) {
    if (argument[i] == '\\' && i + 1 < argument.size()) {
      paths.back() += argument[++i];
    } else if (argument[i] != ' ') {
      paths.back() += argument[i];
    } else if (!paths.back().empty()) {
      paths.emplace_back();
    }
  }
  return WithoutGraph(shell,
                      [&] { return IngestPaths(*shell.program, paths); });
}

ExitCode ForgetCommand(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".forget DOC");
  return OnGraph(shell, [&](Graph& graph) { return graph.Forget(argument); });
}

ExitCode AliasCommand(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".alias NAME [= OTHER]");
  if (argument.find('=') == std::string::npos) {
    return ListAliases(shell, argument);
  }
  const auto names = Pair(argument);
  if (!names) return ComplainUsage(".alias NAME = OTHER");
  return OnGraph(shell, [&](Graph& graph) -> absl::Status {
    const auto entity = TheEntity(graph.Read(), names->first);
    if (!entity.ok()) return entity.status();
    return graph.AddAlias(entity->id, {names->second, kByHand});
  });
}

ExitCode UnaliasCommand(ShellState& shell, const std::string& argument) {
  const auto names = Pair(argument);
  if (!names) return ComplainUsage(".unalias NAME = OTHER");
  return OnGraph(shell, [&](Graph& graph) -> absl::Status {
    const auto entity = TheEntity(graph.Read(), names->first);
    if (!entity.ok()) return entity.status();
    return graph.RemoveAlias(entity->id, names->second);
  });
}

ExitCode MergeCommand(ShellState& shell, const std::string& argument) {
  const auto names = Pair(argument);
  if (!names) return ComplainUsage(".merge A = B");
  return OnGraph(shell, [&](Graph& graph) -> absl::Status {
    const View view = graph.Read();
    const auto from = TheEntity(view, names->first);
    if (!from.ok()) return from.status();
    const auto into = TheEntity(view, names->second);
    if (!into.ok()) return into.status();
    return graph.Merge(from->id, into->id, kMerged);
  });
}

ExitCode UnmergeCommand(ShellState& shell, const std::string& argument) {
  if (argument.empty()) return ComplainUsage(".unmerge A");
  return OnGraph(shell, [&](Graph& graph) -> absl::Status {
    const View view = graph.Read();
    const auto whole = TheEntity(view, argument);
    if (!whole.ok()) return whole.status();
    const auto joined = view.JoinedInto(whole->id);
    if (!joined.ok()) return joined.status();
    for (const Joined& part : *joined) {
      if ((part.reason == kMerged || JoinsDocuments(part.reason)) &&
          (part.entity.text == argument || part.entity.Label() == argument)) {
        return graph.Unmerge(part.entity.id);
      }
    }
    return absl::NotFoundError(
        absl::StrCat("'", argument, "' was not merged by hand"));
  });
}

}  // namespace tercet::cli
