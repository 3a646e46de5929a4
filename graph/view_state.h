#ifndef TERCET_GRAPH_VIEW_STATE_H_
#define TERCET_GRAPH_VIEW_STATE_H_

// What the copies of a view share.  Nothing in it changes but `shared`, which
// is made once: thread-safe.

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "graph/record.h"
#include "storage/snapshot.h"
#include "storage/triple.h"
#include "tercet/view.h"

namespace tercet {

struct View::State {
  std::unique_ptr<storage::Snapshot> snapshot;
  mutable std::once_flag shared_made;
  mutable std::shared_ptr<void> shared;

  // The triple under which a fact stands; nothing where the relation has no
  // twin and the fact is a negative one.
  absl::StatusOr<std::optional<storage::Triple>> Stored(
      const Triple& triple, Polarity polarity) const;
  // The relation of a twin, a plain relation as it is.
  absl::StatusOr<TermId> PlainRelation(TermId relation) const;

  absl::StatusOr<std::pair<uint32_t, DocumentRecord>> FindDocument(
      std::string_view id) const;
  absl::StatusOr<DocumentRecord> DocumentOf(uint32_t number) const;
  absl::StatusOr<std::string> Sentence(uint32_t number,
                                       const DocumentRecord& document,
                                       uint32_t sentence) const;
  // A node as readers see it.
  absl::StatusOr<Term> TermOf(const NodeRecord& node) const;
  absl::StatusOr<Assertion> ToAssertion(AssertionId id,
                                        const AssertionRecord& record,
                                        const DocumentRecord& document) const;

  // A document and those of its sentences that have some words.
  struct Found {
    std::string id;
    uint32_t number = 0;
    DocumentRecord record;
    std::vector<uint32_t> sentences;
  };
  // By the index of words.
  absl::Status FindListed(const std::vector<std::string>& words,
                          const std::function<absl::Status()>& check,
                          std::vector<Found>* found) const;
  // By reading all sentences, in a graph that has no such index.
  absl::Status FindUnlisted(const std::vector<std::string>& words,
                            const std::function<absl::Status()>& check,
                            std::vector<Found>* found) const;
};

}  // namespace tercet

#endif  // TERCET_GRAPH_VIEW_STATE_H_
