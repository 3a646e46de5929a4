#ifndef TERCET_INGEST_EXTRACT_RULES_H_
#define TERCET_INGEST_EXTRACT_RULES_H_

// The extraction rules, one file a construction.  Each looks at one sentence
// and appends the propositions it finds; extract.cc runs them all.

#include <optional>
#include <string>
#include <vector>

#include "ingest/extract_view.h"

namespace tercet::text {

using Propositions = std::vector<Proposition>;

// extract_verbal.cc: "Kim sold the mill to Ana for $2 million."
void VerbalFacts(const SentenceView& view, int clause, Propositions* out);

// extract_passive.cc: "The mill was sold to Ana", "hired by Kim as a cook".
void PassiveFacts(const SentenceView& view, int clause, Propositions* out);

// extract_copular.cc: "Kim is mayor of Oslo", "is against the plan".
void CopularFacts(const SentenceView& view, int clause, Propositions* out);

// extract_apposition.cc: "Kim, an architect", "the brothers Al and Bo".
void AppositionFacts(const SentenceView& view, Propositions* out);

// "a 49-year-old judge", wherever it stands.
void AgeFacts(const SentenceView& view, Propositions* out);

// extract_title.cc: "Norwegian President Kim Berg".
void TitleFacts(const SentenceView& view, Propositions* out);

// extract_possessive.cc: "its 3,200 workers", "the Oslo-based firm",
// "Kim Berg of the Mill Society".
void PossessiveFacts(const SentenceView& view, Propositions* out);

// extract_nominal.cc: "sanctions by X against Y", "X's purchase of Y".
void NominalFacts(const SentenceView& view, Propositions* out);

// Shared by several rules.

// What somebody is: {"is mayor of", Oslo} of "mayor of Oslo" or "Oslo's
// mayor", {"is", the phrase} where the noun is no role or names nothing
// that it is a role of.
struct Role {
  std::string relation;
  Argument object;
};
Role RoleOf(const SentenceView& view, int head, const std::string& verb);

// Whose head, chairman or son the noun is, where it says so: "Oslo" of
// "Oslo's mayor" and of "the Oslo mayor"; else -1.
int OwnerOfRole(const SentenceView& view, int head);

// A proposition of a clause with its attitude, time, place and source.
Proposition OfClause(const SentenceView& view, int clause, int subject,
                     std::string relation, Argument object,
                     std::string construction);

// A proposition of a noun phrase: true unless it stands in a quotation.
Proposition OfNoun(const SentenceView& view, int predicate, int subject,
                   std::string relation, Argument object,
                   std::string construction);

// What a clause says somebody is or becomes (extract_naming.cc).
bool IsOpinion(const SentenceView& view, const Clause& clause);

// "made it unsafe": a verb that brings about what it calls so.
bool IsMaking(const SentenceView& view, int verb);
void OfficeFacts(const SentenceView& view, int index, int subject,
                 Propositions* out);
void NamingFacts(const SentenceView& view, int index, Propositions* out);
// Whether the clause is one of becoming, about which nothing else is to say.
bool BecomingFacts(const SentenceView& view, int index, int subject,
                   Propositions* out);

// The verb of a clause with its particle: "takes up".
std::string VerbRelation(const SentenceView& view, int verb);

// Whether o is the lesser number of a vote: "to three" of "by five votes to
// three".
bool IsTally(const SentenceView& view, int o);

// "faster than", "more strongly than" where o is what something is compared
// with; empty where nothing says in what.
std::string Comparison(const SentenceView& view, int verb, int o);

// Whether the word is an adverb right behind the verb that makes one verb with
// it: "took over from Kim", "was swept away".
bool IsParticle(const SentenceView& view, int child, int verb);

}  // namespace tercet::text

#endif  // TERCET_INGEST_EXTRACT_RULES_H_
