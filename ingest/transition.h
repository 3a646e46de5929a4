#ifndef TERCET_INGEST_TRANSITION_H_
#define TERCET_INGEST_TRANSITION_H_

// The arc-hybrid transition system (Kuhlmann, Gómez-Rodríguez and Satta,
// 2011) with its dynamic oracle (Goldberg and Nivre, 2013).
//
// Words 0..n-1 wait in a buffer; behind the last one stands the root, n.
//
//   SHIFT    the buffer's first word goes onto the stack
//   LEFT r   the stack's top becomes the r of the buffer's first word
//   RIGHT r  the stack's top becomes the r of the word below it
//
// Whatever legal transitions are taken, the end is a tree with one root
// after 2n steps.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "ingest/sentence.h"

namespace tercet::text {

inline constexpr int kDeprelCount = static_cast<int>(Deprel::kXcomp) + 1;
inline constexpr int kShift = 0;
inline constexpr int kTransitionCount = 1 + 2 * kDeprelCount;

// Transitions are small numbers, so that they can be classes of a model.
constexpr int LeftArc(Deprel deprel) { return 1 + static_cast<int>(deprel); }
constexpr int RightArc(Deprel deprel) {
  return 1 + kDeprelCount + static_cast<int>(deprel);
}
constexpr bool IsLeftArc(int transition) {
  return transition >= 1 && transition <= kDeprelCount;
}
constexpr bool IsRightArc(int transition) { return transition > kDeprelCount; }
constexpr Deprel DeprelIn(int transition) {
  return static_cast<Deprel>((transition - 1) % kDeprelCount);
}

// What the parser knows about one word while it builds the tree.
struct ParseNode {
  int head = -1;
  Deprel deprel = Deprel::kDep;
  std::array<int, 2> left = {-1, -1};   // leftmost child, second leftmost
  std::array<int, 2> right = {-1, -1};  // rightmost, second rightmost
  uint64_t left_labels = 0;             // bit sets over Deprel
  uint64_t right_labels = 0;
  uint8_t left_count = 0;
  uint8_t right_count = 0;
  int case_child = -1;  // the first case or mark child: its preposition
};

class ParseState {
 public:
  explicit ParseState(int words);

  int words() const { return static_cast<int>(nodes_.size()) - 1; }
  int root() const { return words(); }
  bool Done() const { return next_ == root() && stack_.empty(); }

  // The k-th word from the top of the stack or from the front of the
  // buffer; -1 where there is none.
  int Stack(int k) const {
    const int at = static_cast<int>(stack_.size()) - 1 - k;
    return at < 0 ? -1 : stack_[static_cast<size_t>(at)];
  }
  int Buffer(int k) const { return next_ + k > root() ? -1 : next_ + k; }
  int stack_size() const { return static_cast<int>(stack_.size()); }
  const ParseNode& node(int word) const {
    return nodes_[static_cast<size_t>(word)];
  }

  bool CanShift() const { return next_ < root(); }
  bool CanLeft() const {
    return !stack_.empty() && (next_ < root() || stack_.size() == 1);
  }
  bool CanRight() const { return stack_.size() >= 2; }
  // LEFT from the root is the only transition with the relation root.
  bool IsLegal(int transition) const;
  // REQUIRES: IsLegal(transition).
  void Apply(int transition);

 private:
  void Attach(int head, int child, Deprel deprel);

  int next_ = 0;
  std::vector<int> stack_;
  std::vector<ParseNode> nodes_;
};

// A gold tree as the oracle needs it.
class GoldTree {
 public:
  explicit GoldTree(const Sentence& sentence);

  int head(int word) const { return heads_[static_cast<size_t>(word)]; }
  Deprel deprel(int word) const { return deprels_[static_cast<size_t>(word)]; }

  // How many gold arcs each kind of transition puts out of reach.
  struct Costs {
    int shift = 0;
    int left = 0;
    int right = 0;
  };
  Costs CostsIn(const ParseState& state) const;

  // The cost of one legal transition, one more if its arc is right and its
  // relation is wrong.
  int Cost(const ParseState& state, const Costs& costs, int transition) const;

 private:
  int ChildrenFrom(int word, int first) const;

  std::vector<int> heads_;  // the root's number for the root word
  std::vector<Deprel> deprels_;
  std::vector<std::vector<int>> children_;
};

// Lifts the head of crossing arcs until none cross (Nivre and Nilsson, 2005):
// the tree that a projective parser can learn from.
void Projectivise(Sentence* sentence);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TRANSITION_H_
