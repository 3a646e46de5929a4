#include "query/narrow.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace tercet::query {
namespace {

// A name of the index, or a thousand names of imports, which are in no index,
// cost as much as the names of so many rows.
constexpr double kRowsPerStep = 16;

// More nodes than this are no list to begin with.
constexpr size_t kMaxNodes = 100000;

// Numbers and dates that lie in their ids are in no index, but have no words of
// letters other than these.
bool MayFitNumbers(std::string_view words) {
  return std::all_of(words.begin(), words.end(), [](char c) {
    const char letter = static_cast<char>(c | 0x20);
    const bool other =
        letter >= 'a' && letter <= 'z' && letter != 't' && letter != 'e';
    return !other;
  });
}

// "?x ~ words", where ?x is bound by the required patterns.
bool IsNarrowing(const BoundExpression& filter, const BoundQuery& query) {
  if (filter.kind != BoundExpression::Kind::kCompare ||
      filter.op != CompareOp::kMatches || !filter.operands[1].is_constant ||
      filter.operands[0].property.field != Field::kSelf ||
      MayFitNumbers(filter.operands[1].constant.text)) {
    return false;
  }
  const int slot = filter.operands[0].property.slot;
  const Slot& info = query.slots[slot];
  const BoundBlock& block = query.blocks[0];
  return info.kind == SlotKind::kNode && !info.has_candidates &&
         (std::find(block.nodes.begin(), block.nodes.end(), slot) !=
              block.nodes.end() ||
          std::any_of(block.patterns.begin(), block.patterns.end(),
                      [slot](const Pattern& pattern) {
                        return pattern.from == slot || pattern.to == slot;
                      }));
}

// Sets *narrowed where the nodes that the condition holds for are few enough
// to be found for less than `rows` rows cost.
absl::Status Narrow(const View& view, const BoundExpression& filter,
                    double rows, const std::function<absl::Status()>& check,
                    BoundQuery* query, bool* narrowed) {
  double steps = 0;
  const absl::Status enough = absl::ResourceExhaustedError("");
  const absl::StatusOr<std::vector<Term>> found = view.FindByWords(
      filter.operands[1].constant.text, kMaxNodes + 1,
      [&] { return ++steps * kRowsPerStep > rows ? enough : check(); });
  if (found.status() == enough) return absl::OkStatus();
  if (!found.ok()) return found.status();
  if (found->size() > kMaxNodes) return absl::OkStatus();
  Slot& slot = query->slots[filter.operands[0].property.slot];
  slot.narrowed = slot.has_candidates = true;
  for (const Term& term : *found) slot.candidates.push_back(term.id);
  std::sort(slot.candidates.begin(), slot.candidates.end());
  *narrowed = true;
  return absl::OkStatus();
}

absl::Status Visit(const View& view, const PlanNode& plan,
                   const std::function<absl::Status()>& check,
                   BoundQuery* query, bool* narrowed) {
  for (const BoundExpression* filter : plan.filters) {
    if (!IsNarrowing(*filter, *query)) continue;
    const absl::Status status =
        Narrow(view, *filter, plan.inputs[0]->estimate, check, query, narrowed);
    if (!status.ok()) return status;
  }
  for (const auto& input : plan.inputs) {
    const absl::Status status = Visit(view, *input, check, query, narrowed);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> NarrowByWords(const View& view, const PlanNode& plan,
                                   const std::function<absl::Status()>& check,
                                   BoundQuery* query) {
  bool narrowed = false;
  const absl::Status status = Visit(view, plan, check, query, &narrowed);
  if (!status.ok()) return status;
  return narrowed;
}

void Widen(BoundQuery* query) {
  for (Slot& slot : query->slots) {
    if (!std::exchange(slot.narrowed, false)) continue;
    slot.has_candidates = false;
    slot.candidates.clear();
  }
}

}  // namespace tercet::query
