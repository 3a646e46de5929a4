// Each verb through the built program: output, errors, exit codes.

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "tests/cli/run_program.h"

namespace tercet::tests {
namespace {

constexpr char kNews[] =
    "Ana Silva visited Portugal on Monday. Silva met Bruno Costa in Lisbon.\n";

TEST(ProgramTest, SaysItsVersion) {
  const Workplace place;
  EXPECT_EQ(place.Run("--version").out, "tercet 0.1.0\n");
}

TEST(ProgramTest, SaysWhatIsWrong) {
  const Workplace place;
  place.Write("empty.txt", "");
  place.Write("zero.txt", std::string("a\0b", 3));
  place.Write("a.txt", kNews);
  struct Case {
    const char* words;
    int exit_code;
    const char* err;  // a part of standard error
  };
  const Case kCases[] = {
      {"bogus", 2, "bogus"},
      {"extract", 2, "FILE is required"},
      {"extract --format xml a.txt", 2, "xml"},
      {"extract --pretokenized a.txt", 2, "needs --format conllu"},
      {"extract none.txt", 1, "none.txt: no such file"},
      {"extract empty.txt", 0, "empty.txt: no text; skipped"},
      {"extract zero.txt", 1, "zero byte at offset 1"},
      {"--data none extract a.txt", 1, "none"},
      {"--db none stats", 1, "none"},
      {"--db none forget x", 1, "none"},
      {"--db none check", 1, "none"},
      {"--db none export", 1, "none"},
      {"--db none compact", 1, "there is no graph at none"},
      {"--db none backup b", 1, "there is no graph at none"},
      {"--db none rebuild", 1, "there is no graph at none"},
      {"--db none restore b", 1, "there is no backup at b"},
      {"--db none restore .", 1, ". holds something else than a backup"},
      {"ingest none.txt", 1, "none.txt: no such file"},
  };
  for (const Case& c : kCases) {
    const Ran ran = place.Run(c.words);
    EXPECT_EQ(ran.exit_code, c.exit_code) << c.words << "\n" << ran.err;
    EXPECT_EQ(ran.out, "") << c.words;
    EXPECT_NE(ran.err.find(c.err), std::string::npos) << c.words << "\n"
                                                      << ran.err;
  }
  EXPECT_FALSE(std::filesystem::exists(place.folder() / "none"));
  EXPECT_FALSE(std::filesystem::exists(place.folder() / "tercet.db"));
}

TEST(ProgramTest, ExtractsInEveryFormat) {
  const Workplace place;
  place.Write("a.txt", kNews);
  const Ran table = place.Run("extract a.txt");
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_NE(table.out.find("Ana Silva  visits"), std::string::npos)
      << table.out;
  const Ran jsonl = place.Run("extract --format jsonl - <a.txt");
  EXPECT_EQ(jsonl.exit_code, 0) << jsonl.err;
  EXPECT_NE(jsonl.out.find("\"document\":\"stdin\",\"sentence\":1,\"subject\":"
                           "\"Ana Silva\""),
            std::string::npos)
      << jsonl.out;
  const Ran conllu = place.Run("extract --format conllu a.txt");
  EXPECT_EQ(conllu.exit_code, 0) << conllu.err;
  EXPECT_NE(conllu.out.find("# text = Ana Silva visited Portugal on Monday."),
            std::string::npos)
      << conllu.out;
  // The parse read back keeps its tokens.
  place.Write("a.conllu", conllu.out);
  const Ran again =
      place.Run("extract --format conllu --pretokenized a.conllu");
  EXPECT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out, conllu.out);
}

TEST(ProgramTest, ReplacesWhatIsNotUtf8) {
  const Workplace place;
  place.Write("a.txt", "Ana Silva visited Mexico.\nShe left Jos\xE9 there.\n");
  const Ran ran = place.Run("extract --format jsonl a.txt");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.err.find("a.txt:2:13: not UTF-8"), std::string::npos)
      << ran.err;
  EXPECT_EQ(ran.out.find('\xE9'), std::string::npos) << ran.out;
}

TEST(ProgramTest, RefusesAnEndlessDocument) {
  const Workplace place;
  place.Write("a.txt", std::string(50 << 20, 'x'));
  const Ran ran = place.Run("extract a.txt");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.err.find("a.txt: more than 16777216 bytes"), std::string::npos)
      << ran.err;
}

TEST(ProgramTest, KeepsAGraph) {
  const Workplace place;
  place.Write("a.txt", kNews);
  place.Write("b.txt", "Ana Silva visited Spain.\n");
  Ran ran = place.Run("--db g ingest -v a.txt b.txt");
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("added\ta\t2 sentences"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.err.find("2 documents added"), std::string::npos) << ran.err;
  ran = place.Run("ingest --db g -v a.txt");
  EXPECT_NE(ran.out.find("unchanged\ta"), std::string::npos) << ran.out;

  EXPECT_EQ(place.Run("--db g check").exit_code, 0);
  EXPECT_NE(place.Run("--db g stats --format json")
                .out.find("{\"documents\":2,\"sentences\":3,"),
            std::string::npos);
  EXPECT_EQ(place.Run("--db g forget none").exit_code, 1);
  EXPECT_EQ(place.Run("--db g forget a").exit_code, 0);
  ran = place.Run("--db g export");
  EXPECT_EQ(ran.out.find("Portugal"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Spain"), std::string::npos) << ran.out;
}

TEST(ProgramTest, DryRunsWriteNothing) {
  const Workplace place;
  std::filesystem::create_directory(place.folder() / "t");
  place.Write("t/a.txt", kNews);
  place.Write("t/b.txt", kNews);
  Ran ran = place.Run("--db g ingest --dry-run t");
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.out, "added\ta\nadded\tb\n");
  EXPECT_EQ(ran.err,
            "g: 2 documents would be added, 0 replaced, 0 unchanged\n");
  EXPECT_FALSE(std::filesystem::exists(place.folder() / "g"));
  ASSERT_EQ(place.Run("--db g ingest t").exit_code, 0);
  const std::string before = place.Run("--db g export").out;
  place.Write("t/b.txt", "Ana Silva visited Spain.\n");
  place.Write("t/c.txt", kNews);
  ran = place.Run("--db g ingest -n t none.txt");
  EXPECT_EQ(ran.exit_code, 1);
  ran = place.Run("--db g ingest -n t");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "unchanged\ta\nreplaced\tb\nadded\tc\n");
  EXPECT_EQ(ran.err, "g: 1 document would be added, 1 replaced, 1 unchanged\n");
  ran = place.Run("--db g forget --dry-run b none");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.err,
            "would forget b: 2 statements\ntercet: no document 'none'\n");
  EXPECT_EQ(place.Run("--db g export").out, before);
}

TEST(ProgramTest, WhatIsExportedIsImportedAgain) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  const std::string all = place.Run("--db g export").out;
  for (const char* ending : {"csv", "jsonl", "ttl"}) {
    const std::string file = std::string("g.") + ending;
    const std::string format = file == "g.ttl" ? "turtle" : std::string(ending);
    Ran ran = place.Run("--db g export -o " + file + " --format " + format);
    ASSERT_EQ(ran.exit_code, 0) << ran.err;
    ran = place.Run("--db " + format + " import " + file);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    EXPECT_EQ(ran.err, file + ": 2 statements, 1 document, 0 unchanged\n");
    // A table has no columns for aliases.
    const bool csv = format == "csv";
    const std::string words = csv ? " export --format csv" : " export";
    EXPECT_EQ(place.Run("--db " + format + words).out,
              csv ? place.Read(file) : all)
        << format;
  }
  const std::string triples = place.Run("--db g export --format ntriples").out;
  place.Write("g.nt", triples);
  EXPECT_EQ(place.Run("--db nt import g.nt").exit_code, 0);
  EXPECT_EQ(place.Run("--db nt export --format ntriples").out, triples);
}

TEST(ProgramTest, WhatIsExtractedIsImported) {
  const Workplace place;
  place.Write("a.txt",
              "Ana Silva met Bruno Costa with Clara Reis on 4 May 2026.\n");
  place.Write("a.jsonl", place.Run("extract --format jsonl a.txt").out);
  const Ran ran = place.Run("--db g import a.jsonl");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const Ran when = place.Run(
      "--db g query --format tsv 'Ana Silva -?m:meets-> ?who return ?m.when'");
  EXPECT_NE(when.out.find("2026"), std::string::npos) << when.out << when.err;
}

TEST(ProgramTest, DrawsWhatSurroundsAName) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  Ran ran = place.Run("--db g draw 'Ana Silva' -o ana.svg");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.err.find("ana.svg: 3 nodes, 2 facts"), std::string::npos)
      << ran.err;
  const std::string svg = place.Read("ana.svg");
  EXPECT_NE(svg.find(">Ana Silva</text>"), std::string::npos) << svg;
  EXPECT_NE(svg.find(">visits</text>"), std::string::npos) << svg;
  ran = place.Run("--db g draw --nodes 2 'Ana Silva' -o ana.png");
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.err.find("1 left out (--nodes)"), std::string::npos) << ran.err;
  EXPECT_EQ(place.Read("ana.png").substr(1, 3), "PNG");
  EXPECT_EQ(place.Run("--db g draw 'Ana Silva' -o ana.bmp").exit_code, 2);
  EXPECT_EQ(place.Run("--db g draw Nobody -o a.svg").exit_code, 1);
  EXPECT_EQ(place.Run("--db g draw 'Ana Silva' -o no/a.svg").exit_code, 1);
}

TEST(ProgramTest, TheSameTextsGiveTheSameExport) {
  const Workplace place;
  place.Write("a.txt", kNews);
  place.Write("b.txt", "Ana Silva visited Spain.\n");
  ASSERT_EQ(place.Run("--db g ingest a.txt b.txt").exit_code, 0);
  ASSERT_EQ(place.Run("--db h ingest --threads 1 a.txt b.txt").exit_code, 0);
  for (const char* format :
       {"jsonl", "csv", "ntriples", "turtle", "graphml", "dot"}) {
    const std::string words = std::string(" export --format ") + format;
    const Ran one = place.Run("--db g" + words);
    EXPECT_EQ(one.exit_code, 0) << one.err;
    EXPECT_NE(one.out.find("Portugal"), std::string::npos) << format;
    EXPECT_EQ(place.Run("--db h" + words).out, one.out) << format;
  }
}

TEST(ProgramTest, BacksUpRestoresAndCompacts) {
  const Workplace place;
  place.Write("a.txt", kNews);
  ASSERT_EQ(place.Run("--db g ingest a.txt").exit_code, 0);
  const std::string exported = place.Run("--db g export").out;
  const Ran backup = place.Run("--db g backup b");
  EXPECT_EQ(backup.exit_code, 0) << backup.err;
  EXPECT_EQ(backup.err, "backed up g to b\n");
  EXPECT_EQ(place.Run("--db g forget a").exit_code, 0);
  const Ran compact = place.Run("--db g compact");
  EXPECT_EQ(compact.exit_code, 0) << compact.err;
  EXPECT_NE(compact.err.find(" MB before, "), std::string::npos);
  const Ran taken = place.Run("--db g restore b");
  EXPECT_EQ(taken.exit_code, 1);
  EXPECT_NE(taken.err.find("g is there already: restore to a new folder"),
            std::string::npos)
      << taken.err;
  const Ran restored = place.Run("--db h restore b");
  EXPECT_EQ(restored.exit_code, 0) << restored.err;
  EXPECT_EQ(place.Run("--db h export").out, exported);
  EXPECT_EQ(place.Run("--db h check").exit_code, 0);
}

TEST(ProgramTest, RebuildsFromItsDocumentsOrFromFiles) {
  const Workplace place;
  place.Write("a.txt", kNews);
  place.Write("b.txt", "Carla Reis leads the Tarn Institute.\n");
  ASSERT_EQ(place.Run("--db g ingest a.txt b.txt").exit_code, 0);
  place.Write("c.csv", "subject,relation,object\nAna Silva,knows,Tom Reed\n");
  place.Write("d.nt", "<http://e.org/a> <http://e.org/b> <http://e.org/c> .\n");
  for (const char* file : {"c.csv", "d.nt"}) {
    ASSERT_EQ(place.Run(std::string("--db g import ") + file).exit_code, 0);
  }
  const std::string exported = place.Run("--db g export").out;
  const Ran tried = place.Run("--db g rebuild --dry-run");
  EXPECT_EQ(tried.exit_code, 0) << tried.err;
  EXPECT_EQ(tried.out,
            "extracted\ta\nextracted\tb\ncarried over\tc\ncarried over\td\n");
  EXPECT_EQ(tried.err,
            "g: 2 documents would be extracted, 2 imports carried over, 0 "
            "dropped\n");
  place.Write("d.txt", kNews);
  const Ran other = place.Run("--db g rebuild -n a.txt d.txt");
  EXPECT_EQ(other.exit_code, 0) << other.err;
  EXPECT_EQ(other.out,
            "extracted\ta\ndropped\tb\ncarried over\tc\nextracted\td\n");
  EXPECT_FALSE(std::filesystem::exists(place.folder() / "g.rebuild"));
  const Ran all = place.Run("--db g rebuild");
  EXPECT_EQ(all.exit_code, 0) << all.err;
  EXPECT_EQ(all.err,
            "g: rebuilt from 2 documents and 2 imports; the old graph is "
            "g.old\n");
  EXPECT_EQ(place.Run("--db g export").out, exported);
  EXPECT_EQ(place.Run("--db g.old export").out, exported);
  const Ran some = place.Run("--db g/ rebuild a.txt");
  EXPECT_EQ(some.exit_code, 0) << some.err;
  ASSERT_EQ(place.Run("--db h ingest a.txt").exit_code, 0);
  ASSERT_EQ(place.Run("--db h import c.csv").exit_code, 0);
  ASSERT_EQ(place.Run("--db h import d.nt").exit_code, 0);
  EXPECT_EQ(place.Run("--db g export").out, place.Run("--db h export").out);
  EXPECT_EQ(place.Run("--db g check").exit_code, 0);
  // Files that cannot be read leave the graph as it was.
  EXPECT_EQ(place.Run("--db g rebuild b.txt none.txt").exit_code, 1);
  EXPECT_EQ(place.Run("--db g export").out, place.Run("--db h export").out);
}

}  // namespace
}  // namespace tercet::tests
