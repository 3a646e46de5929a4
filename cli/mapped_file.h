#ifndef TERCET_CLI_MAPPED_FILE_H_
#define TERCET_CLI_MAPPED_FILE_H_

// A whole file as text, without reading it into memory where it can be mapped.
//
//   absl::StatusOr<MappedFile> file = MappedFile::Open("facts.nt");
//   Parse(file->text());
//
// "-" is standard input, and what cannot be mapped (a pipe) is read.
//
// Thread safety: any thread.  The text lives as long as the object.

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tercet::cli {

class MappedFile {
 public:
  // NotFound, or PermissionDenied; names the file.
  static absl::StatusOr<MappedFile> Open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) = delete;
  ~MappedFile();

  std::string_view text() const {
    return mapping_ == nullptr
               ? std::string_view(read_)
               : std::string_view(static_cast<const char*>(mapping_), size_);
  }

  // Lets go of the memory that a part of the text is in.  It may be read again,
  // from the file.
  void Drop(std::string_view part) const;

 private:
  MappedFile() = default;

  void* mapping_ = nullptr;
  size_t size_ = 0;
  std::string read_;
};

}  // namespace tercet::cli

#endif  // TERCET_CLI_MAPPED_FILE_H_
