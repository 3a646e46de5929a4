#ifndef TERCET_INGEST_CLAUSE_REPAIR_STEPS_H_
#define TERCET_INGEST_CLAUSE_REPAIR_STEPS_H_

// Repairs of a tree, one after the other: each reads the tree that the one
// before left and writes the next.
//
//   RepairSteps steps(&sentence);
//   steps.Step([&](const Tree& t, Sentence* s) { StrayNouns(t, s); });
//
// Most repairs find nothing, so the tree is read anew only after a change.  A
// repair whose result is no tree is undone.
//
// Thread safety: for one thread.  The sentence must outlive the steps, and
// only they may change it meanwhile.

#include <optional>

#include "ingest/clause_tree.h"

namespace tercet::text {

class RepairSteps {
 public:
  explicit RepairSteps(Sentence* sentence)
      : sentence_(sentence), before_(*sentence), tree_(before_) {}
  RepairSteps(const RepairSteps&) = delete;
  RepairSteps& operator=(const RepairSteps&) = delete;

  const Tree& tree() const { return *tree_; }

  template <typename Repair>
  void Step(Repair repair) {
    repair(*tree_, sentence_);
    if (SameTree(*sentence_, before_)) return;
    if (!IsTree(*sentence_)) {
      *sentence_ = before_;
      return;
    }
    before_ = *sentence_;
    tree_.emplace(before_);
  }

 private:
  // Whether a repair left everything that repairs may change: not the forms
  // and their places.  Features change only with a tag.
  static bool SameTree(const Sentence& a, const Sentence& b);

  // Whether there is one root, to which all heads lead.
  static bool IsTree(const Sentence& sentence);

  Sentence* const sentence_;
  Sentence before_;
  std::optional<Tree> tree_;
};

// Hangs i on head, unless that would close a circle.
void Attach(int i, int head, Deprel relation, Sentence* s);

// Makes i the root; the root before hangs on it by the relation.
void MakeRoot(int i, int before, Deprel relation, Sentence* s);

// Where the phrase of i begins, its own punctuation left out.
int PhraseStart(const Tree& tree, int i);

// The head of the noun phrase that token i stands in.
int NounHead(const Tree& tree, int i);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CLAUSE_REPAIR_STEPS_H_
