#ifndef TERCET_TESTS_QUERY_RANDOM_QUERY_H_
#define TERCET_TESTS_QUERY_RANDOM_QUERY_H_

// Random graphs and random queries, as text for the engine and as a tree for
// the naive evaluator (naive_evaluator.h).
//
//   Random random(7);
//   std::vector<Stated> facts = MakeFacts(random);
//   RandomQuery query = MakeQuery(random);
//   RunQuery(view, query.text) ... Evaluate(facts, query)
//
// Plain values.

#include <array>
#include <random>
#include <string>
#include <vector>

#include "tercet/graph.h"

namespace tercet::query {

using Random = std::mt19937;

inline constexpr int kNodes = 7;      // the first four are persons
inline constexpr int kPersons = 4;    // the others places
inline constexpr int kRelations = 4;  // the last one is symmetric
inline constexpr int kVariables = 4;  // ?a to ?d

std::string NodeName(int node);
std::string RelationName(int relation);

// One sentence.
struct Stated {
  int subject = 0, relation = 0, object = 0;
  Status status = Status::kAsserted;
  bool negated = false;
  double confidence = 0.9;
  int month = 0;     // 1, 2 or 3 of 2026; 0: no time
  int speaker = -1;  // a node, or nobody
  int document = 0;  // 0 or 1

  bool negative() const { return negated || status == Status::kDenied; }
};

std::vector<Stated> MakeFacts(Random& random);
void Store(const std::vector<Stated>& facts, Graph& graph);

struct Step {
  std::vector<int> relations;  // empty: any
  bool excluded = false;       // any but these
  bool backward = false;       // ^
  std::string condition;       // as it is written in brackets; or empty
};

// Forwards, backwards or both.
enum class Way { kForward, kBackward, kBoth };

struct RandomEdge {
  std::vector<std::vector<Step>> ways;  // alternatives, each a sequence
  int min = 1, max = 1;                 // of the whole
  Way way = Way::kForward;
  bool variable = false;  // ?m, of a single step without repetition
  std::string text;
};

// A variable or constants.  Several constants are an unnamed variable, with a
// number from kVariables.
struct RandomNode {
  int variable = -1;
  std::vector<int> constants;
  bool person = false;  // ?a:person
  std::string text;
};

struct RandomTriple {
  RandomNode from;
  RandomEdge edge;
  RandomNode to;
};

struct RandomBlock {
  std::string keyword;  // "", "optional", "not"
  std::vector<RandomTriple> triples;
  // Of the only triple of the first block: ?p = shortest.
  bool shortest = false;
  int paths = 1;
  bool all = false;
};

struct RandomCondition {
  enum class Kind { kOr, kAnd, kNot, kNode, kNodes, kStatus, kPresent };
  Kind kind = Kind::kNode;
  std::vector<RandomCondition> children;
  int variable = 0;
  int other = -1;              // kNodes
  std::vector<int> constants;  // kNode: "in" where there are several
  bool equal = true;           // "=" or "!="
  Status status = Status::kAsserted;
};

struct RandomQuery {
  int variables = kVariables;  // with the unnamed ones
  std::vector<RandomBlock> blocks;
  bool has_where = false;
  RandomCondition where;
  std::vector<int> columns;  // variables
  bool edge_status = false;  // ... and ?m.status
  bool path_length = false;  // ... and length(?p)
  // ... and count(*), count(distinct ?x), max(?m.conf)
  bool grouped = false;
  int counted = -1;
  bool best_confidence = false;
  // By all columns that are variables, in turn.
  bool ordered = false;
  bool descending = false;
  int limit = -1, offset = 0;
  std::string text;
};

RandomQuery MakeQuery(Random& random);
// The same pattern, asked for nothing but the number of its rows.
RandomQuery CountOf(const RandomQuery& query);

}  // namespace tercet::query

#endif  // TERCET_TESTS_QUERY_RANDOM_QUERY_H_
