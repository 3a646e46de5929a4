#include "ingest/neural/arc_tree.h"

#include <algorithm>
#include <limits>

namespace tercet::text {
namespace {

// Far below any score, and far from overflow when a few are added.
constexpr int64_t kNever = std::numeric_limits<int64_t>::min() / 1024;

constexpr size_t kMostRoots = 3;

using Matrix = std::vector<std::vector<int64_t>>;  // square; row 0 is the root

int ArgMax(const std::vector<int64_t>& row) {
  return static_cast<int>(std::max_element(row.begin(), row.end()) -
                          row.begin());
}

// Nodes of one cycle among heads, where heads[0] is the root's; or none.
std::vector<int> FindCycle(const std::vector<int>& heads) {
  enum : char { kNew, kOnPath, kDone };
  std::vector<char> state(heads.size(), kNew);
  state[0] = kDone;
  for (size_t start = 1; start < heads.size(); ++start) {
    std::vector<int> path;
    int node = static_cast<int>(start);
    while (state[node] == kNew) {
      state[node] = kOnPath;
      path.push_back(node);
      node = heads[node];
    }
    if (state[node] == kOnPath) {
      return {std::find(path.begin(), path.end(), node), path.end()};
    }
    for (const int passed : path) state[passed] = kDone;
  }
  return {};
}

// A graph in which a cycle has become one node, the last.
struct Contraction {
  Matrix scores;
  std::vector<int> outside;  // of the old graph, in order; new node k is [k]
};

Contraction Contract(const Matrix& scores, const std::vector<int>& heads,
                     const std::vector<int>& cycle) {
  std::vector<bool> inside(scores.size(), false);
  for (const int node : cycle) inside[node] = true;
  Contraction result;
  for (size_t node = 0; node < scores.size(); ++node) {
    if (!inside[node]) result.outside.push_back(static_cast<int>(node));
  }
  const size_t last = result.outside.size();
  result.scores.assign(last + 1, std::vector<int64_t>(last + 1, kNever));
  for (size_t a = 0; a < last; ++a) {
    const int node = result.outside[a];
    for (size_t b = 0; b < last; ++b) {
      result.scores[a][b] = scores[node][result.outside[b]];
    }
    for (const int member : cycle) {
      int64_t& leave = result.scores[a][last];
      leave = std::max(leave, scores[node][member]);
      int64_t& enter = result.scores[last][a];
      const int64_t own = scores[member][heads[member]];
      if (scores[member][node] > kNever / 2) {
        enter = std::max(enter, scores[member][node] - own);
      }
    }
  }
  return result;
}

std::vector<int> Edmonds(const Matrix& scores) {
  std::vector<int> heads(scores.size(), 0);
  for (size_t node = 1; node < scores.size(); ++node) {
    heads[node] = ArgMax(scores[node]);
  }
  const std::vector<int> cycle = FindCycle(heads);
  if (cycle.empty()) return heads;

  const Contraction small = Contract(scores, heads, cycle);
  const std::vector<int> found = Edmonds(small.scores);
  const int last = static_cast<int>(small.outside.size());
  for (int k = 1; k < last; ++k) {
    const int node = small.outside[k];
    if (found[k] < last) {
      heads[node] = small.outside[found[k]];
    } else {
      heads[node] = *std::max_element(
          cycle.begin(), cycle.end(),
          [&](int a, int b) { return scores[node][a] < scores[node][b]; });
    }
  }
  // The cycle opens where entering from outside costs least.
  const int source = small.outside[found[last]];
  const int gate =
      *std::max_element(cycle.begin(), cycle.end(), [&](int a, int b) {
        return scores[a][source] - scores[a][heads[a]] <
               scores[b][source] - scores[b][heads[b]];
      });
  heads[gate] = source;
  return heads;
}

// The best tree in which `only` alone hangs on the root.
std::vector<int> TreeWithRoot(Matrix scores, int only) {
  for (size_t node = 1; node < scores.size(); ++node) {
    if (static_cast<int>(node) == only) {
      std::fill(scores[node].begin() + 1, scores[node].end(), kNever);
    } else {
      scores[node][0] = kNever;
    }
  }
  return Edmonds(scores);
}

// Words whose best head is the root, or the one that likes it best: at most
// kMostRoots, the best first.
std::vector<int> RootCandidates(const Matrix& scores,
                                const std::vector<int>& heads) {
  std::vector<int> roots;
  for (size_t word = 1; word < heads.size(); ++word) {
    if (heads[word] == 0) roots.push_back(static_cast<int>(word));
  }
  const auto better = [&](int a, int b) { return scores[a][0] > scores[b][0]; };
  if (roots.empty()) {
    int best = 1;
    for (size_t word = 2; word < heads.size(); ++word) {
      if (better(static_cast<int>(word), best)) best = static_cast<int>(word);
    }
    return {best};
  }
  std::stable_sort(roots.begin(), roots.end(), better);
  if (roots.size() > kMostRoots) roots.resize(kMostRoots);
  return roots;
}

}  // namespace

std::vector<int> ArcTree(const int32_t* scores, size_t stride, int words) {
  std::vector<int> heads(words + 1, 0);
  int roots = 0;
  for (int word = 1; word <= words; ++word) {
    const int32_t* row = scores + (word - 1) * stride;
    int best = 0;
    for (int head = 1; head <= words; ++head) {
      if (head != word && row[head] > row[best]) best = head;
    }
    heads[word] = best;
    roots += best == 0;
  }
  if (words == 0 || (roots == 1 && FindCycle(heads).empty())) {
    return {heads.begin() + 1, heads.end()};
  }
  Matrix square(words + 1);
  square[0].assign(words + 1, kNever);
  for (int word = 1; word <= words; ++word) {
    const int32_t* row = scores + (word - 1) * stride;
    square[word].assign(row, row + words + 1);
    square[word][word] = kNever;
  }
  std::vector<int> chosen;
  int64_t chosen_score = std::numeric_limits<int64_t>::min();
  for (const int root : RootCandidates(square, heads)) {
    const std::vector<int> tree = TreeWithRoot(square, root);
    int64_t score = 0;
    for (int word = 1; word <= words; ++word) {
      score += square[word][tree[word]];
    }
    if (score > chosen_score) {
      chosen_score = score;
      chosen = tree;
    }
  }
  return {chosen.begin() + 1, chosen.end()};
}

}  // namespace tercet::text
