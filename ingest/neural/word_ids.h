#ifndef TERCET_INGEST_NEURAL_WORD_IDS_H_
#define TERCET_INGEST_NEURAL_WORD_IDS_H_

// What the network sees of a word: a hash that finds its row in the table of
// word vectors, and rows of the hashed subword table for its form, shape,
// beginnings, endings and length.  ingest/train/features.py is the same for
// training; both are part of the model's format.
//
// Thread safety: pure functions.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tercet::text {

inline constexpr int kSubwords = 13;
inline constexpr uint32_t kSubwordBuckets = 1u << 15;

using SubwordRows = std::array<uint32_t, kSubwords>;  // 0 is the empty row

// The form with typographic quotes and apostrophes as ASCII has them: the
// network learnt from far more of those.
std::string PlainQuotes(std::string_view form);

// FNV-1a over the bytes, from an offset that the seed changes.
uint64_t SeededHash(std::string_view bytes, uint64_t seed);

// The hash of the form with ASCII letters in lower case.
uint64_t WordHash(std::string_view form);

SubwordRows SubwordRowsOf(std::string_view form);

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_WORD_IDS_H_
