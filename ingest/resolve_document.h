#ifndef TERCET_INGEST_RESOLVE_DOCUMENT_H_
#define TERCET_INGEST_RESOLVE_DOCUMENT_H_

// A document on its way from mentions to entities: what the stages of the
// resolver (names, descriptions, pronouns) read and fill.
//
//   DocumentModel model = BuildModel(sentences, mentions, names, lexicon);
//   ResolveNames(names, lexicon, model);         // resolve_names.h
//   ResolveReferences(names, lexicon, model);    // resolve_references.h
//   model.entities[model.references[0].entity].name
//
// Holds references to the sentences and the lexicon, which must outlive it.
// Belongs to one thread.

#include <string>
#include <string_view>
#include <vector>

#include "ingest/clause_tree.h"
#include "ingest/lexicon.h"
#include "ingest/mention.h"
#include "ingest/names.h"
#include "ingest/proposition.h"
#include "ingest/sentence.h"
#include "ingest/turns.h"

namespace tercet::text {

enum class GrammaticalNumber : uint8_t { kUnknown, kSingular, kPlural };

// A mention with what its own sentence tells of it.
struct Reference {
  Mention mention;
  std::string text;      // its words without determiners and possessive ending
  std::string head;      // lemma of the head, in lower case
  std::string title;     // "President", "Mr." in front of a name
  std::string nickname;  // "Sonny" of "Solomon “Sonny” Ade"
  std::string field;  // what a title is of: "Transport" of "Transport Minister"
  GrammaticalNumber number = GrammaticalNumber::kUnknown;
  Gender gender = Gender::kUnknown;
  bool definite = false;  // the, this, that, these, those
  bool demonstrative = false;
  bool indefinite = false;  // a, an, another, some
  int possessor = -1;       // the reference that owns it, or -1
  int entity = -1;          // index of DocumentModel::entities, or -1
  std::string reason;       // why it counts as that entity
};

struct Entity {
  std::string name;
  EntityType type = EntityType::kUnknown;
  Gender gender = Gender::kUnknown;
  GrammaticalNumber number = GrammaticalNumber::kUnknown;
  bool named = false;
  bool seed = false;  // from the dateline, with or without a reference
  const Country* country = nullptr;    // it is a country
  std::vector<std::string> nouns;      // what it has been called: "firm"
  std::vector<std::string> modifiers;  // "Norwegian", "old"
  int possessor = -1;                  // the entity that owns it: "Lee's visit"
  int affiliation = -1;         // the organization or country of a person
  std::vector<int> members;     // of a group (resolve_groups.h)
  std::vector<int> references;  // in text order once all is resolved
  int last_sentence = -1;       // where it was last referred to
  int last_token = -1;
  GrammaticalNumber last_number = GrammaticalNumber::kUnknown;
  int last_reference = -1;  // of a group
  int last_couple = -1;     // the sentence in which the two were together
  bool last_as_subject = false;
};

struct DocumentModel {
  const std::vector<Sentence>* sentences = nullptr;
  const Lexicon* lexicon = nullptr;  // what words do
  std::vector<Tree> trees;
  std::vector<Reference> references;  // in text order
  // [sentence][token]: the reference whose name covers the token, or whose
  // head it is; -1 where there is none.
  std::vector<std::vector<int>> at;
  std::vector<Entity> entities;
  std::vector<int> countries;  // the entities that are countries
  std::vector<int> groups;     // and those that are groups
  std::vector<int> spoken_of;  // entities as they are touched, the last last
  bool has_headline = false;   // sentence 0 is one
  Turns turns;                 // of an interview
  // [sentence][token]: the quotation it stands in, or 0 (quotations.h).
  std::vector<std::vector<int>> quotations;
  // Who speaks in each quotation and who is spoken to, as references, or -1.
  std::vector<int> speakers;
  std::vector<int> hearers;

  int At(int sentence, int token) const {
    return token < 0 ? -1 : at[sentence][token];
  }
  const Tree& TreeOf(const Reference& r) const {
    return trees[r.mention.sentence];
  }
  int QuotationAt(int sentence, int token) const {
    return token < 0 ? 0 : quotations[sentence][token];
  }
  // The entity that speaks in a quotation, as far as is known; -1 else.
  int SpeakerOf(int quotation) const { return EntityOf(speakers, quotation); }
  int HearerOf(int quotation) const { return EntityOf(hearers, quotation); }
  int EntityOf(const std::vector<int>& of, int quotation) const {
    const bool known = quotation < static_cast<int>(of.size());
    return known && of[quotation] >= 0 ? references[of[quotation]].entity : -1;
  }
  // The entity of the reference at a token, or -1.
  int EntityAt(int sentence, int token) const {
    const int r = At(sentence, token);
    return r < 0 ? -1 : references[r].entity;
  }
};

DocumentModel BuildModel(const std::vector<Sentence>& sentences,
                         const std::vector<Mention>& mentions,
                         const NameLexicon& names, const Lexicon& lexicon);

// Notes who speaks in which quotation, and to whom.
void LearnSpeakers(const std::vector<Proposition>& propositions,
                   DocumentModel& model);

// Gives a reference its entity.
void Join(int reference, int entity, std::string_view reason,
          DocumentModel& model);

// A new entity for a reference alone; its index.
int NewEntity(int reference, std::string_view reason, DocumentModel& model);

// Marks that the entity has just been spoken of.
void Touch(int reference, DocumentModel& model);

// The entities touched last, each once, in ascending order: what a pronoun or
// a description may take up, however long the document is.
std::vector<int> RecentEntities(const DocumentModel& model);

bool IsSubject(const Tree& tree, int token);
// What may be called or counted together: people, bodies, things, times.
enum class EntitySort : uint8_t { kUnknown, kPerson, kBody, kThing, kTime };
EntitySort SortOf(EntityType type);

bool HasNoun(const Entity& entity, std::string_view noun);
void AddNoun(std::string_view noun, Entity& entity);

// The words of [first, last] as they stand, "’" made "'".
std::string PlainText(const Sentence& sentence, int first, int last);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_DOCUMENT_H_
