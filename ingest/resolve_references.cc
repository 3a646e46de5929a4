#include "ingest/resolve_references.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "ingest/clause.h"
#include "ingest/resolve_groups.h"

namespace tercet::text {
namespace {

bool MayBe(EntityType noun, EntityType type) {
  if (noun == EntityType::kUnknown || type == EntityType::kUnknown) {
    return true;
  }
  // A seller, a rival, a maker may be a person or a firm.
  if (noun == EntityType::kPerson && type == EntityType::kOrganization) {
    return true;
  }
  return SortOf(noun) == SortOf(type);
}

// The name that apposition, a naming verb or a parenthesis gives to a
// description: "her brother, Dieter", "the gene, called petH".
int NamingToken(const Tree& tree, int head) {
  for (const int child : tree.children(head)) {
    if (tree.deprel(child) == Deprel::kAppos && child > head &&
        tree.upos(child) == Upos::kPropn) {
      // "the plane, a Boeing" is not called Boeing.
      return HasIndefiniteArticle(tree, child) ? -1 : child;
    }
  }
  for (const int child : tree.children(head)) {
    if (tree.deprel(child) == Deprel::kAppos) return child;
    // "the producer Ana Silva".
    if (child > head && (tree.deprel(child) == Deprel::kFlat ||
                         tree.deprel(child) == Deprel::kNmodDesc ||
                         tree.deprel(child) == Deprel::kCompound)) {
      return child;
    }
    if (MainType(tree.deprel(child)) != Deprel::kAcl) continue;
    const std::string& verb = tree.lemma(child);
    if (tree.lexicon()->Is(WordClass::kChristenVerb, verb)) {
      const int name = tree.Child(child, {Deprel::kXcomp, Deprel::kObj});
      if (name >= 0) return name;
    }
    if (verb == "know") {
      for (const int name : tree.children(child)) {
        if (tree.ChildWord(name, "as") >= 0) return name;
      }
    }
  }
  if (tree.deprel(head) == Deprel::kAppos ||
      tree.deprel(head) == Deprel::kNmodDesc) {
    return tree.head(head);
  }
  // "he and his sister Ana", read as three.
  const int next = head + 1;
  if (next < tree.size() && tree.deprel(next) == Deprel::kConj &&
      tree.deprel(head) == Deprel::kConj &&
      tree.head(next) == tree.head(head) && tree.upos(next) == Upos::kPropn &&
      tree.upos(head) == Upos::kNoun && !tree.Has(next, Deprel::kCc)) {
    return next;
  }
  return -1;
}

// "her rival at Acme, Ana Silva": the name that a person's description has
// where the tree gives it to the firm; or -1.
int PersonBeside(const Reference& r, const DocumentModel& model) {
  if (r.mention.type != EntityType::kPerson) return -1;
  const Tree& tree = model.TreeOf(r);
  for (const int child : tree.children(r.mention.head)) {
    if (tree.deprel(child) != Deprel::kNmod || child < r.mention.head) continue;
    const int name = tree.Child(child, Deprel::kAppos);
    const int other = model.At(r.mention.sentence, name);
    if (other >= 0 &&
        model.references[other].mention.kind == MentionKind::kName &&
        model.references[other].mention.type == EntityType::kPerson) {
      return name;
    }
  }
  return -1;
}

// "the drug company Halden", "their first title, Harbour Song": what nothing
// but the tagger says of a name the description beside it knows better.
void BelieveDescription(const Reference& r, bool aside,
                        const NameLexicon& names, Entity& entity) {
  const EntityType type = names.TypeOfNoun(r.head);
  if (!entity.named || type == EntityType::kUnknown ||
      type == EntityType::kPerson || type == EntityType::kTime ||
      entity.country != nullptr) {
    return;
  }
  switch (entity.type) {
    case EntityType::kPerson:
      if ((aside || type == EntityType::kOrganization) &&
          entity.gender == Gender::kUnknown && entity.nouns.empty() &&
          entity.name.find(' ') == std::string::npos) {
        entity.type = type;
      }
      break;
    case EntityType::kPlace:
    case EntityType::kOrganization:
      if (aside && type != EntityType::kPlace &&
          type != EntityType::kOrganization && entity.nouns.empty() &&
          !names.IsPlace(entity.name)) {
        entity.type = type;
      }
      break;
    case EntityType::kObject:
    case EntityType::kEvent:
    case EntityType::kAbstract:
    case EntityType::kSubstance:
    case EntityType::kAnimal:
    case EntityType::kPlant:
      if (type == EntityType::kOrganization) entity.type = type;
      break;
    default:
      break;
  }
}

// Joins a description to the name or description beside it.
bool JoinApposition(int index, int depth, const NameLexicon& names,
                    DocumentModel& model) {
  const Reference& r = model.references[index];
  if (r.mention.kind != MentionKind::kDescription) return false;
  if (r.entity >= 0) return true;
  const Tree& tree = model.TreeOf(r);
  int token = NamingToken(tree, r.mention.head);
  if (token < 0) token = PersonBeside(r, model);
  const int other = model.At(r.mention.sentence, token);
  if (other < 0 || other == index) return false;
  // "her daughter, the conductor Ana Silva": one step further.
  if (depth < 3) JoinApposition(other, depth + 1, names, model);
  const Reference& o = model.references[other];
  const bool aside = tree.deprel(token) == Deprel::kAppos ||
                     tree.deprel(r.mention.head) == Deprel::kAppos;
  // "Ana Roe (chair)": an office, whatever else a chair is.
  const EntityType type = model.lexicon->Is(WordClass::kRoleNoun, r.head)
                              ? EntityType::kPerson
                              : r.mention.type;
  if (o.entity >= 0 && type == r.mention.type) {
    BelieveDescription(r, aside, names, model.entities[o.entity]);
  }
  if (o.entity < 0 || o.mention.kind == MentionKind::kPronoun ||
      !MayBe(type, model.entities[o.entity].type)) {
    return false;
  }
  // "two survivors, a man and his son": neither is the survivors.
  if (r.number == GrammaticalNumber::kSingular &&
      o.number == GrammaticalNumber::kPlural &&
      tree.Has(r.mention.head, Deprel::kConj)) {
    return false;
  }
  // "her sons, Rui and Luis": neither is the sons; "one of the guards, Ana
  // Silva": nor is she the guards.
  const bool listed = tree.Has(o.mention.head, Deprel::kConj) ||
                      tree.deprel(o.mention.head) == Deprel::kConj;
  if (r.number == GrammaticalNumber::kPlural &&
      (listed || type == EntityType::kPerson) &&
      model.entities[o.entity].named &&
      model.entities[o.entity].type != EntityType::kOrganization) {
    return false;
  }
  Entity& entity = model.entities[o.entity];
  AddNoun(r.head, entity);
  if (entity.type == EntityType::kUnknown) entity.type = type;
  if (entity.gender == Gender::kUnknown) entity.gender = r.gender;
  Join(index, o.entity, "apposition", model);
  return true;
}

// Nouns in front of a name and after a copula tell what the name is.
void LearnNouns(int index, const NameLexicon& names, DocumentModel& model) {
  const Reference& r = model.references[index];
  if (r.entity < 0) return;
  Entity& entity = model.entities[r.entity];
  const Tree& tree = model.TreeOf(r);
  // "former Mayor Silva" is not the mayor.
  const auto words = std::count(r.title.begin(), r.title.end(), ' ') + 1;
  const int before = r.mention.first - static_cast<int>(words) - 1;
  if (!r.title.empty() && (before < 0 || tree.word(before) != "former")) {
    const std::string title = absl::AsciiStrToLower(r.title);
    AddNoun(title, entity);
    AddNoun(title.substr(title.rfind(' ') + 1), entity);
  }
  for (const int child : tree.children(r.mention.head)) {
    const bool left = child < r.mention.first;
    if (left && tree.upos(child) == Upos::kNoun &&
        MainType(tree.deprel(child)) != Deprel::kNmod) {
      AddNoun(tree.lemma(child), entity);
    }
  }
  const int predicate = tree.head(r.mention.head);
  if (IsSubject(tree, r.mention.head) && predicate >= 0 &&
      tree.Has(predicate, Deprel::kCop) &&
      tree.upos(predicate) == Upos::kNoun &&
      MayBe(names.TypeOfNoun(tree.lemma(predicate)), entity.type)) {
    AddNoun(tree.lemma(predicate), entity);
  }
}

// What was said of one entity was said of the other.
void Merge(int from, int into, DocumentModel& model) {
  Entity& unnamed = model.entities[from];
  for (const int r : unnamed.references) {
    model.references[r].entity = into;
    model.references[r].reason = "named later";
    model.entities[into].references.push_back(r);
  }
  for (const std::string& noun : unnamed.nouns) {
    AddNoun(noun, model.entities[into]);
  }
  unnamed.references.clear();
  unnamed.last_sentence = -1;
}

// "A bacterium ... The organism, named X, ...": the bacterium is X as well.
void MergeAntecedent(int index, const NameLexicon& names,
                     DocumentModel& model) {
  const int into = model.references[index].entity;
  if (!model.entities[into].named || !model.references[index].definite) {
    return;
  }
  std::string reason;
  const int from = DescriptionAntecedent(index, names, model, &reason);
  if (from < 0 || from == into || model.entities[from].named) return;
  Merge(from, into, model);
}

// ", 57," behind a name.
bool HasAge(const Tree& tree, const Mention& m) {
  return m.last + 3 < tree.size() && tree[m.last + 1].form == "," &&
         tree.upos(m.last + 2) == Upos::kNum &&
         tree[m.last + 2].form.size() == 2 &&
         (tree[m.last + 3].form == "," || tree[m.last + 3].form == "of");
}

// "A teacher was jailed on Monday.  Ana Silva, 57, ...": she is the teacher.
void NameEarlier(int index, DocumentModel& model) {
  const Reference& r = model.references[index];
  const Entity& named = model.entities[r.entity];
  if (r.mention.kind != MentionKind::kName || named.last_sentence >= 0 ||
      named.type != EntityType::kPerson ||
      !IsSubject(model.TreeOf(r), r.mention.head) ||
      !HasAge(model.TreeOf(r), r.mention)) {
    return;
  }
  for (int k = index - 1; k >= 0; --k) {
    const Reference& other = model.references[k];
    if (r.mention.sentence - other.mention.sentence > 2) return;
    if (other.mention.kind != MentionKind::kDescription || other.entity < 0 ||
        other.mention.sentence == r.mention.sentence) {
      continue;
    }
    const Tree& tree = model.TreeOf(other);
    const Entity& entity = model.entities[other.entity];
    const int head = tree.head(other.mention.head);
    if (entity.named || !entity.members.empty() ||
        (entity.type != EntityType::kPerson &&
         !model.lexicon->Is(WordClass::kRoleNoun, other.head)) ||
        entity.number == GrammaticalNumber::kPlural ||
        !IsSubject(tree, other.mention.head) || head < 0 ||
        tree.deprel(head) != Deprel::kRoot) {
      continue;
    }
    Merge(other.entity, r.entity, model);
    return;
  }
}

bool IsHeadline(const DocumentModel& model, const Reference& r) {
  return model.has_headline && r.mention.sentence == 0;
}

void ResolveDescription(int index, const NameLexicon& names,
                        DocumentModel& model) {
  if (JoinApposition(index, 0, names, model)) {
    MergeAntecedent(index, names, model);
    return;
  }
  std::string reason;
  const int entity = DescriptionAntecedent(index, names, model, &reason);
  if (entity >= 0) {
    Join(index, entity, reason, model);
    Entity& e = model.entities[entity];
    AddNoun(model.references[index].head, e);
    return;
  }
  const int created = NewEntity(index, "description", model);
  Entity& e = model.entities[created];
  const Reference& r = model.references[index];
  const Tree& tree = model.TreeOf(r);
  if (r.possessor >= 0) e.possessor = model.references[r.possessor].entity;
  for (const int child : tree.children(r.mention.head)) {
    if (tree.deprel(child) == Deprel::kAmod) {
      e.modifiers.push_back(tree.word(child));
    }
    // "a pair of towers" is towers, "a team of researchers" researchers.
    if (tree.deprel(child) == Deprel::kNmod &&
        tree.Preposition(child) == "of" &&
        model.lexicon->Is(WordClass::kGatherNoun, r.head)) {
      AddNoun(tree.lemma(child), e);
      e.number = GrammaticalNumber::kPlural;
    }
  }
}

void ResolvePronoun(int index, DocumentModel& model) {
  const Reference& r = model.references[index];
  if (r.entity >= 0 || r.mention.kind != MentionKind::kPronoun) return;
  std::string reason;
  const int entity = PronounAntecedent(index, model, &reason);
  if (entity < 0) return;
  Join(index, entity, reason, model);
  Entity& e = model.entities[entity];
  if (e.gender != Gender::kUnknown || r.gender == Gender::kUnknown) return;
  // "he" tells what a name alone did not.
  if (e.type == EntityType::kUnknown && e.named) e.type = EntityType::kPerson;
  if (e.type == EntityType::kPerson) e.gender = r.gender;
}

// What something is said to be is not taken up again as such, nor is "no
// ship".
bool IsTakenUp(const Reference& r, const DocumentModel& model) {
  if (r.mention.kind != MentionKind::kDescription) return true;
  const Tree& tree = model.TreeOf(r);
  const int head = r.mention.head;
  if (tree.Has(head, Deprel::kCop) || tree.deprel(head) == Deprel::kXcomp ||
      tree.ChildWord(head, "no") >= 0) {
    return false;
  }
  // "described the offer as a serious step".
  int verb = tree.head(head);
  if (verb >= 0 && tree.deprel(verb) == Deprel::kObj) verb = tree.head(verb);
  return verb < 0 || tree.Preposition(head) != "as" ||
         !model.lexicon->Is(WordClass::kNameVerb, tree.lemma(verb));
}

}  // namespace

void ResolveReferences(const NameLexicon& names, DocumentModel& model) {
  // Names that stand later in the sentence count for apposition at once.
  const int n = static_cast<int>(model.references.size());
  for (int i = 0; i < n; ++i) {
    if (model.references[i].entity >= 0) LearnNouns(i, names, model);
  }
  for (int i = 0; i < n; ++i) {
    const Reference& r = model.references[i];
    if (IsHeadline(model, r)) continue;
    if (r.entity >= 0) NameEarlier(i, model);
    if (r.entity < 0) {
      if (r.mention.kind == MentionKind::kDescription) {
        // "his visit": who he is comes first.
        if (r.possessor >= 0) ResolvePronoun(r.possessor, model);
        ResolveDescription(i, names, model);
        LearnNouns(i, names, model);
      } else {
        ResolvePronoun(i, model);
      }
    }
    if (IsTakenUp(r, model)) {
      Touch(i, model);
      TouchGroup(i, model);
    }
  }
  for (Entity& entity : model.entities) {
    std::sort(entity.references.begin(), entity.references.end());
  }
}

}  // namespace tercet::text
