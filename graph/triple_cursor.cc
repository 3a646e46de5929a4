// TripleCursor: ids in order, one by one or by the block.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "graph/layout.h"
#include "graph/view_state.h"
#include "storage/triple_blocks.h"
#include "tercet/view.h"

namespace tercet {
namespace {

using storage::Columns;

storage::Order OrderOf(TripleOrder order) {
  switch (order) {
    case TripleOrder::kPos:
      return storage::Order::kPos;
    case TripleOrder::kOsp:
      return storage::Order::kOsp;
    default:
      return storage::Order::kSpo;
  }
}

// The bound columns that an order begins with.
storage::Prefix PrefixOf(const Columns& bound) {
  if (bound[0] == kNoTerm) return storage::Prefix();
  if (bound[1] == kNoTerm) return storage::Prefix(bound[0]);
  if (bound[2] == kNoTerm) return storage::Prefix(bound[0], bound[1]);
  return storage::Prefix(bound[0], bound[1], bound[2]);
}

}  // namespace

struct TripleCursor::State {
  std::shared_ptr<const View::State> view;
  std::unique_ptr<storage::TripleIterator> it;  // none: nothing matches
  Polarity polarity = Polarity::kAffirmed;
  storage::Order order = storage::Order::kSpo;
  Columns bound = {};              // in the order's sequence; kNoTerm is free
  size_t relation_at = 1;          // where the order has the relation
  std::map<TermId, TermId> plain;  // relations of twins
  bool unfiltered = false;         // all affirmed triples of a prefix
  storage::TripleBlock read;
  bool valid = false;
  Triple triple;
  absl::Status status;

  bool Shows(TermId relation) const {
    return (storage::KindOf(relation) == kNegativeRelation) ==
           (polarity == Polarity::kNegative);
  }

  // To the first triple of a pattern.
  void Start(const IdPattern& pattern);
  // From where the iterator stands to the first triple that belongs here.
  void Settle();
  void SeekTo(const Triple& target);
  bool NextBlock(TripleBlock& block);
  // Drops what was read and does not belong here.
  void Filter();
};

void TripleCursor::State::Settle() {
  valid = false;
  for (; it->Valid(); it->Next()) {
    const Columns& columns = it->columns();
    if (!Shows(columns[relation_at])) {
      // Within a prefix that ends before the relation, the plain ones come
      // first and the twins after them.
      if (polarity == Polarity::kAffirmed &&
          (relation_at == 0 || (relation_at == 1 && bound[0] != kNoTerm))) {
        break;
      }
      continue;
    }
    bool fits = true;
    for (size_t i = 0; i < 3; ++i) {
      fits = fits && (bound[i] == kNoTerm || bound[i] == columns[i]);
    }
    if (!fits) continue;
    const storage::Triple stored = it->triple();
    TermId relation = stored.p;
    if (polarity == Polarity::kNegative) {
      TermId& known = plain[relation];
      if (known == kNoTerm) {
        const absl::StatusOr<TermId> found = view->PlainRelation(relation);
        if (!found.ok()) {
          status = found.status();
          return;
        }
        known = *found;
      }
      relation = known;
    }
    triple = {stored.s, relation, stored.o};
    valid = true;
    return;
  }
  status = it->status();
}

void TripleCursor::State::Filter() {
  size_t kept = 0;
  for (size_t i = 0; i < read.size(); ++i) {
    bool fits = Shows(read.columns[relation_at][i]);
    for (size_t c = 0; c < 3; ++c) {
      fits = fits && (bound[c] == kNoTerm || bound[c] == read.columns[c][i]);
    }
    if (!fits) continue;
    for (std::vector<TermId>& column : read.columns) column[kept] = column[i];
    ++kept;
  }
  for (std::vector<TermId>& column : read.columns) column.resize(kept);
}

bool TripleCursor::State::NextBlock(TripleBlock& block) {
  constexpr size_t kSome = 4096;
  if (valid && polarity == Polarity::kNegative) {
    // Twins have their relations to be found one by one.
    block = {};
    for (; valid && block.size() < kSome; it->Next(), Settle()) {
      block.subjects.push_back(triple.subject);
      block.relations.push_back(triple.relation);
      block.objects.push_back(triple.object);
    }
    return true;
  }
  while (valid) {
    storage::NextBlock(*it, read);
    if (!unfiltered) Filter();
    Settle();
    if (read.size() == 0) continue;
    // Each order is the one before turned by one.
    block.subjects.swap(read.columns[(relation_at + 2) % 3]);
    block.relations.swap(read.columns[relation_at]);
    block.objects.swap(read.columns[(relation_at + 1) % 3]);
    return true;
  }
  return false;
}

void TripleCursor::State::SeekTo(const Triple& target) {
  const absl::StatusOr<std::optional<storage::Triple>> stored =
      view->Stored(target, polarity);
  if (!stored.ok()) {
    status = stored.status();
    valid = false;
    return;
  }
  if (*stored) it->SeekForward(storage::Permute(order, **stored));
  Settle();
}

TripleCursor::TripleCursor(std::unique_ptr<State> state)
    : state_(std::move(state)) {}
TripleCursor::TripleCursor(TripleCursor&&) noexcept = default;
TripleCursor& TripleCursor::operator=(TripleCursor&&) noexcept = default;
TripleCursor::~TripleCursor() = default;

bool TripleCursor::Valid() const { return state_->valid; }
const Triple& TripleCursor::triple() const { return state_->triple; }
absl::Status TripleCursor::status() const { return state_->status; }

bool TripleCursor::NextBlock(TripleBlock& block) {
  return state_->NextBlock(block);
}

void TripleCursor::Next() {
  state_->it->Next();
  state_->Settle();
}

void TripleCursor::Seek(const Triple& target) {
  if (state_->it != nullptr && state_->valid) state_->SeekTo(target);
}

TripleOrder View::CheapestOrder(const IdPattern& pattern) {
  if (pattern.subject != kNoTerm) {
    return pattern.object != kNoTerm && pattern.relation == kNoTerm
               ? TripleOrder::kOsp
               : TripleOrder::kSpo;
  }
  if (pattern.relation != kNoTerm) return TripleOrder::kPos;
  return pattern.object != kNoTerm ? TripleOrder::kOsp : TripleOrder::kSpo;
}

TripleCursor View::Triples(const IdPattern& pattern, Polarity polarity) const {
  return Triples(pattern, CheapestOrder(pattern), polarity);
}

TripleCursor View::Triples(const IdPattern& pattern, TripleOrder order,
                           Polarity polarity) const {
  auto state = std::make_unique<TripleCursor::State>();
  state->view = state_;
  state->polarity = polarity;
  state->order = OrderOf(order);
  state->relation_at = order == TripleOrder::kSpo   ? 1
                       : order == TripleOrder::kPos ? 0
                                                    : 2;
  state->Start(pattern);
  return TripleCursor(std::move(state));
}

void TripleCursor::State::Start(const IdPattern& pattern) {
  valid = false;
  const absl::StatusOr<std::optional<storage::Triple>> stored = view->Stored(
      {pattern.subject, pattern.relation, pattern.object}, polarity);
  if (!stored.ok()) {
    status = stored.status();
    return;
  }
  if (!*stored) return;
  bound = storage::Permute(order, **stored);
  if (it == nullptr) it = view->snapshot->NewTripleIterator(order);
  const storage::Prefix prefix = PrefixOf(bound);
  unfiltered =
      bound[relation_at] != kNoTerm &&
      std::count(bound.begin(), bound.end(), kNoTerm) == 3 - prefix.size();
  it->Seek(prefix);
  // Twins come last: skip to them where they stand together.
  const TermId first_twin = storage::MakeTermId(kNegativeRelation, 0);
  if (polarity == Polarity::kNegative && pattern.relation == kNoTerm) {
    if (relation_at == 0) {
      it->SeekForward({first_twin, 0, 0});
    } else if (relation_at == 1 && pattern.subject != kNoTerm) {
      it->SeekForward({pattern.subject, first_twin, 0});
    }
  }
  Settle();
}

void TripleCursor::Restart(const IdPattern& pattern) {
  if (state_->status.ok()) state_->Start(pattern);
}

}  // namespace tercet
