#include "ingest/resolve_groups.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace tercet::text {
namespace {

constexpr size_t kMostMembers = 6;

// Whether the conjuncts are joined by "and", not by "or" or "but".
bool JoinedByAnd(const Tree& tree, const std::vector<int>& conjuncts) {
  bool joined = false;
  for (const int i : conjuncts) {
    const int word = tree.Child(i, Deprel::kCc);
    if (word < 0) continue;
    if (tree.word(word) != "and" && tree.word(word) != "&") return false;
    joined = true;
  }
  return joined;
}

// The members in text order, or nothing where they are not of one sort.
std::vector<int> MembersOf(const DocumentModel& model, int sentence,
                           const std::vector<int>& conjuncts) {
  std::vector<int> members;
  EntitySort sort = EntitySort::kUnknown;
  for (const int i : conjuncts) {
    const int e = model.EntityAt(sentence, i);
    if (e < 0 || !model.entities[e].members.empty()) return {};
    if (std::find(members.begin(), members.end(), e) != members.end()) {
      continue;  // "his sister Ana"
    }
    const EntitySort next = SortOf(model.entities[e].type);
    const bool known = next != EntitySort::kUnknown;
    if (next == EntitySort::kTime ||
        (known && sort != EntitySort::kUnknown && next != sort)) {
      return {};
    }
    if (known) sort = next;
    members.push_back(e);
  }
  const bool several = members.size() > 1 && members.size() <= kMostMembers;
  return several ? members : std::vector<int>{};
}

// The group of these members: the one that is there, or a new one.
int GroupOf(std::vector<int> members, DocumentModel& model) {
  std::vector<int> sorted = members;
  std::sort(sorted.begin(), sorted.end());
  for (const int group : model.groups) {
    std::vector<int> other = model.entities[group].members;
    std::sort(other.begin(), other.end());
    if (other == sorted) return group;
  }
  Entity group;
  for (const int member : members) {
    if (group.type == EntityType::kUnknown) {
      group.type = model.entities[member].type;
    }
  }
  group.number = GrammaticalNumber::kPlural;
  group.members = std::move(members);
  model.entities.push_back(std::move(group));
  model.groups.push_back(static_cast<int>(model.entities.size()) - 1);
  return model.groups.back();
}

bool IsOnePerson(int entity, const DocumentModel& model) {
  return entity >= 0 && model.entities[entity].type == EntityType::kPerson &&
         model.entities[entity].number != GrammaticalNumber::kPlural;
}

// "Ana met Bo", "Cyr introduced her to Bo", "Ana gave Bo a key": the two.
std::vector<int> Couple(const Tree& tree, int verb) {
  const int object = tree.Child(verb, {Deprel::kIobj, Deprel::kObj});
  int with = -1;
  for (const int child : tree.children(verb)) {
    const std::string preposition = tree.Preposition(child);
    if (tree.deprel(child) == Deprel::kObl &&
        (preposition == "with" || preposition == "to")) {
      with = child;
    }
  }
  if (tree.lemma(verb) == "introduce") return {object, with};
  const int subject = tree.Child(verb, {Deprel::kNsubj, Deprel::kNsubjPass});
  if (object < 0) return {subject, with};
  // "shared a house with Bo", whichever Bo hangs on.
  for (const int child : tree.children(object)) {
    if (with < 0 && tree.deprel(child) == Deprel::kNmod &&
        tree.Preposition(child) == "with") {
      with = child;
    }
  }
  const bool thing = with >= 0 && tree.upos(object) == Upos::kNoun &&
                     tree.upos(with) == Upos::kPropn;
  return {subject, thing ? with : object};
}

// The heads of those who are spoken of together with a reference, the
// reference among them; none where it stands alone.  Whom somebody only did
// something to is one of "the two", but not of "they".
std::vector<int> Together(const Reference& r, const DocumentModel& model,
                          bool* loose) {
  const Tree& tree = model.TreeOf(r);
  const int head = r.mention.head;
  if (tree.deprel(head) == Deprel::kConj) {
    const std::vector<int> conjuncts = tree.Conjuncts(tree.FirstConjunct(head));
    return conjuncts.back() == head && JoinedByAnd(tree, conjuncts)
               ? conjuncts
               : std::vector<int>{};
  }
  const int verb = tree.head(head);
  if (verb < 0 || tree.upos(verb) != Upos::kVerb) return {};
  std::vector<int> couple = Couple(tree, verb);
  for (const int i : couple) {
    if (!IsOnePerson(model.EntityAt(r.mention.sentence, i), model)) return {};
  }
  *loose = tree.lemma(verb) != "introduce" &&
           !model.lexicon->Is(WordClass::kCollective, tree.lemma(verb));
  return couple;
}

}  // namespace

void TouchGroup(int reference, DocumentModel& model) {
  const Reference& r = model.references[reference];
  const Mention& m = r.mention;
  if (r.entity < 0) return;
  bool loose = false;
  const std::vector<int> heads = Together(r, model, &loose);
  if (heads.size() < 2) return;
  std::vector<int> members = MembersOf(model, m.sentence, heads);
  if (members.empty()) return;
  const int group = GroupOf(std::move(members), model);
  Entity& entity = model.entities[group];
  entity.last_reference = reference;
  entity.last_couple = m.sentence;
  if (loose) return;
  model.spoken_of.push_back(group);
  entity.last_as_subject = IsSubject(model.TreeOf(r), m.head);
  entity.last_sentence = m.sentence;
  entity.last_token = m.head;
}

int GroupOfTwo(const Reference& reference, const DocumentModel& model) {
  constexpr int kFarthest = 2;  // sentences
  const std::string& head = reference.head;
  const bool couple = head == "couple" || head == "pair" || head == "duo";
  if (!reference.definite || (!couple && head != "two")) return -1;
  int found = -1;
  for (const int e : model.groups) {
    const Entity& group = model.entities[e];
    if (group.members.size() != 2 ||
        reference.mention.sentence - group.last_couple > kFarthest ||
        (couple && group.type != EntityType::kPerson)) {
      continue;
    }
    if (found < 0 ||
        group.last_reference >= model.entities[found].last_reference) {
      found = e;
    }
  }
  return found;
}

std::string NameOfGroup(const Entity& group, const DocumentModel& model) {
  std::string name;
  for (size_t k = 0; k < group.members.size(); ++k) {
    const bool last = k + 1 == group.members.size();
    absl::StrAppend(&name,
                    k == 0 ? ""
                    : last ? " and "
                           : ", ",
                    model.entities[group.members[k]].name);
  }
  return name;
}

}  // namespace tercet::text
