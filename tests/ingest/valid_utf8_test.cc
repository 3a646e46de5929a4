#include "ingest/valid_utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tercet::text {
namespace {

constexpr std::string_view kFffd = "\xEF\xBF\xBD";

TEST(ValidUtf8Test, ReplacesIllFormedParts) {
  struct Case {
    std::string_view name, input;
    int64_t replaced, line, column;
  };
  const Case kCases[] = {
      {"nothing", "", 0, 0, 0},
      {"well-formed", "caf\u00e9 \u2014 \U0001F600\n", 0, 0, 0},
      {"a Latin-1 letter", "caf\xE9 au lait", 1, 1, 4},
      {"on the second line", "\u00e9\nx\xFFy", 1, 2, 2},
      {"two in a row", "\xFF\xFE", 2, 1, 1},
      {"cut in the middle", "a\xE2\x82", 1, 1, 2},
      {"overlong slash", "\xC0\xAF", 2, 1, 1},
      {"surrogate", "\xED\xA0\x80", 3, 1, 1},
      {"beyond the last", "\xF4\x90\x80\x80", 4, 1, 1},
      {"stray continuation", "\x80", 1, 1, 1},
  };
  for (const Case& c : kCases) {
    const Utf8Repair repair = MakeValidUtf8(c.input);
    EXPECT_EQ(repair.replaced, c.replaced) << c.name;
    EXPECT_EQ(repair.line, c.line) << c.name;
    EXPECT_EQ(repair.column, c.column) << c.name;
    EXPECT_EQ(MakeValidUtf8(repair.text).replaced, 0) << c.name;
    int64_t written = 0;
    for (size_t at = 0; (at = repair.text.find(kFffd, at)) != std::string::npos;
         ++at) {
      ++written;
    }
    EXPECT_EQ(written, c.replaced) << c.name;
    if (c.replaced == 0) {
      EXPECT_EQ(repair.text, c.input) << c.name;
    }
  }
}

TEST(ValidUtf8Test, AppendsCodePoints) {
  std::string out;
  for (uint32_t c : {0x41u, 0xE9u, 0x20ACu, 0x1F600u, 0xD800u, 0x110000u, 0u}) {
    AppendUtf8(c, &out);
  }
  EXPECT_EQ(out, "A\u00e9\u20ac\U0001F600\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(Utf8Length("\u20acx"), 3);
  EXPECT_EQ(Utf8Length("\xE2\x82"), 0);
  EXPECT_EQ(Utf8Length(""), 0);
}

}  // namespace
}  // namespace tercet::text
