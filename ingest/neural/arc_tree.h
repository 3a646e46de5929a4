#ifndef TERCET_INGEST_NEURAL_ARC_TREE_H_
#define TERCET_INGEST_NEURAL_ARC_TREE_H_

// The best tree over scored arcs.
//
//   // Two words, each with scores for the root and both words as its head.
//   const int32_t scores[] = {5, 0, 1,  2, 9, 0};
//   ArcTree(scores, 3, 2)  ->  {0, 1}
//
// Thread safety: pure function.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tercet::text {

// Row w of `scores`, `stride` values apart, holds the scores of the root and
// of every word as the head of word w; a word's score for itself is not
// looked at.  Returns each word's head, 0 for the root, else the head's place
// from 1.  Exactly one word hangs on the root.
//
// Each word takes its best head; where that is no tree, Chu-Liu/Edmonds
// (1967) repairs it, tried for the few words that like the root best.  Ties go
// to the lower head.  Quadratic in words; the repair at worst cubic.
std::vector<int> ArcTree(const int32_t* scores, size_t stride, int words);

}  // namespace tercet::text

#endif  // TERCET_INGEST_NEURAL_ARC_TREE_H_
