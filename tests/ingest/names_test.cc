#include "ingest/names.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "tests/ingest/loaded.h"

namespace tercet::text {
namespace {

const NameLexicon& Names() {
  return Loaded<NameLexicon>(TERCET_SOURCE_DIR "/ingest/lexicon");
}

TEST(NamesTest, KnowsCountriesByNameCapitalAndPeople) {
  EXPECT_EQ(Names().CountryOf("U.S.")->name, "United States");
  EXPECT_EQ(Names().CountryOfCapital("Lisbon")->name, "Portugal");
  EXPECT_EQ(Names().CountryOfDemonym("Dutch")->name, "Netherlands");
  EXPECT_EQ(Names().CountryOfDemonym("Danes")->name, "Denmark");
  EXPECT_EQ(Names().CountryOf("Lisbon"), nullptr);
  EXPECT_TRUE(Names().IsPeople("Danes"));
  EXPECT_FALSE(Names().IsPeople("Danish"));
}

TEST(NamesTest, TellsGendersOfGivenNames) {
  EXPECT_EQ(Names().GenderOfName("Walter"), Gender::kMale);
  EXPECT_EQ(Names().GenderOfName("Ingrid"), Gender::kFemale);
  EXPECT_EQ(Names().GenderOfName("Robin"), Gender::kUnknown);
  EXPECT_EQ(Names().GenderOfName("Bob"), Gender::kMale);
  EXPECT_EQ(Names().GenderOfName("Xyzzy"), Gender::kUnknown);
  EXPECT_TRUE(Names().IsShortFor("Bill", "William"));
  EXPECT_FALSE(Names().IsShortFor("Bill", "Walter"));
}

TEST(NamesTest, TellsTitlesAndTheWordsInNames) {
  ASSERT_NE(Names().TitleOf("Prime Minister"), nullptr);
  EXPECT_EQ(Names().TitleOf("Mrs.")->kind, TitleKind::kCourtesy);
  EXPECT_EQ(Names().TitleOf("Mrs.")->gender, Gender::kFemale);
  EXPECT_EQ(Names().TitleOf("table"), nullptr);
  EXPECT_TRUE(Names().IsLegalForm("GmbH"));
  EXPECT_TRUE(Names().IsOrganizationWord("University"));
  EXPECT_TRUE(Names().IsPlaceWord("Street"));
}

TEST(NamesTest, KnowsWhatNounsName) {
  EXPECT_EQ(Names().TypeOfNoun("seamstress"), EntityType::kPerson);
  EXPECT_EQ(Names().TypeOfNoun("airline"), EntityType::kOrganization);
  EXPECT_EQ(Names().TypeOfNoun("co-author"), EntityType::kPerson);
  EXPECT_EQ(Names().TypeOfNoun("xyzzy"), EntityType::kUnknown);
  EXPECT_TRUE(Names().IsKindOf("airline", "company"));
  EXPECT_TRUE(Names().IsKindOf("bacterium", "organism"));
  EXPECT_FALSE(Names().IsKindOf("bacterium", "company"));
}

TEST(NamesTest, GivesRelationsOneName) {
  EXPECT_EQ(Names().RelationName("meets with"), "meets");
  EXPECT_EQ(Names().RelationName("meets"), "meets");
  EXPECT_EQ(Names().RelationName("votes with"), "votes with");
}

TEST(NamesTest, SaysWhatIsWrongWithATable) {
  const std::filesystem::path directory =
      std::filesystem::temp_directory_path() /
      absl::StrCat("tercet_names_test_", getpid());
  std::filesystem::remove_all(directory);
  std::filesystem::create_directories(directory);
  absl::StatusOr<NameLexicon> names = NameLexicon::Load(directory.string());
  EXPECT_EQ(names.status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(names.status().message(),
            "no lexicon table " + (directory / "countries.tsv").string());
  std::ofstream(directory / "countries.tsv") << "# none\nAtlantis\n";
  names = NameLexicon::Load(directory.string());
  EXPECT_EQ(names.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(names.status().message(), (directory / "countries.tsv").string() +
                                          ":2: expected 5 columns, found 1");
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace tercet::text
