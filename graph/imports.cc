#include "graph/imports.h"

#include <algorithm>
#include <array>
#include <memory>

#include "graph/hash.h"
#include "storage/batch.h"
#include "storage/bytes.h"
#include "storage/term_id.h"

namespace tercet {

using storage::Family;

namespace {

constexpr uint64_t kFoldedSeed = 0x7465726365740002;  // never to change
constexpr uint32_t kCertain = 1000000;

}  // namespace

template <typename Source>
absl::StatusOr<std::vector<Import>> ReadImports(const Source& source) {
  std::vector<Import> imports;
  const std::string prefix = ImportKey(0).substr(0, 1);
  auto it = source.NewRecordIterator(Family::kDocuments, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    const uint32_t number = reader.U32();
    const absl::StatusOr<ImportRecord> record =
        Decode<ImportRecord>(it->value());
    if (!record.ok()) return record.status();
    imports.push_back({number, *record});
  }
  if (!it->status().ok()) return it->status();
  return imports;
}

AssertionRecord ImportedAssertion(const storage::Triple& raw) {
  AssertionRecord record;
  record.raw = {raw.s, raw.p, raw.o};
  record.confidence = kCertain;
  record.construction = "import";
  return record;
}

FactRecord ImportedFact() { return {1, Status::kAsserted, kCertain}; }

template <typename Source>
absl::StatusOr<std::vector<AssertionId>> ImportsStating(
    const Source& source, const storage::Triple& triple) {
  std::vector<AssertionId> ids;
  const absl::StatusOr<std::vector<Import>> imports = ReadImports(source);
  if (!imports.ok()) return imports.status();
  for (const Import& import : *imports) {
    const auto it = source.NewStated(import.record.run);
    if (!it.ok()) return it.status();
    (*it)->Seek(triple);
    if (!(*it)->status().ok()) return (*it)->status();
    if ((*it)->Valid() && (*it)->triple() == triple) {
      ids.push_back(
          {import.document, static_cast<uint32_t>((*it)->ordinal() + 1)});
    }
  }
  return ids;
}

template <typename Source>
absl::StatusOr<std::vector<AssertionId>> ImportSupports(
    const Source& source, const storage::Triple& stored) {
  const absl::StatusOr<std::optional<FactRecord>> record =
      Find<FactRecord>(source, Family::kAssertions, FactKey(stored));
  if (!record.ok()) return record.status();
  if (!*record) return ImportsStating(source, stored);
  std::vector<AssertionId> ids;
  const std::string prefix = SupportPrefix(stored);
  auto it = source.NewRecordIterator(Family::kAssertions, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    AssertionId id;
    id.document = reader.U32();
    id.ordinal = reader.U32();
    const auto import = FindImport(source, id.document);
    if (!import.ok()) return import.status();
    if (*import) ids.push_back(id);
  }
  if (!it->status().ok()) return it->status();
  return ids;
}

template <typename Source>
absl::StatusOr<std::optional<AssertionRecord>> FindAssertion(
    const Source& source, AssertionId id) {
  absl::StatusOr<std::optional<AssertionRecord>> record = Find<AssertionRecord>(
      source, Family::kDocumentFacts, DocumentFactKey(id));
  if (!record.ok() || *record) return record;
  const auto import = FindImport(source, id.document);
  if (!import.ok()) return import.status();
  if (!*import || id.ordinal == 0) return record;
  const auto it = source.NewStated((*import)->run);
  if (!it.ok()) return it.status();
  (*it)->SeekOrdinal(id.ordinal - 1);
  if (!(*it)->status().ok()) return (*it)->status();
  if (!(*it)->Valid()) return record;
  return std::optional<AssertionRecord>(ImportedAssertion((*it)->triple()));
}

template <typename Source>
absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
ExplicitRecords(const Source& source, const storage::Triple& stored,
                std::optional<AssertionId> id) {
  std::vector<std::pair<std::string, std::string>> records;
  const FactRecord certain = ImportedFact();
  const std::string support =
      Encode(Support{certain.status, certain.confidence});
  absl::StatusOr<std::optional<FactRecord>> found =
      Find<FactRecord>(source, Family::kAssertions, FactKey(stored));
  if (!found.ok()) return found.status();
  if (*found && !id) return records;
  FactRecord fact = found->value_or(FactRecord());
  std::vector<AssertionId> ids;
  if (!*found) {
    absl::StatusOr<std::vector<AssertionId>> stating =
        ImportsStating(source, stored);
    if (!stating.ok()) return stating.status();
    ids = *std::move(stating);
    std::array<Term, 3> terms;
    const std::array<TermId, 3> nodes = {stored.s, stored.p, stored.o};
    for (size_t i = 0; i < nodes.size(); ++i) {
      absl::StatusOr<Term> term = ReadTerm(source, nodes[i]);
      if (!term.ok()) return term.status();
      terms[i] = *std::move(term);
    }
    records.emplace_back(
        FactHashKey(FactIdOf(terms[0], terms[1], terms[2], false), stored), "");
  }
  if (id) ids.push_back(*id);
  for (const AssertionId& each : ids) {
    records.emplace_back(SupportKey(stored, each), support);
  }
  fact.assertions += ids.size();
  fact.status = std::min(fact.status, certain.status);
  fact.confidence = std::max(fact.confidence, certain.confidence);
  records.emplace_back(FactKey(stored), Encode(fact));
  return records;
}

uint64_t FoldedHash(std::string_view folded) {
  return HashOf(folded, kFoldedSeed).high;
}

bool HasFacts(const storage::Snapshot& snapshot, TermId node) {
  return snapshot.NewMatch({node, kNoTerm, kNoTerm})->Valid() ||
         snapshot.NewMatch({kNoTerm, kNoTerm, node})->Valid();
}

namespace {

// The entities that begin the triples of an order, each once.
class FirstEntities {
 public:
  FirstEntities(const storage::Snapshot& snapshot, storage::Order order)
      : it_(snapshot.NewTripleIterator(order)) {
    it_->Seek(storage::Prefix());
  }
  // UINT64_MAX at the end: entities are the least kind.
  TermId entity() const {
    const bool here =
        it_->Valid() && IsKind(it_->columns()[0], TermKind::kEntity);
    return here ? it_->columns()[0] : UINT64_MAX;
  }
  void Next() {
    const TermId last = entity();
    while (it_->Valid() && it_->columns()[0] == last) it_->Next();
  }
  absl::Status status() const { return it_->status(); }

 private:
  std::unique_ptr<storage::TripleIterator> it_;
};

}  // namespace

absl::StatusOr<int64_t> CountEntities(const storage::Snapshot& snapshot) {
  FirstEntities subjects(snapshot, storage::Order::kSpo);
  FirstEntities objects(snapshot, storage::Order::kOsp);
  const std::string prefix = EntityKey(0).substr(0, 1);
  auto records = snapshot.NewRecordIterator(Family::kTerms, prefix);
  int64_t count = 0;
  for (;;) {
    TermId recorded = UINT64_MAX;
    if (records->Valid()) {
      recorded =
          storage::ByteReader(records->key().substr(prefix.size())).U64();
    }
    const TermId least =
        std::min({subjects.entity(), objects.entity(), recorded});
    if (least == UINT64_MAX) break;
    if (subjects.entity() == least) subjects.Next();
    if (objects.entity() == least) objects.Next();
    if (recorded != least) {
      ++count;
      continue;
    }
    records->Next();
    // Without facts of its own it may have been joined to another.
    const absl::StatusOr<TermId> node = NodeOf(snapshot, least);
    if (!node.ok()) return node.status();
    if (*node == least) ++count;
  }
  absl::Status status = subjects.status();
  status.Update(objects.status());
  status.Update(records->status());
  if (!status.ok()) return status;
  return count;
}

template absl::StatusOr<std::vector<Import>> ReadImports(
    const storage::Snapshot&);
template absl::StatusOr<std::vector<Import>> ReadImports(const storage::Batch&);
template absl::StatusOr<std::vector<AssertionId>> ImportsStating(
    const storage::Snapshot&, const storage::Triple&);
template absl::StatusOr<std::vector<AssertionId>> ImportsStating(
    const storage::Batch&, const storage::Triple&);
template absl::StatusOr<std::vector<AssertionId>> ImportSupports(
    const storage::Batch&, const storage::Triple&);
template absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
ExplicitRecords(const storage::Snapshot&, const storage::Triple&,
                std::optional<AssertionId>);
template absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
ExplicitRecords(const storage::Batch&, const storage::Triple&,
                std::optional<AssertionId>);
template absl::StatusOr<std::optional<AssertionRecord>> FindAssertion(
    const storage::Snapshot&, AssertionId);
template absl::StatusOr<std::optional<AssertionRecord>> FindAssertion(
    const storage::Batch&, AssertionId);

}  // namespace tercet
