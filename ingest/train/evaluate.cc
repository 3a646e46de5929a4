#include "ingest/train/evaluate.h"

#include <cstddef>

namespace tercet::text {
namespace {

// A token and its head, wherever in the document they stand.
struct Word {
  const Token* token = nullptr;
  int head = -1;     // index of the head among all words; -1 at a root
  int partner = -1;  // the aligned word on the other side
};

std::vector<Word> Flatten(const std::vector<Sentence>& sentences) {
  std::vector<Word> words;
  for (const Sentence& sentence : sentences) {
    const int first = static_cast<int>(words.size());
    for (const Token& token : sentence.tokens) {
      words.push_back({&token, token.head < 0 ? -1 : first + token.head, -1});
    }
  }
  return words;
}

// Pairs what covers the same bytes; both sides ascend.
template <typename Items, typename SpanOf, typename Use>
void Align(const Items& gold, const Items& guessed, const SpanOf& span_of,
           const Use& use) {
  size_t g = 0;
  size_t s = 0;
  while (g < gold.size() && s < guessed.size()) {
    const Span a = span_of(gold[g]);
    const Span b = span_of(guessed[s]);
    if (a == b) {
      use(g++, s++);
    } else if (a.end < b.end || (a.end == b.end && a.begin < b.begin)) {
      ++g;
    } else {
      ++s;
    }
  }
}

}  // namespace

void Scores::Add(const std::vector<Sentence>& gold,
                 const std::vector<Sentence>& guessed) {
  sentences.gold += static_cast<int64_t>(gold.size());
  sentences.guessed += static_cast<int64_t>(guessed.size());
  Align(
      gold, guessed, [](const Sentence& s) { return s.span; },
      [&](size_t, size_t) { ++sentences.right; });
  std::vector<Word> want = Flatten(gold);
  std::vector<Word> got = Flatten(guessed);
  Align(
      want, got, [](const Word& word) { return word.token->span; },
      [&](size_t g, size_t s) {
        want[g].partner = static_cast<int>(s);
        got[s].partner = static_cast<int>(g);
      });
  for (Score* score :
       {&tokens, &upos, &xpos, &feats, &lemmas, &uas, &las, &las_main}) {
    score->gold += static_cast<int64_t>(want.size());
    score->guessed += static_cast<int64_t>(got.size());
  }
  for (const Word& word : got) {
    ++relations[static_cast<size_t>(word.token->deprel)].guessed;
  }
  for (const Word& word : want) {
    Score& relation = relations[static_cast<size_t>(word.token->deprel)];
    ++relation.gold;
    if (word.partner < 0) continue;
    const Word& other = got[static_cast<size_t>(word.partner)];
    const Token& a = *word.token;
    const Token& b = *other.token;
    ++tokens.right;
    upos.right += a.upos == b.upos;
    xpos.right += a.xpos == b.xpos;
    feats.right += a.feats == b.feats;
    // A blank lemma in the gold standard asks for nothing.
    lemmas.right += a.lemma == b.lemma || a.lemma == "_";
    const int want_head =
        word.head < 0 ? -1 : want[static_cast<size_t>(word.head)].partner;
    const bool is_root = word.head < 0 && other.head < 0;
    if (!is_root && (other.head < 0 || want_head != other.head)) continue;
    ++uas.right;
    las.right += a.deprel == b.deprel;
    relation.right += a.deprel == b.deprel;
    las_main.right += MainType(a.deprel) == MainType(b.deprel);
  }
}

}  // namespace tercet::text
