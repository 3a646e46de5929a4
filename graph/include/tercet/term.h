#ifndef TERCET_TERM_H_
#define TERCET_TERM_H_

// The vocabulary of a graph: what a term can be, and what a sentence can say
// of a fact.  Plain values with their names; no state, thread-safe.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tercet {

// What a term is.
enum class TermKind : uint8_t {
  kEntity = 1,    // a person, a place, an event ...: canonical name and type
  kRelation = 2,  // "meets", "is president of"
  kText = 3,      // a phrase or a string
  kNumber = 4,    // a number with an optional unit: "$2.3 billion", "350 km"
  kDate = 5,      // a date or an interval of dates
};

// What an entity is.  The ten types of the GUM corpus, and kUnknown.
enum class EntityType : uint8_t {
  kUnknown = 0,   // nobody says
  kPerson,        // also a fictional one
  kPlace,         // also a country as a place
  kOrganization,  // also a government, a team, a band
  kTime,          // "the Middle Ages"
  kObject,        // what can be touched: a ship, a letter
  kEvent,         // "the strike"
  kAbstract,      // "a plan", a law, a language
  kSubstance,     // "sea water"
  kAnimal,        // also a herd
  kPlant,         // also a tree
};

// How a sentence puts a fact.
enum class Status : uint8_t {
  kAsserted = 0,  // as true, by the document itself
  kReported,      // as what somebody says, who is in said_by
  kPlanned,       // will, is to, plans to, aims to
  kPossible,      // may, could, might
  kHypothetical,  // if, unless, would; things asked, ordered or wished for
  kDenied,        // somebody denies it
};

// A term's number within one graph.  Numbers depend on the order in which
// terms came, so they are for looking up, never for showing or for sorting
// what a user sees.
using TermId = uint64_t;
// No term's id: "any" in patterns, "none" in answers.
inline constexpr TermId kNoTerm = 0;

// What a fact is made of: a node or a relation.
struct Term {
  TermId id = kNoTerm;                     // within one graph
  TermKind kind = TermKind::kText;         // what it is
  EntityType type = EntityType::kUnknown;  // of an entity
  // An entity's canonical name, a relation, the words of a value.
  std::string text;
  // What keeps two entities of one name and type apart: "mayor of Norvik".
  // Empty for nearly every entity.
  std::string disambiguator;

  // "John Smith", or "John Smith (mayor of Norvik)".
  std::string Label() const;

  // By content, not by id: kind, text, type, disambiguator.  The order of
  // everything that is exported.
  friend bool operator<(const Term& a, const Term& b);
  friend bool operator==(const Term&, const Term&) = default;
};

// The names that users read and write: "entity", "number".
std::string_view Name(TermKind kind);
// "person", "organization".
std::string_view Name(EntityType type);
// "asserted", "planned".
std::string_view Name(Status status);

// The inverse of Name; nothing where no name fits.
std::optional<EntityType> EntityTypeOf(std::string_view name);
// The inverse of Name; nothing where no name fits.
std::optional<Status> StatusOf(std::string_view name);

}  // namespace tercet

#endif  // TERCET_TERM_H_
