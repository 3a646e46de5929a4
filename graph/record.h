#ifndef TERCET_GRAPH_RECORD_H_
#define TERCET_GRAPH_RECORD_H_

// The values of the graph's records (layout.h) and their bytes.
//
//   std::string bytes = Encode(FactRecord{...});
//   absl::StatusOr<FactRecord> record = Decode<FactRecord>(bytes);
//
// Strings are a varint length and the bytes, numbers varints (zigzag where
// they may be negative), confidences millionths.  Decode takes the whole input
// or gives DataLoss.  Plain values and pure functions; thread-safe.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/bytes.h"
#include "tercet/document_facts.h"
#include "tercet/fact.h"
#include "tercet/term.h"
#include "tercet/value.h"
#include "tercet/view.h"

namespace tercet {

inline constexpr int kTypeCount = 11;

struct Totals {
  uint64_t documents = 0;
  uint64_t sentences = 0;
  uint64_t assertions = 0;
  friend bool operator==(const Totals&, const Totals&) = default;
};

// Of a document that is an import (imports.h): storage's run that lists its
// triples, and how many these are.
struct ImportRecord {
  uint64_t run = 0;
  uint64_t facts = 0;
  friend bool operator==(const ImportRecord&, const ImportRecord&) = default;
};

// An entity as one document has it.
struct EntityMention {
  TermId entity = kNoTerm;  // raw
  EntityType type = EntityType::kUnknown;
  std::vector<Alias> aliases;  // sorted, each at most once
  friend bool operator==(const EntityMention&, const EntityMention&) = default;
};

struct DocumentRecord {
  std::string id;
  std::string title;
  std::string date;
  std::string hash;
  std::vector<DocumentSentence> sentences;
  std::vector<EntityMention> entities;
  uint32_t assertions = 0;
  friend bool operator==(const DocumentRecord&,
                         const DocumentRecord&) = default;
};

// An argument: a raw entity, or a value that no fact needs to look up.
struct NodeRecord {
  TermKind kind = TermKind::kText;
  TermId entity = kNoTerm;
  std::string text;
  friend bool operator==(const NodeRecord&, const NodeRecord&) = default;
};

struct QualifierRecord {
  std::string preposition;
  NodeRecord argument;
  friend bool operator==(const QualifierRecord&,
                         const QualifierRecord&) = default;
};

// An assertion as its document states it: raw entities, the relation itself.
struct AssertionRecord {
  Triple raw;
  uint32_t sentence = 0;
  std::string words;
  Status status = Status::kAsserted;
  bool negated = false;
  uint32_t confidence = 0;  // millionths
  std::string when;
  std::optional<DateInterval> when_interval;
  std::string where;
  std::optional<NodeRecord> said_by;
  std::vector<QualifierRecord> open;
  std::string construction;

  // Whether it supports the negative fact.
  bool Negative() const { return negated || status == Status::kDenied; }
  friend bool operator==(const AssertionRecord&,
                         const AssertionRecord&) = default;
};

// What a fact's record says of all its support together.
struct FactRecord {
  uint64_t assertions = 0;
  Status status = Status::kDenied;
  uint32_t confidence = 0;
  friend bool operator==(const FactRecord&, const FactRecord&) = default;
};

struct Support {
  Status status = Status::kAsserted;
  uint32_t confidence = 0;
  friend bool operator==(const Support&, const Support&) = default;
};

// An alias of an entity: the documents that give each reason.
struct AliasRecord {
  struct Reason {
    std::string text;
    uint64_t documents = 0;
    bool by_hand = false;
    friend bool operator==(const Reason&, const Reason&) = default;
  };
  std::vector<Reason> reasons;  // sorted by text, then by_hand
  friend bool operator==(const AliasRecord&, const AliasRecord&) = default;
};

// How many documents give an entity each type.
struct EntityRecord {
  std::array<uint64_t, kTypeCount> types = {};
  friend bool operator==(const EntityRecord&, const EntityRecord&) = default;

  uint64_t Documents() const;
  // The commonest, the first of the enumeration where several are; kUnknown
  // only where nothing else is given.
  EntityType Type() const;
};

struct RedirectRecord {
  TermId node = kNoTerm;
  bool by_hand = false;
  std::string reason;
  friend bool operator==(const RedirectRecord&,
                         const RedirectRecord&) = default;
};

struct RelationCount {
  uint64_t facts = 0;
  uint64_t negative_facts = 0;
  uint64_t marked_facts = 0;  // of facts: those that no sentence asserts
  // That support facts; nothing where an older record does not say.
  std::optional<uint64_t> assertions = 0;
  friend bool operator==(const RelationCount&, const RelationCount&) = default;
};

std::string Encode(const Totals& record);
std::string Encode(const ImportRecord& record);
std::string Encode(const DocumentRecord& record);
std::string Encode(const AssertionRecord& record);
std::string Encode(const FactRecord& record);
std::string Encode(const Support& record);
std::string Encode(const AliasRecord& record);
std::string Encode(const EntityRecord& record);
std::string Encode(const RedirectRecord& record);
std::string Encode(const RelationProperties& record);
std::string Encode(const RelationCount& record);
std::string EncodeNumber(uint64_t number);

// Defined for each of the records above.
template <typename Record>
absl::StatusOr<Record> Decode(std::string_view bytes);
absl::StatusOr<uint64_t> DecodeNumber(std::string_view bytes);

uint32_t Millionths(double confidence);
inline double Fraction(uint32_t millionths) { return millionths / 1e6; }

}  // namespace tercet

#endif  // TERCET_GRAPH_RECORD_H_
