#include "ingest/extract_inflection.h"

namespace tercet::text {
namespace {

bool IsVowel(char c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

// "carry" but not "play".
bool EndsInConsonantY(std::string_view s) {
  return s.size() > 1 && s.back() == 'y' && !IsVowel(s[s.size() - 2]);
}

bool EndsIn(std::string_view s, std::string_view suffix) {
  return s.size() >= suffix.size() &&
         s.substr(s.size() - suffix.size()) == suffix;
}

}  // namespace

std::string ThirdPerson(std::string_view lemma) {
  const std::string s(lemma);
  if (s == "be") return "is";
  if (s == "have") return "has";
  if (s == "quiz" || s == "whiz") return s + "zes";
  if (EndsInConsonantY(lemma)) return s.substr(0, s.size() - 1) + "ies";
  for (std::string_view end : {"s", "sh", "ch", "x", "z"}) {
    if (EndsIn(lemma, end)) return s + "es";
  }
  if (s.size() > 1 && s.back() == 'o' && !IsVowel(s[s.size() - 2])) {
    return s + "es";
  }
  return s + "s";
}

}  // namespace tercet::text
