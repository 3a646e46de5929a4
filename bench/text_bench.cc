// From text to trees, stage by stage on one core and as a whole by one and by
// two threads, under Google Benchmark.  Items are tokens.  TERCET_DATA names
// the data directory; without it the one beside the program is used.

#include <benchmark/benchmark.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ingest/text_pipeline.h"

namespace tercet::text {
namespace {

constexpr char kParagraph[] =
    "OSLO (NW) \xE2\x80\x94 The harbour board, which runs the three ferry "
    "lines, said on Monday that it would sell its oldest ships to a buyer "
    "from Iceland for $4.5 million. \"We can't keep repairing them,\" Ingrid "
    "Dahl, the board's chairwoman, told reporters. The union of seamen, led "
    "by Per Lund since 2011, fears that 60 jobs will go.\n\n"
    "Last year the ferries carried 1.2 million people, according to the "
    "board. If the sale is approved, the first ship leaves in March; two "
    "others would follow before the summer. Mr. Lund did not say whether his "
    "members would strike.\n\n";

std::string DataDir() {
  if (const char* dir = std::getenv("TERCET_DATA")) return dir;
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return (self.parent_path() / "../share/tercet").string();
}

// Null, with the benchmark marked as failed, where there is no model.
const TextPipeline* Pipeline(benchmark::State& state) {
  static const auto* pipeline = new auto(TextPipeline::Load(DataDir()));
  if (pipeline->ok()) return (*pipeline)->get();
  state.SkipWithError(std::string(pipeline->status().message()).c_str());
  return nullptr;
}

// The paragraph fifty times, its words of five letters or more with two other
// letters inside each time: a quarter of the words are new, as in running
// English, so that what is known of words already helps no more than there.
std::string Text(int round = 0) {
  std::string text;
  for (int copy = 50 * round; copy < 50 * (round + 1); ++copy) {
    std::string paragraph = kParagraph;
    size_t length = 0;
    for (size_t i = 0; i <= paragraph.size(); ++i) {
      if (i < paragraph.size() && std::isalpha(paragraph[i]) != 0) {
        ++length;
        continue;
      }
      if (length >= 5) {
        paragraph[i - length + 2] = static_cast<char>('a' + copy % 26);
        paragraph[i - length + 3] = static_cast<char>('a' + copy / 26 % 26);
      }
      length = 0;
    }
    text += paragraph;
  }
  return text;
}

int64_t Tokens(const std::vector<Sentence>& sentences) {
  int64_t tokens = 0;
  for (const Sentence& sentence : sentences) {
    tokens += static_cast<int64_t>(sentence.tokens.size());
  }
  return tokens;
}

void BM_Segment(benchmark::State& state) {
  const TextPipeline* pipeline = Pipeline(state);
  if (pipeline == nullptr) return;
  const std::string text = Text();
  int64_t tokens = 0;
  for (auto _ : state) tokens += Tokens(pipeline->Segment(text));
  state.SetItemsProcessed(tokens);
}
BENCHMARK(BM_Segment)->Unit(benchmark::kMillisecond);

void BM_Annotate(benchmark::State& state) {
  const TextPipeline* pipeline = Pipeline(state);
  if (pipeline == nullptr) return;
  std::vector<Sentence> sentences = pipeline->Segment(Text());
  int64_t tokens = 0;
  for (auto _ : state) {
    for (Sentence& sentence : sentences) pipeline->Annotate(sentence);
    tokens += Tokens(sentences);
  }
  state.SetItemsProcessed(tokens);
}
BENCHMARK(BM_Annotate)->Unit(benchmark::kMillisecond);

void BM_TextToTrees(benchmark::State& state) {
  const TextPipeline* pipeline = Pipeline(state);
  if (pipeline == nullptr) return;
  std::vector<std::string> texts;
  for (int round = 0; round < 13; ++round) texts.push_back(Text(round));
  size_t round = 0;
  int64_t tokens = 0, bytes = 0;
  for (auto _ : state) {
    const std::string& text = texts[round++ % texts.size()];
    tokens += Tokens(pipeline->Analyze(text));
    bytes += static_cast<int64_t>(text.size());
  }
  state.SetItemsProcessed(tokens);
  state.SetBytesProcessed(bytes);
}
BENCHMARK(BM_TextToTrees)
    ->Unit(benchmark::kMillisecond)
    ->ThreadRange(1, 2)
    ->UseRealTime();

// One sentence of so many words: a word should cost the same in each.
void BM_LongSentence(benchmark::State& state) {
  const TextPipeline* pipeline = Pipeline(state);
  if (pipeline == nullptr) return;
  Sentence sentence;
  for (const Sentence& part : pipeline->Segment(Text())) {
    for (const Token& token : part.tokens) {
      if (static_cast<int64_t>(sentence.tokens.size()) < state.range(0)) {
        sentence.tokens.push_back(token);
      }
    }
  }
  for (auto _ : state) pipeline->Annotate(sentence);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(BM_LongSentence)
    ->Unit(benchmark::kMillisecond)
    ->RangeMultiplier(2)
    ->Range(25, 3200);

}  // namespace
}  // namespace tercet::text

BENCHMARK_MAIN();
