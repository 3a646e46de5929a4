// The prompt, driven through a pseudo-terminal as a person drives it.

#include <gtest/gtest.h>
#include <pty.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "tests/cli/run_program.h"
#include "tests/cli/terminal.h"

namespace tercet::tests {
namespace {

class ShellTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    place_ = new Workplace;
    place_->Write("a.txt",
                  "Ana Silva visited Portugal on Monday. Ana Silva met Bruno "
                  "Costa in Lisbon.\n");
    const Ran ran = place_->Run("--db g ingest a.txt");
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
  }
  static void TearDownTestSuite() { delete place_; }

  void SetUp() override {
    int master = -1;
    int slave = -1;
    if (openpty(&master, &slave, nullptr, nullptr, nullptr) != 0) {
      GTEST_SKIP() << "no pseudo-terminals here";
    }
    close(master);
    close(slave);
  }

  static Workplace* place_;
};

Workplace* ShellTest::place_ = nullptr;

TEST_F(ShellTest, AnswersAndLeaves) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("Ana Silva -visits-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("\x04");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, GoesOnOverLines) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana Silva -visits->\n");
  ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
  terminal.Type("?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

TEST_F(ShellTest, InterruptDropsTheLineAndKeepsTheProgram) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana Silva -visits->\n");
  ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
  terminal.Type("rubbish\x03");
  ASSERT_TRUE(terminal.Shows("^C")) << terminal.screen();
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type("\x03");
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  // What is typed right behind it is not lost.
  terminal.Type(
      "\x03"
      "Ana Silva -visits-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

TEST_F(ShellTest, CompletesNamesAndRelations) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type("Ana S\t -vi\t-> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type(".qu\t\n");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, KeepsHistory) {
  {
    Terminal terminal(*place_, "g");
    ASSERT_TRUE(terminal.Shows("tercet> "));
    terminal.Type("Ana Silva -visits->\n");
    ASSERT_TRUE(terminal.Shows("...> ")) << terminal.screen();
    terminal.Type("?where\n");
    ASSERT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
    ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
    terminal.Type(".quit\n");
    EXPECT_EQ(terminal.Ended(), 0);
  }
  EXPECT_TRUE(std::filesystem::exists(place_->folder() / "tercet" / "history"));
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  // Twice up: .quit came last.
  terminal.Type("\x10\x10\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  terminal.Type("\x04");
  EXPECT_EQ(terminal.Ended(), 0);
}

// Some 10^18 rows, counted one by one.
std::string EndlessQuery() {
  std::string query = "?a0 -> ?b0";
  for (int i = 1; i < 60; ++i) {
    const std::string n = std::to_string(i);
    query += ", ?a" + n + " -> ?b" + n;
  }
  return query + " return count(*)";
}

// While a statement runs the terminal keeps what is typed, Ctrl-D too.
TEST_F(ShellTest, KeysTypedDuringAStatementAreKept) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type(".timeout 0.5\n" + EndlessQuery() + "\n");
  ASSERT_TRUE(terminal.Shows("count(*)"));
  usleep(100'000);
  EXPECT_TRUE(terminal.TakesKeys());
  terminal.Type("Anna\b\ba Silva -visits-> ?where\n\x04");
  EXPECT_TRUE(terminal.Shows("time limit")) << terminal.screen();
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
}

TEST_F(ShellTest, InterruptCancelsAStatement) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Type(EndlessQuery() + "\n");
  ASSERT_TRUE(terminal.Shows("return count(*)"));
  usleep(100'000);
  const auto start = std::chrono::steady_clock::now();
  terminal.Type("\x03");
  EXPECT_TRUE(terminal.Shows("cancelled")) << terminal.screen();
  RecordProperty("cancelled_after_ms",
                 std::chrono::duration_cast<std::chrono::milliseconds>(
                     std::chrono::steady_clock::now() - start)
                     .count());
  ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0) << terminal.screen();
  // The line behind it is not dropped as well.
  EXPECT_EQ(terminal.screen().find("^C"), std::string::npos)
      << terminal.screen();
}

// Types a line; the terminal shows `text` behind it, and the prompt again.
void Expect(Terminal& terminal, const std::string& line,
            const std::string& text) {
  terminal.Type(line + "\n");
  // The echo of the line is not the answer.
  ASSERT_TRUE(terminal.Shows("\n")) << terminal.screen();
  EXPECT_TRUE(terminal.Shows(text)) << line << "\n" << terminal.screen();
  EXPECT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
}

TEST_F(ShellTest, CommandsChangeTheGraph) {
  place_->Write("b c.txt", "Clara Reis visited Spain.\n");
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, ".ingest b\\ c.txt", "1 document added");
  Expect(terminal, "Clara Reis -visits-> ?where", "Spain");
  Expect(terminal, ".alias Clara Reis = Clarinha", "");
  Expect(terminal, "Clarinha -visits-> ?where", "Spain");
  Expect(terminal, ".alias Clara Reis", "given by hand");
  Expect(terminal, ".unalias Clara Reis = Clarinha", "");
  Expect(terminal, "Clarinha -visits-> ?where", "is called 'Clarinha'");
  Expect(terminal, ".merge Clara Reis = Ana Silva", "");
  Expect(terminal, "Ana Silva -visits-> ?where", "Spain");
  Expect(terminal, ".unmerge Clara Reis", "");
  Expect(terminal, ".unmerge Clara Reis", "was not merged by hand");
  Expect(terminal, ".merge Nobody = Ana Silva", "is called 'Nobody'");
  Expect(terminal, ".merge Ana Silva", "usage: .merge A = B");
  Expect(terminal, ".forget b c", "");
  Expect(terminal, "Clara Reis -visits-> ?where", "is called 'Clara Reis'");
  terminal.Type(".quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

// The same, asked again where the machine is too busy to open the graph anew
// within the time that a person waits.
void ExpectSoon(Terminal& terminal, const std::string& line,
                const std::string& text) {
  for (int i = 0; i < 100; ++i) {
    const size_t from = terminal.screen().size();
    terminal.Type(line + "\n");
    ASSERT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
    const std::string shown = terminal.screen().substr(from);
    if (shown.find("another process is writing") == std::string::npos) {
      EXPECT_NE(shown.find(text), std::string::npos) << shown;
      return;
    }
  }
  ADD_FAILURE() << "not seen: " << text << "\n" << terminal.screen();
}

TEST_F(ShellTest, SeesWhatOthersWriteMeanwhile) {
  place_->Write("d.txt", "Clara Reis visited Spain.\n");
  ASSERT_EQ(place_->Run("--db shared ingest a.txt").exit_code, 0);
  Terminal terminal(*place_, "shared");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, "Clara Reis -visits-> ?where", "is called 'Clara Reis'");
  ASSERT_EQ(place_->Run("--db shared ingest d.txt").exit_code, 0);
  ExpectSoon(terminal, "Clara Reis -visits-> ?where", "Spain");
  ASSERT_EQ(place_->Run("--db shared rebuild a.txt").exit_code, 0);
  ExpectSoon(terminal, "Clara Reis -visits-> ?where", "is called 'Clara Reis'");
}

TEST_F(ShellTest, AnswersGoToFilesAndComeFromThem) {
  place_->Write("questions", "Ana Silva -visits-> ?where\n.docs\n");
  place_->Write("loop", ".read loop\n");
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, ".mode tsv", "");
  Expect(terminal, ".once one", "");
  Expect(terminal, "Ana Silva -visits-> ?where", "ms");
  EXPECT_NE(place_->Read("one").find("Portugal"), std::string::npos);
  Expect(terminal, ".output all", "");
  Expect(terminal, ".read questions", "ms");
  Expect(terminal, ".output", "");
  EXPECT_NE(place_->Read("all").find("Portugal"), std::string::npos);
  EXPECT_NE(place_->Read("all").find("sentences"), std::string::npos);
  Expect(terminal, "Ana Silva -visits-> ?where", "Portugal");
  Expect(terminal, ".read none", "none: No such file");
  Expect(terminal, ".read loop", "files that read each other");
  Expect(terminal, ".output none/x", "none/x: No such file");
}

TEST_F(ShellTest, CommandsShowWhatIsThereAndHowToAsk) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, ".docs", "\na ");
  Expect(terminal, ".schema", "\nvisits ");
  Expect(terminal, ".stats", "documents");
  Expect(terminal, ".source a 2", "Ana Silva met Bruno Costa in Lisbon.");
  Expect(terminal, ".source none", "no document 'none'");
  Expect(terminal, ".limit 1", "");
  Expect(terminal, "Ana Silva -?r-> ?x return ?x", "row");
  Expect(terminal, ".limit 0", "");
  Expect(terminal, "Ana Silva -?r-> ?x return ?x", "\n(2 rows, ");
  Expect(terminal, "Portugal -visits-> ?x", "(no rows, ");
  Expect(terminal, ".limit some", "usage: .limit N");
  Expect(terminal, ".timeout soon", "usage: .timeout SECONDS");
  Expect(terminal, ".timer maybe", "usage: .timer on|off");
  Expect(terminal, ".timer off", "");
  const size_t from = terminal.screen().size();
  Expect(terminal, "Ana Silva -visits-> ?x", "(1 row)");
  EXPECT_EQ(terminal.screen().find(" ms", from), std::string::npos);
  Expect(terminal, ".mode xml", "usage: .mode table|csv");
  Expect(terminal, ".bogus", "no command .bogus; .help lists them");
  Expect(terminal, "exit", "did you mean '.exit'?");
  terminal.Type(".exit\n");
  EXPECT_EQ(terminal.Ended(), 0);
}

TEST_F(ShellTest, DimsWhatIsNotPlainTruthUnlessNoColor) {
  place_->Write("not.txt", "Clara Reis did not visit Spain.\n");
  const Ran ran = place_->Run("--db colours ingest not.txt");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  for (const bool colours : {true, false}) {
    Terminal terminal(*place_, "colours", colours);
    ASSERT_TRUE(terminal.Shows("tercet> "));
    Expect(terminal, "? -?e[neg]-> ? return ?e", "[negated]");
    EXPECT_EQ(terminal.screen().find("\x1b[2mClara") != std::string::npos,
              colours)
        << terminal.screen();
  }
}

TEST_F(ShellTest, EditsTheLastQuestion) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, "?who -visits-> Spain", "Spain");
  Expect(terminal, ".edit", "?who -visits-> Portugal");
  terminal.Type("\x10\n");
  EXPECT_TRUE(terminal.Shows("Ana Silva")) << terminal.screen();
}

TEST_F(ShellTest, PagesWhatIsTallerThanTheScreen) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, ".help", "PAGED:  .quit");
  terminal.Resize(100, 80);
  Expect(terminal, ".help", "\n  .quit");
}

TEST_F(ShellTest, CompletesWhatStandsBehindACommand) {
  place_->Write("unusual-name.txt", "Ana Silva visited Chile.\n");
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, ".mo\t md\x08\x08mark\t", "");
  Expect(terminal, ".ingest unus\t", "1 document added");
  Expect(terminal, ".source unus\t", "visited Chile");
  Expect(terminal, ".forget unus\t", "");
  Expect(terminal, "Ana Silva -v\t[status=as\t]-> ?where", "| Portugal |");
}

TEST_F(ShellTest, CompletesWhatTheNodeHasAndNothingElse) {
  place_->Write("v.csv",
                "subject,relation,object\nAna,visits,Rome\nBo,vexes,Cy\n");
  ASSERT_EQ(place_->Run("--db v import v.csv").exit_code, 0);
  Terminal terminal(*place_, "v");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, "Ana -v\t-> ?where", "Rome");
  Expect(terminal, "Cy <-v\t- ?who", "Bo");
}

TEST_F(ShellTest, DeletesWideCharactersWhole) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, "\u6771\u4eac", "is called '\u6771\u4eac'");
  Expect(terminal, "\u6771\u4eac\u00e9\x08\x08Z", "is called '\u6771Z'");
  Expect(terminal,
         "\u6771\u4eac\u00e9\x08\x08\x08"
         "Ana Silva -visits-> ?where",
         "Portugal");
}

TEST_F(ShellTest, CompletesWideCharacters) {
  place_->Write("w.csv", "subject,relation,object\n\u6771\u4eac,faces,Bay\n");
  ASSERT_EQ(place_->Run("--db wide import w.csv").exit_code, 0);
  Terminal terminal(*place_, "wide");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  Expect(terminal, "\u6771\t -fa\t-> ?where", "Bay");
}

// What the terminal shows of an answer, from its heads to its footer.
std::string Answer(Terminal& terminal, const std::string& question) {
  const size_t from = terminal.screen().size();
  terminal.Type(question + "\n");
  EXPECT_TRUE(terminal.Shows("(1 row, ")) << terminal.screen();
  EXPECT_TRUE(terminal.Shows("tercet> ")) << terminal.screen();
  const std::string shown = terminal.screen().substr(from);
  const size_t at = shown.find("fact ");
  return at == std::string::npos ? shown : shown.substr(at);
}

TEST_F(ShellTest, ANarrowTerminalGetsANarrowTable) {
  Terminal terminal(*place_, "g");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  const std::string question = "why Ana Silva -meets-> Bruno Costa";
  const std::string sentence = "Ana Silva met Bruno Costa in Lisbon.";
  terminal.Resize(24, 130);
  EXPECT_NE(Answer(terminal, question).find(sentence), std::string::npos)
      << terminal.screen();
  terminal.Resize(24, 60);
  const std::string narrow = Answer(terminal, question);
  EXPECT_EQ(narrow.find(sentence), std::string::npos) << narrow;
  size_t widest = 0;
  for (size_t at = 0, end = 0; at < narrow.size(); at = end + 1) {
    end = std::min(narrow.find('\n', at), narrow.size());
    widest = std::max(widest, end - at);
  }
  EXPECT_LE(widest, 61u) << narrow;  // and the carriage return
  // A line that is being typed goes on after it.
  terminal.Type("Ana Silva -visits-");
  ASSERT_TRUE(terminal.Shows("-visits-")) << terminal.screen();
  terminal.Resize(24, 4);
  ASSERT_TRUE(terminal.Shows("Ana")) << terminal.screen();
  terminal.Resize(24, 20);
  // It begins a row above the cursor: 26 columns on 20.
  ASSERT_TRUE(terminal.Shows("\x1b[1A\r\x1b[Jtercet> ")) << terminal.screen();
  terminal.Type("> ?where\n");
  EXPECT_TRUE(terminal.Shows("Portugal")) << terminal.screen();
}

// Every statement, of two lines each, is answered, and in its turn.
TEST_F(ShellTest, TakesAPasteOfTenThousandLines) {
  constexpr int kStatements = 5'000;
  std::string rows = "subject,relation,object\n";
  std::string keys;
  for (int i = 0; i < kStatements; ++i) {
    const std::string n = std::to_string(i);
    rows += "Asker " + n + ",asks,Reply " + n + "\n";
    keys += "Asker " + n + " -asks->\n?who\n";
  }
  place_->Write("replies.csv", rows);
  ASSERT_EQ(place_->Run("--db replies import replies.csv").exit_code, 0);
  Terminal terminal(*place_, "replies");
  ASSERT_TRUE(terminal.Shows("tercet> "));
  terminal.Paste(keys + ".output pasted\nAsker 17 -asks-> ?who\n.quit\n");
  EXPECT_EQ(terminal.Ended(), 0);
  const std::string& screen = terminal.screen();
  int answers = 0;
  for (size_t at = 0; (at = screen.find("Reply ", at)) != std::string::npos;) {
    at += 6;
    ASSERT_EQ(std::atoi(screen.c_str() + at), answers++);
  }
  EXPECT_EQ(answers, kStatements);
  EXPECT_NE(place_->Read("pasted").find("Reply 17"), std::string::npos);
}

}  // namespace
}  // namespace tercet::tests
