#ifndef TERCET_STORAGE_TRIPLE_H_
#define TERCET_STORAGE_TRIPLE_H_

// A triple of term ids and the three orders in which a store keeps it.  Any
// choice of bound columns is the prefix of one of them:
//
//     bound      order      prefix
//     -          kSpo       {}
//     s          kSpo       {s}
//     s p        kSpo       {s, p}
//     s p o      kSpo       {s, p, o}
//     p          kPos       {p}
//     p o        kPos       {p, o}
//     o          kOsp       {o}
//     s o        kOsp       {o, s}
//
// Plain values: thread-safe as such.

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "storage/term_id.h"

namespace tercet::storage {

struct Triple {
  TermId s = kNoTerm;
  TermId p = kNoTerm;
  TermId o = kNoTerm;
  friend auto operator<=>(const Triple&, const Triple&) = default;
  template <typename H>
  friend H AbslHashValue(H hash, const Triple& t) {
    return H::combine(std::move(hash), t.s, t.p, t.o);
  }
};

enum class Order : uint8_t { kSpo = 0, kPos = 1, kOsp = 2 };

inline constexpr std::array<Order, 3> kOrders = {Order::kSpo, Order::kPos,
                                                 Order::kOsp};

// "spo", "pos", "osp".
std::string_view Name(Order order);

// A triple's columns in the sequence of an order: kPos of (s, p, o) is
// (p, o, s).
using Columns = std::array<TermId, 3>;

constexpr Columns Permute(Order order, const Triple& t) {
  switch (order) {
    case Order::kPos:
      return {t.p, t.o, t.s};
    case Order::kOsp:
      return {t.o, t.s, t.p};
    default:
      return {t.s, t.p, t.o};
  }
}

// The inverse of Permute.
constexpr Triple Restore(Order order, const Columns& c) {
  switch (order) {
    case Order::kPos:
      return {c[2], c[0], c[1]};
    case Order::kOsp:
      return {c[1], c[2], c[0]};
    default:
      return {c[0], c[1], c[2]};
  }
}

// The first 0..3 columns of an order.
class Prefix {
 public:
  constexpr Prefix() = default;
  constexpr explicit Prefix(TermId a) : ids_{a, 0, 0}, size_(1) {}
  constexpr Prefix(TermId a, TermId b) : ids_{a, b, 0}, size_(2) {}
  constexpr Prefix(TermId a, TermId b, TermId c) : ids_{a, b, c}, size_(3) {}

  constexpr int size() const { return size_; }
  // The columns, those past size() 0: the least triple with this prefix.
  constexpr const Columns& ids() const { return ids_; }
  constexpr bool Covers(const Columns& c) const {
    return (size_ < 1 || c[0] == ids_[0]) && (size_ < 2 || c[1] == ids_[1]) &&
           (size_ < 3 || c[2] == ids_[2]);
  }

 private:
  Columns ids_ = {};
  int size_ = 0;
};

// The order and the prefix that answer a pattern; kNoTerm is a free column.
struct Access {
  Order order = Order::kSpo;
  Prefix prefix;
};
Access AccessFor(const Triple& pattern);

// The key of a triple in an order: three big-endian numbers, 24 bytes, so that
// keys compare as the columns do.
inline constexpr size_t kTripleKeySize = 24;
std::string EncodeKey(const Columns& columns);
// The first `size` columns only: what all keys with that prefix begin with.
std::string EncodeKey(const Prefix& prefix);
// DataLoss where the key is not 24 bytes long.
absl::StatusOr<Columns> DecodeKey(std::string_view key);

}  // namespace tercet::storage

#endif  // TERCET_STORAGE_TRIPLE_H_
