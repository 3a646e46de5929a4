#ifndef TERCET_STORAGE_BYTES_H_
#define TERCET_STORAGE_BYTES_H_

// Numbers and strings as bytes, for keys and records.
//
//     std::string key;
//     AppendU64(key, subject);            // big-endian: orders as the number
//     AppendString(key, "news-17");       // varint length, then the bytes
//
//     ByteReader reader(key);
//     uint64_t subject = reader.U64();
//     std::string_view name = reader.String();
//     if (!reader.AtEnd()) return absl::DataLossError("...");
//
// A reader that runs past the end turns bad and yields zeros from there on:
// check ok() or AtEnd() once, at the end.  What it returns points into the
// bytes it was given.  Plain values: thread-safe as such.

#include <cstdint>
#include <string>
#include <string_view>

namespace tercet::storage {

void AppendU8(std::string& out, uint8_t value);
void AppendU32(std::string& out, uint32_t value);  // big-endian
void AppendU64(std::string& out, uint64_t value);  // big-endian
void AppendVarint(std::string& out, uint64_t value);
// Small negative numbers stay short (zigzag).
void AppendSigned(std::string& out, int64_t value);
void AppendString(std::string& out, std::string_view value);

// Keys in which a string is followed by more: order as (string, rest) does,
// whatever bytes the string holds.  0x00 is written 0x00 0xff, the end 0x00
// 0x01.
void AppendOrderedString(std::string& out, std::string_view value);

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  uint8_t U8();
  uint32_t U32();
  uint64_t U64();
  uint64_t Varint();
  int64_t Signed();
  std::string_view String();
  std::string OrderedString();

  // False once something was cut short or malformed.
  bool ok() const { return ok_; }
  // All was read, and well.
  bool AtEnd() const { return ok_ && rest_.empty(); }
  std::string_view rest() const { return rest_; }

 private:
  void Fail();
  std::string_view Take(size_t size);

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_BYTES_H_
