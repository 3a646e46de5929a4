// The part of Writer that keeps facts in step with their assertions and
// entities with their nodes.

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "graph/counter.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/writer.h"
#include "storage/bytes.h"
#include "storage/format.h"
#include "storage/term_id.h"

namespace tercet {

using storage::Family;

namespace {

// The numbers that end keys of one prefix: entities or documents.
template <typename Number>
absl::StatusOr<std::vector<Number>> LastNumbers(const storage::Batch& batch,
                                                const std::string& prefix) {
  std::vector<Number> numbers;
  auto it = batch.NewRecordIterator(Family::kTerms, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    if constexpr (sizeof(Number) == sizeof(uint32_t)) {
      numbers.push_back(reader.U32());
    } else {
      numbers.push_back(reader.U64());
    }
  }
  if (!it->status().ok()) return it->status();
  return numbers;
}

}  // namespace

absl::StatusOr<storage::Triple> Writer::StoredTriple(
    const AssertionRecord& record) {
  const absl::StatusOr<TermId> subject = NodeOf(batch_, record.raw.subject);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<TermId> object = NodeOf(batch_, record.raw.object);
  if (!object.ok()) return object.status();
  TermId relation = record.raw.relation;
  if (record.Negative()) {
    const absl::StatusOr<std::string> name = batch_.Text(relation);
    if (!name.ok()) return name.status();
    const absl::StatusOr<TermId> twin = batch_.Lookup(kNegativeRelation, *name);
    if (!twin.ok()) return twin.status();
    relation = *twin;
  }
  return storage::Triple{*subject, relation, *object};
}

absl::Status Writer::AddSupport(AssertionId id, const AssertionRecord& record) {
  const absl::StatusOr<storage::Triple> stored = StoredTriple(record);
  if (!stored.ok()) return stored.status();
  const absl::Status made = MakeExplicit(*stored);
  if (!made.ok()) return made;
  const std::string key = FactKey(*stored);
  absl::StatusOr<std::optional<FactRecord>> found =
      Find<FactRecord>(batch_, Family::kAssertions, key);
  if (!found.ok()) return found.status();
  const FactRecord before = found->value_or(FactRecord());
  FactRecord fact = before;
  fact.assertions += 1;
  fact.status = std::min(fact.status, record.status);
  fact.confidence = std::max(fact.confidence, record.confidence);
  batch_.Put(Family::kAssertions, key, Encode(fact));
  batch_.Put(Family::kAssertions, SupportKey(*stored, id),
             Encode(Support{record.status, record.confidence}));
  if (fact.assertions == 1) {
    const absl::Status status = ChangeFact(*stored, record.raw.relation, +1);
    if (!status.ok()) return status;
  }
  return CountFact(*stored, record.raw.relation, before, fact);
}

bool Writer::HasImports() {
  if (!has_imports_) {
    const auto imports = ReadImports(batch_);
    has_imports_ = !imports.ok() || !imports->empty();
  }
  return *has_imports_;
}

absl::Status Writer::MakeExplicit(const storage::Triple& stored) {
  if (!HasImports()) return absl::OkStatus();
  const auto record =
      Find<FactRecord>(batch_, Family::kAssertions, FactKey(stored));
  if (!record.ok() || *record) return record.status();
  const absl::StatusOr<bool> there = batch_.Contains(stored);
  if (!there.ok() || !*there) return there.status();
  const auto records = ExplicitRecords(batch_, stored, std::nullopt);
  if (!records.ok()) return records.status();
  for (const auto& [key, value] : *records) {
    batch_.Put(Family::kAssertions, key, value);
  }
  const absl::Status status = ChangeValueUse(stored.s, +1);
  return status.ok() ? ChangeValueUse(stored.o, +1) : status;
}

absl::StatusOr<bool> Writer::RemoveImplicit(const storage::Triple& stored) {
  if (!HasImports()) return false;
  const auto record =
      Find<FactRecord>(batch_, Family::kAssertions, FactKey(stored));
  if (!record.ok()) return record.status();
  if (*record) return false;
  const absl::StatusOr<bool> there = batch_.Contains(stored);
  if (!there.ok() || !*there) return there;
  batch_.RemoveTriple(stored);
  const absl::Status status =
      CountFact(stored, stored.p, ImportedFact(), FactRecord());
  if (!status.ok()) return status;
  return true;
}

absl::Status Writer::TakeOutImport(uint32_t number,
                                   const ImportRecord& import) {
  const auto it = batch_.NewStated(import.run);
  if (!it.ok()) return it.status();
  for (; (*it)->Valid(); (*it)->Next()) {
    const absl::Status status =
        RemoveSupport({number, static_cast<uint32_t>((*it)->ordinal() + 1)},
                      ImportedAssertion((*it)->triple()));
    if (!status.ok()) return status;
  }
  if (!(*it)->status().ok()) return (*it)->status();
  batch_.Delete(Family::kDocuments, ImportKey(number));
  return batch_.GiveUpStated(import.run);
}

absl::Status Writer::RemoveSupport(AssertionId id,
                                   const AssertionRecord& record) {
  const absl::StatusOr<storage::Triple> stored = StoredTriple(record);
  if (!stored.ok()) return stored.status();
  const absl::StatusOr<bool> removed = RemoveImplicit(*stored);
  if (!removed.ok() || *removed) return removed.status();
  const std::string key = FactKey(*stored);
  absl::StatusOr<std::optional<FactRecord>> found =
      Find<FactRecord>(batch_, Family::kAssertions, key);
  if (!found.ok()) return found.status();
  if (!*found) return absl::DataLossError("an assertion has no fact");
  batch_.Delete(Family::kAssertions, SupportKey(*stored, id));
  FactRecord fact = **found;
  if (fact.assertions <= 1) {
    batch_.Delete(Family::kAssertions, key);
    const absl::Status status = ChangeFact(*stored, record.raw.relation, -1);
    if (!status.ok()) return status;
    return CountFact(*stored, record.raw.relation, **found, FactRecord());
  }
  fact.assertions -= 1;
  if (fact.status == record.status || fact.confidence == record.confidence) {
    const absl::StatusOr<FactRecord> rest = Summarize(*stored);
    if (!rest.ok()) return rest.status();
    fact = *rest;
  }
  batch_.Put(Family::kAssertions, key, Encode(fact));
  return CountFact(*stored, record.raw.relation, **found, fact);
}

absl::StatusOr<FactRecord> Writer::Summarize(const storage::Triple& stored) {
  FactRecord fact;
  auto it =
      batch_.NewRecordIterator(Family::kAssertions, SupportPrefix(stored));
  for (; it->Valid(); it->Next()) {
    const absl::StatusOr<Support> support = Decode<Support>(it->value());
    if (!support.ok()) return support.status();
    fact.assertions += 1;
    fact.status = std::min(fact.status, support->status);
    fact.confidence = std::max(fact.confidence, support->confidence);
  }
  if (!it->status().ok()) return it->status();
  return fact;
}

absl::Status Writer::ChangeFact(const storage::Triple& stored, TermId relation,
                                int change) {
  const bool negated = stored.p != relation;
  std::array<Term, 3> terms;
  const std::array<TermId, 3> ids = {stored.s, relation, stored.o};
  for (size_t i = 0; i < ids.size(); ++i) {
    absl::StatusOr<Term> term = ReadTerm(batch_, ids[i]);
    if (!term.ok()) return term.status();
    terms[i] = *std::move(term);
  }
  const std::string hash_key =
      FactHashKey(FactIdOf(terms[0], terms[1], terms[2], negated), stored);
  if (change > 0) {
    batch_.AddTriple(stored);
    batch_.Put(Family::kAssertions, hash_key, "");
  } else {
    batch_.RemoveTriple(stored);
    batch_.Delete(Family::kAssertions, hash_key);
  }
  const absl::Status status = ChangeValueUse(stored.s, change);
  return status.ok() ? ChangeValueUse(stored.o, change) : status;
}

absl::Status Writer::CountFact(const storage::Triple& stored, TermId relation,
                               const FactRecord& before,
                               const FactRecord& after) {
  const bool negated = stored.p != relation;
  const auto facts = [](const FactRecord& fact) -> uint64_t {
    return fact.assertions > 0 ? 1 : 0;
  };
  const auto marked = [negated](const FactRecord& fact) -> uint64_t {
    const bool counts = !negated && fact.assertions > 0;
    return counts && fact.status != Status::kAsserted ? 1 : 0;
  };
  const uint64_t assertions =
      negated ? 0 : after.assertions - before.assertions;
  if (facts(before) == facts(after) && marked(before) == marked(after) &&
      assertions == 0) {
    return absl::OkStatus();
  }
  absl::StatusOr<std::optional<RelationCount>> found = Find<RelationCount>(
      batch_, Family::kStatistics, RelationCountKey(relation));
  if (!found.ok()) return found.status();
  RelationCount count = found->value_or(RelationCount());
  (negated ? count.negative_facts : count.facts) +=
      facts(after) - facts(before);
  count.marked_facts += marked(after) - marked(before);
  if (count.facts == 0) {
    count.assertions = 0;
  } else if (count.assertions) {
    *count.assertions += assertions;
  }
  if (count == RelationCount()) {
    batch_.Delete(Family::kStatistics, RelationCountKey(relation));
  } else {
    batch_.Put(Family::kStatistics, RelationCountKey(relation), Encode(count));
  }
  return absl::OkStatus();
}

absl::Status Writer::ChangeValueUse(TermId value, int change) {
  if (IsKind(value, TermKind::kEntity) || storage::IsInline(value)) {
    return absl::OkStatus();
  }
  const absl::StatusOr<uint64_t> uses =
      ChangeCount(batch_, Family::kTerms, ValueKey(value), change);
  if (!uses.ok()) return uses.status();
  const absl::StatusOr<std::string> words = batch_.Text(value);
  if (!words.ok()) return words.status();
  if (change > 0 && *uses == 1) return names_.AddWords(value, *words);
  if (change < 0 && *uses == 0) return names_.RemoveWords(value, *words);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<TermId>> Writer::LeadingTo(TermId entity) {
  std::vector<TermId> all = {entity};
  for (size_t i = 0; i < all.size(); ++i) {
    const absl::StatusOr<std::vector<TermId>> joined =
        LastNumbers<TermId>(batch_, JoinedPrefix(all[i]));
    if (!joined.ok()) return joined.status();
    all.insert(all.end(), joined->begin(), joined->end());
  }
  return all;
}

absl::StatusOr<std::vector<std::pair<AssertionId, AssertionRecord>>>
Writer::AssertionsNaming(TermId entity) {
  absl::StatusOr<std::vector<TermId>> leading = LeadingTo(entity);
  if (!leading.ok()) return leading.status();
  const std::set<TermId> entities(leading->begin(), leading->end());
  std::set<uint32_t> documents;
  for (const TermId id : entities) {
    const absl::StatusOr<std::vector<uint32_t>> numbers =
        LastNumbers<uint32_t>(batch_, EntityDocumentsPrefix(id));
    if (!numbers.ok()) return numbers.status();
    documents.insert(numbers->begin(), numbers->end());
  }
  std::vector<std::pair<AssertionId, AssertionRecord>> assertions;
  for (const uint32_t number : documents) {
    auto it = batch_.NewRecordIterator(Family::kDocumentFacts,
                                       DocumentFactsPrefix(number));
    for (; it->Valid(); it->Next()) {
      absl::StatusOr<AssertionRecord> record =
          Decode<AssertionRecord>(it->value());
      if (!record.ok()) return record.status();
      if (!entities.contains(record->raw.subject) &&
          !entities.contains(record->raw.object)) {
        continue;
      }
      storage::ByteReader reader(it->key());
      const uint32_t document = reader.U32();
      assertions.emplace_back(AssertionId{document, reader.U32()},
                              *std::move(record));
    }
    if (!it->status().ok()) return it->status();
  }
  const absl::Status status = ImportsNaming(entity, entities, assertions);
  if (!status.ok()) return status;
  return assertions;
}

absl::Status Writer::ImportsNaming(
    TermId entity, const std::set<TermId>& entities,
    std::vector<std::pair<AssertionId, AssertionRecord>>& assertions) {
  if (!HasImports()) return absl::OkStatus();
  const absl::StatusOr<TermId> node = NodeOf(batch_, entity);
  if (!node.ok()) return node.status();
  const absl::StatusOr<std::vector<storage::Triple>> facts =
      batch_.Naming(*node);
  if (!facts.ok()) return facts.status();
  for (const storage::Triple& stored : *facts) {
    if (!IsKind(stored.p, TermKind::kRelation)) continue;
    absl::StatusOr<std::vector<AssertionId>> ids =
        ImportSupports(batch_, stored);
    if (!ids.ok()) return ids.status();
    for (const AssertionId& id : *ids) {
      absl::StatusOr<std::optional<AssertionRecord>> record =
          FindAssertion(batch_, id);
      if (!record.ok()) return record.status();
      if (!*record) return absl::DataLossError("an import lacks a statement");
      if (entities.contains((*record)->raw.subject) ||
          entities.contains((*record)->raw.object)) {
        assertions.emplace_back(id, **std::move(record));
      }
    }
  }
  return absl::OkStatus();
}

absl::Status Writer::Redirect(TermId entity, const RedirectRecord& redirect) {
  const auto assertions = AssertionsNaming(entity);
  if (!assertions.ok()) return assertions.status();
  for (const auto& [id, record] : *assertions) {
    const absl::Status status = RemoveSupport(id, record);
    if (!status.ok()) return status;
  }
  const absl::StatusOr<std::optional<RedirectRecord>> old =
      Find<RedirectRecord>(batch_, Family::kTerms, RedirectKey(entity));
  if (!old.ok()) return old.status();
  if (*old) batch_.Delete(Family::kTerms, JoinedKey((*old)->node, entity));
  if (redirect.node == kNoTerm && !redirect.by_hand) {
    batch_.Delete(Family::kTerms, RedirectKey(entity));
  } else {
    batch_.Put(Family::kTerms, RedirectKey(entity), Encode(redirect));
  }
  if (redirect.node != kNoTerm) {
    batch_.Put(Family::kTerms, JoinedKey(redirect.node, entity), "");
  }
  for (const auto& [id, record] : *assertions) {
    const absl::Status status = AddSupport(id, record);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace tercet
