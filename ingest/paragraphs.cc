#include "ingest/paragraphs.h"

#include <algorithm>
#include <cstddef>

#include "ingest/characters.h"

namespace tercet::text {
namespace {

// Lines longer than this are paragraphs, not the work of a wrapping editor.
constexpr uint32_t kWidestWrap = 160;

Span Trim(std::string_view text, Span span) {
  const auto blank = [&](uint32_t at) {
    return static_cast<unsigned char>(text[at]) <= ' ';
  };
  while (span.begin < span.end && blank(span.begin)) ++span.begin;
  while (span.begin < span.end && blank(span.end - 1)) --span.end;
  return span;
}

uint32_t FirstWordSize(std::string_view line) {
  return static_cast<uint32_t>(std::min(line.find(' '), line.size()));
}

// Whether a line begins as one does that was meant to stand alone.
bool BeginsAfresh(std::string_view line) {
  const Character first = CharacterAt(line, 0);
  return first.kind != CharacterClass::kLower;
}

// "* bread", "- milk", "3. eggs".
bool IsListItem(std::string_view line) {
  constexpr std::string_view kBullet = "\xE2\x80\xA2";
  if (line.starts_with("* ") || line.starts_with("- ")) return true;
  if (line.starts_with(kBullet)) return true;
  const size_t digits =
      std::min(line.find_first_not_of("0123456789"), line.size());
  const std::string_view rest = line.substr(digits);
  return digits >= 1 && digits <= 2 &&
         (rest.starts_with(". ") || rest.starts_with(") "));
}

bool EndsSentence(std::string_view line) {
  constexpr std::string_view kClosing = "\"')]";
  size_t end = line.size();
  while (end > 0 && kClosing.find(line[end - 1]) != std::string_view::npos) {
    --end;
  }
  if (line.substr(0, end).ends_with("\xE2\x80\x9D")) end -= 3;
  return end > 0 && (line[end - 1] == '.' || line[end - 1] == '!' ||
                     line[end - 1] == '?' || line[end - 1] == ':');
}

// Parts the lines of one block, which has no empty line inside.
void SplitBlock(std::string_view text, const std::vector<Span>& lines,
                std::vector<Span>* paragraphs) {
  uint32_t widest = 0;
  for (const Span& line : lines) widest = std::max(widest, line.size());
  Span paragraph = lines.front();
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto before = text.substr(lines[i - 1].begin, lines[i - 1].size());
    const auto after = text.substr(lines[i].begin, lines[i].size());
    const bool would_fit =
        lines[i - 1].size() + 1 + FirstWordSize(after) <= widest;
    const bool deliberate =
        widest > kWidestWrap ||
        (would_fit &&
         (EndsSentence(before) || lines[i - 1].size() * 3 < widest * 2));
    if ((deliberate && BeginsAfresh(after)) || IsListItem(after)) {
      paragraphs->push_back(paragraph);
      paragraph = lines[i];
    } else {
      paragraph.end = lines[i].end;
    }
  }
  paragraphs->push_back(paragraph);
}

}  // namespace

std::vector<Span> FindParagraphs(std::string_view text) {
  std::vector<Span> paragraphs;
  std::vector<Span> block;
  size_t at = 0;
  while (at < text.size()) {
    const size_t end = std::min(text.find('\n', at), text.size());
    const Span line =
        Trim(text, {static_cast<uint32_t>(at), static_cast<uint32_t>(end)});
    if (line.size() > 0) block.push_back(line);
    if (!block.empty() && (line.size() == 0 || end == text.size())) {
      SplitBlock(text, block, &paragraphs);
      block.clear();
    }
    at = end + 1;
  }
  if (!block.empty()) SplitBlock(text, block, &paragraphs);
  return paragraphs;
}

}  // namespace tercet::text
