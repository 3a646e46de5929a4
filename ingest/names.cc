#include "ingest/names.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace tercet::text {
namespace {

constexpr uint8_t kLegalForm = 1;
constexpr uint8_t kOrganizationWord = 2;
constexpr uint8_t kPlaceWord = 4;
constexpr uint8_t kCivicWord = 8;
constexpr uint8_t kTeamWord = 16;

absl::string_view View(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}

std::vector<std::string> Values(const std::string& field) {
  if (field.empty() || field == "-") return {};
  return absl::StrSplit(field, '|', absl::SkipEmpty());
}

Gender GenderOf(std::string_view letter) {
  if (letter == "m") return Gender::kMale;
  if (letter == "f") return Gender::kFemale;
  return Gender::kUnknown;
}

// Calls row(fields) for every line that is neither empty nor a comment; what
// it complains of becomes the error, with file and line.
template <typename Row>
absl::Status ReadTable(const std::string& path, size_t columns, Row row) {
  std::ifstream in(path);
  if (!in) return absl::NotFoundError(absl::StrCat("no lexicon table ", path));
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    std::string problem;
    if (fields.size() != columns) {
      problem =
          absl::StrCat("expected ", columns, " columns, found ", fields.size());
    } else {
      problem = row(fields);
    }
    if (!problem.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ":", number, ": ", problem));
    }
  }
  return absl::OkStatus();
}

template <typename Map>
bool Has(const Map& map, std::string_view key) {
  return map.contains(View(key));
}

}  // namespace

void NameLexicon::AddCountry(const Row& row) {
  const int index = static_cast<int>(countries_.size());
  Country country{row[0], Values(row[1]), Values(row[2]), Values(row[3]),
                  Values(row[4])};
  country_of_name_.try_emplace(country.name, index);
  for (const std::string& name : country.other_names) {
    country_of_name_.try_emplace(name, index);
  }
  for (const std::string& capital : country.capitals) {
    country_of_capital_.try_emplace(capital, index);
  }
  for (const std::string& adjective : country.adjectives) {
    country_of_demonym_.try_emplace(adjective, index);
  }
  for (const std::string& people : country.peoples) {
    country_of_demonym_.try_emplace(people, index);
  }
  countries_.push_back(std::move(country));
}

std::string NameLexicon::AddTitle(const Row& row) {
  Title title;
  title.gender = GenderOf(row[2]);
  if (row[1] == "courtesy") {
    title.kind = TitleKind::kCourtesy;
  } else if (row[1] == "office") {
    title.kind = TitleKind::kOffice;
  } else if (row[1] == "town-office") {
    title.kind = TitleKind::kOffice;
    title.of = OfficeOf::kTown;
  } else if (row[1] == "firm-office") {
    title.kind = TitleKind::kOffice;
    title.of = OfficeOf::kFirm;
  } else if (row[1] == "rank") {
    title.kind = TitleKind::kRank;
  } else if (row[1] == "calling") {
    title.kind = TitleKind::kCalling;
  } else {
    return absl::StrCat("unknown kind of title '", row[1], "'");
  }
  titles_[row[0]] = title;
  title_starts_[row[0].substr(0, row[0].find(' '))] = 1;
  return "";
}

std::string NameLexicon::AddNoun(const Row& row) {
  NounSense& sense = nouns_[row[0]];
  if (row[1] != "-") {
    const std::optional<EntityType> type = EntityTypeOf(row[1]);
    if (!type) return absl::StrCat("unknown entity type '", row[1], "'");
    sense.type = *type;
  }
  if (row[2] != "-") sense.gender = GenderOf(row[2]);
  for (std::string& wider : Values(row[3])) {
    if (std::find(sense.wider.begin(), sense.wider.end(), wider) ==
        sense.wider.end()) {
      sense.wider.push_back(std::move(wider));
    }
  }
  return "";
}

std::string NameLexicon::AddWord(const Row& row) {
  uint8_t bits = 0;
  if (row[1] == "legal") {
    bits = kLegalForm;
  } else if (row[1] == "head") {
    bits = kOrganizationWord;
  } else if (row[1] == "civic") {
    bits = kOrganizationWord | kCivicWord;
  } else if (row[1] == "team") {
    bits = kTeamWord;
  } else {
    return absl::StrCat("unknown kind of word '", row[1], "'");
  }
  words_[row[0]] |= bits;
  return "";
}

absl::Status NameLexicon::Read(const std::string& directory) {
  const auto path = [&](std::string_view file) {
    return absl::StrCat(directory, "/", View(file));
  };
  std::vector<absl::Status> results;
  results.push_back(ReadTable(path("countries.tsv"), 5, [&](const Row& row) {
    AddCountry(row);
    return std::string();
  }));
  results.push_back(ReadTable(path("places.tsv"), 2, [&](const Row& row) {
    places_[row[0]] = row[1];
    return std::string();
  }));
  results.push_back(ReadTable(path("given_names.tsv"), 2, [&](const Row& row) {
    given_names_[row[0]] = GenderOf(row[1]);
    return std::string();
  }));
  results.push_back(ReadTable(path("nicknames.tsv"), 2, [&](const Row& row) {
    nicknames_[row[0]] = Values(row[1]);
    return std::string();
  }));
  results.push_back(ReadTable(path("titles.tsv"), 3,
                              [&](const Row& row) { return AddTitle(row); }));
  results.push_back(ReadTable(path("organization_words.tsv"), 2,
                              [&](const Row& row) { return AddWord(row); }));
  results.push_back(ReadTable(path("place_words.tsv"), 1, [&](const Row& row) {
    words_[row[0]] |= kPlaceWord;
    return std::string();
  }));
  results.push_back(
      ReadTable(path("relation_names.tsv"), 2, [&](const Row& row) {
        relations_[row[0]] = row[1];
        return std::string();
      }));
  for (const char* file : {"noun_types.tsv", "noun_types_own.tsv"}) {
    results.push_back(
        ReadTable(path(file), 4, [&](const Row& row) { return AddNoun(row); }));
  }
  for (const absl::Status& result : results) {
    if (!result.ok()) return result;
  }
  return absl::OkStatus();
}

absl::StatusOr<NameLexicon> NameLexicon::Load(const std::string& directory) {
  NameLexicon lexicon;
  const absl::Status status = lexicon.Read(directory);
  if (!status.ok()) return status;
  return lexicon;
}

const Country* NameLexicon::CountryOf(std::string_view name) const {
  const auto found = country_of_name_.find(View(name));
  return found == country_of_name_.end() ? nullptr : &countries_[found->second];
}

const Country* NameLexicon::CountryOfCapital(std::string_view name) const {
  const auto found = country_of_capital_.find(View(name));
  return found == country_of_capital_.end() ? nullptr
                                            : &countries_[found->second];
}

const Country* NameLexicon::CountryOfDemonym(std::string_view word) const {
  const auto found = country_of_demonym_.find(View(word));
  return found == country_of_demonym_.end() ? nullptr
                                            : &countries_[found->second];
}

bool NameLexicon::IsPeople(std::string_view word) const {
  const Country* country = CountryOfDemonym(word);
  if (country == nullptr) return false;
  return std::find(country->peoples.begin(), country->peoples.end(), word) !=
         country->peoples.end();
}

bool NameLexicon::IsPlace(std::string_view name) const {
  return Has(places_, name) || Has(country_of_name_, name) ||
         Has(country_of_capital_, name);
}

bool NameLexicon::IsState(std::string_view name) const {
  const auto found = places_.find(View(name));
  return found != places_.end() && found->second == "state";
}

bool NameLexicon::IsGivenName(std::string_view name) const {
  return Has(given_names_, name) || Has(nicknames_, name);
}

Gender NameLexicon::GenderOfName(std::string_view given_name) const {
  const auto found = given_names_.find(View(given_name));
  if (found != given_names_.end()) return found->second;
  const auto nickname = nicknames_.find(View(given_name));
  if (nickname == nicknames_.end()) return Gender::kUnknown;
  Gender gender = Gender::kUnknown;
  for (const std::string& name : nickname->second) {
    const auto full = given_names_.find(name);
    if (full == given_names_.end()) continue;
    if (gender != Gender::kUnknown && gender != full->second) {
      return Gender::kUnknown;
    }
    gender = full->second;
  }
  return gender;
}

bool NameLexicon::IsShortFor(std::string_view nickname,
                             std::string_view name) const {
  const auto found = nicknames_.find(View(nickname));
  return found != nicknames_.end() &&
         std::find(found->second.begin(), found->second.end(), name) !=
             found->second.end();
}

const Title* NameLexicon::TitleOf(std::string_view words) const {
  auto found = titles_.find(View(words));
  // "Councillors Roe and Hald"; short ones are often none: "Kings Cross", "the
  // brothers".
  if (found == titles_.end() && words.size() >= 9 && words.ends_with('s')) {
    found = titles_.find(View(words.substr(0, words.size() - 1)));
  }
  return found == titles_.end() ? nullptr : &found->second;
}

bool NameLexicon::StartsTitle(std::string_view word) const {
  return Has(title_starts_, word);
}

bool NameLexicon::IsLegalForm(std::string_view word) const {
  const auto found = words_.find(View(word));
  return found != words_.end() && (found->second & kLegalForm) != 0;
}

bool NameLexicon::IsOrganizationWord(std::string_view word) const {
  const auto found = words_.find(View(word));
  return found != words_.end() &&
         (found->second & (kLegalForm | kOrganizationWord)) != 0;
}

bool NameLexicon::IsCivicWord(std::string_view word) const {
  const auto found = words_.find(View(word));
  return found != words_.end() && (found->second & kCivicWord) != 0;
}

bool NameLexicon::IsPlaceWord(std::string_view word) const {
  const auto found = words_.find(View(word));
  return found != words_.end() && (found->second & kPlaceWord) != 0;
}

bool NameLexicon::IsTeamWord(std::string_view word) const {
  const auto found = words_.find(View(word));
  return found != words_.end() && (found->second & kTeamWord) != 0;
}

const NounSense* NameLexicon::Noun(std::string_view lemma) const {
  const auto found = nouns_.find(View(lemma));
  if (found != nouns_.end()) return &found->second;
  // "co-author", "apartment-tower": the last part tells.
  const size_t dash = lemma.rfind('-');
  if (dash == std::string_view::npos || dash + 1 == lemma.size()) {
    return nullptr;
  }
  const auto last = nouns_.find(View(lemma.substr(dash + 1)));
  return last == nouns_.end() ? nullptr : &last->second;
}

EntityType NameLexicon::TypeOfNoun(std::string_view lemma) const {
  const NounSense* sense = Noun(lemma);
  return sense == nullptr ? EntityType::kUnknown : sense->type;
}

std::string_view NameLexicon::RelationName(std::string_view relation) const {
  const auto found = relations_.find(View(relation));
  return found == relations_.end() ? relation : found->second;
}

bool NameLexicon::IsKindOf(std::string_view noun,
                           std::string_view wider) const {
  if (noun == wider) return true;
  const NounSense* sense = Noun(noun);
  return sense != nullptr && std::find(sense->wider.begin(), sense->wider.end(),
                                       wider) != sense->wider.end();
}

}  // namespace tercet::text
