#include "storage/triple.h"

#include "absl/strings/str_cat.h"
#include "storage/bytes.h"

namespace tercet::storage {

std::string_view Name(Order order) {
  switch (order) {
    case Order::kPos:
      return "pos";
    case Order::kOsp:
      return "osp";
    default:
      return "spo";
  }
}

Access AccessFor(const Triple& pattern) {
  const auto& [s, p, o] = pattern;
  if (s != kNoTerm && p != kNoTerm && o != kNoTerm) {
    return {Order::kSpo, Prefix(s, p, o)};
  }
  if (s != kNoTerm && p != kNoTerm) return {Order::kSpo, Prefix(s, p)};
  if (s != kNoTerm && o != kNoTerm) return {Order::kOsp, Prefix(o, s)};
  if (p != kNoTerm && o != kNoTerm) return {Order::kPos, Prefix(p, o)};
  if (s != kNoTerm) return {Order::kSpo, Prefix(s)};
  if (p != kNoTerm) return {Order::kPos, Prefix(p)};
  if (o != kNoTerm) return {Order::kOsp, Prefix(o)};
  return {Order::kSpo, Prefix()};
}

std::string EncodeKey(const Columns& columns) {
  std::string key;
  key.reserve(kTripleKeySize);
  for (const TermId id : columns) AppendU64(key, id);
  return key;
}

std::string EncodeKey(const Prefix& prefix) {
  std::string key;
  for (int i = 0; i < prefix.size(); ++i) AppendU64(key, prefix.ids()[i]);
  return key;
}

absl::StatusOr<Columns> DecodeKey(std::string_view key) {
  ByteReader reader(key);
  Columns columns;
  for (TermId& id : columns) id = reader.U64();
  if (!reader.AtEnd()) {
    return absl::DataLossError(absl::StrCat("a triple's key has ", key.size(),
                                            " bytes instead of ",
                                            kTripleKeySize));
  }
  return columns;
}

}  // namespace tercet::storage
