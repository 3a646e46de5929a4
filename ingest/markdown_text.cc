#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/markup.h"

namespace tercet::text {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool IsWord(std::string_view text, size_t i) {
  return i < text.size() &&
         (std::isalnum(static_cast<unsigned char>(text[i])) ||
          static_cast<unsigned char>(text[i]) >= 0x80);
}

// Where the bracket closes that opens at `open`; npos if it does not within
// the paragraph.
size_t Closing(std::string_view text, size_t open, char opener, char closer) {
  int depth = 0;
  // A link's text is short; the bound keeps "[[[[…" linear.
  const size_t end = std::min(text.size(), open + 2000);
  for (size_t i = open; i < end; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == opener) {
      ++depth;
    } else if (text[i] == closer && --depth == 0) {
      return i;
    }
  }
  return std::string_view::npos;
}

// The length of a link's target behind its text: "(…)" or "[…]".
size_t TargetLength(std::string_view text, size_t at) {
  if (at >= text.size() || (text[at] != '(' && text[at] != '[')) return 0;
  const char closer = text[at] == '(' ? ')' : ']';
  const size_t end = Closing(text, at, text[at], closer);
  return end == std::string_view::npos ? 0 : end + 1 - at;
}

// Whether the run [i, end) of "*" or "_" is emphasis: "_" inside a word and a
// mark between blanks are not.
bool IsEmphasis(std::string_view text, size_t i, size_t end) {
  const bool before = i > 0 && text[i - 1] != ' ';
  const bool after = end < text.size() && text[end] != ' ';
  if (!before && !after) return false;
  return text[i] == '*' || !(i > 0 && IsWord(text, i - 1) && IsWord(text, end));
}

// The words of a paragraph: emphasis, code marks, links and tags resolved.
// A link's text is resolved in its turn where the loop comes to it.
std::string Inline(std::string_view text) {
  std::string out;
  size_t link_end = std::string_view::npos;  // the "]" of the link we are in
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() &&
        std::ispunct(static_cast<unsigned char>(text[i + 1]))) {
      out.push_back(text[++i]);
    } else if (i == link_end) {
      i += TargetLength(text, i + 1);
      link_end = std::string_view::npos;
    } else if (c == '[' || (c == '!' && text.substr(i, 2) == "![")) {
      const size_t open = c == '[' ? i : i + 1;
      const size_t close = Closing(text, open, '[', ']');
      const bool link =
          close != std::string_view::npos && TargetLength(text, close + 1) > 0;
      if (link && c == '!') {
        i = close + TargetLength(text, close + 1);
      } else if (link && link_end == std::string_view::npos) {
        link_end = close;
      } else {
        out.push_back(c);
      }
    } else if (c == '`' || c == '*' || c == '_') {
      // A run of marks is judged once, as a whole.
      const size_t end = std::min(text.find_first_not_of(c, i), text.size());
      if (c != '`' && !IsEmphasis(text, i, end)) {
        out.append(text.substr(i, end - i));
      }
      i = end - 1;
    } else if (c == '<' && i + 1 < text.size() &&
               (IsWord(text, i + 1) || text[i + 1] == '/') &&
               text.substr(i, 300).find('>') != std::string_view::npos) {
      i = text.find('>', i);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

class MarkdownReader {
 public:
  MarkupText Read(std::string_view markdown) {
    Split(markdown);
    size_t i = ReadFrontMatter();
    for (; i < lines_.size(); ++i) {
      const std::string_view line = Trim(lines_[i]);
      if (line.starts_with("```") || line.starts_with("~~~")) {
        EndParagraph();
        i = EndOfFence(i, line.substr(0, 3));
      } else {
        ReadLine(lines_[i], line);
      }
    }
    EndParagraph();
    return std::move(result_);
  }

 private:
  void Split(std::string_view markdown) {
    while (!markdown.empty()) {
      const size_t end = std::min(markdown.find('\n'), markdown.size());
      lines_.push_back(markdown.substr(0, end));
      markdown.remove_prefix(std::min(end + 1, markdown.size()));
    }
  }

  // Takes title and date from a block of "key: value" between two "---" and
  // returns the line behind it; 0 if there is none.
  size_t ReadFrontMatter() {
    if (lines_.empty() || Trim(lines_[0]) != "---") return 0;
    size_t end = 1;
    while (end < lines_.size() && Trim(lines_[end]) != "---") ++end;
    if (end == lines_.size()) return 0;
    for (size_t i = 1; i < end; ++i) {
      const size_t colon = lines_[i].find(':');
      if (colon == std::string_view::npos) continue;
      std::string_view value = Trim(lines_[i].substr(colon + 1));
      if (value.size() > 1 && (value[0] == '"' || value[0] == '\'') &&
          value.back() == value[0]) {
        value = value.substr(1, value.size() - 2);
      }
      const std::string_view key = Trim(lines_[i].substr(0, colon));
      if (key == "title") result_.title = value;
      if (key == "date") result_.date = value;
    }
    return end + 1;
  }

  size_t EndOfFence(size_t start, std::string_view fence) const {
    size_t i = start + 1;
    while (i < lines_.size() && !Trim(lines_[i]).starts_with(fence)) ++i;
    return i;
  }

  void ReadLine(std::string_view raw, std::string_view line) {
    if (line.empty()) return EndParagraph();
    const bool indented = raw.starts_with("    ") || raw.starts_with('\t');
    if (paragraph_.empty() && indented && !in_list_) return;  // code
    if (line.starts_with('|')) return EndParagraph();         // a table
    if (line.find_first_not_of("-=*_ ") == std::string_view::npos) {
      return EndUnderlined(line);
    }
    while (line.starts_with('>')) line = Trim(line.substr(1));
    if (line.starts_with('#')) return ReadHeading(line);
    const size_t marker = ListMarker(line);
    if (marker > 0) {
      EndParagraph();
      in_list_ = true;
      line = Trim(line.substr(marker));
    } else if (!indented && paragraph_.empty()) {
      in_list_ = false;
    }
    if (!paragraph_.empty()) paragraph_ += ' ';
    paragraph_ += line;
  }

  void ReadHeading(std::string_view line) {
    EndParagraph();
    const size_t level = line.find_first_not_of('#');
    if (level == std::string_view::npos) return;
    std::string_view heading = Trim(line.substr(level));
    heading = Trim(heading.substr(0, heading.find_last_not_of('#') + 1));
    paragraph_ = heading;
    level == 1 ? EndTitle() : EndParagraph();
  }

  // "===" under a line makes it a title; other rules only end a paragraph.
  void EndUnderlined(std::string_view line) {
    line[0] == '=' ? EndTitle() : EndParagraph();
  }

  void EndTitle() {
    if (result_.title.empty() && !paragraph_.empty()) {
      result_.title = Inline(paragraph_);
      paragraph_.clear();
    }
    EndParagraph();
  }

  void EndParagraph() {
    const std::string text = Inline(paragraph_);
    paragraph_.clear();
    if (Trim(text).empty()) return;
    if (!result_.text.empty()) result_.text += "\n\n";
    result_.text += Trim(text);
  }

  // The length of "- ", "* " or "12. " at the beginning of a line, or 0.
  static size_t ListMarker(std::string_view line) {
    size_t digits = 0;
    while (digits < line.size() && digits < 9 && line[digits] >= '0' &&
           line[digits] <= '9') {
      ++digits;
    }
    const size_t end = digits + 1;
    if (line.size() <= end || line[end] != ' ') return 0;
    const char mark = line[digits];
    const bool list = digits > 0 ? mark == '.' || mark == ')'
                                 : mark == '-' || mark == '*' || mark == '+';
    return list ? end + 1 : 0;
  }

  std::vector<std::string_view> lines_;
  MarkupText result_;
  std::string paragraph_;
  bool in_list_ = false;
};

}  // namespace

MarkupText MarkdownText(std::string_view markdown) {
  return MarkdownReader().Read(markdown);
}

}  // namespace tercet::text
