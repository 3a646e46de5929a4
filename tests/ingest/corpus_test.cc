// Who is who over a whole corpus: 240 documents from templates, in which 24
// people, 12 firms and 8 towns recur under full names, surnames, titles,
// acronyms, descriptions and pronouns.  The test knows who is meant by every
// sentence, counts the nodes against the people and firms that there are, and
// wants the same graph whatever the order of documents and number of threads.

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tercet/graph.h"
#include "tercet/ingest.h"

namespace tercet {
namespace {

struct Person {
  const char* given;
  const char* surname;
  bool she;
  std::string Full() const { return absl::StrCat(given, " ", surname); }
  const char* Pronoun() const { return she ? "She" : "He"; }
};

// Two share a surname with one of the other sex, two with their like.
constexpr Person kPeople[] = {
    {"Anna", "Castell", true},  {"Peter", "Castell", false},
    {"Maria", "Dorn", true},    {"James", "Dorn", false},
    {"Ruth", "Ekberg", true},   {"Paul", "Farrow", false},
    {"Helen", "Gantz", true},   {"Thomas", "Hollis", false},
    {"Laura", "Ivers", true},   {"George", "Jessop", false},
    {"Emma", "Kestle", true},   {"Robert", "Lunn", false},
    {"Clara", "Marsden", true}, {"David", "Norrby", false},
    {"Alice", "Ostrow", true},  {"Henry", "Pell", false},
    {"Susan", "Quist", true},   {"Martin", "Rask", false},
    {"Julia", "Stroud", true},  {"Simon", "Tarn", false},
    {"Nora", "Ulvik", true},    {"Oscar", "Vance", false},
    {"Irene", "Wexford", true}, {"Frank", "Yarrow", false}};

struct Firm {
  const char* name;
  const char* acronym;
};

constexpr Firm kFirms[] = {
    {"Brint Motor Works", "BMW"},         {"Callow Steel Company", "CSC"},
    {"Dunmore Paper Mills", "DPM"},       {"Eastern Tram Company", "ETC"},
    {"Fenland Sugar Corporation", "FSC"}, {"Granby Glass Industries", "GGI"},
    {"Harrow Cable Company", "HCC"},      {"Inver Shipping Group", "ISG"},
    {"Jarrow Marine Industries", "JMI"},  {"Kelso Textile Company", "KTC"},
    {"Lorne Power Corporation", "LPC"},   {"Mersey Dock Company", "MDC"}};

constexpr const char* kTowns[] = {"Leeds",   "Bristol",  "Dublin",  "Glasgow",
                                  "Cardiff", "Plymouth", "Norwich", "Exeter"};

// Who the subject of a relation is in a document; each relation stands once.
struct Expected {
  std::string document;
  std::string relation;
  std::string subject;
};

struct Corpus {
  std::vector<InputDocument> documents;
  std::vector<Expected> expected;
  std::set<std::string> names;  // of the people and firms in it
};

class Generator {
 public:
  Corpus Run() {
    for (int i = 0; i < 240; ++i) {
      id_ = absl::StrCat("doc", 1000 + i);
      text_.clear();
      switch (i % 4) {
        case 0:
          Life(i);
          break;
        case 1:
          FirmNews(i);
          break;
        case 2:
          Founding(i);
          break;
        default:
          Meeting(i);
          break;
      }
      corpus_.documents.push_back({id_, "", "2024-03-06", text_});
    }
    return std::move(corpus_);
  }

 private:
  static const Person& PersonOf(int i) {
    return kPeople[static_cast<size_t>(i) % std::size(kPeople)];
  }
  static const Firm& FirmOf(int i) {
    return kFirms[static_cast<size_t>(i) % std::size(kFirms)];
  }
  static const char* TownOf(int i) {
    return kTowns[static_cast<size_t>(i) % std::size(kTowns)];
  }

  void Say(const std::string& sentence, const std::string& relation,
           const std::string& subject) {
    absl::StrAppend(&text_, text_.empty() ? "" : " ", sentence);
    corpus_.expected.push_back({id_, relation, subject});
    corpus_.names.insert(subject);
  }

  void Life(int i) {
    const Person& p = PersonOf(i / 4);
    const Firm& f = FirmOf(i / 4);
    Say(absl::StrCat(p.Full(), " joined ", f.name, " in 19", 50 + i % 40, "."),
        "joins", p.Full());
    Say(absl::StrCat(p.surname, " designed the bridge in ", TownOf(i), "."),
        "designs", p.Full());
    Say(absl::StrCat(p.Pronoun(), " moved to ", TownOf(i + 3), "."), "moves to",
        p.Full());
    Say(absl::StrCat("Later ", p.surname, " praised the crew."), "praises",
        p.Full());
  }

  void FirmNews(int i) {
    const Firm& f = FirmOf(i / 4);
    const Person& p = PersonOf(i / 4 + 5);
    Say(absl::StrCat(f.name, " (", f.acronym, ") opened a plant in ", TownOf(i),
                     " on Monday."),
        "opens", f.name);
    Say(absl::StrCat(f.acronym, " hired ", 20 + i % 50, " welders."), "hires",
        f.name);
    Say("The company sold two ships.", "sells", f.name);
    Say(absl::StrCat(p.Full(), ", who leads ", f.acronym,
                     ", thanked the workers."),
        "thanks", p.Full());
  }

  void Founding(int i) {
    const Person& p = PersonOf(i / 4 + 11);
    const Firm& f = FirmOf(i / 4 + 7);
    Say(absl::StrCat(p.Full(), " was born in ", TownOf(i), "."), "is born in",
        p.Full());
    Say(absl::StrCat(p.Pronoun(), " studied in ", TownOf(i + 1), "."),
        "studies in", p.Full());
    Say(absl::StrCat("In 19", 50 + i % 40, " ", p.surname, " founded ", f.name,
                     "."),
        "founds", p.Full());
    Say("The firm built trams.", "builds", f.name);
  }

  void Meeting(int i) {
    const Person& p = PersonOf(i / 4 + 3);
    const Person& q = PersonOf(i / 4 + 8);
    Say(absl::StrCat("Mayor ", p.Full(), " met ", q.Full(), " in ", TownOf(i),
                     " on Tuesday."),
        "meets", p.Full());
    Say(absl::StrCat("Mayor ", p.surname, " rejected the plan."), "rejects",
        p.Full());
    Say(absl::StrCat(q.surname, " accepted the offer."), "accepts", q.Full());
    Say(absl::StrCat(q.Full(), " thanked the guests and said that ",
                     q.she ? "she" : "he", " would visit ", TownOf(i + 2), "."),
        "visits", q.Full());
  }

  std::string id_;
  std::string text_;
  Corpus corpus_;
};

std::string Field(const std::string& line, const std::string& name) {
  const std::string key = absl::StrCat("\"", name, "\":\"");
  const size_t begin = line.find(key);
  if (begin == std::string::npos) return "";
  const size_t end = line.find('"', begin + key.size());
  return line.substr(begin + key.size(), end - begin - key.size());
}

class CorpusTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() /
            absl::StrCat("tercet_corpus_test_", ::getpid());
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  // The export of a graph of these documents, a line an assertion.
  std::vector<std::string> Ingested(const std::string& name,
                                    const std::vector<InputDocument>& documents,
                                    int threads) {
    auto ingestor = Ingestor::Load(TERCET_SOURCE_DIR "/ingest");
    EXPECT_TRUE(ingestor.ok()) << ingestor.status();
    auto graph = Graph::Open((path_ / name).string());
    EXPECT_TRUE(graph.ok()) << graph.status();
    size_t next = 0;
    const DocumentSource source =
        [&]() -> absl::StatusOr<std::optional<InputDocument>> {
      if (next == documents.size()) return std::nullopt;
      return documents[next++];
    };
    IngestOptions options;
    options.threads = threads;
    const auto counts = ingestor->Ingest(source, **graph, options);
    EXPECT_TRUE(counts.ok()) << counts.status();
    std::string bytes;
    const absl::Status status =
        (*graph)->Export(ExportFormat::kJsonLines, [&](std::string_view piece) {
          bytes += piece;
          return absl::OkStatus();
        });
    EXPECT_TRUE(status.ok()) << status;
    std::vector<std::string> lines;
    for (size_t begin = 0; begin < bytes.size();) {
      const size_t end = bytes.find('\n', begin);
      lines.push_back(bytes.substr(begin, end - begin));
      begin = end + 1;
    }
    return lines;
  }

  std::filesystem::path path_;
};

TEST_F(CorpusTest, RecurringNamesBecomeOneNodeEach) {
  const Corpus corpus = Generator().Run();
  ASSERT_GE(corpus.documents.size(), 200u);
  const std::vector<std::string> lines = Ingested("graph", corpus.documents, 2);
  std::map<std::pair<std::string, std::string>, std::set<std::string>> subjects;
  std::set<std::string> nodes;
  for (const std::string& line : lines) {
    subjects[{Field(line, "document"), Field(line, "relation")}].insert(
        Field(line, "subject"));
    const std::string type = Field(line, "subject_type");
    if (type == "person" || type == "organization") {
      nodes.insert(Field(line, "subject"));
    }
  }
  int right = 0, given = 0;
  for (const Expected& e : corpus.expected) {
    const auto found = subjects.find({e.document, e.relation});
    if (found == subjects.end()) continue;
    given += static_cast<int>(found->second.size());
    if (found->second.contains(e.subject)) ++right;
  }
  int known = 0;
  for (const std::string& name : corpus.names) known += nodes.contains(name);
  const double recall = right / static_cast<double>(corpus.expected.size());
  const double precision = right / static_cast<double>(given);
  RecordProperty("expected", static_cast<int>(corpus.expected.size()));
  std::printf(
      "mentions %zu: precision %.3f recall %.3f; nodes %zu, of %zu "
      "people and firms %d\n",
      corpus.expected.size(), precision, recall, nodes.size(),
      corpus.names.size(), known);
  EXPECT_GE(precision, 0.95);
  EXPECT_GE(recall, 0.90);
  EXPECT_EQ(known, static_cast<int>(corpus.names.size()));
  // Described people and crews come on top of those with names.
  EXPECT_LE(nodes.size(), corpus.names.size() * 5 / 4);
}

TEST_F(CorpusTest, ShortNamesAreThoseOfOtherDocuments) {
  std::vector<InputDocument> documents(6);
  const char* const kTexts[] = {
      "The National Fishers Association (NFA) met in Lisbon.",
      "The NFA rejected the offer.",
      "Tavares Foods Ltd makes jam.",
      "Tavares Foods hired nine workers.",
      "Halden Group makes pumps. Halden employs 300 people.",
      "Halden bought a mill."};
  for (size_t i = 0; i < documents.size(); ++i) {
    documents[i].id = std::string(1, static_cast<char>('a' + i));
    documents[i].text = kTexts[i];
  }
  const std::vector<std::string> lines = Ingested("some", documents, 1);
  std::map<std::string, std::string> subjects;
  for (const std::string& line : lines) {
    subjects[Field(line, "relation")] = Field(line, "subject");
  }
  EXPECT_EQ(subjects["rejects"], "National Fishers Association");
  EXPECT_EQ(subjects["hires"], "Tavares Foods Ltd");
  EXPECT_EQ(subjects["buys"], "Halden Group");
  std::reverse(documents.begin(), documents.end());
  EXPECT_EQ(Ingested("reversed", documents, 2), lines);
}

TEST_F(CorpusTest, TheGraphIsTheSameInAnyOrder) {
  Corpus corpus = Generator().Run();
  const std::vector<std::string> want = Ingested("one", corpus.documents, 1);
  EXPECT_FALSE(want.empty());
  std::reverse(corpus.documents.begin(), corpus.documents.end());
  EXPECT_EQ(Ingested("two", corpus.documents, 3), want);
}

}  // namespace
}  // namespace tercet
