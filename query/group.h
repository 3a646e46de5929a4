#ifndef TERCET_QUERY_GROUP_H_
#define TERCET_QUERY_GROUP_H_

// Grouping with count, sum, avg, min, max and list, and the order of values
// that min, max and "order by" share.

#include <memory>
#include <string>
#include <string_view>

#include "query/rows.h"

namespace tercet::query {

// A value as "order by" sees it: numbers before dates before texts before
// nothing; texts by folded case first.
struct SortValue {
  int rank = 3;
  double number = 0;
  std::string folded;
  std::string text;
};

// The same over texts that lie elsewhere.
struct SortKey {
  int rank = 3;
  double number = 0;
  std::string_view folded;
  std::string_view text;

  static SortKey Of(const SortValue& value) {
    return {value.rank, value.number, value.folded, value.text};
  }
};

SortValue SortValueOf(Execution& execution, Datum datum);
// Negative, zero or positive.  Nothing comes last either way.
int CompareSortKeys(const SortKey& a, const SortKey& b, bool descending);
inline int CompareSortValues(const SortValue& a, const SortValue& b,
                             bool descending) {
  return CompareSortKeys(SortKey::Of(a), SortKey::Of(b), descending);
}

// Rows of the input are taken once each, by all variables that the query
// names; plan.unique says that they come so.  Groups come in the order of their
// first row.
std::unique_ptr<TupleStream> NewGroup(Execution* execution,
                                      const BoundQuery* query,
                                      std::unique_ptr<Operator> input,
                                      const PlanNode& plan);

}  // namespace tercet::query

#endif  // TERCET_QUERY_GROUP_H_
