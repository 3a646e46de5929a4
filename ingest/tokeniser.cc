#include "ingest/tokeniser.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/status.h"
#include "ingest/byte_codec.h"
#include "ingest/feature_hash.h"
#include "ingest/word_shape.h"

namespace tercet::text {
namespace {

bool IsLetter(CharacterClass kind) {
  return kind == CharacterClass::kUpper || kind == CharacterClass::kLower ||
         kind == CharacterClass::kLetter;
}

// A letter of one case is like one of the other: "McDonald" is no candidate.
int Group(CharacterClass kind) {
  return IsLetter(kind) ? -1 : static_cast<int>(kind);
}

// "n't" begins inside a run of letters.
bool BeginsNegation(const Chunk& chunk, size_t k) {
  const std::vector<Character>& c = chunk.characters;
  return k + 2 < c.size() && (c[k].code | 32) == 'n' &&
         Plain(c[k + 1].code) == '\'' && (c[k + 2].code | 32) == 't' &&
         (k + 3 == c.size() || !IsLetter(c[k + 3].kind));
}

bool IsAddress(std::string_view lower) {
  if (lower.find("://") != std::string_view::npos) return true;
  if (lower.starts_with("www.")) return true;
  const size_t at = lower.find('@');
  return at != std::string_view::npos && at > 0 &&
         lower.find('.', at) != std::string_view::npos;
}

// The full stop or bracket behind an address, of which treebanks have few.
bool EndsAddress(const Chunk& chunk, size_t start, size_t k) {
  constexpr std::string_view kClosing = ".,;:!?)]>\"'";
  return chunk.offsets[k] + 1 == chunk.text.size() &&
         kClosing.find(chunk.text.back()) != std::string_view::npos &&
         IsAddress(Lowercase(chunk.text.substr(chunk.offsets[start])));
}

// Lower case of a short piece; pieces longer than that are all alike.
uint32_t PieceHash(std::string_view piece) {
  constexpr size_t kLongestPiece = 24;
  return piece.size() > kLongestPiece ? 1 : HashBytes(Lowercase(piece));
}

}  // namespace

std::vector<size_t> Candidates(const Chunk& chunk) {
  std::vector<size_t> candidates;
  const std::vector<Character>& c = chunk.characters;
  for (size_t k = 1; k < c.size(); ++k) {
    if (c[k].kind == CharacterClass::kExtend || c[k - 1].code == 0x200D) {
      continue;
    }
    const CharacterClass left = c[k - 1].kind;
    const CharacterClass right = c[k].kind;
    const bool same = Group(left) == Group(right) ||
                      (left == CharacterClass::kExtend && IsLetter(right));
    const bool run =
        same && (IsLetter(right) || right == CharacterClass::kDigit ||
                 right == CharacterClass::kInvalid);
    if (!run || BeginsNegation(chunk, k)) candidates.push_back(k);
  }
  return candidates;
}

void CollectTokenFeatures(const Chunk& chunk, size_t start, size_t k,
                          const KnownTokens& known,
                          std::vector<uint32_t>* features) {
  features->clear();
  const std::vector<Character>& c = chunk.characters;
  uint32_t number = 0;
  const auto add = [&](uint64_t a, uint64_t b = 0, uint64_t d = 0) {
    features->push_back(HashFeature(number++, a, b, d));
  };
  const auto code = [&](int offset) -> uint64_t {
    const auto at = static_cast<size_t>(static_cast<int64_t>(k) + offset);
    if (at >= c.size()) return 1;  // before the chunk or after it
    return c[at].kind == CharacterClass::kUpper ? c[at].code | 32
                                                : Plain(c[at].code);
  };
  const auto kind = [&](int offset) -> uint64_t {
    const auto at = static_cast<size_t>(static_cast<int64_t>(k) + offset);
    if (at >= c.size()) return 99;
    const bool sign = c[at].kind == CharacterClass::kPunctuation;
    return sign ? 1000 + Plain(c[at].code) : static_cast<uint64_t>(c[at].kind);
  };
  const uint32_t cut = chunk.offsets[k];
  const std::string_view so_far =
      chunk.text.substr(chunk.offsets[start], cut - chunk.offsets[start]);
  const std::string_view rest = chunk.text.substr(cut);
  const std::string_view whole = chunk.text.substr(chunk.offsets[start]);
  const uint32_t whole_hash = PieceHash(whole);
  const uint32_t left_hash = PieceHash(so_far);
  const uint32_t right_hash = PieceHash(rest);
  const uint64_t knows = (known.contains(whole_hash) ? 1u : 0u) +
                         (known.contains(left_hash) ? 2u : 0u) +
                         (known.contains(right_hash) ? 4u : 0u);
  const bool address =
      chunk.text.size() < 512 && IsAddress(Lowercase(whole.substr(0, 512)));
  const uint64_t at_end = (k + 1 == c.size() ? 1u : 0u) + (address ? 2u : 0u);
  add(0);
  add(code(-1), code(0));
  add(code(-2), code(-1), code(0));
  add(code(-1), code(0), code(1));
  add(kind(-1), kind(0), at_end);
  add(kind(-2), kind(-1), kind(0));
  add(kind(-1), kind(0), kind(1));
  add(kind(-2) * 4096 + kind(-1), kind(0) * 4096 + kind(1), at_end);
  add(kind(-3) * 4096 + kind(-2), kind(-1) * 4096 + kind(0), kind(1));
  add(kind(-1), kind(0) * 4096 + kind(1), kind(2));
  add(kind(0), kind(1) * 4096 + kind(2), kind(3));
  add(knows, at_end);
  add(knows, kind(-1), kind(0));
  add(left_hash, code(0), at_end);
  add(right_hash, kind(-1));
  add(whole_hash);
  add(std::min<size_t>(k - start, 6), kind(-1), kind(0));
  add(std::min<size_t>(c.size() - k, 4), kind(-1), kind(0));
  add(HashBytes(CollapsedShape(so_far.substr(0, 24))), kind(0), at_end);
  add(HashBytes(CollapsedShape(whole.substr(0, 24))), k - start, address);
  add(address, kind(0), so_far.size() > 3);
  add(code(0), code(-1) == code(0), start + 1 == k);
}

Tokeniser::Tokeniser(Contractions contractions, KnownTokens known,
                     SparseWeights weights)
    : contractions_(std::move(contractions)),
      known_(std::move(known)),
      weights_(std::move(weights)) {}

void Tokeniser::Emit(const Chunk& chunk, uint32_t begin, uint32_t end,
                     std::vector<Token>* tokens) const {
  const auto push = [&](uint32_t from, uint32_t to) {
    Token token;
    token.span = {chunk.begin + from, chunk.begin + to};
    token.form = std::string(chunk.text.substr(from, to - from));
    token.space_after = to == chunk.text.size() && chunk.space_after;
    tokens->push_back(std::move(token));
  };
  constexpr uint32_t kLongestContraction = 16;
  if (end - begin <= kLongestContraction) {
    const std::string word = Lowercase(chunk.text.substr(begin, end - begin));
    const auto found = contractions_.find(word);
    // "The owner lets the flat": the treebanks have it for "let's" alone.
    if (found != contractions_.end() && word != "lets") {
      uint32_t from = begin;
      for (const uint32_t cut : found->second) {
        push(from, begin + cut);
        from = begin + cut;
      }
      begin = from;
    }
  }
  push(begin, end);
}

void Tokeniser::Part(const Chunk& chunk, std::vector<Token>* tokens) const {
  size_t start = 0;
  std::vector<uint32_t> features;
  for (const size_t k : Candidates(chunk)) {
    CollectTokenFeatures(chunk, start, k, known_, &features);
    int32_t score = 0;
    weights_.Score(features, {&score, 1});
    if (score <= 0 && !EndsAddress(chunk, start, k)) continue;
    Emit(chunk, chunk.offsets[start], chunk.offsets[k], tokens);
    start = k;
  }
  Emit(chunk, chunk.offsets[start], chunk.offsets.back(), tokens);
}

std::vector<Token> Tokeniser::Tokenise(std::string_view text,
                                       Span paragraph) const {
  std::vector<Token> tokens;
  ForEachChunk(text, paragraph,
               [&](const Chunk& chunk) { Part(chunk, &tokens); });
  return tokens;
}

std::string Tokeniser::Serialize() const {
  std::string bytes;
  AppendVarint(contractions_.size(), &bytes);
  for (const auto& [word, cuts] : contractions_) {
    AppendString(word, &bytes);
    AppendVarint(cuts.size(), &bytes);
    for (const uint32_t cut : cuts) AppendVarint(cut, &bytes);
  }
  std::vector<uint32_t> known(known_.begin(), known_.end());
  std::sort(known.begin(), known.end());
  AppendVarint(known.size(), &bytes);
  for (const uint32_t token : known) AppendVarint(token, &bytes);
  AppendString(weights_.Serialize(), &bytes);
  return bytes;
}

absl::StatusOr<Tokeniser> Tokeniser::Parse(std::string_view bytes) {
  const auto broken = [] { return absl::DataLossError("broken tokeniser"); };
  ByteReader reader(bytes);
  Contractions contractions;
  const uint64_t words = reader.Count();
  for (uint64_t i = 0; i < words; ++i) {
    const std::string word(reader.String());
    std::vector<uint32_t>& cuts = contractions[word];
    const uint64_t count = reader.Count();
    for (uint64_t k = 0; k < count; ++k) {
      const uint32_t cut = static_cast<uint32_t>(reader.Varint());
      const uint32_t least = cuts.empty() ? 0 : cuts.back();
      if (cut <= least || cut >= word.size()) return broken();
      cuts.push_back(cut);
    }
  }
  KnownTokens known;
  const uint64_t tokens = reader.Count();
  for (uint64_t i = 0; i < tokens; ++i) {
    known.insert(static_cast<uint32_t>(reader.Varint()));
  }
  absl::StatusOr<SparseWeights> weights = SparseWeights::Parse(reader.String());
  if (!weights.ok()) return weights.status();
  if (!reader.ok() || weights->classes() != 1) return broken();
  return Tokeniser(std::move(contractions), std::move(known),
                   *std::move(weights));
}

}  // namespace tercet::text
