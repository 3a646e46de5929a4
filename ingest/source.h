#ifndef TERCET_INGEST_SOURCE_H_
#define TERCET_INGEST_SOURCE_H_

// Documents from files, folders and standard input.
//
//   absl::StatusOr<FileSource> source =
//       FileSource::Open({"news/", "note.md", "-"}, {});
//   for (;;) {
//     absl::StatusOr<std::optional<InputDocument>> next = source->Next();
//     if (!next.ok()) { … that document is lost, the next call goes on … }
//     else if (!next->has_value()) break;
//     else … (*next)->text …
//   }
//
// Text, Markdown (.md), HTML (.html; its main text only) and JSON Lines
// (.jsonl: id, text, date, title) are read.  A folder is read recursively in
// the order of its paths: files with an ending that stands for one of these,
// hidden ones left out.  A document's id is the file's name without its
// ending; below a folder it is the path from there, so that files of one name
// in two folders stay two documents; in JSON Lines it is the `id`.
//
// Texts are valid UTF-8 with "\n" as line end: ill-formed bytes become U+FFFD
// with a warning that names the place, "\r\n" becomes "\n" and a byte order
// mark is dropped.
//
// Thread safety: one thread at a time.  Files are opened one by one; of JSON
// Lines one line is held in memory.

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/input_document.h"

namespace tercet::text {

enum class InputFormat { kByEnding, kText, kMarkdown, kHtml, kJsonLines };

struct SourceOptions {
  InputFormat format = InputFormat::kByEnding;
  std::string date;  // of documents that bring none, "2024-03-05"
  std::string id;    // of a single document, instead of the file's name
  // A document with more bytes is refused: a text of this size is no
  // document but a corpus that should be cut into some.
  size_t max_document_bytes = size_t{16} << 20;
  // Takes notes such as "a.txt:3:7: not UTF-8; replaced by U+FFFD".
  std::function<void(const std::string&)> on_warning;
};

class FileSource {
 public:
  // NotFound: one of the paths does not exist.  InvalidArgument: no path, or
  // an id for more than one document.
  static absl::StatusOr<FileSource> Open(const std::vector<std::string>& paths,
                                         SourceOptions options);

  FileSource(FileSource&&) noexcept;
  FileSource& operator=(FileSource&&) noexcept;
  ~FileSource();

  // The next document, or nothing at the end.  Errors name the file, and the
  // line in JSON Lines; the call after one goes on with what follows it.
  // ResourceExhausted: too large.  InvalidArgument: not a text, malformed
  // JSON, or an id that an earlier document of this source has.
  absl::StatusOr<std::optional<InputDocument>> Next();

  // How much of the files' bytes is read, 0 to 1, for progress; 0 where some
  // of it is standard input, whose end nobody knows.
  double share_read() const;

 private:
  struct Impl;
  explicit FileSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_SOURCE_H_
