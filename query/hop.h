#ifndef TERCET_QUERY_HOP_H_
#define TERCET_QUERY_HOP_H_

// One step from node to node: which relations it may take, in which
// direction, and what its assertions must be like.
//
//   HopScan scan(&execution, &hop);
//   for (scan.Start(lee, kNoTerm); scan.Next();) Use(scan.to());
//
// A Hop is a plain value of the plan.  A HopScan belongs to one run.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "query/adjacency.h"
#include "query/execution.h"
#include "query/match.h"

namespace tercet::query {

// A condition on an assertion: [status=planned], [when=Tuesday], [by=?x].
struct Condition {
  enum class Key : uint8_t {
    kStatus,
    kWhen,
    kWhere,
    kBy,
    kConfidence,
    kDocument,
    kText,
    kOpen,  // an open argument: [to=China]
  };
  Key key = Key::kStatus;
  std::string preposition;  // kOpen
  bool negated = false;     // [!planned]
  bool present = false;     // [by] alone: has any
  CompareOp op = CompareOp::kEqual;
  uint8_t statuses = 0;  // kStatus: a bit for each
  Constant value;
  std::optional<DateInterval> range;                 // kWhen: low..high
  std::optional<std::pair<double, double>> numbers;  // kConfidence: low..high
  int slot = -1;  // a variable's: compared where bound, else bound
};

struct RelationUse {
  TermId id = kNoTerm;
  bool forward = false;
  bool backward = false;
};

struct Hop {
  bool any = false;  // any relation but those excluded
  RelationUse any_use;
  std::vector<TermId> excluded;  // sorted
  // Each id once.  Beside `any`, those that are symmetric, backwards.
  std::vector<RelationUse> relations;
  Polarity polarity = Polarity::kAffirmed;
  std::vector<Condition> conditions;
  bool each_assertion = false;  // a match for every assertion, not every fact
  std::string label;            // for plans: "-meets[status=planned]->"

  // Whether some condition holds a variable.
  bool has_slots() const;
  // The only way that the hop goes, where it is one relation in one direction
  // with nothing said of its assertions.
  std::optional<RelationUse> OnlyUse() const;
  // Whether it takes each fact in one direction at most.
  bool OneWay() const;
};

class HopScan {
 public:
  // What conditions bind: slot and value.
  using Bindings = std::vector<std::pair<int, Datum>>;

  HopScan(Execution* execution, const Hop* hop);

  // Looks for steps between the two; kNoTerm stands for any node.
  void Start(TermId from, TermId to);
  // To the next step; false at the end, or where the run must end.
  bool Next();

  TermId from() const { return from_; }
  TermId to() const { return to_; }
  const FactRef& fact() const { return fact_; }
  // The best mark of the assertions that fit; of the fact, without conditions.
  Mark mark() { return reads_assertions_ ? best_mark() : MarkOfFact(); }
  // The same, not looked up yet where it is that of the fact.
  LazyMark lazy_mark() const {
    if (reads_assertions_) return {best_mark(), false, {}};
    return {{}, true, fact_};
  }
  // Only where the hop asks for each assertion.
  AssertionId assertion() const { return matches_[match_].assertion; }
  const Bindings& bindings() const { return matches_[match_].bindings; }

 private:
  struct Use {
    Use(TermId relation_, bool forward_)
        : relation(relation_),
          forward(forward_),
          from_known(relation_, forward_),
          to_known(relation_, !forward_) {}

    TermId relation = kNoTerm;
    bool forward = true;
    LookUps from_known, to_known;
    std::array<std::optional<TripleCursor>, 3> cursors;  // by order
  };
  struct Match {
    AssertionId assertion;
    Mark mark;
    Bindings bindings;
  };

  Mark best_mark() const;
  Mark MarkOfFact() { return execution_->MarkOf(fact_); }
  bool NextFact();
  // Whether an earlier use takes the relation.
  bool CameBefore(TermId relation) const;
  bool OpenUse();
  // Shows the facts whose sentences have the words of a condition, where it is
  // these that tell which facts to look at; false where all must be read.
  bool OpenWithWords();
  // Shows the ends that an adjacency knows; false where there is none.
  bool OpenAdjacency(Use& use);
  // To the next triple of the use; false where it has no more.
  bool NextTriple(Use& use, Triple* triple);
  void FindMatches();
  void AddMatches(const Assertion& assertion, size_t condition,
                  Bindings* bindings);
  std::vector<Datum> ValuesOf(const Assertion& assertion,
                              const Condition& condition);

  Execution* const execution_;
  const Hop* const hop_;
  std::vector<Use> uses_;
  bool reads_assertions_;

  TermId want_from_ = kNoTerm, want_to_ = kNoTerm;
  size_t use_ = 0;
  bool open_ = false;
  TripleCursor* cursor_ = nullptr;  // null: in list_, or in with_words_
  bool from_list_ = false;          // list_ holds what `from` may be
  NodeSpan list_;
  TermId only_ = kNoTerm;  // what list_ shows where both ends are wanted
  // Of a condition [text~words]: looked up once; nothing where that is no help.
  std::optional<std::vector<Triple>> with_words_;
  bool looked_up_words_ = false;
  bool in_words_ = false;
  size_t word_ = 0;
  TermId from_ = kNoTerm, to_ = kNoTerm;
  FactRef fact_;
  std::vector<Match> matches_;
  size_t match_ = 0;
};

// Whether the assertion fits every condition without a variable.
bool Fits(Execution& execution, const Assertion& assertion,
          const std::vector<Condition>& conditions);

}  // namespace tercet::query

#endif  // TERCET_QUERY_HOP_H_
