#include "query/automaton.h"

#include <algorithm>
#include <map>
#include <utility>

namespace tercet::query {
namespace {

constexpr size_t kMaxStates = 2000;

// Rounds of merging states: enough for what people write, and bounded for what
// they do not.
constexpr int kSimplifications = 8;

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
        return BuildHop(&expression.hop, fragment);
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
      SortOnce(&out);
    }
    KeepReached(&automaton);
    for (int i = 0; i < kSimplifications && Simplify(&automaton); ++i) {
    }
    return automaton;
  }

 private:
  int NewState() {
    empty_.emplace_back();
    steps_.emplace_back();
    return static_cast<int>(empty_.size()) - 1;
  }

  // Empties the states that no way leads to.
  static void KeepReached(Automaton* automaton) {
    std::vector<bool> reached(automaton->out.size(), false);
    std::vector<int> open = automaton->starts;
    while (!open.empty()) {
      const int state = open.back();
      open.pop_back();
      if (reached[state]) continue;
      reached[state] = true;
      for (const auto& step : automaton->out[state]) open.push_back(step.to);
    }
    for (size_t state = 0; state < reached.size(); ++state) {
      if (reached[state]) continue;
      automaton->out[state].clear();
      automaton->accepting[state] = false;
    }
  }

  // States that accept alike and go on alike become one; false where no two
  // did.  Otherwise x+ would visit its nodes in two states.
  static bool Simplify(Automaton* automaton) {
    const size_t before = automaton->out.size();
    std::map<std::pair<bool, std::vector<Automaton::Transition>>, int> classes;
    std::vector<int> number(before);
    for (size_t state = 0; state < before; ++state) {
      number[state] =
          classes
              .try_emplace({automaton->accepting[state], automaton->out[state]},
                           static_cast<int>(classes.size()))
              .first->second;
    }
    Automaton simpler;
    simpler.hops = std::move(automaton->hops);
    simpler.out.resize(classes.size());
    simpler.accepting.resize(classes.size());
    for (auto& [content, state] : classes) {
      simpler.accepting[state] = content.first;
      for (Automaton::Transition step : content.second) {
        step.to = number[step.to];
        simpler.out[state].push_back(step);
      }
      SortOnce(&simpler.out[state]);
    }
    for (int start : automaton->starts) simpler.starts.push_back(number[start]);
    *automaton = std::move(simpler);
    return automaton->out.size() < before;
  }

  template <typename T>
  static void SortOnce(std::vector<T>* items) {
    std::sort(items->begin(), items->end());
    items->erase(std::unique(items->begin(), items->end()), items->end());
  }

  // Copies of a repeated hop are one letter.
  bool BuildHop(const Hop* hop, Fragment* fragment) {
    if (empty_.size() >= kMaxStates) return false;
    *fragment = {NewState(), NewState()};
    const auto [it, added] =
        hop_numbers_.try_emplace(hop, static_cast<int>(hops_.size()));
    if (added) hops_.push_back(*hop);
    steps_[fragment->in].push_back({fragment->out, it->second, false});
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
  std::map<const Hop*, int> hop_numbers_;
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
