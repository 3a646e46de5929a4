#include "ingest/resolve_names.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "ingest/mention_words.h"
#include "ingest/name_matcher.h"
#include "ingest/resolve_definitions.h"
#include "ingest/resolve_name_words.h"
#include "tercet/document_facts.h"

namespace tercet::text {
namespace {

class NameResolver {
 public:
  NameResolver(const NameLexicon& names, DocumentModel& model)
      : names_(names), model_(model), matcher_(names, model) {}

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
    return IsOneOf(tree.Preposition(r.mention.head),
                   {"in", "at", "near", "from", "to", "into", "around"});
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
      auto [entity, reason] = matcher_.Match(form, r);
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
          created.type = TypeOfForm(form, names_);
          matcher_.Add(form.entity);
          if (created.gender == Gender::kUnknown) created.gender = form.gender;
        } else {
          Join(r, form.entity,
               form.completed.empty() ? "same name" : form.completed, model_);
        }
      }
      if (!nickname.empty()) {
        matcher_.AddNickname(nickname, model_.references[r].entity);
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
    int people = -1;
    for (const int r : form.references) {
      if (names_.CountryOf(form.text) == nullptr && !MeansCountryAt(r)) {
        JoinPeople(form, r, &people);
        continue;
      }
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

  bool MeansCountryAt(int r) const {
    const Reference& reference = model_.references[r];
    return MeansCountry(model_.TreeOf(reference), reference.mention.head,
                        names_);
  }

  // The people or the language that a form names.
  void JoinPeople(const NameForm& form, int reference, int* people) {
    if (*people >= 0) {
      Join(reference, *people, "same name", model_);
      return;
    }
    *people = NewEntity(reference, "name", model_);
    Entity& e = model_.entities[*people];
    const bool persons = names_.IsPeople(form.text);
    e.type = persons ? EntityType::kPerson : EntityType::kAbstract;
    if (persons) e.number = GrammaticalNumber::kPlural;
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

  // Whether it beats somebody or is beaten.
  bool Plays(const Entity& entity) const {
    return std::any_of(
        entity.references.begin(), entity.references.end(), [&](int r) {
          const Reference& reference = model_.references[r];
          const Tree& tree = model_.TreeOf(reference);
          const int verb = tree.head(reference.mention.head);
          const Deprel link = tree.deprel(reference.mention.head);
          return verb >= 0 &&
                 (link == Deprel::kNsubj || link == Deprel::kObj) &&
                 model_.lexicon->Is(WordClass::kOutcomeVerb,
                                    tree.lemma(verb)) &&
                 tree.lemma(verb) != "become";
        });
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
    // "the Ashford Museum of Glass".
    for (size_t k = 1; k + 1 < words.size(); ++k) {
      if (words[k] == "of" && entity.type == EntityType::kPlace &&
          names_.IsOrganizationWord(words[k - 1])) {
        entity.type = EntityType::kOrganization;
      }
    }
    // "Ashford Town beat Mill Rovers": a club, whatever its name says.
    const bool club = (words.size() > 1 && names_.IsTeamWord(words.back())) ||
                      !names_.IsPlace(entity.name);
    if (entity.type == EntityType::kPlace && club && Plays(entity)) {
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
  NameMatcher matcher_;
};

}  // namespace

void ResolveNames(const NameLexicon& names, DocumentModel& model) {
  NameResolver(names, model).Run();
}

}  // namespace tercet::text
