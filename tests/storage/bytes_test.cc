#include "storage/bytes.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace tercet::storage {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

std::vector<uint64_t> Interesting() {
  std::vector<uint64_t> values = {0};
  for (int shift = 0; shift < 64; ++shift) {
    values.push_back((uint64_t{1} << shift) - 1);
    values.push_back(uint64_t{1} << shift);
  }
  values.push_back(UINT64_MAX);
  return values;
}

TEST(BytesTest, NumbersRoundTrip) {
  for (const uint64_t value : Interesting()) {
    std::string bytes;
    AppendU8(bytes, value);
    AppendU32(bytes, value);
    AppendU64(bytes, value);
    AppendVarint(bytes, value);
    AppendSigned(bytes, static_cast<int64_t>(value));
    ByteReader reader(bytes);
    EXPECT_EQ(reader.U8(), static_cast<uint8_t>(value));
    EXPECT_EQ(reader.U32(), static_cast<uint32_t>(value));
    EXPECT_EQ(reader.U64(), value);
    EXPECT_EQ(reader.Varint(), value);
    EXPECT_EQ(reader.Signed(), static_cast<int64_t>(value));
    EXPECT_TRUE(reader.AtEnd());
  }
}

TEST(BytesTest, BigEndianOrdersAsTheNumbersDo) {
  std::string last;
  std::vector<uint64_t> values = Interesting();
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  for (const uint64_t value : values) {
    std::string key;
    AppendU64(key, value);
    EXPECT_LT(last, key) << value;
    last = key;
  }
}

TEST(BytesTest, SmallNumbersAreShort) {
  std::string bytes;
  AppendSigned(bytes, -1);
  EXPECT_EQ(bytes, "\x01"s);
  bytes.clear();
  AppendVarint(bytes, 300);
  EXPECT_EQ(bytes, "\xac\x02"s);
}

TEST(BytesTest, StringsRoundTrip) {
  for (const std::string& value :
       {""s, "a"s, "\0"s, "a\0b"s, "\0\xff"s, "\0\x01"s, "\xff\xff"s,
        std::string(300, 'x')}) {
    std::string bytes;
    AppendString(bytes, value);
    AppendOrderedString(bytes, value);
    AppendU8(bytes, 7);
    ByteReader reader(bytes);
    EXPECT_EQ(reader.String(), value);
    EXPECT_EQ(reader.OrderedString(), value);
    EXPECT_EQ(reader.U8(), 7);
    EXPECT_TRUE(reader.AtEnd());
  }
}

TEST(BytesTest, OrderedStringsOrderBeforeWhatFollows) {
  const std::vector<std::string> sorted = {""s,   "\0"s,  "\0\0"s, "\0a"s,
                                           "a"s,  "a\0"s, "a\0b"s, "a\x01"s,
                                           "ab"s, "b"s,   "\xff"s};
  std::string last;
  for (const std::string& value : sorted) {
    for (const uint8_t rest : {0, 255}) {
      std::string key;
      AppendOrderedString(key, value);
      AppendU8(key, rest);
      EXPECT_LT(last, key);
      last = key;
    }
  }
}

TEST(BytesTest, TruncationIsNoticedAtEveryLength) {
  struct Case {
    const char* name;
    std::function<void(std::string&)> append;
    std::function<void(ByteReader&)> read;
  };
  const std::vector<Case> cases = {
      {"U8", [](std::string& b) { AppendU8(b, 1); },
       [](ByteReader& r) { r.U8(); }},
      {"U32", [](std::string& b) { AppendU32(b, 1); },
       [](ByteReader& r) { r.U32(); }},
      {"U64", [](std::string& b) { AppendU64(b, 1); },
       [](ByteReader& r) { r.U64(); }},
      {"Varint", [](std::string& b) { AppendVarint(b, UINT64_MAX); },
       [](ByteReader& r) { r.Varint(); }},
      {"String", [](std::string& b) { AppendString(b, "abc"); },
       [](ByteReader& r) { r.String(); }},
      {"OrderedString", [](std::string& b) { AppendOrderedString(b, "a\0b"s); },
       [](ByteReader& r) { r.OrderedString(); }},
  };
  for (const Case& c : cases) {
    std::string bytes;
    c.append(bytes);
    for (size_t size = 0; size <= bytes.size(); ++size) {
      ByteReader reader(std::string_view(bytes).substr(0, size));
      c.read(reader);
      EXPECT_EQ(reader.ok(), size == bytes.size()) << c.name << " " << size;
    }
  }
}

TEST(BytesTest, MalformedBytesAreRefused) {
  ByteReader too_long("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
  EXPECT_EQ(too_long.Varint(), 0u);
  EXPECT_FALSE(too_long.ok());
  ByteReader bad_escape("a\0\x02"sv);
  EXPECT_EQ(bad_escape.OrderedString(), "");
  EXPECT_FALSE(bad_escape.ok());
  ByteReader huge_string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x");
  EXPECT_EQ(huge_string.String(), "");
  EXPECT_FALSE(huge_string.ok());
}

}  // namespace
}  // namespace tercet::storage
