#ifndef TERCET_INGEST_BYTE_CODEC_H_
#define TERCET_INGEST_BYTE_CODEC_H_

// The few encodings that the model file is made of: varints, signed varints
// (zigzag) and strings with their length before them.
//
//   std::string bytes;
//   AppendVarint(300, &bytes);
//   ByteReader reader(bytes);
//   uint64_t value = reader.Varint();  // 300; reader.ok()
//
// A reader that runs over the end returns zeros and is no longer ok().

#include <cstdint>
#include <string>
#include <string_view>

namespace tercet::text {

inline void AppendVarint(uint64_t value, std::string* out) {
  while (value >= 0x80) {
    out->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out->push_back(static_cast<char>(value));
}

inline void AppendSigned(int64_t value, std::string* out) {
  const uint64_t bits = static_cast<uint64_t>(value);
  AppendVarint((bits << 1) ^ static_cast<uint64_t>(value >> 63), out);
}

inline void AppendString(std::string_view value, std::string* out) {
  AppendVarint(value.size(), out);
  out->append(value);
}

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  uint64_t Varint() {
    uint64_t value = 0;
    for (int shift = 0; shift < 64 && !bytes_.empty(); shift += 7) {
      const uint64_t byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    return Fail();
  }

  int64_t Signed() {
    const uint64_t bits = Varint();
    return static_cast<int64_t>(bits >> 1) ^ -static_cast<int64_t>(bits & 1);
  }

  // Points into the bytes that the reader was made of.
  std::string_view String() {
    const uint64_t size = Varint();
    if (size > bytes_.size()) {
      Fail();
      return {};
    }
    const std::string_view value = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return value;
  }

  // A count of things that take at least one byte each, so that a broken
  // count cannot ask for more memory than the file has bytes.
  uint64_t Count() {
    const uint64_t count = Varint();
    return count <= bytes_.size() ? count : Fail();
  }

  bool ok() const { return ok_; }
  bool AtEnd() const { return bytes_.empty(); }

 private:
  uint64_t Fail() {
    ok_ = false;
    bytes_ = {};
    return 0;
  }

  std::string_view bytes_;
  bool ok_ = true;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_BYTE_CODEC_H_
