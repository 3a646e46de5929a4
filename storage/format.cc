#include "storage/format.h"

#include <bit>
#include <cstring>

namespace tercet::storage {
namespace {

// The little-endian number in up to eight bytes, whatever the machine.
uint64_t LoadLittle(const char* bytes, size_t size) {
  uint64_t word = 0;
  std::memcpy(&word, bytes, size);
  if constexpr (std::endian::native == std::endian::big) {
    word = __builtin_bswap64(word);
  }
  return word;
}

// Multiplies to 128 bits and folds: every input bit reaches every output bit.
uint64_t Fold(uint64_t a, uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<uint64_t>(product) ^ static_cast<uint64_t>(product >> 64);
}

}  // namespace

std::string_view Name(Family family) {
  switch (family) {
    case Family::kMeta:
      return "meta";
    case Family::kDocuments:
      return "documents";
    case Family::kSentences:
      return "sentences";
    case Family::kAssertions:
      return "assertions";
    case Family::kDocumentFacts:
      return "document_facts";
    case Family::kAliases:
      return "aliases";
    case Family::kTerms:
      return "terms";
    case Family::kStatistics:
      return "statistics";
  }
  return "";
}

uint64_t TermHash(uint8_t kind, std::string_view bytes) {
  constexpr uint64_t kSeed = 0x9e3779b97f4a7c15;
  constexpr uint64_t kWord = 0xa0761d6478bd642f;
  constexpr uint64_t kTail = 0xe7037ed1a0b428db;
  uint64_t hash = (bytes.size() << 4 | kind) * kSeed;
  const char* p = bytes.data();
  size_t left = bytes.size();
  for (; left >= 8; p += 8, left -= 8) {
    hash = Fold(hash ^ LoadLittle(p, 8), kWord);
  }
  // The last bytes: as part of a whole word where there is one.
  const uint64_t tail = left == 0 ? 0
                        : bytes.size() >= 8
                            ? LoadLittle(p + left - 8, 8) >> (8 * (8 - left))
                            : LoadLittle(p, left);
  return Fold(hash ^ tail, kTail);
}

}  // namespace tercet::storage
