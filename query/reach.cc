#include "query/reach.h"

#include <algorithm>
#include <utility>

namespace tercet::query {

void NodeSet::Clear() {
  execution_->Release(static_cast<int64_t>(pages_.size() * sizeof(Page)));
  pages_.clear();
  page_ = nullptr;
}

std::unique_ptr<NodeSet::Page> NodeSet::NewPage() {
  execution_->Charge(sizeof(Page));
  return std::make_unique<Page>();
}

Neighbours::Neighbours(Execution* execution, const Automaton* automaton)
    : execution_(execution), automaton_(automaton) {
  for (const Hop& hop : automaton->hops) {
    scans_.push_back(std::make_unique<HopScan>(execution, &hop));
  }
}

bool Neighbours::Find(TermId node, int state, bool marks,
                      std::vector<Neighbour>* out) {
  for (const Automaton::Transition& step : automaton_->out[state]) {
    HopScan& scan = *scans_[step.hop];
    const bool conditions = !automaton_->hops[step.hop].conditions.empty();
    if (step.inverse) {
      scan.Start(kNoTerm, node);
    } else {
      scan.Start(node, kNoTerm);
    }
    while (scan.Next()) {
      const TermId other = step.inverse ? scan.from() : scan.to();
      if (execution_->IsNothing(other)) continue;
      out->push_back({other, step.to, scan.fact(),
                      marks || conditions ? scan.mark() : Mark()});
    }
    if (!execution_->ok()) return false;
  }
  return true;
}

bool Neighbours::AllPlain() const {
  return std::all_of(
      automaton_->hops.begin(), automaton_->hops.end(), [&](const Hop& hop) {
        return !hop.any && hop.conditions.empty() &&
               hop.polarity == Polarity::kAffirmed &&
               std::all_of(
                   hop.relations.begin(), hop.relations.end(),
                   [&](const RelationUse& use) {
                     return execution_->RelationOf(use.id).marked_facts == 0;
                   });
      });
}

Reach::Reach(Execution* execution, const Automaton* automaton)
    : execution_(execution),
      automaton_(automaton),
      neighbours_(execution, automaton),
      plain_(neighbours_.AllPlain()),
      visited_(execution),
      given_(execution) {}

Reach::~Reach() { Clear(); }

void Reach::Clear() {
  execution_->Release(charged_);
  charged_ = 0;
  nodes_.clear();
  index_.clear();
  visited_.Clear();
  given_.Clear();
  for (std::deque<int>& queue : queues_) queue.clear();
  current_ = pending_ = -1;
  finished_ = false;
}

void Reach::Start(TermId source, TermId target) {
  Clear();
  source_ = source;
  target_ = target;
  for (int start : automaton_->starts) Add(source, start, {}, -1, {});
}

void Reach::AddPlain(TermId node, int state, int parent, const FactRef& fact) {
  if (!visited_.Insert(node, state)) return;
  charged_ += sizeof(Visit);
  if (!execution_->Charge(sizeof(Visit))) return;
  queues_[0].push_back(static_cast<int>(nodes_.size()));
  nodes_.push_back({node, state, {}, parent, false, fact});
}

void Reach::Add(TermId node, int state, Mark mark, int parent,
                const FactRef& fact) {
  if (plain_) {
    AddPlain(node, state, parent, fact);
    return;
  }
  const auto [it, added] =
      index_.try_emplace({node, state}, static_cast<int>(nodes_.size()));
  if (added) {
    constexpr int64_t kBytes = sizeof(Visit) + 48;
    charged_ += kBytes;
    if (!execution_->Charge(kBytes)) return;
    nodes_.push_back({node, state, mark, parent, false, fact});
  } else {
    Visit& visit = nodes_[it->second];
    if (visit.done || visit.mark <= mark) return;
    visit.mark = mark;
    visit.parent = parent;
    visit.fact = fact;
  }
  queues_[mark.bits & 7].push_back(it->second);
}

bool Reach::Expand(int index) {
  const Visit visit = nodes_[index];
  if (View::KindOf(visit.node) != TermKind::kEntity && visit.parent >= 0) {
    return true;
  }
  found_.clear();
  if (!neighbours_.Find(visit.node, visit.state, true, &found_)) return false;
  for (const Neighbour& next : found_) {
    Add(next.node, next.state, visit.mark.And(next.mark), index, next.fact);
  }
  return execution_->ok();
}

bool Reach::Next() {
  if (pending_ >= 0 && !Expand(std::exchange(pending_, -1))) return false;
  while (!finished_) {
    const auto queue =
        std::find_if(std::begin(queues_), std::end(queues_),
                     [](const std::deque<int>& q) { return !q.empty(); });
    if (queue == std::end(queues_)) break;
    const int index = queue->front();
    queue->pop_front();
    Visit& visit = nodes_[index];
    if (visit.done) continue;
    visit.done = true;
    if (!execution_->Tick()) return false;
    if (automaton_->accepting[visit.state] &&
        (target_ == kNoTerm || target_ == visit.node) &&
        given_.Insert(visit.node, 0)) {
      current_ = index;
      pending_ = index;
      finished_ = target_ != kNoTerm;
      return true;
    }
    if (!Expand(index)) return false;
  }
  return false;
}

std::vector<FactRef> Reach::Path() const {
  std::vector<FactRef> facts;
  for (int i = current_; nodes_[i].parent >= 0; i = nodes_[i].parent) {
    facts.push_back(nodes_[i].fact);
  }
  std::reverse(facts.begin(), facts.end());
  return facts;
}

}  // namespace tercet::query
