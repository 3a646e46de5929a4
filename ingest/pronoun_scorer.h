#ifndef TERCET_INGEST_PRONOUN_SCORER_H_
#define TERCET_INGEST_PRONOUN_SCORER_H_

// How well the entities of a document fit a pronoun: by number and gender,
// by what grammar forbids, by how lately and as what they were spoken of.
//
//   const PronounScorer scorer(reference, model);
//   scorer.Score(entity)   // 0: it cannot be meant
//
// Borrows the document; belongs to one thread.

#include <vector>

#include "ingest/resolve_document.h"

namespace tercet::text {

// The verb (or predicate) that a token's clause hangs on, or -1.
int PredicateOf(const Tree& tree, int token);

int SubjectOf(const Tree& tree, int predicate);

class PronounScorer {
 public:
  PronounScorer(int reference, const DocumentModel& model);
  bool reflexive() const { return reflexive_; }
  bool Fits(const Entity& entity) const;
  // "hired by Acme as its chemist": whoever hires.
  bool Employs(int e) const;
  // "a man and his daughter": the man.
  bool IsJoinedWith(int e) const;
  // Whether grammar forbids the entity: "Ana saw her" is not Ana.
  bool Bound(int entity) const;
  int Score(int e) const;

 private:
  // Whether it was last spoken of as where something is: "to Nigeria".
  bool IsSetting(const Entity& entity) const;
  // Whether the entity owns the subject of the pronoun's clause or of one
  // above.
  bool OwnsSubject(int e) const;
  // "they knew", "their captain": who thinks or has people.
  void FindDemands();
  // "the union demanded that it lower": it is whom the union asks.  "His
  // lawyer argued that he had": a lawyer speaks of whom he speaks for.
  void FindOthers();
  // "283 days", "40 percent": nothing that there is some of.
  bool IsMeasure(const Entity& entity) const;
  // "27 points".
  bool IsAmount(const Entity& entity) const;
  // "the first half of the year".
  bool IsPeriod(const Entity& entity) const;
  // A name of one word, of which nothing but the tagger says that it is a
  // person's: "Mossvik said that it would sell".
  static bool MayBeThing(const Entity& entity);
  // People, and bodies of people.  Where nothing is known of a name, it may.
  bool MayThink(const Entity& entity) const;
  // "the sale of its mill": what the phrase around the pronoun names is not
  // what the pronoun stands for, unless a clause lies between.
  void FindEnclosing();
  bool IsGroup(const Entity& entity) const;
  // "during the war": when something is.
  bool IsOccasion(const Entity& entity) const;
  // Whether it is the object of the verb that the pronoun's is joined to.
  bool IsObjectBefore(int e) const;
  int SameSentence(int e) const;
  int KindBonus(const Entity& entity) const;

  const Reference& r_;
  const Tree& tree_;
  const DocumentModel& model_;
  std::vector<int> enclosing_;
  std::vector<int> others_;  // who is spoken of as somebody else
  bool possessive_ = false;
  bool subject_ = false;
  bool reflexive_ = false;
  bool minded_ = false;     // stands where only people and bodies may
  bool printed_ = false;    // "they were published": no people
  bool kin_ = false;        // owns a relative: "their son"
  bool happens_ = false;  // "it is the largest sale since May"
  bool partitive_ = false;  // "of them": several, not one
  bool officer_ = false;    // owns an officer: "their captain"
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_PRONOUN_SCORER_H_
