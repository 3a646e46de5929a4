#ifndef TERCET_INGEST_CLAUSE_REPAIR_H_
#define TERCET_INGEST_CLAUSE_REPAIR_H_

// Mends what a parser gets wrong in regular ways, before clauses are found.
//
//   "Ana Roe, mayor of Oslo, and Bo Hald"   mayor: appositive, no third person
//   "voted on Monday night to postpone"     to postpone: hangs on voted
//   "accused the party of cheating"         cheating: hangs on accused
//   "sold to a bank in March"               in March: hangs on sold
//   "U.S. plans for sales ... provoked X"   a verb with a tense is no
//                                           participle: plans is its subject
//   "Farmers on Monday blocked a road"      on Monday: hangs on blocked
//   "a plan to sell, angering Kim"          angering: hangs on the verb above
//   "the shop of Bo Hald, whom she met"     met: hangs on the person
//   "her brother Bo Hald sang"              Bo Hald: the brother's name
//   "the deal, announced on Monday, failed" announced: of the deal
//   "Roe, a cook, left"                     Roe: the subject, spoken to nowhere
//   "said in a note that it failed"         failed: hangs on said
//
// A tree that is right stays as it is.

#include <vector>

#include "ingest/lexicon.h"
#include "ingest/sentence.h"

namespace tercet::text {

// All of it.  What is mended stays as it is when mended again.
Sentence Repaired(Sentence sentence, const Lexicon& lexicon);

// Over a whole document, before anything else: tags that capitals, endings
// and the tree speak against.
void RepairTags(const Lexicon& lexicon, std::vector<Sentence>* sentences);

// Over a whole document: "Ekberg praised the crew", where a full name has
// said that Ekberg is a surname, has her as its subject.
void RepairSurnames(std::vector<Sentence>* sentences);

// Only inside names: titles, second names, the "&" of firms.
Sentence RepairedNames(Sentence sentence, const Lexicon& lexicon);

// Only what stands beside nouns: descriptions, names, further phrases.
Sentence RepairedAppositions(Sentence sentence, const Lexicon& lexicon);

// Only relative clauses: the noun that each is about.
Sentence RepairedRelatives(Sentence sentence, const Lexicon& lexicon);

// Only forms: verbs read as nouns and nouns as verbs, tenses, subjects.
Sentence RepairedForms(Sentence sentence, const Lexicon& lexicon);

// Only lists: what stands in a row of nouns and is not one more of them.
Sentence RepairedLists(Sentence sentence, const Lexicon& lexicon);

// Only what stands around verbs: nouns that are verbs, objects, terms.
Sentence RepairedVerbs(Sentence sentence, const Lexicon& lexicon);

// Only predicates: which word is the verb, and what is said of whom.
Sentence RepairedPredicates(Sentence sentence, const Lexicon& lexicon);

// Only clauses: which words make one, and which of them is its verb.
Sentence RepairedClauses(Sentence sentence, const Lexicon& lexicon);

// Only prepositions: several words that are one.
Sentence RepairedPrepositions(Sentence sentence, const Lexicon& lexicon);

// Only phrases: names beside nouns, dates, amounts, participles.
Sentence RepairedPhrases(Sentence sentence, const Lexicon& lexicon);

}  // namespace tercet::text

#endif  // TERCET_INGEST_CLAUSE_REPAIR_H_
