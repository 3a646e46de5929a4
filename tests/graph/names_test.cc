#include "graph/names.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tercet {
namespace {

TEST(NamesTest, FoldsWhatPeopleTypeDifferently) {
  struct Case {
    std::string_view name, want;
  };
  const Case kCases[] = {
      {"", ""},
      {"Lee", "lee"},
      {"Lee Jae-myung", "lee jae myung"},
      {"  two   blanks ", "two blanks"},
      {"The Hague", "hague"},
      {"the", "the"},
      {"An Apple", "apple"},
      {"Anna", "anna"},
      {"U.S.", "us"},
      {"$2.3 billion", "$2.3 billion"},
      {"U.S.\u2013China", "us china"},
      {"People\u2019s Congress", "people's congress"},
      {"\u201cOne\u201d", "\"one\""},
      {"S\u00e3o Paulo", "sao paulo"},
      {"\u0141\u00f3d\u017a", "lodz"},
      {"\u00c6r\u00f8", "\u00e6ro"},
      {"\u0391\u03b8\u03ae\u03bd\u03b1", "\u03b1\u03b8\u03ae\u03bd\u03b1"},
      {"\u041c\u043e\u0441\u043a\u0432\u0430",
       "\u043c\u043e\u0441\u043a\u0432\u0430"},
      {"\u674e\u5728\u660e", "\u674e\u5728\u660e"},
      {"bad \xff byte", "bad \xff byte"},
      {"cut \xe6\x9d", "cut \xe6\x9d"},
      {"3\u00d74", "3\u00d74"},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(FoldName(c.name), c.want) << c.name;
    EXPECT_LE(FoldName(c.name).size(), c.name.size());
    EXPECT_EQ(FoldName(FoldName(c.name)), FoldName(c.name));
  }
}

TEST(NamesTest, WordsAreSingularAndSorted) {
  struct Case {
    std::string_view name;
    std::vector<std::string> want;
  };
  const Case kCases[] = {
      {"", {}},
      {"-- , --", {}},
      {"20 American companies", {"20", "american", "company"}},
      {"the officials' union", {"official", "union"}},
      {"Marlow's boss", {"boss", "marlow"}},
      {"gas and bus", {"and", "bus", "gas"}},
      {"word word", {"word"}},
      {"a (b) [c]", {"b", "c"}},
  };
  for (const Case& c : kCases) EXPECT_EQ(WordsOf(c.name), c.want) << c.name;
  std::string many;
  for (int i = 100; i < 300; ++i) many.append(std::to_string(i)).append(" ");
  EXPECT_EQ(WordsOf(many).size(), 64u);
}

}  // namespace
}  // namespace tercet
