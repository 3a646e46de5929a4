#ifndef TERCET_QUERY_PLAN_H_
#define TERCET_QUERY_PLAN_H_

// What the binder hands to the planner (a BoundQuery: patterns over slots, in
// the order of the text) and what the planner makes of it (a tree of
// PlanNodes: the algebra).  Neither knows the language's syntax, so that
// another front end can produce them.  Plain values.
//
//   Lee -meets-> ?x -leads-> ?c where ?c != China return ?x
//
//   Project x
//     Distinct
//       Filter ?c != China
//         Join
//           Join
//             Values Lee
//             FactScan Lee -meets-> ?x
//           FactScan ?x -leads-> ?c

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/automaton.h"
#include "query/expression.h"
#include "query/shortest.h"

namespace tercet::query {

// A register of the run.
struct Slot {
  std::string name;   // of the variable; empty where the text gives none
  std::string label;  // "?who", "Lee", "?"
  SlotKind kind = SlotKind::kNode;
  bool has_candidates = false;
  std::vector<TermId> candidates;  // sorted
  bool narrowed = false;           // ... because of a condition (narrow.h)
  // Entity types and term kinds that fit, a bit each; all where has_type is
  // not set.
  bool has_type = false;
  uint32_t types = 0;
  uint32_t kinds = 0;
};

struct Pattern {
  enum class Kind : uint8_t { kHop, kPath, kShortest };
  Kind kind = Kind::kHop;
  int from = -1;
  int to = -1;
  Hop hop;                                     // kHop
  std::shared_ptr<const Automaton> automaton;  // otherwise
  ShortestOptions shortest;
  int edge = -1;  // slot of the assertion, or none
  int path = -1;  // slot of the path or the single fact, or none
  int mark = -1;
  std::string label;
};

// ?p = a -x-> b -y-> c: the pieces of a path, in order.
struct Joint {
  int path = -1;
  std::vector<int> pieces;
};

struct BoundBlock {
  enum class Kind : uint8_t { kRequired, kOptional, kNot };
  Kind kind = Kind::kRequired;
  std::vector<Pattern> patterns;
  std::vector<int> nodes;  // slots of nodes that stand without an edge
  std::vector<Joint> joints;
  std::vector<BoundExpression> filters;  // literal nodes: 350km
  bool impossible = false;  // a name or relation in it is not in the graph
};

struct Aggregate {
  enum class Function : uint8_t { kCount, kSum, kAverage, kMin, kMax, kList };
  Function function = Function::kCount;
  bool star = false;
  bool distinct = false;
  PropertyRef argument;

  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

struct Item {
  std::string name;  // of the column
  std::optional<Aggregate> aggregate;
  PropertyRef property;  // where there is no aggregate
};

struct OrderKey {
  int item = -1;  // in BoundQuery::items
  bool descending = false;
};

struct BoundQuery {
  std::vector<Slot> slots;
  int marks = 0;
  std::vector<BoundBlock> blocks;        // the required one first
  std::vector<BoundExpression> filters;  // all must hold
  // Columns, then hidden items that only keys need, then the paths of the facts
  // behind a row.
  std::vector<Item> items;
  int columns = 0;
  int links = 0;  // how many of these paths
  bool grouped = false;
  std::vector<OrderKey> keys;
  std::optional<int64_t> limit;
  int64_t offset = 0;
  std::vector<std::string> notes;
};

// A relation whose rows are asked for by their number alone.
struct CountedRelation {
  TermId relation = kNoTerm;
  bool forward = false;
  bool backward = false;
  bool assertions = false;  // a row for each, not for each fact
};

struct PlanNode {
  enum class Kind : uint8_t {
    kUnit,  // one empty row
    kNothing,
    kValues,
    kNodes,  // every node of the graph
    kFactScan,
    kAssertionScan,
    kIntersect,
    kLeapfrog,
    kPath,
    kShortest,
    kJoin,
    kLeftJoin,
    kAntiJoin,
    kFilter,
    kExtend,
    kProject,
    kGroup,
    kDistinct,
    kOrder,
    kSlice,
  };
  Kind kind = Kind::kUnit;
  std::vector<std::unique_ptr<PlanNode>> inputs;
  int slot = -1;                                // kValues, kNodes, kIntersect
  const Pattern* pattern = nullptr;             // scans and paths
  std::vector<const Pattern*> patterns;         // kIntersect, kLeapfrog
  std::vector<int> order;                       // kLeapfrog: slots
  std::vector<const BoundExpression*> filters;  // kFilter
  // kGroup: only numbers of these relations' facts or assertions are asked, so
  // that no row is made (count.h).
  std::vector<CountedRelation> counted;
  std::vector<const Joint*> joints;  // kExtend
  bool unique = false;  // kGroup, kDistinct: rows come in one way each
  double estimate = 0;  // rows
  std::string label;

  // What a run has measured, for `profile`.
  struct Measure {
    int64_t rows = 0;
    int64_t touched = 0;  // with its inputs
    int64_t nanoseconds = 0;
  };
  Measure measure;
};

const char* Name(PlanNode::Kind kind);

// The tree, a line a node; with what a run has measured where `profile`.
std::vector<std::string> PrintPlan(const PlanNode& plan, bool profile);

}  // namespace tercet::query

#endif  // TERCET_QUERY_PLAN_H_
