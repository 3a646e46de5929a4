#ifndef TERCET_INGEST_MARKUP_H_
#define TERCET_INGEST_MARKUP_H_

// The running text of marked-up files, without menus, code and links'
// targets.
//
//   MarkupText page = HtmlText("<title>T</title><p>Ana <b>won</b>.</p>");
//   page.title   // "T"
//   page.text    // "Ana won."
//
// Paragraphs are separated by an empty line, and white space inside one is a
// single space.  Any bytes are accepted: what is not understood is left out
// or kept as it stands.  Linear in the input.  Pure; thread-safe.

#include <string>
#include <string_view>

namespace tercet::text {

struct MarkupText {
  std::string title;  // empty where there is none
  std::string date;   // as written there, or empty
  std::string text;
};

// The main text of a page: of its <article> or <main> where it has one, else
// of its body; without navigation, headers, footers, forms, scripts and
// blocks that are mostly links.
MarkupText HtmlText(std::string_view html);

// CommonMark without its code, tables, images and link targets.  The title is
// that of the front matter, else the first heading of the first level, which
// is then no part of the text.
MarkupText MarkdownText(std::string_view markdown);

}  // namespace tercet::text

#endif  // TERCET_INGEST_MARKUP_H_
