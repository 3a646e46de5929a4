#ifndef TERCET_QUERY_SYNTAX_H_
#define TERCET_QUERY_SYNTAX_H_

// The syntax tree: what the user wrote, before any name means anything.
//
//   Lee -?m:meets[status=planned]-> ?who return ?who, ?m.when
//
// is a Statement whose Query has one block of one chain: the node Lee, an
// edge that is labelled with the variable m and the relation meets, the node
// ?who.  The grammar (grammar.cc) builds the tree, the binder (binder.cc)
// reads it, and Dump prints it for tests.  Plain values; every part that an
// error may have to point at keeps `at`, its offset in code points.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "query/compare.h"

namespace tercet::query::syntax {

// A piece of text and where it stands.
struct Lexeme {
  std::string text;
  int at = 0;
};

// A number with its unit, or a date: "$2.1bn", "350km", "2026-01-04".
struct Literal {
  enum class Kind : uint8_t { kNumber, kDate };
  Kind kind = Kind::kNumber;
  std::string text;      // as it was written
  double number = 0;     // kNumber: 2.1 for "$2.1bn"
  std::string currency;  // "$", or empty
  std::string unit;      // "bn", "km", "%", or empty
  int at = 0;
};

// What can stand for entities and values: Lee, "Lee", ~official, @ap1, 350km.
struct Term {
  enum class Kind : uint8_t { kName, kString, kWords, kId, kLiteral };
  Kind kind = Kind::kName;
  std::string text;  // without quotes or "~"; an id keeps its "@" or "#"
  Literal literal;
  int at = 0;
};

struct Node {
  enum class Kind : uint8_t { kVariable, kAnonymous, kTerms };
  Kind kind = Kind::kAnonymous;
  std::string variable;     // without "?"
  std::string type;         // ?who:person
  std::vector<Term> terms;  // more than one in (Lee | Xi)
  int at = 0;
};

// The right side of a qualifier: planned, ~official, ?x, 2026-01..2026-02.
struct QualifierValue {
  enum class Kind : uint8_t { kTerm, kVariable, kRange };
  Kind kind = Kind::kTerm;
  Term term;             // kTerm
  std::string variable;  // kVariable
  Literal low, high;     // kRange, both ends included
};

// One condition in brackets: neg, !neg, status=planned, conf>=0.8.
struct Qualifier {
  bool negated = false;
  std::string key;
  CompareOp op = CompareOp::kNone;  // kNone: a bare word
  QualifierValue value;
  int at = 0;
};

// How often a step is taken: * is {0, -1}, + is {1, -1}; -1 is no bound.
struct Quantifier {
  int min = 1;
  int max = 1;
};

struct Path;

// One step of a path: ^meets[neg]{1,3}, !(meets|visits), _, (a|b)+.
struct Step {
  enum class Kind : uint8_t { kAny, kNamed, kNotNamed, kGroup };
  Kind kind = Kind::kAny;
  bool inverse = false;
  std::vector<Lexeme> names;  // one for kNamed, any number for kNotNamed
  std::vector<Path> group;    // one for kGroup
  std::vector<Qualifier> qualifiers;
  std::optional<Quantifier> quantifier;
  int at = 0;
};

struct Sequence {
  std::vector<Step> steps;  // a/b/c
};

struct Path {
  std::vector<Sequence> alternatives;  // a|b|c
};

struct Edge {
  bool to_left = false;   // "<-"
  bool to_right = false;  // "->"
  std::string variable;   // ?m:meets
  std::optional<Path> path;
  std::vector<Qualifier> qualifiers;     // only where there is no path
  std::optional<Quantifier> quantifier;  // only where there is no path
  int at = 0;
};

struct Chain {
  std::string variable;  // ?p = ...
  bool shortest = false;
  bool all = false;  // all shortest
  int k = 0;         // shortest(k); 0 where no number was given
  std::vector<Node> nodes;
  std::vector<Edge> edges;  // one fewer than nodes
  int at = 0;
};

struct Block {
  enum class Kind : uint8_t { kRequired, kOptional, kNot };
  Kind kind = Kind::kRequired;
  std::vector<Chain> chains;
};

// ?m or ?m.when.
struct Property {
  std::string variable;
  std::string field;
  int at = 0;
};

// count(*), sum(distinct ?x.number), length(?p).
struct Call {
  std::string function;
  bool star = false;
  bool distinct = false;
  Property argument;
  int at = 0;
};

struct Operand {
  enum class Kind : uint8_t { kProperty, kCall, kTerm };
  Kind kind = Kind::kTerm;
  Property property;
  Call call;
  Term term;
  int at = 0;
};

struct Expression {
  enum class Kind : uint8_t { kOr, kAnd, kNot, kCompare, kIn, kOperand };
  Kind kind = Kind::kOperand;
  std::vector<Expression> children;  // kOr, kAnd, kNot
  CompareOp op = CompareOp::kNone;   // kCompare
  std::vector<Operand> operands;     // left, then right or the list of "in"
  int at = 0;
};

struct ReturnItem {
  Operand value;  // kProperty or kCall
  std::string alias;
};

struct SortKey {
  Operand value;  // kTerm: the alias of an item
  bool descending = false;
};

struct Query {
  std::vector<Block> blocks;
  std::optional<Expression> where;
  bool has_return = false;
  bool return_all = false;  // return *
  std::vector<ReturnItem> items;
  std::vector<SortKey> keys;
  std::optional<int64_t> limit;
  std::optional<int64_t> offset;
};

struct Statement {
  enum class Kind : uint8_t { kQuery, kWhy, kDescribe, kFind };
  enum class Mode : uint8_t { kRun, kExplain, kProfile };
  Kind kind = Kind::kQuery;
  Mode mode = Mode::kRun;
  Query query;  // kQuery, and kWhy unless the target is an id
  Term target;  // kDescribe, kFind, kWhy with an id
  bool has_target = false;
  std::optional<Quantifier> depth;  // kDescribe
};

// The tree in one line of nested brackets, for tests and debugging:
// (query (chain (name "Lee") (edge -> (rel meets)) (var who))).
std::string Dump(const Statement& statement);

}  // namespace tercet::query::syntax

#endif  // TERCET_QUERY_SYNTAX_H_
