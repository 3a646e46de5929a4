#ifndef TERCET_QUERY_AUTOMATON_H_
#define TERCET_QUERY_AUTOMATON_H_

// A path expression such as (meets|visits)/^leads+ as a finite automaton whose
// letters are hops: walks through the graph that it accepts are the paths that
// the expression matches.  Built as in Thompson, "Regular expression search
// algorithm" (1968), with the empty transitions taken out at the end.
// Plain values.

#include <vector>

#include "absl/status/statusor.h"
#include "query/hop.h"

namespace tercet::query {

// What an automaton is built from.
struct PathExpression {
  enum class Kind : uint8_t { kHop, kSequence, kAlternative, kRepeat };
  Kind kind = Kind::kHop;
  Hop hop;                            // kHop
  std::vector<PathExpression> parts;  // one for kRepeat
  int min = 1;                        // kRepeat
  int max = 1;                        // kRepeat; -1: no bound
};

struct Automaton {
  struct Transition {
    int to = 0;
    int hop = 0;           // in `hops`
    bool inverse = false;  // from the hop's end to its beginning
    friend auto operator<=>(const Transition&, const Transition&) = default;
  };

  std::vector<Hop> hops;
  std::vector<std::vector<Transition>> out;  // of each state, sorted
  std::vector<bool> accepting;               // of each state
  std::vector<int> starts;

  // The automaton of the same paths walked from their end.
  Automaton Reversed() const;
  bool AcceptsEmpty() const;
};

// InvalidArgument where repetitions make it larger than 2,000 states.
absl::StatusOr<Automaton> BuildAutomaton(const PathExpression& expression);

}  // namespace tercet::query

#endif  // TERCET_QUERY_AUTOMATON_H_
