#include "ingest/markup.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace tercet::text {
namespace {

struct Case {
  std::string_view name, input, title, date, text;
};

void Check(const Case& c, const MarkupText& got) {
  EXPECT_EQ(got.title, c.title) << c.name;
  EXPECT_EQ(got.date, c.date) << c.name;
  EXPECT_EQ(got.text, c.text) << c.name;
}

TEST(HtmlTextTest, KeepsTheMainText) {
  const Case kCases[] = {
      {"nothing", "", "", "", ""},
      {"plain text", "Ana won.", "", "", "Ana won."},
      {"paragraphs and inline marks",
       "<title>News</title><p>Ana <b>won</b>\n the <a href=x>cup</a>.</p>"
       "<p>Bo lost.<br>Twice.",
       "News", "", "Ana won the cup.\n\nBo lost.\n\nTwice."},
      {"a heading is the better title",
       "<title>A bridge | The Paper</title><h1>A <i>bridge</i></h1><p>Yes.",
       "A bridge", "", "Yes."},
      {"menus, scripts and comments",
       "<nav>Home</nav><script>if (a<b) p('</p>')</script><!-- no -->"
       "<style>p{}</style><p>Yes.</p><footer>Imprint</footer>",
       "", "", "Yes."},
      {"an article in a page",
       "<div>Subscribe now</div><article><p>Yes.</p></article><p>More</p>", "",
       "", "Yes."},
      {"a block of links",
       "<ul><li><a href=1>One</a></ul><p>See <a href=2>two</a> of them.</p>",
       "", "", "See two of them."},
      {"references", "<p>A&amp;B &#8212; caf&eacute; &#x2014; &unknown; & c",
       "", "", "A&B \u2014 caf\u00e9 \u2014 &unknown; & c"},
      {"dates",
       "<meta property='article:published_time' content='2026-01-03T10:00'>"
       "<p>Yes.",
       "", "2026-01-03T10:00", "Yes."},
      {"a date in the text", "<time datetime=2026-01-03>Jan 3</time>: yes", "",
       "2026-01-03", "Jan 3: yes"},
      {"a bracket in quotes", "<p title=\"a>b\">Yes.", "", "", "Yes."},
      {"an open quote", "<p title=\"a>Yes.</p>", "", "", "Yes."},
      {"a lesser sign", "<p>1 < 2 <3", "", "", "1 < 2 <3"},
      {"an open tag", "<p>Yes. <b", "", "", "Yes."},
      {"an open comment", "<p>Yes.<!-- ", "", "", "Yes."},
      {"an open script", "<p>Yes.<script>x</scrip", "", "", "Yes."},
  };
  for (const Case& c : kCases) Check(c, HtmlText(c.input));
}

TEST(MarkdownTextTest, KeepsTheRunningText) {
  const Case kCases[] = {
      {"nothing", "", "", "", ""},
      {"a title and paragraphs", "# A bridge\n\nAna *won* the\n__cup__.\n\nBo.",
       "A bridge", "", "Ana won the cup.\n\nBo."},
      {"an underlined title", "A bridge\n===\nYes.", "A bridge", "", "Yes."},
      {"front matter",
       "---\ntitle: \"A: b\"\ndate: 2026-01-03\n---\n# Head\nY.", "A: b",
       "2026-01-03", "Head\n\nY."},
      {"links and images", "See [the *town* hall](http://x/(y)) ![pic](p.png)!",
       "", "", "See the town hall !"},
      {"no link", "[sic] he said, a [b", "", "", "[sic] he said, a [b"},
      {"code", "Use `ls`:\n\n    rm -r\n\n```\ncode\n```\nDone.", "", "",
       "Use ls:\n\nDone."},
      {"lists", "- one\n- two\n  goes on\n1. three", "", "",
       "one\n\ntwo goes on\n\nthree"},
      {"quotes and tables", "> Said\n> she.\n\n| a | b |\n|---|---|\nYes.", "",
       "", "Said she.\n\nYes."},
      {"marks that are none", "2 * 3 * 4 snake_case_name \\*x\\*", "", "",
       "2 * 3 * 4 snake_case_name *x*"},
      {"tags", "A <b>bold</b> claim, 1 < 2", "", "", "A bold claim, 1 < 2"},
      {"a rule", "One\n\n---\n\nTwo", "", "", "One\n\nTwo"},
  };
  for (const Case& c : kCases) Check(c, MarkdownText(c.input));
}

// Each is quadratic or deep in a reader that goes back for every bracket.
TEST(MarkupTest, EndsOnHostileInput) {
  for (std::string_view unit : {"[", "*", "![", "<a \"", "<", "&", "<b>", "([",
                                "`", "\\", "<!--", "</", "_ ", "> "}) {
    std::string text;
    while (text.size() < 300'000) text += unit;
    EXPECT_LE(MarkdownText(text).text.size(), text.size()) << unit;
    EXPECT_LE(HtmlText(text).text.size(), text.size()) << unit;
  }
}

}  // namespace
}  // namespace tercet::text
