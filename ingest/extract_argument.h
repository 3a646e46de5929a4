#ifndef TERCET_INGEST_EXTRACT_ARGUMENT_H_
#define TERCET_INGEST_EXTRACT_ARGUMENT_H_

// Phrases around a head token: minimal, but complete.
//
//   "the old mill, which burnt in 1987, and its yard", head "mill"
//       Phrase -> {the old mill}

#include "ingest/clause_tree.h"
#include "ingest/lexicon.h"
#include "ingest/proposition.h"

namespace tercet::text {

// The words of head and of what belongs to it: determiner, adjectives,
// compounds, possessor, "of" phrases and other prepositional phrases.  Left
// out: its own preposition, other conjuncts, relative and participial
// clauses, appositions, parentheses, titles before names.
Argument Phrase(const Tree& tree, int sentence, int head);

// The same with the preposition in front: "on Monday", "prior to his trip".
Argument PhraseWithPreposition(const Tree& tree, int sentence, int head);

// The same without any prepositional phrase: "interview" of "an interview
// with X about Y".
Argument BarePhrase(const Tree& tree, int sentence, int head);

// The number in "49-year-old", where `old` is the last word of it; else -1.
int AgeWithin(const Tree& tree, int old);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_ARGUMENT_H_
