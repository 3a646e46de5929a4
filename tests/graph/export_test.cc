#include <gtest/gtest.h>

#include <string>

#include "tests/graph/sample_documents.h"

namespace tercet::tests {
namespace {

TEST(ExportTest, WritesEveryFormat) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  EXPECT_EQ(Exported(*graph, ExportFormat::kNTriples),
            "<urn:tercet:person/Ada%20Quill> <urn:tercet:relation/owns> "
            "<urn:tercet:object/Wren> .\n");
  EXPECT_EQ(
      Exported(*graph, ExportFormat::kCsv),
      "subject,relation,object,subject_type,object_type,status,negated,time,"
      "place,said_by,confidence,document,sentence,date,begin,end,text,"
      "said_by_type,document_title,document_date,for,with\n"
      "Ada Quill,owns,Wren,person,object,asserted,false,,,,0.9,h1,1,,0,24,"
      "Ada Quill owns the Wren.,,At the harbour,2026-03-02,,\n"
      "Ada Quill,owns,Gull,person,object,asserted,true,,,,0.5,h1,2,,25,51,"
      "She does not own the Gull.,,At the harbour,2026-03-02,,\n"
      "Ada Quill,visits,Port Ellery,person,place,planned,false,on Tuesday,"
      "at the quay,Tom Reed,0.5,h1,3,2026-03-03,52,115,"
      "\"Captain Quill will visit Port Ellery on Tuesday, Tom Reed said.\","
      "person,At the harbour,2026-03-02,two days,Tom Reed\n");
  EXPECT_EQ(
      Exported(*graph, ExportFormat::kJsonLines),
      R"({"document":"h1","sentence":1,"subject":"Ada Quill",)"
      R"("subject_type":"person","relation":"owns","object":"Wren",)"
      R"("object_type":"object","status":"asserted","negated":false,)"
      R"("time":"","place":"","said_by":"","confidence":0.9,)"
      R"("words":"Ada Quill owns the Wren",)"
      R"("text":"Ada Quill owns the Wren.","span":[0,24],)"
      R"("document_title":"At the harbour","document_date":"2026-03-02",)"
      R"("document_entities":[{"name":"Ada Quill","aliases":)"
      R"([["Captain Quill","title and name"],)"
      R"(["Quill","short form of the name"]]}]})"
      "\n"
      R"({"document":"h1","sentence":2,"subject":"Ada Quill",)"
      R"("subject_type":"person","relation":"owns","object":"Gull",)"
      R"("object_type":"object","status":"asserted","negated":true,)"
      R"("time":"","place":"","said_by":"","confidence":0.5,)"
      R"("text":"She does not own the Gull.","span":[25,51]})"
      "\n"
      R"({"document":"h1","sentence":3,"subject":"Ada Quill",)"
      R"("subject_type":"person","relation":"visits",)"
      R"("object":"Port Ellery","object_type":"place","status":"planned",)"
      R"("negated":false,"time":"on Tuesday","date":"2026-03-03",)"
      R"("place":"at the quay","said_by":"Tom Reed","said_by_type":"person",)"
      R"("confidence":0.5,"open":[["for","two days","text"],)"
      R"(["with","Tom Reed","person"]],"construction":"verbal",)"
      R"("text":"Captain Quill will visit Port Ellery on Tuesday, )"
      R"(Tom Reed said.","span":[52,115]})"
      "\n");
}

// The planned visit and the negative fact are no triples, only statements.
TEST(ExportTest, WritesTurtle) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const std::string turtle = Exported(*graph, ExportFormat::kTurtle);
  const auto has = [&](const char* piece) {
    EXPECT_NE(turtle.find(piece), std::string::npos) << piece << turtle;
  };
  has("\n<urn:tercet:person/Ada%20Quill> <urn:tercet:relation/owns> "
      "<urn:tercet:object/Wren> .\n");
  has("<urn:tercet:person/Ada%20Quill> a <urn:tercet:type/person> ; "
      "rdfs:label \"Ada Quill\" .\n");
  has("<urn:tercet:document/h1> a <urn:tercet:type/document> ; "
      "rdfs:label \"h1\" ;\n  t:title \"At the harbour\" ;\n"
      "  t:date \"2026-03-02\" ;\n"
      "  t:mention [ t:name \"Ada Quill\" ; "
      "t:alias [ t:text \"Captain Quill\" ; t:reason \"title and name\" ] ; "
      "t:alias [ t:text \"Quill\" ; t:reason \"short form of the name\" ] ] "
      ".\n");
  has("<urn:tercet:statement/h1%2F3%2F1> a rdf:Statement ;\n"
      "  rdf:subject <urn:tercet:person/Ada%20Quill> ;\n"
      "  rdf:predicate <urn:tercet:relation/visits> ;\n"
      "  rdf:object <urn:tercet:place/Port%20Ellery> ;\n"
      "  t:status \"planned\" ;\n"
      "  t:negated false ;\n"
      "  t:confidence \"0.5\"^^xsd:decimal ;\n"
      "  t:when \"on Tuesday\" ;\n"
      "  t:date \"2026-03-03\" ;\n"
      "  t:where \"at the quay\" ;\n"
      "  t:saidBy <urn:tercet:person/Tom%20Reed> ;\n"
      "  t:argument [ t:preposition \"for\" ; t:value \"two days\" ] ;\n"
      "  t:argument [ t:preposition \"with\" ; t:value "
      "<urn:tercet:person/Tom%20Reed> ] ;\n"
      "  t:document <urn:tercet:document/h1> ;\n"
      "  t:sentence 3 ;\n  t:begin 52 ;\n  t:end 115 ;\n  t:text ");
  EXPECT_EQ(turtle.find("\n<urn:tercet:person/Ada%20Quill> "
                        "<urn:tercet:relation/visits>"),
            std::string::npos);
  EXPECT_EQ(turtle.find("> <urn:tercet:object/Gull> .\n"), std::string::npos);
}

TEST(ExportTest, WritesDrawings) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  const std::string graphml = Exported(*graph, ExportFormat::kGraphml);
  EXPECT_NE(graphml.find("<node id=\"n4\"><data key=\"name\">Wren</data>"
                         "<data key=\"type\">object</data></node>\n"
                         "<edge id=\"e1\" source=\"n1\" target=\"n2\">"
                         "<data key=\"relation\">owns</data>"
                         "<data key=\"status\">asserted</data>"
                         "<data key=\"negated\">true</data>"),
            std::string::npos)
      << graphml;
  EXPECT_NE(graphml.find("<data key=\"sources\">h1:3</data>"),
            std::string::npos);
  const std::string dot = Exported(*graph, ExportFormat::kDot);
  EXPECT_NE(dot.find("  n1 -> n2 [label=\"not: owns\", style=dotted, "
                     "color=gray50];\n"
                     "  n1 -> n4 [label=\"owns\"];\n"
                     "  n1 -> n3 [label=\"visits [planned]\", "
                     "style=dashed];\n}\n"),
            std::string::npos)
      << dot;
}

TEST(ExportTest, EscapesWhatReadersWouldTripOver) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  DocumentFacts doc = MakeDocument("d", {"Line\none\t\"\\\x01 \xff \u00e9."});
  doc.entities = {{.name = "A \"B\", C>"}};
  doc.facts = {Say(Node::Entity(0), "is", Node::Text("x\ny"))};
  ASSERT_TRUE(graph->Add(doc).ok());
  EXPECT_EQ(Exported(*graph, ExportFormat::kNTriples),
            "<urn:tercet:unknown/A%20%22B%22%2C%20C%3E> "
            "<urn:tercet:relation/is> \"x\\ny\" .\n");
  const std::string csv = Exported(*graph, ExportFormat::kCsv);
  EXPECT_NE(csv.find("\n\"A \"\"B\"\", C>\",is,\"x\ny\",unknown,text,"),
            std::string::npos)
      << csv;
  const std::string json = Exported(*graph, ExportFormat::kJsonLines);
  EXPECT_NE(json.find("\"text\":\"Line\\none\\t\\\"\\\\\\u0001 \xEF\xBF\xBD "
                      "\u00e9.\""),
            std::string::npos)
      << json;
}

// Two stores, documents in opposite orders, one of them with a past.
TEST(ExportTest, TheSameDocumentsGiveTheSameBytes) {
  TempFolder folder;
  const auto one = OpenGraph(folder.Db("one"));
  const auto two = OpenGraph(folder.Db("two"));
  DocumentFacts gone = Harbour("gone");
  gone.entities[0].name = "Somebody";
  ASSERT_TRUE(two->Add(gone).ok());
  for (int i = 0; i < 9; ++i) {
    const auto id = [](int n) {
      return std::string(1, static_cast<char>('a' + n));
    };
    ASSERT_TRUE(one->Add(Harbour(id(i))).ok());
    ASSERT_TRUE(two->Add(Harbour(id(8 - i))).ok());
  }
  ASSERT_TRUE(two->Forget("gone").ok());
  for (const ExportFormat format :
       {ExportFormat::kJsonLines, ExportFormat::kNTriples, ExportFormat::kCsv,
        ExportFormat::kTurtle, ExportFormat::kGraphml, ExportFormat::kDot}) {
    EXPECT_EQ(Exported(*one, format), Exported(*two, format));
  }
}

TEST(ExportTest, StopsAtTheWritersError) {
  TempFolder folder;
  const auto graph = OpenGraph(folder.Db());
  ASSERT_TRUE(graph->Add(Harbour("h1")).ok());
  int pieces = 0;
  const absl::Status status =
      graph->Export(ExportFormat::kJsonLines, [&](std::string_view) {
        ++pieces;
        return absl::ResourceExhaustedError("disk full");
      });
  EXPECT_EQ(status.message(), "disk full");
  EXPECT_EQ(pieces, 1);
}

}  // namespace
}  // namespace tercet::tests
