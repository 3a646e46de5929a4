// tercet extract: facts of texts to standard output, without a store.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "cli/documents.h"
#include "cli/extract_formats.h"
#include "cli/program.h"
#include "ingest/conllu.h"
#include "ingest/text_pipeline.h"

namespace tercet::cli {
namespace {

struct ExtractArguments {
  DocumentArguments documents;
  std::string format = "table";
  bool pretokenized = false;
  bool lines = false;
};

// Calls `take` with each file's bytes.
absl::Status ForEachFile(
    const std::vector<std::string>& paths,
    const std::function<absl::Status(const std::string&)>& take) {
  for (const std::string& path : paths) {
    std::ifstream file;
    if (path != "-") {
      file.open(path, std::ios::binary);
      if (!file) {
        return absl::NotFoundError(absl::StrCat(path, ": cannot be opened"));
      }
    }
    std::istream& in = path == "-" ? std::cin : file;
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    absl::Status status = take(bytes);
    if (!status.ok()) {
      return absl::Status(status.code(),
                          absl::StrCat(path, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

// Tags and parses CoNLL-U whose tokens stay as they are.
ExitCode ParsePretokenized(const Program& program,
                           const std::vector<std::string>& paths) {
  auto pipeline = text::TextPipeline::Load(program.DataDir());
  if (!pipeline.ok()) return Fail(pipeline.status());
  const absl::Status status =
      ForEachFile(paths, [&](const std::string& bytes) -> absl::Status {
        auto documents = text::ReadConllu(bytes);
        if (!documents.ok()) return documents.status();
        for (text::ConlluDocument& document : *documents) {
          for (text::ConlluSentence& sentence : document.sentences) {
            (*pipeline)->Annotate(sentence.sentence);
            Print(text::WriteConllu(sentence));
          }
        }
        return absl::OkStatus();
      });
  return status.ok() ? kDone : Fail(status);
}

ExitCode Extract(const Program& program, const ExtractArguments& arguments) {
  if (arguments.lines && arguments.format != "openie") {
    Complain("--lines needs --format openie");
    return kUsage;
  }
  if (arguments.pretokenized) {
    if (arguments.format != "conllu") {
      Complain("--pretokenized needs --format conllu");
      return kUsage;
    }
    return ParsePretokenized(program, arguments.documents.paths);
  }
  absl::StatusOr<Documents> documents = Documents::Open(arguments.documents);
  if (!documents.ok()) return Fail(documents.status());
  absl::StatusOr<std::unique_ptr<FactWriter>> writer =
      FactWriter::Create(arguments.format, program.DataDir(), arguments.lines);
  if (!writer.ok()) return Fail(writer.status());
  while (std::optional<InputDocument> document = documents->Next()) {
    if (Interrupted()) {
      Complain("interrupted");
      return kFailed;
    }
    Print((*writer)->Write(*document));
  }
  return documents->failed() == 0 ? kDone : kFailed;
}

}  // namespace

void AddExtract(CLI::App& app, Program& program) {
  CLI::App* verb = AddVerb(app, program, "extract",
                           "Prints the facts of texts; needs no graph",
                           "extract news.txt\n"
                           "extract --format jsonl articles/ > facts.jsonl\n"
                           "extract --date 2026-01-03 - < article.txt");
  auto arguments = std::make_shared<ExtractArguments>();
  AddDocumentArguments(*verb, &arguments->documents);
  verb->add_option(
          "--format", arguments->format,
          "openie: tuples of the sentence's own words; conllu: the parse")
      ->check(CLI::IsMember({"table", "jsonl", "openie", "conllu"}))
      ->capture_default_str();
  verb->add_flag("--pretokenized", arguments->pretokenized,
                 "With conllu: the files are CoNLL-U; keep their tokens");
  verb->add_flag("--lines", arguments->lines,
                 "With openie: each line is one sentence");
  verb->callback([&program, arguments] {
    program.exit_code = Extract(program, *arguments);
  });
}

}  // namespace tercet::cli
