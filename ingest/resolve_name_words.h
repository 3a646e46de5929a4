#ifndef TERCET_INGEST_RESOLVE_NAME_WORDS_H_
#define TERCET_INGEST_RESOLVE_NAME_WORDS_H_

// The words of a name, and what abbreviates them.  Pure.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/names.h"
#include "ingest/resolve_document.h"

namespace tercet::text {

// One spelling of a name, with all references that use it.
struct NameForm {
  std::string text;                // canonical spelling
  std::string completed;           // why text says more than the words do
  std::vector<std::string> words;  // "Costa-Lima" is two
  std::vector<int> references;
  std::map<EntityType, int> votes;
  Gender gender = Gender::kUnknown;
  bool titled = false;
  bool located = false;  // "in Ashford", "ASHFORD -"
  bool acting = false;   // "Ashford won"
  int entity = -1;

  EntityType type() const {
    EntityType best = EntityType::kUnknown;
    int most = 0;
    for (const auto& [type, count] : votes) {
      if (type != EntityType::kUnknown && count > most) {
        best = type;
        most = count;
      }
    }
    return best;
  }
};

// What a form names, by its words first, then by what the tagger said.
EntityType TypeOfForm(const NameForm& form, const NameLexicon& names);

// "Maria Costa-Lima" is three words.
std::vector<std::string> NameWords(std::string_view text);

// Whether a people's name at this token means their country: "the Chinese",
// "the Germans", "Chinese officials"; not "many Germans", who are people, nor
// "translated into German", which is a language.
bool MeansCountry(const Tree& tree, int token, const NameLexicon& names);

// "UDW", "U.S.", "AT&T": two to seven capitals.
bool IsAcronym(std::string_view text);

// Whether "UDW" abbreviates the words "United Dock Workers".
bool IsAcronymOf(std::string_view acronym,
                 const std::vector<std::string>& words);

// How well the words of one name stand for a longer one of a person, by
// surname, given name or nickname; 0 where they cannot.
int NameScore(const std::vector<std::string>& part,
              const std::vector<std::string>& whole, const NameLexicon& names);

// Less for who is named in full more often, and earlier.
int Rank(const Entity& entity);

// How far away the entity's nearest earlier mention is, in references.
int Distance(const Entity& entity, int reference);

}  // namespace tercet::text

#endif  // TERCET_INGEST_RESOLVE_NAME_WORDS_H_
