#include "ingest/ner.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "ingest/feature_hash.h"
#include "ingest/mention_words.h"
#include "ingest/ner_features.h"

namespace tercet::text {
namespace {

// Labels: outside, then begin and inside of each type.
constexpr int kLabels = kNameLabels;
constexpr int kOutside = 0;
constexpr std::array<EntityType, 3> kTypes = {
    EntityType::kPerson, EntityType::kPlace, EntityType::kOrganization};
constexpr int32_t kNever = -(1 << 29);
constexpr std::string_view kMagic = "tercet names 1\n";

bool IsInside(int label) { return label != kOutside && label % 2 == 0; }

// Inside follows begin or inside of the same type only.
bool Allowed(int before, int label) {
  return !IsInside(label) || before == label || before == label - 1;
}

uint32_t TransitionFeature(int before) {
  return HashFeature(0x4F00, static_cast<uint64_t>(before) + 1);
}

// How much a unit of the encoder's scores counts beside the features': the
// best of a few tried on held-out names.
constexpr int32_t kEncoderShare = 14;  // of 16

using LabelScores = std::array<int32_t, kLabels>;
using TransitionTable = std::array<LabelScores, kLabels + 1>;

// What the label before gives each label.
template <typename Weights>
TransitionTable Transitions(const Weights& weights) {
  TransitionTable table{};
  for (int before = 0; before <= kLabels; ++before) {
    const uint32_t feature = TransitionFeature(before);
    weights.Score(std::span(&feature, 1), table[before]);
  }
  return table;
}

// What speaks for each label of each token.  `encoded` is empty or has the
// encoder's scores of each.
template <typename Weights>
std::vector<LabelScores> Emissions(const NerFeatures& features,
                                   const Weights& weights,
                                   std::span<const NameScores> encoded) {
  std::vector<LabelScores> emissions(features.size());
  for (int i = 0; i < features.size(); ++i) {
    weights.Score(features.Of(i), emissions[i]);
    if (encoded.empty()) continue;
    for (int label = 0; label < kLabels; ++label) {
      emissions[i][label] += encoded[i][label] * kEncoderShare / 16;
    }
  }
  return emissions;
}

// The best labels, by Viterbi.
std::vector<int> Decode(std::span<const LabelScores> emissions,
                        const TransitionTable& transitions) {
  const int n = static_cast<int>(emissions.size());
  std::vector<LabelScores> best(n);
  std::vector<std::array<int8_t, kLabels>> from(n);
  for (int i = 0; i < n; ++i) {
    for (int label = 0; label < kLabels; ++label) {
      int32_t top = kNever;
      int8_t argument = 0;
      if (i == 0) {
        if (!IsInside(label)) top = transitions[kLabels][label];
      } else {
        for (int before = 0; before < kLabels; ++before) {
          if (!Allowed(before, label)) continue;
          const int32_t score =
              best[i - 1][before] + transitions[before][label];
          if (score > top) {
            top = score;
            argument = static_cast<int8_t>(before);
          }
        }
      }
      best[i][label] = std::max(kNever, top + emissions[i][label]);
      from[i][label] = argument;
    }
  }
  std::vector<int> labels(n);
  if (n == 0) return labels;
  labels[n - 1] = static_cast<int>(
      std::max_element(best[n - 1].begin(), best[n - 1].end()) -
      best[n - 1].begin());
  for (int i = n - 1; i > 0; --i) labels[i - 1] = from[i][labels[i]];
  return labels;
}

// The score of a type (1 to 3): the better of begin and inside.
int32_t TypeScore(const LabelScores& scores, size_t type) {
  return std::max(scores[2 * type - 1], scores[2 * type]);
}

// A word with a capital is as a rule of one type throughout a text: half of
// what speaks for each type is taken from all places where the word stands.
// More than three such words side by side share with the same words alone:
// the "Ana Roe Prize Trust" is no person.
void ShareTypes(std::span<const Sentence> document,
                std::vector<std::vector<LabelScores>>* emissions) {
  constexpr size_t kLongRun = 4;
  absl::flat_hash_map<std::string, std::vector<LabelScores*>> places;
  for (size_t s = 0; s < document.size(); ++s) {
    const std::vector<Token>& tokens = document[s].tokens;
    size_t end = 0;
    for (size_t i = 0; i < tokens.size(); i = end + 1) {
      std::string run;
      for (end = i; end < tokens.size() && IsCapital(tokens[end]) &&
                    tokens[end].form != "I";
           ++end) {
        absl::StrAppend(&run, " ", tokens[end].form);
      }
      if (end - i < kLongRun) run.clear();
      for (size_t k = i; k < end; ++k) {
        places[tokens[k].form + run].push_back(&(*emissions)[s][k]);
      }
    }
  }
  for (const auto& [word, scores] : places) {
    const auto count = static_cast<int64_t>(scores.size());
    for (size_t type = 1; count > 1 && type <= kTypes.size(); ++type) {
      int64_t sum = 0;
      for (const LabelScores* s : scores) sum += TypeScore(*s, type);
      for (LabelScores* s : scores) {
        const auto half =
            static_cast<int32_t>((sum / count - TypeScore(*s, type)) / 2);
        (*s)[2 * type - 1] += half;
        (*s)[2 * type] += half;
      }
    }
  }
}

std::vector<int> LabelsOf(const NamedSentence& named) {
  std::vector<int> labels(named.sentence.tokens.size(), kOutside);
  for (const NameSpan& name : named.names) {
    const auto type = std::find(kTypes.begin(), kTypes.end(), name.type);
    if (type == kTypes.end()) continue;
    const int begin = 1 + 2 * static_cast<int>(type - kTypes.begin());
    for (int i = name.first; i <= name.last; ++i) {
      labels[i] = i == name.first ? begin : begin + 1;
    }
  }
  return labels;
}

// Moves the weights from the guessed to the right sequence.
void Learn(const NerFeatures& features, const std::vector<int>& gold,
           const std::vector<int>& guess, PerceptronLearner& learner) {
  for (int i = 0; i < features.size(); ++i) {
    const int gold_before = i == 0 ? kLabels : gold[i - 1];
    const int guess_before = i == 0 ? kLabels : guess[i - 1];
    if (gold[i] != guess[i]) {
      learner.Update(features.Of(i), gold[i], guess[i]);
    }
    if (gold[i] != guess[i] || gold_before != guess_before) {
      const uint32_t right = TransitionFeature(gold_before);
      const uint32_t wrong = TransitionFeature(guess_before);
      learner.Add(std::span(&right, 1), gold[i], 1);
      learner.Add(std::span(&wrong, 1), guess[i], -1);
    }
  }
}

}  // namespace

absl::StatusOr<NameTagger> NameTagger::Parse(std::string_view bytes,
                                             const NameLexicon& names) {
  if (bytes.substr(0, kMagic.size()) != kMagic) {
    return absl::DataLossError("not a model of names");
  }
  absl::StatusOr<SparseWeights> weights =
      SparseWeights::Parse(bytes.substr(kMagic.size()));
  if (!weights.ok()) return weights.status();
  if (weights->classes() != kLabels) {
    return absl::DataLossError("a model of names with other labels");
  }
  return NameTagger(*std::move(weights), names);
}

std::string NameTagger::Train(const std::vector<NamedDocument>& documents,
                              const NameLexicon& names,
                              const NerOptions& options) {
  PerceptronLearner learner(kLabels, {.min_updates = options.min_updates});
  std::vector<const NamedSentence*> sentences;
  for (const NamedDocument& document : documents) {
    for (const NamedSentence& named : document) sentences.push_back(&named);
  }
  std::vector<size_t> order(sentences.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::mt19937 random(1);
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    // Fisher and Yates by hand: std::shuffle differs between libraries.
    for (size_t i = order.size(); i > 1; --i) {
      std::swap(order[i - 1], order[random() % i]);
    }
    for (const size_t index : order) {
      const NamedSentence& named = *sentences[index];
      const NerFeatures features(named.sentence, names);
      const std::vector<int> gold = LabelsOf(named);
      const std::vector<int> guess =
          Decode(Emissions(features, learner, {}), Transitions(learner));
      if (gold != guess) Learn(features, gold, guess, learner);
      learner.Tick();
    }
  }
  return std::string(kMagic) + learner.Average({}).Serialize();
}

std::vector<std::vector<NameSpan>> NameTagger::Tag(
    std::span<const Sentence> document) const {
  std::vector<std::vector<LabelScores>> emissions;
  emissions.reserve(document.size());
  for (const Sentence& sentence : document) {
    emissions.push_back(Emissions(NerFeatures(sentence, *names_), weights_,
                                  sentence.name_scores));
  }
  ShareTypes(document, &emissions);
  const TransitionTable transitions = Transitions(weights_);
  std::vector<std::vector<NameSpan>> all;
  for (const std::vector<LabelScores>& scores : emissions) {
    const std::vector<int> labels = Decode(scores, transitions);
    std::vector<NameSpan>& spans = all.emplace_back();
    for (int i = 0; i < static_cast<int>(labels.size()); ++i) {
      if (labels[i] == kOutside) continue;
      if (IsInside(labels[i]) && !spans.empty() && spans.back().last == i - 1) {
        spans.back().last = i;
      } else {
        spans.push_back({i, i, kTypes[(labels[i] - 1) / 2]});
      }
    }
  }
  return all;
}

}  // namespace tercet::text
