// tercet rebuild: the graph anew from its documents, or from files.

#include "tercet/rebuild.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/documents.h"
#include "cli/program.h"
#include "cli/progress.h"
#include "cli/terminal.h"
#include "tercet/ingest.h"

namespace tercet::cli {
namespace {

struct RebuildArguments {
  DocumentArguments documents;
  bool anew = false;
  bool dry_run = false;
  int threads = 0;
};

// The documents whose text a graph has stored, in the order of their ids.
class StoredDocuments {
 public:
  // All but `imported`.
  static absl::StatusOr<StoredDocuments> Of(
      const Graph& graph, const std::set<std::string>& imported) {
    StoredDocuments stored(graph.Read());
    absl::StatusOr<std::vector<std::string>> ids = stored.view_->DocumentIds();
    if (!ids.ok()) return ids.status();
    for (std::string& id : *ids) {
      if (!imported.contains(id)) stored.ids_.push_back(std::move(id));
    }
    return stored;
  }

  double share_read() const {
    return ids_.empty()
               ? 0
               : static_cast<double>(next_) / static_cast<double>(ids_.size());
  }

  absl::StatusOr<std::optional<InputDocument>> Next() {
    if (next_ == ids_.size()) {
      view_.reset();  // a view must not outlive its graph
      return std::nullopt;
    }
    const std::string& id = ids_[next_++];
    absl::StatusOr<Document> document = view_->GetDocument(id);
    if (!document.ok()) return document.status();
    absl::StatusOr<std::string> text = view_->DocumentText(id);
    if (!text.ok()) return text.status();
    return InputDocument{.id = id,
                         .title = std::move(document->title),
                         .date = std::move(document->date),
                         .text = *std::move(text)};
  }

 private:
  explicit StoredDocuments(View view) : view_(std::move(view)) {}

  std::optional<View> view_;
  std::vector<std::string> ids_;
  size_t next_ = 0;
};

// What a rebuild that was cut short has beyond the documents of this one.
absl::Status ForgetOthers(const std::set<std::string>& seen, Graph& graph) {
  absl::StatusOr<std::vector<std::string>> ids = graph.Read().DocumentIds();
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    if (seen.contains(id)) continue;
    const absl::Status status = graph.Forget(id);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::StatusOr<IngestCounts> Fill(const Ingestor& ingestor,
                                  const RebuildArguments& arguments,
                                  std::optional<Documents>& files,
                                  Rebuild& rebuild) {
  const absl::StatusOr<std::vector<std::string>> imported =
      Rebuild::Imported(rebuild.old());
  if (!imported.ok()) return imported.status();
  // What an earlier one has carried over already stays.
  std::set<std::string> seen(imported->begin(), imported->end());
  std::optional<StoredDocuments> stored;
  if (!files) {
    absl::StatusOr<StoredDocuments> found =
        StoredDocuments::Of(rebuild.old(), seen);
    if (!found.ok()) return found.status();
    stored = *std::move(found);
  }
  Progress progress(IsTerminal(stderr));
  IngestOptions options;
  options.threads = arguments.threads;
  options.cancelled = &Interrupted();
  options.on_document = [&](const IngestedDocument& document) {
    seen.insert(document.id);
    progress.Add(document, stored ? stored->share_read() : files->share_read());
  };
  absl::StatusOr<IngestCounts> counts = ingestor.Ingest(
      [&]() -> absl::StatusOr<std::optional<InputDocument>> {
        if (stored) return stored->Next();
        return files->Next();
      },
      rebuild.graph(), options);
  if (!counts.ok()) return counts.status();
  const absl::Status status = ForgetOthers(seen, rebuild.graph());
  if (!status.ok()) return status;
  return counts;
}

// Says what a rebuild would do.
ExitCode TryOut(const Program& program, std::optional<Documents>& files) {
  absl::StatusOr<std::unique_ptr<Graph>> graph = OpenForReading(program);
  if (!graph.ok()) return Fail(graph.status());
  const auto imported = Rebuild::Imported(**graph);
  if (!imported.ok()) return Fail(imported.status());
  const auto stored = (*graph)->Read().DocumentIds();
  if (!stored.ok()) return Fail(stored.status());
  std::map<std::string, const char*> would;
  for (const std::string& id : *stored) {
    would[id] = files ? "dropped" : "extracted";
  }
  for (const std::string& id : *imported) would[id] = "carried over";
  while (files) {
    const std::optional<InputDocument> document = files->Next();
    if (!document) break;
    would[document->id] = "extracted";
  }
  std::map<std::string_view, int64_t> counts;
  for (const auto& [id, what] : would) {
    std::printf("%s\t%s\n", what, id.c_str());
    ++counts[what];
  }
  const int64_t failed = files ? files->failed() : 0;
  Note(absl::StrCat(
      program.DbPath(), ": ", Counted(counts["extracted"], "document"),
      " would be extracted, ", Counted(counts["carried over"], "import"),
      " carried over, ", counts["dropped"], " dropped",
      failed == 0 ? "" : absl::StrCat(", ", failed, " failed")));
  return failed == 0 ? kDone : kFailed;
}

ExitCode RunRebuild(const Program& program, const RebuildArguments& arguments) {
  std::optional<Documents> files;
  if (!arguments.documents.paths.empty()) {
    absl::StatusOr<Documents> opened = Documents::Open(arguments.documents);
    if (!opened.ok()) return Fail(opened.status());
    files = *std::move(opened);
  }
  if (arguments.dry_run) return TryOut(program, files);
  absl::StatusOr<Ingestor> ingestor = Ingestor::Load(program.DataDir());
  if (!ingestor.ok()) return Fail(ingestor.status());
  absl::StatusOr<std::unique_ptr<Rebuild>> rebuild =
      Rebuild::Begin(program.DbPath(), arguments.anew);
  if (!rebuild.ok()) return Fail(rebuild.status());
  const absl::StatusOr<IngestCounts> counts =
      Fill(*ingestor, arguments, files, **rebuild);
  if (absl::IsCancelled(counts.status())) {
    Complain(
        "interrupted; the graph is as it was, and the next rebuild goes "
        "on from here");
    return kFailed;
  }
  if (!counts.ok()) return Fail(counts.status());
  if (files && files->failed() > 0) {
    Complain(absl::StrCat(Counted(files->failed(), "document"),
                          " could not be read; the graph is as it was"));
    return kFailed;
  }
  const absl::StatusOr<Rebuild::CarriedOver> carried = (*rebuild)->CarryOver();
  if (!carried.ok()) return Fail(carried.status());
  if (carried->lost > 0) {
    Note(
        absl::StrCat("what was merged or named by hand and is no longer "
                     "there under its name is lost: ",
                     Counted(carried->lost, "change")));
  }
  const absl::Status status = (*rebuild)->Finish();
  if (!status.ok()) return Fail(status);
  const std::string db = program.DbPath();
  Note(absl::StrCat(
      db, ": rebuilt from ",
      Counted(counts->added + counts->replaced + counts->unchanged, "document"),
      carried->imports > 0
          ? absl::StrCat(" and ", Counted(carried->imports, "import"))
          : "",
      "; the old graph is ", db, ".old"));
  return kDone;
}

}  // namespace

void AddRebuild(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(
      app, program, "rebuild",
      "Extracts all facts anew, from the documents that the graph has stored "
      "or from files, beside the graph, and then puts the new one in its "
      "place.  What was imported, and what was merged or named by hand, is "
      "carried over",
      "rebuild\nrebuild --dry-run news/\n--db news.db rebuild news/");
  auto arguments = std::make_shared<RebuildArguments>();
  AddDocumentArguments(*verb, &arguments->documents);
  verb->get_option("FILE")->required(false);
  verb->add_flag("--anew", arguments->anew,
                 "Drop what an interrupted rebuild has done");
  verb->add_flag("-n,--dry-run", arguments->dry_run,
                 "Say what would be extracted, carried over and dropped; write "
                 "nothing");
  verb->add_option("--threads", arguments->threads,
                   "Threads that analyse (default: one a processor)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  verb->callback([&program, arguments] {
    program.exit_code = RunRebuild(program, *arguments);
  });
}

}  // namespace tercet::cli
