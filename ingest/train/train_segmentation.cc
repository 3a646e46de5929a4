#include "ingest/train/train_segmentation.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "ingest/feature_hash.h"
#include "ingest/perceptron.h"
#include "ingest/train/shuffle.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

bool IsPlainWord(std::string_view form) {
  return std::all_of(form.begin(), form.end(),
                     [](char c) { return IsAsciiUpper(c) || IsAsciiLower(c); });
}

// Where the tokens of a document begin, in bytes.
std::set<uint32_t> TokenStarts(const ConlluDocument& document) {
  std::set<uint32_t> starts;
  for (const ConlluSentence& s : document.sentences) {
    for (const Token& token : s.sentence.tokens) {
      starts.insert(token.span.begin);
    }
  }
  return starts;
}

// In how many documents each token with signs or digits occurs.
using DocumentCounts = std::map<uint32_t, int>;

std::set<uint32_t> KnownIn(const ConlluDocument& document) {
  std::set<uint32_t> known;
  for (const ConlluSentence& s : document.sentences) {
    for (const Token& token : s.sentence.tokens) {
      if (token.form.size() > 1 && !IsPlainWord(token.form)) {
        known.insert(HashBytes(Lowercase(token.form)));
      }
    }
  }
  return known;
}

// How words that are one run of letters are parted, where most of their
// uses are.
Tokeniser::Contractions CollectContractions(
    const std::vector<ConlluDocument>& documents) {
  std::map<std::string, std::map<std::vector<uint32_t>, int>> counts;
  for (const ConlluDocument& document : documents) {
    for (const ConlluSentence& s : document.sentences) {
      for (const MultiwordToken& multiword : s.multiword_tokens) {
        std::vector<uint32_t> cuts;
        uint32_t at = 0;
        for (int i = multiword.first; i < multiword.last; ++i) {
          at += static_cast<uint32_t>(
              s.sentence.tokens[static_cast<size_t>(i)].form.size());
          cuts.push_back(at);
        }
        if (!IsPlainWord(multiword.form) || at >= multiword.form.size()) {
          continue;
        }
        ++counts[Lowercase(multiword.form)][cuts];
      }
    }
  }
  for (const ConlluDocument& document : documents) {
    for (const ConlluSentence& s : document.sentences) {
      for (const Token& token : s.sentence.tokens) {
        const auto found = counts.find(Lowercase(token.form));
        if (found != counts.end()) ++found->second[{}];
      }
    }
  }
  Tokeniser::Contractions contractions;
  for (const auto& [word, ways] : counts) {
    const auto best = std::max_element(
        ways.begin(), ways.end(),
        [](const auto& a, const auto& b) { return a.second < b.second; });
    if (!best->first.empty()) contractions[word] = best->first;
  }
  return contractions;
}

// One decision of the tokeniser's classifier.
void LearnChunk(const Chunk& chunk, const std::set<uint32_t>& starts,
                const KnownTokens& known, PerceptronLearner* learner) {
  std::vector<uint32_t> features;
  int32_t score = 0;
  size_t start = 0;
  for (const size_t k : Candidates(chunk)) {
    const bool gold = starts.contains(chunk.begin + chunk.offsets[k]);
    CollectTokenFeatures(chunk, start, k, known, &features);
    learner->Score(features, {&score, 1});
    // A margin: right is not enough, clearly right is.
    constexpr int32_t kMargin = 4;
    if (gold ? score <= kMargin : score > -kMargin) {
      learner->Add(features, 0, gold ? 1 : -1);
    }
    learner->Tick();
    if (gold) start = k;
  }
}

}  // namespace

Tokeniser TrainTokeniser(const std::vector<ConlluDocument>& documents,
                         const std::vector<std::string>& abbreviations,
                         const SegmentationOptions& options) {
  DocumentCounts counts;
  std::vector<std::set<uint32_t>> known_in;
  std::vector<std::set<uint32_t>> starts;
  for (const ConlluDocument& document : documents) {
    known_in.push_back(KnownIn(document));
    starts.push_back(TokenStarts(document));
    for (const uint32_t token : known_in.back()) ++counts[token];
  }
  // What the lists hold is known from elsewhere, in any document.
  for (const std::string& word : abbreviations) {
    counts[HashBytes(Lowercase(word))] += 2;
  }
  KnownTokens all;
  for (const auto& [token, count] : counts) all.insert(token);
  PerceptronLearner learner(1, {});
  Random random(options.seed);
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    for (const size_t d : ShuffledOrder(documents.size(), &random)) {
      // A token counts as known in a document only if another document has
      // it as well: as it will be with new text.
      KnownTokens known = all;
      for (const uint32_t token : known_in[d]) {
        if (counts[token] == 1) known.erase(token);
      }
      const std::string& text = documents[d].text;
      ForEachChunk(text, {0, static_cast<uint32_t>(text.size())},
                   [&](const Chunk& chunk) {
                     LearnChunk(chunk, starts[d], known, &learner);
                   });
    }
  }
  return Tokeniser(CollectContractions(documents), std::move(all),
                   learner.Average({}));
}

namespace {

// A paragraph's tokens, and for each whether a sentence ends with it.
struct SplitExample {
  std::vector<Token> tokens;
  std::vector<bool> ends;
};

std::vector<SplitExample> SplitExamples(
    const std::vector<ConlluDocument>& documents) {
  std::vector<SplitExample> examples;
  for (const ConlluDocument& document : documents) {
    for (const ConlluSentence& s : document.sentences) {
      if (s.starts_paragraph || &s == &document.sentences.front()) {
        examples.emplace_back();
      }
      SplitExample& example = examples.back();
      for (const Token& token : s.sentence.tokens) {
        example.tokens.push_back(token);
        example.ends.push_back(&token == &s.sentence.tokens.back());
      }
    }
  }
  return examples;
}

}  // namespace

Splitter TrainSplitter(const std::vector<ConlluDocument>& documents,
                       const SegmentationOptions& options) {
  const std::vector<SplitExample> examples = SplitExamples(documents);
  PerceptronLearner learner(1, {});
  Random random(options.seed);
  std::vector<uint32_t> features;
  int32_t score = 0;
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    for (const size_t at : ShuffledOrder(examples.size(), &random)) {
      const SplitExample& example = examples[at];
      SentenceSoFar so_far;
      for (size_t i = 0; i + 1 < example.tokens.size(); ++i) {
        so_far.Take(example.tokens[i]);
        const bool gold = example.ends[i];
        if (MayEndSentence(example.tokens, i)) {
          CollectSplitFeatures(example.tokens, i, so_far, &features);
          learner.Score(features, {&score, 1});
          constexpr int32_t kMargin = 4;
          if (gold ? score <= kMargin : score > -kMargin) {
            learner.Add(features, 0, gold ? 1 : -1);
          }
          learner.Tick();
        }
        if (gold) so_far = {i + 1, 0, false};
      }
    }
  }
  return Splitter(learner.Average({}));
}

}  // namespace tercet::text
