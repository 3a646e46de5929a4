#ifndef TERCET_CLI_DOCUMENTS_H_
#define TERCET_CLI_DOCUMENTS_H_

// The files that `extract` and `ingest` read, and their options.
//
//   auto files = std::make_shared<DocumentArguments>();
//   AddDocumentArguments(*verb, files.get());
//   …
//   absl::StatusOr<Documents> documents = Documents::Open(*files);
//   while (std::optional<InputDocument> document = documents->Next()) …
//   if (documents->failed() > 0) …
//
// A document that cannot be read costs a complaint, not those behind it.
// One thread.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/source.h"
#include "tercet/input_document.h"

namespace CLI {
class App;
}

namespace tercet::cli {

struct DocumentArguments {
  std::vector<std::string> paths;
  std::string format;  // "text", "markdown", "html", "jsonl" or empty
  std::string date;
  std::string id;
  int64_t max_megabytes = 16;
};

void AddDocumentArguments(CLI::App& verb, DocumentArguments* arguments);

class Documents {
 public:
  static absl::StatusOr<Documents> Open(const DocumentArguments& arguments);

  std::optional<InputDocument> Next();
  int64_t failed() const { return failed_; }
  double share_read() const { return source_.share_read(); }

 private:
  explicit Documents(text::FileSource source) : source_(std::move(source)) {}

  text::FileSource source_;
  int64_t failed_ = 0;
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_DOCUMENTS_H_
