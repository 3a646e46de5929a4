// Terms and ids through the public interface, and what a damaged dictionary
// looks like to check.

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "storage/rocks.h"
#include "storage/store.h"
#include "storage/term_blocks.h"
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

// Blocks of texts are filled by several batches, and read from each.
TEST(DictionaryTest, BatchesOfAnySizeAndKindFindTheirTermsAgain) {
  Scratch scratch;
  const auto term = [](int i) {
    return i % 50 == 0 ? std::string(600, 'l') + std::to_string(i)
                       : "term " + std::to_string(i);
  };
  const auto kind = [](int i) { return static_cast<uint8_t>(1 + i % 3); };
  auto store = OpenOrDie(scratch / "db");
  int count = 0;
  for (int batch_size : {1, 62, 1, 1, 63, 64, 65, 128, 7, 3000, 1, 9000}) {
    auto batch = BatchOrDie(*store);
    for (int i = count / 2; i < count + batch_size; ++i) {
      ASSERT_EQ(*batch->Intern(kind(i), term(i)), MakeTermId(kind(i), 1 + i));
    }
    EXPECT_EQ(*batch->Text(MakeTermId(kind(count), 1 + count)), term(count));
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
    count += batch_size;
    if (batch_size % 2 == 0) {
      store.reset();
      store = OpenOrDie(scratch / "db");
    }
  }
  for (int round = 0; round < 2; ++round) {
    const auto snapshot = store->NewSnapshot();
    for (int i = 0; i < count; ++i) {
      ASSERT_EQ(*snapshot->Lookup(kind(i), term(i)),
                MakeTermId(kind(i), 1 + i));
      ASSERT_EQ(*snapshot->Text(MakeTermId(kind(i), 1 + i)), term(i));
    }
    const absl::Status check = snapshot->Check();
    EXPECT_TRUE(check.ok()) << check;
    EXPECT_TRUE(absl::IsNotFound(
        snapshot->Text(MakeTermId(kind(count), 1 + count)).status()));
    EXPECT_TRUE(absl::IsNotFound(snapshot->Text(MakeTermId(4, 1)).status()))
        << "of another kind";
    ASSERT_TRUE(store->Compact().ok());
  }
}

TEST(DictionaryTest, CheckFindsTermsThatAreFiledWrong) {
  Scratch scratch;
  {
    const auto store = OpenOrDie(scratch / "db");
    auto batch = BatchOrDie(*store);
    EXPECT_TRUE(batch->Intern(1, "Lee").ok());
    EXPECT_TRUE(batch->Intern(1, "Xi").ok());
    ASSERT_TRUE(store->Commit(std::move(batch)).ok());
  }
  const auto block = [](std::string_view second) {
    return EncodeTermBlock({{}, {1, false, "Lee"}, {1, false, second}});
  };
  const std::string wrong[][2] = {
      {block("Xo"), "the dictionary: term "},
      {EncodeTermBlock({{}, {1, false, "Lee"}}),
       "the dictionary: term " + std::to_string(MakeTermId(1, 2)) +
           " is filed under a wrong hash"},
      {"bad", "a block of terms is damaged"},
      {block("Xi"), ""},
  };
  for (const auto& [value, error] : wrong) {
    {
      const auto rocks = *Rocks::Open(scratch / "db", {});
      ASSERT_TRUE(rocks->db()
                      ->Put({}, rocks->column(Column::kTermBlocks),
                            SerialBlockKey(0), value)
                      .ok());
    }
    const absl::Status check =
        OpenOrDie(scratch / "db")->NewSnapshot()->Check();
    EXPECT_EQ(check.ok(), error.empty()) << check;
    EXPECT_EQ(check.message().substr(0, error.size()), error);
  }
}

TEST(DictionaryTest, BlocksOfTermsRoundTripAndNothingLessDoes) {
  const std::string value = EncodeTermBlock(
      {{}, {3, false, "text"}, {2, true, ""}, {1, false, ""}, {1, false, "x"}});
  const auto slots = DecodeTermBlock(value);
  ASSERT_TRUE(slots.ok());
  ASSERT_EQ(slots->size(), 5u);
  for (size_t i = 0; i < slots->size(); ++i) {
    const auto one = TermOfBlock(value, i);
    ASSERT_TRUE(one.ok());
    EXPECT_EQ(one->kind, (*slots)[i].kind);
    EXPECT_EQ(one->is_long, (*slots)[i].is_long);
    EXPECT_EQ(one->text, (*slots)[i].text);
  }
  EXPECT_EQ((*slots)[1].text, "text");
  EXPECT_TRUE((*slots)[2].is_long);
  EXPECT_EQ(TermOfBlock(value, 5)->kind, 0);
  for (size_t size = 0; size < value.size(); ++size) {
    EXPECT_TRUE(absl::IsDataLoss(
        DecodeTermBlock(std::string_view(value).substr(0, size)).status()))
        << size;
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
