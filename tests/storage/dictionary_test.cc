// Terms and ids through the public interface, and what a damaged dictionary
// looks like to check.

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/store.h"
#include "tests/storage/scratch.h"

namespace tercet::storage {
namespace {

using namespace std::string_literals;

TEST(DictionaryTest, TermsGetSerialNumbersInTheOrderOfTheirComing) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  EXPECT_EQ(*batch->Intern(1, "Lee"), MakeTermId(1, 1));
  EXPECT_EQ(*batch->Intern(2, "meets"), MakeTermId(2, 2));
  EXPECT_EQ(*batch->Intern(1, "Lee"), MakeTermId(1, 1));
  EXPECT_EQ(*batch->Intern(2, "Lee"), MakeTermId(2, 3)) << "kinds are apart";
  ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  batch = BatchOrDie(*store);
  EXPECT_EQ(*batch->Intern(2, "meets"), MakeTermId(2, 2));
  EXPECT_EQ(*batch->Intern(3, "new"), MakeTermId(3, 4));
}

TEST(DictionaryTest, AnyBytesRoundTripAndSurviveReopening) {
  Scratch scratch;
  const std::vector<std::string> terms = {""s,
                                          "a"s,
                                          "\0"s,
                                          "a\0b"s,
                                          "\xff\xfe"s,
                                          "Zürich"s,
                                          std::string(100000, 'x')};
  std::vector<TermId> ids;
  {
    const auto store = OpenOrDie(scratch / "db");
    auto batch = BatchOrDie(*store);
    for (const std::string& term : terms) {
      ids.push_back(*batch->Intern(3, term));
      EXPECT_EQ(*batch->Text(ids.back()), term);
      EXPECT_EQ(*batch->Lookup(3, term), ids.back());
    }
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  }
  const auto store = OpenOrDie(scratch / "db");
  const auto snapshot = store->NewSnapshot();
  for (size_t i = 0; i < terms.size(); ++i) {
    EXPECT_EQ(*snapshot->Text(ids[i]), terms[i]);
    EXPECT_EQ(*snapshot->Lookup(3, terms[i]), ids[i]);
  }
  EXPECT_TRUE(snapshot->Check().ok());
}

// Long terms fill the writer's cache many times over: ids stay what they are.
TEST(DictionaryTest, TermsKeepTheirIdsWhateverIsCached) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  const auto term = [](int i) {
    return std::string(1 << 20, 'x') + std::to_string(i);
  };
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 200; ++i) {
      auto batch = BatchOrDie(*store);
      EXPECT_EQ(*batch->Intern(3, "first"), MakeTermId(3, 1));
      EXPECT_EQ(*batch->Intern(3, term(i)), MakeTermId(3, 2 + i)) << round;
      ASSERT_TRUE(store->Commit(std::move(batch)).ok());
    }
  }
}

TEST(DictionaryTest, ADroppedBatchGivesItsIdsBack) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  {
    auto batch = BatchOrDie(*store);
    EXPECT_EQ(*batch->Intern(1, "dropped"), MakeTermId(1, 1));
  }
  auto batch = BatchOrDie(*store);
  EXPECT_EQ(batch->Lookup(1, "dropped").status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(*batch->Intern(1, "kept"), MakeTermId(1, 1));
}

TEST(DictionaryTest, ErrorsSayWhatIsWrong) {
  Scratch scratch;
  const auto store = OpenOrDie(scratch / "db");
  auto batch = BatchOrDie(*store);
  EXPECT_EQ(batch->Intern(0, "x").status(),
            absl::InvalidArgumentError("a term's kind is 1..15, not 0"));
  EXPECT_EQ(batch->Intern(16, "x").status(),
            absl::InvalidArgumentError("a term's kind is 1..15, not 16"));
  const auto snapshot = store->NewSnapshot();
  EXPECT_EQ(snapshot->Lookup(1, "nobody").status(),
            absl::NotFoundError("no such term"));
  EXPECT_EQ(snapshot->Text(MakeTermId(1, 5)).status().code(),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(snapshot->Text(*InlineNumber({5, 0}, 4)).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(snapshot->Text(kNoTerm).status().code(),
            absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace tercet::storage
