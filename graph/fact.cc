#include "tercet/fact.h"

#include <string_view>

#include "graph/fact_id.h"

namespace tercet {
namespace {

// Crockford's base 32: digits and letters without i, l, o and u.
constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kBits = 5;
constexpr int kShown = 10;
constexpr size_t kFewest = 4;
constexpr size_t kMost = 12;  // what 64 bits hold of whole characters

}  // namespace

std::string FactId::ToString() const {
  std::string text = "#";
  for (int i = 1; i <= kShown; ++i) {
    text += kDigits[value >> (64 - kBits * i) & 31];
  }
  return text;
}

std::optional<FactIdRange> ParseFactId(std::string_view text) {
  if (text.starts_with('#')) text.remove_prefix(1);
  if (text.size() < kFewest || text.size() > kMost) return std::nullopt;
  FactIdRange range;
  int shift = 64;
  for (const char c : text) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const size_t digit = kDigits.find(lower);
    if (digit == std::string_view::npos) return std::nullopt;
    shift -= kBits;
    range.first |= uint64_t{digit} << shift;
  }
  range.last = range.first | ((uint64_t{1} << shift) - 1);
  return range;
}

}  // namespace tercet
