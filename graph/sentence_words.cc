#include "graph/sentence_words.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include "graph/identity.h"
#include "graph/layout.h"
#include "graph/names.h"
#include "storage/bytes.h"

namespace tercet {
namespace {

using storage::Family;

// Documents whose words go into one batch.
constexpr int kDocumentsABatch = 100;

std::string EncodePlaces(const std::vector<uint32_t>& places) {
  std::string bytes;
  uint32_t before = 0;
  for (uint32_t place : places) {
    storage::AppendVarint(bytes, place - before);
    before = place;
  }
  return bytes;
}

absl::StatusOr<std::vector<uint32_t>> DecodePlaces(std::string_view bytes) {
  std::vector<uint32_t> places;
  storage::ByteReader reader(bytes);
  uint64_t place = 0;
  while (!reader.AtEnd()) {
    const uint64_t step = reader.Varint();
    place += step;
    if (!reader.ok() || step == 0 || place > UINT32_MAX) {
      return absl::DataLossError("the list of a word does not decode");
    }
    places.push_back(static_cast<uint32_t>(place));
  }
  return places;
}

// The documents that have a word, ascending.
class Postings {
 public:
  Postings(const storage::Snapshot& snapshot, std::string_view word)
      : prefix_(SentenceWordPrefix(word)),
        it_(snapshot.NewRecordIterator(Family::kDocuments, prefix_)) {}

  bool Valid() const { return it_->Valid(); }
  uint32_t number() const {
    return storage::ByteReader(it_->key().substr(prefix_.size())).U32();
  }
  void Next() { it_->Next(); }
  void LeapTo(uint32_t number) {
    std::string key = prefix_;
    storage::AppendU32(key, number);
    it_->Seek(key);
  }
  absl::StatusOr<std::vector<uint32_t>> Places() const {
    return DecodePlaces(it_->value());
  }
  absl::Status status() const { return it_->status(); }

 private:
  std::string prefix_;
  std::unique_ptr<storage::RecordIterator> it_;
};

// Moves the lists on until all show the same document; false at the end.
bool Align(std::vector<Postings>* lists) {
  uint32_t highest = 0;
  for (const Postings& list : *lists) {
    if (!list.Valid()) return false;
    highest = std::max(highest, list.number());
  }
  for (bool agree = false; !agree;) {
    agree = true;
    for (Postings& list : *lists) {
      if (list.number() < highest) list.LeapTo(highest);
      if (!list.Valid()) return false;
      if (list.number() == highest) continue;
      highest = list.number();
      agree = false;
    }
  }
  return true;
}

// The sentences of the document as the store has them.
absl::StatusOr<SentenceWords> WordsOfDocument(const storage::Snapshot& snapshot,
                                              uint32_t number,
                                              const DocumentRecord& record) {
  SentenceWords words;
  for (uint32_t i = 1; i <= record.sentences.size(); ++i) {
    absl::StatusOr<std::string> text =
        snapshot.Get(Family::kSentences, SentenceKey(number, i));
    if (!text.ok()) return text.status();
    const DocumentSentence& span = record.sentences[i - 1];
    words.Add(i, std::string_view(*text).substr(0, span.end - span.begin));
  }
  return words;
}

}  // namespace

void SentenceWords::Add(uint32_t sentence, std::string_view text) {
  for (std::string& word : AllWordsOf(text)) {
    places_[std::move(word)].push_back(sentence);
  }
}

void SentenceWords::Put(storage::Batch& batch, uint32_t number) const {
  for (const auto& [word, places] : places_) {
    batch.Put(Family::kDocuments, SentenceWordKey(word, number),
              EncodePlaces(places));
  }
}

void SentenceWords::Delete(storage::Batch& batch, uint32_t number) const {
  for (const auto& [word, places] : places_) {
    batch.Delete(Family::kDocuments, SentenceWordKey(word, number));
  }
}

absl::StatusOr<bool> SentenceWords::AreListed(const storage::Snapshot& snapshot,
                                              uint32_t number) const {
  for (const auto& [word, places] : places_) {
    const absl::StatusOr<std::string> listed =
        snapshot.Get(Family::kDocuments, SentenceWordKey(word, number));
    if (absl::IsNotFound(listed.status())) return false;
    if (!listed.ok()) return listed.status();
    if (*listed != EncodePlaces(places)) return false;
  }
  return true;
}

absl::StatusOr<bool> KeepSentenceWords(storage::Batch& batch) {
  const absl::StatusOr<std::string> kept = batch.Get(Family::kMeta, kWordsKey);
  if (kept.ok()) return true;
  if (!absl::IsNotFound(kept.status())) return kept.status();
  const absl::StatusOr<std::optional<Totals>> totals =
      Find<Totals>(batch, Family::kMeta, kTotalsKey);
  if (!totals.ok()) return totals.status();
  if (*totals && (*totals)->sentences > 0) return false;
  batch.Put(Family::kMeta, kWordsKey, "");
  return true;
}

absl::Status IndexSentences(storage::Store& store) {
  const std::unique_ptr<storage::Snapshot> snapshot = store.NewSnapshot();
  const absl::StatusOr<std::string> kept =
      snapshot->Get(Family::kMeta, kWordsKey);
  if (kept.ok()) return absl::OkStatus();
  if (!absl::IsNotFound(kept.status())) return kept.status();
  const std::string prefix = DocumentKey(0).substr(0, 1);
  auto it = snapshot->NewRecordIterator(Family::kDocuments, prefix);
  do {
    absl::StatusOr<std::unique_ptr<storage::Batch>> batch = store.NewBatch();
    if (!batch.ok()) return batch.status();
    for (int i = 0; i < kDocumentsABatch && it->Valid(); ++i, it->Next()) {
      const uint32_t number =
          storage::ByteReader(it->key().substr(prefix.size())).U32();
      const absl::StatusOr<DocumentRecord> record =
          Decode<DocumentRecord>(it->value());
      if (!record.ok()) return record.status();
      const absl::StatusOr<SentenceWords> words =
          WordsOfDocument(*snapshot, number, *record);
      if (!words.ok()) return words.status();
      words->Put(**batch, number);
    }
    if (!it->status().ok()) return it->status();
    if (!it->Valid()) (*batch)->Put(Family::kMeta, kWordsKey, "");
    const absl::Status status = store.Commit(*std::move(batch));
    if (!status.ok()) return status;
  } while (it->Valid());
  return absl::OkStatus();
}

absl::Status FindSentences(
    const storage::Snapshot& snapshot, const std::vector<std::string>& words,
    const std::function<bool(uint32_t, const std::vector<uint32_t>&)>& visit) {
  std::vector<Postings> lists;
  for (const std::string& word : words) lists.emplace_back(snapshot, word);
  if (lists.empty()) return absl::OkStatus();
  for (; Align(&lists); lists[0].Next()) {
    absl::StatusOr<std::vector<uint32_t>> common = lists[0].Places();
    for (size_t i = 1; i < lists.size() && common.ok(); ++i) {
      const absl::StatusOr<std::vector<uint32_t>> places = lists[i].Places();
      if (!places.ok()) return places.status();
      std::vector<uint32_t> both;
      std::set_intersection(common->begin(), common->end(), places->begin(),
                            places->end(), std::back_inserter(both));
      common = std::move(both);
    }
    if (!common.ok()) return common.status();
    if (!visit(lists[0].number(), *common)) return absl::OkStatus();
  }
  for (const Postings& list : lists) {
    if (!list.status().ok()) return list.status();
  }
  return absl::OkStatus();
}

}  // namespace tercet
