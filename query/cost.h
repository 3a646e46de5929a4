#ifndef TERCET_QUERY_COST_H_
#define TERCET_QUERY_COST_H_

// What joining one more pattern costs, by the graph's statistics.
//
//   CostModel model(query, view);
//   Estimate estimate = model.Of(pattern, bound);
//   rows *= estimate.rows;      // of the result, after this pattern
//
// Belongs to one planning; not thread-safe.

#include <memory>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "query/kept.h"
#include "query/plan.h"
#include "tercet/view.h"

namespace tercet::query {

// For each row that is there already.
struct Estimate {
  double rows = 1;  // that come of it
  double work = 1;  // facts to look at
};

class CostModel {
 public:
  // Both must outlive the model.
  CostModel(const BoundQuery& query, const View& view)
      : query_(query), view_(view), kept_(KeptOf(view)) {}

  // `bound`: the slots that earlier patterns bind.
  Estimate Of(const Pattern& pattern, const std::vector<bool>& bound);
  // All facts of the graph.
  double Facts();

  // The first read that failed.
  const absl::Status& status() const { return status_; }

 private:
  const RelationStatistics& StatisticsOf(TermId relation, Polarity polarity);
  // The facts of a relation (any, if kNoTerm) for a node at either end.
  double RowsOf(TermId relation, Polarity polarity, int subject, int object,
                const std::vector<bool>& bound);
  // The facts of the only candidates: counted, as far as that is cheap.
  double Counted(TermId relation, Polarity polarity, int subject, int object,
                 double otherwise, const std::vector<bool>& bound);

  const BoundQuery& query_;
  const View& view_;
  const std::shared_ptr<Kept> kept_;
  absl::flat_hash_map<std::pair<TermId, bool>, RelationStatistics> statistics_;
  std::optional<double> facts_;
  absl::Status status_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_COST_H_
