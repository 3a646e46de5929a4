#ifndef TERCET_INGEST_NAMES_H_
#define TERCET_INGEST_NAMES_H_

// What is generally known of names and nouns: countries with their capitals
// and peoples, places, given names, nicknames, titles, the words that mark a
// name as an organization's or a place's, and what common nouns name.
//
//   auto names = NameLexicon::Load("share/tercet/lexicon");
//   names->CountryOf("U.S.")->name           // "United States"
//   names->CountryOfDemonym("Dutch")->name   // "Netherlands"
//   names->IsKindOf("airline", "company")    // true
//
// Immutable after Load and safe to share between threads.  Pointers that it
// returns live as long as it does.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tercet/term.h"

namespace tercet::text {

enum class Gender : uint8_t { kUnknown, kMale, kFemale };

struct Country {
  std::string name;  // "South Korea"
  std::vector<std::string> other_names;
  std::vector<std::string> capitals;
  std::vector<std::string> adjectives;  // "South Korean"
  std::vector<std::string> peoples;     // "South Koreans"
};

enum class TitleKind : uint8_t { kCourtesy, kOffice, kRank, kCalling };

// What an office that stands alone is an office of: the town or the firm that
// the text is about.
enum class OfficeOf : uint8_t { kAny, kTown, kFirm };

struct Title {
  TitleKind kind = TitleKind::kOffice;
  Gender gender = Gender::kUnknown;
  OfficeOf of = OfficeOf::kAny;
};

struct NounSense {
  EntityType type = EntityType::kUnknown;
  Gender gender = Gender::kUnknown;
  std::vector<std::string> wider;  // "organization" for "union"
};

class NameLexicon {
 public:
  // Reads the tables below `directory`.  NotFound where one is missing,
  // InvalidArgument with file and line where a row cannot be read.
  static absl::StatusOr<NameLexicon> Load(const std::string& directory);

  // By its name or another of its names; null where no country has it.
  const Country* CountryOf(std::string_view name) const;
  const Country* CountryOfCapital(std::string_view name) const;
  // By adjective or people: "Chinese", "Americans".
  const Country* CountryOfDemonym(std::string_view word) const;
  // "Americans", "Danes": a noun for the people alone.
  bool IsPeople(std::string_view word) const;

  // A country, a capital or another place of the tables.
  bool IsPlace(std::string_view name) const;
  bool IsState(std::string_view name) const;

  bool IsGivenName(std::string_view name) const;
  Gender GenderOfName(std::string_view given_name) const;
  // Whether "Bill" may stand for "William".
  bool IsShortFor(std::string_view nickname, std::string_view name) const;

  // "President", "Prime Minister"; null where the words are no title.
  const Title* TitleOf(std::string_view words) const;
  bool StartsTitle(std::string_view word) const;

  bool IsLegalForm(std::string_view word) const;
  bool IsOrganizationWord(std::string_view word) const;
  // The word of an institution that bears its town's name: "Library".
  bool IsCivicWord(std::string_view word) const;
  bool IsPlaceWord(std::string_view word) const;
  // The last word of a club's name, which is left out: "Rovers", "Town".
  bool IsTeamWord(std::string_view word) const;

  // By lemma, in lower case; null where the noun is not listed.
  const NounSense* Noun(std::string_view lemma) const;
  EntityType TypeOfNoun(std::string_view lemma) const;
  // The name that the graph uses for a relation: "meets" for "meets with".
  std::string_view RelationName(std::string_view relation) const;
  // Whether a thing called `noun` may be taken up as `wider`.
  bool IsKindOf(std::string_view noun, std::string_view wider) const;

 private:
  using Row = std::vector<std::string>;
  absl::Status Read(const std::string& directory);
  void AddCountry(const Row& row);
  std::string AddTitle(const Row& row);
  std::string AddNoun(const Row& row);
  std::string AddWord(const Row& row);

  std::vector<Country> countries_;
  absl::flat_hash_map<std::string, int> country_of_name_;
  absl::flat_hash_map<std::string, int> country_of_capital_;
  absl::flat_hash_map<std::string, int> country_of_demonym_;
  absl::flat_hash_map<std::string, std::string> places_;  // name to kind
  absl::flat_hash_map<std::string, Gender> given_names_;
  absl::flat_hash_map<std::string, std::vector<std::string>> nicknames_;
  absl::flat_hash_map<std::string, Title> titles_;
  absl::flat_hash_map<std::string, uint8_t> title_starts_;
  absl::flat_hash_map<std::string, uint8_t> words_;  // bits of WordBit
  absl::flat_hash_map<std::string, NounSense> nouns_;
  absl::flat_hash_map<std::string, std::string> relations_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NAMES_H_
