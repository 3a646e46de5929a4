#include "ingest/parser_features.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "ingest/feature_hash.h"
#include "ingest/word_shape.h"

namespace tercet::text {

// Numbers features in the order of the calls.
class ParserFeatures::Adder {
 public:
  explicit Adder(std::vector<uint32_t>* out) : out_(out) {}

  void operator()(uint64_t a, uint64_t b = 0, uint64_t c = 0) {
    out_->push_back(HashFeature(number_++, a, b, c));
  }

 private:
  uint32_t number_ = 0;
  std::vector<uint32_t>* out_;
};

namespace {

// Two values that together make one.
uint64_t Two(uint32_t a, uint32_t b) { return uint64_t{a} << 32 | b; }

uint32_t DistanceOf(int left, int right) {
  if (left < 0 || right < 0) return 0;
  const int distance = right - left;
  if (distance <= 4) return static_cast<uint32_t>(distance);
  return distance <= 7 ? 5 : distance <= 12 ? 6 : 7;
}

}  // namespace

// Indices of words, and what is read off the state about them.
struct ParserFeatures::View {
  int s0, s1, s2, b0, b1, b2, b3;
  ParseNode s0n, s1n, b0n;
  const Word *S0, *S1, *S2, *B0, *B1, *B2, *B3;
  const Word *S0l, *S0r, *S0l2, *S0r2, *S1l, *S1r, *S1l2, *S1r2, *B0l, *B0l2;
  uint32_t s0ll, s0rl, s1ll, s1rl, b0ll;  // relations of those children
  uint32_t s0case, s1case, b0case;        // lemmas of prepositions
};

ParserFeatures::ParserFeatures(const Sentence& sentence) {
  const size_t size = sentence.tokens.size();
  words_.reserve(size + 1);
  commas_.assign(size + 2, 0);
  verbs_.assign(size + 2, 0);
  for (size_t i = 0; i < size; ++i) {
    const Token& token = sentence.tokens[i];
    const std::string normal = NormalForm(token.form);
    Word word;
    word.form = HashBytes(normal);
    word.lemma = HashBytes(NormalForm(token.lemma));
    word.upos = static_cast<uint32_t>(token.upos) + 3;
    word.tag = HashBytes(token.xpos) * 32 + word.upos;
    const std::string_view view = normal;
    word.suffix =
        HashBytes(view.substr(view.size() - std::min<size_t>(3, view.size())));
    word.shape = HashBytes(CollapsedShape(token.form));
    words_.push_back(word);
    const bool comma = token.upos == Upos::kPunct;
    const bool verb = token.upos == Upos::kVerb || token.upos == Upos::kAux;
    commas_[i + 1] = commas_[i] + comma;
    verbs_[i + 1] = verbs_[i] + verb;
  }
  commas_[size + 1] = commas_[size];
  verbs_[size + 1] = verbs_[size];
  if (size > 0) last_form_ = words_.back().form;
  outside_ = {1, 1, 1, 1, 1, 1};
  words_.push_back({2, 2, 2, 2, 2, 2});
}

uint32_t ParserFeatures::Between(int left, int right) const {
  if (left < 0 || right <= left + 1) return 0;
  const auto from = static_cast<size_t>(left) + 1;
  const auto to = static_cast<size_t>(right);
  const int commas = std::min(2, commas_[to] - commas_[from]);
  const int verbs = std::min(2, verbs_[to] - verbs_[from]);
  return static_cast<uint32_t>(1 + commas * 3 + verbs);
}

ParserFeatures::View ParserFeatures::Look(const ParseState& state) const {
  View v;
  v.s0 = state.Stack(0);
  v.s1 = state.Stack(1);
  v.s2 = state.Stack(2);
  v.b0 = state.Buffer(0);
  v.b1 = state.Buffer(1);
  v.b2 = state.Buffer(2);
  v.b3 = state.Buffer(3);
  v.S0 = &At(v.s0), v.S1 = &At(v.s1), v.S2 = &At(v.s2);
  v.B0 = &At(v.b0), v.B1 = &At(v.b1), v.B2 = &At(v.b2), v.B3 = &At(v.b3);
  if (v.s0 >= 0) v.s0n = state.node(v.s0);
  if (v.s1 >= 0) v.s1n = state.node(v.s1);
  if (v.b0 >= 0) v.b0n = state.node(v.b0);
  v.S0l = &At(v.s0n.left[0]), v.S0l2 = &At(v.s0n.left[1]);
  v.S0r = &At(v.s0n.right[0]), v.S0r2 = &At(v.s0n.right[1]);
  v.S1l = &At(v.s1n.left[0]), v.S1l2 = &At(v.s1n.left[1]);
  v.S1r = &At(v.s1n.right[0]), v.S1r2 = &At(v.s1n.right[1]);
  v.B0l = &At(v.b0n.left[0]), v.B0l2 = &At(v.b0n.left[1]);
  const auto label = [&](int word) -> uint32_t {
    return word < 0 ? 99 : static_cast<uint32_t>(state.node(word).deprel);
  };
  v.s0ll = label(v.s0n.left[0]);
  v.s0rl = label(v.s0n.right[0]);
  v.s1ll = label(v.s1n.left[0]);
  v.s1rl = label(v.s1n.right[0]);
  v.b0ll = label(v.b0n.left[0]);
  v.s0case = At(v.s0n.case_child).lemma;
  v.s1case = At(v.s1n.case_child).lemma;
  v.b0case = At(v.b0n.case_child).lemma;
  return v;
}

void ParserFeatures::CollectWords(const View& v, Adder& add) {
  const Word &S0 = *v.S0, &S1 = *v.S1, &S2 = *v.S2, &B0 = *v.B0, &B1 = *v.B1;
  add(0);
  for (const Word* word : {v.S0, v.S1, v.B0, v.B1}) {
    add(word->form, word->tag);
    add(word->form);
    add(word->lemma, word->upos);
    add(word->tag);
    add(word->suffix, word->tag);
    add(word->shape, word->upos);
  }
  for (const Word* word : {v.S2, v.B2, v.B3, v.S0l, v.S0r, v.S1l, v.S1r, v.B0l,
                           v.S0l2, v.S0r2, v.S1r2, v.B0l2}) {
    add(word->lemma, word->tag);
    add(word->tag);
  }
  // Pairs.
  const auto pair = [&add](const Word& a, const Word& b) {
    add(a.form, a.tag, Two(b.form, b.tag));
    add(a.lemma, b.lemma);
    add(a.lemma, a.upos, b.tag);
    add(a.tag, b.lemma, b.upos);
    add(a.tag, b.tag);
    add(a.upos, b.upos);
  };
  pair(S0, B0);
  pair(S1, S0);
  pair(S1, B0);
  pair(B0, B1);
  add(S0.tag, B1.tag);
  add(S0.lemma, B1.lemma);
  add(S2.tag, S0.tag);
  add(S2.lemma, S0.lemma);
}

void ParserFeatures::CollectTriples(const View& v, Adder& add) {
  const Word &S0 = *v.S0, &S1 = *v.S1, &S2 = *v.S2;
  const Word &B0 = *v.B0, &B1 = *v.B1, &B2 = *v.B2, &B3 = *v.B3;
  const auto three = [&add](const Word& a, const Word& b, const Word& c) {
    add(a.tag, b.tag, c.tag);
  };
  three(S0, B0, B1);
  three(S1, S0, B0);
  three(S2, S1, S0);
  three(B0, B1, B2);
  three(S0, *v.S0l, B0);
  three(S0, *v.S0r, B0);
  three(S0, B0, *v.B0l);
  three(S1, *v.S1r, S0);
  three(S1, *v.S1l, S0);
  three(S1, S0, *v.S0l);
  three(S1, S0, *v.S0r);
  three(S0, *v.S0l, *v.S0l2);
  three(S0, *v.S0r, *v.S0r2);
  three(S1, *v.S1r, *v.S1r2);
  three(B0, *v.B0l, *v.B0l2);
  add(S1.lemma, S0.tag, B0.tag);
  add(S1.tag, S0.lemma, B0.tag);
  add(S1.tag, S0.tag, B0.lemma);
  add(S0.lemma, B0.tag, B1.tag);
  add(S0.tag, B0.lemma, B1.tag);
  add(S0.tag, B0.tag, B1.lemma);
  add(Two(S1.tag, S0.tag), B0.tag, B1.tag);
  add(Two(S2.upos, S1.upos), S0.tag, B0.tag);
  add(Two(S0.upos, B0.upos), B1.upos, Two(B2.upos, B3.upos));
}

// Distances, and what lies between; valencies and the relations so far.
void ParserFeatures::CollectStructure(const View& v, Adder& add) const {
  const Word &S0 = *v.S0, &S1 = *v.S1, &B0 = *v.B0;
  const uint32_t d0 = DistanceOf(v.s0, v.b0);
  const uint32_t d1 = DistanceOf(v.s1, v.s0);
  const uint32_t between0 = Between(v.s0, v.b0);
  const uint32_t between1 = Between(v.s1, v.s0);
  add(S0.lemma, d0);
  add(B0.lemma, d0);
  add(S0.tag, B0.tag, d0);
  add(S1.tag, S0.tag, d1);
  add(S1.lemma, d1);
  add(S0.lemma, d1);
  add(S0.tag, B0.tag, between0);
  add(S1.tag, S0.tag, between1);
  add(S1.tag, S0.tag, Two(between1, B0.tag));
  add(S0.lemma, S0.upos, v.s0n.left_count);
  add(S0.lemma, S0.upos, v.s0n.right_count);
  add(S1.lemma, S1.upos, v.s1n.right_count);
  add(B0.lemma, B0.upos, v.b0n.left_count);
  add(S0.tag, v.s0n.left_count, v.s0n.right_count);
  add(S1.tag, v.s1n.left_count, v.s1n.right_count);
  add(B0.tag, v.b0n.left_count);
  const auto relations = [&add](const Word& word, uint64_t labels) {
    add(word.tag, labels);
    add(word.lemma, labels);
  };
  relations(S0, v.s0n.left_labels);
  relations(S0, v.s0n.right_labels);
  relations(S1, v.s1n.left_labels);
  relations(S1, v.s1n.right_labels);
  relations(B0, v.b0n.left_labels);
  add(S1.tag, S0.tag, v.s1n.right_labels);
  add(S1.tag, S0.tag, v.s1n.left_labels);
  add(S1.tag, S0.tag, v.s0n.left_labels);
  add(S0.tag, B0.tag, v.b0n.left_labels);
  add(S0.tag, B0.tag, v.s0n.left_labels);
  add(S0.tag, B0.tag, v.s0n.right_labels);
  add(Two(v.s0ll, v.s0rl), S0.tag, B0.tag);
  add(Two(v.s1ll, v.s1rl), S1.tag, S0.tag);
  add(v.b0ll, S0.tag, B0.tag);
}

// Prepositions and conjunctions: "meets >with Xi<", "the head >of X<".
void ParserFeatures::CollectCases(const View& v, Adder& add) const {
  const Word &S0 = *v.S0, &S1 = *v.S1, &S2 = *v.S2, &B0 = *v.B0;
  const uint32_t d1 = DistanceOf(v.s1, v.s0);
  const uint32_t between1 = Between(v.s1, v.s0);
  add(v.s0case, S0.tag, S1.tag);
  add(v.s0case, S1.lemma, S1.upos);
  add(v.s0case, S1.lemma, S0.lemma);
  add(v.s0case, S0.lemma, S1.tag);
  add(v.s0case, v.s1case, Two(S0.tag, S1.tag));
  add(v.s0case, Two(S1.tag, S2.tag), S2.lemma);
  add(v.s0case, S0.tag, Two(B0.tag, between1));
  add(v.b0case, S0.lemma, B0.tag);
  add(v.b0case, S0.tag, B0.tag);
  add(v.s0case, Two(d1, S1.upos), S0.upos);
  const bool at_root = v.b0 + 1 == static_cast<int>(words_.size());
  add(last_form_, S0.upos, Two(S1.upos, at_root));
}

void ParserFeatures::Collect(const ParseState& state,
                             std::vector<uint32_t>* features) const {
  features->clear();
  const View v = Look(state);
  Adder add(features);
  CollectWords(v, add);
  CollectTriples(v, add);
  CollectStructure(v, add);
  CollectCases(v, add);
}

}  // namespace tercet::text
