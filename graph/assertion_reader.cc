#include "tercet/assertion_reader.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "graph/identity.h"
#include "graph/imports.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "graph/view_state.h"
#include "storage/bytes.h"

namespace tercet {

using storage::Family;

namespace {

// A document of thousands of sentences is large: few are kept.
constexpr size_t kMaxDocuments = 64;

// An import and what it states.
struct OpenImport {
  uint32_t document = 0;
  std::unique_ptr<storage::StatedIterator> stated;
};

}  // namespace

struct AssertionReader::State {
  explicit State(std::shared_ptr<const View::State> of) : view(std::move(of)) {}

  const std::shared_ptr<const View::State> view;
  std::map<uint32_t, DocumentRecord> documents;
  std::optional<std::vector<OpenImport>> imports;

  absl::Status OpenImports();
  absl::StatusOr<const DocumentRecord*> DocumentOf(uint32_t number);
  // Nothing where there is none.
  absl::StatusOr<std::optional<AssertionRecord>> RecordOf(AssertionId id);
  absl::Status AddSupported(const storage::Triple& stored,
                            std::vector<Assertion>* assertions);
  absl::Status AddImported(const storage::Triple& stored,
                           std::vector<Assertion>* assertions);
  absl::StatusOr<Assertion> Complete(AssertionId id,
                                     const AssertionRecord& record);
  // Those of some sentences of a document.
  absl::Status AddStated(const View::State::Found& found, Polarity polarity,
                         std::vector<Triple>* triples);
};

absl::Status AssertionReader::State::OpenImports() {
  if (imports) return absl::OkStatus();
  const absl::StatusOr<std::vector<Import>> all = ReadImports(*view->snapshot);
  if (!all.ok()) return all.status();
  std::vector<OpenImport> open;
  for (const Import& import : *all) {
    auto stated = view->snapshot->NewStated(import.record.run);
    if (!stated.ok()) return stated.status();
    open.push_back({import.document, *std::move(stated)});
  }
  imports = std::move(open);
  return absl::OkStatus();
}

absl::StatusOr<const DocumentRecord*> AssertionReader::State::DocumentOf(
    uint32_t number) {
  const auto known = documents.find(number);
  if (known != documents.end()) return &known->second;
  absl::StatusOr<DocumentRecord> document = view->DocumentOf(number);
  if (!document.ok()) return document.status();
  if (documents.size() >= kMaxDocuments) documents.clear();
  return &documents.emplace(number, *std::move(document)).first->second;
}

absl::StatusOr<std::optional<AssertionRecord>> AssertionReader::State::RecordOf(
    AssertionId id) {
  absl::StatusOr<std::optional<AssertionRecord>> record = Find<AssertionRecord>(
      *view->snapshot, Family::kDocumentFacts, DocumentFactKey(id));
  if (!record.ok() || *record || id.ordinal == 0) return record;
  const absl::Status status = OpenImports();
  if (!status.ok()) return status;
  for (OpenImport& import : *imports) {
    if (import.document != id.document) continue;
    import.stated->SeekOrdinal(id.ordinal - 1);
    if (!import.stated->status().ok()) return import.stated->status();
    if (!import.stated->Valid()) break;
    return std::optional<AssertionRecord>(
        ImportedAssertion(import.stated->triple()));
  }
  return std::optional<AssertionRecord>();
}

absl::StatusOr<Assertion> AssertionReader::State::Complete(
    AssertionId id, const AssertionRecord& record) {
  const absl::StatusOr<const DocumentRecord*> document =
      DocumentOf(id.document);
  if (!document.ok()) return document.status();
  return view->ToAssertion(id, record, **document);
}

// What the records of a fact list.
absl::Status AssertionReader::State::AddSupported(
    const storage::Triple& stored, std::vector<Assertion>* assertions) {
  const std::string prefix = SupportPrefix(stored);
  auto it = view->snapshot->NewRecordIterator(Family::kAssertions, prefix);
  for (; it->Valid(); it->Next()) {
    storage::ByteReader reader(it->key().substr(prefix.size()));
    AssertionId id;
    id.document = reader.U32();
    id.ordinal = reader.U32();
    const absl::StatusOr<std::optional<AssertionRecord>> record = RecordOf(id);
    if (!record.ok()) return record.status();
    if (!*record) return absl::DataLossError("a fact lacks an assertion");
    absl::StatusOr<Assertion> assertion = Complete(id, **record);
    if (!assertion.ok()) return assertion.status();
    assertions->push_back(*std::move(assertion));
  }
  return it->status();
}

// Of a fact that has no records: what imports state.
absl::Status AssertionReader::State::AddImported(
    const storage::Triple& stored, std::vector<Assertion>* assertions) {
  const absl::Status status = OpenImports();
  if (!status.ok() || imports->empty()) return status;
  const absl::StatusOr<bool> there = view->snapshot->Contains(stored);
  if (!there.ok() || !*there) return there.status();
  for (OpenImport& import : *imports) {
    import.stated->Seek(stored);
    if (!import.stated->status().ok()) return import.stated->status();
    if (!import.stated->Valid() || import.stated->triple() != stored) continue;
    absl::StatusOr<Assertion> assertion = Complete(
        {import.document, static_cast<uint32_t>(import.stated->ordinal() + 1)},
        ImportedAssertion(stored));
    if (!assertion.ok()) return assertion.status();
    assertions->push_back(*std::move(assertion));
  }
  return absl::OkStatus();
}

absl::Status AssertionReader::State::AddStated(const View::State::Found& found,
                                               Polarity polarity,
                                               std::vector<Triple>* triples) {
  auto it = view->snapshot->NewRecordIterator(
      Family::kDocumentFacts, DocumentFactsPrefix(found.number));
  for (; it->Valid(); it->Next()) {
    const absl::StatusOr<AssertionRecord> record =
        Decode<AssertionRecord>(it->value());
    if (!record.ok()) return record.status();
    if (!std::binary_search(found.sentences.begin(), found.sentences.end(),
                            record->sentence)) {
      continue;
    }
    storage::ByteReader reader(it->key().substr(sizeof(found.number)));
    const absl::StatusOr<Assertion> assertion =
        view->ToAssertion({found.number, reader.U32()}, *record, found.record);
    if (!assertion.ok()) return assertion.status();
    if (assertion->negative == (polarity == Polarity::kNegative)) {
      triples->push_back(assertion->triple);
    }
  }
  return it->status();
}

AssertionReader::AssertionReader(const View& view)
    : state_(std::make_unique<State>(view.state_)) {}
AssertionReader::AssertionReader(AssertionReader&&) noexcept = default;
AssertionReader& AssertionReader::operator=(AssertionReader&&) noexcept =
    default;
AssertionReader::~AssertionReader() = default;

absl::StatusOr<std::vector<Assertion>> AssertionReader::Of(const Triple& triple,
                                                           Polarity polarity) {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      state_->view->Stored(triple, polarity);
  if (!stored.ok()) return stored.status();
  std::vector<Assertion> assertions;
  if (!*stored) return assertions;
  absl::Status status = state_->AddSupported(**stored, &assertions);
  if (status.ok() && assertions.empty()) {
    status = state_->AddImported(**stored, &assertions);
  }
  if (!status.ok()) return status;
  std::sort(assertions.begin(), assertions.end(),
            [](const Assertion& a, const Assertion& b) {
              return std::tie(a.document, a.sentence, a.id.ordinal) <
                     std::tie(b.document, b.sentence, b.id.ordinal);
            });
  return assertions;
}

absl::StatusOr<Assertion> AssertionReader::Get(AssertionId id) {
  const absl::StatusOr<std::optional<AssertionRecord>> record =
      state_->RecordOf(id);
  if (!record.ok()) return record.status();
  if (!*record) return absl::NotFoundError("no such assertion");
  return state_->Complete(id, **record);
}

absl::StatusOr<std::optional<std::vector<Triple>>> AssertionReader::WithWords(
    std::string_view words, Polarity polarity, size_t most,
    const std::function<absl::Status()>& check) {
  const absl::StatusOr<std::string> listed =
      state_->view->snapshot->Get(Family::kMeta, kWordsKey);
  if (absl::IsNotFound(listed.status())) return std::nullopt;
  if (!listed.ok()) return listed.status();
  std::vector<View::State::Found> found;
  size_t sentences = 0, counted = 0;
  const auto many = [&] {
    while (counted < found.size()) {
      sentences += found[counted++].sentences.size();
    }
    return sentences > most;
  };
  absl::Status status = state_->view->FindListed(
      AllWordsOf(words),
      [&] { return many() ? absl::ResourceExhaustedError("") : check(); },
      &found);
  if (many()) return std::nullopt;
  if (!status.ok()) return status;
  std::vector<Triple> triples;
  for (const View::State::Found& document : found) {
    status = check();
    if (status.ok()) status = state_->AddStated(document, polarity, &triples);
    if (!status.ok()) return status;
  }
  std::sort(triples.begin(), triples.end());
  triples.erase(std::unique(triples.begin(), triples.end()), triples.end());
  return triples;
}

}  // namespace tercet
