#ifndef TERCET_INGEST_DESCRIPTION_SCORER_H_
#define TERCET_INGEST_DESCRIPTION_SCORER_H_

// How well the entities of a document answer a description: "the firm", "this
// visit", "the 49-year-old".
//
//   const DescriptionScorer scorer(reference, names, model);
//   scorer.Score(entity, &reason)   // 0: not at all
//
// Borrows the lexicon and the document; belongs to one thread.

#include <string>
#include <vector>

#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

class DescriptionScorer {
 public:
  DescriptionScorer(int reference, const NameLexicon& names,
                    const DocumentModel& model);
  // Descriptions that take something up: "the firm", "this visit".
  bool IsAnaphoric() const;
  int Score(int e, std::string* reason) const;

 private:
  // "Kim, head of Mill Co., said that the company would ...".
  void FindSpeaker();
  // "the company" is what the text is about rather than what was named last.
  static int Salience(const Entity& entity);
  int Kind(const Entity& entity, int distance, std::string* reason) const;
  // "the doctor" for a surgeon; a client is a case in no text, and "the work"
  // of a study no journal.
  bool MayBeKind(const std::string& noun) const;
  // Whom a court may try: no officer of it, as far as is known.
  bool MayBeTried(const Entity& entity) const;
  // A firm of which nothing says what trade it is in.
  bool MayBeOfTrade(const Entity& entity) const;
  int Generic(const Entity& entity, int distance, std::string* reason) const;
  // Named once, as one of several or long ago: "in Oslo, Seoul and Lyon".
  bool IsInPassing(const Entity& entity, int distance) const;
  bool IsTeam(const Entity& entity) const;
  // "Ashford Library" is no "company", "United Workers" no "firm".
  bool Institution(const Entity& entity) const;
  bool NameHasWord(const Entity& entity) const;
  bool NumberFits(const Entity& entity) const;
  // Whether the word stands in what the entity has been called so far, or
  // says what kind of thing it is: "the oil firm".
  bool Mentions(const Entity& entity, const std::string& word) const;
  // "the first vote" is not "the final vote", "the Norwegian firm" not one
  // that was called American.
  bool Conflicts(const Entity& entity) const;

  const Reference& r_;
  const Tree& tree_;
  const NameLexicon& names_;
  const DocumentModel& model_;
  std::vector<std::string> modifiers_;
  std::vector<std::string> nouns_;  // "Carnegie" of "the Carnegie building"
  bool counted_ = false;
  bool complemented_ = false;
  int speakers_ = -1;     // the body that whoever speaks here acts for
  bool generic_ = false;  // says no more than that it is an organization
  bool trade_ = false;    // or of what trade: "the studio"
  bool accused_ = false;  // "the defendant"
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_DESCRIPTION_SCORER_H_
