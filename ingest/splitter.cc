#include "ingest/splitter.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "ingest/characters.h"
#include "ingest/feature_hash.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

// A sentence ends where the classifier's sum is above this: it is shy of ends
// that it has not seen, and two sentences read as one cost more relations
// than one read as two.  The best of twelve values on held-out text.
constexpr int32_t kLeastScore = -180;

CharacterClass FirstKind(const Token& token) {
  return CharacterAt(token.form, 0).kind;
}

bool IsDoubleQuote(std::string_view form) {
  return form == "\"" || form == "\xE2\x80\x9C" || form == "\xE2\x80\x9D" ||
         form == "``" || form == "''";
}

// How long a word is and how it is written, in one number.
uint32_t Shape(const Token& token) {
  const std::string_view head = std::string_view(token.form).substr(0, 16);
  return HashBytes(CollapsedShape(head)) * 8 +
         static_cast<uint32_t>(std::min<size_t>(token.form.size(), 6));
}

uint32_t Form(const Token& token) {
  return HashBytes(NormalForm(std::string_view(token.form).substr(0, 64)));
}

}  // namespace

void SentenceSoFar::Take(const Token& token) {
  if (token.form == "(" || token.form == "[") ++brackets;
  if (token.form == ")" || token.form == "]") --brackets;
  if (IsDoubleQuote(token.form)) quoted = !quoted;
}

bool MayEndSentence(const std::vector<Token>& tokens, size_t i) {
  if (i + 1 >= tokens.size()) return true;
  if (!tokens[i].space_after) {
    const char last = tokens[i].form.back();
    return last == '.' || last == '!' || last == '?';
  }
  return FirstKind(tokens[i]) == CharacterClass::kPunctuation ||
         tokens[i].form.back() == '.' ||
         FirstKind(tokens[i + 1]) != CharacterClass::kLower;
}

void CollectSplitFeatures(const std::vector<Token>& tokens, size_t i,
                          const SentenceSoFar& so_far,
                          std::vector<uint32_t>* features) {
  features->clear();
  uint32_t number = 0;
  const auto add = [&](uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    features->push_back(HashFeature(number++, a, b, c));
  };
  struct Looks {
    uint64_t form = 1;
    uint64_t shape = 1;
    uint64_t last = 1;  // the last character of the form
  };
  const auto at = [&](int offset) -> Looks {
    const auto k = static_cast<size_t>(static_cast<int64_t>(i) + offset);
    if (k >= tokens.size()) return {};
    const auto last = static_cast<unsigned char>(tokens[k].form.back());
    return {Form(tokens[k]), Shape(tokens[k]), last};
  };
  const Looks here = at(0);
  const Looks left = at(-1);
  const Looks left2 = at(-2);
  const Looks right = at(1);
  const Looks right2 = at(2);
  const size_t length = i + 1 - so_far.first;
  const uint64_t state = (so_far.quoted ? 1u : 0u) +
                         (so_far.brackets > 0 ? 2u : 0u) +
                         (tokens[i].space_after ? 4u : 0u);
  const uint64_t size = length < 4 ? length : length < 12 ? 4 : 5;
  add(0);
  add(here.form, state);
  add(here.shape, here.last, right.shape);
  add(left.form, here.form);
  add(here.form, right.form);
  add(here.form, right.shape, state);
  add(left.shape, here.form, right.shape);
  add(right.form);
  add(right.form, right2.form);
  add(right.form, right2.shape);
  add(left2.shape, left.shape, here.form);
  add(here.form, right.shape, right2.shape);
  add(size, here.form);
  add(size, here.last, right.form);
  add(size, right.shape, state);
  add(left.form, here.form, right.form);
  add(left.form, here.last, right.shape);
  add(here.last, right.form, state);
  add(here.last, right.form, right2.form);
  add(left.shape, here.shape, right.shape);
  add(left.last, here.form, right.last);
  add(Form(tokens[so_far.first]), here.form, right.shape);
}

std::vector<Sentence> Splitter::Split(std::vector<Token> tokens) const {
  std::vector<size_t> ends;
  std::vector<uint32_t> features;
  SentenceSoFar so_far;
  for (size_t i = 0; i < tokens.size(); ++i) {
    so_far.Take(tokens[i]);
    bool end =
        i + 1 == tokens.size() || i + 1 - so_far.first >= kLongestSentence;
    if (!end && MayEndSentence(tokens, i)) {
      CollectSplitFeatures(tokens, i, so_far, &features);
      int32_t score = 0;
      weights_.Score(features, {&score, 1});
      end = score > kLeastScore;
    }
    if (!end) continue;
    ends.push_back(i + 1);
    so_far = {i + 1, 0, false};
  }
  std::vector<Sentence> sentences;
  sentences.reserve(ends.size());
  auto first = std::make_move_iterator(tokens.begin());
  for (const size_t end : ends) {
    const auto last =
        std::make_move_iterator(tokens.begin() + static_cast<ptrdiff_t>(end));
    Sentence& sentence = sentences.emplace_back();
    sentence.tokens.assign(first, last);
    sentence.span = {sentence.tokens.front().span.begin,
                     sentence.tokens.back().span.end};
    first = last;
  }
  return sentences;
}

absl::StatusOr<Splitter> Splitter::Parse(std::string_view bytes) {
  absl::StatusOr<SparseWeights> weights = SparseWeights::Parse(bytes);
  if (!weights.ok()) return weights.status();
  if (weights->classes() != 1) return absl::DataLossError("broken splitter");
  return Splitter(*std::move(weights));
}

}  // namespace tercet::text
