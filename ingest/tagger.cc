#include "ingest/tagger.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "ingest/byte_codec.h"
#include "ingest/feature_hash.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

constexpr uint32_t kOutside = 0xFFFFFFFFu;

// What a point of its own score counts beside an encoder's.
constexpr int32_t kOwnShare = 4;

enum WordFlag : uint32_t {
  kCapital = 1,
  kAllCapitals = 2,
  kDigit = 4,
  kHyphen = 8,
  kDot = 16,
  kNoLetter = 32,
  kCapitalInside = 64,
  kBeyondAscii = 128,
};

uint32_t FlagsOf(std::string_view form) {
  uint32_t flags = kNoLetter;
  if (IsAsciiUpper(form.front())) flags |= kCapital;
  if (IsAllCapitals(form)) flags |= kAllCapitals;
  for (size_t i = 0; i < form.size(); ++i) {
    const char c = form[i];
    if (IsAsciiDigit(c)) flags |= kDigit;
    if (c == '-') flags |= kHyphen;
    if (c == '.') flags |= kDot;
    if (IsAsciiUpper(c) || IsAsciiLower(c)) flags &= ~kNoLetter;
    if (i > 0 && IsAsciiUpper(c)) flags |= kCapitalInside;
    if (static_cast<unsigned char>(c) >= 0x80) flags |= kBeyondAscii;
  }
  return flags;
}

}  // namespace

TaggerFeatures::Word TaggerFeatures::Describe(std::string_view form,
                                              const TagSets& tag_sets) {
  Word word;
  const std::string normal = NormalForm(form);
  word.form = HashBytes(form);
  word.normal = HashBytes(normal);
  const auto found = tag_sets.find(word.normal);
  word.frequent = found != tag_sets.end();
  word.tag_set = word.frequent ? found->second : 0;
  word.shape = HashBytes(CollapsedShape(form));
  const std::string_view view = normal;
  for (size_t n = 1; n <= 5; ++n) {
    word.suffix[n - 1] =
        HashBytes(view.substr(view.size() - std::min(n, view.size())));
  }
  for (size_t n = 1; n <= 4; ++n) {
    word.prefix[n - 1] = HashBytes(view.substr(0, n));
  }
  word.flags = FlagsOf(form);
  return word;
}

TaggerFeatures::TaggerFeatures(const Sentence& sentence,
                               const TagSets& tag_sets) {
  words_.reserve(sentence.tokens.size());
  int letters = 0;
  int capitals = 0;
  for (const Token& token : sentence.tokens) {
    words_.push_back(Describe(token.form, tag_sets));
    const uint32_t flags = words_.back().flags;
    letters += !(flags & kNoLetter);
    capitals += (flags & kCapital) != 0;
  }
  // A line of capitalised words says little by its capitals.
  if (letters >= 4 && capitals * 4 >= letters * 3) sentence_flags_ |= 1;
  if (letters >= 2 && capitals == 0) sentence_flags_ |= 2;
  outside_.form = outside_.normal = outside_.shape = kOutside;
  outside_.tag_set = kOutside;
}

const TaggerFeatures::Word& TaggerFeatures::At(int i) const {
  return i < 0 || i >= static_cast<int>(words_.size())
             ? outside_
             : words_[static_cast<size_t>(i)];
}

void TaggerFeatures::CollectWord(int i, std::vector<uint32_t>* features) const {
  const Word& word = At(i);
  uint32_t number = 0;
  const auto add = [&](uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    features->push_back(HashFeature(number++, a, b, c));
  };
  const uint32_t place = (i == 0 ? 1u : 0u) + sentence_flags_ * 2;
  add(0);
  add(word.form);
  add(word.normal);
  add(word.tag_set);
  for (const uint32_t suffix : word.suffix) add(suffix);
  for (const uint32_t prefix : word.prefix) add(prefix);
  add(word.shape, place);
  add(word.flags, place);
  add(word.suffix[2], word.flags);
  add(word.suffix[1], word.flags, place);
  add(word.suffix[2], word.prefix[0]);
  const Word& left = At(i - 1);
  const Word& right = At(i + 1);
  add(left.normal);
  add(right.normal);
  add(At(i - 2).normal);
  add(At(i + 2).normal);
  add(left.normal, word.normal);
  add(word.normal, right.normal);
  add(left.normal, right.normal);
  add(right.tag_set);
  add(At(i + 2).tag_set);
  add(right.tag_set, At(i + 2).tag_set);
  add(word.tag_set, right.tag_set);
  add(word.tag_set, right.tag_set, At(i + 2).tag_set);
  add(word.tag_set, left.tag_set, right.tag_set);
  add(right.suffix[2]);
  add(right.suffix[1], word.tag_set);
  add(left.suffix[2]);
  add(right.shape, word.shape, place);
  add(left.shape, word.shape, right.shape);
  add(right.flags, word.flags, left.flags);
  add(At(i + 3).tag_set, right.tag_set, word.tag_set);
}

void TaggerFeatures::Collect(int i, int previous, int before_previous,
                             std::vector<uint32_t>* features) const {
  features->clear();
  CollectWord(i, features);
  uint32_t number = 100;
  const auto add = [&](uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    features->push_back(HashFeature(number++, a, b, c));
  };
  const Word& word = At(i);
  const Word& right = At(i + 1);
  const uint64_t t1 = static_cast<uint64_t>(previous + 1);
  const uint64_t t2 = static_cast<uint64_t>(before_previous + 1);
  add(t1);
  add(t2);
  add(t1, t2);
  add(t1, word.normal);
  add(t1, word.tag_set);
  add(t1, t2, word.tag_set);
  add(t1, t2, word.normal);
  add(t1, right.tag_set);
  add(t1, right.normal);
  add(t1, word.tag_set, right.tag_set);
  add(t1, word.suffix[2]);
  add(t1, word.suffix[1], right.tag_set);
  add(t1, word.shape);
  add(t1, At(i - 1).normal);
  add(t2, At(i - 1).normal, word.tag_set);
}

Tagger::Tagger(std::vector<TagPair> tags, TagSets tag_sets,
               SparseWeights weights)
    : tags_(std::move(tags)),
      tag_sets_(std::move(tag_sets)),
      weights_(std::move(weights)) {}

void Tagger::Tag(Sentence* sentence) const {
  if (tags_.empty()) return;
  const TaggerFeatures words(*sentence, tag_sets_);
  std::vector<uint32_t> features;
  std::vector<int32_t> scores(tags_.size());
  int previous = -1;
  int before_previous = -1;
  for (size_t i = 0; i < sentence->tokens.size(); ++i) {
    words.Collect(static_cast<int>(i), previous, before_previous, &features);
    std::fill(scores.begin(), scores.end(), 0);
    weights_.Score(features, scores);
    const int best = BestClass(scores);
    const TagPair& tag = tags_[static_cast<size_t>(best)];
    sentence->tokens[i].upos = tag.upos;
    sentence->tokens[i].xpos = tag.xpos;
    before_previous = previous;
    previous = best;
  }
}

namespace {

bool IsNoun(Upos upos) { return upos == Upos::kNoun || upos == Upos::kPropn; }

}  // namespace

int Tagger::TagOf(const Sentence& sentence, int token) const {
  if (token < 0) return -1;
  const Token& tagged = sentence.tokens[static_cast<size_t>(token)];
  int found = -1;
  for (size_t i = 0; i < tags_.size(); ++i) {
    if (tags_[i].upos != tagged.upos) continue;
    if (tags_[i].xpos == tagged.xpos) return static_cast<int>(i);
    if (found < 0) found = static_cast<int>(i);
  }
  return found;
}

void Tagger::Settle(std::span<const TagDoubt> doubts,
                    Sentence* sentence) const {
  const TaggerFeatures words(*sentence, tag_sets_);
  std::vector<uint32_t> features;
  std::vector<int32_t> scores(tags_.size());
  for (const TagDoubt& doubt : doubts) {
    words.Collect(doubt.token, TagOf(*sentence, doubt.token - 1),
                  TagOf(*sentence, doubt.token - 2), &features);
    std::fill(scores.begin(), scores.end(), 0);
    weights_.Score(features, scores);
    for (size_t i = 0; i < scores.size(); ++i) {
      scores[i] = kOwnShare * scores[i] + doubt.scores[i];
    }
    const TagPair& tag = tags_[static_cast<size_t>(BestClass(scores))];
    Token& token = sentence->tokens[static_cast<size_t>(doubt.token)];
    // Whether a noun is a name is for the encoder, which sees further.
    const bool both = IsNoun(token.upos) && IsNoun(tag.upos);
    if (both || token.upos == tag.upos) continue;
    token.upos = tag.upos;
    token.xpos = tag.xpos;
  }
}

std::string Tagger::Serialize() const {
  std::string bytes;
  AppendVarint(tags_.size(), &bytes);
  for (const TagPair& tag : tags_) {
    AppendString(Name(tag.upos), &bytes);
    AppendString(tag.xpos, &bytes);
  }
  std::vector<std::pair<uint32_t, uint32_t>> sorted(tag_sets_.begin(),
                                                    tag_sets_.end());
  std::sort(sorted.begin(), sorted.end());
  AppendVarint(sorted.size(), &bytes);
  for (const auto& [word, set] : sorted) {
    AppendVarint(word, &bytes);
    AppendVarint(set, &bytes);
  }
  AppendString(weights_.Serialize(), &bytes);
  return bytes;
}

absl::StatusOr<Tagger> Tagger::Parse(std::string_view bytes) {
  ByteReader reader(bytes);
  std::vector<TagPair> tags(reader.Count());
  for (TagPair& tag : tags) {
    tag.upos = UposOf(reader.String());
    tag.xpos = std::string(reader.String());
  }
  TagSets tag_sets;
  const uint64_t words = reader.Count();
  for (uint64_t i = 0; i < words; ++i) {
    const uint32_t word = static_cast<uint32_t>(reader.Varint());
    tag_sets[word] = static_cast<uint32_t>(reader.Varint());
  }
  absl::StatusOr<SparseWeights> weights = SparseWeights::Parse(reader.String());
  if (!weights.ok()) return weights.status();
  if (!reader.ok() || weights->classes() != static_cast<int>(tags.size())) {
    return absl::DataLossError("broken tagger");
  }
  return Tagger(std::move(tags), std::move(tag_sets), *std::move(weights));
}

}  // namespace tercet::text
