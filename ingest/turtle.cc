// Turtle to N-Triples, by serd.

#include <serd/serd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tercet/import_rows.h"

namespace tercet {
namespace {

struct Conversion {
  const ImportSource* source = nullptr;
  size_t at = 0;
  std::string triples;
  std::string fault;
};

size_t ReadText(void* buffer, size_t size, size_t count, void* stream) {
  auto* conversion = static_cast<Conversion*>(stream);
  const std::string_view text = conversion->source->text;
  const size_t some = std::min(size * count, text.size() - conversion->at);
  text.copy(static_cast<char*>(buffer), some, conversion->at);
  conversion->at += some;
  return some / size;
}

int NoError(void*) { return 0; }

size_t AppendTriples(const void* buffer, size_t size, void* stream) {
  static_cast<Conversion*>(stream)->triples.append(
      static_cast<const char*>(buffer), size);
  return size;
}

SerdStatus NoteError(void* handle, const SerdError* error) {
  auto* conversion = static_cast<Conversion*>(handle);
  if (!conversion->fault.empty()) return SERD_SUCCESS;
  std::string message(1024, '\0');
  va_list arguments;
  va_copy(arguments, *error->args);
  const int size =
      std::vsnprintf(message.data(), message.size(), error->fmt, arguments);
  va_end(arguments);
  message.resize(std::min<size_t>(size < 0 ? 0 : size, message.size() - 1));
  while (!message.empty() && message.back() == '\n') message.pop_back();
  conversion->fault = absl::StrCat(conversion->source->name, ":", error->line,
                                   ":", error->col, ": ", message);
  return SERD_SUCCESS;
}

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
template <typename T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

}  // namespace

absl::StatusOr<std::string> TurtleToNTriples(const ImportSource& source) {
  Conversion conversion;
  conversion.source = &source;
  // Names without a base belong to the file.
  const std::string base = absl::StrCat("urn:file:", source.id, "/");
  const SerdNode base_node = serd_node_from_string(
      SERD_URI, reinterpret_cast<const uint8_t*>(base.c_str()));
  SerdURI base_uri = SERD_URI_NULL;
  serd_uri_parse(base_node.buf, &base_uri);
  const Owned<SerdEnv, serd_env_free> env(serd_env_new(&base_node));
  const Owned<SerdWriter, serd_writer_free> writer(serd_writer_new(
      SERD_NTRIPLES, static_cast<SerdStyle>(SERD_STYLE_RESOLVED), env.get(),
      &base_uri, AppendTriples, &conversion));
  const Owned<SerdReader, serd_reader_free> reader(serd_reader_new(
      SERD_TURTLE, writer.get(), nullptr,
      reinterpret_cast<SerdBaseSink>(serd_writer_set_base_uri),
      reinterpret_cast<SerdPrefixSink>(serd_writer_set_prefix),
      reinterpret_cast<SerdStatementSink>(serd_writer_write_statement),
      reinterpret_cast<SerdEndSink>(serd_writer_end_anon)));
  serd_reader_set_strict(reader.get(), true);
  serd_reader_set_error_sink(reader.get(), NoteError, &conversion);
  serd_writer_set_error_sink(writer.get(), NoteError, &conversion);
  const SerdStatus status = serd_reader_read_source(
      reader.get(), ReadText, NoError, &conversion,
      reinterpret_cast<const uint8_t*>(source.name.c_str()), 4096);
  serd_writer_finish(writer.get());
  if (!conversion.fault.empty()) {
    return absl::InvalidArgumentError(conversion.fault);
  }
  if (status != SERD_SUCCESS) {
    return absl::InvalidArgumentError(
        absl::StrCat(source.name, ": ",
                     reinterpret_cast<const char*>(serd_strerror(status))));
  }
  return std::move(conversion.triples);
}

}  // namespace tercet
