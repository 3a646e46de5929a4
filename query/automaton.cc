#include "query/automaton.h"

#include <algorithm>

namespace tercet::query {
namespace {

constexpr size_t kMaxStates = 2000;

// Builds fragments with one entry and one exit, joined by empty transitions.
class Builder {
 public:
  struct Fragment {
    int in = 0;
    int out = 0;
  };

  // False where the automaton grows too large.
  bool Build(const PathExpression& expression, Fragment* fragment) {
    switch (expression.kind) {
      case PathExpression::Kind::kHop:
        return BuildHop(expression.hop, fragment);
      case PathExpression::Kind::kSequence:
        return BuildSequence(expression, fragment);
      case PathExpression::Kind::kAlternative:
        return BuildAlternative(expression, fragment);
      case PathExpression::Kind::kRepeat:
        return BuildRepeat(expression, fragment);
    }
    return false;
  }

  Automaton Finish(const Fragment& whole) {
    const size_t n = empty_.size();
    Automaton automaton;
    automaton.hops = std::move(hops_);
    automaton.out.resize(n);
    automaton.accepting.assign(n, false);
    automaton.starts = {whole.in};
    for (size_t state = 0; state < n; ++state) {
      for (int reached : Closure(static_cast<int>(state))) {
        if (reached == whole.out) automaton.accepting[state] = true;
        for (const Automaton::Transition& t : steps_[reached]) {
          automaton.out[state].push_back(t);
        }
      }
      std::vector<Automaton::Transition>& out = automaton.out[state];
      std::sort(out.begin(), out.end());
      out.erase(std::unique(out.begin(), out.end()), out.end());
    }
    return automaton;
  }

 private:
  int NewState() {
    empty_.emplace_back();
    steps_.emplace_back();
    return static_cast<int>(empty_.size()) - 1;
  }

  bool BuildHop(const Hop& hop, Fragment* fragment) {
    if (empty_.size() >= kMaxStates) return false;
    *fragment = {NewState(), NewState()};
    steps_[fragment->in].push_back(
        {fragment->out, static_cast<int>(hops_.size()), false});
    hops_.push_back(hop);
    return true;
  }

  bool BuildSequence(const PathExpression& expression, Fragment* fragment) {
    fragment->in = fragment->out = NewState();
    for (const PathExpression& part : expression.parts) {
      Fragment next;
      if (!Build(part, &next)) return false;
      empty_[fragment->out].push_back(next.in);
      fragment->out = next.out;
    }
    return true;
  }

  bool BuildAlternative(const PathExpression& expression, Fragment* fragment) {
    *fragment = {NewState(), NewState()};
    for (const PathExpression& part : expression.parts) {
      Fragment next;
      if (!Build(part, &next)) return false;
      empty_[fragment->in].push_back(next.in);
      empty_[next.out].push_back(fragment->out);
    }
    return true;
  }

  // min copies in a row, then copies that may be left out, or one that loops.
  bool BuildRepeat(const PathExpression& expression, Fragment* fragment) {
    const PathExpression& part = expression.parts[0];
    fragment->in = fragment->out = NewState();
    std::vector<int> exits;
    const int copies = expression.max < 0 ? expression.min + 1 : expression.max;
    for (int i = 0; i < copies; ++i) {
      if (i >= expression.min) exits.push_back(fragment->out);
      Fragment next;
      if (empty_.size() >= kMaxStates || !Build(part, &next)) return false;
      empty_[fragment->out].push_back(next.in);
      if (expression.max < 0 && i == expression.min) {
        // The loop goes back to the state before the last copy.
        empty_[next.out].push_back(fragment->out);
        break;
      }
      fragment->out = next.out;
    }
    const int end = NewState();
    for (int exit : exits) empty_[exit].push_back(end);
    empty_[fragment->out].push_back(end);
    fragment->out = end;
    return true;
  }

  std::vector<int> Closure(int state) const {
    std::vector<int> reached = {state};
    std::vector<bool> seen(empty_.size(), false);
    seen[state] = true;
    for (size_t i = 0; i < reached.size(); ++i) {
      for (int next : empty_[reached[i]]) {
        if (seen[next]) continue;
        seen[next] = true;
        reached.push_back(next);
      }
    }
    return reached;
  }

  std::vector<Hop> hops_;
  std::vector<std::vector<int>> empty_;
  std::vector<std::vector<Automaton::Transition>> steps_;
};

}  // namespace

Automaton Automaton::Reversed() const {
  Automaton reversed;
  reversed.hops = hops;
  reversed.out.resize(out.size());
  reversed.accepting.assign(out.size(), false);
  for (int start : starts) reversed.accepting[start] = true;
  for (size_t state = 0; state < out.size(); ++state) {
    if (accepting[state]) reversed.starts.push_back(static_cast<int>(state));
    for (const Transition& t : out[state]) {
      reversed.out[t.to].push_back(
          {static_cast<int>(state), t.hop, !t.inverse});
    }
  }
  return reversed;
}

bool Automaton::AcceptsEmpty() const {
  return std::any_of(starts.begin(), starts.end(),
                     [this](int start) { return accepting[start]; });
}

absl::StatusOr<Automaton> BuildAutomaton(const PathExpression& expression) {
  Builder builder;
  Builder::Fragment whole;
  if (!builder.Build(expression, &whole)) {
    return absl::InvalidArgumentError(
        "this path repeats too much: use '*' or '+', or smaller numbers");
  }
  return builder.Finish(whole);
}

}  // namespace tercet::query
