#include "ingest/rdf_reader.h"

#include <serd/serd.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tercet/import_rows.h"

namespace tercet {
namespace {

template <typename T, void (*Free)(T*)>
struct Freed {
  void operator()(T* object) const { Free(object); }
};
template <typename T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, Freed<T, Free>>;

const char* Chars(const uint8_t* bytes) {
  return reinterpret_cast<const char*>(bytes);
}
const uint8_t* Bytes(const std::string& text) {
  return reinterpret_cast<const uint8_t*>(text.c_str());
}

// One text that is read, and where what it says goes.
struct Reading {
  explicit Reading(const ImportSource& from) : source(&from) {
    // Names without a base belong to the file.
    base = absl::StrCat("urn:file:", from.id, "/");
    base_node = serd_node_from_string(SERD_URI, Bytes(base));
    env.reset(serd_env_new(&base_node));
  }

  const ImportSource* source;
  size_t at = 0;
  std::string fault;
  std::string base;
  SerdNode base_node;
  Owned<SerdEnv, serd_env_free> env;
  std::string triples;  // of TurtleToNTriples
  const std::function<void(const RdfStatement&)>* take = nullptr;  // of ReadRdf
};

size_t ReadText(void* buffer, size_t size, size_t count, void* stream) {
  auto* reading = static_cast<Reading*>(stream);
  const std::string_view text = reading->source->text;
  const size_t some = std::min(size * count, text.size() - reading->at);
  text.copy(static_cast<char*>(buffer), some, reading->at);
  reading->at += some;
  return some / size;
}

int NoError(void*) { return 0; }

size_t AppendTriples(const void* buffer, size_t size, void* stream) {
  static_cast<Reading*>(stream)->triples.append(
      static_cast<const char*>(buffer), size);
  return size;
}

SerdStatus NoteError(void* handle, const SerdError* error) {
  auto* reading = static_cast<Reading*>(handle);
  if (!reading->fault.empty()) return SERD_SUCCESS;
  std::string message(1024, '\0');
  va_list arguments;
  va_copy(arguments, *error->args);
  const int size =
      std::vsnprintf(message.data(), message.size(), error->fmt, arguments);
  va_end(arguments);
  message.resize(std::min<size_t>(size < 0 ? 0 : size, message.size() - 1));
  while (!message.empty() && message.back() == '\n') message.pop_back();
  reading->fault = absl::StrCat(reading->source->name, ":", error->line, ":",
                                error->col, ": ", message);
  return SERD_SUCCESS;
}

absl::Status Run(SerdReader* reader, Reading& reading) {
  serd_reader_set_strict(reader, true);
  serd_reader_set_error_sink(reader, NoteError, &reading);
  const SerdStatus status = serd_reader_read_source(
      reader, ReadText, NoError, &reading, Bytes(reading.source->name), 4096);
  if (!reading.fault.empty()) {
    return absl::InvalidArgumentError(reading.fault);
  }
  if (status != SERD_SUCCESS) {
    return absl::InvalidArgumentError(
        absl::StrCat(reading.source->name, ": ", Chars(serd_strerror(status))));
  }
  return absl::OkStatus();
}

// --- ReadRdf ----------------------------------------------------------------

SerdStatus SetBase(void* handle, const SerdNode* uri) {
  return serd_env_set_base_uri(static_cast<Reading*>(handle)->env.get(), uri);
}
SerdStatus SetPrefix(void* handle, const SerdNode* name, const SerdNode* uri) {
  return serd_env_set_prefix(static_cast<Reading*>(handle)->env.get(), name,
                             uri);
}

// An IRI in full.
std::string Expanded(const Reading& reading, const SerdNode* node) {
  SerdNode full = serd_env_expand_node(reading.env.get(), node);
  std::string iri = full.buf == nullptr
                        ? std::string(Chars(node->buf), node->n_bytes)
                        : std::string(Chars(full.buf), full.n_bytes);
  serd_node_free(&full);
  return iri;
}

RdfNode ToNode(const Reading& reading, const SerdNode* node,
               const SerdNode* datatype) {
  RdfNode out;
  if (node->type == SERD_LITERAL || node->type == SERD_BLANK) {
    out.kind = node->type == SERD_BLANK ? RdfNode::Kind::kBlank
                                        : RdfNode::Kind::kLiteral;
    out.text.assign(Chars(node->buf), node->n_bytes);
    if (datatype != nullptr && datatype->buf != nullptr) {
      out.datatype = Expanded(reading, datatype);
    }
    return out;
  }
  out.text = Expanded(reading, node);
  return out;
}

SerdStatus TakeStatement(void* handle, SerdStatementFlags, const SerdNode*,
                         const SerdNode* subject, const SerdNode* predicate,
                         const SerdNode* object, const SerdNode* datatype,
                         const SerdNode*) {
  auto* reading = static_cast<Reading*>(handle);
  (*reading->take)({ToNode(*reading, subject, nullptr),
                    Expanded(*reading, predicate),
                    ToNode(*reading, object, datatype)});
  return SERD_SUCCESS;
}

SerdStatus IgnoreEnd(void*, const SerdNode*) { return SERD_SUCCESS; }

}  // namespace

absl::Status ReadRdf(const ImportSource& source,
                     const std::function<void(const RdfStatement&)>& take) {
  Reading reading(source);
  reading.take = &take;
  const Owned<SerdReader, serd_reader_free> reader(
      serd_reader_new(SERD_TURTLE, &reading, nullptr, SetBase, SetPrefix,
                      TakeStatement, IgnoreEnd));
  return Run(reader.get(), reading);
}

absl::StatusOr<std::string> TurtleToNTriples(const ImportSource& source) {
  Reading reading(source);
  SerdURI base_uri = SERD_URI_NULL;
  serd_uri_parse(reading.base_node.buf, &base_uri);
  const Owned<SerdWriter, serd_writer_free> writer(serd_writer_new(
      SERD_NTRIPLES, static_cast<SerdStyle>(SERD_STYLE_RESOLVED),
      reading.env.get(), &base_uri, AppendTriples, &reading));
  serd_writer_set_error_sink(writer.get(), NoteError, &reading);
  const Owned<SerdReader, serd_reader_free> reader(serd_reader_new(
      SERD_TURTLE, writer.get(), nullptr,
      reinterpret_cast<SerdBaseSink>(serd_writer_set_base_uri),
      reinterpret_cast<SerdPrefixSink>(serd_writer_set_prefix),
      reinterpret_cast<SerdStatementSink>(serd_writer_write_statement),
      reinterpret_cast<SerdEndSink>(serd_writer_end_anon)));
  absl::Status status = Run(reader.get(), reading);
  serd_writer_finish(writer.get());
  // The writer may find fault with what comes last.
  if (status.ok() && !reading.fault.empty()) {
    status = absl::InvalidArgumentError(reading.fault);
  }
  if (!status.ok()) return status;
  return std::move(reading.triples);
}

}  // namespace tercet
