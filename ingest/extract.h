#ifndef TERCET_INGEST_EXTRACT_H_
#define TERCET_INGEST_EXTRACT_H_

// From trees to propositions: what each sentence of a document says, in
// phrases of that sentence.
//
//   auto lexicon = Lexicon::Load(dir);
//   std::vector<Proposition> all = Extract(sentences, mentions, *lexicon);
//   // "Norvik, which is based in Stavanger, agreed to buy Halden."
//   //   Norvik -is based in-> Stavanger        [asserted]
//   //   Norvik -buys-> Halden                  [planned]
//
// A whole document at once, because a quotation may run over sentences.
// Pure and deterministic; propositions come in sentence order.  Tokens must
// be parsed; mentions may be empty, then only words tell names from others.

#include <vector>

#include "ingest/lexicon.h"
#include "ingest/mention.h"
#include "ingest/proposition.h"
#include "ingest/sentence.h"

namespace tercet::text {

// The sentences have been mended (clause_repair.h) if they came from a parser.
std::vector<Proposition> Extract(const std::vector<Sentence>& sentences,
                                 const std::vector<Mention>& mentions,
                                 const Lexicon& lexicon);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_H_
