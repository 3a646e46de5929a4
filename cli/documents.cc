#include "cli/documents.h"

#include <CLI/CLI.hpp>
#include <map>

#include "absl/strings/str_cat.h"
#include "cli/program.h"
#include "tercet/value.h"

namespace tercet::cli {
namespace {

text::InputFormat FormatOf(const std::string& name) {
  if (name == "text") return text::InputFormat::kText;
  if (name == "markdown") return text::InputFormat::kMarkdown;
  if (name == "html") return text::InputFormat::kHtml;
  if (name == "jsonl") return text::InputFormat::kJsonLines;
  return text::InputFormat::kByEnding;
}

}  // namespace

void AddDocumentArguments(CLI::App& verb, DocumentArguments* arguments) {
  verb.add_option("FILE", arguments->paths,
                  "Text, Markdown, HTML or JSON Lines; folders are read "
                  "recursively; - is standard input")
      ->required();
  verb.add_option("--as", arguments->format,
                  "Read the files as this, whatever their ending")
      ->check(CLI::IsMember({"text", "markdown", "html", "jsonl"}))
      ->type_name("FORMAT");
  verb.add_option("--date", arguments->date,
                  "When documents that bring no date were written")
      ->check(CLI::Validator(
          [](const std::string& text) {
            return ParseDate(text)
                       ? std::string()
                       : absl::StrCat(text, " is no date as 2026-01-03");
          },
          ""))
      ->type_name("YYYY-MM-DD");
  verb.add_option("--id", arguments->id,
                  "Name the document so, instead of after its file")
      ->type_name("ID");
  verb.add_option("--max-mb", arguments->max_megabytes,
                  "Refuse documents with more megabytes")
      ->check(CLI::Range(1, 1024))
      ->type_name("N")
      ->capture_default_str();
}

absl::StatusOr<Documents> Documents::Open(const DocumentArguments& arguments) {
  text::SourceOptions options;
  options.format = FormatOf(arguments.format);
  options.date = arguments.date;
  options.id = arguments.id;
  options.max_document_bytes = size_t(arguments.max_megabytes) << 20;
  options.on_warning = [](const std::string& note) { Complain(note); };
  absl::StatusOr<text::FileSource> source =
      text::FileSource::Open(arguments.paths, options);
  if (!source.ok()) return source.status();
  return Documents(*std::move(source));
}

std::optional<InputDocument> Documents::Next() {
  for (;;) {
    absl::StatusOr<std::optional<InputDocument>> next = source_.Next();
    if (next.ok()) return *std::move(next);
    Complain(std::string(next.status().message()));
    ++failed_;
  }
}

}  // namespace tercet::cli
