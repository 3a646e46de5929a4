#include "ingest/resolve_names.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ingest/resolve_definitions.h"
#include "ingest/resolve_name_words.h"
#include "tercet/document_facts.h"

namespace tercet::text {
namespace {

bool OneOf(std::string_view word, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const char* w) { return word == w; });
}

class NameResolver {
 public:
  NameResolver(const NameLexicon& names, DocumentModel& model)
      : names_(names), model_(model) {}

  void Run() {
    Collect();
    const std::vector<Definition> definitions = FindDefinitions(model_);
    std::vector<NameForm*> order;
    for (NameForm& form : forms_) {
      const bool defined = std::any_of(
          definitions.begin(), definitions.end(),
          [&](const Definition& d) { return d.alias == form.text; });
      if (!defined) order.push_back(&form);
    }
    // Longer names first, so that each short one finds what it is short for.
    std::stable_sort(order.begin(), order.end(),
                     [](const NameForm* a, const NameForm* b) {
                       return a->words.size() > b->words.size();
                     });
    for (NameForm* form : order) Resolve(*form);
    JoinDefinitions(definitions, model_);
    for (size_t e = 0; e < model_.entities.size(); ++e)
      SetType(model_.entities[e]);
  }

 private:
  // --- Collecting -----------------------------------------------------------

  void Collect() {
    for (size_t i = 0; i < model_.references.size(); ++i) {
      Reference& r = model_.references[i];
      if (r.mention.kind != MentionKind::kName) continue;
      std::string completed;
      std::string text = SharedSurname(static_cast<int>(i), &completed);
      if (text.empty()) text = r.text;
      const auto [found, added] =
          form_of_.try_emplace(text, static_cast<int>(forms_.size()));
      if (added) {
        NameForm form;
        form.text = text;
        form.words = NameWords(text);
        if (form.words.empty()) form.words = {text};
        forms_.push_back(std::move(form));
      }
      NameForm& form = forms_[found->second];
      form.completed = completed;
      form.references.push_back(static_cast<int>(i));
      ++form.votes[r.mention.type];
      if (!r.title.empty()) form.titled = true;
      if (form.gender == Gender::kUnknown) form.gender = r.gender;
      if (IsLocation(r)) form.located = true;
      if (IsSubject(model_.TreeOf(r), r.mention.head)) form.acting = true;
    }
  }

  // "Rui and Ana Silva": Rui is a Silva.
  std::string SharedSurname(int index, std::string* reason) const {
    const Reference& r = model_.references[index];
    const Mention& m = r.mention;
    const Tree& tree = model_.TreeOf(r);
    if (m.first != m.last || m.type == EntityType::kPlace) return "";
    if (m.last + 2 >= tree.size() || tree.word(m.last + 1) != "and") return "";
    if (!names_.IsGivenName(r.text)) return "";
    const int other = model_.At(m.sentence, m.last + 2);
    if (other < 0) return "";
    const Mention& o = model_.references[other].mention;
    if (o.kind != MentionKind::kName || o.last == o.first ||
        o.type == EntityType::kOrganization ||
        !names_.IsGivenName(tree[o.first].form)) {
      return "";
    }
    *reason =
        absl::StrCat("shares the surname of ", model_.references[other].text);
    return absl::StrCat(r.text, " ", tree[o.last].form);
  }

  bool IsLocation(const Reference& r) const {
    const Tree& tree = model_.TreeOf(r);
    return OneOf(tree.Preposition(r.mention.head),
                 {"in", "at", "near", "from", "to", "into", "around"});
  }

  // What a form names, by its words first, then by what the tagger said.
  EntityType TypeOf(const NameForm& form) const {
    if (form.titled) return EntityType::kPerson;
    if (form.words.size() > 1) {
      if (names_.IsOrganizationWord(form.words.back())) {
        return EntityType::kOrganization;
      }
      if (names_.IsGivenName(form.words.front()) &&
          !names_.IsPlaceWord(form.words.back()) &&
          !names_.IsPlace(form.text)) {
        return EntityType::kPerson;
      }
    }
    return form.type();
  }

  // --- Matching -------------------------------------------------------------

  void Resolve(NameForm& form) {
    if (const Country* country = CountryNamed(form)) {
      form.entity = CountryEntity(*country, form);
      return;
    }
    if (const Country* country = names_.CountryOfCapital(form.text)) {
      ResolveCapital(form, *country);
      return;
    }
    for (const int r : form.references) {
      auto [entity, reason] = Match(form, r);
      // "Dr. Silva" is one person all through, whoever is spoken of beside.
      const std::string& title = model_.references[r].title;
      if (!title.empty() && entity >= 0) {
        const auto [known, added] =
            titled_.try_emplace(absl::StrCat(title, " ", form.text), entity);
        entity = known->second;
        if (!added) reason = "the same title and name";
      }
      const std::string& nickname = model_.references[r].nickname;
      if (entity >= 0) {
        Join(r, entity, reason, model_);
      } else {
        if (form.entity < 0) {
          form.entity = NewEntity(
              r, form.completed.empty() ? "name" : form.completed, model_);
          Entity& created = model_.entities[form.entity];
          created.name = form.text;
          created.type = TypeOf(form);
          Index(form.entity);
          if (created.gender == Gender::kUnknown) created.gender = form.gender;
        } else {
          Join(r, form.entity,
               form.completed.empty() ? "same name" : form.completed, model_);
        }
      }
      if (!nickname.empty()) {
        nicknames_.try_emplace(nickname, model_.references[r].entity);
      }
    }
  }

  const Country* CountryNamed(const NameForm& form) const {
    if (form.titled) return nullptr;
    if (const Country* country = names_.CountryOf(form.text)) return country;
    // "the Chinese", "South Korean": an adjective read as a name.
    return names_.CountryOfDemonym(form.text);
  }

  int CountryEntity(const Country& country, const NameForm& form) {
    int entity = EntityOfCountry(country);
    for (const int r : form.references) {
      const std::string reason =
          form.text == country.name ? "name"
          : names_.CountryOf(form.text) != nullptr
              ? absl::StrCat("another name of ", country.name)
              : absl::StrCat("people of ", country.name);
      if (entity < 0) {
        entity = NewEntity(r, reason, model_);
        MakeCountry(entity, country);
      } else {
        Join(r, entity, reason, model_);
      }
    }
    return entity;
  }

  int EntityOfCountry(const Country& country) const {
    for (const int e : model_.countries) {
      if (model_.entities[e].country == &country) return e;
    }
    return -1;
  }

  void MakeCountry(int entity, const Country& country) {
    Entity& e = model_.entities[entity];
    e.name = country.name;
    e.type = EntityType::kPlace;
    e.country = &country;
    model_.countries.push_back(entity);
    e.named = true;
    AddNoun("country", e);
    AddNoun("nation", e);
  }

  // A capital that acts is the country; where something happens, a place.
  void ResolveCapital(NameForm& form, const Country& country) {
    const bool spoken_of = EntityOfCountry(country) >= 0 || Mentions(country);
    for (const int r : form.references) {
      if (spoken_of && Acts(model_.references[r])) {
        const int known = EntityOfCountry(country);
        const std::string reason = absl::StrCat("capital of ", country.name);
        if (known >= 0) {
          Join(r, known, reason, model_);
        } else {
          MakeCountry(NewEntity(r, reason, model_), country);
        }
      } else if (form.entity < 0) {
        form.entity = NewEntity(r, "name", model_);
        model_.entities[form.entity].type = EntityType::kPlace;
        AddNoun("city", model_.entities[form.entity]);
        AddNoun("capital", model_.entities[form.entity]);
      } else {
        Join(r, form.entity, "same name", model_);
      }
    }
  }

  bool Mentions(const Country& country) const {
    for (const NameForm& form : forms_) {
      if (form.text == country.name) return true;
    }
    for (const Tree& tree : model_.trees) {
      for (int i = 0; i < tree.size(); ++i) {
        if (names_.CountryOfDemonym(tree[i].form) == &country) return true;
      }
    }
    return false;
  }

  bool Acts(const Reference& r) const {
    const Tree& tree = model_.TreeOf(r);
    const int first = tree.FirstConjunct(r.mention.head);
    const int verb = tree.head(first);
    if (verb < 0) return false;
    switch (tree.deprel(first)) {
      case Deprel::kNsubj:
        return tree.upos(verb) == Upos::kVerb;
      case Deprel::kNmodPoss:  // "Oslo's ambassador"
        return model_.lexicon->Is(WordClass::kOfficeNoun, tree.lemma(verb));
      case Deprel::kObj:
      case Deprel::kIobj:
      case Deprel::kOblAgent:
        return !model_.lexicon->Is(WordClass::kSceneVerb, tree.lemma(verb));
      default:
        return false;
    }
  }

  // Enters a name's words and initials, by which shorter names find it.
  void Index(int entity) {
    const std::vector<std::string> words =
        NameWords(model_.entities[entity].name);
    std::string initials;
    for (size_t k = 0; k < words.size(); ++k) {
      if (words[k][0] >= 'A' && words[k][0] <= 'Z') initials += words[k][0];
      if (std::find(words.begin(), words.begin() + static_cast<int>(k),
                    words[k]) == words.begin() + static_cast<int>(k)) {
        by_word_[words[k]].push_back(entity);
      }
    }
    by_initial_[initials.substr(0, 1)].push_back(entity);
  }

  // The first hundred names that have the word, so that a text made of names
  // alone is read in linear time.
  std::vector<int> WithWord(const std::string& word) const {
    const auto found = by_word_.find(word);
    if (found == by_word_.end()) return {};
    const std::vector<int>& all = found->second;
    return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(
                                           std::min<size_t>(100, all.size()))};
  }

  std::pair<int, std::string> Match(const NameForm& form, int reference) const {
    for (size_t e = 0; e < model_.entities.size(); ++e) {
      if (model_.entities[e].seed && model_.entities[e].name == form.text) {
        return {static_cast<int>(e), "same name as the dateline's"};
      }
    }
    if (const int e = AcronymMatch(form, reference); e >= 0) {
      return {e, absl::StrCat(kAcronymReason, model_.entities[e].name)};
    }
    if (const auto found = nicknames_.find(form.text);
        found != nicknames_.end()) {
      return {found->second, absl::StrCat("nickname of ",
                                          model_.entities[found->second].name)};
    }
    if (const int e = PersonMatch(form, reference); e >= 0) {
      return {e, absl::StrCat(kShortFormReason, model_.entities[e].name)};
    }
    if (const int e = ShortMatch(form); e >= 0) {
      // "Rangers" are others elsewhere.
      const std::string& name = model_.entities[e].name;
      return {e, absl::StrCat(name.starts_with(form.words.front())
                                  ? kShortFormReason
                                  : "end of ",
                              name)};
    }
    return {-1, ""};
  }

  int AcronymMatch(const NameForm& form, int reference) const {
    if (!IsAcronym(form.text)) return -1;
    if (const auto same = by_initial_.find(form.text.substr(0, 1));
        same != by_initial_.end()) {
      for (size_t k = 0; k < same->second.size() && k < 500; ++k) {
        const Entity& entity = model_.entities[same->second[k]];
        if (entity.type == EntityType::kPerson) continue;
        if (IsAcronymOf(form.text, NameWords(entity.name))) {
          return same->second[k];
        }
      }
    }
    // "polyethylene terephthalate (PET)" is left to the descriptions; a name
    // in front of the parenthesis decides whatever its letters are.
    const Reference& r = model_.references[reference];
    const Tree& tree = model_.TreeOf(r);
    const int open = r.mention.first - 1;
    if (open > 0 && tree[open].form == "(" &&
        r.mention.last + 1 < tree.size() &&
        tree[r.mention.last + 1].form == ")") {
      const int before = model_.At(r.mention.sentence, open - 1);
      if (before >= 0 && before != reference) {
        const Reference& b = model_.references[before];
        if (b.mention.kind == MentionKind::kName && b.entity >= 0 &&
            NameWords(b.text).size() > 1) {
          return b.entity;
        }
      }
    }
    return -1;
  }

  // "Lee", "Ms. Silva", "Bill Gates" for a longer name of a person.
  int PersonMatch(const NameForm& form, int reference) const {
    if (!form.titled && names_.IsPlace(form.text)) return -1;
    if (form.type() == EntityType::kOrganization && ShortMatch(form) >= 0) {
      return -1;
    }
    const Reference& r = model_.references[reference];
    const Gender gender = r.gender != Gender::kUnknown ? r.gender : form.gender;
    int best = -1;
    int best_score = 0;
    for (const int e : WithWord(form.words.back())) {
      const Entity& entity = model_.entities[e];
      if (entity.country != nullptr || (entity.type != EntityType::kPerson &&
                                        entity.type != EntityType::kUnknown)) {
        continue;
      }
      const std::vector<std::string> words = NameWords(entity.name);
      if (words.size() <= form.words.size()) continue;
      int score = NameScore(form.words, words, names_);
      if (score == 0) continue;
      if (gender != Gender::kUnknown && entity.gender != Gender::kUnknown) {
        if (gender != entity.gender) continue;
        score += 4;
      }
      // A bare surname is that of whom the text is about; with a title, of
      // the one spoken of last.
      score = 100 * score - (form.words.size() == 1 && r.title.empty()
                                 ? Rank(entity)
                                 : Distance(entity, reference));
      if (score > best_score) {
        best_score = score;
        best = e;
      }
    }
    return best;
  }

  // "Acme" for "Acme Industries Ltd", "Planning Commission" for "Ashford
  // Planning Commission"; not "Ashford" for "Ashford Library".
  int ShortMatch(const NameForm& form) const {
    const EntityType type = TypeOf(form);
    if (form.titled || (type == EntityType::kPerson &&
                        names_.IsGivenName(form.words.front()))) {
      return -1;
    }
    for (const int e : WithWord(form.words.front())) {
      const Entity& entity = model_.entities[e];
      if (entity.country != nullptr || entity.type == EntityType::kPerson) {
        continue;
      }
      const std::vector<std::string> words = NameWords(entity.name);
      if (words.size() <= form.words.size() || form.words.empty()) continue;
      const size_t n = form.words.size();
      const bool prefix =
          std::equal(form.words.begin(), form.words.end(), words.begin());
      if (prefix && PrefixStands(form, words, entity)) return e;
      const bool suffix =
          (n >= 2 ||
           names_.Noun(absl::AsciiStrToLower(form.text)) == nullptr) &&
          std::equal(form.words.rbegin(), form.words.rend(), words.rbegin());
      if (suffix && (n == 1 || type == entity.type) &&
          (names_.IsOrganizationWord(form.words.back()) || IsClub(form))) {
        return e;
      }
    }
    return -1;
  }

  // "the Otters": several, and one word.
  bool IsClub(const NameForm& form) const {
    return form.words.size() == 1 && form.text.ends_with('s') &&
           std::any_of(form.references.begin(), form.references.end(),
                       [&](int r) { return model_.references[r].definite; });
  }

  bool PrefixStands(const NameForm& form, const std::vector<std::string>& words,
                    const Entity& entity) const {
    bool legal = true;
    for (size_t k = form.words.size(); k < words.size(); ++k) {
      legal = legal && names_.IsLegalForm(words[k]);
    }
    if (legal) return true;
    // "Ashford won": no town does.
    if (names_.IsTeamWord(words.back()) &&
        words.size() == form.words.size() + 1 && form.acting &&
        (!names_.IsPlace(form.text) ||
         (!form.located && entity.type == EntityType::kOrganization))) {
      return true;
    }
    if (names_.IsPlace(form.text)) return false;
    // A town's institutions are not the town.
    if (form.located && form.type() == EntityType::kPlace) return false;
    for (size_t k = form.words.size(); k < words.size(); ++k) {
      if (names_.IsCivicWord(words[k]) || names_.IsPlaceWord(words[k])) {
        return false;
      }
    }
    return !names_.IsGivenName(form.text);
  }

  void SetType(Entity& entity) const {
    if (!entity.named || entity.country != nullptr) return;
    std::map<EntityType, int> votes;
    for (const int r : entity.references) {
      const Reference& reference = model_.references[r];
      votes[reference.mention.type] += reference.text == entity.name ? 3 : 1;
      if (!reference.title.empty()) votes[EntityType::kPerson] += 3;
      if (entity.gender == Gender::kUnknown) entity.gender = reference.gender;
    }
    votes.erase(EntityType::kUnknown);
    int most = 0;
    for (const auto& [type, count] : votes) {
      if (count > most) {
        most = count;
        entity.type = type;
      }
    }
    const std::vector<std::string> words = NameWords(entity.name);
    if (words.size() > 1 && names_.IsOrganizationWord(words.back())) {
      entity.type = EntityType::kOrganization;
    }
    if (entity.type == EntityType::kPerson &&
        entity.gender == Gender::kUnknown && words.size() > 1) {
      entity.gender = names_.GenderOfName(words.front());
    }
  }

  const NameLexicon& names_;
  DocumentModel& model_;
  std::vector<NameForm> forms_;
  absl::flat_hash_map<std::string, int> form_of_;
  absl::flat_hash_map<std::string, int> titled_;  // "Dr. Silva" to entity
  absl::flat_hash_map<std::string, int> nicknames_;
  absl::flat_hash_map<std::string, std::vector<int>> by_word_;
  absl::flat_hash_map<std::string, std::vector<int>> by_initial_;
};

}  // namespace

void ResolveNames(const NameLexicon& names, DocumentModel& model) {
  NameResolver(names, model).Run();
}

}  // namespace tercet::text
