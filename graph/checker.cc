#include "graph/checker.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "graph/identity.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/sentence_words.h"
#include "graph/view_state.h"
#include "storage/bytes.h"
#include "storage/snapshot.h"

namespace tercet {
namespace {

using storage::Family;
using storage::Snapshot;

constexpr size_t kMaxProblems = 100;

// Calls `visit` with what follows `prefix` in each key, and with the value.
template <typename Visit>
absl::Status ForEach(const Snapshot& snapshot, Family family,
                     const std::string& prefix, const Visit& visit) {
  auto it = snapshot.NewRecordIterator(family, prefix);
  for (; it->Valid(); it->Next()) {
    const absl::Status status =
        visit(it->key().substr(prefix.size()), it->value());
    if (!status.ok()) return status;
  }
  return it->status();
}

absl::StatusOr<bool> HasRecord(const Snapshot& snapshot, Family family,
                               const std::string& key) {
  const absl::StatusOr<std::string> value = snapshot.Get(family, key);
  if (absl::IsNotFound(value.status())) return false;
  if (!value.ok()) return value.status();
  return true;
}

absl::StatusOr<int64_t> CountRecords(const Snapshot& snapshot, Family family,
                                     const std::string& prefix) {
  int64_t count = 0;
  const absl::Status status = ForEach(snapshot, family, prefix,
                                      [&](std::string_view, std::string_view) {
                                        ++count;
                                        return absl::OkStatus();
                                      });
  if (!status.ok()) return status;
  return count;
}

std::string Tag(const std::string& key) { return key.substr(0, 1); }

}  // namespace

void Checker::Report(const std::string& problem) {
  if (report_.problems.size() < kMaxProblems) {
    report_.problems.push_back(problem);
  }
}

absl::StatusOr<CheckReport> Checker::Run() {
  const absl::Status storage = view_.state_->snapshot->Check();
  if (absl::IsDataLoss(storage)) {
    Report(std::string(storage.message()));
  } else if (!storage.ok()) {
    return storage;
  }
  using Step = absl::Status (Checker::*)();
  for (const Step step :
       {&Checker::CheckDocuments, &Checker::CheckImports, &Checker::CheckFacts,
        &Checker::CheckNumbers, &Checker::CheckEntities, &Checker::CheckAliases,
        &Checker::CheckRelations}) {
    const absl::Status status = (this->*step)();
    // Bytes that do not decode are a finding; the other steps go on.
    if (absl::IsDataLoss(status) || absl::IsNotFound(status)) {
      Report(std::string(status.message()));
    } else if (!status.ok()) {
      return status;
    }
  }
  return report_;
}

absl::Status Checker::CheckDocuments() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const absl::StatusOr<bool> lists =
      HasRecord(snapshot, Family::kMeta, std::string(kWordsKey));
  if (!lists.ok()) return lists.status();
  lists_words_ = *lists;
  const std::string prefix = Tag(DocumentKey(0));
  return ForEach(
      snapshot, Family::kDocuments, prefix,
      [&](std::string_view rest, std::string_view value) -> absl::Status {
        storage::ByteReader reader(rest);
        const uint32_t number = reader.U32();
        const absl::StatusOr<DocumentRecord> record =
            Decode<DocumentRecord>(value);
        if (!record.ok()) {
          Report("document number " + std::to_string(number) +
                 " does not decode");
          return absl::OkStatus();
        }
        return CheckDocument(number, *record);
      });
}

absl::Status Checker::CheckDocument(uint32_t number,
                                    const DocumentRecord& record) {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const std::string where = "document '" + record.id + "'";
  ++report_.documents;
  totals_.documents += 1;
  totals_.sentences += record.sentences.size();
  totals_.assertions += record.assertions;
  const absl::StatusOr<std::string> index =
      snapshot.Get(Family::kDocuments, DocumentIdKey(record.id));
  std::string want;
  storage::AppendU32(want, number);
  if (!index.ok() || *index != want) Report(where + " is not in the index");
  SentenceWords words;
  for (uint32_t i = 1; i <= record.sentences.size(); ++i) {
    const absl::StatusOr<std::string> sentence =
        view_.state_->Sentence(number, record, i);
    if (!sentence.ok()) {
      Report(where + " lacks sentence " + std::to_string(i));
      continue;
    }
    words.Add(i, *sentence);
  }
  listed_words_ += static_cast<int64_t>(words.size());
  if (lists_words_) {
    const absl::StatusOr<bool> listed = words.AreListed(snapshot, number);
    if (!listed.ok()) return listed.status();
    if (!*listed) Report(where + " has words that are not listed");
  }
  for (const EntityMention& mention : record.entities) {
    ++entities_[mention.entity].types[static_cast<size_t>(mention.type)];
    for (const Alias& alias : mention.aliases) {
      ++aliases_[{mention.entity, alias.text}];
    }
    const absl::StatusOr<bool> listed = HasRecord(
        snapshot, Family::kTerms, EntityDocumentKey(mention.entity, number));
    if (!listed.ok()) return listed.status();
    if (!*listed) Report(where + " is not listed at one of its entities");
  }
  const auto import = FindImport(snapshot, number);
  if (!import.ok()) return import.status();
  if (*import) {
    if ((*import)->facts != record.assertions) {
      Report(where + " states another number of facts");
    }
    return absl::OkStatus();
  }
  for (uint32_t i = 1; i <= record.assertions; ++i) {
    const AssertionId id{number, i};
    const std::string which = where + ", assertion " + std::to_string(i);
    const absl::StatusOr<std::optional<AssertionRecord>> stated =
        Find<AssertionRecord>(snapshot, Family::kDocumentFacts,
                              DocumentFactKey(id));
    if (!stated.ok() || !*stated) {
      Report(which + (stated.ok() ? " is missing" : " does not decode"));
      continue;
    }
    const absl::Status status = CheckAssertion(which, id, **stated);
    if (!status.ok()) Report(which + ": " + std::string(status.message()));
  }
  return absl::OkStatus();
}

absl::Status Checker::CheckAssertion(const std::string& where, AssertionId id,
                                     const AssertionRecord& record) {
  const Snapshot& snapshot = *view_.state_->snapshot;
  ++report_.assertions;
  const absl::StatusOr<TermId> subject = NodeOf(snapshot, record.raw.subject);
  if (!subject.ok()) return subject.status();
  const absl::StatusOr<TermId> object = NodeOf(snapshot, record.raw.object);
  if (!object.ok()) return object.status();
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      view_.state_->Stored(
          {*subject, record.raw.relation, *object},
          record.Negative() ? Polarity::kNegative : Polarity::kAffirmed);
  if (!stored.ok()) return stored.status();
  if (!*stored) {
    Report(where + " has a relation without a twin");
    return absl::OkStatus();
  }
  const absl::StatusOr<std::optional<Support>> support =
      Find<Support>(snapshot, Family::kAssertions, SupportKey(**stored, id));
  if (!support.ok()) return support.status();
  if (!*support) {
    Report(where + " supports no fact");
  } else if (**support != Support{record.status, record.confidence}) {
    Report(where + " differs from its fact's support");
  }
  return absl::OkStatus();
}

absl::Status Checker::CheckFacts() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const std::string prefix = Tag(FactKey({}));
  return ForEach(
      snapshot, Family::kAssertions, prefix,
      [&](std::string_view rest, std::string_view value) -> absl::Status {
        storage::ByteReader reader(rest);
        storage::Triple stored;
        stored.s = reader.U64();
        stored.p = reader.U64();
        stored.o = reader.U64();
        ++stored_facts_;
        const absl::StatusOr<FactRecord> record = Decode<FactRecord>(value);
        const absl::Status status =
            !record.ok()      ? record.status()
            : !reader.AtEnd() ? absl::DataLossError("a key is malformed")
                              : CheckFact(stored, *record);
        if (!status.ok()) Report("a fact: " + std::string(status.message()));
        return absl::OkStatus();
      });
}

absl::Status Checker::CheckFact(const storage::Triple& stored,
                                const FactRecord& record) {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const absl::StatusOr<TermId> relation = view_.state_->PlainRelation(stored.p);
  if (!relation.ok()) return relation.status();
  const bool negated = *relation != stored.p;
  std::array<Term, 3> terms;
  const std::array<TermId, 3> ids = {stored.s, *relation, stored.o};
  for (size_t i = 0; i < ids.size(); ++i) {
    absl::StatusOr<Term> term = ReadTerm(snapshot, ids[i]);
    if (!term.ok()) return term.status();
    terms[i] = *std::move(term);
  }
  const FactId id = FactIdOf(terms[0], terms[1], terms[2], negated);
  const std::string which = "fact " + id.ToString();
  FactRecord want;
  const absl::Status status = ForEach(
      snapshot, Family::kAssertions, SupportPrefix(stored),
      [&](std::string_view, std::string_view value) -> absl::Status {
        const absl::StatusOr<Support> support = Decode<Support>(value);
        if (!support.ok()) return support.status();
        want.assertions += 1;
        want.status = std::min(want.status, support->status);
        want.confidence = std::max(want.confidence, support->confidence);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  if (want.assertions == 0) {
    Report(which + " has no assertion");
  } else if (want != record) {
    Report(which + " has a summary that its assertions do not give");
  }
  ++report_.facts;
  RelationCount& count = relations_[*relation];
  ++(negated ? count.negative_facts : count.facts);
  if (!negated && record.status != Status::kAsserted) ++count.marked_facts;
  if (!negated) *count.assertions += record.assertions;
  const absl::StatusOr<bool> there = snapshot.Contains(stored);
  if (!there.ok()) return there.status();
  if (!*there) Report(which + " is in no permutation");
  const absl::StatusOr<bool> hashed =
      HasRecord(snapshot, Family::kAssertions, FactHashKey(id, stored));
  if (!hashed.ok()) return hashed.status();
  if (!*hashed) Report(which + " is not found by its id");
  return absl::OkStatus();
}

absl::Status Checker::CheckStatement(const Import& import, uint64_t ordinal,
                                     const storage::Triple& raw) {
  const AssertionId id{import.document, static_cast<uint32_t>(ordinal + 1)};
  return CheckAssertion("import " + std::to_string(import.document) +
                            ", statement " + std::to_string(id.ordinal),
                        id, ImportedAssertion(raw));
}

absl::Status Checker::CheckImports() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const absl::StatusOr<std::vector<Import>> imports = ReadImports(snapshot);
  if (!imports.ok()) return imports.status();
  if (imports->empty()) return absl::OkStatus();
  std::vector<std::unique_ptr<storage::StatedIterator>> stated;
  for (const Import& import : *imports) {
    absl::StatusOr<std::unique_ptr<storage::StatedIterator>> it =
        snapshot.NewStated(import.record.run);
    if (!it.ok()) return it.status();
    stated.push_back(*std::move(it));
  }
  // Facts, their records and statements are in the same order: walk all at
  // once.
  const std::string prefix = Tag(FactKey({}));
  auto records = snapshot.NewRecordIterator(Family::kAssertions, prefix);
  auto facts = snapshot.NewMatch({});
  for (; facts->Valid(); facts->Next()) {
    const storage::Triple fact = facts->triple();
    const std::string key = FactKey(fact);
    while (records->Valid() && records->key() < key) records->Next();
    const bool has_record = records->Valid() && records->key() == key;
    int statements = 0;
    for (size_t i = 0; i < stated.size(); ++i) {
      for (; stated[i]->Valid() && stated[i]->triple() < fact;
           stated[i]->Next()) {
        const absl::Status status = CheckStatement(
            (*imports)[i], stated[i]->ordinal(), stated[i]->triple());
        if (!status.ok()) return status;
      }
      if (!stated[i]->Valid() || stated[i]->triple() != fact) continue;
      ++statements;
      if (has_record) {
        const absl::Status status =
            CheckStatement((*imports)[i], stated[i]->ordinal(), fact);
        if (!status.ok()) return status;
      }
      stated[i]->Next();
    }
    if (has_record) continue;
    ++implicit_facts_;
    ++report_.facts;
    report_.assertions += statements;
    RelationCount& count = relations_[fact.p];
    ++count.facts;
    *count.assertions += statements;
    if (statements != 1) {
      Report("a fact without a record is stated by " +
             std::to_string(statements) + " imports");
    }
  }
  if (!facts->status().ok()) return facts->status();
  for (size_t i = 0; i < stated.size(); ++i) {
    for (; stated[i]->Valid(); stated[i]->Next()) {
      const absl::Status status = CheckStatement(
          (*imports)[i], stated[i]->ordinal(), stated[i]->triple());
      if (!status.ok()) return status;
    }
    if (!stated[i]->status().ok()) return stated[i]->status();
  }
  return records->status();
}

absl::Status Checker::CheckNumbers() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const auto compare = [&](const std::string& what,
                           const absl::StatusOr<int64_t>& have, int64_t want) {
    if (have.ok() && *have != want) {
      Report(std::to_string(*have) + " " + what + ", but there should be " +
             std::to_string(want));
    }
    return have.status();
  };
  int64_t triples = 0;
  auto it = snapshot.NewMatch({});
  for (; it->Valid(); it->Next()) ++triples;
  absl::Status status = it->status();
  status.Update(compare("triples", triples, stored_facts_ + implicit_facts_));
  if (lists_words_) {
    status.Update(compare(
        "words of documents",
        CountRecords(snapshot, Family::kDocuments, Tag(SentenceWordPrefix(""))),
        listed_words_));
  }
  status.Update(compare(
      "ids of facts",
      CountRecords(snapshot, Family::kAssertions, Tag(FactHashKey({}, {}))),
      stored_facts_));
  status.Update(compare(
      "assertions of facts",
      CountRecords(snapshot, Family::kAssertions, Tag(SupportKey({}, {}))),
      static_cast<int64_t>(totals_.assertions) - implicit_facts_));
  const absl::StatusOr<std::vector<Import>> imports = ReadImports(snapshot);
  if (!imports.ok()) return imports.status();
  int64_t imported = 0;
  for (const Import& import : *imports) {
    imported += static_cast<int64_t>(import.record.facts);
  }
  status.Update(compare("assertions of documents",
                        CountRecords(snapshot, Family::kDocumentFacts, ""),
                        static_cast<int64_t>(totals_.assertions) - imported));
  status.Update(compare(
      "names of documents",
      CountRecords(snapshot, Family::kDocuments, Tag(DocumentIdKey(""))),
      static_cast<int64_t>(totals_.documents)));
  // Before and after the first document there may be no record.
  const absl::StatusOr<std::optional<Totals>> totals =
      Find<Totals>(snapshot, Family::kMeta, kTotalsKey);
  if (!totals.ok()) return totals.status();
  if (totals->value_or(Totals()) != totals_) {
    Report("the totals are not those of the documents");
  }
  return status;
}

absl::Status Checker::CheckEntities() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  for (const auto& [entity, record] : entities_) {
    const absl::Status status = CheckEntity(entity, record);
    if (!status.ok()) Report("an entity: " + std::string(status.message()));
  }
  const absl::StatusOr<int64_t> count =
      CountRecords(snapshot, Family::kTerms, Tag(EntityKey(0)));
  if (!count.ok()) return count.status();
  if (*count != static_cast<int64_t>(entities_.size())) {
    Report(std::to_string(*count) + " entities, but there should be " +
           std::to_string(entities_.size()));
  }
  return absl::OkStatus();
}

absl::Status Checker::CheckEntity(TermId entity, const EntityRecord& record) {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const absl::StatusOr<Term> term = ReadTerm(snapshot, entity);
  if (!term.ok()) return term.status();
  const std::string which = "entity '" + term->Label() + "'";
  const absl::StatusOr<std::optional<EntityRecord>> stored =
      Find<EntityRecord>(snapshot, Family::kTerms, EntityKey(entity));
  if (!stored.ok()) return stored.status();
  if (!*stored || **stored != record) {
    Report(which + " does not know its documents");
  }
  const absl::StatusOr<bool> named = HasRecord(
      snapshot, Family::kAliases,
      NameKey(FoldName(term->text), NameFit::kCanonical, term->text, entity));
  if (!named.ok()) return named.status();
  if (!*named) Report(which + " is not found by its name");
  for (const std::string& word : WordsOf(term->text)) {
    const absl::StatusOr<bool> found =
        HasRecord(snapshot, Family::kAliases, WordKey(word, entity));
    if (!found.ok()) return found.status();
    if (!*found) Report(which + " is not found by the word '" + word + "'");
  }
  const absl::StatusOr<std::optional<RedirectRecord>> redirect =
      Find<RedirectRecord>(snapshot, Family::kTerms, RedirectKey(entity));
  if (!redirect.ok()) return redirect.status();
  if (!*redirect || (*redirect)->node == kNoTerm) return absl::OkStatus();
  const absl::StatusOr<bool> known =
      HasRecord(snapshot, Family::kTerms, JoinedKey((*redirect)->node, entity));
  if (!known.ok()) return known.status();
  if (!*known) Report(which + " is joined to a node that does not know it");
  return absl::OkStatus();
}

absl::Status Checker::CheckAliases() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  const std::string prefix = Tag(AliasKey(0, ""));
  absl::Status status = ForEach(
      snapshot, Family::kAliases, prefix,
      [&](std::string_view rest, std::string_view value) -> absl::Status {
        storage::ByteReader reader(rest);
        const TermId entity = reader.U64();
        const std::string alias(reader.rest());
        const absl::StatusOr<AliasRecord> record = Decode<AliasRecord>(value);
        if (!record.ok()) return record.status();
        uint64_t documents = 0;
        for (const AliasRecord::Reason& reason : record->reasons) {
          if (!reason.by_hand) documents += reason.documents;
        }
        const auto want = aliases_.find({entity, alias});
        const bool right =
            want == aliases_.end() ? documents == 0 : documents == want->second;
        if (want != aliases_.end()) aliases_.erase(want);
        const absl::StatusOr<bool> named =
            HasRecord(snapshot, Family::kAliases,
                      NameKey(FoldName(alias), NameFit::kAlias, alias, entity));
        if (!named.ok()) return named.status();
        if (!right) Report("alias '" + alias + "' is counted wrongly");
        if (!*named) Report("alias '" + alias + "' is not found by its name");
        return absl::OkStatus();
      });
  for (const auto& [alias, documents] : aliases_) {
    Report("alias '" + alias.second + "' is missing");
  }
  return status;
}

absl::Status Checker::CheckRelations() {
  const Snapshot& snapshot = *view_.state_->snapshot;
  std::map<TermId, RelationCount> stored;
  const std::string prefix = Tag(RelationCountKey(0));
  absl::Status status = ForEach(
      snapshot, Family::kStatistics, prefix,
      [&](std::string_view rest, std::string_view value) -> absl::Status {
        storage::ByteReader reader(rest);
        const absl::StatusOr<RelationCount> count =
            Decode<RelationCount>(value);
        if (!count.ok()) return count.status();
        const TermId relation = reader.U64();
        stored[relation] = *count;
        if (!count->assertions) relations_[relation].assertions.reset();
        return absl::OkStatus();
      });
  if (status.ok() && stored != relations_) {
    Report("the relations' counts are not those of their facts");
  }
  return status;
}

}  // namespace tercet
