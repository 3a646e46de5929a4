#include "ingest/source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace tercet::text {
namespace {

namespace fs = std::filesystem;

class SourceTest : public ::testing::Test {
 protected:
  SourceTest()
      : root_(fs::path(::testing::TempDir()) /
              absl::StrCat("tercet_source_", getpid())) {
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  ~SourceTest() override { fs::remove_all(root_); }

  std::string Write(const std::string& name, std::string_view bytes) {
    const fs::path path = root_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }

  // One line for each document, error and warning, in order, with the
  // temporary folder written as "/".
  std::vector<std::string> Read(const std::vector<std::string>& paths,
                                SourceOptions options = {}) {
    std::vector<std::string> seen;
    auto add = [&](std::string_view line) {
      seen.push_back(
          absl::StrReplaceAll(absl::string_view(line.data(), line.size()),
                              {{root_.string() + "/", "/"}, {"\n", "\\n"}}));
    };
    options.on_warning = [&](const std::string& note) {
      add(absl::StrCat("warning ", note));
    };
    absl::StatusOr<FileSource> source = FileSource::Open(paths, options);
    if (!source.ok()) {
      add(std::string(source.status().message()));
      return seen;
    }
    for (int i = 0; i < 100; ++i) {
      absl::StatusOr<std::optional<InputDocument>> next = source->Next();
      if (!next.ok()) {
        add(absl::StrCat("error ", next.status().message()));
      } else if (next->has_value()) {
        const InputDocument& d = **next;
        add(absl::StrCat(d.id, "|", d.title, "|", d.date, "|", d.text));
      } else {
        return seen;
      }
    }
    ADD_FAILURE() << "no end";
    return seen;
  }

  using Lines = std::vector<std::string>;
  fs::path root_;
};

TEST_F(SourceTest, ReadsTextMarkdownAndHtml) {
  const Lines paths = {Write("a.txt", "\xEF\xBB\xBFOne.\r\nTwo.\n"),
                       Write("b.md", "# T\n\n*One*."),
                       Write("c.HTML", "<title>T</title><p>One."),
                       Write("d.unknown", "<p>One.")};
  EXPECT_EQ(Read(paths), (Lines{"a|||One.\\nTwo.\\n", "b|T||One.", "c|T||One.",
                                "d|||<p>One."}));
  EXPECT_EQ(Read({paths[3]}, {.format = InputFormat::kHtml,
                              .date = "2026-01-03",
                              .id = "page",
                              .on_warning = {}}),
            (Lines{"page||2026-01-03|One."}));
}

TEST_F(SourceTest, SaysHowMuchIsRead) {
  const std::string a = Write("a.txt", std::string(30, 'a'));
  const std::string b =
      Write("b.jsonl", "{\"text\":\"b\"}\n{\"text\":\"c\"}\n");
  auto source = FileSource::Open({a, b}, {});
  ASSERT_TRUE(source.ok());
  const double shares[] = {0.5, 0.75, 1};
  EXPECT_EQ(source->share_read(), 0);
  // 26 bytes of JSON: a little less than half.
  for (const double share : shares) {
    ASSERT_TRUE(source->Next().ok());
    EXPECT_NEAR(source->share_read(), share, 0.05);
  }
  source = FileSource::Open({a, "-"}, {});
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(source->share_read(), 0);
}

TEST_F(SourceTest, ReadsFoldersInOrder) {
  Write("news/b.txt", "B.");
  Write("news/2/b.txt", "B2.");
  Write("news/a.md", "A.");
  Write("news/.hidden/c.txt", "C.");
  Write("news/.d.txt", "D.");
  Write("news/e.png", "E.");
  const std::string folder = (root_ / "news").string();
  EXPECT_EQ(Read({folder}), (Lines{"2/b|||B2.", "a|||A.", "b|||B."}));
}

TEST_F(SourceTest, ReadsJsonLines) {
  const std::string path =
      Write("n.jsonl",
            "{\"id\":\"x\",\"text\":\"One.\",\"date\":\"2026-01-03\","
            "\"title\":\"T\"}\n"
            "\n"
            "{\"id\":7,\"text\":\"Tw\\u00f6.\",\"more\":[1]}\r\n"
            "{\"text\":\"Three.\"}\n"
            "{\"id\":\"x\",\"text\":\"Again.\"}\n"
            "{\"id\":\"y\"}\n"
            "{\"id\":\"z\",\"text\":3.5}\n"
            "{\"id\":\"z\",\"text\":\"  \"}\n"
            "[1]\n"
            "{\"id\":\n"
            "{\"id\":\"last\",\"text\":\"a\\u0000b\"}");
  EXPECT_EQ(
      Read({path}),
      (Lines{"x|T|2026-01-03|One.", "7|||Tw\u00f6.", "n-4|||Three.",
             "error /n.jsonl:5: document 'x' was already read from /n.jsonl:1",
             "error /n.jsonl:6: no \"text\"",
             "error /n.jsonl:7: \"text\" is no string",
             "warning /n.jsonl:8: no text; skipped",
             "error /n.jsonl:9: not a JSON object",
             "error /n.jsonl:10:7: not JSON: Invalid value.", "last|||a b"}));
}

TEST_F(SourceTest, SaysWhatIsWrong) {
  const Lines paths = {
      Write("bad.txt", "ok\nna\xEFve caf\xE9"),
      Write("empty.txt", ""),
      Write("blank.txt", " \n\t\n"),
      Write("binary.txt", std::string("a\0b", 3)),
      Write("wide.txt",
            "\xFF\xFE"
            "a"),
      Write("long.txt", std::string(50, 'x')),
      Write("long.jsonl",
            absl::StrCat("{\"text\":\"", std::string(50, 'x'), "\"}\n",
                         std::string(70'000, 'x'), "\n{\"text\":\"end\"}")),
      Write("other/bad.txt", "same id")};
  SourceOptions options;
  options.max_document_bytes = 40;
  EXPECT_EQ(
      Read(paths, options),
      (Lines{"warning /bad.txt:2:3: not UTF-8; 2 places replaced by U+FFFD",
             "bad|||ok\\nna\uFFFDve caf\uFFFD",
             "warning /empty.txt: no text; skipped",
             "warning /blank.txt: no text; skipped",
             "error /binary.txt: is no text: a zero byte at offset 1",
             "error /wide.txt: is UTF-16; convert it to UTF-8",
             "error /long.txt: more than 40 bytes in one document; cut it "
             "into several",
             "error /long.jsonl:1: more than 40 bytes in one document; cut it "
             "into several",
             "error /long.jsonl:2: more than 65776 bytes in one line",
             "long-3|||end",
             "error /other/bad.txt: document 'bad' was already read from "
             "/bad.txt"}));
}

TEST_F(SourceTest, AFolderWithoutTextsIsNamed) {
  Write("pictures/a.png", "PNG");
  EXPECT_EQ(Read({(root_ / "pictures").string()}),
            Lines{"warning /pictures: no text, Markdown, HTML or JSON Lines in "
                  "this folder"});
}

TEST_F(SourceTest, RefusesToOpen) {
  EXPECT_EQ(Read({}), (Lines{"no files given"}));
  EXPECT_EQ(Read({(root_ / "none.txt").string()}),
            (Lines{"/none.txt: no such file"}));
  SourceOptions options;
  options.id = "x";
  EXPECT_EQ(Read({Write("a.txt", "A."), Write("b.txt", "B.")}, options),
            (Lines{"an id needs exactly one document"}));
}

}  // namespace
}  // namespace tercet::text
