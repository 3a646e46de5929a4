#ifndef TERCET_QUERY_SORT_H_
#define TERCET_QUERY_SORT_H_

// A stable sort that a run may end in the middle of.
//
//   if (!SortInSteps(execution, &rows, before)) return false;

#include <algorithm>
#include <cstddef>
#include <utility>

#include "query/execution.h"

namespace tercet::query {

// False where the run must end; the order is then not to be used.  Needs as
// much memory again while it runs.
template <typename Vector, typename Before>
bool SortInSteps(Execution& execution, Vector* items, const Before& before) {
  constexpr size_t kChunk = 512;
  const auto at = [items](size_t i) {
    return items->begin() +
           static_cast<std::ptrdiff_t>(std::min(i, items->size()));
  };
  for (size_t i = 0; i < items->size(); i += kChunk) {
    std::stable_sort(at(i), at(i + kChunk), before);
    execution.CheckLimits();
    if (!execution.ok()) return false;
  }
  Vector merged;
  for (size_t size = kChunk; size < items->size(); size *= 2) {
    merged.clear();
    merged.reserve(items->size());
    for (size_t i = 0; i < items->size(); i += 2 * size) {
      auto left = at(i), right = at(i + size);
      const auto middle = right, end = at(i + 2 * size);
      while (left != middle || right != end) {
        if (!execution.Tick()) return false;
        const bool take_right =
            left == middle || (right != end && before(*right, *left));
        merged.push_back(std::move(take_right ? *right++ : *left++));
      }
    }
    items->swap(merged);
  }
  return execution.ok();
}

}  // namespace tercet::query

#endif  // TERCET_QUERY_SORT_H_
