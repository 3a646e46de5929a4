#include "storage/check.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"
#include "storage/dictionary.h"

namespace tercet::storage {
namespace {

// A set's size and an order-free digest: two sets of triples with equal
// digests are the same but for a chance of 2^-128.
struct Digest {
  uint64_t count = 0;
  uint64_t low = 0;
  uint64_t high = 0;

  void Add(const Triple& t) {
    ++count;
    low += Mix(t, 0x9e3779b97f4a7c15);
    high += Mix(t, 0xd6e8feb86659fd93);
  }
  friend bool operator==(const Digest&, const Digest&) = default;

 private:
  static uint64_t Mix(const Triple& t, uint64_t seed) {
    uint64_t hash = seed;
    for (const TermId id : {t.s, t.p, t.o}) {
      hash = (hash ^ id) * 0xbf58476d1ce4e5b9;
      hash ^= hash >> 29;
      hash *= 0x94d049bb133111eb;
      hash ^= hash >> 32;
    }
    return hash;
  }
};

std::string Describe(const Triple& t) {
  return absl::StrCat("triple (", t.s, ", ", t.p, ", ", t.o, ")");
}

// Which serial numbers are terms, and of which kind.
class KnownTerms {
 public:
  absl::Status Read(const Rocks& rocks, const rocksdb::ReadOptions& options,
                    const TermReader& terms) {
    absl::Status status;
    const auto add = [&](TermId id, std::string_view) {
      status = Add(id);
      return status.ok();
    };
    absl::Status read = terms.ForEach(add);
    if (read.ok() && status.ok()) read = rocks.packed().ForEach(options, add);
    status.Update(read);
    return status;
  }

  bool Has(TermId id) const {
    const uint64_t serial = SerialOf(id);
    return IsInline(id) || (id != kNoTerm && serial < kinds_.size() &&
                            kinds_[serial] == KindOf(id));
  }

 private:
  absl::Status Add(TermId id) {
    const uint64_t serial = SerialOf(id);
    // A serial number far from its neighbours is damage, not a reason to ask
    // for all memory.
    if (IsInline(id) || serial > kinds_.size() * 2 + (size_t{1} << 32)) {
      return absl::DataLossError("a dictionary key is no term id");
    }
    if (serial >= kinds_.size()) kinds_.resize(serial + 1 + serial / 2);
    if (kinds_[serial] != 0) {
      return absl::DataLossError(
          absl::StrCat("two terms have the serial number ", serial));
    }
    kinds_[serial] = KindOf(id);
    return absl::OkStatus();
  }

  std::vector<uint8_t> kinds_;
};

// Reads one permutation as a whole: ascending, and every id known.
absl::StatusOr<Digest> ReadOrder(const Snapshot& snapshot, Order order,
                                 const KnownTerms& terms) {
  Digest digest;
  std::optional<Columns> last;
  const auto it = snapshot.NewTripleIterator(order);
  for (it->Seek(Prefix()); it->Valid(); it->Next()) {
    const Triple triple = it->triple();
    if (last.has_value() && *last >= it->columns()) {
      return absl::DataLossError(absl::StrCat(std::string(Name(order)), ": ",
                                              Describe(triple),
                                              " is out of order"));
    }
    last = it->columns();
    for (const TermId id : *last) {
      if (terms.Has(id)) continue;
      return absl::DataLossError(
          absl::StrCat(std::string(Name(order)), ": ", Describe(triple),
                       " names a term that does not exist: ", id));
    }
    digest.Add(triple);
  }
  if (!it->status().ok()) return it->status();
  return digest;
}

// The first triple of `from` that `to` lacks.
absl::StatusOr<std::optional<Triple>> FirstMissing(const Snapshot& snapshot,
                                                   Order from, Order to) {
  const auto all = snapshot.NewTripleIterator(from);
  const auto probe = snapshot.NewTripleIterator(to);
  for (all->Seek(Prefix()); all->Valid(); all->Next()) {
    const Columns c = Permute(to, all->triple());
    probe->Seek(Prefix(c[0], c[1], c[2]));
    if (!probe->status().ok()) return probe->status();
    if (!probe->Valid()) return all->triple();
  }
  if (!all->status().ok()) return all->status();
  return std::nullopt;
}

absl::Status Disagreement(const Snapshot& snapshot, Order a, Order b) {
  for (const auto& [from, to] : {std::pair(a, b), std::pair(b, a)}) {
    const auto missing = FirstMissing(snapshot, from, to);
    if (!missing.ok()) return missing.status();
    if (!missing->has_value()) continue;
    return absl::DataLossError(
        absl::StrCat(Describe(**missing), " is in ", std::string(Name(from)),
                     ", but not in ", std::string(Name(to))));
  }
  return absl::DataLossError(absl::StrCat(std::string(Name(a)), " and ",
                                          std::string(Name(b)), " disagree"));
}

}  // namespace

absl::Status CheckAll(const Rocks& rocks, const rocksdb::ReadOptions& options,
                      const TermReader& dictionary, const Snapshot& snapshot) {
  absl::Status status = dictionary.Check();
  if (status.ok()) status = rocks.packed().Check(options);
  KnownTerms terms;
  if (status.ok()) status = terms.Read(rocks, options, dictionary);
  if (!status.ok()) return status;
  std::optional<Digest> first;
  for (const Order order : kOrders) {
    const auto digest = ReadOrder(snapshot, order, terms);
    if (!digest.ok()) return digest.status();
    if (!first.has_value()) first = *digest;
    if (*first != *digest) return Disagreement(snapshot, Order::kSpo, order);
  }
  // Reading a family verifies the checksums of its blocks.
  for (const Family family : kFamilies) {
    const auto it = snapshot.NewRecordIterator(family);
    while (it->Valid()) it->Next();
    if (!it->status().ok()) return it->status();
  }
  return absl::OkStatus();
}

}  // namespace tercet::storage
