#ifndef TERCET_GRAPH_IDENTITY_H_
#define TERCET_GRAPH_IDENTITY_H_

// Who is who: the raw name under which an entity is interned, the node that
// it belongs to, the hash by which a fact is cited.
//
// An entity's raw name is its class, name and disambiguator:
//
//   raw := u8 class  string name  bytes disambiguator
//
// A node is what redirects lead to.  By rule, an untyped entity follows the one
// typed entity of its name, and "NFA" or "Acme" the one entity that documents
// call so in short ("National Fishers Association (NFA)", "Acme Ltd").  A rule
// looks at which entities and aliases there are, never at their order, and is
// applied anew whenever one comes or goes.  What was merged or kept apart by
// hand (a redirect to no node) no rule touches.
//
// The functions read a storage::Snapshot or, so as to see what is being
// written, a storage::Batch.  Pure but for that; thread-safe as their source.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "graph/record.h"
#include "storage/format.h"
#include "tercet/fact.h"
#include "tercet/term.h"

namespace tercet {

// Types within a class agree (tercet/document_facts.h).
enum class EntityClass : uint8_t { kUntyped, kPerson, kPlace, kThing };
inline constexpr int kClassCount = 4;

EntityClass ClassOf(EntityType type);
// What an entity is shown as where no document gives its type any more.
EntityType TypicalType(EntityClass entity_class);

struct RawName {
  EntityClass entity_class = EntityClass::kUntyped;
  std::string name;
  std::string disambiguator;
};
std::string EncodeRawName(const RawName& raw);
absl::StatusOr<RawName> DecodeRawName(std::string_view bytes);

FactId FactIdOf(const Term& subject, const Term& relation, const Term& object,
                bool negated);

// A record, or nothing where there is none.
template <typename Record, typename Source>
absl::StatusOr<std::optional<Record>> Find(const Source& source,
                                           storage::Family family,
                                           std::string_view key) {
  const absl::StatusOr<std::string> bytes = source.Get(family, key);
  if (absl::IsNotFound(bytes.status())) return std::optional<Record>();
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<Record> record = Decode<Record>(*bytes);
  if (!record.ok()) return record.status();
  return std::optional<Record>(*std::move(record));
}

// A term's id, kNoTerm where it has none.
template <typename Source>
absl::StatusOr<TermId> FindTerm(const Source& source, uint8_t kind,
                                std::string_view bytes) {
  absl::StatusOr<TermId> id = source.Lookup(kind, bytes);
  if (absl::IsNotFound(id.status())) return kNoTerm;
  return id;
}

// The node of an entity; any other term is its own.  Merge and the rule never
// make a circle of redirects; DataLoss where there is one nevertheless.
template <typename Source>
absl::StatusOr<TermId> NodeOf(const Source& source, TermId term);

// The term of an id.  An entity that was joined to another is given as its
// documents name it.
template <typename Source>
absl::StatusOr<Term> ReadTerm(const Source& source, TermId id);

// The value's words as they are interned or, for a date of whole days, an id
// that holds them.  kNoTerm: there is no such term.
template <typename Source>
absl::StatusOr<TermId> FindValue(const Source& source, TermKind kind,
                                 std::string_view words);

// What a value is interned as: the words, and for a date its shortest form.
std::string ValueBytes(TermKind kind, std::string_view words);
// The id that holds a date itself, where it can.
std::optional<TermId> InlineValue(TermKind kind, std::string_view words);

}  // namespace tercet

#endif  // TERCET_GRAPH_IDENTITY_H_
