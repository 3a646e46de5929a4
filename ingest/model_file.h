#ifndef TERCET_INGEST_MODEL_FILE_H_
#define TERCET_INGEST_MODEL_FILE_H_

// The file that all statistical stages are read from.
//
//   file    = "tercetmd" version checksum size section*
//   section = string(name) string(bytes)
//
// version is a 32-bit number, checksum a 64-bit hash of everything behind
// `size`, size a 64-bit number of those bytes, all little-endian; strings
// have their length before them as a varint (byte_codec.h).
//
//   ModelFile file;
//   file.Set("tagger", tagger.Serialize());
//   absl::Status status = file.Write("english.model");
//
// A plain value.

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tercet::text {

// All bytes of a file.  NotFound where it cannot be opened, DataLoss where it
// cannot be read.
absl::StatusOr<std::string> ReadModelBytes(const std::string& path);

class ModelFile {
 public:
  static constexpr uint32_t kVersion = 1;

  void Set(std::string name, std::string bytes) {
    sections_[std::move(name)] = std::move(bytes);
  }
  // DataLoss where there is no such section.
  absl::StatusOr<std::string_view> Section(const std::string& name) const;

  std::string Serialize() const;
  // DataLoss: not a model, cut short or changed.  FailedPrecondition: a
  // version that this program does not read.
  static absl::StatusOr<ModelFile> Parse(std::string_view bytes);

  // NotFound where there is no such file; errors of Parse name the file.
  static absl::StatusOr<ModelFile> Read(const std::string& path);
  absl::Status Write(const std::string& path) const;

 private:
  std::map<std::string, std::string> sections_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_MODEL_FILE_H_
