#include "query/unicode.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tercet::query {
namespace {

TEST(UnicodeTest, DecodesWhatItEncodes) {
  for (char32_t code :
       {U'a', U'\x7F', U'\x80', U'é', U'\x7FF', U'\x800', U'習', U'\xD7FF',
        U'\xE000', U'\xFFFF', U'\x10000', U'😀', U'\x10FFFF'}) {
    std::string bytes;
    AppendUtf8(code, &bytes);
    char32_t decoded = 0;
    EXPECT_EQ(DecodeUtf8(bytes, &decoded), static_cast<int>(bytes.size()));
    EXPECT_EQ(decoded, code);
    for (size_t cut = 1; cut < bytes.size(); ++cut) {
      EXPECT_EQ(DecodeUtf8(std::string_view(bytes).substr(0, cut), &decoded),
                0);
    }
  }
}

TEST(UnicodeTest, RefusesInvalidBytes) {
  const struct {
    const char* name;
    std::string_view bytes;
  } cases[] = {
      {"continuation alone", "\x80"},          {"overlong slash", "\xC0\xAF"},
      {"overlong three", "\xE0\x80\xAF"},      {"surrogate", "\xED\xA0\x80"},
      {"beyond the last", "\xF4\x90\x80\x80"}, {"five bytes", "\xF8\x88\x80"},
      {"bad continuation", "\xC3("},           {"never a lead", "\xFF"},
  };
  for (const auto& test : cases) {
    char32_t code = 0;
    EXPECT_EQ(DecodeUtf8(test.bytes, &code), 0) << test.name;
  }
}

TEST(UnicodeTest, MeasuresColumns) {
  const struct {
    const char* text;
    int want;
  } cases[] = {
      {"", 0},  {"Lee", 3}, {"習近平", 6},      {"이재명", 6}, {"Zoe\u0308", 3},
      {"é", 1}, {"😀", 2},   {"U.S.–China", 10}, {"ｗ", 2},     {"\xFF", 1},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(DisplayWidth(test.text), test.want) << test.text;
  }
}

TEST(UnicodeTest, WrapsToWidth) {
  const struct {
    const char* text;
    int columns;
    std::vector<std::string> want;
  } cases[] = {
      {"", 5, {""}},
      {"Lee Jae Myung", 13, {"Lee Jae Myung"}},
      {"Lee Jae Myung", 12, {"Lee Jae", "Myung"}},
      {"Lee Jae Myung", 7, {"Lee Jae", "Myung"}},
      {"Lee Jae Myung", 4, {"Lee", "Jae", "Myun", "g"}},
      {"習近平", 6, {"習近平"}},
      {"習近平", 5, {"習近", "平"}},
      {"習近平", 2, {"習", "近", "平"}},
      {"\xFF\xFF\xFF", 2, {"\xFF\xFF", "\xFF"}},
  };
  for (const auto& test : cases) {
    EXPECT_EQ(WrapToWidth(test.text, test.columns), test.want)
        << test.text << " " << test.columns;
  }
}

TEST(UnicodeTest, FoldsCase) {
  EXPECT_EQ(FoldCase("LEE Jae-Myung"), "lee jae-myung");
  EXPECT_EQ(FoldCase("ÉCOLE ŁÓDŹ ΑΘΗΝΑ МОСКВА"), "école łódź αθηνα москва");
  EXPECT_EQ(FoldCase("習近平"), "習近平");
}

TEST(UnicodeTest, TellsWordsFromMarks) {
  for (char32_t code : {U'a', U'9', U'.', U'_', U'\'', U'&', U'$', U'%', U'é',
                        U'習', U'한', U'’', U'€', U'ß', U'Ж', U'ع'}) {
    EXPECT_TRUE(IsWordChar(code)) << static_cast<unsigned>(code);
  }
  for (char32_t code :
       {U' ', U'-', U',', U'"', U'?', U'(', U'–', U'—', U'→', U'“', U'”', U'«',
        U'»', U'。', U'\xA0', U'\x200B', U'\0', U'\x85'}) {
    EXPECT_FALSE(IsWordChar(code)) << static_cast<unsigned>(code);
  }
}

}  // namespace
}  // namespace tercet::query
