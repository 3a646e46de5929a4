#include "ingest/transition.h"

#include <algorithm>
#include <cstddef>

namespace tercet::text {
namespace {

constexpr uint64_t Bit(Deprel deprel) {
  return uint64_t{1} << static_cast<int>(deprel);
}
static_assert(kDeprelCount <= 64, "a set of relations fits one word");

uint8_t Saturated(uint8_t count) {
  return count == 255 ? count : static_cast<uint8_t>(count + 1);
}

}  // namespace

ParseState::ParseState(int words) : nodes_(static_cast<size_t>(words) + 1) {
  stack_.reserve(16);
}

bool ParseState::IsLegal(int transition) const {
  if (transition == kShift) return CanShift();
  const bool is_root = DeprelIn(transition) == Deprel::kRoot;
  if (IsLeftArc(transition)) {
    return CanLeft() && is_root == (next_ == root());
  }
  return CanRight() && !is_root;
}

void ParseState::Attach(int head, int child, Deprel deprel) {
  ParseNode& above = nodes_[static_cast<size_t>(head)];
  ParseNode& below = nodes_[static_cast<size_t>(child)];
  below.head = head;
  below.deprel = deprel;
  if (child < head) {
    above.left[1] = above.left[0];
    above.left[0] = child;
    above.left_labels |= Bit(deprel);
    above.left_count = Saturated(above.left_count);
  } else {
    above.right[1] = above.right[0];
    above.right[0] = child;
    above.right_labels |= Bit(deprel);
    above.right_count = Saturated(above.right_count);
  }
  if (deprel == Deprel::kCase || deprel == Deprel::kMark) {
    if (above.case_child < 0 || child < above.case_child) {
      above.case_child = child;
    }
  }
}

void ParseState::Apply(int transition) {
  if (transition == kShift) {
    stack_.push_back(next_++);
    return;
  }
  const int child = stack_.back();
  stack_.pop_back();
  const int head = IsLeftArc(transition) ? next_ : stack_.back();
  Attach(head, child, DeprelIn(transition));
}

GoldTree::GoldTree(const Sentence& sentence)
    : children_(sentence.tokens.size() + 1) {
  const int root = static_cast<int>(sentence.tokens.size());
  for (int i = 0; i < root; ++i) {
    const Token& token = sentence.tokens[static_cast<size_t>(i)];
    heads_.push_back(token.head < 0 ? root : token.head);
    deprels_.push_back(token.head < 0 ? Deprel::kRoot : token.deprel);
    children_[static_cast<size_t>(heads_.back())].push_back(i);
  }
  heads_.push_back(-1);
  deprels_.push_back(Deprel::kRoot);
}

// The gold children of a word that wait in the buffer, which begins at first.
int GoldTree::ChildrenFrom(int word, int first) const {
  const std::vector<int>& children = children_[static_cast<size_t>(word)];
  return static_cast<int>(children.end() - std::lower_bound(children.begin(),
                                                            children.end(),
                                                            first));
}

GoldTree::Costs GoldTree::CostsIn(const ParseState& state) const {
  Costs costs;
  const int top = state.Stack(0);
  const int below = state.Stack(1);
  const int next = state.Buffer(0);
  if (top >= 0) {
    const int lost_children = ChildrenFrom(top, next);
    const int head_of_top = head(top);
    costs.left = lost_children + (head_of_top > next || head_of_top == below);
    costs.right = lost_children + (head_of_top >= next);
  }
  if (next == state.root()) return costs;
  for (int k = 0; k < state.stack_size(); ++k) {
    const int word = state.Stack(k);
    costs.shift += head(word) == next;
    costs.shift += k > 0 && head(next) == word;
  }
  return costs;
}

int GoldTree::Cost(const ParseState& state, const Costs& costs,
                   int transition) const {
  if (transition == kShift) return costs.shift;
  const int top = state.Stack(0);
  const bool left = IsLeftArc(transition);
  const int attached_to = left ? state.Buffer(0) : state.Stack(1);
  const int wrong_label =
      head(top) == attached_to && deprel(top) != DeprelIn(transition);
  return (left ? costs.left : costs.right) + wrong_label;
}

namespace {

bool Dominates(const std::vector<Token>& tokens, int ancestor, int word) {
  while (word >= 0 && word != ancestor) {
    word = tokens[static_cast<size_t>(word)].head;
  }
  return word == ancestor;
}

// The word whose arc covers a word that its head does not dominate, with the
// shortest arc first; -1 where the tree is projective.
int CrossingWord(const std::vector<Token>& tokens) {
  int worst = -1;
  int length = 0;
  const int size = static_cast<int>(tokens.size());
  for (int i = 0; i < size; ++i) {
    const int head = tokens[static_cast<size_t>(i)].head;
    if (head < 0 || (worst >= 0 && std::abs(head - i) >= length)) continue;
    for (int k = std::min(i, head) + 1; k < std::max(i, head); ++k) {
      if (Dominates(tokens, head, k)) continue;
      worst = i;
      length = std::abs(head - i);
      break;
    }
  }
  return worst;
}

}  // namespace

void Projectivise(Sentence* sentence) {
  std::vector<Token>& tokens = sentence->tokens;
  for (int word = CrossingWord(tokens); word >= 0;
       word = CrossingWord(tokens)) {
    Token& token = tokens[static_cast<size_t>(word)];
    token.head = tokens[static_cast<size_t>(token.head)].head;
  }
}

}  // namespace tercet::text
