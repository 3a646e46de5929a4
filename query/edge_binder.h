#ifndef TERCET_QUERY_EDGE_BINDER_H_
#define TERCET_QUERY_EDGE_BINDER_H_

// From an edge of the syntax tree to a hop or, where it repeats, goes through
// several nodes or mixes directions with conditions, to a path expression.
//
// Belongs to one binding; not thread-safe.

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "query/automaton.h"
#include "query/names.h"
#include "query/source.h"
#include "query/syntax.h"

namespace tercet::query {

struct BoundEdge {
  bool is_hop = false;
  Hop hop;                    // is_hop
  PathExpression expression;  // otherwise
  // No relation that it names is in the graph, and it names some.
  bool impossible = false;
  std::string problem;  // why, and what may be meant instead
};

class EdgeBinder {
 public:
  // `slot_of` gives the slot of a variable in brackets: [by=?x].
  using SlotOf =
      std::function<absl::StatusOr<int>(const std::string& variable, int at)>;

  EdgeBinder(const Source& source, Names* names, SlotOf slot_of)
      : source_(source), names_(*names), slot_of_(std::move(slot_of)) {}

  absl::StatusOr<BoundEdge> Bind(const syntax::Edge& edge);

 private:
  enum class Direction : uint8_t { kForward, kBackward, kBoth };

  absl::StatusOr<PathExpression> BindPath(const syntax::Path& path,
                                          Direction direction);
  absl::StatusOr<PathExpression> BindSequence(const syntax::Sequence& sequence,
                                              Direction direction);
  absl::StatusOr<PathExpression> BindStep(const syntax::Step& step,
                                          Direction direction);
  absl::StatusOr<PathExpression> BindGroup(const syntax::Step& step,
                                           Direction direction);

  absl::StatusOr<Hop> AnyHop(Direction direction);
  absl::Status AddRelation(const syntax::Lexeme& name, Direction direction,
                           Hop* hop);
  absl::Status Exclude(const std::vector<syntax::Lexeme>& names, Hop* hop);

  absl::Status AddConditions(const std::vector<syntax::Qualifier>& qualifiers,
                             Hop* hop);
  absl::Status AddCondition(const syntax::Qualifier& qualifier, Hop* hop);
  absl::Status AddStatus(const syntax::Qualifier& qualifier, Hop* hop);
  absl::Status CheckDate(const std::string& text, int at) const;
  absl::Status AddValue(const syntax::Qualifier& qualifier,
                        Condition* condition);

  const Source& source_;
  Names& names_;
  const SlotOf slot_of_;
  int known_ = 0;  // relations of the edge that the graph has, or any
  std::string problem_;
};

}  // namespace tercet::query

#endif  // TERCET_QUERY_EDGE_BINDER_H_
