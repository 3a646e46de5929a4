#include "graph/import_records.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/record.h"
#include "storage/bytes.h"

namespace tercet {

using storage::BulkSummary;
using storage::Family;

namespace {

std::string Hex(uint64_t number) {
  return absl::StrCat(absl::Hex(number, absl::kZeroPad16));
}

}  // namespace

std::string ImportRecords::HashOf(const BulkSummary& summary) const {
  return Hex(summary.digest) + Hex(summary.stated * 0x9e3779b97f4a7c15);
}

absl::Status ImportRecords::AddDocument(const BulkSummary& summary,
                                        std::vector<Row>& rows) const {
  const std::string hash = HashOf(summary);
  const auto old = view_.GetDocument(id_);
  if (old.ok()) {
    if (old->hash == hash) return absl::AlreadyExistsError("unchanged");
    return absl::FailedPreconditionError(
        absl::StrCat("the graph has a document '", id_,
                     "' already: forget it first, or import under another id"));
  }
  if (!absl::IsNotFound(old.status())) return old.status();
  if (summary.triples > UINT32_MAX) {
    return absl::ResourceExhaustedError(
        "an import has more than 4,294,967,295 facts");
  }
  uint64_t number = 1;
  const auto next = snapshot_.Get(Family::kMeta, kNextDocumentKey);
  if (next.ok()) {
    const auto stored = DecodeNumber(*next);
    if (!stored.ok()) return stored.status();
    number = *stored;
  } else if (!absl::IsNotFound(next.status())) {
    return next.status();
  }
  if (number > UINT32_MAX) {
    return absl::ResourceExhaustedError(
        "the graph has no document number left");
  }
  const auto totals =
      tercet::Find<Totals>(snapshot_, Family::kMeta, kTotalsKey);
  if (!totals.ok()) return totals.status();
  Totals all = totals->value_or(Totals());
  all.documents += 1;
  all.assertions += summary.triples;
  DocumentRecord document;
  document.id = id_;
  document.hash = hash;
  document.assertions = static_cast<uint32_t>(summary.triples);
  std::string number_bytes;
  storage::AppendU32(number_bytes, static_cast<uint32_t>(number));
  number_ = static_cast<uint32_t>(number);
  rows.push_back(
      {Family::kMeta, std::string(kNextDocumentKey), EncodeNumber(number + 1)});
  rows.push_back({Family::kMeta, std::string(kTotalsKey), Encode(all)});
  rows.push_back({Family::kDocuments, DocumentIdKey(id_), number_bytes});
  rows.push_back({Family::kDocuments, DocumentKey(number_), Encode(document)});
  rows.push_back({Family::kDocuments, ImportKey(number_),
                  Encode(ImportRecord{summary.run, summary.triples})});
  return absl::OkStatus();
}

absl::Status ImportRecords::AddRelations(const BulkSummary& summary,
                                         std::vector<Row>& rows) const {
  for (const auto& [relation, name] : summary.new_relations) {
    rows.push_back(
        {Family::kTerms, RelationNameKey(FoldName(name), relation), ""});
  }
  // What the graph had already gets one support more.
  std::map<TermId, uint64_t> known;
  for (const BulkSummary::Known& fact : summary.known) ++known[fact.triple.p];
  for (const auto& [relation, facts] : summary.relations) {
    const uint64_t assertions = facts + known[relation];
    if (assertions == 0) continue;
    const std::string key = RelationCountKey(relation);
    const auto count =
        tercet::Find<RelationCount>(snapshot_, Family::kStatistics, key);
    if (!count.ok()) return count.status();
    RelationCount counts = count->value_or(RelationCount());
    counts.facts += facts;
    if (counts.assertions) *counts.assertions += assertions;
    rows.push_back({Family::kStatistics, key, Encode(counts)});
  }
  return absl::OkStatus();
}

absl::Status ImportRecords::Records(const BulkSummary& summary,
                                    const Put& put) const {
  std::vector<Row> rows;
  absl::Status status = AddDocument(summary, rows);
  if (status.ok()) status = AddRelations(summary, rows);
  if (!status.ok()) return status;
  // What the graph had already is made explicit, with one support more.
  for (const BulkSummary::Known& known : summary.known) {
    const AssertionId id{number_, static_cast<uint32_t>(known.ordinal + 1)};
    absl::StatusOr<std::vector<std::pair<std::string, std::string>>> records =
        ExplicitRecords(snapshot_, known.triple, id);
    if (!records.ok()) return records.status();
    for (auto& [key, value] : *records) {
      rows.push_back({Family::kAssertions, std::move(key), std::move(value)});
    }
  }
  std::sort(rows.begin(), rows.end());
  for (const Row& row : rows) {
    status = put(row.family, row.key, row.value);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace tercet
