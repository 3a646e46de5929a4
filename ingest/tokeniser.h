#ifndef TERCET_INGEST_TOKENISER_H_
#define TERCET_INGEST_TOKENISER_H_

// Parts a paragraph into tokens as Universal Dependencies counts them:
// "don't" is "do" and "n't", "U.S." one token, "well-known" three.
//
//   std::vector<Token> tokens = tokeniser.Tokenise(text, {0, 27});
//
// White space always parts.  Inside a run without white space, a learned
// classifier looks at every place where letters, digits and signs meet.
// Words that are written together without a sign ("cannot", "gonna") are in
// a table that training fills.
//
// Thread safety: const members may be called from any thread.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "absl/status/statusor.h"
#include "ingest/characters.h"
#include "ingest/perceptron.h"
#include "ingest/sentence.h"

namespace tercet::text {

// A run of characters without white space.  Longer ones than kLongestChunk
// bytes are cut, so that hostile input costs linear time.
struct Chunk {
  static constexpr size_t kLongestChunk = 2048;

  std::string_view text;
  uint32_t begin = 0;  // offset in the document
  bool space_after = true;
  std::vector<Character> characters;
  std::vector<uint32_t> offsets;  // of characters in text, and text.size()
};

// Calls use(chunk) for each chunk of text[span] in order.
template <typename Use>
void ForEachChunk(std::string_view text, Span span, const Use& use);

// The places where a chunk may be parted: k is before characters[k].
std::vector<size_t> Candidates(const Chunk& chunk);

// Tokens that hold signs or digits beside letters ("U.S.", ":)"), known from
// training and from the lists of abbreviations; hashes of lower case.
using KnownTokens = std::unordered_set<uint32_t>;

// Features of parting before characters[k], where the token under way begins
// at characters[start].
void CollectTokenFeatures(const Chunk& chunk, size_t start, size_t k,
                          const KnownTokens& known,
                          std::vector<uint32_t>* features);

class Tokeniser {
 public:
  // "cannot" -> {3}: where to part, in bytes.
  using Contractions = std::map<std::string, std::vector<uint32_t>>;

  Tokeniser() = default;
  Tokeniser(Contractions contractions, KnownTokens known,
            SparseWeights weights);

  // Tokens of text[paragraph], with span, form and space_after.
  std::vector<Token> Tokenise(std::string_view text, Span paragraph) const;

  std::string Serialize() const;
  static absl::StatusOr<Tokeniser> Parse(std::string_view bytes);

 private:
  void Part(const Chunk& chunk, std::vector<Token>* tokens) const;
  void Emit(const Chunk& chunk, uint32_t begin, uint32_t end,
            std::vector<Token>* tokens) const;

  Contractions contractions_;
  KnownTokens known_;
  SparseWeights weights_;
};

template <typename Use>
void ForEachChunk(std::string_view text, Span span, const Use& use) {
  Chunk chunk;
  const auto flush = [&](uint32_t end, bool space_after) {
    if (chunk.characters.empty()) return;
    chunk.text = text.substr(chunk.begin, end - chunk.begin);
    chunk.space_after = space_after;
    chunk.offsets.push_back(end - chunk.begin);
    use(chunk);
    chunk.characters.clear();
    chunk.offsets.clear();
  };
  const std::string_view within = text.substr(0, span.end);
  for (uint32_t at = span.begin; at < span.end;) {
    const Character character = CharacterAt(within, at);
    if (character.kind == CharacterClass::kSpace) {
      flush(at, true);
    } else {
      if (!chunk.characters.empty() &&
          at - chunk.begin >= Chunk::kLongestChunk) {
        flush(at, false);
      }
      if (chunk.characters.empty()) chunk.begin = at;
      chunk.offsets.push_back(at - chunk.begin);
      chunk.characters.push_back(character);
    }
    at += character.size;
  }
  flush(span.end, true);
}

}  // namespace tercet::text

#endif  // TERCET_INGEST_TOKENISER_H_
