// Records survive the way to bytes and back; damaged bytes are refused.

#include "graph/record.h"

#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

namespace tercet {
namespace {

// `older`: the lengths of records that said less, which are read too.
template <typename Record>
void ExpectRoundTrip(const Record& record, const char* name,
                     const std::set<size_t>& older = {}) {
  const std::string bytes = Encode(record);
  const absl::StatusOr<Record> back = Decode<Record>(bytes);
  ASSERT_TRUE(back.ok()) << name << ": " << back.status();
  EXPECT_EQ(*back, record) << name;
  for (size_t size = 0; size < bytes.size(); ++size) {
    if (older.contains(size)) continue;
    EXPECT_TRUE(
        absl::IsDataLoss(Decode<Record>(bytes.substr(0, size)).status()))
        << name << " cut to " << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(Decode<Record>(bytes + "x").status())) << name;
}

TEST(RecordTest, GoThereAndBackAndRefuseTruncation) {
  ExpectRoundTrip(Totals{1, 200, 300000}, "totals");
  ExpectRoundTrip(
      DocumentRecord{.id = "d",
                     .title = "t",
                     .date = "2026-01-01",
                     .hash = "h",
                     .sentences = {{0, 5}, {6, 300}, {300, 300}},
                     .entities = {{7, EntityType::kPlant, {{"a", "b"}}},
                                  {9, EntityType::kUnknown, {}}},
                     .assertions = 3},
      "document");
  AssertionRecord assertion;
  assertion.raw = {uint64_t{1} << 63, 2, 3};
  assertion.sentence = 4;
  assertion.words = "w";
  ExpectRoundTrip(assertion, "plain assertion");
  assertion.status = Status::kDenied;
  assertion.negated = true;
  assertion.confidence = 1000000;
  assertion.when = "then";
  assertion.when_interval = {-5, 5};
  assertion.where = "there";
  assertion.said_by = NodeRecord{TermKind::kText, kNoTerm, "somebody"};
  assertion.open = {{"to", {TermKind::kEntity, 12, ""}}};
  assertion.construction = "verbal";
  ExpectRoundTrip(assertion, "full assertion");
  ExpectRoundTrip(FactRecord{3, Status::kPlanned, 12}, "fact");
  ExpectRoundTrip(Support{Status::kReported, 999999}, "support");
  ExpectRoundTrip(AliasRecord{{{"a", 1, false}, {"a", 1, true}}}, "alias");
  EntityRecord entity;
  entity.types[3] = 400;
  ExpectRoundTrip(entity, "entity");
  ExpectRoundTrip(RedirectRecord{77, true, "why"}, "redirect");
  ExpectRoundTrip(RelationProperties{true, "is led by"}, "properties");
  ExpectRoundTrip(RelationCount{3, 2, 1, 9}, "count", /*older=*/{2, 3});
  EXPECT_EQ(*Decode<RelationCount>(std::string("\3\2", 2)),
            (RelationCount{3, 2, 3, std::nullopt}));
  EXPECT_EQ(*Decode<RelationCount>(std::string("\3\2\1", 3)),
            (RelationCount{3, 2, 1, std::nullopt}));
}

// A damaged count must not make the reader reserve the world.
TEST(RecordTest, RefusesCountsBeyondTheInput) {
  std::string bytes = Encode(AliasRecord{});
  bytes = EncodeNumber(uint64_t{1} << 60);
  EXPECT_TRUE(absl::IsDataLoss(Decode<AliasRecord>(bytes).status()));
}

TEST(RecordTest, TheTypeIsTheCommonestThenTheFirst) {
  EntityRecord record;
  EXPECT_EQ(record.Type(), EntityType::kUnknown);
  record.types[0] = 9;
  EXPECT_EQ(record.Type(), EntityType::kUnknown);
  record.types[static_cast<size_t>(EntityType::kOrganization)] = 2;
  EXPECT_EQ(record.Type(), EntityType::kOrganization);
  record.types[static_cast<size_t>(EntityType::kPlace)] = 2;
  EXPECT_EQ(record.Type(), EntityType::kPlace);
  EXPECT_EQ(record.Documents(), 13u);
}

TEST(RecordTest, ConfidencesAreMillionths) {
  EXPECT_EQ(Millionths(0.5), 500000u);
  EXPECT_EQ(Millionths(-1), 0u);
  EXPECT_EQ(Millionths(2), 1000000u);
  EXPECT_EQ(Fraction(Millionths(0.87)), 0.87);
}

}  // namespace
}  // namespace tercet
