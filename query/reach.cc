#include "query/reach.h"

#include <algorithm>
#include <utility>

namespace tercet::query {

void NodeSet::Clear() {
  execution_->Release(static_cast<int64_t>(pages_.size() * sizeof(Page)));
  pages_.Clear();
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

PlainSteps::PlainSteps(Execution* execution, const Automaton* automaton)
    : execution_(execution), automaton_(automaton) {
  for (const Hop& hop : automaton->hops) {
    for (bool inverse : {false, true}) {
      std::vector<Use>& uses = uses_.emplace_back();
      const auto add = [&](TermId relation, bool from_subject) {
        uses.push_back({relation, from_subject, LookUps(relation, from_subject),
                        std::nullopt});
      };
      for (const RelationUse& use : hop.relations) {
        if (use.forward) add(use.id, !inverse);
        if (use.backward) add(use.id, inverse);
      }
    }
  }
}

void PlainSteps::Prefetch(TermId node, int state, bool soon) const {
  for (const Automaton::Transition& step : automaton_->out[state]) {
    for (const Use& use : uses_[2 * step.hop + step.inverse]) {
      const Adjacency* const adjacency = use.look_ups.known();
      if (adjacency == nullptr) continue;
      if (soon) {
        adjacency->PrefetchNodes(node);
      } else {
        adjacency->PrefetchRow(node);
      }
    }
  }
}

bool PlainSteps::Find(Use* use, TermId node) {
  if (const Adjacency* known = use->look_ups.Next(*execution_)) {
    list_ = known->Of(node);
    return execution_->TouchMany(static_cast<int64_t>(list_.size()));
  }
  const IdPattern pattern = use->from_subject
                                ? IdPattern{node, use->relation, kNoTerm}
                                : IdPattern{kNoTerm, use->relation, node};
  if (use->cursor) {
    use->cursor->Restart(pattern);
  } else {
    use->cursor.emplace(execution_->view().Triples(pattern));
  }
  read_.clear();
  TripleCursor& cursor = *use->cursor;
  for (; cursor.Valid() && execution_->Touch(); cursor.Next()) {
    const Triple& triple = cursor.triple();
    read_.push_back(use->from_subject ? triple.object : triple.subject);
  }
  if (!cursor.status().ok()) execution_->Fail(cursor.status());
  list_ = NodeSpan(read_.data(), read_.size());
  return execution_->ok();
}

Reach::Reach(Execution* execution, const Automaton* automaton, bool paths)
    : execution_(execution),
      automaton_(automaton),
      neighbours_(execution, automaton),
      plain_(neighbours_.AllPlain()),
      lean_(plain_ && !paths),
      one_accepting_(std::count(automaton->accepting.begin(),
                                automaton->accepting.end(), true) == 1),
      steps_(execution, automaton),
      visited_(execution),
      given_(execution) {}

Reach::~Reach() { Clear(); }

void Reach::Clear() {
  execution_->Release(charged_);
  charged_ = 0;
  nodes_.clear();
  index_.Clear();
  visited_.Clear();
  given_.Clear();
  for (std::deque<int>& queue : queues_) queue.clear();
  queue_.clear();
  at_ = 0;
  shown_ = false;
  current_ = pending_ = -1;
  finished_ = false;
}

void Reach::Start(TermId source, TermId target) {
  Clear();
  source_ = source;
  target_ = target;
  for (int start : automaton_->starts) {
    if (lean_) {
      AddLean(source, start);
    } else {
      Add(source, start, {}, -1, {});
    }
  }
  begins_ = queue_.size();
}

void Reach::AddLean(TermId node, int state) {
  if (!visited_.Insert(node, state)) return;
  constexpr int64_t kBytes = sizeof(queue_[0]);
  charged_ += kBytes;
  execution_->Charge(kBytes);
  queue_.emplace_back(node, state);
}

bool Reach::ExpandLean() {
  constexpr size_t kRowsAhead = 16;
  constexpr size_t kNodesAhead = 8;
  if (at_ + kRowsAhead < queue_.size()) {
    const auto& [later, state] = queue_[at_ + kRowsAhead];
    steps_.Prefetch(later, state, /*soon=*/false);
    const auto& [next, next_state] = queue_[at_ + kNodesAhead];
    steps_.Prefetch(next, next_state, /*soon=*/true);
  }
  const bool begins = at_ < begins_;
  const auto [node, state] = queue_[at_++];
  shown_ = false;
  if (View::KindOf(node) != TermKind::kEntity && !begins) return true;
  return execution_->Tick() &&
         steps_.ForEach(node, state,
                        [this](TermId other, int to) { AddLean(other, to); });
}

bool Reach::NextLean() {
  if (shown_ && !ExpandLean()) return false;
  while (!finished_ && at_ < queue_.size()) {
    const auto [node, state] = queue_[at_];
    if (automaton_->accepting[state] &&
        (target_ == kNoTerm || target_ == node) &&
        (one_accepting_ || given_.Insert(node, 0))) {
      finished_ = target_ != kNoTerm;
      return shown_ = true;
    }
    if (!ExpandLean()) return false;
  }
  return false;
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
  const auto [index, added] =
      index_.TryEmplace({node, state}, static_cast<int>(nodes_.size()));
  if (added) {
    constexpr int64_t kBytes = sizeof(Visit) + 48;
    charged_ += kBytes;
    if (!execution_->Charge(kBytes)) return;
    nodes_.push_back({node, state, mark, parent, false, fact});
  } else {
    Visit& visit = nodes_[*index];
    if (visit.done || visit.mark <= mark) return;
    visit.mark = mark;
    visit.parent = parent;
    visit.fact = fact;
  }
  queues_[mark.bits & 7].push_back(*index);
}

bool Reach::Expand(int index) {
  const Visit visit = nodes_[index];
  if (View::KindOf(visit.node) != TermKind::kEntity && visit.parent >= 0) {
    return true;
  }
  return neighbours_.ForEach(
      visit.node, visit.state, true, [&](const Neighbour& next) {
        Add(next.node, next.state, visit.mark.And(next.mark), index, next.fact);
      });
}

bool Reach::Next() {
  if (lean_) return NextLean();
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
