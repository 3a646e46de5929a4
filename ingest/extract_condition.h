#ifndef TERCET_INGEST_EXTRACT_CONDITION_H_
#define TERCET_INGEST_EXTRACT_CONDITION_H_

// What makes a clause a condition, and what hangs on one: "if China acts",
// "should China act", "had it not sold the mill".

#include <initializer_list>
#include <string>
#include <string_view>

#include "ingest/extract_view.h"

namespace tercet::text {

// The auxiliary of a verb that is one of these words, or -1.
int AuxWord(const Tree& tree, int head,
            std::initializer_list<std::string_view> words);

// The word that marks a clause: "if", "that"; empty where there is none.
std::string Mark(const Tree& tree, int head);

// "should China act", "had it not sold": the auxiliary before the subject.
bool IsInverted(const Tree& tree, const Clause& clause);

// Whether the clause says under which condition another holds.
bool IsConditional(const Tree& tree, const Clause& clause);

// Whether a condition hangs on the clause.
bool HasCondition(const SentenceView& view, int clause);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_CONDITION_H_
