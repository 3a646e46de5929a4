#ifndef TERCET_INGEST_NAME_MATCHER_H_
#define TERCET_INGEST_NAME_MATCHER_H_

// Finds the entity that a shorter name stands for.
//
//   matcher.Add(entity);                  // "Acme Industries Ltd"
//   matcher.Match(form, reference).first  // of "Acme": the same
//
// Borrows the lexicon and the document; belongs to one thread.

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "ingest/names.h"
#include "ingest/resolve_document.h"
#include "ingest/resolve_name_words.h"

namespace tercet::text {

class NameMatcher {
 public:
  NameMatcher(const NameLexicon& names, const DocumentModel& model)
      : names_(names), model_(model) {}

  // Enters an entity under its name, by which shorter ones find it.
  void Add(int entity);
  void AddNickname(const std::string& nickname, int entity) {
    nicknames_.try_emplace(nickname, entity);
  }

  // The entity and why it is the one; -1 where there is none.
  std::pair<int, std::string> Match(const NameForm& form, int reference) const;

 private:
  std::vector<int> WithWord(const std::string& word) const;
  int AcronymMatch(const NameForm& form, int reference) const;
  bool IsSharedByPeople(const NameForm& form) const;
  int PersonMatch(const NameForm& form, int reference) const;
  int ShortMatch(const NameForm& form) const;
  bool IsClub(const NameForm& form) const;
  bool PrefixStands(const NameForm& form, const std::vector<std::string>& words,
                    const Entity& entity) const;

  const NameLexicon& names_;
  const DocumentModel& model_;
  absl::flat_hash_map<std::string, int> nicknames_;
  absl::flat_hash_map<std::string, std::vector<int>> by_word_;
  absl::flat_hash_map<std::string, std::vector<int>> by_initial_;
};

}  // namespace tercet::text

#endif  // TERCET_INGEST_NAME_MATCHER_H_
