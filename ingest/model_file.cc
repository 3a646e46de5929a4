#include "ingest/model_file.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "ingest/byte_codec.h"
#include "ingest/feature_hash.h"

namespace tercet::text {
namespace {

constexpr std::string_view kMagic = "tercetmd";
constexpr size_t kHeaderSize = 8 + 4 + 8 + 8;

void AppendFixed(uint64_t value, int size, std::string* out) {
  for (int i = 0; i < size; ++i) {
    out->push_back(static_cast<char>(value >> (8 * i)));
  }
}

uint64_t FixedAt(std::string_view bytes, size_t at, int size) {
  uint64_t value = 0;
  for (int i = size; i > 0; --i) {
    const auto k = at + static_cast<size_t>(i) - 1;
    value = value << 8 | static_cast<unsigned char>(bytes[k]);
  }
  return value;
}

// Eight bytes at a time: any changed bit changes it.
uint64_t Checksum(std::string_view bytes) {
  uint64_t hash = bytes.size();
  while (bytes.size() >= 8) {
    hash = MixHash(hash, FixedAt(bytes, 0, 8));
    bytes.remove_prefix(8);
  }
  return MixHash(hash, FixedAt(bytes, 0, static_cast<int>(bytes.size())));
}

}  // namespace

absl::StatusOr<std::string> ReadModelBytes(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) {
    return absl::NotFoundError(absl::StrCat("cannot open the model ", path));
  }
  std::string bytes(static_cast<size_t>(std::max<int64_t>(0, in.tellg())), 0);
  in.seekg(0);
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!in) {
    return absl::DataLossError(absl::StrCat("cannot read the model ", path));
  }
  return bytes;
}

absl::StatusOr<std::string_view> ModelFile::Section(
    const std::string& name) const {
  const auto section = sections_.find(name);
  if (section == sections_.end()) {
    return absl::DataLossError(
        absl::StrCat("the model has no section '", name, "'"));
  }
  return section->second;
}

std::string ModelFile::Serialize() const {
  std::string body;
  for (const auto& [name, bytes] : sections_) {
    AppendString(name, &body);
    AppendString(bytes, &body);
  }
  std::string file(kMagic);
  AppendFixed(kVersion, 4, &file);
  AppendFixed(Checksum(body), 8, &file);
  AppendFixed(body.size(), 8, &file);
  return file + body;
}

absl::StatusOr<ModelFile> ModelFile::Parse(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) {
    return absl::DataLossError("this is not a tercet model");
  }
  if (bytes.size() < kHeaderSize) {
    return absl::DataLossError("the model is cut short");
  }
  const uint64_t version = FixedAt(bytes, 8, 4);
  if (version != kVersion) {
    return absl::FailedPreconditionError(
        absl::StrCat("the model has version ", version,
                     ", this program reads version ", kVersion));
  }
  const uint64_t checksum = FixedAt(bytes, 12, 8);
  const uint64_t size = FixedAt(bytes, 20, 8);
  bytes.remove_prefix(kHeaderSize);
  if (bytes.size() < size) {
    return absl::DataLossError("the model is cut short");
  }
  if (bytes.size() > size || Checksum(bytes) != checksum) {
    return absl::DataLossError("the model is damaged: wrong checksum");
  }
  ModelFile file;
  ByteReader reader(bytes);
  while (!reader.AtEnd()) {
    std::string name(reader.String());
    file.Set(std::move(name), std::string(reader.String()));
  }
  if (!reader.ok()) return absl::DataLossError("the model is damaged");
  return file;
}

absl::StatusOr<ModelFile> ModelFile::Read(const std::string& path) {
  const absl::StatusOr<std::string> bytes = ReadModelBytes(path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<ModelFile> file = Parse(*bytes);
  if (file.ok()) return file;
  return absl::Status(file.status().code(),
                      absl::StrCat(path, ": ", file.status().message()));
}

absl::Status ModelFile::Write(const std::string& path) const {
  std::ofstream out(path, std::ios::binary);
  out << Serialize();
  out.close();
  if (!out) {
    return absl::PermissionDeniedError(absl::StrCat("cannot write ", path));
  }
  return absl::OkStatus();
}

}  // namespace tercet::text
