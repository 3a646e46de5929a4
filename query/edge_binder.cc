#include "query/edge_binder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "query/expression.h"
#include "query/spelling.h"
#include "query/unicode.h"

namespace tercet::query {
namespace {

struct Key {
  const char* name;
  Condition::Key key;
};

constexpr Key kKeys[] = {
    {"when", Condition::Key::kWhen},
    {"where", Condition::Key::kWhere},
    {"by", Condition::Key::kBy},
    {"said_by", Condition::Key::kBy},
    {"conf", Condition::Key::kConfidence},
    {"confidence", Condition::Key::kConfidence},
    {"src", Condition::Key::kDocument},
    {"document", Condition::Key::kDocument},
    {"text", Condition::Key::kText},
};

constexpr uint8_t kAllStatuses = (1 << kStatuses) - 1;

bool IsNegation(const std::string& key) {
  return key == "neg" || key == "negated";
}

// "neg", "neg=true" and "neg=yes" but not "!neg" and "neg=no".
bool AsksFor(const syntax::Qualifier& qualifier) {
  bool yes = true;
  if (qualifier.op != CompareOp::kNone) {
    const std::string value = FoldCase(qualifier.value.term.text);
    yes = value == "true" || value == "yes" || value == "1";
    if (qualifier.op == CompareOp::kNotEqual) yes = !yes;
  }
  return yes != qualifier.negated;
}

void AddUse(TermId id, bool forward, bool backward, Hop* hop) {
  for (RelationUse& use : hop->relations) {
    if (use.id != id) continue;
    use.forward |= forward;
    use.backward |= backward;
    return;
  }
  hop->relations.push_back({id, forward, backward});
}

bool IsPlain(const syntax::Sequence& sequence) {
  if (sequence.steps.size() != 1) return false;
  const syntax::Step& step = sequence.steps[0];
  return step.kind == syntax::Step::Kind::kNamed && step.qualifiers.empty() &&
         !step.quantifier;
}

PathExpression OfHop(Hop hop) {
  PathExpression expression;
  expression.hop = std::move(hop);
  return expression;
}

}  // namespace

absl::StatusOr<BoundEdge> EdgeBinder::Bind(const syntax::Edge& edge) {
  known_ = 0;
  problem_.clear();
  const Direction direction = edge.to_left == edge.to_right ? Direction::kBoth
                              : edge.to_left ? Direction::kBackward
                                             : Direction::kForward;
  absl::StatusOr<PathExpression> expression;
  if (edge.path) {
    expression = BindPath(*edge.path, direction);
  } else {
    syntax::Step step;
    step.at = edge.at;
    expression = BindStep(step, direction);
  }
  if (!expression.ok()) return expression.status();
  if (!edge.qualifiers.empty()) {
    if (expression->kind != PathExpression::Kind::kHop) {
      return source_.Error(edge.qualifiers[0].at,
                           "conditions need a single step before them");
    }
    absl::Status status = AddConditions(edge.qualifiers, &expression->hop);
    if (!status.ok()) return status;
  }
  BoundEdge bound;
  if (edge.quantifier) {
    PathExpression repeat;
    repeat.kind = PathExpression::Kind::kRepeat;
    repeat.min = edge.quantifier->min;
    repeat.max = edge.quantifier->max;
    repeat.parts.push_back(*std::move(expression));
    expression = std::move(repeat);
  }
  bound.is_hop = expression->kind == PathExpression::Kind::kHop;
  if (bound.is_hop) bound.hop = expression->hop;
  bound.expression = *std::move(expression);
  bound.impossible = known_ == 0 && !problem_.empty();
  bound.problem = problem_;
  return bound;
}

absl::StatusOr<PathExpression> EdgeBinder::BindPath(const syntax::Path& path,
                                                    Direction direction) {
  // meets|visits is one hop.
  if (std::all_of(path.alternatives.begin(), path.alternatives.end(),
                  IsPlain)) {
    Hop hop;
    for (const syntax::Sequence& sequence : path.alternatives) {
      const syntax::Step& step = sequence.steps[0];
      Direction own = direction;
      if (step.inverse && direction != Direction::kBoth) {
        own = direction == Direction::kForward ? Direction::kBackward
                                               : Direction::kForward;
      }
      absl::Status status = AddRelation(step.names[0], own, &hop);
      if (!status.ok()) return status;
    }
    return OfHop(std::move(hop));
  }
  if (path.alternatives.size() == 1) {
    return BindSequence(path.alternatives[0], direction);
  }
  PathExpression expression;
  expression.kind = PathExpression::Kind::kAlternative;
  for (const syntax::Sequence& sequence : path.alternatives) {
    absl::StatusOr<PathExpression> part = BindSequence(sequence, direction);
    if (!part.ok()) return part.status();
    expression.parts.push_back(*std::move(part));
  }
  return expression;
}

absl::StatusOr<PathExpression> EdgeBinder::BindSequence(
    const syntax::Sequence& sequence, Direction direction) {
  if (sequence.steps.size() == 1) {
    return BindStep(sequence.steps[0], direction);
  }
  PathExpression expression;
  expression.kind = PathExpression::Kind::kSequence;
  for (const syntax::Step& step : sequence.steps) {
    absl::StatusOr<PathExpression> part = BindStep(step, direction);
    if (!part.ok()) return part.status();
    expression.parts.push_back(*std::move(part));
  }
  // a/b walked from its end is the inverse of b, then that of a.
  if (direction == Direction::kBackward) {
    std::reverse(expression.parts.begin(), expression.parts.end());
  }
  return expression;
}

absl::StatusOr<PathExpression> EdgeBinder::BindStep(const syntax::Step& step,
                                                    Direction direction) {
  if (step.inverse && direction != Direction::kBoth) {
    direction = direction == Direction::kForward ? Direction::kBackward
                                                 : Direction::kForward;
  }
  absl::StatusOr<PathExpression> expression;
  if (step.kind == syntax::Step::Kind::kGroup) {
    expression = BindGroup(step, direction);
    if (!expression.ok()) return expression.status();
  } else {
    Hop hop;
    absl::Status status;
    if (step.kind == syntax::Step::Kind::kNamed) {
      status = AddRelation(step.names[0], direction, &hop);
    } else {
      absl::StatusOr<Hop> any = AnyHop(direction);
      status = any.status();
      if (any.ok()) hop = *std::move(any);
      if (status.ok() && step.kind == syntax::Step::Kind::kNotNamed) {
        status = Exclude(step.names, &hop);
      }
    }
    if (status.ok()) status = AddConditions(step.qualifiers, &hop);
    if (!status.ok()) return status;
    expression = OfHop(std::move(hop));
  }
  if (!step.quantifier) return expression;
  PathExpression repeat;
  repeat.kind = PathExpression::Kind::kRepeat;
  repeat.min = step.quantifier->min;
  repeat.max = step.quantifier->max;
  repeat.parts.push_back(*std::move(expression));
  return repeat;
}

absl::StatusOr<PathExpression> EdgeBinder::BindGroup(const syntax::Step& step,
                                                     Direction direction) {
  absl::StatusOr<PathExpression> group = BindPath(step.group[0], direction);
  if (!group.ok() || step.qualifiers.empty()) return group;
  if (group->kind != PathExpression::Kind::kHop) {
    return source_.Error(
        step.qualifiers[0].at,
        "conditions after brackets need plain relations inside, as in "
        "(meets|visits)[status=planned]");
  }
  absl::Status status = AddConditions(step.qualifiers, &group->hop);
  if (!status.ok()) return status;
  return group;
}

absl::StatusOr<Hop> EdgeBinder::AnyHop(Direction direction) {
  Hop hop;
  hop.any = true;
  hop.any_use.forward = direction != Direction::kBackward;
  hop.any_use.backward = direction != Direction::kForward;
  ++known_;
  if (direction != Direction::kBoth) {
    absl::StatusOr<std::vector<TermId>> symmetric = names_.SymmetricRelations();
    if (!symmetric.ok()) return symmetric.status();
    for (TermId id : *symmetric) {
      AddUse(id, direction == Direction::kBackward,
             direction == Direction::kForward, &hop);
    }
  }
  return hop;
}

absl::Status EdgeBinder::AddRelation(const syntax::Lexeme& name,
                                     Direction direction, Hop* hop) {
  absl::StatusOr<std::vector<RelationInfo>> found = names_.Relations(name.text);
  if (!found.ok()) return found.status();
  if (found->empty()) {
    if (problem_.empty()) {
      const absl::Status error =
          source_.Error(name.at, names_.UnknownRelation(name.text));
      problem_ = std::string(error.message());
    }
    return absl::OkStatus();
  }
  for (const RelationInfo& info : *found) {
    ++known_;
    const bool both =
        direction == Direction::kBoth || info.properties.symmetric;
    AddUse(info.term.id, both || direction == Direction::kForward,
           both || direction == Direction::kBackward, hop);
    if (info.properties.inverse.empty()) continue;
    absl::StatusOr<std::vector<RelationInfo>> inverses =
        names_.Relations(info.properties.inverse);
    if (!inverses.ok()) return inverses.status();
    for (const RelationInfo& inverse : *inverses) {
      AddUse(inverse.term.id, both || direction == Direction::kBackward,
             both || direction == Direction::kForward, hop);
    }
  }
  return absl::OkStatus();
}

absl::Status EdgeBinder::Exclude(const std::vector<syntax::Lexeme>& names,
                                 Hop* hop) {
  for (const syntax::Lexeme& name : names) {
    absl::StatusOr<std::vector<RelationInfo>> found =
        names_.Relations(name.text);
    if (!found.ok()) return found.status();
    if (found->empty()) {
      names_.notes().push_back(names_.UnknownRelation(name.text));
    }
    for (const RelationInfo& info : *found) {
      hop->excluded.push_back(info.term.id);
      std::erase_if(hop->relations, [&](const RelationUse& use) {
        return use.id == info.term.id;
      });
    }
  }
  std::sort(hop->excluded.begin(), hop->excluded.end());
  return absl::OkStatus();
}

absl::Status EdgeBinder::AddConditions(
    const std::vector<syntax::Qualifier>& qualifiers, Hop* hop) {
  for (const syntax::Qualifier& qualifier : qualifiers) {
    absl::Status status = AddCondition(qualifier, hop);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status EdgeBinder::AddCondition(const syntax::Qualifier& qualifier,
                                      Hop* hop) {
  const std::string key = FoldCase(qualifier.key);
  if (IsNegation(key)) {
    hop->polarity =
        AsksFor(qualifier) ? Polarity::kNegative : Polarity::kAffirmed;
    return absl::OkStatus();
  }
  if (key == "status" || (StatusOf(key) && qualifier.op == CompareOp::kNone)) {
    return AddStatus(qualifier, hop);
  }
  Condition condition;
  condition.negated = qualifier.negated;
  const Key* known =
      std::find_if(std::begin(kKeys), std::end(kKeys),
                   [&](const Key& candidate) { return key == candidate.name; });
  if (known != std::end(kKeys)) {
    condition.key = known->key;
  } else if (IsPreposition(key)) {
    condition.key = Condition::Key::kOpen;
    condition.preposition = key;
  } else {
    std::vector<std::string> names = {"status",       "neg",     "asserted",
                                      "reported",     "planned", "possible",
                                      "hypothetical", "denied"};
    for (const Key& candidate : kKeys) names.push_back(candidate.name);
    const std::string nearest = Nearest(key, names);
    return source_.Error(
        qualifier.at,
        nearest.empty()
            ? absl::StrCat("no qualifier '", key,
                           "'; there are status, neg, when, where, by, conf, "
                           "src, text and prepositions such as to")
            : absl::StrCat("no qualifier '", key, "'; did you mean '", nearest,
                           "'?"));
  }
  condition.present = qualifier.op == CompareOp::kNone;
  if (!condition.present) {
    absl::Status status = AddValue(qualifier, &condition);
    if (!status.ok()) return status;
  }
  hop->conditions.push_back(std::move(condition));
  return absl::OkStatus();
}

absl::Status EdgeBinder::AddStatus(const syntax::Qualifier& qualifier,
                                   Hop* hop) {
  Condition condition;
  condition.key = Condition::Key::kStatus;
  condition.op = CompareOp::kEqual;
  if (qualifier.value.kind == syntax::QualifierValue::Kind::kVariable &&
      qualifier.op != CompareOp::kNone) {
    absl::StatusOr<int> slot = slot_of_(qualifier.value.variable, qualifier.at);
    if (!slot.ok()) return slot.status();
    condition.slot = *slot;
    hop->conditions.push_back(std::move(condition));
    return absl::OkStatus();
  }
  const std::string name =
      FoldCase(qualifier.op == CompareOp::kNone ? qualifier.key
                                                : qualifier.value.term.text);
  const std::optional<Status> status = StatusOf(name);
  if (!status ||
      (qualifier.op != CompareOp::kNone && qualifier.op != CompareOp::kEqual &&
       qualifier.op != CompareOp::kNotEqual)) {
    return source_.Error(qualifier.at,
                         "a status is one of asserted, reported, planned, "
                         "possible, hypothetical and denied");
  }
  const bool excluded =
      qualifier.negated != (qualifier.op == CompareOp::kNotEqual);
  condition.statuses = static_cast<uint8_t>(1 << static_cast<int>(*status));
  if (excluded) condition.statuses ^= kAllStatuses;
  // What somebody denies is among the negative facts.
  if (*status == Status::kDenied && !excluded) {
    hop->polarity = Polarity::kNegative;
  }
  hop->conditions.push_back(std::move(condition));
  return absl::OkStatus();
}

absl::Status EdgeBinder::CheckDate(const std::string& text, int at) const {
  const std::string problem = DateProblem(text);
  return problem.empty() ? absl::OkStatus() : source_.Error(at, problem);
}

absl::Status EdgeBinder::AddValue(const syntax::Qualifier& qualifier,
                                  Condition* condition) {
  using ValueKind = syntax::QualifierValue::Kind;
  condition->op = qualifier.op;
  const syntax::QualifierValue& value = qualifier.value;
  if (value.kind == ValueKind::kVariable) {
    absl::StatusOr<int> slot = slot_of_(value.variable, qualifier.at);
    if (!slot.ok()) return slot.status();
    condition->slot = *slot;
    return absl::OkStatus();
  }
  if (value.kind == ValueKind::kRange) {
    absl::Status dates = CheckDate(value.low.text, value.low.at);
    if (dates.ok()) dates = CheckDate(value.high.text, value.high.at);
    if (!dates.ok()) return dates;
    const std::optional<DateInterval> low = ReadDate(value.low.text);
    const std::optional<DateInterval> high = ReadDate(value.high.text);
    if (condition->key == Condition::Key::kWhen && low && high &&
        low->from < high->to && qualifier.op == CompareOp::kEqual) {
      condition->range = DateInterval{low->from, high->to};
      return absl::OkStatus();
    }
    if (condition->key == Condition::Key::kConfidence &&
        qualifier.op == CompareOp::kEqual) {
      condition->numbers = {value.low.number, value.high.number};
      return absl::OkStatus();
    }
    return source_.Error(qualifier.at,
                         "a range stands after when= or conf=, and begins "
                         "before it ends");
  }
  std::string text = value.term.text;
  if (value.term.kind == syntax::Term::Kind::kId) text.erase(0, 1);
  if (condition->key == Condition::Key::kWhen) {
    absl::Status date = CheckDate(text, value.term.at);
    if (!date.ok()) return date;
  }
  condition->value = MakeConstant(text);
  condition->value.by_words = value.term.kind == syntax::Term::Kind::kWords;
  if (condition->value.by_words) condition->op = CompareOp::kMatches;
  if (condition->key == Condition::Key::kConfidence &&
      !condition->value.quantity) {
    return source_.Error(qualifier.at,
                         "conf is compared with a number from 0 to 1");
  }
  const bool names_entity = (condition->key == Condition::Key::kBy ||
                             condition->key == Condition::Key::kOpen) &&
                            condition->op != CompareOp::kMatches;
  if (names_entity) {
    absl::StatusOr<std::vector<TermId>> ids = names_.Nodes(value.term);
    if (!ids.ok()) return ids.status();
    condition->value.ids = *std::move(ids);
  }
  return absl::OkStatus();
}

}  // namespace tercet::query
