#ifndef TERCET_INGEST_TAG_AGREEMENT_H_
#define TERCET_INGEST_TAG_AGREEMENT_H_

// Parts of speech that a word's relation to its head rules out, as Universal
// Dependencies define both: a verb's particle is an adposition, whatever marks
// a clause's object is no conjunction.
//
//   AgreeWithRelations(&sentence);  // reads deprel; writes upos and xpos
//
// Thread safety: a pure function.

#include "ingest/sentence.h"

namespace tercet::text {

void AgreeWithRelations(Sentence* sentence);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TAG_AGREEMENT_H_
