#include "query/kept.h"

#include <utility>

namespace tercet::query {
namespace {

std::shared_ptr<void> MakeKept() { return std::make_shared<Kept>(); }

// What `memo` has of the key, or what `read` gives and it then has.
template <typename Memo, typename Key, typename Read>
auto ReadOnce(Memo& memo, const Key& key, const Read& read) -> absl::StatusOr<
    std::shared_ptr<const typename decltype(read())::value_type>> {
  using Value = typename decltype(read())::value_type;
  if (auto known = memo.Find(key)) return *std::move(known);
  auto value = read();
  if (!value.ok()) return value.status();
  std::shared_ptr<const Value> made =
      std::make_shared<const Value>(*std::move(value));
  memo.Keep(key, made);
  return made;
}

}  // namespace

std::shared_ptr<Kept> KeptOf(const View& view) {
  return std::static_pointer_cast<Kept>(view.Shared(MakeKept));
}

absl::StatusOr<std::shared_ptr<const Term>> KeptTerm(Kept& kept,
                                                     const View& view,
                                                     TermId id) {
  return ReadOnce(kept.terms, id, [&] { return view.GetTerm(id); });
}

absl::StatusOr<std::optional<TermId>> KeptNothing(Kept& kept,
                                                  const View& view) {
  if (const auto known = kept.nothing.Find(0)) return *known;
  const absl::StatusOr<std::vector<Term>> values = view.ResolveValue("");
  if (!values.ok()) return values.status();
  std::optional<TermId> nothing;
  if (!values->empty()) nothing = values->front().id;
  kept.nothing.Keep(0, nothing);
  return nothing;
}

absl::StatusOr<std::shared_ptr<const RelationInfo>> KeptRelation(
    Kept& kept, const View& view, TermId relation) {
  return ReadOnce(kept.relations, relation,
                  [&] { return view.GetRelation(relation); });
}

absl::StatusOr<RelationStatistics> KeptStatistics(Kept& kept, const View& view,
                                                  TermId relation,
                                                  Polarity polarity) {
  const std::pair<TermId, bool> key = {relation,
                                       polarity == Polarity::kNegative};
  if (const auto known = kept.statistics.Find(key)) return *known;
  absl::StatusOr<RelationStatistics> read = view.Statistics(relation, polarity);
  if (read.ok()) kept.statistics.Keep(key, *read);
  return read;
}

}  // namespace tercet::query
