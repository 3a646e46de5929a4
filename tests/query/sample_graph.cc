#include "tests/query/sample_graph.h"

#include <utility>

namespace tercet::query {
namespace {

// The people and places of the sample.
struct Cast {
  explicit Cast(DocumentBuilder* doc)
      : ada(doc->Entity("Ada Quill", EntityType::kPerson,
                        {"Quill", "Captain Quill"})),
        ben(doc->Entity("Ben Okoro", EntityType::kPerson, {"Okoro"})),
        cleo(doc->Entity("Cleo Marsh", EntityType::kPerson, {"Marsh"})),
        dan(doc->Entity("Dan Marsh", EntityType::kPerson, {"Marsh"})),
        ellery(doc->Entity("Port Ellery", EntityType::kPlace, {"Ellery"})),
        norvik(doc->Entity("Norvik", EntityType::kPlace)),
        velland(doc->Entity("Velland", EntityType::kPlace)),
        ostia(doc->Entity("Ostia", EntityType::kPlace)),
        league(doc->Entity("Harbour League", EntityType::kOrganization,
                           {"the League"})),
        wren(doc->Entity("Wren", EntityType::kObject)) {}

  Node ada, ben, cleo, dan, ellery, norvik, velland, ostia, league, wren;
};

DocumentFacts News() {
  DocumentBuilder doc("news-1");
  const Cast c(&doc);
  StatedFact* fact =
      &doc.Say(c.ada, "meets", c.ben, "Quill will meet Okoro on Tuesday.");
  fact->status = Status::kPlanned;
  fact->when = "on Tuesday";
  fact->when_interval = ParseDate("2026-03-03");
  fact->where = "in Port Ellery";
  doc.Say(c.ada, "meets", c.cleo, "Captain Quill met Cleo Marsh.");
  doc.Say(c.ben, "leads", c.norvik, "Okoro leads Norvik.");
  doc.Say(c.cleo, "leads", c.velland, "Marsh leads Velland.");
  doc.Say(c.ada, "visits", c.ellery, "Quill visited Port Ellery.").open = {
      {"with", c.cleo}};
  doc.Say(c.ellery, "is located in", c.norvik, "Port Ellery is in Norvik.");
  fact = &doc.Say(c.velland, "sanctions", c.ostia,
                  "Velland sanctioned Ostia, Okoro said.");
  fact->status = Status::kReported;
  fact->said_by = c.ben;
  fact = &doc.Say(c.ada, "owns", c.wren, "Quill does not own the Wren.");
  fact->negated = true;
  fact = &doc.Say(c.ben, "threatens", c.ostia,
                  "Okoro denied that he had threatened Ostia.");
  fact->status = Status::kDenied;
  return doc.Finish();
}

DocumentFacts Register() {
  DocumentBuilder doc("register");
  const Cast c(&doc);
  doc.Say(c.norvik, "is member of", c.league, "Norvik is in the League.");
  doc.Say(c.velland, "is member of", c.league, "Velland is in the League.");
  doc.Say(c.ostia, "is part of", c.velland, "Ostia is a part of Velland.");
  doc.Say(c.velland, "is part of", c.norvik, "Velland belongs to Norvik.");
  doc.Say(c.velland, "sanctions", c.norvik, "Velland sanctions Norvik.");
  doc.Say(c.wren, "costs", Node::Number("$2.1 million"),
          "The Wren costs $2.1 million.");
  doc.Say(c.wren, "is built in", Node::Date("2019"),
          "The Wren was built in 2019.");
  doc.Say(c.wren, "measures", Node::Number("35 metres"),
          "The Wren measures 35 metres.");
  doc.Say(c.league, "has", Node::Number("12 members"),
          "The League has 12 members.");
  doc.Say(c.dan, "says", Node::Text("the tide is turning"),
          "The tide is turning, Dan Marsh said.")
      .confidence = 0.6;
  doc.Say(c.dan, "arrives", Node::Text(""), "Dan Marsh arrived.");
  doc.Say(c.ben, "arrives", Node::Text(""), "Ben Okoro arrived.");
  StatedFact* fact =
      &doc.Say(c.ada, "meets", c.cleo, "Quill met Marsh in January.");
  fact->when = "in January";
  fact->when_interval = ParseDate("2026-01");
  fact->said_by = Node::Text("an official");
  fact->status = Status::kReported;
  fact = &doc.Say(c.dan, "visits", c.ostia, "Dan Marsh may visit Ostia.");
  fact->status = Status::kPossible;
  fact = &doc.Say(c.cleo, "visits", c.ostia,
                  "If asked, Cleo Marsh would visit Ostia.");
  fact->status = Status::kHypothetical;
  return doc.Finish();
}

}  // namespace

void FillSample(Graph& graph) {
  const absl::Status defined =
      graph.DefineRelations({{"meets", {.symmetric = true, .inverse = ""}}});
  EXPECT_TRUE(defined.ok()) << defined;
  for (const DocumentFacts& document : {News(), Register()}) {
    absl::StatusOr<AddOutcome> outcome = graph.Add(document);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
  }
}

}  // namespace tercet::query
