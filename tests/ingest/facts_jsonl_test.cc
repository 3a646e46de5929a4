#include "ingest/facts_jsonl.h"

#include <gtest/gtest.h>

namespace tercet::text {
namespace {

TEST(FactsJsonlTest, WritesOneObjectALine) {
  Analysis analysis;
  analysis.document.id = "harbour";
  ExtractedFact fact;
  fact.sentence = 2;
  fact.subject = "Ana \"Nita\" Silva";
  fact.subject_type = EntityType::kPerson;
  fact.relation = "leaves";
  fact.object = "Lisbon";
  fact.object_type = EntityType::kPlace;
  fact.status = Status::kPlanned;
  fact.time = "on Tuesday";
  fact.days = DayRange{DayNumber(2024, 3, 5), DayNumber(2024, 3, 5)};
  fact.said_by = "Rui Costa";
  fact.confidence = 0.7512;
  fact.span = {26, 42};
  fact.text = "She leaves.";
  fact.open.push_back({"by", "ferry"});
  analysis.facts.push_back(fact);
  EXPECT_EQ(
      FactsJsonl(analysis),
      R"({"document":"harbour","sentence":2,"subject":"Ana \"Nita\" Silva",)"
      R"("subject_type":"person","relation":"leaves","object":"Lisbon",)"
      R"("object_type":"place","status":"planned","negated":false,)"
      R"("time":"on Tuesday","place":null,"said_by":"Rui Costa",)"
      R"("confidence":0.75,"text":"She leaves.","span":[26,42],)"
      R"("days":["2024-03-05","2024-03-05"],"open":[["by","ferry"]]})"
      "\n");
}

TEST(FactsJsonlTest, LeavesOutWhatAFactDoesNotHave) {
  ExtractedFact fact;
  fact.sentence = 1;
  fact.subject = "harbour";
  fact.relation = "closes";
  fact.confidence = 1;
  EXPECT_EQ(FactJson("d", fact),
            R"({"document":"d","sentence":1,"subject":"harbour",)"
            R"("subject_type":"unknown","relation":"closes","object":"",)"
            R"("object_type":"unknown","status":"asserted","negated":false,)"
            R"("time":null,"place":null,"said_by":null,"confidence":1.0,)"
            R"("text":"","span":[0,0]})");
}

}  // namespace
}  // namespace tercet::text
