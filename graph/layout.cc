#include "graph/layout.h"

#include "storage/bytes.h"

namespace tercet {
namespace {

using storage::AppendOrderedString;
using storage::AppendU32;
using storage::AppendU64;
using storage::AppendU8;

std::string Tagged(char tag) { return std::string(1, tag); }

std::string Tagged(char tag, TermId id) {
  std::string key(1, tag);
  AppendU64(key, id);
  return key;
}

std::string Tagged(char tag, const storage::Triple& stored) {
  std::string key(1, tag);
  AppendU64(key, stored.s);
  AppendU64(key, stored.p);
  AppendU64(key, stored.o);
  return key;
}

std::string Tagged(char tag, std::string_view ordered) {
  std::string key(1, tag);
  AppendOrderedString(key, ordered);
  return key;
}

std::string Numbers(uint32_t a) {
  std::string key;
  AppendU32(key, a);
  return key;
}

std::string Numbers(uint32_t a, uint32_t b) {
  std::string key = Numbers(a);
  AppendU32(key, b);
  return key;
}

}  // namespace

std::string DocumentIdKey(std::string_view id) {
  return Tagged('i').append(id);
}

std::string DocumentKey(uint32_t number) {
  std::string key = Tagged('n');
  AppendU32(key, number);
  return key;
}

std::string ImportKey(uint32_t number) {
  std::string key = Tagged('m');
  AppendU32(key, number);
  return key;
}

std::string SentenceWordKey(std::string_view word, uint32_t number) {
  return SentenceWordPrefix(word) + Numbers(number);
}
std::string SentenceWordPrefix(std::string_view word) {
  return Tagged('w', word);
}

std::string SentenceKey(uint32_t number, uint32_t sentence) {
  return Numbers(number, sentence);
}
std::string SentencesPrefix(uint32_t number) { return Numbers(number); }

std::string DocumentFactKey(AssertionId id) {
  return Numbers(id.document, id.ordinal);
}
std::string DocumentFactsPrefix(uint32_t number) { return Numbers(number); }

std::string FactKey(const storage::Triple& stored) {
  return Tagged('f', stored);
}

std::string SupportKey(const storage::Triple& stored, AssertionId id) {
  return Tagged('s', stored) + Numbers(id.document, id.ordinal);
}
std::string SupportPrefix(const storage::Triple& stored) {
  return Tagged('s', stored);
}

std::string FactHashKey(FactId id, const storage::Triple& stored) {
  std::string key = Tagged('h', id.value);
  return key + Tagged('f', stored).substr(1);
}

std::string NameKey(std::string_view folded, NameFit fit, std::string_view name,
                    TermId entity) {
  std::string key = Tagged('n', folded);
  AppendU8(key, static_cast<uint8_t>(fit));
  AppendOrderedString(key, name);
  AppendU64(key, entity);
  return key;
}
std::string NamePrefix(std::string_view folded) { return Tagged('n', folded); }

std::string AliasKey(TermId entity, std::string_view alias) {
  return Tagged('e', entity).append(alias);
}
std::string AliasPrefix(TermId entity) { return Tagged('e', entity); }

std::string WordKey(std::string_view word, TermId term) {
  std::string key = Tagged('w', word);
  AppendU64(key, term);
  return key;
}
std::string WordPrefix(std::string_view word) { return Tagged('w', word); }

std::string EntityKey(TermId entity) { return Tagged('e', entity); }

std::string EntityDocumentKey(TermId entity, uint32_t number) {
  return Tagged('d', entity) + Numbers(number);
}
std::string EntityDocumentsPrefix(TermId entity) { return Tagged('d', entity); }

std::string RedirectKey(TermId entity) { return Tagged('r', entity); }

std::string JoinedKey(TermId node, TermId entity) {
  std::string key = Tagged('j', node);
  AppendU64(key, entity);
  return key;
}
std::string JoinedPrefix(TermId node) { return Tagged('j', node); }

std::string ValueKey(TermId value) { return Tagged('v', value); }

std::string RelationKey(TermId relation) { return Tagged('p', relation); }

std::string RelationNameKey(std::string_view folded, TermId relation) {
  std::string key = Tagged('q', folded);
  AppendU64(key, relation);
  return key;
}
std::string RelationNamePrefix(std::string_view folded) {
  return Tagged('q', folded);
}

std::string RelationCountKey(TermId relation) { return Tagged('r', relation); }

}  // namespace tercet
