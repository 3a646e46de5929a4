#include "ingest/dateline.h"

#include <algorithm>
#include <cctype>

#include "ingest/dates.h"

namespace tercet::text {
namespace {

// The dashes that end a dateline; a hyphen needs spaces around it.
constexpr std::string_view kDashes[] = {" — ", " – ", " -- ", " - ", "—"};

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == ',')) {
    text.remove_suffix(1);
  }
  return text;
}

// "HONG KONG", "St. PETERSBURG", "SÃO PAULO": most letters are capitals.
bool IsPlaceInCapitals(std::string_view text) {
  int upper = 0;
  int lower = 0;
  for (const char c : text) {
    const unsigned char u = static_cast<unsigned char>(c);
    if (std::isdigit(u)) return false;
    upper += std::isupper(u) ? 1 : 0;
    lower += std::islower(u) ? 1 : 0;
  }
  return upper >= 3 && upper > 2 * lower;
}

std::optional<Dateline> AtLineStart(std::string_view line) {
  size_t end = std::string_view::npos;
  size_t width = 0;
  for (const std::string_view dash : kDashes) {
    const size_t at = line.find(dash);
    if (at != std::string_view::npos && at < end) {
      end = at;
      width = dash.size();
    }
  }
  if (end == std::string_view::npos || end > 70 || end == 0) {
    return std::nullopt;
  }
  Dateline dateline;
  dateline.span = {0, static_cast<uint32_t>(end + width)};
  std::string_view head = line.substr(0, end);
  // "(AP)": the agency.
  if (const size_t open = head.find('('); open != std::string_view::npos) {
    head = head.substr(0, open);
  }
  const size_t comma = head.find(',');
  const std::string_view place = Trimmed(head.substr(0, comma));
  if (!IsPlaceInCapitals(place)) return std::nullopt;
  dateline.place = std::string(place);
  if (comma != std::string_view::npos) {
    const std::string_view rest = Trimmed(head.substr(comma + 1));
    if (IsTimeExpression(rest)) dateline.date = std::string(rest);
  }
  return dateline;
}

}  // namespace

std::optional<Dateline> FindDateline(std::string_view text) {
  size_t begin = 0;
  for (int lines = 0; lines < 3 && begin < text.size();) {
    size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view line = text.substr(begin, end - begin);
    if (!line.empty()) ++lines;
    std::optional<Dateline> found = AtLineStart(line.substr(0, 120));
    if (found) {
      found->span.begin += static_cast<uint32_t>(begin);
      found->span.end += static_cast<uint32_t>(begin);
      return found;
    }
    begin = end + 1;
  }
  return std::nullopt;
}

}  // namespace tercet::text
