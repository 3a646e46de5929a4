#include "query/shortest.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

namespace tercet::query {
namespace {

constexpr int kFar = Distances::kFar;

// Paths of one length that are compared by their marks at once.
constexpr size_t kMaxBatch = 1000;

}  // namespace

ShortestPaths::ShortestPaths(Execution* execution, const Automaton* automaton,
                             const ShortestOptions& options)
    : execution_(execution),
      options_(options),
      forward_(*automaton),
      backward_(automaton->Reversed()),
      distances_(execution),
      seen_(execution),
      known_origins_(execution),
      measure_share_(execution),
      frames_share_(execution),
      given_share_(execution),
      batch_share_(execution) {
  for (const Hop& hop : automaton->hops) {
    has_conditions_ |= !hop.conditions.empty();
  }
}

void ShortestPaths::Start(TermId from, TermId to) {
  flipped_ = to == kNoTerm;
  anchor_ = flipped_ ? from : to;
  want_origin_ = flipped_ ? to : from;
  walk_ = flipped_ ? &backward_ : &forward_;
  measure_ = flipped_ ? &forward_ : &backward_;
  walk_steps_ = std::make_unique<Neighbours>(execution_, walk_);
  measure_steps_ = std::make_unique<Neighbours>(execution_, measure_);
  MeasureFrom(anchor_);
  next_origin_ = 0;
  in_pair_ = false;
  if (want_origin_ != kNoTerm) origins_ = {want_origin_};
}

void ShortestPaths::MeasureFrom(TermId anchor) {
  measure_share_.Clear();
  distances_.Clear();
  level_.clear();
  seen_.Clear();
  seen_nodes_ = 0;
  known_origins_.Clear();
  origins_.clear();
  measured_ = 0;
  exhausted_ = false;
  met_ = false;
  for (int start : measure_->starts) {
    distances_.Insert(anchor, start, 0);
    level_.emplace_back(anchor, start);
    measure_share_.Add(sizeof(Key));
  }
  See(anchor);
  if (measure_->AcceptsEmpty()) AddOrigin(anchor);
}

void ShortestPaths::See(TermId node) { seen_nodes_ += seen_.Insert(node, 0); }

void ShortestPaths::AddOrigin(TermId node) {
  if (!known_origins_.Insert(node, 0)) return;
  measure_share_.Add(sizeof(TermId));
  origins_.push_back(node);
}

bool ShortestPaths::MeasureTo(int distance) {
  while (measured_ < distance && !exhausted_) {
    Chunked<Key> next;
    const auto take = [&](const Neighbour& step) {
      if (!distances_.Insert(step.node, step.state, measured_ + 1)) return;
      measure_share_.Add(sizeof(Key));
      next.emplace_back(step.node, step.state);
      See(step.node);
      if (want_origin_ == kNoTerm && measure_->accepting[step.state]) {
        AddOrigin(step.node);
      }
    };
    for (size_t i = 0; i < level_.size(); ++i) {
      const auto [node, state] = level_[i];
      if (!execution_->Tick()) return false;
      if (View::KindOf(node) != TermKind::kEntity && node != anchor_) continue;
      if (!measure_steps_->ForEach(node, state, false, take)) return false;
    }
    measure_share_.Remove(static_cast<int64_t>(level_.size() * sizeof(Key)));
    level_ = std::move(next);
    ++measured_;
    exhausted_ = level_.empty();
  }
  return true;
}

int ShortestPaths::Distance(TermId node, int state) const {
  return distances_.Of(node, state);
}

bool ShortestPaths::NextPair() {
  while (next_origin_ >= origins_.size()) {
    if (want_origin_ != kNoTerm || exhausted_) return false;
    if (!MeasureTo(measured_ + 1)) return false;
  }
  origin_ = origins_[next_origin_++];
  in_pair_ = true;
  length_ = -1;
  found_ = lengths_found_ = 0;
  found_at_length_ = false;
  given_.Clear();
  given_share_.Clear();
  ClearFrames();
  ClearBatch();
  return true;
}

void ShortestPaths::Begin(Front* front, const Automaton* automaton,
                          Neighbours* steps, TermId source) const {
  front->automaton = automaton;
  front->steps = steps;
  front->source = source;
  for (int start : automaton->starts) {
    if (front->distances.Insert(source, start, 0)) {
      front->level.emplace_back(source, start);
    }
  }
}

bool ShortestPaths::Grow(Front* front, const Front& other, bool* met) {
  const int distance = ++front->depth;
  Chunked<Key> next;
  const auto take = [&](const Neighbour& step) {
    if (!front->distances.Insert(step.node, step.state, distance)) return;
    front->share.Add(sizeof(Key));
    next.emplace_back(step.node, step.state);
    // Nobody walks on through what is no entity.
    *met |= (View::KindOf(step.node) == TermKind::kEntity ||
             step.node == other.source) &&
            other.distances.Of(step.node, step.state) != kFar;
  };
  for (size_t i = 0; i < front->level.size(); ++i) {
    const auto [node, state] = front->level[i];
    if (!execution_->Tick()) return false;
    const bool entity = View::KindOf(node) == TermKind::kEntity;
    if (!entity && node != front->source) continue;
    if (!front->steps->ForEach(node, state, false, take)) return false;
  }
  front->level = std::move(next);
  front->share.Clear();
  return front->share.Add(
      static_cast<int64_t>(front->level.size() * sizeof(Key)));
}

// What `far` has measured already, and of what `near` has found those from
// which it is reached in the steps that length_ leaves.
bool ShortestPaths::MeasureBetween(const Front& near, Front* far) {
  Chunked<Key> useful;
  for (size_t i = 0; i < near.level.size(); ++i) {
    const Key& key = near.level[i];
    if (!execution_->Tick()) return false;
    if (far->distances.Of(key.first, key.second) == length_ - near.depth) {
      useful.push_back(key);
    }
  }
  distances_.Swap(&far->distances);
  for (int depth = near.depth - 1; depth >= 0; --depth) {
    Chunked<Key> before;
    const auto take = [&](const Neighbour& step) {
      if (near.distances.Of(step.node, step.state) == depth &&
          distances_.Insert(step.node, step.state, length_ - depth)) {
        before.emplace_back(step.node, step.state);
      }
    };
    for (size_t i = 0; i < useful.size(); ++i) {
      const auto [node, state] = useful[i];
      if (!far->steps->ForEach(node, state, false, take)) return false;
    }
    useful = std::move(before);
  }
  return true;
}

bool ShortestPaths::Meet() {
  Front near(execution_), far(execution_);
  Begin(&near, walk_, walk_steps_.get(), origin_);
  Begin(&far, measure_, measure_steps_.get(), anchor_);
  bool met = false;
  while (!met) {
    const size_t near_size = near.level.size();
    const size_t far_size = far.level.size();
    if (near_size == 0 || far_size == 0) return false;
    if (!(near_size <= far_size ? Grow(&near, far, &met)
                                : Grow(&far, near, &met))) {
      return false;
    }
  }
  length_ = near.depth + far.depth;
  met_ = true;
  return MeasureBetween(near, &far);
}

// Goes on to the next length that this pair may have; false where it has all.
bool ShortestPaths::BeginLength() {
  if (found_at_length_) ++lengths_found_;
  found_at_length_ = false;
  if (options_.all ? lengths_found_ >= options_.lengths
                   : found_ >= options_.paths) {
    return false;
  }
  start_ = 0;
  const bool first = length_ < 0;
  if (first && want_origin_ != kNoTerm && origin_ != anchor_) return Meet();
  if (std::exchange(met_, false)) MeasureFrom(anchor_);
  ++length_;
  if (!MeasureTo(length_)) return false;
  // A path that visits no node twice has no more steps than there are nodes.
  if (exhausted_ && length_ > seen_nodes_) return false;
  return !exhausted_ ||
         std::any_of(walk_->starts.begin(), walk_->starts.end(),
                     [this](int s) { return Distance(origin_, s) != kFar; });
}

bool ShortestPaths::OnPath(TermId node) const {
  return std::any_of(frames_.begin(), frames_.end(),
                     [node](const Frame& f) { return f.node == node; });
}

bool ShortestPaths::Push(TermId node, int state, const FactRef& fact,
                         Mark mark) {
  Frame frame{node, state, {}, 0, fact, mark};
  const int depth = static_cast<int>(frames_.size());
  const bool through = depth == 0 || View::KindOf(node) == TermKind::kEntity;
  // What is too far from the anchor is not kept: of a hub, nearly all.
  const auto take = [&](const Neighbour& step) {
    if (Distance(step.node, step.state) < length_ - depth) {
      frame.next.push_back(step);
    }
  };
  if (depth < length_ && through &&
      !walk_steps_->ForEach(node, state, false, take)) {
    return false;
  }
  const int64_t bytes = frame.bytes();
  frames_.push_back(std::move(frame));
  return frames_share_.Add(bytes);
}

// One move of the search by depth; false where the run must end.
bool ShortestPaths::Step() {
  Frame& top = frames_.back();
  const int depth = static_cast<int>(frames_.size()) - 1;
  if (top.at >= top.next.size()) {
    frames_share_.Remove(top.bytes());
    frames_.pop_back();
    return true;
  }
  const Neighbour step = top.next[top.at++];
  const bool closes = depth + 1 == length_ && step.node == origin_;
  if (!closes && OnPath(step.node)) return true;
  return Push(step.node, step.state, step.fact, step.mark);
}

Mark ShortestPaths::BestMark() {
  std::map<int, Mark> states;
  for (int start : walk_->starts) states[start] = {};
  for (size_t i = 1; i < frames_.size(); ++i) {
    const Mark of_fact = execution_->MarkOf(frames_[i].fact);
    std::map<int, Mark> next;
    for (const auto& [state, so_far] : states) {
      const Mark mark = so_far;
      const auto take = [&](const Neighbour& step) {
        if (step.node != frames_[i].node || step.fact != frames_[i].fact) {
          return;
        }
        const Mark reached = mark.And(step.mark).And(of_fact);
        const auto [it, added] = next.try_emplace(step.state, reached);
        if (!added) it->second = std::min(it->second, reached);
      };
      if (!walk_steps_->ForEach(frames_[i - 1].node, state, false, take)) {
        return {};
      }
    }
    states = std::move(next);
  }
  std::optional<Mark> best;
  for (const auto& [state, mark] : states) {
    if (walk_->accepting[state] && (!best || mark < *best)) best = mark;
  }
  return best.value_or(Mark());
}

bool ShortestPaths::Accept() {
  const Frame& top = frames_.back();
  if (static_cast<int>(frames_.size()) - 1 != length_) return false;
  if (top.node != anchor_ || !walk_->accepting[top.state]) return false;
  path_.clear();
  mark_ = {};
  for (size_t i = 1; i < frames_.size(); ++i) {
    path_.push_back(frames_[i].fact);
    mark_ = mark_.And(frames_[i].mark);
    mark_ = mark_.And(execution_->MarkOf(frames_[i].fact));
  }
  if (flipped_) std::reverse(path_.begin(), path_.end());
  if (!given_.TryEmplace(execution_->PathOf(path_).bits).second) return false;
  constexpr int64_t kGivenBytes = 24;
  if (!given_share_.Add(kGivenBytes)) return false;
  if (has_conditions_) mark_ = BestMark();
  from_ = flipped_ ? anchor_ : origin_;
  to_ = flipped_ ? origin_ : anchor_;
  return execution_->ok();
}

bool ShortestPaths::Descend() {
  while (execution_->Tick()) {
    if (frames_.empty()) {
      if (start_ >= walk_->starts.size()) return false;
      const int state = walk_->starts[start_++];
      if (Distance(origin_, state) > length_) continue;
      if (!Push(origin_, state, {}, {})) return false;
    } else if (!Step()) {
      return false;
    }
    if (!frames_.empty() && frames_.back().at == 0 && Accept()) return true;
  }
  return false;
}

void ShortestPaths::ClearFrames() {
  frames_.clear();
  frames_share_.Clear();
}

void ShortestPaths::ClearBatch() {
  batch_.clear();
  batch_share_.Clear();
  batch_at_ = 0;
}

// Lists paths of this length until enough of them are plain truth, and puts
// the best marks first; false where there is none.
bool ShortestPaths::FillBatch() {
  ClearBatch();
  int plain = 0;
  while (batch_.size() < kMaxBatch && found_ + plain < options_.paths &&
         Descend()) {
    batch_.emplace_back(mark_, path_);
    batch_share_.Add(static_cast<int64_t>(sizeof(batch_[0]) +
                                          sizeof(FactRef) * path_.size()));
    plain += mark_.plain();
  }
  std::stable_sort(
      batch_.begin(), batch_.end(),
      [](const auto& a, const auto& b) { return a.first < b.first; });
  return !batch_.empty();
}

bool ShortestPaths::NextOfLength() {
  if (options_.all) {
    if (!Descend()) return false;
  } else {
    if (found_ >= options_.paths) return false;
    if (batch_at_ >= batch_.size() && !FillBatch()) return false;
    std::tie(mark_, path_) = std::move(batch_[batch_at_++]);
  }
  ++found_;
  found_at_length_ = true;
  return execution_->ok();
}

bool ShortestPaths::Next() {
  while (execution_->ok()) {
    if (!in_pair_) {
      if (!NextPair()) return false;
      if (!BeginLength()) {
        in_pair_ = false;
        continue;
      }
    }
    if (NextOfLength()) return true;
    ClearFrames();
    ClearBatch();
    if (!execution_->ok() || !BeginLength()) in_pair_ = false;
  }
  return false;
}

}  // namespace tercet::query
