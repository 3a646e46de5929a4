#include "ingest/train/train_tagger.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "ingest/feature_hash.h"
#include "ingest/perceptron.h"
#include "ingest/train/shuffle.h"
#include "ingest/train/two_threads.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

// A word has to be seen so often before its set of tags is believed, and a
// tag has to make up this share of its uses to count.
constexpr int kFrequentWord = 4;
constexpr double kTagShare = 0.03;

using TagNumbers = std::map<TagPair, int>;

TagPair TagOf(const Token& token) { return {token.upos, token.xpos}; }

TagSets CollectTagSets(const std::vector<const Sentence*>& sentences) {
  std::map<std::string, std::map<TagPair, int>> counts;
  for (const Sentence* sentence : sentences) {
    for (const Token& token : sentence->tokens) {
      ++counts[NormalForm(token.form)][TagOf(token)];
    }
  }
  TagSets sets;
  for (const auto& [word, tags] : counts) {
    int total = 0;
    for (const auto& [tag, count] : tags) total += count;
    if (total < kFrequentWord) continue;
    std::vector<std::pair<int, std::string>> ranked;
    for (const auto& [tag, count] : tags) {
      if (count >= kTagShare * total) {
        const std::string name = std::string(Name(tag.upos)) + tag.xpos;
        ranked.emplace_back(-count, name);
      }
    }
    // The most frequent tag stands first, the others in alphabetic order.
    std::sort(ranked.begin(), ranked.end());
    std::sort(ranked.begin() + 1, ranked.end(),
              [](const auto& a, const auto& b) { return a.second < b.second; });
    std::string set;
    for (const auto& [count, name] : ranked) set += name + " ";
    sets[HashBytes(word)] = HashBytes(set);
  }
  return sets;
}

SparseWeights TrainMember(const std::vector<const Sentence*>& sentences,
                          const TagNumbers& numbers, const TagSets& tag_sets,
                          const TaggerOptions& options, uint64_t seed) {
  PerceptronLearner learner(static_cast<int>(numbers.size()),
                            {options.min_updates});
  Random random(seed);
  std::vector<uint32_t> features;
  std::vector<int32_t> scores(numbers.size());
  for (int iteration = 0; iteration < options.iterations; ++iteration) {
    for (const size_t at : ShuffledOrder(sentences.size(), &random)) {
      const Sentence& sentence = *sentences[at];
      const TaggerFeatures words(sentence, tag_sets);
      int previous = -1;
      int before_previous = -1;
      for (size_t i = 0; i < sentence.tokens.size(); ++i) {
        words.Collect(static_cast<int>(i), previous, before_previous,
                      &features);
        learner.Score(features, scores);
        const int guess = BestClass(scores);
        const int gold = numbers.at(TagOf(sentence.tokens[i]));
        if (guess != gold) learner.Update(features, gold, guess);
        learner.Tick();
        before_previous = previous;
        previous = guess;
      }
    }
  }
  return learner.Average({.scale = 16, .min_weight = 2});
}

}  // namespace

Tagger TrainTagger(const std::vector<const Sentence*>& sentences,
                   const TaggerOptions& options) {
  TagNumbers numbers;
  for (const Sentence* sentence : sentences) {
    for (const Token& token : sentence->tokens) numbers[TagOf(token)] = 0;
  }
  std::vector<TagPair> tags;
  for (auto& [tag, number] : numbers) {
    number = static_cast<int>(tags.size());
    tags.push_back(tag);
  }
  TagSets tag_sets = CollectTagSets(sentences);
  std::vector<SparseWeights> members(static_cast<size_t>(options.members));
  OnTwoThreads(options.members, [&](int member) {
    members[static_cast<size_t>(member)] =
        TrainMember(sentences, numbers, tag_sets, options,
                    options.seed + static_cast<uint64_t>(member));
  });
  return Tagger(std::move(tags), std::move(tag_sets),
                SparseWeights::Sum(members, options.min_weight));
}

void JackknifeTags(int folds, const TaggerOptions& options,
                   std::vector<Sentence>* sentences) {
  TaggerOptions single = options;
  single.members = 1;
  single.min_weight = 2;
  std::vector<Sentence> tagged = *sentences;
  OnTwoThreads(folds, [&](int fold) {
    const auto step = static_cast<size_t>(folds);
    const auto own = static_cast<size_t>(fold);
    std::vector<const Sentence*> others;
    for (size_t i = 0; i < sentences->size(); ++i) {
      if (i % step != own) others.push_back(&(*sentences)[i]);
    }
    const Tagger tagger = TrainTagger(others, single);
    for (size_t i = own; i < tagged.size(); i += step) tagger.Tag(&tagged[i]);
  });
  *sentences = std::move(tagged);
}

}  // namespace tercet::text
