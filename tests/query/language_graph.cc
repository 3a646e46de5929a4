// The small world in which the examples of query/README.md are told.

#include <utility>

#include "tests/query/sample_graph.h"

namespace tercet::query {
namespace {

struct World {
  explicit World(DocumentBuilder* doc)
      : lee(doc->Entity("Lee Jae Myung", EntityType::kPerson,
                        {"Lee", "President Lee"})),
        xi(doc->Entity("Xi Jinping", EntityType::kPerson, {"Xi"})),
        minister(doc->Entity("trade minister", EntityType::kPerson)),
        official(doc->Entity("senior Chinese official", EntityType::kPerson)),
        china(doc->Entity("China", EntityType::kPlace, {"Beijing's side"})),
        south(doc->Entity("South Korea", EntityType::kPlace)),
        north(doc->Entity("North Korea", EntityType::kPlace)),
        taiwan(doc->Entity("Taiwan", EntityType::kPlace)),
        indonesia(doc->Entity("Indonesia", EntityType::kPlace)),
        beijing(doc->Entity("Beijing", EntityType::kPlace)),
        shanghai(doc->Entity("Shanghai", EntityType::kPlace)),
        busan(doc->Entity("Busan", EntityType::kPlace)),
        hebei(doc->Entity("Hebei province", EntityType::kPlace)),
        plain(doc->Entity("north China plain", EntityType::kPlace)),
        g20(doc->Entity("G20", EntityType::kOrganization)),
        firms(doc->Entity("20 U.S. defense firms", EntityType::kOrganization)),
        talks(doc->Entity("U.S.–China talks", EntityType::kEvent)),
        islands(doc->Entity("Trinidad and Tobago", EntityType::kPlace)) {}

  Node lee, xi, minister, official, china, south, north, taiwan, indonesia,
      beijing, shanghai, busan, hebei, plain, g20, firms, talks, islands;
};

DocumentFacts Wire() {
  DocumentBuilder doc("ap1");
  const World w(&doc);
  StatedFact* fact =
      &doc.Say(w.lee, "meets", w.xi, "Lee is to see Xi on Tuesday in Beijing.");
  fact->status = Status::kPlanned;
  fact->when = "on Tuesday";
  fact->when_interval = ParseDate("2026-01-06");
  fact->where = "in Beijing";
  doc.Say(w.lee, "leads", w.south, "Lee governs South Korea.");
  doc.Say(w.xi, "leads", w.china, "Xi governs China.");
  fact = &doc.Say(w.china, "sanctions", w.firms,
                  "On Sunday China put 20 U.S. defense firms on its list.");
  fact->when = "on Sunday";
  fact->when_interval = ParseDate("2026-01-04");
  doc.Say(w.china, "borders", w.north, "China borders North Korea.");
  doc.Say(w.minister, "meets", w.xi, "The trade minister has met Xi.");
  doc.Say(w.official, "warns", Node::Text("time is short"),
          "Time is short, a senior Chinese official warned.");
  fact = &doc.Say(w.china, "plans", w.talks,
                  "China plans talks, a senior official said.");
  fact->said_by = Node::Text("a senior official");
  fact->status = Status::kReported;
  fact = &doc.Say(w.xi, "visits", w.taiwan, "Xi has never been to Taiwan.");
  fact->negated = true;
  return doc.Finish();
}

DocumentFacts Almanac() {
  DocumentBuilder doc("almanac");
  const World w(&doc);
  doc.Say(w.lee, "visits", w.shanghai, "Lee spent a day in Shanghai.");
  doc.Say(w.lee, "visits", w.busan, "Lee was in Busan.");
  doc.Say(w.shanghai, "is located in", w.china, "Shanghai lies in China.");
  doc.Say(w.beijing, "is located in", w.china, "Beijing lies in China.");
  for (const Node& member : {w.china, w.south, w.indonesia}) {
    doc.Say(member, "is member of", w.g20, "It belongs to the G20.");
  }
  doc.Say(w.hebei, "is part of", w.plain, "Hebei is on the plain.");
  doc.Say(w.plain, "is part of", w.china, "The plain is Chinese.");
  StatedFact* fact = &doc.Say(w.taiwan, "is part of", w.china,
                              "Taiwan is a part of China, Xi says.");
  fact->said_by = w.xi;
  fact->status = Status::kReported;
  doc.Say(w.south, "sanctions", w.north, "Seoul has sanctions on the North.")
      .confidence = 0.7;
  doc.Say(w.islands, "borders", w.indonesia, "Two seas, one shelf.");
  doc.Say(w.beijing, "is away from", Node::Number("350 km"),
          "It is 350 km away.");
  doc.Say(w.talks, "costs", Node::Number("$2.3 billion"),
          "The talks cost $2.3 billion.");
  return doc.Finish();
}

}  // namespace

void FillLanguageWorld(Graph& graph) {
  const absl::Status defined =
      graph.DefineRelations({{"meets", {.symmetric = true, .inverse = ""}}});
  EXPECT_TRUE(defined.ok()) << defined;
  for (const DocumentFacts& document : {Wire(), Almanac()}) {
    absl::StatusOr<AddOutcome> outcome = graph.Add(document);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
  }
}

}  // namespace tercet::query
