#include "query/hop.h"

#include <algorithm>
#include <utility>

namespace tercet::query {
namespace {

// Sentences of a word that are looked up before the facts they state; words of
// more are as good as none.
constexpr size_t kMaxSentences = 10000;

bool FitsOne(Execution& execution, const Assertion& assertion,
             const Condition& condition) {
  switch (condition.key) {
    case Condition::Key::kStatus:
      return (condition.statuses >> static_cast<int>(assertion.status)) & 1;
    case Condition::Key::kWhen:
      if (condition.present) {
        return !assertion.when.empty() || assertion.when_interval.has_value();
      }
      if (condition.range) return FitsWhen(assertion, *condition.range);
      return FitsWhen(assertion, condition.op, condition.value);
    case Condition::Key::kWhere:
      if (condition.present) return !assertion.where.empty();
      return !assertion.where.empty() &&
             FitsText(assertion.where, condition.op, condition.value);
    case Condition::Key::kBy:
      if (!assertion.said_by || condition.present) {
        return assertion.said_by.has_value();
      }
      return FitsTerm(execution, *assertion.said_by, condition.op,
                      condition.value);
    case Condition::Key::kConfidence: {
      const double confidence = assertion.confidence;
      if (condition.numbers) {
        return condition.numbers->first <= confidence &&
               confidence <= condition.numbers->second;
      }
      const double bound =
          condition.value.quantity ? condition.value.quantity->value : 0;
      return Holds(condition.op, confidence < bound   ? -1
                                 : confidence > bound ? 1
                                                      : 0);
    }
    case Condition::Key::kDocument:
      if (condition.op == CompareOp::kMatches) {
        return TextHasWords(assertion.document, condition.value.text);
      }
      return (assertion.document == condition.value.text) ==
             (condition.op != CompareOp::kNotEqual);
    case Condition::Key::kText:
      return FitsText(assertion.text, condition.op, condition.value);
    case Condition::Key::kOpen:
      for (const Qualifier& open : assertion.open) {
        if (open.preposition != condition.preposition) continue;
        if (condition.present ||
            FitsTerm(execution, open.argument, condition.op, condition.value)) {
          return true;
        }
      }
      return false;
  }
  return false;
}

}  // namespace

bool Hop::has_slots() const {
  return std::any_of(conditions.begin(), conditions.end(),
                     [](const Condition& c) { return c.slot >= 0; });
}

bool Fits(Execution& execution, const Assertion& assertion,
          const std::vector<Condition>& conditions) {
  return std::all_of(
      conditions.begin(), conditions.end(), [&](const Condition& condition) {
        return condition.slot >= 0 ||
               FitsOne(execution, assertion, condition) != condition.negated;
      });
}

std::optional<RelationUse> Hop::OnlyUse() const {
  if (any || relations.size() != 1 || polarity != Polarity::kAffirmed ||
      !conditions.empty() || each_assertion ||
      relations[0].forward == relations[0].backward) {
    return std::nullopt;
  }
  return relations[0];
}

bool Hop::OneWay() const {
  if (any) return any_use.forward != any_use.backward && relations.empty();
  return std::all_of(
      relations.begin(), relations.end(),
      [](const RelationUse& use) { return use.forward != use.backward; });
}

HopScan::HopScan(Execution* execution, const Hop* hop)
    : execution_(execution),
      hop_(hop),
      reads_assertions_(!hop->conditions.empty() || hop->each_assertion) {
  if (hop->any && hop->any_use.forward) uses_.emplace_back(kNoTerm, true);
  if (hop->any && hop->any_use.backward) uses_.emplace_back(kNoTerm, false);
  for (const RelationUse& use : hop->relations) {
    if (use.forward) uses_.emplace_back(use.id, true);
    if (use.backward) uses_.emplace_back(use.id, false);
  }
}

void HopScan::Start(TermId from, TermId to) {
  want_from_ = from;
  want_to_ = to;
  use_ = 0;
  open_ = false;
  matches_.clear();
  match_ = 0;
  // Facts without an object do not meet in the nothing that they share.
  if ((from != kNoTerm && execution_->IsNothing(from)) ||
      (to != kNoTerm && execution_->IsNothing(to))) {
    use_ = uses_.size();
  }
}

bool HopScan::OpenAdjacency(Use& use) {
  if (use.relation == kNoTerm || hop_->polarity != Polarity::kAffirmed) {
    return false;
  }
  from_list_ = want_from_ == kNoTerm;
  const TermId known = from_list_ ? want_to_ : want_from_;
  if (known == kNoTerm) return false;
  LookUps& look_ups = from_list_ ? use.to_known : use.from_known;
  const Adjacency* const adjacency = look_ups.Next(*execution_);
  if (adjacency == nullptr) return false;
  if (want_from_ != kNoTerm && want_to_ != kNoTerm) {
    only_ = want_to_;
    list_ = NodeSpan(&only_, adjacency->Of(known).Contains(only_) ? 1 : 0);
  } else {
    list_ = adjacency->Of(known);
  }
  cursor_ = nullptr;
  return true;
}

bool HopScan::OpenWithWords() {
  if (want_from_ != kNoTerm || want_to_ != kNoTerm) return false;
  if (!std::exchange(looked_up_words_, true)) {
    for (const Condition& condition : hop_->conditions) {
      if (condition.key != Condition::Key::kText || condition.slot >= 0 ||
          condition.negated || condition.present ||
          condition.op == CompareOp::kNotEqual) {
        continue;
      }
      absl::StatusOr<std::optional<std::vector<Triple>>> found =
          execution_->assertions().WithWords(
              condition.value.text, hop_->polarity, kMaxSentences, [this] {
                execution_->Tick();
                return execution_->status();
              });
      if (!found.ok()) {
        execution_->Fail(found.status());
        return false;
      }
      with_words_ = *std::move(found);
      if (with_words_) break;
    }
  }
  cursor_ = nullptr;
  word_ = 0;
  return with_words_.has_value();
}

bool HopScan::OpenUse() {
  if (use_ >= uses_.size()) return false;
  Use& use = uses_[use_];
  open_ = true;
  in_words_ = OpenWithWords();
  if (in_words_ || OpenAdjacency(use)) return true;
  IdPattern pattern;
  pattern.relation = use.relation;
  pattern.subject = use.forward ? want_from_ : want_to_;
  pattern.object = use.forward ? want_to_ : want_from_;
  const TripleOrder order = View::CheapestOrder(pattern);
  std::optional<TripleCursor>& cursor = use.cursors[static_cast<size_t>(order)];
  if (cursor) {
    cursor->Restart(pattern);
  } else {
    cursor.emplace(execution_->view().Triples(pattern, order, hop_->polarity));
  }
  cursor_ = &*cursor;
  return true;
}

bool HopScan::NextTriple(Use& use, Triple* triple) {
  if (cursor_ != nullptr) {
    if (!cursor_->Valid()) {
      if (!cursor_->status().ok()) execution_->Fail(cursor_->status());
      return false;
    }
    *triple = cursor_->triple();
    cursor_->Next();
    return true;
  }
  if (in_words_) {
    while (word_ < with_words_->size()) {
      *triple = (*with_words_)[word_++];
      if (use.relation == kNoTerm || use.relation == triple->relation) {
        return true;
      }
    }
    return false;
  }
  if (list_.empty()) return false;
  const TermId from = from_list_ ? list_.front() : want_from_;
  const TermId to = from_list_ ? want_to_ : list_.front();
  list_.RemovePrefix(1);
  *triple = use.forward ? Triple{from, use.relation, to}
                        : Triple{to, use.relation, from};
  return true;
}

bool HopScan::CameBefore(TermId relation) const {
  return std::any_of(
      uses_.begin(), uses_.begin() + static_cast<std::ptrdiff_t>(use_),
      [&](const Use& earlier) {
        return earlier.relation == relation ||
               (earlier.relation == kNoTerm &&
                !std::binary_search(hop_->excluded.begin(),
                                    hop_->excluded.end(), relation));
      });
}

bool HopScan::NextFact() {
  Triple triple;
  while (true) {
    if (!open_ && !OpenUse()) return false;
    Use& use = uses_[use_];
    if (!NextTriple(use, &triple)) {
      if (!execution_->ok()) return false;
      open_ = false;
      ++use_;
      continue;
    }
    if (!execution_->Touch()) return false;
    if (use.relation == kNoTerm &&
        std::binary_search(hop_->excluded.begin(), hop_->excluded.end(),
                           triple.relation)) {
      continue;
    }
    // A fact of a node about itself is one step, not one in each direction.
    if (triple.subject == triple.object && CameBefore(triple.relation)) {
      continue;
    }
    // Backwards, what no object names is no node to start from.
    if (!use.forward && execution_->IsNothing(triple.object)) continue;
    fact_ = {triple, hop_->polarity == Polarity::kNegative};
    from_ = use.forward ? triple.subject : triple.object;
    to_ = use.forward ? triple.object : triple.subject;
    return true;
  }
}

bool HopScan::Next() {
  if (!reads_assertions_) return NextFact();
  if (hop_->each_assertion && match_ + 1 < matches_.size()) {
    ++match_;
    return true;
  }
  while (NextFact()) {
    FindMatches();
    if (!execution_->ok()) return false;
    if (!matches_.empty()) return true;
  }
  return false;
}

Mark HopScan::best_mark() const {
  if (hop_->each_assertion) return matches_[match_].mark;
  Mark best = matches_[0].mark;
  for (const Match& match : matches_) best = std::min(best, match.mark);
  return best;
}

void HopScan::FindMatches() {
  matches_.clear();
  match_ = 0;
  absl::StatusOr<std::vector<Assertion>> assertions =
      execution_->assertions().Of(fact_.triple, fact_.polarity());
  if (!assertions.ok()) {
    execution_->Fail(assertions.status());
    return;
  }
  for (const Assertion& assertion : *assertions) {
    if (!execution_->Touch()) return;
    if (!query::Fits(*execution_, assertion, hop_->conditions)) continue;
    Bindings bindings;
    const size_t before = matches_.size();
    AddMatches(assertion, 0, &bindings);
    if (hop_->each_assertion && matches_.size() > before) {
      execution_->Keep(assertion);
    }
  }
}

void HopScan::AddMatches(const Assertion& assertion, size_t condition,
                         Bindings* bindings) {
  while (condition < hop_->conditions.size() &&
         hop_->conditions[condition].slot < 0) {
    ++condition;
  }
  if (condition == hop_->conditions.size()) {
    matches_.push_back(
        {assertion.id, Mark::Of(assertion.status, fact_.negative), *bindings});
    return;
  }
  const int slot = hop_->conditions[condition].slot;
  Datum bound = execution_->slots[slot];
  for (const auto& [other, datum] : *bindings) {
    if (other == slot) bound = datum;
  }
  for (const Datum& value : ValuesOf(assertion, hop_->conditions[condition])) {
    if (bound.none()) {
      bindings->emplace_back(slot, value);
      AddMatches(assertion, condition + 1, bindings);
      bindings->pop_back();
    } else if (Compare(*execution_, bound, hop_->conditions[condition].op,
                       value)) {
      AddMatches(assertion, condition + 1, bindings);
    }
  }
}

std::vector<Datum> HopScan::ValuesOf(const Assertion& assertion,
                                     const Condition& condition) {
  const auto of_term = [&](const Term& term) {
    return term.id != kNoTerm ? Datum::OfTerm(term.id)
                              : execution_->Text(term.text);
  };
  std::vector<Datum> values;
  switch (condition.key) {
    case Condition::Key::kStatus:
      values.push_back(execution_->Text(Name(assertion.status)));
      break;
    case Condition::Key::kWhen:
      if (assertion.when_interval) {
        values.push_back(execution_->Date(*assertion.when_interval));
      } else if (!assertion.when.empty()) {
        values.push_back(execution_->Text(assertion.when));
      }
      break;
    case Condition::Key::kWhere:
      if (!assertion.where.empty()) {
        values.push_back(execution_->Text(assertion.where));
      }
      break;
    case Condition::Key::kBy:
      if (assertion.said_by) values.push_back(of_term(*assertion.said_by));
      break;
    case Condition::Key::kConfidence:
      values.push_back(Datum::OfNumber(assertion.confidence));
      break;
    case Condition::Key::kDocument:
      values.push_back(execution_->Text(assertion.document));
      break;
    case Condition::Key::kText:
      values.push_back(execution_->Text(assertion.text));
      break;
    case Condition::Key::kOpen:
      for (const Qualifier& open : assertion.open) {
        if (open.preposition == condition.preposition) {
          values.push_back(of_term(open.argument));
        }
      }
      break;
  }
  return values;
}

}  // namespace tercet::query
