#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/markup.h"
#include "ingest/valid_utf8.h"

namespace tercet::text {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 'a' - 'A');
  }
  return lower;
}

template <size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& of) {
  return std::find(of.begin(), of.end(), name) != of.end();
}

// Elements whose content is read as raw text up to their end tag.
constexpr std::array<std::string_view, 5> kRaw = {"script", "style", "noscript",
                                                  "template", "textarea"};
// Elements whose content is no running text.
constexpr std::array<std::string_view, 13> kAside = {
    "nav",    "header", "footer", "aside",      "form",   "svg",  "figure",
    "select", "button", "iframe", "figcaption", "dialog", "table"};
// Elements that do not end a paragraph.
constexpr std::array<std::string_view, 24> kInline = {
    "a",    "b",    "i",   "em",  "strong", "span", "small", "sub",
    "sup",  "u",    "s",   "q",   "cite",   "abbr", "time",  "code",
    "font", "mark", "ins", "del", "img",    "wbr",  "dfn",   "kbd"};

struct NamedEntity {
  std::string_view name;
  uint32_t code_point;
};
// The ones that prose uses; others stay as they are written.
constexpr NamedEntity kEntities[] = {
    {"amp", '&'},       {"lt", '<'},       {"gt", '>'},       {"quot", '"'},
    {"apos", '\''},     {"nbsp", ' '},     {"ndash", 0x2013}, {"mdash", 0x2014},
    {"lsquo", 0x2018},  {"rsquo", 0x2019}, {"ldquo", 0x201C}, {"rdquo", 0x201D},
    {"hellip", 0x2026}, {"middot", 0xB7},  {"bull", 0x2022},  {"copy", 0xA9},
    {"reg", 0xAE},      {"trade", 0x2122}, {"euro", 0x20AC},  {"pound", 0xA3},
    {"yen", 0xA5},      {"cent", 0xA2},    {"deg", 0xB0},     {"times", 0xD7},
    {"frac12", 0xBD},   {"eacute", 0xE9},  {"egrave", 0xE8},  {"agrave", 0xE0},
    {"aacute", 0xE1},   {"iacute", 0xED},  {"oacute", 0xF3},  {"uacute", 0xFA},
    {"ntilde", 0xF1},   {"ccedil", 0xE7},  {"auml", 0xE4},    {"ouml", 0xF6},
    {"uuml", 0xFC},     {"Auml", 0xC4},    {"Ouml", 0xD6},    {"Uuml", 0xDC},
    {"szlig", 0xDF},    {"aring", 0xE5},   {"oslash", 0xF8},  {"aelig", 0xE6},
    {"ecirc", 0xEA},    {"sect", 0xA7},    {"thinsp", ' '},   {"shy", 0xAD},
};

// Reads a reference such as "&amp;" or "&#8217;" at the beginning of `text`,
// appends what it stands for and returns its length; 0 if it is none.
size_t ReadReference(std::string_view text, std::string* out) {
  const size_t end = text.substr(0, 12).find(';');
  if (end == std::string_view::npos || end < 2) return 0;
  std::string_view name = text.substr(1, end - 1);
  if (name[0] != '#') {
    for (const NamedEntity& entity : kEntities) {
      if (entity.name != name) continue;
      AppendUtf8(entity.code_point, out);
      return end + 1;
    }
    return 0;
  }
  name.remove_prefix(1);
  const bool hex = !name.empty() && (name[0] == 'x' || name[0] == 'X');
  if (hex) name.remove_prefix(1);
  if (name.empty()) return 0;
  uint32_t value = 0;
  for (char c : name) {
    if (!(hex ? std::isxdigit(static_cast<unsigned char>(c)) != 0
              : c >= '0' && c <= '9')) {
      return 0;
    }
    const uint32_t digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    value = std::min<uint32_t>(value * (hex ? 16 : 10) + digit, 0x110000);
  }
  AppendUtf8(value == 0xA0 ? ' ' : value, out);
  return end + 1;
}

std::string Unescape(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t length =
        text[i] == '&' ? ReadReference(text.substr(i), &out) : 0;
    if (length == 0) out.push_back(text[i]);
    i += std::max<size_t>(length, 1);
  }
  return out;
}

// Runs of white space become one space; none at either end.
std::string Collapse(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (!IsSpace(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

struct Tag {
  std::string name;
  bool closing = false;
  std::vector<std::pair<std::string, std::string>> attributes;

  std::string_view Attribute(std::string_view key) const {
    for (const auto& [name, value] : attributes) {
      if (name == key) return value;
    }
    return "";
  }
};

// Reads the attributes of a tag from its inside: ` class="x" hidden`.
void ReadAttributes(std::string_view inside, Tag* tag) {
  size_t i = 0;
  auto skip = [&] {
    while (i < inside.size() && (IsSpace(inside[i]) || inside[i] == '/')) ++i;
  };
  for (skip(); i < inside.size(); skip()) {
    const size_t start = i;
    while (i < inside.size() && !IsSpace(inside[i]) && inside[i] != '=' &&
           inside[i] != '/') {
      ++i;
    }
    std::string key = Lower(inside.substr(start, i - start));
    std::string value;
    while (i < inside.size() && IsSpace(inside[i])) ++i;
    if (i < inside.size() && inside[i] == '=') {
      ++i;
      while (i < inside.size() && IsSpace(inside[i])) ++i;
      const char quote = i < inside.size() ? inside[i] : '\0';
      const bool quoted = quote == '"' || quote == '\'';
      if (quoted) ++i;
      const size_t from = i;
      while (i < inside.size() &&
             (quoted ? inside[i] != quote : !IsSpace(inside[i]))) {
        ++i;
      }
      value = Unescape(inside.substr(from, i - from));
      if (quoted && i < inside.size()) ++i;
    } else if (i == start) {
      ++i;
    }
    tag->attributes.emplace_back(std::move(key), std::move(value));
  }
}

// The end of the tag that begins at `start`: just behind its ">", which may
// stand in quotes before that.
size_t EndOfTag(std::string_view html, size_t start) {
  char quote = '\0';
  for (size_t i = start; i < html.size(); ++i) {
    const char c = html[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return i + 1;
    }
  }
  // An open quote would swallow the page: then the first ">" ends the tag.
  const size_t end = html.find('>', start);
  return end == std::string_view::npos ? html.size() : end + 1;
}

// A paragraph of the page and where it stood.
struct Block {
  std::string text;
  size_t linked = 0;  // how many of its bytes belong to links
  bool main = false;  // inside <article> or <main>
};

class HtmlReader {
 public:
  explicit HtmlReader(std::string_view html) : html_(html) {}

  MarkupText Read() {
    while (at_ < html_.size()) {
      if (html_[at_] == '<') {
        ReadMarkup();
      } else {
        const size_t end = std::min(html_.find('<', at_), html_.size());
        AddText(html_.substr(at_, end - at_));
        at_ = end;
      }
    }
    EndBlock();
    page_.text = MainText();
    // A page's <title> often carries the name of its site, its <h1> does not.
    heading_ = Collapse(heading_);
    page_.title = heading_.empty() ? Collapse(page_.title) : heading_;
    return std::move(page_);
  }

 private:
  void ReadMarkup() {
    const std::string_view rest = html_.substr(at_);
    if (rest.starts_with("<!--")) {
      const size_t end = html_.find("-->", at_ + 4);
      at_ = end == std::string_view::npos ? html_.size() : end + 3;
      return;
    }
    const bool tag =
        rest.size() > 1 && (std::isalpha(static_cast<unsigned char>(rest[1])) ||
                            rest[1] == '/' || rest[1] == '!' || rest[1] == '?');
    if (!tag) {
      AddText("<");
      ++at_;
      return;
    }
    const size_t end = EndOfTag(html_, at_ + 1);
    std::string_view inside = html_.substr(at_ + 1, end - at_ - 1);
    if (inside.ends_with('>')) inside.remove_suffix(1);
    at_ = end;
    Tag parsed;
    parsed.closing = inside.starts_with('/');
    if (parsed.closing) inside.remove_prefix(1);
    size_t length = 0;
    while (length < inside.size() && !IsSpace(inside[length]) &&
           inside[length] != '/') {
      ++length;
    }
    parsed.name = Lower(inside.substr(0, length));
    ReadAttributes(inside.substr(length), &parsed);
    Apply(parsed);
  }

  void Apply(const Tag& tag) {
    if (!IsOneOf(tag.name, kInline)) EndBlock();
    if (tag.name == "a") in_link_ = !tag.closing;
    if (tag.name == "article" || tag.name == "main") Count(tag, &main_depth_);
    if (tag.name == "title" && aside_depth_ == 0) in_title_ = !tag.closing;
    if (tag.name == "h1" && aside_depth_ == 0) in_heading_ = !tag.closing;
    if (tag.name == "meta") ReadMeta(tag);
    if (tag.name == "time" && !tag.closing && page_.date.empty()) {
      page_.date = tag.Attribute("datetime");
    }
    if (IsOneOf(tag.name, kAside)) Count(tag, &aside_depth_);
    if (IsOneOf(tag.name, kRaw) && !tag.closing) SkipRaw(tag.name);
  }

  static void Count(const Tag& tag, int* depth) {
    *depth = std::max(*depth + (tag.closing ? -1 : 1), 0);
  }

  void SkipRaw(const std::string& name) {
    const std::string end = "</" + name;
    for (; at_ < html_.size(); ++at_) {
      at_ = std::min(html_.find("</", at_), html_.size());
      if (Lower(html_.substr(at_, end.size())) == end) return;
    }
  }

  void ReadMeta(const Tag& tag) {
    const std::string_view content = tag.Attribute("content");
    std::string_view name = tag.Attribute("property");
    if (name.empty()) name = tag.Attribute("name");
    if (name == "article:published_time" || name == "date" ||
        name == "dc.date" || name == "DC.date") {
      page_.date = content;
    }
  }

  void AddText(std::string_view text) {
    if (in_title_) {
      page_.title += Unescape(text);
    } else if (in_heading_) {
      heading_ += Unescape(text);
    } else if (aside_depth_ == 0) {
      const std::string plain = Unescape(text);
      block_.text += plain;
      if (in_link_) block_.linked += plain.size();
    }
  }

  void EndBlock() {
    block_.text = Collapse(block_.text);
    block_.main = main_depth_ > 0;
    if (!block_.text.empty()) blocks_.push_back(std::move(block_));
    block_ = Block();
  }

  std::string MainText() const {
    const bool has_main = std::any_of(blocks_.begin(), blocks_.end(),
                                      [](const Block& b) { return b.main; });
    std::string text;
    for (const Block& block : blocks_) {
      if (has_main && !block.main) continue;
      if (block.linked * 2 > block.text.size()) continue;
      if (!text.empty()) text += "\n\n";
      text += block.text;
    }
    return text;
  }

  std::string_view html_;
  size_t at_ = 0;
  MarkupText page_;
  std::vector<Block> blocks_;
  Block block_;
  int main_depth_ = 0;
  int aside_depth_ = 0;
  bool in_link_ = false;
  bool in_title_ = false;
  bool in_heading_ = false;
  std::string heading_;
};

}  // namespace

MarkupText HtmlText(std::string_view html) { return HtmlReader(html).Read(); }

}  // namespace tercet::text
