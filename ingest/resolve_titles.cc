#include "ingest/resolve_titles.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest/calibration.h"

namespace tercet::text {
namespace {

// The named organization spoken of most, or -1 where two are level.
int MainOrganization(const DocumentModel& model) {
  int best = -1;
  size_t most = 0;
  bool level = false;
  for (size_t e = 0; e < model.entities.size(); ++e) {
    const Entity& entity = model.entities[e];
    if (!entity.named || entity.type != EntityType::kOrganization) continue;
    const size_t count = entity.references.size();
    level = count == most ? true : count > most ? false : level;
    if (count > most) {
      most = count;
      best = static_cast<int>(e);
    }
  }
  return level ? -1 : best;
}

int SeededPlace(const DocumentModel& model) {
  for (size_t e = 0; e < model.entities.size(); ++e) {
    if (model.entities[e].seed) return static_cast<int>(e);
  }
  return -1;
}

// The named organization whose chief executive says something in a sentence:
// the one that the text is about, if it is named there, else the only one that
// is; -1 where several others are.
int SpokenOf(const DocumentModel& model, int sentence, int main) {
  int entity = -1;
  bool several = false;
  for (const Reference& r : model.references) {
    if (r.mention.sentence != sentence || r.entity < 0) continue;
    const Entity& e = model.entities[r.entity];
    if (!e.named || e.type != EntityType::kOrganization) continue;
    if (r.entity == main) return main;
    several = several || (entity >= 0 && entity != r.entity);
    entity = r.entity;
  }
  return several ? -1 : entity >= 0 ? entity : main;
}

// Says of a bare "Kim is chairman" whose chairman, where that is said.
bool Complete(int entity, const std::string& office, const Entity& body,
              int body_entity, std::vector<ExtractedFact>* facts) {
  for (ExtractedFact& fact : *facts) {
    if (fact.subject_entity != entity || fact.relation != "is" ||
        fact.object != office) {
      continue;
    }
    fact.relation = absl::StrCat("is ", office, " of");
    fact.object = body.name;
    fact.object_type = body.type;
    fact.object_entity = body_entity;
    return true;
  }
  return false;
}

bool IsTold(const std::vector<ExtractedFact>& facts, int entity,
            const std::string& office) {
  return std::any_of(facts.begin(), facts.end(),
                     [&](const ExtractedFact& fact) {
                       return fact.subject_entity == entity &&
                              (absl::StrContains(fact.relation, office) ||
                               fact.object == office);
                     });
}

}  // namespace

void AddTitleFacts(const InputDocument& document, const NameLexicon& names,
                   const DocumentModel& model,
                   std::vector<ExtractedFact>* facts) {
  const int town = SeededPlace(model);
  const int firm = MainOrganization(model);
  for (const Reference& r : model.references) {
    if (r.title.empty() || r.entity < 0) continue;
    const Title* title = names.TitleOf(r.title);
    const Entity& person = model.entities[r.entity];
    if (title == nullptr || title->kind == TitleKind::kCourtesy ||
        person.type != EntityType::kPerson ||
        (model.has_headline && r.mention.sentence == 0)) {
      continue;
    }
    const std::string office = absl::StrCat(r.field, r.field.empty() ? "" : " ",
                                            absl::AsciiStrToLower(r.title));
    int body = title->of == OfficeOf::kTown ? town : -1;
    if (title->of == OfficeOf::kFirm) {
      body = SpokenOf(model, r.mention.sentence, firm);
    }
    if (body >= 0 &&
        Complete(r.entity, office, model.entities[body], body, facts)) {
      continue;
    }
    if (IsTold(*facts, r.entity, office)) continue;
    ExtractedFact fact;
    fact.sentence = r.mention.sentence + 1;
    fact.subject = person.name;
    fact.subject_type = EntityType::kPerson;
    fact.subject_entity = r.entity;
    if (body >= 0) {
      fact.relation = absl::StrCat("is ", office, " of");
      fact.object = model.entities[body].name;
      fact.object_type = model.entities[body].type;
      fact.object_entity = body;
    } else {
      fact.relation = "is";
      fact.object = office;
    }
    fact.confidence = Calibrated(0.6);
    fact.construction = "title";
    const Sentence& sentence = (*model.sentences)[r.mention.sentence];
    fact.span = sentence.span;
    const size_t begin =
        std::min<size_t>(fact.span.begin, document.text.size());
    fact.text = document.text.substr(begin, fact.span.end - begin);
    fact.words = absl::StrCat(r.title, " ", r.text);
    facts->push_back(std::move(fact));
  }
}

}  // namespace tercet::text
