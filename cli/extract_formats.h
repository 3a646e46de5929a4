#ifndef TERCET_CLI_EXTRACT_FORMATS_H_
#define TERCET_CLI_EXTRACT_FORMATS_H_

// What `extract` prints for a document, one writer a format.
//
//   absl::StatusOr<std::unique_ptr<FactWriter>> writer =
//       FactWriter::Create("table", "share/tercet");
//   std::string text = (*writer)->Write(document);
//
// One thread.

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ingest/analysis.h"
#include "tercet/input_document.h"

namespace tercet::cli {

class FactWriter {
 public:
  // "table", "jsonl", "openie" or "conllu".  Fails as Analyzer::Load does.
  // With `lines`, "openie" takes each line of a text as one sentence.
  static absl::StatusOr<std::unique_ptr<FactWriter>> Create(
      const std::string& format, const std::string& data_dir,
      bool lines = false);
  virtual ~FactWriter() = default;

  virtual std::string Write(const InputDocument& document) const = 0;
};

// A document's facts for a reader: a heading, then a row a fact with the
// number of its sentence.
std::string FactTable(const text::Analysis& analysis, int columns);

}  // namespace tercet::cli

#endif  // TERCET_CLI_EXTRACT_FORMATS_H_
