#ifndef TERCET_GRAPH_LAYOUT_H_
#define TERCET_GRAPH_LAYOUT_H_

// The keys of the graph's records.  This is the one place that names them.
//
//     family          key                                value
//     --------------  ---------------------------------  -----------------
//     meta            "next"                             varint: next document
//                     "totals"                           Totals
//                     "words"                            empty
//     documents       'i' doc-id                         u32 number
//                     'n' number                         DocumentRecord
//                     'm' number                         ImportRecord
//                     'w' word number                    Places
//     sentences       number sentence                    bytes of the text
//     document_facts  number ordinal                     AssertionRecord
//     assertions      'f' triple                         FactRecord
//                     's' triple number ordinal          Support
//                     'h' fact-hash triple               empty
//     aliases         'n' folded fit name entity         empty
//                     'e' entity name                    AliasRecord
//                     'w' word term                      varint: names with it
//     terms           'e' entity                         EntityRecord
//                     'd' entity number                  empty
//                     'r' entity                         RedirectRecord
//                     'j' node entity                    empty
//                     'v' value                          varint: facts with it
//                     'p' relation                       RelationRecord
//                     'q' folded relation                empty
//     statistics      'r' relation                       RelationCount
//
//     triple   := u64 u64 u64            subject, relation, object; a negative
//                                        fact has the relation's negative twin
//     number, ordinal, sentence := u32
//     Places   := varint+                the sentences of the document that
//                                        have the word, each less the one
//                                        before
//     folded, word, name before an id := ordered string (storage/bytes.h)
//
// Sentence k of a document is stored from its beginning to the beginning of
// the next, and as number 0 what stands before the first: put together they
// are the text, and a sentence is found without reading the rest.
//
// "words" says that every sentence's words are listed: it is missing in a
// graph that an older version made, until it is compacted.
//
// An entity's id is that of its raw name: (class, name, disambiguator).  Facts
// stand under its node: the entity itself, or what redirects lead to.
//
// Pure functions; thread-safe.

#include <cstdint>
#include <string>
#include <string_view>

#include "storage/term_id.h"
#include "storage/triple.h"
#include "tercet/fact.h"
#include "tercet/term.h"
#include "tercet/view.h"

namespace tercet {

// The kind of a relation's twin under which negative facts stand.  It is
// interned together with the relation, so that the two kinds order alike, and
// it is greater, so that all of a subject's negative facts come last.
inline constexpr uint8_t kNegativeRelation = 6;

constexpr uint8_t Code(TermKind kind) { return static_cast<uint8_t>(kind); }
constexpr bool IsKind(TermId id, TermKind kind) {
  return storage::KindOf(id) == Code(kind);
}

inline constexpr std::string_view kNextDocumentKey = "next";
inline constexpr std::string_view kTotalsKey = "totals";
inline constexpr std::string_view kWordsKey = "words";

std::string DocumentIdKey(std::string_view id);
std::string DocumentKey(uint32_t number);
std::string ImportKey(uint32_t number);
std::string SentenceWordKey(std::string_view word, uint32_t number);
std::string SentenceWordPrefix(std::string_view word);
std::string SentenceKey(uint32_t number, uint32_t sentence);
std::string SentencesPrefix(uint32_t number);
std::string DocumentFactKey(AssertionId id);
std::string DocumentFactsPrefix(uint32_t number);

std::string FactKey(const storage::Triple& stored);
std::string SupportKey(const storage::Triple& stored, AssertionId id);
std::string SupportPrefix(const storage::Triple& stored);
std::string FactHashKey(FactId id, const storage::Triple& stored);

std::string NameKey(std::string_view folded, NameFit fit, std::string_view name,
                    TermId entity);
std::string NamePrefix(std::string_view folded);
std::string AliasKey(TermId entity, std::string_view alias);
std::string AliasPrefix(TermId entity);
std::string WordKey(std::string_view word, TermId term);
std::string WordPrefix(std::string_view word);

std::string EntityKey(TermId entity);
std::string EntityDocumentKey(TermId entity, uint32_t number);
std::string EntityDocumentsPrefix(TermId entity);
std::string RedirectKey(TermId entity);
std::string JoinedKey(TermId node, TermId entity);
std::string JoinedPrefix(TermId node);
std::string ValueKey(TermId value);
std::string RelationKey(TermId relation);
std::string RelationNameKey(std::string_view folded, TermId relation);
std::string RelationNamePrefix(std::string_view folded);
std::string RelationCountKey(TermId relation);

}  // namespace tercet

#endif  // TERCET_GRAPH_LAYOUT_H_
