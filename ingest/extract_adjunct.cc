// When and where: the adjuncts of a clause that say so.

#include <algorithm>

#include "ingest/extract_view.h"

namespace tercet::text {
namespace {

bool Overlaps(const Argument& argument, int token) {
  return std::find(argument.tokens.begin(), argument.tokens.end(), token) !=
         argument.tokens.end();
}

void Add(const Argument& more, std::optional<Argument>* to) {
  if (!to->has_value()) {
    *to = more;
    return;
  }
  // "from 1978 until 2011" is one time in two phrases.
  std::vector<int>& tokens = (*to)->tokens;
  tokens.insert(tokens.end(), more.tokens.begin(), more.tokens.end());
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
}

// Two times of one clause are joined only where they follow each other.
void AddTime(const Argument& more, Proposition* p) {
  if (!p->when.has_value() ||
      p->when->tokens.back() + 1 == more.tokens.front()) {
    Add(more, &p->when);
  }
}

// "a visit starting Sunday": the Sunday.
int StartingTime(const SentenceView& view, const Clause& clause) {
  const Tree& tree = *view.tree;
  for (const Clause& other : view.clauses) {
    const std::string& lemma = tree.lemma(other.head);
    if ((lemma != "start" && lemma != "begin") || !tree.IsGerund(other.head) ||
        other.obliques.empty() || !tree.Below(other.head, clause.head) ||
        other.head == clause.head) {
      continue;
    }
    if (other.governor >= 0 &&
        view.clauses[other.governor].head == clause.head &&
        IsTime(view, other.obliques.front())) {
      return other.obliques.front();
    }
  }
  return -1;
}

// The place that the phrase of an object or of an occasion names: "launched
// missiles into the sea", "during his stay in Oslo"; or -1.  Bodies, people
// and names are somewhere without the event being there.
int PlaceInside(const SentenceView& view, int noun) {
  const Tree& tree = *view.tree;
  for (int child : tree.children(noun)) {
    if (tree.deprel(child) != Deprel::kNmod) continue;
    const std::string p = tree.Preposition(child);
    const bool named = view.TypeOf(child) == EntityType::kPlace ||
                       view.Is(WordClass::kPlaceNoun, child);
    if ((p == "into" || p == "onto" || p == "toward") && named) return child;
    if (!IsPlace(view, child)) continue;
    const bool fixed = view.IsName(noun) ||
                       view.Is(WordClass::kRoleNoun, noun) ||
                       view.Is(WordClass::kKinNoun, noun) ||
                       view.Is(WordClass::kGroupNoun, noun);
    if ((p == "in" || p == "at") && fixed) continue;
    return child;
  }
  return -1;
}

void AddPlaceInside(const SentenceView& view, const Clause& clause,
                    Proposition* p) {
  std::vector<int> nouns = clause.objects;
  for (int o : clause.obliques) {
    const bool occasion =
        view.tree->Preposition(o) == "during" && IsTime(view, o);
    // "died at home in Oslo".
    const bool own = p->object.head == o && IsPlace(view, o);
    if (occasion || own || view.IsQuantity(o)) nouns.push_back(o);
  }
  for (int noun : nouns) {
    const int place = PlaceInside(view, noun);
    if (place < 0) continue;
    p->where = PhraseWithPreposition(*view.tree, view.number, place);
    return;
  }
}

// "4 percent a year", "a day early": so much, and not when.
bool IsForEach(const Tree& tree, int time) {
  return tree.children(time).size() == 1 &&
         (tree.ChildWord(time, "a") >= 0 || tree.ChildWord(time, "an") >= 0);
}

void AddOwn(const SentenceView& view, const Clause& clause, bool fronted,
            Proposition* p) {
  const Tree& tree = *view.tree;
  for (int o : clause.obliques) {
    // "died in 1999": the object of a fact says its time as well.
    const bool own_time = p->object.head == o && IsTime(view, o);
    if ((Overlaps(p->object, o) && !own_time) || (fronted && o > clause.head)) {
      continue;
    }
    if (tree.IsRelative(o)) continue;
    if (IsTime(view, o)) {
      if (IsForEach(tree, o)) continue;
      AddTime(PhraseWithPreposition(tree, view.number, o), p);
    } else if (IsPlace(view, o) && !p->where.has_value()) {
      p->where = PhraseWithPreposition(tree, view.number, o);
    }
  }
  for (int child : tree.children(clause.head)) {
    if (fronted && child > clause.head) continue;
    if (tree.deprel(child) == Deprel::kAdvmod && tree.word(child) == "there" &&
        !p->where.has_value()) {
      p->where = Phrase(tree, view.number, child);
    }
    if (tree.deprel(child) == Deprel::kAdvmod &&
        view.Is(WordClass::kTimeAdverb, child) &&
        (!p->when.has_value() || tree.Has(child, Deprel::kOblUnmarked))) {
      AddTime(Phrase(tree, view.number, child), p);
    }
  }
  if (!p->when.has_value()) {
    const int start = StartingTime(view, clause);
    if (start >= 0) p->when = Phrase(tree, view.number, start);
  }
  if (!p->when.has_value() && clause.when >= 0) {
    p->when = Phrase(tree, view.number, clause.when);
  }
  if (!p->where.has_value() && clause.where >= 0 &&
      !Overlaps(p->object, clause.where)) {
    p->where = Phrase(tree, view.number, clause.where);
  }
  if (!p->where.has_value() && !fronted) AddPlaceInside(view, clause, p);
}

// "a raid in 1945, in which he was hurt": the time of the raid.
void AddFromAntecedent(const SentenceView& view, const Clause& clause,
                       Proposition* p) {
  const Tree& tree = *view.tree;
  for (int o : clause.obliques) {
    if (!tree.IsRelative(o)) continue;
    const int event = Antecedent(tree, o);
    if (event == o) continue;
    for (int child : tree.children(event)) {
      if (p->when.has_value() || tree.deprel(child) != Deprel::kNmod) continue;
      if (IsTime(view, child)) {
        p->when = PhraseWithPreposition(tree, view.number, child);
      }
    }
  }
}

// Whether a clause happens when its governor does.
bool SharesTime(const Clause& clause) {
  return clause.link == Deprel::kXcomp || clause.link == Deprel::kAdvcl;
}

}  // namespace

void AddTimeAndPlace(const SentenceView& view, int clause, Proposition* p) {
  const Tree& tree = *view.tree;
  int at = clause;
  bool fronted = false;
  for (int step = 0; step < 4 && at >= 0; ++step) {
    const Clause& c = view.clauses[at];
    AddOwn(view, c, fronted, p);
    AddFromAntecedent(view, c, p);
    if (p->when.has_value() && p->where.has_value()) return;
    if (c.governor < 0 || tree.head(c.head) < 0) return;
    if (c.link == Deprel::kConj && c.understood) {
      // "On Monday he sang and danced": only what stands in front is shared.
      fronted = true;
    } else if (!SharesTime(c) || !c.understood) {
      return;
    } else if (c.link == Deprel::kAdvcl && tree.Has(c.head, Deprel::kMark) &&
               !tree.IsInfinitive(c.head)) {
      return;
    }
    // "Born in Oslo, she studied in Rome": she was not born in Rome.
    if (c.link == Deprel::kAdvcl && c.passive) return;
    at = c.governor;
  }
}

}  // namespace tercet::text
