#include "ingest/source.h"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ingest/line_reader.h"
#include "ingest/markup.h"
#include "ingest/valid_utf8.h"

namespace tercet::text {
namespace {

namespace fs = std::filesystem;

struct FileCloser {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

// A file to read, and the id of the document in it.
struct Input {
  std::string path;  // "-" is standard input
  std::string id;
};

std::string Lower(std::string text) {
  for (char& c : text) c = absl::ascii_tolower(static_cast<unsigned char>(c));
  return text;
}

// What a file's ending says about its format.
std::optional<InputFormat> FormatOf(const fs::path& path) {
  static const auto* endings = new std::map<std::string, InputFormat>{
      {".txt", InputFormat::kText},
      {".text", InputFormat::kText},
      {".md", InputFormat::kMarkdown},
      {".markdown", InputFormat::kMarkdown},
      {".html", InputFormat::kHtml},
      {".htm", InputFormat::kHtml},
      {".xhtml", InputFormat::kHtml},
      {".jsonl", InputFormat::kJsonLines},
      {".ndjson", InputFormat::kJsonLines}};
  const auto found = endings->find(Lower(path.extension().string()));
  if (found == endings->end()) return std::nullopt;
  return found->second;
}

// Appends the readable files below a folder, in the order of their paths.
absl::Status AddFolder(const std::string& folder, InputFormat format,
                       std::vector<Input>* inputs) {
  std::vector<Input> found;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, error);
  for (; !error && it != fs::recursive_directory_iterator();
       it.increment(error)) {
    const fs::path& path = it->path();
    if (path.filename().string().starts_with('.')) {
      it.disable_recursion_pending();
      continue;
    }
    const bool known = format != InputFormat::kByEnding || FormatOf(path);
    if (!known || !it->is_regular_file(error)) continue;
    fs::path id = path.lexically_relative(folder);
    found.push_back({path.string(), id.replace_extension().generic_string()});
  }
  if (error) {
    return absl::UnknownError(
        absl::StrCat(folder, ": cannot be read: ", error.message()));
  }
  std::sort(found.begin(), found.end(),
            [](const Input& a, const Input& b) { return a.path < b.path; });
  inputs->insert(inputs->end(), found.begin(), found.end());
  return absl::OkStatus();
}

// A JSON value as text: a string, or a whole number that serves as an id.
std::optional<std::string> StringOf(const rapidjson::Value& object,
                                    const char* key) {
  const auto member = object.FindMember(key);
  if (member == object.MemberEnd() || member->value.IsNull()) return "";
  const rapidjson::Value& value = member->value;
  if (value.IsString()) {
    return std::string(value.GetString(), value.GetStringLength());
  }
  if (value.IsInt64()) return absl::StrCat(value.GetInt64());
  return std::nullopt;
}

void UnifyLineEnds(std::string* text) {
  if (text->starts_with("\xEF\xBB\xBF")) text->erase(0, 3);
  size_t kept = 0;
  for (size_t i = 0; i < text->size(); ++i) {
    const bool pair =
        (*text)[i] == '\r' && i + 1 < text->size() && (*text)[i + 1] == '\n';
    if (!pair) (*text)[kept++] = (*text)[i];
  }
  text->resize(kept);
}

// The document of one line of JSON; `place` begins each error.
absl::StatusOr<InputDocument> ParseLine(const std::string& line,
                                        const std::string& place) {
  rapidjson::Document json;
  json.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (json.HasParseError()) {
    return absl::InvalidArgumentError(absl::StrCat(
        place, ":", json.GetErrorOffset() + 1,
        ": not JSON: ", rapidjson::GetParseError_En(json.GetParseError())));
  }
  if (!json.IsObject()) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, ": not a JSON object"));
  }
  if (!json.HasMember("text")) {
    return absl::InvalidArgumentError(absl::StrCat(place, ": no \"text\""));
  }
  InputDocument document;
  const std::pair<const char*, std::string*> kFields[] = {
      {"id", &document.id},
      {"text", &document.text},
      {"date", &document.date},
      {"title", &document.title}};
  for (const auto& [key, field] : kFields) {
    std::optional<std::string> value = StringOf(json, key);
    if (!value) {
      return absl::InvalidArgumentError(
          absl::StrCat(place, ": \"", key, "\" is no string"));
    }
    // A zero character is legal JSON and no text.
    std::replace(value->begin(), value->end(), '\0', ' ');
    *field = *std::move(value);
  }
  UnifyLineEnds(&document.text);
  return document;
}

}  // namespace

struct FileSource::Impl {
  SourceOptions options;
  std::vector<Input> inputs;
  size_t next_input = 0;
  uint64_t bytes = 0;  // of all inputs; 0: nobody knows
  uint64_t bytes_read = 0;
  // The JSON Lines file that is being read, if any.
  const Input* lines_input = nullptr;
  File lines_file;
  std::optional<LineReader> lines;
  // Where each id was seen first.
  std::map<std::string, std::string> seen;

  using Result = absl::StatusOr<std::optional<InputDocument>>;

  Result Next();
  Result ReadFile(const Input& input);
  Result ReadLine();
  Result Accept(InputDocument document, const std::string& place);
  absl::StatusOr<std::string> ReadWhole(const Input& input, std::FILE* file);
  std::string Repaired(std::string bytes, const std::string& name,
                       int64_t first_line);
  InputFormat FormatFor(const Input& input) const;
  void Warn(const std::string& note) const {
    if (options.on_warning) options.on_warning(note);
  }
};

InputFormat FileSource::Impl::FormatFor(const Input& input) const {
  if (options.format != InputFormat::kByEnding) return options.format;
  return FormatOf(input.path).value_or(InputFormat::kText);
}

FileSource::Impl::Result FileSource::Impl::Next() {
  for (;;) {
    Result result = std::optional<InputDocument>();
    if (lines) {
      result = ReadLine();
      if (result.ok() && !result->has_value()) continue;
    } else if (next_input < inputs.size()) {
      result = ReadFile(inputs[next_input++]);
      if (result.ok() && !result->has_value()) continue;
    }
    return result;
  }
}

// Nothing where the file has no text of its own, or is JSON Lines, whose
// lines come next.
FileSource::Impl::Result FileSource::Impl::ReadFile(const Input& input) {
  File file(input.path == "-" ? stdin : std::fopen(input.path.c_str(), "rb"));
  if (file == nullptr) {
    return absl::NotFoundError(
        absl::StrCat(input.path, ": cannot be opened: ", std::strerror(errno)));
  }
  const InputFormat format = FormatFor(input);
  if (format == InputFormat::kJsonLines) {
    lines_input = &input;
    lines_file = std::move(file);
    lines.emplace(lines_file.get());
    return std::optional<InputDocument>();
  }
  absl::StatusOr<std::string> bytes = ReadWhole(input, file.get());
  if (!bytes.ok()) return bytes.status();
  InputDocument document;
  document.id = input.id;
  document.text = Repaired(*std::move(bytes), input.path, 1);
  if (format == InputFormat::kMarkdown || format == InputFormat::kHtml) {
    MarkupText markup = format == InputFormat::kHtml
                            ? HtmlText(document.text)
                            : MarkdownText(document.text);
    document.title = std::move(markup.title);
    document.date = std::move(markup.date);
    document.text = std::move(markup.text);
  }
  return Accept(std::move(document), input.path);
}

absl::StatusOr<std::string> FileSource::Impl::ReadWhole(const Input& input,
                                                        std::FILE* file) {
  std::string bytes;
  std::vector<char> buffer(1 << 16);
  while (size_t n = std::fread(buffer.data(), 1, buffer.size(), file)) {
    bytes.append(buffer.data(), n);
    bytes_read += n;
    if (bytes.size() > options.max_document_bytes) {
      return absl::ResourceExhaustedError(
          absl::StrCat(input.path, ": more than ", options.max_document_bytes,
                       " bytes in one document; cut it into several"));
    }
  }
  if (std::ferror(file) != 0) {
    return absl::UnknownError(
        absl::StrCat(input.path, ": cannot be read: ", std::strerror(errno)));
  }
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) {
    return absl::InvalidArgumentError(
        absl::StrCat(input.path, ": is UTF-16; convert it to UTF-8"));
  }
  if (const size_t nul = bytes.find('\0'); nul != std::string::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat(input.path, ": is no text: a zero byte at offset ", nul));
  }
  return bytes;
}

std::string FileSource::Impl::Repaired(std::string bytes,
                                       const std::string& name,
                                       int64_t first_line) {
  Utf8Repair repair = MakeValidUtf8(bytes);
  if (repair.replaced > 0) {
    Warn(absl::StrCat(name, ":", first_line + repair.line - 1, ":",
                      repair.column, ": not UTF-8; ", repair.replaced,
                      repair.replaced == 1 ? " place" : " places",
                      " replaced by U+FFFD"));
  }
  UnifyLineEnds(&repair.text);
  return std::move(repair.text);
}

FileSource::Impl::Result FileSource::Impl::ReadLine() {
  // An escaped character takes up to six bytes.
  const size_t limit = options.max_document_bytes * 6 + (1 << 16);
  std::string line;
  do {
    const bool more = lines->Next(limit, &line);
    bytes_read += line.size() + 1;
    if (!more) {
      const bool failed = lines->failed();
      lines.reset();
      lines_file.reset();
      if (!failed) return std::optional<InputDocument>();
      return absl::UnknownError(
          absl::StrCat(lines_input->path, ": cannot be read"));
    }
  } while (absl::StripAsciiWhitespace(line).empty() && !lines->cut());
  const int64_t number = lines->line_number();
  const std::string place = absl::StrCat(lines_input->path, ":", number);
  if (lines->cut()) {
    return absl::ResourceExhaustedError(
        absl::StrCat(place, ": more than ", limit, " bytes in one line"));
  }
  line = Repaired(std::move(line), lines_input->path, number);
  absl::StatusOr<InputDocument> document = ParseLine(line, place);
  if (!document.ok()) return document.status();
  if (document->id.empty()) {
    document->id = absl::StrCat(lines_input->id, "-", number);
  }
  return Accept(*std::move(document), place);
}

// Nothing, with a warning, where the document has no text.
FileSource::Impl::Result FileSource::Impl::Accept(InputDocument document,
                                                  const std::string& place) {
  if (document.text.size() > options.max_document_bytes) {
    return absl::ResourceExhaustedError(
        absl::StrCat(place, ": more than ", options.max_document_bytes,
                     " bytes in one document; cut it into several"));
  }
  if (absl::StripAsciiWhitespace(document.text).empty()) {
    Warn(absl::StrCat(place, ": no text; skipped"));
    return std::optional<InputDocument>();
  }
  if (document.date.empty()) document.date = options.date;
  const auto [earlier, fresh] = seen.emplace(document.id, place);
  if (!fresh) {
    return absl::InvalidArgumentError(
        absl::StrCat(place, ": document '", document.id,
                     "' was already read from ", earlier->second));
  }
  return std::optional<InputDocument>(std::move(document));
}

absl::StatusOr<FileSource> FileSource::Open(
    const std::vector<std::string>& paths, SourceOptions options) {
  if (paths.empty()) return absl::InvalidArgumentError("no files given");
  auto impl = std::make_unique<Impl>();
  for (const std::string& path : paths) {
    std::error_code error;
    if (path.empty()) {
      return absl::InvalidArgumentError("the name of a file is empty");
    }
    if (path == "-") {
      impl->inputs.push_back({"-", "stdin"});
    } else if (fs::is_directory(path, error)) {
      const size_t before = impl->inputs.size();
      const absl::Status status =
          AddFolder(path, options.format, &impl->inputs);
      if (!status.ok()) return status;
      if (impl->inputs.size() == before && options.on_warning) {
        options.on_warning(absl::StrCat(
            path, ": no text, Markdown, HTML or JSON Lines in this folder"));
      }
    } else if (fs::exists(path, error)) {
      impl->inputs.push_back({path, fs::path(path).stem().string()});
    } else {
      return absl::NotFoundError(absl::StrCat(path, ": no such file"));
    }
  }
  for (const Input& input : impl->inputs) {
    std::error_code error;
    const auto size = fs::file_size(input.path, error);
    if (error) {
      impl->bytes = 0;
      break;
    }
    impl->bytes += size;
  }
  if (!options.id.empty()) {
    if (impl->inputs.size() != 1) {
      return absl::InvalidArgumentError("an id needs exactly one document");
    }
    impl->inputs[0].id = options.id;
  }
  impl->options = std::move(options);
  return FileSource(std::move(impl));
}

FileSource::FileSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
FileSource::FileSource(FileSource&&) noexcept = default;
FileSource& FileSource::operator=(FileSource&&) noexcept = default;
FileSource::~FileSource() = default;

absl::StatusOr<std::optional<InputDocument>> FileSource::Next() {
  return impl_->Next();
}

double FileSource::share_read() const {
  if (impl_->bytes == 0) return 0;
  return static_cast<double>(impl_->bytes_read) /
         static_cast<double>(std::max(impl_->bytes, impl_->bytes_read));
}

}  // namespace tercet::text
