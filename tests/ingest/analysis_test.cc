#include "ingest/analysis.h"

#include <gtest/gtest.h>

#include <thread>

#include "ingest/facts_jsonl.h"
#include "tests/ingest/loaded.h"

namespace tercet::text {
namespace {

const Analyzer& TheAnalyzer() {
  return Loaded<Analyzer>(TERCET_SOURCE_DIR "/ingest");
}

Analysis Read(const std::string& text) {
  return TheAnalyzer().Analyze({"test", "", "2024-03-06", text});
}

bool Has(const Analysis& analysis, const std::string& subject,
         const std::string& relation, const std::string& object) {
  for (const ExtractedFact& fact : analysis.facts) {
    if (fact.subject == subject && fact.relation == relation &&
        fact.object == object) {
      return true;
    }
  }
  return false;
}

std::string All(const Analysis& analysis) { return FactsJsonl(analysis); }

struct Case {
  const char* text;
  const char* subject;
  const char* relation;
  const char* object;
};

// Each text names something in one way and speaks of it in another.
constexpr Case kCases[] = {
    {"Mayor Ana Silva opened the bridge. Silva praised the workers.",
     "Ana Silva", "praises", "workers"},
    {"Ana Silva left Lisbon. She bought a house in Madrid.", "Ana Silva",
     "buys", "house"},
    {"Tavares Foods Ltd makes jam. The company employs 300 people.",
     "Tavares Foods Ltd", "employs", "300 people"},
    {"The National Fishers Association (NFA) met on Monday. The NFA rejected "
     "the offer.",
     "National Fishers Association", "rejects", "offer"},
    {"LISBON — Mayor Ana Silva opened the bridge. She praised the workers.",
     "Ana Silva", "is mayor of", "Lisbon"},
    {"Tagus Holding Plc bought a mill in Porto. Tagus Holding will grow, chief "
     "executive Ana Silva said.",
     "Ana Silva", "is chief executive of", "Tagus Holding Plc"},
    {"Ana Silva met with Rui Costa. Her brother left Lisbon.", "Ana Silva",
     "meets", "Rui Costa"},
    {"Portuguese officials left the talks. Lisbon rejected the offer.",
     "Portugal", "rejects", "offer"},
};

// Who is meant, where several might be.
constexpr Case kReferents[] = {
    {"The singer Petra Holm talks to Simon Reed.\nReed: When did you begin?\n"
     "Holm: I left Oslo in 2016. My brother bought a boat.",
     "Petra Holm", "leaves", "Oslo"},
    {"The singer Petra Holm talks to Simon Reed.\nReed: When did you begin?\n"
     "Holm: I left Oslo in 2016. My brother bought a boat.",
     "Petra Holm's brother", "buys", "boat"},
    {"Rui Costa, a surgeon, died in Porto. Dr. Costa was born in Faro. His "
     "mother, Ana Costa, taught music. Dr. Costa won the Douro Medal.",
     "Rui Costa", "wins", "Douro Medal"},
    {"Corby Town held Dunmore Athletic to a draw. Dunmore took the lead.",
     "Dunmore Athletic", "takes", "lead"},
    {"The ministry ordered 600 masks from India, but they are not expected "
     "before July.",
     "600 masks from India", "is expected before", "July"},
    {"The museum returned 30 bronze bells after a commission found that they "
     "had been taken by soldiers.",
     "soldiers", "takes", "30 bronze bells"},
    {"Ana Silva has led orchestras in Oslo, Lima and Lyon. The city pays the "
     "orchestra.",
     "city", "pays", "orchestra"},
    {"In 1959 Ana Silva shared a house with Rui Costa. The two married in "
     "1961.",
     "Ana Silva", "marries", "Rui Costa"},
    {"Chipmaker Veldra Semiconductor cut 40 jobs. Veldra closed a mill.",
     "Veldra Semiconductor", "closes", "mill"},
    {"Joris van Dalen signed a contract. Van Dalen scored two goals.",
     "Joris van Dalen", "scores", "two goals"},
    {"Ana Silva was fined. Her lawyer, Rui Costa, argued that she had paid "
     "the rent.",
     "Ana Silva", "pays", "rent"},
    {"Ana Silva married the painter Rui Silva in 1956. He died in 1988. Silva "
     "joined the choir in 1961.",
     "Ana Silva", "joins", "choir"},
    {"Tavares Foods bought Mondego Mills on Monday. Tavares Foods makes jam. "
     "Tavares Foods said it would not close the mill. The company employs 300 "
     "people.",
     "Tavares Foods", "employs", "300 people"},
    {"This contract is made between Tavares Foods Ltd, a company registered "
     "in Portugal (the \"Seller\"), and Rui Costa (the \"Buyer\"). The Seller "
     "shall deliver jam to the Buyer.",
     "Tavares Foods Ltd", "delivers to", "Rui Costa"},
    {"Porto Rangers finished the match with ten men. Their captain, Rui "
     "Costa, scored.",
     "Rui Costa", "is captain of", "Porto Rangers"},
    {"The minister accused the council of hiding a report on flood risks. "
     "They knew about the cracks.",
     "council", "knows about", "cracks"},
    {"The singer Petra Holm talks to Simon Reed.\nReed: Who taught you?\n"
     "Holm: My uncle was a baker. He sold two boats.",
     "Petra Holm's uncle", "sells", "two boats"},
    {"The singer Petra Holm talks to Simon Reed.\nReed:\nWhen did you begin?\n"
     "Holm:\nI left Oslo in 2016.",
     "Petra Holm", "leaves", "Oslo"},
    {"Present: Ana Silva (chair), Rui Costa and Luis Faro. The chair opened "
     "the meeting.",
     "Ana Silva", "opens", "meeting"},
    {"Bright Shore, a charity, sued the port.", "Bright Shore", "sues", "port"},
    {"Tavares Foods makes jam. Tavares Foods hired nine cooks. Chief "
     "Executive Ana Silva said Douro Bank would lend money to Tavares Foods.",
     "Ana Silva", "is chief executive of", "Tavares Foods"},
    {"Otters Stun Leaders With Late Goal\n\nPorto Otters beat Faro Rovers on "
     "Sunday. The Otters won the cup.",
     "Porto Otters", "wins", "cup"},
    {"Councillors Rui Costa and Ana Silva left the hall.", "Rui Costa",
     "leaves", "hall"},
    {"The owner's sister, Inés Costa, runs the mill.", "Inés Costa", "runs",
     "mill"},
    {"The bell was cast in 1901. Porto's mayor, Ana Silva, rang it on Sunday.",
     "Ana Silva", "rings", "bell"},
    {"Ana Silva was a Portuguese cook and painter who founded a school.",
     "Ana Silva", "founds", "school"},
    {"The soprano Ana Silva will sing the song.", "Ana Silva", "sings", "song"},
    {"The port hired four guards. One of the guards, Ana Silva, fell ill. The "
     "guards left in May.",
     "four guards", "leaves in", "May"},
    {"Rui Costa sent the bell to Angola. He sold it in 1990.", "Rui Costa",
     "sells", "bell"},
    {"The captain scored 27 points. Porto Rangers were without their best "
     "blocker.",
     "Porto Rangers", "is without", "Porto Rangers' best blocker"},
    {"Porto Rangers played well. Rangers won the cup.", "Porto Rangers", "wins",
     "cup"},
    {"Ana Silva left Lisbon. Silva, the first woman to lead a club, will leave "
     "Porto in June. She denied the reports.",
     "Ana Silva", "denies", "reports"},
    {"Ana Silva finished ahead of Rui Costa.", "Ana Silva", "finishes ahead of",
     "Rui Costa"},
    {"Kenya's Ruth Okello won the race in Trieste.", "Ruth Okello", "wins",
     "race"},
    {"Adults at dark sites fed the horses.", "adults at dark sites", "feeds",
     "horses"},
    {"Transport Minister Rui Costa opened the port.", "Rui Costa", "is",
     "transport minister"},
    {"Copper Bay Ltd makes boats. Copper Bay hired nine workers.",
     "Copper Bay Ltd", "hires", "nine workers"},
    {"Ana Silva runs the inn. Tourists love the garden. It has old trees. "
     "Birds nest there. The cellar is cold. She grew up in Porto.",
     "Ana Silva", "grows up in", "Porto"},
    {"Tavares Foods hired nine workers. Portuguese companies praised it. The "
     "company makes jam.",
     "Tavares Foods", "makes", "jam"},
    {"Kenya welcomed the offer. Kenya and Norway will meet. Critics in "
     "Norway praised the government.",
     "critics in Norway", "praises", "Norway"},
    {"Ms. Ferro left. The Competition and Markets Authority praised Tavares "
     "Foods.",
     "Competition and Markets Authority", "praises", "Tavares Foods"},
    {"Ana Silva, a pilot, left Lisbon. The daughter of a smith, she moved to "
     "Porto.",
     "Ana Silva", "moves to", "Porto"},
    {"Shares in Tavares Foods fell.", "shares in Tavares Foods", "falls", ""},
    {"Ana Silva and Rui Costa live in Porto. They sold the mill.", "Rui Costa",
     "sells", "mill"},
    {"Ana Silva met Rui Costa in Porto. They married in 1964.", "Ana Silva",
     "marries", "Rui Costa"},
    {"Rui Costa gave Ana Silva a key. The two founded a school.", "Ana Silva",
     "founds", "school"},
    {"Rui “Zito” Costa left Porto. Zito sold the mill.", "Rui Costa", "sells",
     "mill"},
    {"A former teacher sold the mill on Friday. Rui Costa, 57, moved to Porto.",
     "Rui Costa", "sells", "mill"},
    {"Ana Silva's lawyer, Rui Costa, said that his client had sold the mill.",
     "Ana Silva", "sells", "mill"},
    {"Ana Silva admitted the theft. Judge Rui Costa praised the police. The "
     "defendant sold the mill.",
     "Ana Silva", "sells", "mill"},
    {"Rui Costa left Porto. The Italian sold the mill.", "Rui Costa", "sells",
     "mill"},
    {"Nattljus Games is based in Porto. The studio employs 85 people.",
     "Nattljus Games", "employs", "85 people"},
    {"Ana Silva met Eva Holm. “She sold the mill,” Silva said.", "Eva Holm",
     "sells", "mill"},
    {"“You sold the mill,” Ana Silva told Rui Costa.", "Rui Costa", "sells",
     "mill"},
    {"Ana Silva founded Tavares Foods. Mondego Mills bought Tavares Foods. "
     "Silva said that the company employed 300 people.",
     "Tavares Foods", "employs", "300 people"},
    {"He and his sister Ana Silva left Porto. Her colleague at Tavares Foods, "
     "Rui "
     "Costa, sold the mill.",
     "Rui Costa", "sells", "mill"},
    {"Mondego Mills bought Tavares Foods from its founders.", "Mondego Mills",
     "buys from", "Tavares Foods' founders"},
    {"“People love the mill,” Ana Silva said.", "people", "loves", "mill"},
    // A surname that two brothers share with their firm.
    {"Tavares Foods makes jam. The firm, founded by the brothers Rui and Luis "
     "Tavares, is based in Porto. Shares in Tavares fell.",
     "shares in Tavares Foods", "falls", ""},
    // A plan that has a family's name moves nowhere.
    {"Andre Belloc designed the plan for Arden known today as the Belloc Plan "
     "(1791). Belloc was the son of Jean Belloc and of Marie Belloc. Belloc "
     "moved to Boston in 1777.",
     "Andre Belloc", "moves to", "Boston"},
    // Nothing borrows that is a stretch of time.
    {"Mondego Mills lost 3 million euros in the first half of the year. It "
     "borrowed money from a bank.",
     "Mondego Mills", "borrows", "money"},
    // Nor do books found anything.
    {"Ana Silva married Rui Costa, with whom she wrote two books. Together "
     "they founded a school.",
     "Rui Costa", "founds", "school"},
    {"Luis Faro described the offer as a bold step, but Ana Silva did not "
     "comment on it.",
     "Ana Silva", "comments on", "offer"},
    // A firm named in passing is not the one that the text is about.
    {"Tavares Foods will close a plant. Tavares Foods rejected a bid of 3 "
     "million euros from Douro Capital, a private equity firm. Unions accused "
     "the firm of greed. Tavares Foods makes jam.",
     "unions", "accuses", "Tavares Foods"},
    {"This contract is made between Ana Silva of 14 Quay Street, Faro (the "
     "\"Owner\"), and Rui Costa (the \"Guest\"). The Owner shall clean the "
     "pool.",
     "Ana Silva", "cleans", "pool"},
    {"Three men left. The firm will hire 200 people, most of them in Porto.",
     "firm", "hires", "200 people"},
    {"Tavares Foods makes jam. The company, founded in 1971 by Rui Costa, "
     "blamed the weather.",
     "Tavares Foods", "blames", "weather"},
    {"Douro Castle stands on a cliff. Its walls, which are thick, enclose two "
     "wells. During the war it was sold to a cook.",
     "Douro Castle", "is sold to", "cook"},
    {"Tavares Foods restored the tower and opened it to visitors.",
     "Tavares Foods", "opens", "tower"},
    {"The censors banned her memoirs. They were not published until 1975.",
     "memoirs", "is published until", "1975"},
    {"Crows live in Europe. In some towns they are shot as pests.", "crows",
     "is shot as", "pests"},
    // Towns that play.
    {"Corby Town beat Dunmore Rovers. The striker put them ahead with a "
     "header.",
     "striker", "puts", "Corby Town"},
    {"Rui Costa found work at a hotel, the Blue Parrot.", "Blue Parrot", "is",
     "hotel"},
};

TEST(AnalysisTest, ReferentsAreWhoIsMeant) {
  for (const Case& c : kReferents) {
    const Analysis analysis = Read(c.text);
    EXPECT_TRUE(Has(analysis, c.subject, c.relation, c.object))
        << c.text << "\n"
        << All(analysis);
  }
}

// What a phrase is called that other names and times stand in.
constexpr Case kPhrases[] = {
    {"The council rejected a proposal by Finance Minister Ana Silva to raise "
     "taxes.",
     "council", "rejects", "proposal by Ana Silva"},
    {"Swiss farmers on Monday blocked a road. The farmers sang.",
     "Swiss farmers", "blocks", "road"},
    {"Rui Costa sold the mill to Holm & Sons. Torvald Holm, who founded Holm "
     "& Sons, praised him.",
     "Torvald Holm", "founds", "Holm & Sons"},
    {"Ana Silva met striker Luca Ferrante in Porto.", "Ana Silva", "meets",
     "Luca Ferrante"},
    // Languages and people are no countries.
    {"The book was translated into Russian and Japanese.", "book",
     "is translated into", "Japanese"},
    {"Germans, Poles and Czechs crossed the bridge.", "Germans", "crosses",
     "bridge"},
    {"Two Italians were arrested.", "two Italians", "is", "arrested"},
    {"The Germans rejected the plan.", "Germany", "rejects", "plan"},
    // Of whom it is not said is told by the negation.
    {"None of the 40 clubs reported a loss.", "40 clubs", "reports", "loss"},
    {"Neither party may sell the land.", "party", "sells", "land"},
    {"The court summoned no one.", "court", "summons", "no one"},
    // One body with two fields.
    {"Ana Silva founded the Centre for Marine and Desert Research.",
     "Ana Silva", "founds", "Centre for Marine and Desert Research"},
    {"Ana Silva left the Council for Trade and Co-operation in Asia.",
     "Ana Silva", "leaves", "Council for Trade and Co-operation in Asia"},
    {"Ana Silva left the University of Oslo and Tavares Foods.", "Ana Silva",
     "leaves", "University of Oslo"},
    {"The drug was approved by the Food and Drug Administration.",
     "Food and Drug Administration", "approves", "drug"},
    // No "let's".
    {"The owner lets the shop to Rui Costa.", "owner", "lets to", "Rui Costa"},
};

TEST(AnalysisTest, PhrasesSayEachNameOnce) {
  for (const Case& c : kPhrases) {
    const Analysis analysis = Read(c.text);
    EXPECT_TRUE(Has(analysis, c.subject, c.relation, c.object))
        << c.text << "\n"
        << All(analysis);
  }
}

TEST(AnalysisTest, NodesAreNamedByTheirLongestName) {
  for (const Case& c : kCases) {
    const Analysis analysis = Read(c.text);
    EXPECT_TRUE(Has(analysis, c.subject, c.relation, c.object))
        << c.text << "\n"
        << All(analysis);
  }
}

TEST(AnalysisTest, NoNodeIsAPronoun) {
  const Analysis analysis =
      Read("It rained. They said that it would stop. Nobody believed them.");
  for (const ExtractedFact& fact : analysis.facts) {
    for (const char* word : {"it", "they", "them"}) {
      EXPECT_NE(fact.subject, word);
      EXPECT_NE(fact.object, word);
    }
  }
}

TEST(AnalysisTest, TellsWhyMentionsWereJoined) {
  const Analysis analysis =
      Read("Ana Silva opened the bridge. Silva praised the workers.");
  ASSERT_FALSE(analysis.entities.empty());
  const ResolvedEntity& entity = analysis.entities.front();
  EXPECT_EQ(entity.name, "Ana Silva");
  EXPECT_EQ(entity.type, EntityType::kPerson);
  ASSERT_EQ(entity.aliases.size(), 2u);
  EXPECT_EQ(entity.aliases[1].text, "Silva");
  EXPECT_EQ(entity.aliases[1].reason, "short for Ana Silva");
  EXPECT_EQ(entity.aliases[1].sentence, 2);
}

TEST(AnalysisTest, SaysWhereAndWhoSaysSo) {
  const Analysis there = Read(
      "Ana Silva moved to Vienna. There she bought a mill. Tavares Foods will "
      "sell it, its founder, Rui Costa, told the magazine.");
  ASSERT_TRUE(Has(there, "Ana Silva", "buys", "mill")) << All(there);
  for (const ExtractedFact& fact : there.facts) {
    if (fact.relation == "buys") {
      EXPECT_EQ(fact.place, "Vienna");
    }
    if (fact.relation == "sells") {
      EXPECT_EQ(fact.said_by, "Rui Costa");
    }
  }
  // What is turned in is no place.
  const Analysis in = Read("Rui Costa turned in a cross from Luis Faro.");
  for (const ExtractedFact& fact : in.facts) {
    EXPECT_EQ(fact.place, "") << All(in);
  }
  const Analysis both = Read("The family wants the truth, not revenge.");
  for (const ExtractedFact& fact : both.facts) {
    EXPECT_EQ(fact.negated, fact.object == "revenge") << All(both);
  }
}

TEST(AnalysisTest, SpansAreOfTheDocument) {
  const std::string text = "OSLO (AP) — Ana Silva sold the mill. It burnt.";
  const Analysis analysis = Read(text);
  ASSERT_EQ(analysis.sentences.size(), 2u);
  for (const ExtractedFact& fact : analysis.facts) {
    EXPECT_EQ(fact.text, text.substr(fact.span.begin, fact.span.size()));
  }
  EXPECT_TRUE(Has(analysis, "Ana Silva", "sells", "mill")) << All(analysis);
}

TEST(AnalysisTest, AnyBytesGiveAnAnalysis) {
  for (const std::string& text :
       {std::string(), std::string("\n\n"), std::string("\xff\xfe\x80"),
        std::string(1000, '('), std::string("a\0b", 3),
        std::string("… — “”")}) {
    const Analysis analysis = Read(text);
    EXPECT_EQ(analysis.document.text, text);
  }
}

TEST(AnalysisTest, ThreadsSeeTheSame) {
  const std::string text =
      "Ana Silva, who leads Tavares Foods, met Rui Costa on Tuesday. She "
      "said that the company would buy his mill.";
  const std::string want = All(Read(text));
  std::vector<std::string> got(4);
  std::vector<std::thread> threads;
  for (std::string& result : got) {
    threads.emplace_back([&result, &text] { result = All(Read(text)); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& result : got) EXPECT_EQ(result, want);
}

TEST(AnalysisTest, SaysWhichModelIsMissing) {
  const absl::StatusOr<Analyzer> analyzer = Analyzer::Load("/nonexistent");
  EXPECT_EQ(analyzer.status().code(), absl::StatusCode::kNotFound);
  EXPECT_NE(analyzer.status().message().find("/nonexistent"),
            std::string::npos);
}

}  // namespace
}  // namespace tercet::text
