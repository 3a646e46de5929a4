#ifndef TERCET_INGEST_PARAGRAPHS_H_
#define TERCET_INGEST_PARAGRAPHS_H_

// Where paragraphs begin and end: no sentence runs over such a place.
//
//   "Storm hits coast\n\nThe storm came\nat night." -> two paragraphs
//
// An empty line parts paragraphs.  A single line break does so where it was
// made on purpose: the line is short enough that the next word would have
// fitted, or lines are too long to have been wrapped at all, and what
// follows begins like a sentence or a headline; and before an item of a list.

#include <string_view>
#include <vector>

#include "ingest/sentence.h"

namespace tercet::text {

// In text order, without white space at either end; none is empty.
std::vector<Span> FindParagraphs(std::string_view text);

}  // namespace tercet::text

#endif  // TERCET_INGEST_PARAGRAPHS_H_
