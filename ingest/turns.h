#ifndef TERCET_INGEST_TURNS_H_
#define TERCET_INGEST_TURNS_H_

// Who speaks in an interview or in minutes that are written as one:
//
//   Reed: When did you begin?       turn of Reed, heard by Roe
//   Roe: I began in 2016.           turn of Roe, heard by Reed
//   It took me a year.              still Roe's
//
// A label counts where the text names such a person elsewhere.  Functions
// without state: safe from any thread.

#include <vector>

#include "ingest/mention.h"
#include "ingest/sentence.h"

namespace tercet::text {

// The label of a turn: tokens of the sentence that it begins.
struct TurnLabel {
  int sentence = -1;
  int first = 0;
  int last = -1;
};

struct Turns {
  std::vector<TurnLabel> labels;
  // One a sentence: the label of whose turn it is in, and that of whom the
  // speaker talks to, as indices of labels; -1 where nobody is known.
  std::vector<int> speaker;
  std::vector<int> hearer;
};

// The last token of the label that a sentence begins with, or -1: up to three
// words in capitals before a colon.
int LabelEnd(const Sentence& sentence);

Turns FindTurns(const std::vector<Sentence>& sentences,
                const std::vector<Mention>& mentions);

}  // namespace tercet::text

#endif  // TERCET_INGEST_TURNS_H_
