#include "cli/completion.h"

#include <algorithm>
#include <array>

#include "ingest/valid_utf8.h"

namespace tercet::cli {
namespace {

constexpr size_t kMost = 60;

constexpr std::array<std::string_view, 11> kCommands = {
    ".docs",   ".forget", ".help",  ".limit",   ".mode", ".quit",
    ".schema", ".source", ".stats", ".timeout", ".timer"};

// Where the node or edge under the cursor begins, and which of them it is.
struct Place {
  size_t start = 0;
  bool in_edge = false;
};

// A hyphen begins an edge behind a blank and ends one before a blank or ">";
// elsewhere it belongs to a word.
Place PlaceAt(std::string_view text) {
  Place place;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool after_blank = i == 0 || text[i - 1] == ' ';
    if (c == '-' && !place.in_edge && after_blank) {
      place = {i + 1, true};
    } else if (c == '-' && place.in_edge &&
               (i + 1 == text.size() || text[i + 1] == '>' ||
                text[i + 1] == ' ')) {
      const bool arrow = i + 1 < text.size() && text[i + 1] == '>';
      place = {i + (arrow ? 2 : 1), false};
    } else if (c == ',' || c == '(' || c == '|' ||
               (c == ':' && place.in_edge) ||
               (place.in_edge && (c == '/' || c == '^' || c == '!'))) {
      place.start = i + 1;
    }
  }
  while (place.start < text.size() && text[place.start] == ' ') ++place.start;
  return place;
}

// Skips the words that stand before a name and are none of it.
size_t BehindKeywords(std::string_view text, size_t start) {
  constexpr std::string_view kKeywords[] = {"explain ",  "profile ",  "why ",
                                            "describe ", "find ",     "all ",
                                            "shortest ", "optional ", "not "};
  for (bool again = true; again;) {
    again = false;
    for (std::string_view keyword : kKeywords) {
      if (!text.substr(start).starts_with(keyword)) continue;
      start += keyword.size();
      again = true;
    }
  }
  return start;
}

}  // namespace

Completion Complete(const View& view, std::string_view before_cursor) {
  Completion found;
  if (before_cursor.starts_with('.')) {
    for (std::string_view command : kCommands) {
      if (command.starts_with(before_cursor)) {
        found.candidates.emplace_back(command);
      }
    }
    return found;
  }
  const Place place = PlaceAt(before_cursor);
  found.start =
      place.in_edge ? place.start : BehindKeywords(before_cursor, place.start);
  const std::string_view typed = before_cursor.substr(found.start);
  if (place.in_edge) {
    const auto relations = view.Relations();
    if (!relations.ok()) return found;
    for (const RelationInfo& relation : *relations) {
      if (std::string_view(relation.term.text).starts_with(typed)) {
        found.candidates.push_back(relation.term.text);
      }
      if (found.candidates.size() == kMost) break;
    }
  } else if (!typed.empty() && typed[0] != '?') {
    auto names = view.NamesWithPrefix(typed, kMost);
    if (names.ok()) found.candidates = *std::move(names);
  }
  return found;
}

std::string CommonPrefix(const std::vector<std::string>& texts) {
  if (texts.empty()) return "";
  std::string common = texts[0];
  for (const std::string& text : texts) {
    const auto end =
        std::mismatch(common.begin(), common.end(), text.begin(), text.end());
    common.erase(end.first, common.end());
  }
  // Half a character is none.
  while (!common.empty() && text::MakeValidUtf8(common).replaced > 0) {
    common.pop_back();
  }
  return common;
}

int CharactersIn(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace tercet::cli
