#include "tercet/term.h"

#include <array>
#include <cstddef>
#include <tuple>

namespace tercet {
namespace {

constexpr std::array<std::string_view, 6> kKindNames = {
    "none", "entity", "relation", "text", "number", "date"};

constexpr std::array<std::string_view, 11> kTypeNames = {
    "unknown", "person",   "place",     "organization", "time", "object",
    "event",   "abstract", "substance", "animal",       "plant"};

constexpr std::array<std::string_view, 6> kStatusNames = {
    "asserted", "reported", "planned", "possible", "hypothetical", "denied"};

template <typename Enum, size_t N>
std::optional<Enum> Find(const std::array<std::string_view, N>& names,
                         std::string_view name) {
  for (size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view Name(TermKind kind) {
  return kKindNames.at(static_cast<size_t>(kind));
}

std::string_view Name(EntityType type) {
  return kTypeNames.at(static_cast<size_t>(type));
}

std::string_view Name(Status status) {
  return kStatusNames.at(static_cast<size_t>(status));
}

std::optional<EntityType> EntityTypeOf(std::string_view name) {
  return Find<EntityType>(kTypeNames, name);
}

std::optional<Status> StatusOf(std::string_view name) {
  return Find<Status>(kStatusNames, name);
}

std::string Term::Label() const {
  if (disambiguator.empty()) return text;
  return text + " (" + disambiguator + ")";
}

bool operator<(const Term& a, const Term& b) {
  return std::tie(a.kind, a.text, a.type, a.disambiguator, a.id) <
         std::tie(b.kind, b.text, b.type, b.disambiguator, b.id);
}

}  // namespace tercet
