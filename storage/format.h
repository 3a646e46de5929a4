#ifndef TERCET_STORAGE_FORMAT_H_
#define TERCET_STORAGE_FORMAT_H_

// What lies on disk.  A store is a folder with the file TERCET, whose one line
// says "tercet store, format 3", and a RocksDB database.  This is the one place
// that names its column families and their bytes.
//
//     family          key                       value
//     --------------  ------------------------  ---------------------------
//     default         "next serial"             u64
//     default         "runs"                    next-number (number triples)*
//     default         "kept"                    (number triples)*
//     default         "segments"                segment*
//     spo, pos, osp   number block-number       block
//     spo, pos, osp   number 0xffffffff         (u64 u64 u64)+
//     osp             number 0xfffffffe         statistics, see statistics.h
//     default         "hash runs"               as "runs"
//     hashes          number block-number       block, of hash id 0
//     hashes          number 0xffffffff         (u64 u64 u64)+
//     term_blocks     serial / 64               terms, see term_blocks.h
//     term_by_id      id                        term-bytes, where they are long
//     id_by_hash                                empty since format 3
//     packed_terms    number kind u64           (varint)* term-bytes*
//     packed_hashes   number table u64          (tag)* (ordinal)*
//     meta            bytes                     bytes
//     documents       bytes                     bytes
//     sentences       bytes                     bytes
//     assertions      bytes                     bytes
//     document_facts  bytes                     bytes
//     aliases         bytes                     bytes
//     terms           bytes                     bytes
//     statistics      bytes                     bytes
//
//     id    := u64                  see term_id.h
//     hash  := u64                  of the kind and the term-bytes
//     u64   := eight bytes, big-endian
//     block := see block.h
//     number, block-number       u64 and u32 in keys, varints in the list of
//     next-number, triples       runs, which is newest first
//     segment                    varint number, u8 and u8 bucket bits, u8
//                                ranges, and each: u8 kind, varint first
//                                serial, varint count (packed_terms.h)
//     tag, ordinal               u16 and u32, little-endian
//
// Why these: a permutation each for the three orders, so that any pattern is
// one range.  A permutation is kept in runs: sorted lists of triples that are
// laid over each other, the newest above (see run.h), cut into packed blocks of
// a few bytes a triple.  The last key of a run lists the first triple of each
// block, so that a lookup finds its block in memory; a large run has its counts
// beside it.  A run that "runs" does not name is not part of the store. The
// dictionary is keyed by hash, not by string: an eighth of the bytes and no
// long common prefixes to compare; hashes and ids are kept in runs as triples
// are, so that a batch with a thousand new terms writes some twenty values.
// Terms that came in bulk are packed, 64 texts and some 256 hashes a value
// (packed_terms.h).  "kept" names the runs that bulk loads brought: their spo
// blocks stay when the run is folded into others, as the list of what the load
// stated.  The record families are apart because they are read apart: a query
// that prints no sentence touches no sentence's block, and forgetting a
// document is a scan of document_facts.
//
// Numbers only, no state: thread-safe.

#include <array>
#include <cstdint>
#include <string_view>

#include "storage/triple.h"

namespace tercet::storage {

// The version of the on-disk format.  Older stores from kOldestFormat on are
// brought up to it when they are opened (upgrade.h), others are refused.
// 1: blocks with all kinds and full days.  2: blocks that leave out equal kinds
// and count days from near; terms packed by imports.  3: hashes in runs, texts
// in blocks.
inline constexpr uint64_t kFormatVersion = 3;
inline constexpr uint64_t kOldestFormat = 2;

// The record families.  What their keys and values mean is the business of the
// rooms above; storage only keeps them apart and in the order of their bytes.
enum class Family : uint8_t {
  kMeta,           // facts about the graph as a whole
  kDocuments,      // a document and its properties
  kSentences,      // the sentences of a document
  kAssertions,     // which sentences support a fact
  kDocumentFacts,  // which facts a document supports
  kAliases,        // names to terms
  kTerms,          // properties of a term: canonical name, type
  kStatistics,     // counts for the planner
};
inline constexpr int kFamilyCount = 8;
inline constexpr std::array<Family, kFamilyCount> kFamilies = {
    Family::kMeta,       Family::kDocuments,     Family::kSentences,
    Family::kAssertions, Family::kDocumentFacts, Family::kAliases,
    Family::kTerms,      Family::kStatistics};

// The name of the column family: "documents".
std::string_view Name(Family family);

// The hash under which the dictionary files a term.  Part of the format: it
// must never change without a new version.
uint64_t TermHash(uint8_t kind, std::string_view bytes);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_FORMAT_H_
